"""``/probe``: parameters, the order and the words of its errors, and the answer, as blackbox_exporter gives them.

Beyond them there are two answers of our own: 403 for a host that the configuration does not name, 429 where a host
that is not ours was asked as often as conduct allows.
"""

from __future__ import annotations

import asyncio
import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from monitor.adapters.blackbox import families
from monitor.adapters.blackbox.dns import probe_dns
from monitor.adapters.blackbox.gauges import OPENMETRICS, TEXT, Gauges
from monitor.adapters.blackbox.grpc import probe_grpc
from monitor.adapters.blackbox.http import probe_http
from monitor.adapters.blackbox.icmp import probe_icmp
from monitor.adapters.blackbox.journey import Journey, Logbook, Means, plain_host
from monitor.adapters.blackbox.modules import Modules
from monitor.adapters.blackbox.permission import Permission
from monitor.adapters.blackbox.place import split_host
from monitor.adapters.blackbox.sections import Module
from monitor.adapters.blackbox.tcp import probe_tcp
from monitor.adapters.blackbox.tls import Contexts
from monitor.adapters.blackbox.turns import Gatekeeper, refusal_sentence
from monitor.adapters.blackbox.walk import target_url
from monitor.domain.conduct import Refusal
from monitor.domain.printable import printable, printable_lines
from monitor.engine.guests import Guests

Answer = tuple[int, Mapping[str, str], bytes]
"""Status, headers and body of what ``/probe`` answers."""

Identity = tuple[str, str, str, str]
"""Platform, service, tier and dependency, the labels of ``marsad_maintenance_active``."""

TIMEOUT_OFFSET_SECONDS = 0.5
_LONGEST_SECONDS = 120.0
_DEFAULT_MODULE = "http_2xx"
_PROBERS = {"http": probe_http, "tcp": probe_tcp, "dns": probe_dns, "icmp": probe_icmp, "grpc": probe_grpc}
_HEADER = "x-prometheus-scrape-timeout-seconds"


class _RefusedRequest(Exception):  # noqa: N818 - it is an answer
    def __init__(self, status: int, sentence: str, **headers: str) -> None:
        super().__init__(sentence)
        self.answer = (status, {"Content-Type": "text/plain; charset=utf-8", **headers}, f"{sentence}\n".encode())


