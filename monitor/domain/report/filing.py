"""The three categories in which Saudi Arabia's Digital Government Authority takes reports of its agencies.

An outage of one's own, an outage of a service of another agency that one consumes, a planned maintenance. The columns
are our reading; the authority's own form is not public.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum

from monitor.domain.catalogue import Catalogue
from monitor.domain.fulfilment import Fulfilment, Stage
from monitor.domain.incident import Kind
from monitor.domain.report.model import Report, ReportedIncident
from monitor.domain.report.tables import Row, Table, local, windows_of
from monitor.domain.window import Impact

_COLUMNS = (
    "category",
    "platform",
    "operator",
    "service",
    "service_name_en",
    "service_name_ar",
    "start",
    "end",
    "duration_minutes",
    "reason",
    "reference",
    "notes",
)
_WITHDRAWN = frozenset({Stage.CANCELLED, Stage.VOID})


class Category(StrEnum):
    """What a report to the authority is about."""

    OWN = "own outage"
    CONSUMED = "outage of a consumed service"
    PLANNED = "planned maintenance"


def filing(report: Report, catalogue: Catalogue) -> Table:
    """One row for each outage and each maintenance of a service, by their starts; inferred services are left out."""
    inferred = {one.service_id for one in report.services if one.inferred_from}
    rows = [
        *(
            _outage(told, report, catalogue)
            for one in report.services
            if one.service_id not in inferred
            for told in one.incidents
            if told.incident.kind is not Kind.PLANNED and not told.excluded
        ),
        *(row for window in report.windows for row in _maintenance(window, report, catalogue, inferred)),
    ]
    return Table(columns=_COLUMNS, rows=tuple(sorted(rows, key=_order)))


def _outage(told: ReportedIncident, report: Report, catalogue: Catalogue) -> Row:
    """An overrun is reported from the announced end on; up to there it was the maintenance."""
    incident = told.incident
    notes = [
        *([f"explained by an outage of {told.explained_by}"] if told.explained_by else []),
        *([f"windows: {windows_of(told)}"] if told.relations else []),
        *([] if incident.ended_at else [f"open at {local(report.known_until, report.timezone)}"]),
        *(f"{one.by}: {one.why}" for one in told.corrections),
    ]
    return {
        "category": (Category.CONSUMED if told.explained_by else Category.OWN).value,
        **_names(incident.service_id, catalogue),
        **_span(incident.overrun_at or incident.started_at, incident.ended_at, report),
        "reason": incident.reason,
        "reference": incident.id,
        "notes": "; ".join(notes),
    }


def _maintenance(window: Fulfilment, report: Report, catalogue: Catalogue, inferred: set[str]) -> Iterator[Row]:
    spec = window.revision.spec
    if window.stage in _WITHDRAWN or spec.impact is Impact.NONE:
        return
    for use in window.uses:
        if use.service_id in inferred or use.impact is Impact.NONE:
            continue
        yield {
            "category": Category.PLANNED.value,
            **_names(use.service_id, catalogue),
            **_span(window.starts, window.ends, report),
            "reason": spec.source_text or window.revision.why,  # the last change's reason is not the maintenance's
            "reference": window.window_id,
            "notes": f"{window.notice.value}; impact {use.impact.value}; {window.stage.value}; "
            f"{use.planned_seconds / 60:.1f} min of it used",
        }


def _names(service_id: str, catalogue: Catalogue) -> Row:
    service = catalogue.services[service_id]
    platform = catalogue.by_platform[service.platform_id]
    return {
        "platform": platform.id,
        "operator": platform.operator.en,
        "service": service_id,
        "service_name_en": service.name.en,
        "service_name_ar": service.name.ar,
    }


def _span(starts: datetime, ends: datetime | None, report: Report) -> Row:
    minutes = ((ends or report.known_until) - starts).total_seconds() / 60
    return {
        "start": local(starts, report.timezone),
        "end": local(ends, report.timezone),
        "duration_minutes": round(minutes, 1),
    }


def _order(row: Row) -> tuple[str, ...]:
    return tuple(str(row[key] or "") for key in ("start", "service", "reference"))
