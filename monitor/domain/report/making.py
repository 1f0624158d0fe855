"""Makes a report of a chronicle: cuts it to the span, has every outage accounted for, and adds up."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from monitor.domain.account import Accounts, Part, Stretch, Tie, accounts, spans_of
from monitor.domain.catalogue import Catalogue, Service, Settings
from monitor.domain.chronicle import Chronicle
from monitor.domain.fulfilment import Fulfilment, fulfilled
from monitor.domain.incident import Kind
from monitor.domain.report.days import Calendar, Span
from monitor.domain.report.figures import Tally, figures, summed
from monitor.domain.report.model import Report, ReportedIncident, ServiceReport
from monitor.domain.report.outages import Outages, lost_of
from monitor.domain.report.speed import Speeds


def report(
    chronicle: Chronicle,
    catalogue: Catalogue,
    settings: Settings,
    *,
    since: datetime,
    until: datetime,
    at: datetime,
    timezone: str,
    services: Collection[str] | None = None,
) -> Report:
    """The report of ``[since, until)``, made at ``at``, by local days of ``timezone``.

    Of ``services`` alone where they are given; the chronicle should hold their hard roots too, which explain them.
    """
    cut = _cut(chronicle, since, until)
    found = accounts(cut, catalogue, until=until)
    windows = fulfilled(found, cut, catalogue, at, notice_minimum=settings.notice_minimum)
    chosen = [one for one in catalogue.services.values() if services is None or one.id in services]
    maker = _Maker(cut, catalogue, found, Calendar(cut.since, cut.until, timezone), settings.notice_minimum)
    pairs = [(service, *maker.service(service, until - since)) for service in chosen]
    counted = [(service, tally) for service, tally, _ in pairs if not service.inferred_from]
    shown = _shown(windows, services)
    speeds = Speeds(chronicle, catalogue, windows)
    return Report(
        since=since,
        until=until,
        known_until=cut.until,
        made_at=at,
        timezone=timezone,
        location=settings.location.id,
        notice_minimum=settings.notice_minimum,
        services=tuple(told for _, _, told in pairs),
        platforms={
            platform: figures(summed(tally for service, tally in counted if service.platform_id == platform))
            for platform in dict.fromkeys(service.platform_id for service in chosen)
        },
        total=figures(summed(tally for _, tally in counted)),
        windows=shown,
        latency=tuple(change for window in shown for change in speeds.changes(window)),
    )


def _cut(chronicle: Chronicle, since: datetime, until: datetime) -> Chronicle:
    """What bears on the span; a chronicle that reaches farther lends its latencies alone."""
    since = max(since, chronicle.since)
    until = max(min(until, chronicle.until), since)
    touching = tuple(
        incident
        for incident in chronicle.incidents
        if since < until  # of a span that the ledger has not reached it is not known that an open incident touches it
        and incident.started_at < until
        and (incident.ended_at is None or incident.ended_at > since)
    )
    return replace(chronicle, since=since, until=until, incidents=touching)


def _shown(windows: Sequence[Fulfilment], services: Collection[str] | None) -> tuple[Fulfilment, ...]:
    if services is None:
        return tuple(windows)
    narrowed = (
        replace(window, uses=tuple(use for use in window.uses if use.service_id in services)) for window in windows
    )
    return tuple(window for window in narrowed if window.uses)


class _Maker:
    """Makes the part of one service; holds what is the same for all."""

    def __init__(
        self, chronicle: Chronicle, catalogue: Catalogue, found: Accounts, calendar: Calendar, minimum: timedelta
    ) -> None:
        self._chronicle = chronicle
        self._accounts = found
        self._minimum = minimum
        self._calendar = calendar
        self._outages = Outages(chronicle, catalogue, found)

    def service(self, service: Service, span: timedelta) -> tuple[Tally, ServiceReport]:
        """What is added up of a service in a span of that length, and what is told of it."""
        timeline = self._chronicle.timelines.get(service.id, ())
        spans = list(spans_of(timeline, self._chronicle.since, self._chronicle.until))
        incidents = self._outages.of(service.id)
        stretches = self._accounts.stretches.get(service.id, ())
        tally = Tally()
        _count_seconds(tally, spans)
        tally.unrecorded = round(span.total_seconds() - sum(tally.seconds.values()), 6)
        _count_outages(tally, incidents, stretches, self._chronicle.until)
        self._count_parts(tally, self._accounts.parts.get(service.id, ()))
        told = ServiceReport(
            service_id=service.id,
            inferred_from=service.inferred_from,
            figures=figures(tally),
            days=self._calendar.days(spans),
            incidents=incidents,
        )
        return tally, told

    def _count_parts(self, tally: Tally, parts: Sequence[Part]) -> None:
        for part in parts:
            if part.tie is Tie.PLANNED:
                notice = part.piece.notice(self._minimum) if part.piece else None
                tally.planned[notice] = tally.planned.get(notice, 0.0) + part.seconds
            elif part.tie is Tie.CARRIED:
                tally.carried += part.seconds
            elif part.tie is Tie.RECLASSIFIED:
                tally.reclassified += part.seconds


def _count_seconds(tally: Tally, spans: Sequence[Span]) -> None:
    for starts, ends, entry in spans:
        tally.seconds[entry.state] += (ends - starts).total_seconds()


def _count_outages(
    tally: Tally, incidents: Sequence[ReportedIncident], stretches: Sequence[Stretch], until: datetime
) -> None:
    for told in incidents:
        incident = told.incident
        if told.excluded:
            for state, seconds in lost_of(stretches, incident.id):
                tally.excluded[state] = tally.excluded.get(state, 0.0) + seconds
        if incident.kind is Kind.PLANNED:
            continue
        tally.outages += 1
        tally.outages_excluded += told.excluded
        if incident.ended_at is not None and incident.ended_at <= until:
            tally.recoveries += 1
            tally.until_recovery += incident.ended_at - (incident.overrun_at or incident.started_at)
