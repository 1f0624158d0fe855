"""A span of the ledger for all services at once: one query for each kind of fact, not one for each service.

Columns come as they are stored: the decorators of ``tables`` cost more than the rows of a month.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Connection, String, and_, func, or_, select, type_coerce

from monitor.adapters.ledger.tables import corrections, incidents, transitions
from monitor.domain.correction import Correction
from monitor.domain.history import TimelineEntry
from monitor.domain.incident import Incident
from monitor.domain.verdict import State

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_STATES = {state.value: state for state in State}
_ENTRY = (
    transitions.c.service_id,
    type_coerce(transitions.c.at, BigInteger),
    type_coerce(transitions.c.state, String),
    transitions.c.incident_id,
)
Timelines = dict[str, tuple[TimelineEntry, ...]]


def timelines_between(
    connection: Connection, since: datetime, until: datetime, service_ids: Collection[str] | None
) -> Timelines:
    """Of each service the entry in force at ``since``, and all later ones before ``until``."""
    wanted = _of_services(transitions.c.service_id, service_ids)
    latest = (
        select(transitions.c.service_id, func.max(transitions.c.at).label("at"))
        .where(transitions.c.at <= since, *wanted)
        .group_by(transitions.c.service_id)
        .subquery()
    )
    same = and_(transitions.c.service_id == latest.c.service_id, transitions.c.at == latest.c.at)
    in_force = select(*_ENTRY).join_from(latest, transitions, same)
    later = select(*_ENTRY).where(transitions.c.at > since, transitions.c.at < until, *wanted)
    rows = [*connection.execute(in_force), *connection.execute(later)]
    entries: dict[str, list[TimelineEntry]] = {}
    for service_id, at, state, incident_id in sorted(rows, key=lambda row: (row[0], row[1])):
        entry = TimelineEntry(at=_EPOCH + timedelta(microseconds=at), state=_STATES[state], incident_id=incident_id)
        entries.setdefault(service_id, []).append(entry)
    return {service_id: tuple(own) for service_id, own in entries.items()}


def incidents_within(
    connection: Connection, since: datetime, until: datetime, service_ids: Collection[str] | None = None
) -> tuple[Incident, ...]:
    """Every incident that touches ``[since, until)``, open ones included, by their start."""
    query = (
        select(incidents)
        .where(*_touching(since, until), *_of_services(incidents.c.service_id, service_ids))
        .order_by(incidents.c.started_at, incidents.c.id)
    )
    return tuple(Incident(**row) for row in connection.execute(query).mappings())


def corrections_within(
    connection: Connection, since: datetime, until: datetime, service_ids: Collection[str] | None = None
) -> tuple[Correction, ...]:
    """All that was said of the incidents that touch ``[since, until)``, oldest first."""
    spoken_of = select(incidents.c.id).where(
        *_touching(since, until), *_of_services(incidents.c.service_id, service_ids)
    )
    return _corrections(connection, corrections.c.incident_id.in_(spoken_of))


def incident_of(connection: Connection, incident_id: str) -> tuple[Incident, tuple[Correction, ...]] | None:
    """One incident, and all that was said of it, oldest first."""
    row = connection.execute(select(incidents).where(incidents.c.id == incident_id)).mappings().one_or_none()
    if row is None:
        return None
    return Incident(**row), _corrections(connection, corrections.c.incident_id == incident_id)


def _corrections(connection: Connection, condition: ColumnElement[bool]) -> tuple[Correction, ...]:
    query = select(corrections).where(condition).order_by(corrections.c.at, corrections.c.incident_id)
    return tuple(Correction(**row) for row in connection.execute(query).mappings())


def _touching(since: datetime, until: datetime) -> tuple[ColumnElement[bool], ...]:
    return incidents.c.started_at < until, or_(incidents.c.ended_at.is_(None), incidents.c.ended_at > since)


def _of_services(column: ColumnElement[Any], service_ids: Collection[str] | None) -> Sequence[ColumnElement[bool]]:
    return () if service_ids is None else (column.in_(service_ids),)
