# What the ledger's tests share: a clock that stands, an ear for what the ledger says, and builders of facts.
from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from monitor.adapters.ledger import LedgerArchive, Listener, SqlLedger
from monitor.domain.book import Revision
from monitor.domain.correction import Correction, Remark
from monitor.domain.errors import LedgerError, LedgerInUseError
from monitor.domain.history import Glimpse, Seen
from monitor.domain.incident import Incident, Kind
from monitor.domain.latency import HourOfLatency
from monitor.domain.verdict import State
from monitor.domain.window import Scope, WindowSpec
from monitor.engine.ports import Batch, Snapshot, TimelineChange, TimelineEntry, Usage

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
TODAY = NOW.date()


class SetClock:
    """Stands until it is moved."""

    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> datetime:
        return self.at

    def move(self, by: timedelta) -> None:
        self.at += by


class Ear:
    """Keeps all that a ledger tells its owner."""

    def __init__(self) -> None:
        self.failures: list[LedgerError] = []
        self.resets = 0
        self.opened: list[Snapshot] = []
        self.lost: list[LedgerInUseError] = []

    def listener(self) -> Listener:
        return Listener(
            failed=self.failures.append, reset=self._reset, opened=self.opened.append, lease_lost=self.lost.append
        )

    def _reset(self) -> None:
        self.resets += 1


class Bench:
    """Builds ledgers on one file and closes what a test left open."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.clock = SetClock()
        self.ear = Ear()

    def ledger(self, *, holder: str = "first", retention: timedelta = timedelta(days=400)) -> SqlLedger:
        return SqlLedger(
            f"sqlite:///{self.path}", self.clock, holder=holder, retention=retention, listener=self.ear.listener()
        )

    def archive(self) -> LedgerArchive:
        return LedgerArchive(f"sqlite:///{self.path}")

    @asynccontextmanager
    async def open(
        self, *, holder: str = "first", retention: timedelta = timedelta(days=400)
    ) -> AsyncIterator[tuple[SqlLedger, Snapshot]]:
        ledger = self.ledger(holder=holder, retention=retention)
        snapshot = ledger.load()
        try:
            yield ledger, snapshot
        finally:
            await ledger.close()


async def wait_until(condition: Callable[[], bool], *, seconds: float = 15.0) -> None:
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - the writer is a thread and the file is nobody's
            await asyncio.sleep(0.01)


def batch(at: datetime = NOW, **parts: Any) -> Batch:  # noqa: ANN401 - the fields of a batch
    return Batch(heartbeat_at=at, **parts)


def change(service_id: str, *entries: tuple[int, State], since: int | None = None) -> TimelineChange:
    """Entries at so many minutes after ``NOW``."""
    first = entries[0][0] if since is None else since
    return TimelineChange(
        service_id=service_id,
        since=minute(first),
        entries=tuple(TimelineEntry(at=minute(at), state=state) for at, state in entries),
    )


def minute(number: int) -> datetime:
    return NOW + timedelta(minutes=number)


def revision(number: int = 1, *, window_id: str = "works", why: str = "announced") -> Revision:
    spec = WindowSpec(
        id=window_id,
        platform="absher",
        scope=Scope(services=frozenset({"portal"}), selectors=((("tier", "1"),),)),
        starts=datetime(2026, 3, 2, 1, 0),  # noqa: DTZ001 - local wall time, as an author writes it
        duration=timedelta(hours=4),
        timezone="Asia/Riyadh",
    )
    return Revision(
        window_id=window_id,
        number=number,
        known_at=NOW,
        declared_at=NOW - timedelta(hours=1),
        spec=spec,
        by="operator",
        why=why,
        origin="file",
    )


def incident(number: int = 1, **parts: Any) -> Incident:  # noqa: ANN401 - the fields of an incident
    facts = {
        "id": f"absher/portal@{number}",
        "service_id": "absher/portal",
        "kind": Kind.UNPLANNED,
        "reason": "status",
        "started_at": minute(number),
        "confirmed_at": minute(number + 1),
    }
    return Incident(**{**facts, **parts})


def glimpse(number: int = 1, seen: Seen = Seen.FAILED, *, check_id: str = "absher/portal/landing") -> Glimpse:
    return Glimpse(
        check_id=check_id, location="riyadh-1", at=minute(number), seen=seen, reason="status", evidence="503"
    )


def correction(number: int = 1, why: str = "our own network", *, incident_id: str = "absher/portal@1") -> Correction:
    return Correction(incident_id=incident_id, at=minute(number), remark=Remark.EXCLUSION, by="operator", why=why)


def hour(number: int, counts: dict[int, int], *, check_id: str = "absher/portal/landing") -> HourOfLatency:
    """So many hours after ``NOW``, which is at noon."""
    return HourOfLatency(check_id=check_id, location="riyadh-1", hour=minute(60 * number), counts=counts)


def seconds(state: State, number: float, *, day: date = TODAY, service_id: str = "absher/portal") -> Usage:
    return Usage(service_id=service_id, day=day, state=state, seconds=number)


def states(entries: tuple[TimelineEntry, ...]) -> list[tuple[datetime, State]]:
    return [(entry.at, entry.state) for entry in entries]
