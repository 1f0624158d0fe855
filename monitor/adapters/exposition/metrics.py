"""``Metrics``: everything the monitor exports, as one object that the engine publishes to and the server renders.

Publishing is cheap and belongs to the event loop; ``render`` may run in any thread and sees each publication whole.
Decides nothing: what is 1 and what is 0 was settled by the judge.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Collection
from datetime import datetime

from prometheus_client import CollectorRegistry

from monitor.adapters.exposition import catalogue
from monitor.adapters.exposition.blocks import Board, labels, number, sample
from monitor.adapters.exposition.checks import check_blocks, failure_block
from monitor.adapters.exposition.metric import Metric
from monitor.adapters.exposition.negotiation import OPENMETRICS_CONTENT_TYPE, TEXT_CONTENT_TYPE, wants_openmetrics
from monitor.adapters.exposition.process import Process
from monitor.adapters.exposition.services import constant_blocks, service_blocks
from monitor.domain.catalogue import Platform, Service
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
}
_PER_SERVICE = (*catalogue.SERVICE_METRICS, *catalogue.WINDOW_METRICS)
_ONE = ""  # the key of what exists once
_GZIP = 16 + zlib.MAX_WBITS  # zlib's way to ask for the gzip format


class Metrics:
    """The one exposition of this process."""

    def __init__(self, registry: CollectorRegistry, build: Build) -> None:
        self._board = Board(metric for metric in catalogue.METRICS if metric not in _IN_REGISTRY)
        self._process = Process(registry)
        self._failures: dict[tuple[str, str], Counter[Reason]] = {}
        self._described: dict[str, tuple[Service, Platform, Service | None]] = {}
        self._controls: dict[str, list[bool]] = {}
        self._board.replace(_ONE, _process_blocks(build))
        self.set_ledger(0, 0, leader=False)

    def enrol_location(self, location: str, canaries: int) -> None:
        """Make every series of a location exist before its first probe; again when its number of canaries changes."""
        if location not in self._controls:
            self._process.enrol(location)
            self._show_heartbeat(location, 0)
        known = self._controls.get(location, [])[:canaries]
        self._controls[location] = known + [False] * (canaries - len(known))
        self._show_controls(location)

    def publish_service(self, view: ServiceView) -> None:
        """Replace the blocks of one service; those of its configuration when that is another object than before."""
        blocks = service_blocks(view)
        described = (view.service, view.platform, view.source)
        known = self._described.get(view.service.id)
        if known is None or any(one is not other for one, other in zip(known, described, strict=True)):
            self._described[view.service.id] = described
            blocks = {**blocks, **constant_blocks(view)}
        self._board.replace(view.service.id, blocks)

    def publish_check(self, view: CheckView) -> None:
        """Replace the blocks of one check at one location; the first time its failures begin at 0."""
        self._board.replace(_at(view.check.id, view.location), check_blocks(view))
        if (view.check.service_id, view.location) not in self._failures:
            self._count_failure(view.check.service_id, view.location)

    def count_probe(self, observation: Observation) -> None:
        """Count a completed probe, and its failure by reason."""
        self._process.probes.labels(observation.location).inc()
        if observation.reason is not None:
            service_id = observation.check_id.rpartition("/")[0]
            self._count_failure(service_id, observation.location, observation.reason)

    def count_scheduled(self, location: str) -> None:
        """Count a probe that fell due on the grid, whether it runs or not."""
        self._process.scheduled.labels(location).inc()

    def count_skip(self, location: str, reason: SkipReason) -> None:
        """Count a probe that fell due and did not run."""
        self._process.skip(location, reason)

    def count_retry(self, location: str, fault: str) -> None:
        """Count an attempt repeated for a fault of our own, named as errno does."""
        self._process.retry(location, fault)

    def count_clock_step(self) -> None:
        """Count a step of the wall clock."""
        self._process.clock_steps.inc()

    def observe_lateness(self, location: str, seconds: float) -> None:
        """Record how long after its place on the grid a probe started."""
        self._process.lateness.labels(location).observe(seconds)

    def set_canary(self, location: str, ordinal: int, *, reachable: bool) -> None:
        """Show the last result of one canary; ordinals begin at 0."""
        self._controls[location][ordinal] = reachable
        self._show_controls(location)

    def set_heartbeat(self, location: str, instant: datetime) -> None:
        """Show when the last probe of the location ended."""
        self._show_heartbeat(location, instant.timestamp())

    def set_source(self, source: str, instant: datetime | None) -> None:
        """Show when a source of windows was last read; ``None`` is never."""
        seconds = instant.timestamp() if instant else 0
        self._board.replace(
            source, {catalogue.SOURCE: sample(catalogue.SOURCE, labels(source=source), number(seconds))}
        )

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
        self._failures = {key: counts for key, counts in self._failures.items() if key in watched}
        kept = set(services)
        self._described = {key: described for key, described in self._described.items() if key in kept}
        self._board.retain(_PER_SERVICE, kept)
        self._board.retain(catalogue.CHECK_METRICS, {_at(*pair) for pair in checks})
        self._board.retain([catalogue.FAILURES], {_at(*pair) for pair in watched})
        self._board.retain([catalogue.SOURCE], set(sources))

    def render(self, accept: str, *, gzip: bool) -> tuple[str, bytes]:
        """Content type and body in the format that ``accept`` prefers; for an executor's thread."""
        openmetrics = wants_openmetrics(accept)
        pieces = self._board.collect(openmetrics=openmetrics)
        pieces.append(self._process.render(openmetrics=openmetrics))
        if openmetrics:
            pieces.append(b"# EOF\n")
        body = b"".join(pieces)
        content_type = OPENMETRICS_CONTENT_TYPE if openmetrics else TEXT_CONTENT_TYPE
        # Level 1: scrapes are frequent, near by, and the text repeats itself.
        return content_type, zlib.compress(body, 1, _GZIP) if gzip else body

    def _count_failure(self, service_id: str, location: str, reason: Reason | None = None) -> None:
        counts = self._failures.setdefault((service_id, location), Counter())
        if reason is not None:
            counts[reason] += 1
        self._board.replace(_at(service_id, location), failure_block(service_id, location, counts))

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
