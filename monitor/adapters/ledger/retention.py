"""Forgetting what is older than the retention, a few rows at a time so that nothing waits for it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, Table, delete, exists, select, tuple_
from sqlalchemy.sql.elements import ColumnElement

from monitor.adapters.ledger.tables import (
    corrections,
    drafts,
    glimpses,
    incidents,
    latencies,
    rollups,
    seen_entries,
    transitions,
)

ROWS_AT_ONCE = 500
LATENCIES_KEPT = timedelta(days=35)  # a monthly report, and the days around the maintenance it tells of


def sweep(connection: Connection, now: datetime, retention: timedelta) -> bool:
    """Delete some of what ended before ``cut``; whether there may be more.

    The last transition and glimpse before the cut stay: they say what was at the cut. Open incidents stay. Window
    revisions stay for ever: they are few, and history is never rewritten. Corrections go with their incident. Drafts
    that wait for a decision stay; entries of feeds go once they were not met for that long.
    """
    cut = now - retention
    latencies_cut = now - min(retention, LATENCIES_KEPT)
    later = transitions.alias("later")
    superseded = exists().where(
        later.c.service_id == transitions.c.service_id, later.c.at > transitions.c.at, later.c.at <= cut
    )
    seen_later = glimpses.alias("seen_later")
    outlived = exists().where(
        seen_later.c.check_id == glimpses.c.check_id,
        seen_later.c.location == glimpses.c.location,
        seen_later.c.at > glimpses.c.at,
        seen_later.c.at <= cut,
    )
    spoken_of = exists().where(incidents.c.id == corrections.c.incident_id)
    counts = (
        _delete_some(connection, transitions, (transitions.c.at < cut) & superseded),
        _delete_some(connection, glimpses, (glimpses.c.at < cut) & outlived),
        _delete_some(connection, incidents, incidents.c.recovered_at < cut),
        _delete_some(connection, rollups, rollups.c.day < cut.date()),
        _delete_some(connection, latencies, latencies.c.day < latencies_cut.date()),
        _delete_some(connection, corrections, (corrections.c.at < cut) & ~spoken_of),
        _delete_some(connection, drafts, drafts.c.decided_at < cut),
        _delete_some(connection, seen_entries, seen_entries.c.at < cut),
    )
    return ROWS_AT_ONCE in counts


def _delete_some(connection: Connection, table: Table, condition: ColumnElement[bool]) -> int:
    key = tuple(table.primary_key)
    some = select(*key).where(condition).limit(ROWS_AT_ONCE)
    return connection.execute(delete(table).where(tuple_(*key).in_(some))).rowcount
