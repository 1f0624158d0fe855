"""Builders of what was observed: outages by their states, and the chronicle that a ledger would tell of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from monitor.domain.book import Book
from monitor.domain.chronicle import Chronicle
from monitor.domain.correction import Correction
from monitor.domain.history import TimelineEntry
from monitor.domain.incident import Incident, Kind
from monitor.domain.latency import HourOfLatency
from monitor.domain.verdict import State
from tests.domain.facts import DAY, MIDNIGHT, PORTAL, utc

Past = tuple[Incident, tuple[TimelineEntry, ...]]

_KINDS = {
    State.PLANNED_DOWNTIME: Kind.PLANNED,
    State.UNPLANNED_OUTAGE: Kind.UNPLANNED,
    State.OVERRUN: Kind.OVERRUN,
}


def outage(
    states: Mapping[str, State],
    ended: str | None,
    *,
    service_id: str = PORTAL,
    kind: Kind | None = None,
    early_start: timedelta = timedelta(0),
) -> Past:
    """One incident whose states begin at the instants given; its kind is that of its last state of an outage."""
    starts = {utc(at): state for at, state in states.items()}
    started = min(starts)
    incident = Incident(
        id=f"{service_id}@{started:%Y-%m-%dT%H:%M:%S.%fZ}",
        service_id=service_id,
        kind=kind or [_KINDS[state] for state in starts.values() if state in _KINDS][-1],
        reason="status",
        started_at=started,
        confirmed_at=started,
        overrun_at=next((at for at, state in starts.items() if state is State.OVERRUN), None),
        ended_at=utc(ended) if ended else None,
        recovered_at=utc(ended) if ended else None,
        early_start=early_start,
    )
    entries = [TimelineEntry(at=at, state=state, incident_id=incident.id) for at, state in starts.items()]
    return incident, (*entries, *([TimelineEntry(at=utc(ended), state=State.UP)] if ended else []))


def planned_downtime(starts: str, ends: str | None, service_id: str = PORTAL) -> Past:
    return outage({starts: State.PLANNED_DOWNTIME}, ends, service_id=service_id)


def unplanned(starts: str, ends: str | None, service_id: str = PORTAL) -> Past:
    return outage({starts: State.UNPLANNED_OUTAGE}, ends, service_id=service_id)


def chronicle(
    *pasts: Past,
    book: Book | None = None,
    since: datetime = MIDNIGHT,
    until: datetime = MIDNIGHT + DAY,
    services: Sequence[str] = (PORTAL,),
    corrections: Sequence[Correction] = (),
    latencies: Sequence[HourOfLatency] = (),
) -> Chronicle:
    """What was kept of ``services``, which were up since before ``since`` but for their outages."""
    timelines = {name: [TimelineEntry(at=since - DAY, state=State.UP)] for name in services}
    for incident, entries in pasts:
        timelines[incident.service_id].extend(entries)
    return Chronicle(
        since=since,
        until=until,
        timelines={name: tuple(sorted(told, key=lambda entry: entry.at)) for name, told in timelines.items()},
        incidents=tuple(sorted((incident for incident, _ in pasts), key=lambda incident: incident.started_at)),
        book=book or Book(),
        corrections=tuple(corrections),
        latencies=tuple(latencies),
    )
