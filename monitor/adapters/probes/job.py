"""What a look works with: the check, the record of this one probe, and what all looks of a prober share."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from monitor.adapters.transport.addresses import AddressPolicy, canonical_host
from monitor.adapters.transport.dialer import Dialer, Route
from monitor.adapters.transport.journal import Journal
from monitor.adapters.transport.names import Resolver
from monitor.adapters.transport.proxy import proxy_of
from monitor.adapters.transport.tls import TlsContexts
from monitor.domain.catalogue import Check, Platform
from monitor.domain.classification import Judgement
from monitor.domain.target import DnsTarget
from monitor.engine.ports import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Equipment:
    """What all probes from one location share; ``own_hosts`` are canonical."""

    clock: Clock
    resolver: Resolver
    contexts: TlsContexts
    headers: Mapping[str, str]  # who we are, on every HTTP request
    own_hosts: frozenset[str]
    proxy_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One probe of one check."""

    check: Check
    platform: Platform
    journal: Journal
    equipment: Equipment


Look = Callable[[Job], Awaitable[Judgement]]
"""How one kind of check is looked at. It may raise any of ``NETWORK_ERRORS``, and has no deadline of its own."""


def dial(job: Job, host: str) -> Dialer:
    """Whoever makes the connections of one probe, first of all to ``host``; ``with`` aborts them at its end."""
    target, equipment = job.check.target, job.equipment
    resolve = {} if isinstance(target, DnsTarget) else target.resolve
    proxy_url = job.check.proxy_url or equipment.proxy_url
    policy = AddressPolicy(
        first_host=canonical_host(host),
        own_hosts=equipment.own_hosts,
        overrides={canonical_host(name): address for name, address in resolve.items()} if resolve else {},
    )
    route = Route(policy=policy, protocol=target.ip_protocol, proxy=None if proxy_url is None else proxy_of(proxy_url))
    return Dialer(equipment.resolver, route, job.journal, sleep=equipment.clock.sleep)
