"""One batch written into the tables, inside one transaction that the caller opened.

Every kind of row goes out in a few ``executemany`` calls: at the first start every service has something to say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Table, bindparam, delete, exists, func, insert, select
from sqlalchemy.dialects import sqlite

from monitor.adapters.ledger.durations import added
from monitor.adapters.ledger.merging import follow
from monitor.adapters.ledger.tables import (
    corrections,
    drafts,
    glimpses,
    heartbeat,
    incidents,
    latencies,
    records,
    rollups,
    seen_entries,
    transitions,
    window_revisions,
)
from monitor.domain.book import Revision
from monitor.domain.correction import Correction
from monitor.domain.incident import Incident
from monitor.domain.proposal import Proposal
from monitor.domain.seen import SeenEntry
from monitor.engine.ports import Batch, Glimpse, TimelineChange, TimelineEntry, Usage

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

Rows = list[dict[str, Any]]
_COLUMNS: Mapping[type, tuple[str, ...]] = {
    kind: tuple(field.name for field in fields(kind))
    for kind in (Correction, Glimpse, Incident, Revision, SeenEntry, TimelineEntry, Usage)
}


def already_written(connection: Connection, stamp: str) -> bool:
    """Whether the transaction ``stamp`` was committed although its answer was lost; seconds must not be added twice."""
    return connection.execute(select(heartbeat.c.stamp)).scalar_one_or_none() == stamp


def write(connection: Connection, batch: Batch, stamp: str) -> tuple[Revision, ...]:
    """Write everything; the revisions that contradict a stored one are left out and returned."""
    _drop_records(connection, batch.dropped)
    kept = sorted(batch.records.items())  # in the order of the table's key: the first start writes thousands
    _upsert(connection, records, [{"service_id": key, "record": value} for key, value in kept])
    _write_timeline(connection, [follow(None, change) for change in batch.timeline])
    _upsert(connection, incidents, [as_row(incident) for incident in batch.incidents])
    _add_usage(connection, [as_row(usage) for usage in batch.usage])
    _upsert(connection, glimpses, [as_row(glimpse) for glimpse in batch.glimpses])
    remark(connection, batch.corrections)
    propose(connection, batch.proposals)
    _upsert(connection, seen_entries, [as_row(entry) for entry in batch.seen])
    _upsert(connection, latencies, added(connection, batch.latencies))
    _upsert(connection, heartbeat, [{"id": 1, "at": batch.heartbeat_at, "stamp": stamp}])
    return tuple(revision for revision in batch.revisions if not append(connection, revision))


def as_row(fact: Correction | Glimpse | Incident | Revision | SeenEntry | TimelineEntry | Usage) -> dict[str, Any]:
    """The columns of a fact, which are named as its fields are."""
    return {name: getattr(fact, name) for name in _COLUMNS[type(fact)]}


def _drop_records(connection: Connection, service_ids: Sequence[str]) -> None:
    if service_ids:
        gone = delete(records).where(records.c.service_id == bindparam("gone"))
        connection.execute(gone, [{"gone": service_id} for service_id in service_ids])


def _write_timeline(connection: Connection, changes: Sequence[TimelineChange]) -> None:
    if not changes:
        return
    rows = [{"service_id": change.service_id, **as_row(entry)} for change in changes for entry in change.entries]
    if rows and not _has_history(connection):
        connection.execute(insert(transitions), rows)
        return
    replaced = delete(transitions).where(
        transitions.c.service_id == bindparam("service"), transitions.c.at >= bindparam("since")
    )
    connection.execute(replaced, [{"service": change.service_id, "since": change.since} for change in changes])
    if rows:
        connection.execute(insert(transitions), rows)
    firsts: Rows = [
        {"service": change.service_id, "first": change.entries[0].at} for change in changes if change.entries
    ]
    if firsts:
        _drop_repeated(connection, firsts)


def _has_history(connection: Connection) -> bool:
    """Whether anything can be replaced or repeated; to look for it service by service delayed the first start."""
    return connection.execute(select(transitions.c.at).limit(1)).first() is not None


def _drop_repeated(connection: Connection, firsts: Rows) -> None:
    """Remove each given entry that says the same as the one before it, which the change left standing."""
    before, last = transitions.alias("before"), transitions.alias("last")
    latest = (
        select(func.max(last.c.at))
        .where(last.c.service_id == bindparam("service"), last.c.at < bindparam("first", type_=transitions.c.at.type))
        .scalar_subquery()
    )
    same = exists().where(
        before.c.service_id == bindparam("service"),
        before.c.at == latest,
        before.c.state == transitions.c.state,
        before.c.incident_id.is_not_distinct_from(transitions.c.incident_id),
    )
    repeated = delete(transitions).where(
        transitions.c.service_id == bindparam("service"), transitions.c.at == bindparam("first"), same
    )
    connection.execute(repeated, firsts)


def append(connection: Connection, revision: Revision) -> bool:
    """Whether ``revision`` stands in the ledger now: written, or there before word for word."""
    row = connection.execute(
        select(window_revisions).where(
            window_revisions.c.window_id == revision.window_id, window_revisions.c.number == revision.number
        )
    ).one_or_none()
    if row is not None:
        return Revision(**row._mapping) == revision  # noqa: SLF001 - SQLAlchemy's public name for it
    connection.execute(insert(window_revisions), as_row(revision))
    return True


def remark(connection: Connection, entries: Sequence[Correction]) -> None:
    """Add to the correction log; what the same person said already, word for word, is not added again."""
    for entry in entries:
        same = select(corrections.c.at).where(
            corrections.c.incident_id == entry.incident_id,
            corrections.c.remark == entry.remark,
            corrections.c.by == entry.by,
            corrections.c.why == entry.why,
        )
        if connection.execute(same.limit(1)).first() is None:
            connection.execute(_insert(connection.dialect.name, corrections).on_conflict_do_nothing(), as_row(entry))


def propose(connection: Connection, proposals: Sequence[Proposal]) -> None:
    """Keep drafts as they stand now, in place of what was kept of them before."""
    rows: Rows = [
        {
            "id": one.id,
            "received_at": one.received_at,
            "decision": one.decision,
            "decided_at": one.decided_at,
            "proposal": one,
        }
        for one in proposals
    ]
    _upsert(connection, drafts, rows)


def _add_usage(connection: Connection, rows: Rows) -> None:
    if rows:
        connection.execute(_adding(connection.dialect.name), rows)


def _upsert(connection: Connection, table: Table, rows: Rows) -> None:
    if rows:
        connection.execute(_replacing(connection.dialect.name, table), rows)


# Statements are made once: composing one takes longer than carrying it out.


@cache
def _adding(dialect: str) -> postgresql.Insert | sqlite.Insert:
    statement = _insert(dialect, rollups)
    total = {"seconds": rollups.c.seconds + statement.excluded.seconds}
    return statement.on_conflict_do_update(index_elements=rollups.primary_key, set_=total)


@cache
def _replacing(dialect: str, table: Table) -> postgresql.Insert | sqlite.Insert:
    statement = _insert(dialect, table)
    values = {column.name: statement.excluded[column.name] for column in table.c if not column.primary_key}
    return statement.on_conflict_do_update(index_elements=table.primary_key, set_=values)


def _insert(dialect: str, table: Table) -> sqlite.Insert | postgresql.Insert:
    # Core has no common form of an upsert; both dialects spell it alike.
    if dialect == "postgresql":
        from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - with its drivers 0.04 s of a start without it

        return postgresql.insert(table)
    return sqlite.insert(table)