@dataclass(frozen=True, slots=True, kw_only=True)
class Premises:
    """What ``/probe`` rests on under one configuration."""

    modules: Modules
    permission: Permission
    own_hosts: tuple[str, ...]
    guests: Guests
    maintenance: Callable[[str], tuple[Identity, bool]]  # by service id: whether a window covers it now
    count_unknown_module: Callable[[], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Errand:
    """What one request asks for."""

    name: str
    module: Module
    timeout_seconds: float
    target: str
    hostname: str
    host: str  # of the target, canonical
    port: int | None


class Handler:
    """Answers requests under one configuration; a reload makes another, which reads certificates anew."""

    def __init__(self, means: Means, premises: Premises) -> None:
        self._means = means
        self._of = premises
        self._contexts = Contexts()

    async def answer(self, query: Sequence[tuple[str, str]], headers: Mapping[str, str]) -> Answer:
        """What to say to one request, whatever its method; header names in lower case."""
        try:
            return await self._answer(_first_of_each(query), headers)
        except _RefusedRequest as refused:
            return refused.answer

    async def _answer(self, query: Mapping[str, str], headers: Mapping[str, str]) -> Answer:
        began = self._means.clock.monotonic()
        errand = self._errand(query, headers)
        gatekeeper = await self._admitted(errand)
        log = Logbook(self._means.clock.now, module=errand.name, target=errand.target)
        try:
            journey = await self._probe(errand, gatekeeper, log, began)
        finally:
            gatekeeper.leave()
        self._add_maintenance(journey.gauges, errand.host)
        if query.get("debug") == "true":
            body = _debug_text(log, journey.gauges, self._of.modules.written[errand.name])
            return 200, {"Content-Type": "text/plain; charset=utf-8"}, body.encode("utf-8", "replace")
        openmetrics = _wants_openmetrics(headers.get("accept", ""))
        text = journey.gauges.render(openmetrics=openmetrics)
        return 200, {"Content-Type": OPENMETRICS if openmetrics else TEXT}, text.encode("utf-8", "replace")

    # --- what is asked for

    def _errand(self, query: Mapping[str, str], headers: Mapping[str, str]) -> _Errand:
        # The order is part of the contract: module, timeout, target, prober, hostname; then who may be asked.
        name = query.get("module") or _DEFAULT_MODULE
        module = self._of.modules.by_name.get(name)
        if module is None:
            self._of.count_unknown_module()
            raise _RefusedRequest(400, f"Unknown module {_quoted(name)}")
        seconds = probe_seconds(headers.get(_HEADER, ""), module.timeout)
        target = query.get("target", "")
        if not target:
            raise _RefusedRequest(400, "Target parameter is missing")
        if module.prober not in _PROBERS:
            raise _RefusedRequest(400, f"Unknown prober {_quoted(module.prober)}")
        hostname = query.get("hostname", "")
        if module.prober == "http":
            _check_hostname(module, hostname)
        host, port = _place(target, module.prober)
        return _Errand(
            name=name, module=module, timeout_seconds=seconds, target=target, hostname=hostname, host=host, port=port
        )

    async def _admitted(self, errand: _Errand) -> Gatekeeper:
        permission = self._of.permission
        if not permission.admits(errand.host, errand.port):
            where = errand.host or errand.target
            sentence = f"{_quoted(where)} is neither a host of a configured check nor listed in probe.allow."
            raise _RefusedRequest(403, sentence)
        guests = self._of.guests
        turn = await guests.enter(errand.host, errand.timeout_seconds)
        if isinstance(turn, Refusal):
            seconds = max(math.ceil(guests.wait_seconds(turn)), 1)
            sentence = refusal_sentence(errand.host, turn.reason)
            raise _RefusedRequest(429, sentence, **{"Retry-After": str(seconds)})
        return Gatekeeper(permission=permission, turn=turn, first=errand.host, own_hosts=self._of.own_hosts)

    # --- the probe

    async def _probe(self, errand: _Errand, gatekeeper: Gatekeeper, log: Logbook, began: float) -> Journey:
        permission, clock = gatekeeper.permission, self._means.clock
        hostname = errand.hostname if errand.module.prober in {"http", "tcp"} else ""
        journey = Journey(
            means=self._means,
            gate=gatekeeper,
            contexts=self._contexts,
            log=log,
            overrides=permission.overrides,
            trusted=permission.trusted,
            hostname=hostname,
        )
        log.say("Beginning probe", probe=errand.module.prober, timeout_seconds=errand.timeout_seconds)
        success = False
        started = clock.monotonic()
        try:
            # What was waited for a turn is part of the time that the scrape allows.
            async with asyncio.timeout(errand.timeout_seconds - (started - began)):
                success = await _PROBERS[errand.module.prober](journey, errand.target, errand.module)
        except TimeoutError as error:
            log.complain("Timeout", err=error)
        duration = clock.monotonic() - started
        journey.gauges.set(families.SUCCESS, int(success))
        journey.gauges.set(families.DURATION, duration)
        journey.gauges.set(families.TIMEOUT, errand.timeout_seconds)
        tell = log.say if success else log.complain
        tell("Probe succeeded" if success else "Probe failed", duration_seconds=f"{duration:.9f}")
        return journey

    def _add_maintenance(self, gauges: Gauges, host: str) -> None:
        for service_id in sorted(self._of.permission.checks.get(host, ())):
            identity, active = self._of.maintenance(service_id)
            gauges.set(families.MAINTENANCE, int(active), *identity)


def probe_seconds(header: str, configured: timedelta) -> float:
    """How long the probe may take: what the scrape allows less an offset, or the module's own time if that is shorter.

    Raises:
        _RefusedRequest: the header is no number.

    """
    allowed = 0.0
    if header:
        try:
            allowed = float(header.replace("_", "x"))
            if not math.isfinite(allowed):  # Go takes these words; no timer of ours does
                raise ValueError(header)  # noqa: TRY301 - one sentence for both
        except ValueError:
            text = f"strconv.ParseFloat: parsing {_quoted(header)}: invalid syntax"
            raise _RefusedRequest(500, f"Failed to parse timeout from Prometheus header: {text}") from None
    most = (allowed or _LONGEST_SECONDS) - TIMEOUT_OFFSET_SECONDS
    own = configured.total_seconds()
    return own if most < 0 or 0 < own < most else most


def _check_hostname(module: Module, hostname: str) -> None:
    for name, value in module.http.headers.items():
        if hostname and name.lower() == "host" and value != hostname:
            raise _RefusedRequest(
                400,
                "host header defined both in module configuration "
                f"({printable(value)}) and with URL-parameter 'hostname' ({printable(hostname)})",
            )


def _place(target: str, prober: str) -> tuple[str, int | None]:
    """Host and port that a target names, as the prober itself will read it; empty where it names none."""
    if prober == "http":
        try:
            url = target_url(target)
        except ValueError:
            return "", None
        return plain_host(url.host), url.port or (443 if url.scheme == "https" else 80)
    if prober == "icmp":
        return plain_host(target.removeprefix("[").removesuffix("]")), None
    if prober == "grpc":
        target = target.partition("://")[2] or target
    host, port = split_host(target, 53 if prober == "dns" else 0)
    return plain_host(host), port


def _first_of_each(query: Sequence[tuple[str, str]]) -> Mapping[str, str]:
    return dict(reversed(query))


def _quoted(text: str) -> str:
    return json.dumps(printable(text), ensure_ascii=False).replace("\\\\u", "\\u")


def _wants_openmetrics(accept: str) -> bool:
    return "application/openmetrics-text" in accept and "text/plain;version=0.0.4;q=1" not in accept


def _debug_text(log: Logbook, gauges: Gauges, module: str) -> str:
    lines = "".join(f"{line}\n" for line in log.lines)
    return (
        f"Logs for the probe:\n{lines}\n\n\nMetrics that would have been returned:\n{gauges.render()}"
        f"\n\n\nModule configuration:\n{printable_lines(module)}"
    )
