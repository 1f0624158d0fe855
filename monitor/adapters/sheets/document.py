"""A report as one JSON document: times in UTC, durations in seconds, and what there is no figure for is null."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from monitor.domain.catalogue import Catalogue
from monitor.domain.correction import Correction
from monitor.domain.fulfilment import Fulfilment
from monitor.domain.report.model import Figures, LatencyChange, Report, ReportedIncident, Sample, ServiceReport
from monitor.domain.report.words import method
from monitor.domain.verdict import State

Facts = dict[str, object]


def document(report: Report, catalogue: Catalogue) -> Facts:
    """The whole report, as ``json.dumps`` takes it."""
    return {
        "from": _utc(report.since),
        "to": _utc(report.until),
        "known_until": _utc(report.known_until),
        "made_at": _utc(report.made_at),
        "timezone": report.timezone,
        "location": report.location,
        "notice_minimum_seconds": report.notice_minimum.total_seconds(),
        "total": _figures(report.total),
        "platforms": [{"platform": name, **_figures(figures)} for name, figures in report.platforms.items()],
        "services": [_service(one, catalogue) for one in report.services],
        "windows": [_window(one) for one in report.windows],
        "latency": [_latency(one) for one in report.latency],
        "method": {"en": list(method(report, "en")), "ar": list(method(report, "ar"))},
    }


def _figures(figures: Figures) -> Facts:
    return {
        "net_percent": figures.net,
        "gross_percent": figures.gross,
        "net_short_notice_lost_percent": figures.net_with_short_notice_lost,
        "net_without_exclusions_percent": figures.net_without_exclusions,
        "seconds": _states(figures.seconds),
        "unrecorded_seconds": figures.unrecorded,
        "planned_by_notice": {notice.value: seconds for notice, seconds in figures.planned_by_notice.items()},
        "planned_unattributed_seconds": figures.planned_unattributed,
        "carried_seconds": figures.carried,
        "reclassified_seconds": figures.reclassified,
        "excluded_seconds": figures.excluded,
        "outages": figures.outages,
        "outages_excluded": figures.outages_excluded,
        "mttr_seconds": figures.mttr.total_seconds() if figures.mttr is not None else None,
        "mtbf_seconds": figures.mtbf.total_seconds() if figures.mtbf is not None else None,
    }


def _service(one: ServiceReport, catalogue: Catalogue) -> Facts:
    service = catalogue.services[one.service_id]
    return {
        "service": one.service_id,
        "platform": service.platform_id,
        "name": {"en": service.name.en, "ar": service.name.ar},
        "inferred_from": one.inferred_from,
        "objective_percent": service.objective,
        **_figures(one.figures),
        "days": [{"day": day.day.isoformat(), "seconds": _states(day.seconds)} for day in one.days],
        "incidents": [_incident(told) for told in one.incidents],
    }


def _incident(told: ReportedIncident) -> Facts:
    incident = told.incident
    return {
        "id": incident.id,
        "kind": incident.kind.value,
        "reason": incident.reason,
        "started_at": _utc(incident.started_at),
        "confirmed_at": _utc(incident.confirmed_at),
        "overrun_at": _utc(incident.overrun_at),
        "ended_at": _utc(incident.ended_at),
        "duration_seconds": told.duration.total_seconds(),
        "lost_seconds": told.lost,
        "windows": [{"relation": relation.value, "window": window_id} for relation, window_id in told.relations],
        "explained_by": told.explained_by,
        "excluded": told.excluded,
        "corrections": [_correction(one) for one in told.corrections],
    }


def _correction(one: Correction) -> Facts:
    return {"remark": one.remark.value, "at": _utc(one.at), "by": one.by, "why": one.why}


def _window(one: Fulfilment) -> Facts:
    revision = one.revision
    return {
        "id": one.window_id,
        "platform": revision.spec.platform,
        "starts": _utc(one.starts),
        "ends": _utc(one.ends),
        "timezone": revision.spec.timezone,
        "impact": revision.spec.impact.value,
        "stage": one.stage.value,
        "notice": one.notice.value,
        "declared_at": _utc(revision.declared_at),
        "known_at": _utc(revision.known_at),
        "by": revision.by,
        "why": revision.why,
        "origin": revision.origin,
        "source": {"url": revision.spec.source_url, "text": revision.spec.source_text},
        "revisions": one.revisions,
        "declared_seconds": one.declared_seconds,
        "extended_late_seconds": one.extended_late.total_seconds(),
        "uses": [
            {
                "service": use.service_id,
                "impact": use.impact.value,
                "planned_seconds": use.planned_seconds,
                "overrun_seconds": use.overrun_seconds,
                "carried_seconds": use.carried_seconds,
                "reclassified_seconds": use.reclassified_seconds,
                "start_slip_seconds": use.start_slip.total_seconds() if use.start_slip is not None else None,
                "end_slip_seconds": use.end_slip.total_seconds() if use.end_slip is not None else None,
                "early_start_seconds": use.early_start.total_seconds(),
            }
            for use in one.uses
        ],
    }


def _latency(one: LatencyChange) -> Facts:
    return {
        "window": one.window_id,
        "check": one.check_id,
        "span_seconds": one.span.total_seconds(),
        "before_until": _utc(one.before_until),
        "after_since": _utc(one.after_since),
        "before": _sample(one.before),
        "after": _sample(one.after),
        "small_sample": one.is_small,
    }


def _sample(one: Sample) -> Facts:
    return {"probes": one.probes, "median_seconds": one.median, "p95_seconds": one.p95}


def _states(seconds: Mapping[State, float]) -> Facts:
    return {state.value: seconds[state] for state in State}


def _utc(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(UTC).isoformat().replace("+00:00", "Z")
