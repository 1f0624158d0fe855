"""What the engine asks of the outside world. One adapter and one hand-written fake each."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from monitor.domain.book import Revision
from monitor.domain.catalogue import Check, Configuration, Platform
from monitor.domain.correction import Correction
from monitor.domain.feed import Feed, Fetched, Memory
from monitor.domain.history import Glimpse, TimelineChange, TimelineEntry, Usage
from monitor.domain.incident import Incident
from monitor.domain.latency import HourOfLatency
from monitor.domain.observation import Observation
from monitor.domain.proposal import Proposal
from monitor.domain.seen import SeenEntry
from monitor.engine.view import CheckView, ServiceView, SkipReason

__all__ = [
    "Batch",
    "Canary",
    "Clock",
    "FeedReader",
    "Glimpse",
    "Ledger",
    "Log",
    "Manifest",
    "Prober",
    "Publisher",
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

    async def wait(self, event: asyncio.Event, seconds: float) -> bool:
        """Wait until ``event`` is set, ``seconds`` at the most; whether it is set."""


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
    ledger; ``dropped`` names services that left the configuration. ``latencies`` are added to what is known of an hour.
    """

    heartbeat_at: datetime
    records: Mapping[str, bytes] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()
    timeline: tuple[TimelineChange, ...] = ()
    incidents: tuple[Incident, ...] = ()
    revisions: tuple[Revision, ...] = ()
    usage: tuple[Usage, ...] = ()
    glimpses: tuple[Glimpse, ...] = ()
    corrections: tuple[Correction, ...] = ()
    latencies: tuple[HourOfLatency, ...] = ()
    proposals: tuple[Proposal, ...] = ()  # each as it stands now, in place of what was kept of it
    seen: tuple[SeenEntry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What a ledger held when it was opened; ``heartbeat_at`` is ``None`` for a new one."""

    heartbeat_at: datetime | None
    records: Mapping[str, bytes]
    revisions: tuple[Revision, ...]
    proposals: tuple[Proposal, ...] = ()  # waiting and decided, in the order in which they came
    seen: tuple[SeenEntry, ...] = ()


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

    @property
    def writes(self) -> int:
        """Transactions committed by this process."""

    @property
    def failures(self) -> int:
        """Faults met by this process, every repetition counted."""

    @property
    def leader(self) -> bool:
        """Whether this process holds the lease."""


class FeedReader(Protocol):
    """Reads published lists of maintenance."""

    async def fetch(self, feed: Feed, memory: Memory) -> Fetched:
        """What ``feed`` says now, given the ``memory`` of its last answer; a feed that fails is no exception."""


class Manifest(Protocol):
    """Where the configuration is written."""

    def load(self) -> Configuration:
        """Read everything, or nothing; may take seconds, so it is called in a thread.

        Raises:
            ConfigurationError: with every problem at once.
        """

    def fingerprint(self) -> str:
        """Changes whenever the files' contents do; never raises for a file that is missing or half written."""


class Publisher(Protocol):
    """What is exported. Cheap, and called from the event loop alone."""

    def enrol_location(self, location: str, canaries: int) -> None:
        """Make every series of a location exist before its first probe."""

    def publish_service(self, view: ServiceView) -> None:
        """Replace what is shown of one service."""

    def publish_check(self, view: CheckView) -> None:
        """Replace what is shown of one check."""

    def count_probe(self, observation: Observation) -> None:
        """Count a completed probe, and its failure by reason."""

    def count_scheduled(self, location: str) -> None:
        """Count a probe that fell due on the grid."""

    def count_skip(self, location: str, reason: SkipReason) -> None:
        """Count a probe that fell due and did not run."""

    def count_retry(self, location: str, fault: str) -> None:
        """Count an attempt repeated for a fault of our own."""

    def count_clock_step(self) -> None:
        """Count a step of the wall clock."""

    def observe_lateness(self, location: str, seconds: float) -> None:
        """Record how long after its place on the grid a probe started."""

    def set_canary(self, location: str, ordinal: int, *, reachable: bool) -> None:
        """Show the last result of one canary."""

    def set_heartbeat(self, location: str, instant: datetime) -> None:
        """Show when the last probe of the location ended."""

    def set_source(self, source: str, instant: datetime | None, *, stale_after: timedelta | None = None) -> None:
        """Show when a source of windows was last read, and of one that is read again and again how old that may be."""

    def set_drafts(self, waiting: int) -> None:
        """Show how many drafts wait for a person's decision."""

    def set_reload(self, *, ok: bool, instant: datetime, sha256: str) -> None:
        """Show how a load of the configuration went."""

    def set_ledger(self, writes: int, failures: int, *, leader: bool) -> None:
        """Show the ledger's counts since the start, and whether this process holds its lease."""

    def retain(self, services: Collection[str], checks: Collection[tuple[str, str]], sources: Collection[str]) -> None:
        """Drop what left the configuration."""


class Log(Protocol):
    """One line is an event and its facts."""

    def info(self, event: str, **facts: object) -> None:
        """Say that something happened."""

    def warning(self, event: str, **facts: object) -> None:
        """Say that something needs looking after."""

    def error(self, event: str, **facts: object) -> None:
        """Say that something of ours failed."""
