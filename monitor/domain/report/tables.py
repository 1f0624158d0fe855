"""A report as flat tables of plain values, one row for each thing that somebody files. Knows no format.

Instants stay instants, seconds stay exact numbers, and what there is no figure for is ``None``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.domain.catalogue import Catalogue
from monitor.domain.notice import Notice
from monitor.domain.report.model import Figures, Report, ReportedIncident
from monitor.domain.verdict import State

Value = str | int | float | bool | datetime | date | None
Row = Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows that all have the same columns, in the same order."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def _services(report: Report, catalogue: Catalogue) -> Iterator[Row]:
    for one in report.services:
        service = catalogue.services[one.service_id]
        yield {
            "platform": service.platform_id,
            "service": one.service_id,
            "name_en": service.name.en,
            "name_ar": service.name.ar,
            "inferred_from": one.inferred_from,
            **_span(report),
            "objective_percent": service.objective,
            **_figures(one.figures),
        }


def _platforms(report: Report, _catalogue: Catalogue) -> Iterator[Row]:
    """Sums without inferred services; the last row, of no platform, is that of all."""
    for platform, figures in (*report.platforms.items(), ("", report.total)):
        yield {"platform": platform, **_span(report), **_figures(figures)}


def _days(report: Report, _catalogue: Catalogue) -> Iterator[Row]:
    for one in report.services:
        for day in one.days:
            yield {
                "platform": one.service_id.partition("/")[0],
                "service": one.service_id,
                "inferred_from": one.inferred_from,
                "day": day.day,
                "timezone": report.timezone,
                **_states(day.seconds),
            }


def _incidents(report: Report, _catalogue: Catalogue) -> Iterator[Row]:
    for one in report.services:
        for told in one.incidents:
            incident = told.incident
            yield {
                "incident": incident.id,
                "platform": one.service_id.partition("/")[0],
                "service": one.service_id,
                "inferred_from": one.inferred_from,
                "kind": incident.kind.value,
                "reason": incident.reason,
                "started_at": incident.started_at,
                "ended_at": incident.ended_at,
                "started_local": local(incident.started_at, report.timezone),
                "ended_local": local(incident.ended_at, report.timezone),
                "timezone": report.timezone,
                "duration_seconds": told.duration.total_seconds(),
                "lost_seconds": told.lost,
                "confirmed_at": incident.confirmed_at,
                "overrun_at": incident.overrun_at,
                "windows": windows_of(told),
                "explained_by": told.explained_by,
                "excluded": told.excluded,
                "corrections": "; ".join(f"{c.remark.value} by {c.by}: {c.why}" for c in told.corrections),
            }


def _windows(report: Report, _catalogue: Catalogue) -> Iterator[Row]:
    """One row for each service of a window: what was declared, beside what was used."""
    for one in report.windows:
        revision = one.revision
        for use in one.uses:
            yield {
                "window": one.window_id,
                "platform": revision.spec.platform,
                "service": use.service_id,
                "impact": use.impact.value,
                "stage": one.stage.value,
                "notice": one.notice.value,
                "declared_at": revision.declared_at,
                "known_at": revision.known_at,
                "starts": one.starts,
                "ends": one.ends,
                "starts_local": local(one.starts, revision.spec.timezone),
                "ends_local": local(one.ends, revision.spec.timezone),
                "timezone": revision.spec.timezone,
                "declared_seconds": one.declared_seconds,
                "planned_seconds": use.planned_seconds,
                "overrun_seconds": use.overrun_seconds,
                "carried_seconds": use.carried_seconds,
                "reclassified_seconds": use.reclassified_seconds,
                "start_slip_seconds": _seconds(use.start_slip),
                "end_slip_seconds": _seconds(use.end_slip),
                "early_start_seconds": _seconds(use.early_start),
                "extended_late_seconds": _seconds(one.extended_late),
                "revisions": one.revisions,
                "by": revision.by,
                "why": revision.why,
                "origin": revision.origin,
                "source_url": revision.spec.source_url,
            }


def _latency(report: Report, _catalogue: Catalogue) -> Iterator[Row]:
    for one in report.latency:
        yield {
            "window": one.window_id,
            "check": one.check_id,
            "span_seconds": one.span.total_seconds(),
            "before_from": one.before_until - one.span,
            "before_to": one.before_until,
            "before_probes": one.before.probes,
            "before_median_seconds": one.before.median,
            "before_p95_seconds": one.before.p95,
            "after_from": one.after_since,
            "after_to": one.after_since + one.span,
            "after_probes": one.after.probes,
            "after_median_seconds": one.after.median,
            "after_p95_seconds": one.after.p95,
            "small_sample": one.is_small,
        }


TABLES: Mapping[str, Callable[[Report, Catalogue], Iterator[Row]]] = {
    "services": _services,
    "platforms": _platforms,
    "days": _days,
    "incidents": _incidents,
    "windows": _windows,
    "latency": _latency,
}

# For tables that may have no row: a file of a quiet month has the same header as any other.
_COLUMNS = {
    "days": "platform service inferred_from day timezone up_seconds degraded_seconds planned_downtime_seconds "
    "unplanned_outage_seconds overrun_seconds blocked_seconds unknown_seconds",
    "incidents": "incident platform service inferred_from kind reason started_at ended_at started_local ended_local "
    "timezone duration_seconds lost_seconds confirmed_at overrun_at windows explained_by excluded corrections",
    "windows": "window platform service impact stage notice declared_at known_at starts ends starts_local ends_local "
    "timezone declared_seconds planned_seconds overrun_seconds carried_seconds reclassified_seconds "
    "start_slip_seconds end_slip_seconds early_start_seconds extended_late_seconds revisions by why origin source_url",
    "latency": "window check span_seconds before_from before_to before_probes before_median_seconds before_p95_seconds "
    "after_from after_to after_probes after_median_seconds after_p95_seconds small_sample",
}


def table(report: Report, catalogue: Catalogue, name: str) -> Table:
    """The table ``name``, one of ``TABLES``."""
    rows = tuple(TABLES[name](report, catalogue))
    return Table(columns=tuple(rows[0]) if rows else tuple(_COLUMNS.get(name, "").split()), rows=rows)


def windows_of(told: ReportedIncident) -> str:
    """How an incident stands to windows, in one cell."""
    return "; ".join(f"{relation.value} {window_id}" for relation, window_id in told.relations)


def local(at: datetime | None, timezone: str) -> str | None:
    """The wall time with its offset, to the second."""
    return None if at is None else at.astimezone(ZoneInfo(timezone)).isoformat(timespec="seconds")


def _span(report: Report) -> Row:
    return {
        "from": report.since,
        "to": report.until,
        "known_until": report.known_until,
        "timezone": report.timezone,
        "location": report.location,
    }


def _figures(figures: Figures) -> Row:
    return {
        "net_percent": figures.net,
        "gross_percent": figures.gross,
        "net_short_notice_lost_percent": figures.net_with_short_notice_lost,
        "net_without_exclusions_percent": figures.net_without_exclusions,
        **_states(figures.seconds),
        "unrecorded_seconds": figures.unrecorded,
        "planned_announced_seconds": figures.planned_by_notice[Notice.ANNOUNCED],
        "planned_short_notice_seconds": figures.planned_by_notice[Notice.SHORT],
        "planned_late_seconds": figures.planned_by_notice[Notice.LATE],
        "planned_unattributed_seconds": figures.planned_unattributed,
        "carried_seconds": figures.carried,
        "reclassified_seconds": figures.reclassified,
        "excluded_seconds": figures.excluded,
        "outages": figures.outages,
        "outages_excluded": figures.outages_excluded,
        "mttr_seconds": _seconds(figures.mttr),
        "mtbf_seconds": _seconds(figures.mtbf),
    }


def _states(seconds: Mapping[State, float]) -> Row:
    return {f"{state.value}_seconds": seconds[state] for state in State}


def _seconds(span: timedelta | None) -> float | None:
    return None if span is None else span.total_seconds()
