"""The ledger's file, read beside the monitor that writes it: windows, and what was seen since some days ago."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.adapters.glance.files import UnsureError
from monitor.adapters.glance.specs import spec
from monitor.domain.book import Revision, read
from monitor.domain.chronicle import Chronicle
from monitor.domain.declared import Declared, declared
from monitor.domain.history import TimelineEntry
from monitor.domain.incident import Incident, Kind
from monitor.domain.verdict import State

SCHEMA = "0004"  # of the ledger that these questions are for
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_BUSY_SECONDS = 1.0
_ANY_ZONE = timedelta(days=2)
_LONGEST_RECOVERY = timedelta(days=7)  # that is looked for; a window's end is followed by hours, not weeks
_BEFORE = timedelta(days=1)  # an outage may have begun before its window

# Local times and instants alike begin with their day; two days are more than any zone is away.
_REVISIONS = """
    SELECT window_id, number, known_at, declared_at, spec, "by", why, origin FROM window_revisions
    WHERE window_id IN (
        SELECT window_id FROM window_revisions
        WHERE json_extract(spec, '$.rule') IS NOT NULL OR json_extract(spec, '$.ends') IS NULL
            OR json_extract(spec, '$.ends') >= ?)
    ORDER BY known_at, window_id, number"""
_IN_FORCE = """
    SELECT at, state, incident_id FROM transitions WHERE service_id = ? AND at <= ? ORDER BY at DESC LIMIT 1"""
_LATER = """
    SELECT at, state, incident_id FROM transitions WHERE service_id = ? AND at > ? AND at < ? ORDER BY at"""
_OPEN = """
    SELECT service_id, started_at, overrun_at FROM incidents WHERE ended_at IS NULL"""
_INCIDENTS = """
    SELECT id, service_id, kind, reason, started_at, confirmed_at, overrun_at, ended_at, recovered_at, paged_at,
           early_start
    FROM incidents WHERE started_at < ? AND (ended_at IS NULL OR ended_at > ?) ORDER BY started_at, id"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the ledger holds. ``service_ids`` are those that the monitor watches."""

    chronicle: Chronicle
    service_ids: tuple[str, ...]
    heard_at: datetime


def found(path: Path, now: datetime, behind: timedelta) -> Found:
    """Read what windows and states there were since ``behind`` before ``now``; nothing is locked or changed.

    Windows that were over before are left out, and states of platforms on which no window ran since.

    Raises:
        UnsureError: there is no ledger, or it is of another version.
        sqlite3.Error: it cannot be read.
    """
    if not path.exists():
        raise UnsureError("no ledger yet")
    address = f"{path.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True, timeout=_BUSY_SECONDS, isolation_level=None)) as connection:
        connection.execute("BEGIN")  # all answers are as of one moment
        return _read(connection, now, behind)


def _read(connection: sqlite3.Connection, now: datetime, behind: timedelta) -> Found:
    if connection.execute("SELECT version_num FROM alembic_version").fetchall() != [(SCHEMA,)]:
        raise UnsureError("another version")
    heard = connection.execute("SELECT at FROM heartbeat").fetchone()
    if heard is None:
        raise UnsureError("no monitor has run yet")
    heard_at = _instant(heard[0])
    opened = connection.execute(_OPEN).fetchall()
    overrun = [_instant(started_at) for _, started_at, overrun_at in opened if overrun_at is not None]
    first = min([now - behind, *overrun])
    book = read(_revisions(connection, first - _LONGEST_RECOVERY - _ANY_ZONE))
    ran = [one for one in declared(book, first - _LONGEST_RECOVERY, now) if _still_counts(one, first, now)]
    since = min([first, *(one.starts for one in ran)]) - _BEFORE
    platforms = {one.revision.spec.platform for one in ran} | {name.partition("/")[0] for name, _, _ in opened}
    service_ids = tuple(name for (name,) in connection.execute("SELECT service_id FROM records ORDER BY rowid"))
    watched = [name for name in service_ids if name.partition("/")[0] in platforms]
    until = max(min(now, heard_at), since)
    chronicle = Chronicle(
        since=since,
        until=until,
        timelines=dict(_timelines(connection, watched, since, until)),
        incidents=tuple(_incidents(connection, frozenset(watched), since, until)) if watched else (),
        book=book,
    )
    return Found(chronicle=chronicle, service_ids=service_ids, heard_at=heard_at)


def _still_counts(one: Declared, first: datetime, now: datetime) -> bool:
    return one.ends > first or one.ends + one.last.revision.spec.recovery > now


def _revisions(connection: sqlite3.Connection, since: datetime) -> Iterator[Revision]:
    rows = connection.execute(_REVISIONS, (f"{since:%Y-%m-%d}",))
    for window_id, number, known_at, declared_at, kept, by, why, origin in rows:
        yield Revision(
            window_id=window_id,
            number=number,
            known_at=_instant(known_at),
            declared_at=_instant(declared_at),
            spec=spec(kept),
            by=by,
            why=why,
            origin=origin,
        )


def _timelines(
    connection: sqlite3.Connection, service_ids: Iterable[str], since: datetime, until: datetime
) -> Iterator[tuple[str, tuple[TimelineEntry, ...]]]:
    first, last = _microseconds(since), _microseconds(until)
    for name in service_ids:
        rows = [*connection.execute(_IN_FORCE, (name, first)), *connection.execute(_LATER, (name, first, last))]
        if rows:
            yield name, tuple(_entry(*row) for row in rows)


def _incidents(
    connection: sqlite3.Connection, service_ids: Collection[str], since: datetime, until: datetime
) -> Iterator[Incident]:
    for row in connection.execute(_INCIDENTS, (_microseconds(until), _microseconds(since))):
        if row[1] in service_ids:
            yield Incident(
                id=row[0],
                service_id=row[1],
                kind=Kind(row[2]),
                reason=row[3],
                started_at=_instant(row[4]),
                confirmed_at=_instant(row[5]),
                overrun_at=_maybe(row[6]),
                ended_at=_maybe(row[7]),
                recovered_at=_maybe(row[8]),
                paged_at=_maybe(row[9]),
                early_start=row[10] * _MICROSECOND,
            )


def _entry(at: int, state: str, incident_id: str | None) -> TimelineEntry:
    return TimelineEntry(at=_instant(at), state=State(state), incident_id=incident_id)


def _instant(microseconds: int) -> datetime:
    return _EPOCH + timedelta(microseconds=microseconds)


def _maybe(microseconds: int | None) -> datetime | None:
    return None if microseconds is None else _instant(microseconds)


def _microseconds(instant: datetime) -> int:
    return (instant - _EPOCH) // _MICROSECOND
