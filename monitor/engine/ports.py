"""What the engine asks of the outside world. One adapter and one hand-written fake each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from monitor.domain.book import Revision
from monitor.domain.catalogue import Check, Platform
from monitor.domain.history import TimelineChange, TimelineEntry, Usage
from monitor.domain.incident import Incident
from monitor.domain.observation import Observation

__all__ = [
    "Batch",
    "Canary",
    "Clock",
    "Ledger",
    "Prober",
    "Snapshot",
    "TimelineChange",
    "TimelineEntry",
    "Usage",
]


class Clock(Protocol):
    """Wall clock for windows, monotonic clock for intervals, and waiting."""

    def now(self) -> datetime:
        """The present instant, aware and UTC."""

    def monotonic(self) -> float:
        """Seconds on a clock that never steps."""

    async def sleep(self, seconds: float) -> None:
        """Wait ``seconds`` on the monotonic clock."""


class Prober(Protocol):
    """Looks once at one target."""

    async def probe(self, check: Check, platform: Platform) -> Observation:
        """One probe within ``check.timeout``; every failure of the target is an observation, never an exception."""


class Canary(Protocol):
    """Asks whether our own network reaches anything at all."""

    async def reachable(self, target: str) -> bool:
        """Whether ``target`` (https://, tcp://host:port, dns://resolver/name) answered within its deadline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Changes that belong together: written in one transaction or not at all, in the order of their submission.

    ``records`` holds the judge's record of each changed service as JSON (streaks, latches, counters), opaque to the
    ledger; ``dropped`` names services that left the configuration.
    """

    heartbeat_at: datetime
    records: Mapping[str, bytes] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()
    timeline: tuple[TimelineChange, ...] = ()
    incidents: tuple[Incident, ...] = ()
    revisions: tuple[Revision, ...] = ()
    usage: tuple[Usage, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What a ledger held when it was opened; ``heartbeat_at`` is ``None`` for a new one."""

    heartbeat_at: datetime | None
    records: Mapping[str, bytes]
    revisions: tuple[Revision, ...]


class Ledger(Protocol):
    """Remembers, through ``kill -9``, what the monitor decided."""

    def load(self) -> Snapshot:
        """Everything needed to go on where the last process stopped.

        Raises:
            LedgerError: it cannot be opened or read.
            LedgerInUseError: another living process holds the lease.

        """

    def submit(self, batch: Batch) -> None:
        """Queue ``batch`` for the writer; returns at once and never raises."""

    async def flushed(self, seconds: float) -> bool:
        """Wait until everything submitted is on disk, ``seconds`` at most; whether it is."""

    async def close(self) -> None:
        """Write what is queued, give the lease back and stop the writer."""
