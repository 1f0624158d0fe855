"""What a look works with: the check, the record of this one probe, and what all looks of a prober share."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from monitor.adapters.transport.journal import Journal
from monitor.adapters.transport.names import Resolver
from monitor.adapters.transport.tls import TlsContexts
from monitor.domain.catalogue import Check, Platform
from monitor.domain.classification import Judgement
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
