"""``Metrics``: everything the monitor exports, as one object that the engine publishes to and the server renders.

Publishing belongs to the event loop and keeps a view; ``render`` may run in any thread, makes the text of what was
published since the last time, and sees each publication whole.
Decides nothing: what is 1 and what is 0 was settled by the judge.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from threading import Lock

from prometheus_client import CollectorRegistry

from monitor.adapters.exposition import catalogue
from monitor.adapters.exposition.blocks import Board, labels, number, sample
from monitor.adapters.exposition.checks import CheckText, failure_block
from monitor.adapters.exposition.drafts import Drafts
from monitor.adapters.exposition.metric import Metric
from monitor.adapters.exposition.negotiation import OPENMETRICS_CONTENT_TYPE, TEXT_CONTENT_TYPE, wants_openmetrics
from monitor.adapters.exposition.packing import member, part
from monitor.adapters.exposition.process import Process
from monitor.adapters.exposition.services import ServiceText
from monitor.domain.observation import Observation, Reason
from monitor.domain.verdict import State
from monitor.engine.view import Build, CheckView, ServiceView, SkipReason

_IN_REGISTRY = {
    catalogue.PROBES,
    catalogue.SCHEDULED,
    catalogue.SKIPPED,
    catalogue.RETRIES,
    catalogue.LATENESS,
    catalogue.CLOCK_STEPS,
    catalogue.UNKNOWN_MODULES,
}
_PER_SERVICE = (*catalogue.SERVICE_METRICS, *catalogue.WINDOW_METRICS)
_ONE = ""  # the key of what exists once


class Metrics:
    """The one exposition of this process."""

    def __init__(self, registry: CollectorRegistry, build: Build) -> None:
        self._board = Board(metric for metric in catalogue.METRICS if metric not in _IN_REGISTRY)
        self._process = Process(registry)
        self._failures: dict[tuple[str, str], Counter[Reason]] = {}
        self._services = Drafts[ServiceView]()
        self._checks = Drafts[CheckView]()
        self._failing = Drafts[tuple[str, str]]()
        self._heartbeats = Drafts[datetime]()
        self._service_texts: dict[str, ServiceText] = {}
        self._check_texts: dict[str, CheckText] = {}
        self._writing = Lock()
        self._controls: dict[str, list[bool]] = {}
        self._board.replace(_ONE, _process_blocks(build))
        self.set_ledger(0, 0, leader=False)
        self.set_drafts(0)

    def enrol_location(self, location: str, canaries: int) -> None:
        """Make every series of a location exist before its first probe; again when its number of canaries changes."""
        if location not in self._controls:
            self._process.enrol(location)
            self._show_heartbeat(location, 0)
        known = self._controls.get(location, [])[:canaries]
        self._controls[location] = known + [False] * (canaries - len(known))
        self._show_controls(location)

    def publish_service(self, view: ServiceView) -> None:
        """Replace what is shown of one service."""
        self._services.put(view.service.id, view)

    def publish_check(self, view: CheckView) -> None:
        """Replace what is shown of one check at one location; the first time its failures begin at 0."""
        self._checks.put(_at(view.check.id, view.location), view)
        if (view.check.service_id, view.location) not in self._failures:
            self._count_failure(view.check.service_id, view.location)

    def count_probe(self, observation: Observation) -> None:
        """Count a completed probe, and its failure by reason."""
        self._process.count_probe(observation.location)
        if observation.reason is not None:
            service_id = observation.check_id.rpartition("/")[0]
            self._count_failure(service_id, observation.location, observation.reason)

    def count_scheduled(self, location: str) -> None:
        """Count a probe that fell due on the grid, whether it runs or not."""
        self._process.count_scheduled(location)

    def count_skip(self, location: str, reason: SkipReason) -> None:
        """Count a probe that fell due and did not run."""
        self._process.skip(location, reason)

    def count_retry(self, location: str, fault: str) -> None:
        """Count an attempt repeated for a fault of our own, named as errno does."""
        self._process.retry(location, fault)

    def count_clock_step(self) -> None:
        """Count a step of the wall clock."""
        self._process.clock_steps.inc()

    def count_unknown_module(self) -> None:
        """Count a request for ``/probe`` that named a module that is not there."""
        self._process.unknown_modules.inc()

    def observe_lateness(self, location: str, seconds: float) -> None:
        """Record how long after its place on the grid a probe started."""
        self._process.observe_lateness(location, seconds)

    def set_canary(self, location: str, ordinal: int, *, reachable: bool) -> None:
        """Show the last result of one canary; ordinals begin at 0."""
        self._controls[location][ordinal] = reachable
        self._show_controls(location)

    def set_heartbeat(self, location: str, instant: datetime) -> None:
        """Show when the last probe of the location ended."""
        self._heartbeats.put(location, instant)

    def set_source(self, source: str, instant: datetime | None, *, stale_after: timedelta | None = None) -> None:
        """Show when a source of windows was last read, ``None`` is never; of a feed also how old that may be."""
        named = labels(source=source)
        blocks = {catalogue.SOURCE: sample(catalogue.SOURCE, named, number(instant.timestamp() if instant else 0))}
        if stale_after is not None:
            blocks[catalogue.STALE] = sample(catalogue.STALE, named, number(stale_after.total_seconds()))
        self._board.replace(source, blocks)

    def set_drafts(self, waiting: int) -> None:
        """Show how many drafts wait for a person's decision."""
        self._board.replace(_ONE, {catalogue.DRAFTS: sample(catalogue.DRAFTS, "", str(waiting))})

    def set_reload(self, *, ok: bool, instant: datetime, sha256: str) -> None:
        """Show how a load of the configuration went; a failed one leaves instant and hash of the former."""
        blocks = {catalogue.RELOAD_OK: sample(catalogue.RELOAD_OK, "", str(int(ok)))}
        if ok:
            blocks[catalogue.RELOAD_AT] = sample(catalogue.RELOAD_AT, "", number(instant.timestamp()))
            blocks[catalogue.CONFIG] = sample(catalogue.CONFIG, labels(config_sha256=sha256), "1")
        self._board.replace(_ONE, blocks)

    def set_ledger(self, writes: int, failures: int, *, leader: bool) -> None:
        """Show the ledger's counts since the start, and whether this process holds its lease."""
        values = {
            catalogue.LEDGER_WRITES: writes,
            catalogue.LEDGER_FAILURES: failures,
            catalogue.LEADER: int(leader),
        }
        self._board.replace(_ONE, {metric: sample(metric, "", str(value)) for metric, value in values.items()})

    def retain(self, services: Collection[str], checks: Collection[tuple[str, str]], sources: Collection[str]) -> None:
        """Drop the series of services, of (check, location) pairs and of sources that left the configuration."""
        watched = {(check_id.rpartition("/")[0], location) for check_id, location in checks}
        kept, seen, failing = set(services), {_at(*pair) for pair in checks}, {_at(*pair) for pair in watched}
        with self._writing:  # a scrape under way could write what is dropped here
            self._services.retain(kept)
            self._checks.retain(seen)
            self._failing.retain(failing)
            self._failures = {key: counts for key, counts in self._failures.items() if key in watched}
            self._service_texts = {key: text for key, text in self._service_texts.items() if key in kept}
            self._check_texts = {key: text for key, text in self._check_texts.items() if key in seen}
            self._board.retain(_PER_SERVICE, kept)
            self._board.retain(catalogue.CHECK_METRICS, seen)
            self._board.retain([catalogue.FAILURES], failing)
            self._board.retain([catalogue.SOURCE, catalogue.STALE], set(sources))

    def render(self, accept: str, *, gzip: bool) -> tuple[str, bytes]:
        """Content type and body in the format that ``accept`` prefers; for an executor's thread."""
        openmetrics = wants_openmetrics(accept)
        content_type = OPENMETRICS_CONTENT_TYPE if openmetrics else TEXT_CONTENT_TYPE
        self._write()
        end = self._process.render(openmetrics=openmetrics) + (b"# EOF\n" if openmetrics else b"")
        if gzip:
            return content_type, member([*self._board.pack(openmetrics=openmetrics), part(end)])
        return content_type, b"".join([*self._board.collect(openmetrics=openmetrics), end])

    def _write(self) -> None:
        """Make text of what was published since the last scrape."""
        with self._writing:
            for key, service in self._services.take().items():
                self._board.replace(key, self._service_blocks(service))
            for key, check in self._checks.take().items():
                text = self._check_texts.get(key)
                if text is None:
                    if check.observation is None:
                        continue  # not looked at yet, so there is nothing of it to be taken away either
                    self._check_texts[key] = text = CheckText(check)
                self._board.replace(key, text.blocks(check.observation))
            for key, (service_id, location) in self._failing.take().items():
                counts = self._failures[service_id, location]
                self._board.replace(key, failure_block(service_id, location, counts))
            for location, instant in self._heartbeats.take().items():
                self._show_heartbeat(location, instant.timestamp())

    def _service_blocks(self, view: ServiceView) -> Mapping[Metric, str]:
        known = self._service_texts.get(view.service.id)
        if known is not None and known.describes(view):
            return known.blocks(view)
        self._service_texts[view.service.id] = text = ServiceText(view)
        return {**text.blocks(view), **text.constant_blocks(view)}

    def _count_failure(self, service_id: str, location: str, reason: Reason | None = None) -> None:
        counts = self._failures.setdefault((service_id, location), Counter())
        if reason is not None:
            counts[reason] += 1
        self._failing.put(_at(service_id, location), (service_id, location))

    def _show_heartbeat(self, location: str, timestamp: float) -> None:
        text = sample(catalogue.HEARTBEAT, labels(location=location), number(timestamp))
        self._board.replace(location, {catalogue.HEARTBEAT: text})

    def _show_controls(self, location: str) -> None:
        lines = [
            sample(catalogue.CONTROL, labels(location=location, control=str(ordinal)), str(int(reachable)))
            for ordinal, reachable in enumerate(self._controls[location])
        ]
        self._board.replace(location, {catalogue.CONTROL: "".join(lines)})


def _at(identity: str, location: str) -> str:
    return f"{identity}@{location}"


def _process_blocks(build: Build) -> dict[Metric, str]:
    codes = [sample(catalogue.STATE_CODE, labels(state=state.value), str(code)) for code, state in enumerate(State)]
    of_build = labels(
        version=build.version, revision=build.revision, pythonversion=build.pythonversion, tzdata=build.tzdata
    )
    return {
        catalogue.STATE_CODE: "".join(codes),
        catalogue.BUILD: sample(catalogue.BUILD, of_build, "1"),
        catalogue.RELOAD_OK: sample(catalogue.RELOAD_OK, "", "0"),
        catalogue.RELOAD_AT: sample(catalogue.RELOAD_AT, "", "0"),
        catalogue.CONFIG: sample(catalogue.CONFIG, labels(config_sha256=""), "1"),
    }
