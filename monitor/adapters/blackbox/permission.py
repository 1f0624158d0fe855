"""Which hosts ``/probe`` may ask: those of configured checks, and what the operator lists. Never anybody else's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from monitor.adapters.blackbox.journey import plain_host
from monitor.domain.catalogue import Configuration
from monitor.domain.target import DnsTarget, HttpTarget, IcmpTarget, Target

WEB_PORTS = frozenset({80, 443})
"""A target without a scheme means port 80, as with blackbox_exporter; every host of a check may be asked at these."""

_FIRST_COLON_ONLY = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """The hosts of one configuration; all names canonical."""

    checks: Mapping[str, frozenset[str]] = field(default_factory=dict)  # host of a check -> services that it observes
    ports: Mapping[str, frozenset[int]] = field(default_factory=dict)  # host of a check -> ports that its checks ask
    beside: Mapping[str, frozenset[str]] = field(default_factory=dict)  # host of a check -> its platforms' hosts
    overrides: Mapping[str, str] = field(default_factory=dict)  # host of a check -> the address it is given
    hosts: frozenset[str] = frozenset()  # of probe.allow, at any port
    places: frozenset[tuple[str, int]] = frozenset()  # of probe.allow, at one port

    def admits(self, host: str, port: int | None) -> bool:
        """Whether a target may be ``host``, at ``port`` where it has one."""
        return self._is_checked(host, port) or host in self.hosts or (host, port) in self.places

    def admits_redirect(self, first: str, host: str, port: int) -> bool:
        """Whether a redirect that began at ``first`` may lead to ``host``."""
        return self.admits(host, port) or host in self.beside.get(first, frozenset())

    def _is_checked(self, host: str, port: int | None) -> bool:
        # A check of one port opens no other one: it may be the monitor's own machine that is checked.
        return host in self.checks and (port is None or port in WEB_PORTS or port in self.ports.get(host, ()))

    @property
    def trusted(self) -> frozenset[str]:
        """Hosts whose addresses the operator answers for, private ones too."""
        return self.hosts | {host for host, _ in self.places}


def permission(configuration: Configuration) -> Permission:
    """What ``configuration`` permits."""
    checks: dict[str, frozenset[str]] = {}
    ports: dict[str, frozenset[int]] = {}
    beside: dict[str, frozenset[str]] = {}
    overrides: dict[str, str] = {}
    for platform in configuration.catalogue.platforms:
        listed = frozenset(map(plain_host, platform.hosts))
        for check in (check for service in platform.services for check in service.checks):
            given = getattr(check.target, "resolve", {})
            for host in map(plain_host, check.target.hosts):
                checks[host] = checks.get(host, frozenset()) | {check.service_id}
                ports[host] = ports.get(host, frozenset()) | _ports(check.target)
                beside[host] = beside.get(host, frozenset()) | listed
                overrides |= {name: address for name, address in _canonical_keys(given).items() if name == host}
    hosts, places = _listed(configuration.settings.probe_allow)
    return Permission(checks=checks, ports=ports, beside=beside, overrides=overrides, hosts=hosts, places=places)


def _ports(target: Target) -> frozenset[int]:
    match target:
        case HttpTarget():
            port = urlsplit(target.url).port
            return frozenset() if port is None else frozenset({port})
        case DnsTarget():
            return frozenset(port for _, port in target.resolvers)
        case IcmpTarget():
            return frozenset()
        case _:
            return frozenset({target.port})


def _canonical_keys(given: Mapping[str, str]) -> Mapping[str, str]:
    return {plain_host(name): address for name, address in given.items()}


def _listed(entries: Iterable[str]) -> tuple[frozenset[str], frozenset[tuple[str, int]]]:
    hosts, places = set(), set()
    for entry in entries:
        host, port = entry, ""
        if entry.startswith("["):
            host, _, rest = entry[1:].partition("]")
            port = rest.removeprefix(":")
        elif entry.count(":") == _FIRST_COLON_ONLY:
            host, _, port = entry.partition(":")
        if port:
            places.add((plain_host(host), int(port)))
        else:
            hosts.add(plain_host(host))
    return frozenset(hosts), frozenset(places)
