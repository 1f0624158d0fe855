"""The incidents of a report: what each one cost inside its span, and how it stands to windows and to roots."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from monitor.domain.account import Accounts, Part, Stretch, Tie
from monitor.domain.catalogue import Catalogue
from monitor.domain.chronicle import Chronicle
from monitor.domain.correction import Correction
from monitor.domain.dependency import hard_roots
from monitor.domain.incident import Incident
from monitor.domain.report.figures import LOST
from monitor.domain.report.model import Relation, ReportedIncident
from monitor.domain.verdict import State

_RELATIONS = {
    Tie.PLANNED: Relation.INSIDE,
    Tie.OVERRUN: Relation.OUTLIVED,
    Tie.CARRIED: Relation.CARRIED,
    Tie.EARLY: Relation.EARLY,
    Tie.FOLLOWED: Relation.FOLLOWED,
}


class Outages:
    """The incidents of a chronicle by service, with all that is looked up for each of them."""

    def __init__(self, chronicle: Chronicle, catalogue: Catalogue, found: Accounts) -> None:
        self._known_until = chronicle.until
        self._catalogue = catalogue
        self._accounts = found
        self._by_service: dict[str, list[Incident]] = {}
        for incident in chronicle.incidents:
            self._by_service.setdefault(incident.service_id, []).append(incident)
        self._corrections: dict[str, list[Correction]] = {}
        for correction in chronicle.corrections:
            self._corrections.setdefault(correction.incident_id, []).append(correction)

    def of(self, service_id: str) -> tuple[ReportedIncident, ...]:
        """The incidents of a service, by their starts."""
        own = self._by_service.get(service_id)
        if not own:
            return ()
        lost = _lost(self._accounts.stretches.get(service_id, ()))
        parts: dict[str, list[Part]] = {}
        for part in self._accounts.parts.get(service_id, ()):
            if part.incident is not None:
                parts.setdefault(part.incident.id, []).append(part)
        return tuple(self._reported(incident, lost, parts.get(incident.id, ())) for incident in own)

    def _reported(self, incident: Incident, lost: Mapping[str, float], parts: Sequence[Part]) -> ReportedIncident:
        return ReportedIncident(
            incident=incident,
            duration=(incident.ended_at or max(self._known_until, incident.started_at)) - incident.started_at,
            lost=round(lost.get(incident.id, 0.0), 6),
            relations=_relations(parts),
            corrections=tuple(self._corrections.get(incident.id, ())),
            explained_by=self._explained_by(incident),
        )

    def _explained_by(self, incident: Incident) -> str | None:
        roots = hard_roots(self._catalogue, self._catalogue.services[incident.service_id])
        down = (root.id for root in roots if self._was_down(root.id, incident.started_at, incident.confirmed_at))
        return next(down, None)

    def _was_down(self, root_id: str, since: datetime, until: datetime) -> bool:
        return any(
            other.started_at <= until and (other.ended_at is None or other.ended_at > since)
            for other in self._by_service.get(root_id, ())
        )


def lost_of(stretches: Sequence[Stretch], incident_id: str) -> Iterator[tuple[State, float]]:
    """The seconds of an incident that are on the wrong side of net, by state."""
    for stretch in stretches:
        if stretch.state in LOST and stretch.incident is not None and stretch.incident.id == incident_id:
            yield stretch.state, (stretch.ends - stretch.starts).total_seconds()


def _lost(stretches: Sequence[Stretch]) -> dict[str, float]:
    lost: dict[str, float] = {}
    for stretch in stretches:
        if stretch.state in LOST and stretch.incident is not None:
            seconds = (stretch.ends - stretch.starts).total_seconds()
            lost[stretch.incident.id] = lost.get(stretch.incident.id, 0.0) + seconds
    return lost


def _relations(parts: Sequence[Part]) -> tuple[tuple[Relation, str], ...]:
    """Each once; a window that an outage outlived is not said to have held it as well."""
    found = {
        (_RELATIONS[part.tie], part.window_id): None
        for part in parts
        if part.window_id is not None and part.tie in _RELATIONS
    }
    outlived = {window_id for relation, window_id in found if relation is Relation.OUTLIVED}
    return tuple(
        (relation, window_id)
        for relation, window_id in found
        if relation is not Relation.INSIDE or window_id not in outlived
    )
