"""What the tables of a report say: services, incidents, maintenance, latency. Words come from ``reader``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from markupsafe import Markup

from monitor.adapters.paper.bars import Days, Month
from monitor.adapters.paper.plots import plots
from monitor.adapters.paper.reader import Reader, isolated, latin
from monitor.domain.fulfilment import Fulfilment, Use
from monitor.domain.report import Figures, LatencyChange, Report, ReportedIncident, Sample, ServiceReport
from monitor.domain.report.speed import SMALL
from monitor.domain.verdict import State
from monitor.domain.window import Impact

_NAMED = 8  # services of a window that are named before the rest is counted
_SHOWN_STATES = (
    State.PLANNED_DOWNTIME,
    State.OVERRUN,
    State.UNPLANNED_OUTAGE,
    State.DEGRADED,
    State.BLOCKED,
    State.UNKNOWN,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRow:
    """One service with its days."""

    told: ServiceReport
    name: str
    objective: str
    months: list[Month]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformRow:
    """One platform; ``figures`` are ``None`` where nothing but inferred services is reported of it."""

    name: str
    operator: str
    figures: Figures | None
    services: tuple[ServiceRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentRow:
    """One incident, with how it stands to windows and what was said of it."""

    told: ReportedIncident
    service: str
    inferred: bool
    reason: str
    relations: tuple[Markup, ...]
    notes: tuple[Markup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowRow:
    """One window with the services that were down in it or after it."""

    told: Fulfilment
    platform: str
    impact: Markup
    uses: tuple[tuple[str, Use], ...]
    idle: Markup | None  # who stayed up
    reclassified: tuple[Markup, ...]  # lost in it before it was known


@dataclass(frozen=True, slots=True, kw_only=True)
class LatencyRow:
    """One check around one maintenance."""

    told: LatencyChange
    sides: tuple[tuple[Markup, Markup, Markup], ...]  # name, plot, numbers
    spans: Markup
    note: Markup | None


def platform_rows(report: Report, reader: Reader) -> list[PlatformRow]:
    """Services by platform, in the order of the report."""
    days = Days(reader)
    return [
        _platform_row(platform_id, tuple(found), report, reader, days)
        for platform_id, found in groupby(report.services, key=lambda one: one.service_id.partition("/")[0])
    ]


def incident_rows(report: Report, reader: Reader) -> list[IncidentRow]:
    """Incidents of all services by their starts."""
    told = [(one, service) for service in report.services for one in service.incidents]
    told.sort(key=lambda pair: pair[0].incident.started_at)
    return [_incident_row(one, service, reader) for one, service in told]


def window_rows(report: Report, reader: Reader) -> list[WindowRow]:
    """Windows by their starts."""
    return [_window_row(one, reader) for one in sorted(report.windows, key=attrgetter("starts"))]


def latency_rows(report: Report, reader: Reader) -> list[LatencyRow]:
    """What maintenance did to latency."""
    return [_latency_row(one, reader) for one in report.latency]


def states_of(figures: Figures) -> list[tuple[str, float]]:
    """The seconds that are shown of a service, by the word for them; what seldom happens only where it did."""
    return [
        *((state.value, figures.seconds[state]) for state in _SHOWN_STATES),
        ("carried", figures.carried),
        *((key, seconds) for key, seconds in _seldom(figures) if seconds),
    ]


def _seldom(figures: Figures) -> tuple[tuple[str, float], ...]:
    return (
        ("reclassified", figures.reclassified),
        ("excluded", figures.excluded),
        ("unrecorded", figures.unrecorded),
    )


def _platform_row(
    platform_id: str, services: Sequence[ServiceReport], report: Report, reader: Reader, days: Days
) -> PlatformRow:
    known = reader.catalogue.by_platform.get(platform_id)
    return PlatformRow(
        name=reader.platform(platform_id),
        operator="" if known is None else reader.text(known.operator),
        figures=report.platforms.get(platform_id),
        services=tuple(_service_row(one, reader, days) for one in services),
    )


def _service_row(told: ServiceReport, reader: Reader, days: Days) -> ServiceRow:
    known = reader.catalogue.services.get(told.service_id)
    return ServiceRow(
        told=told,
        name=reader.service(told.service_id),
        objective="" if known is None else f"{known.objective:g}",
        months=days.months(told.days),
    )


def _incident_row(told: ReportedIncident, service: ServiceReport, reader: Reader) -> IncidentRow:
    return IncidentRow(
        told=told,
        service=reader.service(service.service_id),
        inferred=service.inferred_from is not None,
        reason=reader.reason(told.incident.reason),
        relations=tuple(
            Markup("{} {}").format(reader.say(f"relation_{relation.value}"), latin(window_id))
            for relation, window_id in told.relations
        ),
        notes=tuple(_notes(told, reader)),
    )


def _notes(told: ReportedIncident, reader: Reader) -> Iterator[Markup]:
    if told.explained_by:
        yield reader.say("explained_by", root=latin(told.explained_by))
    for one in told.corrections:
        yield reader.say(one.remark.value, by=one.by, why=one.why)


def _window_row(told: Fulfilment, reader: Reader) -> WindowRow:
    spec = told.revision.spec
    used = [use for use in told.uses if use.start_slip is not None]
    idle = [use for use in told.uses if not _was_down(use)]
    return WindowRow(
        told=told,
        platform=reader.platform(spec.platform),
        impact=reader.say(f"impact_{spec.impact.value}"),
        uses=tuple((reader.service(use.service_id), use) for use in used),
        idle=_idle(idle, reader) if idle else None,
        reclassified=tuple(_reclassified(told, use, reader) for use in told.uses if use.reclassified_seconds),
    )


def _reclassified(told: Fulfilment, use: Use, reader: Reader) -> Markup:
    return reader.say(
        "reclassified_by",
        window=latin(told.window_id),
        by=told.revision.by,
        at=reader.stamp(told.revision.known_at),
        length=reader.length(use.reclassified_seconds),
        service=reader.service(use.service_id),
    )


def _was_down(use: Use) -> bool:
    return use.start_slip is not None or use.reclassified_seconds > 0 or use.impact is Impact.NONE


def _idle(uses: Sequence[Use], reader: Reader) -> Markup:
    named = [isolated(reader.service(use.service_id)) for use in uses[:_NAMED]]
    if len(uses) > _NAMED:
        named.append(reader.say("more", count=len(uses) - _NAMED))
    comma = Markup("، ") if reader.language == "ar" else Markup(", ")
    return reader.say("not_seen", services=comma.join(named))


def _latency_row(told: LatencyChange, reader: Reader) -> LatencyRow:
    before, after = plots((told.before, told.after))
    return LatencyRow(
        told=told,
        sides=(
            (reader.say("before"), before, _numbers(told.before, reader)),
            (reader.say("after"), after, _numbers(told.after, reader)),
        ),
        spans=reader.say(
            "spans",
            length=reader.length(told.span),
            before=reader.stamp(told.before_until),
            after=reader.stamp(told.after_since),
        ),
        note=reader.say("small", count=SMALL) if told.is_small else None,
    )


def _numbers(sample: Sample, reader: Reader) -> Markup:
    if not sample.probes:
        return reader.say("no_sample")
    return reader.say(
        "sample",
        median=reader.milliseconds(sample.median),
        p95=reader.milliseconds(sample.p95),
        probes=sample.probes,
    )
