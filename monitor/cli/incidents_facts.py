"""An incident as ``--json`` says it and as people read it, with its windows and what was said of it afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from monitor.cli.windows_facts import utc
from monitor.cli.windows_text import columns, length, moment
from monitor.domain.account import accounts
from monitor.domain.catalogue import Catalogue
from monitor.domain.chronicle import Chronicle
from monitor.domain.incident import Incident
from monitor.domain.report import ReportedIncident
from monitor.domain.report.outages import Outages


def cases(chronicle: Chronicle, catalogue: Catalogue) -> Iterator[ReportedIncident]:
    """Every incident of the chronicle by its start, with what a report says of it."""
    outages = Outages(chronicle, catalogue, accounts(chronicle, catalogue, until=chronicle.until))
    services = dict.fromkeys(incident.service_id for incident in chronicle.incidents)
    told = {case.incident.id: case for name in services if name in catalogue.services for case in outages.of(name)}
    for incident in chronicle.incidents:
        yield told.get(incident.id) or _alone(incident, chronicle)


def _alone(incident: Incident, chronicle: Chronicle) -> ReportedIncident:
    """An incident of a service that is watched no more: of its windows and roots nothing is known now."""
    return ReportedIncident(
        incident=incident,
        duration=(incident.ended_at or chronicle.until) - incident.started_at,
        lost=0.0,
        relations=(),
        corrections=tuple(one for one in chronicle.corrections if one.incident_id == incident.id),
        explained_by=None,
    )


def facts(case: ReportedIncident) -> dict[str, object]:
    """The incident as ``--json`` says it."""
    incident = case.incident
    return {
        "id": incident.id,
        "service": incident.service_id,
        "kind": incident.kind.value,
        "reason": incident.reason,
        "started_at": utc(incident.started_at),
        "confirmed_at": utc(incident.confirmed_at),
        "overrun_at": _maybe(incident.overrun_at),
        "ended_at": _maybe(incident.ended_at),
        "recovered_at": _maybe(incident.recovered_at),
        "paged_at": _maybe(incident.paged_at),
        "early_start_seconds": incident.early_start.total_seconds(),
        "lost_seconds": case.lost,
        "excluded": case.excluded,
        "explained_by": case.explained_by,
        "windows": [{"relation": relation.value, "window": window_id} for relation, window_id in case.relations],
        "corrections": [
            {"remark": one.remark.value, "at": utc(one.at), "by": one.by, "why": one.why} for one in case.corrections
        ],
    }


def table(found: Sequence[ReportedIncident], timezone: str, now: datetime) -> list[str]:
    """A line for each incident."""
    rows = [("id", "kind", "reason", "started", "lasted", "windows", "")]
    rows += [
        (
            case.incident.id,
            case.incident.kind.value,
            case.incident.reason,
            moment(case.incident.started_at, timezone)[3],
            _lasted(case.incident, now),
            ", ".join(f"{relation} {window_id}" for relation, window_id in case.relations) or "-",
            "excluded" if case.excluded else "",
        )
        for case in found
    ]
    return columns(rows)


def story(case: ReportedIncident, timezone: str, now: datetime) -> list[str]:
    """Everything about one incident."""
    incident = case.incident
    instants = (
        ("started", incident.started_at),
        ("confirmed", incident.confirmed_at),
        ("overrun from", incident.overrun_at),
        ("page", incident.paged_at),
        ("ended", incident.ended_at),
        ("recovery confirmed", incident.recovered_at),
    )
    rows = [(name, *moment(at, timezone)) for name, at in instants if at is not None]
    lines = [f"{incident.id}  {incident.kind.value}  {incident.reason}  {_lasted(incident, now)}"]
    lines += [f"  {line}" for line in columns(rows)]
    if incident.early_start:
        lines.append(f"  began {length(incident.early_start.total_seconds())} before its window's start")
    lines.append(f"  counted as lost: {length(case.lost)}")
    lines += [f"  {relation} {window_id}" for relation, window_id in case.relations]
    if case.explained_by:
        lines.append(f"  explained by {case.explained_by}, which it rests on")
    lines += [f"  {one.remark.value} by {one.by}, {moment(one.at, timezone)[3]}: {one.why}" for one in case.corrections]
    return lines


def _lasted(incident: Incident, now: datetime) -> str:
    until = incident.ended_at or now
    lasted = length((until - incident.started_at).total_seconds())
    return lasted if incident.ended_at else f"{lasted}, and goes on"


def _maybe(instant: datetime | None) -> str | None:
    return None if instant is None else utc(instant)
