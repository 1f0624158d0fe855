"""An incident as ``--json`` says it and as people read it, with its windows and what was said of it afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.cli.windows_facts import utc
from monitor.cli.windows_text import columns, length, moment
from monitor.domain.account import Tie, accounts
from monitor.domain.catalogue import Catalogue
from monitor.domain.chronicle import Chronicle
from monitor.domain.correction import Correction, Remark
from monitor.domain.dependency import hard_roots
from monitor.domain.incident import Incident

_RELATIONS = {
    Tie.PLANNED: "inside",
    Tie.CARRIED: "carried",
    Tie.OVERRUN: "outlived",
    Tie.EARLY: "early",
    Tie.RECLASSIFIED: "reclassified",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One incident, and what stands around it. ``relations`` are a word, a window and seconds."""

    incident: Incident
    relations: tuple[tuple[str, str, float], ...]
    corrections: tuple[Correction, ...]
    explained_by: str | None

    @property
    def is_excluded(self) -> bool:
        """Whether somebody marked it as our own false positive."""
        return any(correction.remark is Remark.EXCLUSION for correction in self.corrections)


def cases(chronicle: Chronicle, catalogue: Catalogue) -> Iterator[Case]:
    """Every incident of the chronicle."""
    known = accounts(chronicle, catalogue, until=chronicle.until)
    for incident in chronicle.incidents:
        sums: dict[tuple[str, str], float] = {}
        for part in known.parts.get(incident.service_id, ()):
            if part.window_id is not None and part.incident is not None and part.incident.id == incident.id:
                key = (_RELATIONS[part.tie], part.window_id)
                sums[key] = sums.get(key, 0.0) + part.seconds
        yield Case(
            incident=incident,
            relations=tuple((*key, seconds) for key, seconds in sums.items()),
            corrections=tuple(one for one in chronicle.corrections if one.incident_id == incident.id),
            explained_by=_explained_by(incident, chronicle.incidents, catalogue),
        )


def _explained_by(incident: Incident, others: Sequence[Incident], catalogue: Catalogue) -> str | None:
    """The nearest hard root that was down when the incident was confirmed."""
    service = catalogue.services.get(incident.service_id)
    at = incident.confirmed_at
    down = {one.service_id for one in others if one.started_at <= at and (one.ended_at is None or one.ended_at > at)}
    return next((root.id for root in hard_roots(catalogue, service) if root.id in down), None) if service else None


def facts(case: Case) -> dict[str, object]:
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
        "excluded": case.is_excluded,
        "explained_by": case.explained_by,
        "windows": [
            {"relation": relation, "window": window_id, "seconds": seconds}
            for relation, window_id, seconds in case.relations
        ],
        "corrections": [
            {"remark": one.remark.value, "at": utc(one.at), "by": one.by, "why": one.why} for one in case.corrections
        ],
    }


def table(found: Sequence[Case], timezone: str, now: datetime) -> list[str]:
    """A line for each incident."""
    rows = [("id", "kind", "reason", "started", "lasted", "windows", "")]
    rows += [
        (
            case.incident.id,
            case.incident.kind.value,
            case.incident.reason,
            moment(case.incident.started_at, timezone)[3],
            _lasted(case.incident, now),
            ", ".join(f"{relation} {window_id}" for relation, window_id, _ in case.relations) or "-",
            "excluded" if case.is_excluded else "",
        )
        for case in found
    ]
    return columns(rows)


def story(case: Case, timezone: str, now: datetime) -> list[str]:
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
    lines += [f"  {relation} {window_id}: {length(seconds)}" for relation, window_id, seconds in case.relations]
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
