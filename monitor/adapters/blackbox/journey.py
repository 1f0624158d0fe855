"""One probe under way: what it may reach, what it has found and what it says in its log."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from monitor.adapters.blackbox import families
from monitor.adapters.blackbox.gauges import Family, Gauges
from monitor.adapters.blackbox.sections import Addressed
from monitor.adapters.blackbox.tls import Contexts
from monitor.adapters.transport.addresses import AddressPolicy, canonical_host, literal_address
from monitor.adapters.transport.cares import resolver_named
from monitor.adapters.transport.dialer import Dialer, Route
from monitor.adapters.transport.journal import Journal
from monitor.adapters.transport.names import Resolver
from monitor.adapters.transport.phases import Stopwatch
from monitor.adapters.transport.proxy import Proxy, proxy_of
from monitor.adapters.transport.refusals import RefusedError
from monitor.domain.catalogue import Settings
from monitor.domain.classification import Answer
from monitor.domain.observation import Reason
from monitor.domain.printable import printable
from monitor.engine.ports import Clock

_MOST_LOG_LINES = 500  # a conversation has no end of its own
_LONGEST_LOG_VALUE = 1000
_FNV_OFFSET, _FNV_PRIME = 2166136261, 16777619


class ProbeFailedError(Exception):
    """The probe failed, and the log says why already."""


class Logbook:
    """The lines of ``debug=true``, in logfmt."""

    def __init__(self, now: Callable[[], datetime], **context: str) -> None:
        self._now = now
        self._context = context
        self.lines: list[str] = []

    def say(self, sentence: str, /, **details: object) -> None:
        """A step that was made."""
        self._write("info", sentence, details)

    def complain(self, sentence: str, /, **details: object) -> None:
        """Why the probe fails."""
        self._write("error", sentence, details)

    def _write(self, level: str, message: str, details: Mapping[str, object]) -> None:
        if len(self.lines) == _MOST_LOG_LINES:
            self.lines.append('level=info msg="The log is cut here"')
        if len(self.lines) > _MOST_LOG_LINES:
            return
        at = self._now().isoformat().replace("+00:00", "Z")
        pairs = {"ts": at, **self._context, "level": level, "msg": message, **details}
        self.lines.append(" ".join(f"{key}={_logfmt(value)}" for key, value in pairs.items()))


class Gate(Protocol):
    """Where a probe that has begun may go on to, within the budgets of SEMANTICS section 8."""

    def refusal(self, host: str, port: int) -> str | None:
        """Why a redirect may not be followed to ``host``; ``None`` lets it go there and counts it."""

    def is_exempt(self, host: str) -> bool:
        """Whether ``host`` is ours, so that no bound of conduct holds for it."""

    def hear(self, answer: Answer) -> None:
        """Note how the host answered: what refuses us counts for the checks as well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What all probes share."""

    clock: Clock
    resolver: Resolver
    user_agent: str
    own_hosts: frozenset[str]
    proxy: Proxy | None = None

    @classmethod
    def of(cls, clock: Clock, settings: Settings, version: str) -> Means:
        """The means of a configuration."""
        return cls(
            clock=clock,
            resolver=resolver_named(settings.resolver),
            user_agent=f"marsad/{version} (+{settings.contact})",
            own_hosts=frozenset(map(canonical_host, settings.own_hosts)),
            proxy=proxy_of(settings.proxy_url) if settings.proxy_url is not None else None,
        )


@dataclass(slots=True, kw_only=True)
class Journey:
    """One probe."""

    means: Means
    gate: Gate
    contexts: Contexts
    log: Logbook
    overrides: Mapping[str, str]
    trusted: Collection[str]  # hosts whose addresses the operator answers for
    gauges: Gauges = field(default_factory=Gauges)
    hostname: str = ""

    def journal(self) -> Journal:
        """A fresh record of times and certificates."""
        return Journal(watch=Stopwatch(self.means.clock.monotonic))

    def dialer(self, first_host: str, journal: Journal, proxy: Proxy | None = None) -> Dialer:
        """What makes connections, under the rules for ``first_host``."""
        policy = self.policy(first_host)
        route = Route(policy=policy, proxy=proxy)
        return Dialer(self.means.resolver, route, journal, sleep=self.means.clock.sleep)

    def policy(self, first_host: str) -> AddressPolicy:
        """Which addresses hosts may have."""
        own = self.means.own_hosts | frozenset(self.trusted)
        return AddressPolicy(first_host=plain_host(first_host), own_hosts=own, overrides=self.overrides)

    def proxy_for(self, host: str, url: str | None) -> Proxy | None:
        """The proxy on the way to ``host``: the module's, else our egress proxy unless the host is ours."""
        if url is not None:
            return proxy_of(url)
        return None if self.gate.is_exempt(host) else self.means.proxy

    async def resolve(self, host: str, section: Addressed) -> tuple[str, float]:
        """The address to connect to, and how long it took to find; the first metrics of every probe come of it.

        Raises:
            ProbeFailedError: there is none.

        """
        gauges, log = self.gauges, self.log
        gauges.register(families.LOOKUP, families.IP_PROTOCOL, families.IP_ADDR_HASH)
        log.say("Resolving target address", target=host, ip_protocol=section.preferred_ip_protocol)
        began = self.means.clock.monotonic()
        try:
            address = await self.choose(host, section)
        except (OSError, RefusedError) as error:
            log.complain("Resolution with IP protocol failed", target=host, err=error)
            raise ProbeFailedError from error
        finally:
            spent = self.means.clock.monotonic() - began
            gauges.set(families.LOOKUP, spent)
        log.say("Resolved target address", target=host, ip=address)
        gauges.set(families.IP_PROTOCOL, 6 if ":" in address else 4)
        gauges.set(families.IP_ADDR_HASH, address_hash(address))
        return address, spent

    async def choose(self, host: str, section: Addressed) -> str:
        """One address of ``host``: of the preferred family, or of the other one where that is allowed.

        Raises:
            OSError: there is none.
            RefusedError: it may not be connected to.

        """
        policy, host = self.policy(host), plain_host(host)
        wanted = socket.AF_INET if section.preferred_ip_protocol == "ip4" else socket.AF_INET6
        given = policy.overrides.get(host, host)
        found = [given] if literal_address(given) is not None else await self._addresses(given, wanted, section)
        preferred = [address for address in found if (":" in address) == (wanted is socket.AF_INET6)]
        if not preferred and not section.ip_protocol_fallback:
            raise socket.gaierror(socket.EAI_NONAME, "no suitable address found")
        address = (preferred or found)[0]
        parsed = literal_address(address)
        assert parsed is not None
        if not policy.admits(host, parsed):
            raise RefusedError(Reason.DNS, "address.private", found=f"{host} at {address}", wanted="a public address")
        return address

    async def _addresses(self, host: str, wanted: int, section: Addressed) -> list[str]:
        family = socket.AF_UNSPEC if section.ip_protocol_fallback else wanted
        found = await self.means.resolver.addresses(host, family)
        if not found:
            raise socket.gaierror(socket.EAI_NONAME, "no such host")
        return found


def plain_host(host: str) -> str:
    """``host`` as the configuration names it: canonical, without root dot."""
    return canonical_host(host).rstrip(".")


def address_hash(address: str) -> float:
    """FNV-1a over the bytes of an address, 32 bits of it."""
    parsed = literal_address(address)
    assert parsed is not None
    total = _FNV_OFFSET
    for byte in parsed.packed:
        total = ((total ^ byte) * _FNV_PRIME) & 0xFFFFFFFF
    return float(total)


def phases(gauges: Gauges, family: Family, *names: str) -> None:
    """Let every phase begin at 0."""
    for name in names:
        gauges.set(family, 0.0, name)


def reason(error: BaseException) -> str:
    """An error as a log line names it."""
    if isinstance(error, asyncio.TimeoutError | TimeoutError):
        return "context deadline exceeded"
    return str(error) or type(error).__name__


def _logfmt(value: object) -> str:
    text = reason(value) if isinstance(value, BaseException) else str(value)
    text = printable(text[:_LONGEST_LOG_VALUE])
    return json.dumps(text, ensure_ascii=False) if not text or any(c in text for c in ' ="\\') else text
