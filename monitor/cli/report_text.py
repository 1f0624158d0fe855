"""A report as people read it in a terminal, in English or Arabic: figures, incidents, maintenance, and the method."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.cli.windows_text import columns
from monitor.domain.catalogue import Catalogue
from monitor.domain.fulfilment import Fulfilment
from monitor.domain.printable import printable
from monitor.domain.report import Figures, LatencyChange, Report, ReportedIncident, Sample
from monitor.domain.report.words import Language, length, method, word
from monitor.domain.verdict import State

_INFERRED = " *"
_NOTHING = "-"
_HEADINGS = (
    "service",
    "net",
    "gross",
    "net_short",
    "planned_downtime",
    "unplanned_outage",
    "overrun",
    "carried",
    "blocked",
    "unknown",
    "outages",
    "mttr",
)
_OF_WINDOWS = (
    "window",
    "service",
    "stage",
    "notice",
    "starts",
    "ends",
    "declared",
    "used",
    "overrun",
    "carried",
    "start_slip",
    "end_slip",
    "extended_late",
)


class ReportText:
    """Writes one report in one language."""

    def __init__(self, report: Report, catalogue: Catalogue, language: Language) -> None:
        self._report = report
        self._catalogue = catalogue
        self._language = language

    def __str__(self) -> str:
        """The whole of it."""
        blocks = [self._head(), self._services(), self._incidents(), self._windows(), self._latency(), self._method()]
        return "\n\n".join("\n".join(printable(line) for line in block) for block in blocks if block)

    def _head(self) -> list[str]:
        report = self._report
        lines = [
            self._word("title"),
            f"{self._word('span')}: {self._at(report.since)} .. {self._at(report.until)} ({report.timezone})",
        ]
        if report.known_until < report.until:
            lines.append(f"{self._word('known_until')} {self._at(report.known_until)}.")
        return [*lines, f"{self._word('made_at')}: {self._at(report.made_at)}"]

    def _services(self) -> list[str]:
        unrecorded = ("unrecorded",) if self._report.total.unrecorded else ()
        rows = [tuple(self._word(key) for key in (*_HEADINGS, *unrecorded))]
        rows += [
            self._row(one.service_id + (_INFERRED if one.inferred_from else ""), one.figures)
            for one in self._report.services
        ]
        if len(self._report.platforms) > 1:
            rows += [self._row(f"{name}/", figures) for name, figures in self._report.platforms.items()]
        listed = columns([*rows, self._row(self._word("all"), total := self._report.total)])
        if total.outages_excluded:
            listed.append(self._word("without_exclusions").format(net=self._percent(total.net_without_exclusions)))
        return listed

    def _row(self, name: str, figures: Figures) -> tuple[str, ...]:
        seconds = figures.seconds
        states = (State.PLANNED_DOWNTIME, State.UNPLANNED_OUTAGE, State.OVERRUN)
        return (
            name,
            self._percent(figures.net),
            self._percent(figures.gross),
            self._percent(figures.net_with_short_notice_lost),
            *(length(seconds[state]) for state in states),
            length(figures.carried),
            *(length(seconds[state]) for state in (State.BLOCKED, State.UNKNOWN)),
            str(figures.outages),
            _maybe(figures.mttr),
            *([length(figures.unrecorded)] if self._report.total.unrecorded else []),
        )

    def _incidents(self) -> list[str]:
        told = [(one, service.inferred_from) for service in self._report.services for one in service.incidents]
        headings = ("service", "kind", "starts", "ends", "duration", "lost", "reason", "windows_of", "notes")
        rows = [tuple(self._word(key) for key in headings)]
        told.sort(key=lambda one: one[0].incident.started_at)
        rows += [self._incident(one, _INFERRED if inferred else "") for one, inferred in told]
        listed = columns(rows) if told else [self._word("no_incidents")]
        return [f"{self._word('incidents')}:", *listed]

    def _incident(self, told: ReportedIncident, mark: str) -> tuple[str, ...]:
        incident = told.incident
        relations = (f"{self._word(f'relation_{relation.value}')} {name}" for relation, name in told.relations)
        return (
            incident.service_id + mark,
            self._word(f"kind_{incident.kind.value}"),
            self._at(incident.started_at),
            self._at(incident.ended_at) if incident.ended_at else self._word("open"),
            length(told.duration),
            length(told.lost),
            incident.reason,
            ", ".join(relations) or _NOTHING,
            "; ".join(self._notes(told)),
        )

    def _notes(self, told: ReportedIncident) -> Iterator[str]:
        if told.explained_by:
            yield self._word("explained_by").format(root=told.explained_by)
        for one in told.corrections:
            yield self._word(one.remark.value).format(by=one.by, why=one.why)

    def _windows(self) -> list[str]:
        if not self._report.windows:
            return []
        rows = [tuple(self._word(key) for key in _OF_WINDOWS)]
        rows += [row for window in self._report.windows for row in self._uses(window)]
        return [f"{self._word('windows')}:", *columns(rows), *self._reclassified()]

    def _reclassified(self) -> Iterator[str]:
        """Who declared what when it was over, and what of it was lost."""
        for window in self._report.windows:
            for use in window.uses:
                if use.reclassified_seconds:
                    yield self._word("reclassified_by").format(
                        window=window.window_id,
                        by=window.revision.by,
                        at=self._at(window.revision.known_at),
                        length=length(use.reclassified_seconds),
                        service=use.service_id,
                    )

    def _uses(self, window: Fulfilment) -> Iterator[tuple[str, ...]]:
        """A line for each service that was down in it, or one for all of them."""
        head = (
            self._word(f"stage_{window.stage.value}"),
            self._word(f"notice_{window.notice.value}"),
            self._at(window.starts),
            self._at(window.ends),
            length(window.declared_seconds),
        )
        late = length(window.extended_late)
        used = [use for use in window.uses if use.start_slip is not None]
        for use in used:
            seconds = (use.planned_seconds, use.overrun_seconds, use.carried_seconds)
            slips = (_maybe(use.start_slip), _maybe(use.end_slip))
            yield window.window_id, use.service_id, *head, *(length(one) for one in seconds), *slips, late
        if not used:
            named = f"{window.revision.spec.platform} ({len(window.uses)})"
            yield window.window_id, named, *head, *(length(0.0) for _ in range(3)), _NOTHING, _NOTHING, late

    def _latency(self) -> list[str]:
        if not self._report.latency:
            return []
        rows = [tuple(self._word(key) for key in ("window", "check", "each", "median", "p95", "notes"))]
        rows += [self._change(one) for one in self._report.latency]
        return [f"{self._word('latency')}:", *columns(rows)]

    def _change(self, one: LatencyChange) -> tuple[str, ...]:
        note = f"{self._word('small')} ({min(one.before.probes, one.after.probes)})" if one.is_small else ""
        return (one.window_id, one.check_id, length(one.span), *_pairs(one.before, one.after), note)

    def _method(self) -> Sequence[str]:
        return [f"{self._word('method')}:", *(f"- {line}" for line in method(self._report, self._language))]

    def _percent(self, figure: float | None) -> str:
        return self._word("none") if figure is None else f"{figure:.3f}"

    def _at(self, at: datetime) -> str:
        return f"{at.astimezone(ZoneInfo(self._report.timezone)):%Y-%m-%d %H:%M:%S}"

    def _word(self, key: str) -> str:
        return word(key, self._language)


def _pairs(before: Sample, after: Sample) -> tuple[str, str]:
    return (
        f"{_milliseconds(before.median)} -> {_milliseconds(after.median)}",
        f"{_milliseconds(before.p95)} -> {_milliseconds(after.p95)}",
    )


def _milliseconds(seconds: float | None) -> str:
    return _NOTHING if seconds is None else f"{seconds * 1000:.0f} ms"


def _maybe(span: timedelta | None) -> str:
    return _NOTHING if span is None else length(span)
