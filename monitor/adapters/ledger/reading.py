"""Questions to the ledger. Each takes a connection, and answers in the domain's own types."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, func, or_, select, tuple_

from monitor.adapters.ledger.tables import (
    drafts,
    glimpses,
    heartbeat,
    incidents,
    records,
    rollups,
    seen_entries,
    transitions,
    window_revisions,
)
from monitor.domain.book import Revision
from monitor.domain.incident import Incident
from monitor.domain.proposal import Proposal
from monitor.domain.seen import SeenEntry
from monitor.engine.ports import Glimpse, Snapshot, TimelineEntry, Usage

_LAST_REVISION = (  # composed once: that takes longer than carrying it out
    select(window_revisions)
    .where(window_revisions.c.window_id == bindparam("id"))
    .order_by(window_revisions.c.number.desc())
    .limit(1)
)


def snapshot(connection: Connection) -> Snapshot:
    """What a process needs to go on; revisions in the order in which they became known."""
    return Snapshot(
        heartbeat_at=connection.execute(select(heartbeat.c.at)).scalar_one_or_none(),
        records={row.service_id: row.record for row in connection.execute(select(records))},
        revisions=revisions(connection),
        proposals=proposals(connection),
        seen=tuple(SeenEntry(**row) for row in connection.execute(select(seen_entries)).mappings()),
    )


def proposals(connection: Connection) -> tuple[Proposal, ...]:
    """Every draft that is kept, waiting or decided, in the order in which they came."""
    query = select(drafts.c.proposal).order_by(drafts.c.received_at, drafts.c.id)
    return tuple(connection.execute(query).scalars())


def revisions(connection: Connection, window_ids: Collection[str] | None = None) -> tuple[Revision, ...]:
    """All revisions, or all of some windows, in the order in which they became known."""
    query = select(window_revisions).order_by(
        window_revisions.c.known_at, window_revisions.c.window_id, window_revisions.c.number
    )
    if window_ids is not None:
        query = query.where(window_revisions.c.window_id.in_(window_ids))
    return tuple(Revision(**row) for row in connection.execute(query).mappings())


def last_revisions(connection: Connection, window_ids: Iterable[str]) -> tuple[Revision, ...]:
    """The last revision of each of these windows, where there is one."""
    found = {
        window_id: connection.execute(_LAST_REVISION, {"id": window_id}).mappings().first() for window_id in window_ids
    }
    return tuple(Revision(**row) for row in found.values() if row is not None)


def last_revisions_of_occurrences(connection: Connection, series_id: str) -> tuple[Revision, ...]:
    """The last revision of each occurrence that was revised apart from its series."""
    own = window_revisions.c.window_id.startswith(f"{series_id}@", autoescape=True)
    return last_revisions(
        connection, connection.execute(select(window_revisions.c.window_id).distinct().where(own)).scalars()
    )


def transitions_between(
    connection: Connection, service_id: str, since: datetime, until: datetime
) -> tuple[TimelineEntry, ...]:
    """The entry in force at ``since``, and all later ones before ``until``."""
    own = transitions.c.service_id == service_id
    in_force = select(func.max(transitions.c.at)).where(own, transitions.c.at <= since).scalar_subquery()
    query = (
        select(transitions.c.at, transitions.c.state, transitions.c.incident_id)
        .where(own, or_(transitions.c.at == in_force, transitions.c.at > since), transitions.c.at < until)
        .order_by(transitions.c.at)
    )
    return tuple(TimelineEntry(**row) for row in connection.execute(query).mappings())


def incidents_between(connection: Connection, since: datetime, until: datetime) -> tuple[Incident, ...]:
    """Every incident that touches ``[since, until)``, open ones included, by their start."""
    query = (
        select(incidents)
        .where(incidents.c.started_at < until, or_(incidents.c.ended_at.is_(None), incidents.c.ended_at > since))
        .order_by(incidents.c.started_at, incidents.c.id)
    )
    return tuple(Incident(**row) for row in connection.execute(query).mappings())


def glimpses_between(
    connection: Connection, check_ids: Collection[str], since: datetime, until: datetime
) -> tuple[Glimpse, ...]:
    """What the checks saw last at ``since``, and every change of it before ``until``."""
    own = glimpses.c.check_id.in_(check_ids)
    place = (glimpses.c.check_id, glimpses.c.location)
    in_force = select(*place, func.max(glimpses.c.at)).where(own, glimpses.c.at <= since).group_by(*place)
    query = (
        select(glimpses)
        .where(own, or_(glimpses.c.at > since, tuple_(*place, glimpses.c.at).in_(in_force)), glimpses.c.at < until)
        .order_by(glimpses.c.at, glimpses.c.check_id)
    )
    return tuple(Glimpse(**row) for row in connection.execute(query).mappings())


def usage_between(connection: Connection, since: date, until: date) -> tuple[Usage, ...]:
    """The seconds per service, day and state of the UTC days in ``[since, until)``."""
    query = (
        select(rollups)
        .where(rollups.c.day >= since, rollups.c.day < until)
        .order_by(rollups.c.service_id, rollups.c.day, rollups.c.state)
    )
    return tuple(Usage(**row) for row in connection.execute(query).mappings())
