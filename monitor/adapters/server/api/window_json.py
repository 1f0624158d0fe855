"""A window as JSON: what was declared, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.adapters.server.api.times import day_or_time, instant, local, seconds
from monitor.domain.book import Book, Revision
from monitor.domain.catalogue import Catalogue, Configuration
from monitor.domain.chronicle import Chronicle
from monitor.domain.fulfilment import Fulfilment, Stage, Use, fulfilments
from monitor.domain.notice import Notice, class_of
from monitor.domain.occasion import occasion
from monitor.domain.recurrence import Occurrence
from monitor.domain.window import Rule, Status, WindowSpec

Json = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One window, or one occurrence, and what came of it; ``uses`` are empty where nobody looked."""

    id: str
    version: str
    revision: Revision
    starts: datetime
    ends: datetime
    stage: Stage
    notice: Notice
    occurrence: str | None = None  # of a series: the one that the times are of
    extended_late: timedelta = timedelta(0)
    uses: tuple[Use, ...] = ()


def observed(found: Fulfilment, book: Book, window_id: str) -> Shown:
    """What is shown of a window that was looked up in the ledger; ``window_id`` may be its series."""
    return Shown(
        id=window_id,
        version=book.version(window_id) or "",
        revision=found.revision,
        starts=found.starts,
        ends=found.ends,
        stage=found.stage,
        notice=found.notice,
        occurrence=found.window_id if found.window_id != window_id else None,
        extended_late=found.extended_late,
        uses=found.uses,
    )


def announced(book: Book, window_id: str, configuration: Configuration, at: datetime) -> Shown | None:
    """What is shown of a window by its words alone, without a look into the ledger."""
    spec = book.current(window_id)
    if spec is None:
        return None
    one, series_id = occasion(spec, at), window_id.partition("@")[0]
    part = Book(chains={name: chain for name, chain in book.chains.items() if name.partition("@")[0] == series_id})
    nothing = Chronicle(since=one.starts, until=one.starts, timelines={}, incidents=(), book=part)
    minimum, until = configuration.settings.notice_minimum, one.ends
    read = fulfilments(nothing, configuration.catalogue, at, notice_minimum=minimum, until=until)
    found = next((told for told in read if told.window_id == one.id), None)
    if found is not None:
        return replace(observed(found, book, window_id), uses=())
    return _never_announced(book, window_id, one, minimum)


def _never_announced(book: Book, window_id: str, one: Occurrence, minimum: timedelta) -> Shown:
    """A window that was withdrawn with its first word: no list has it."""
    chain = book.chains.get(window_id) or book.chains[window_id.partition("@")[0]]
    revision = chain[-1]
    return Shown(
        id=window_id,
        version=book.version(window_id) or "",
        revision=revision,
        starts=one.starts,
        ends=one.ends,
        stage=Stage.VOID if revision.spec.status is Status.VOID else Stage.CANCELLED,
        notice=class_of(
            one.starts, one.ends, declared_at=revision.declared_at, known_at=chain[0].known_at, minimum=minimum
        ),
        occurrence=one.id if one.id != window_id else None,
    )


def window(shown: Shown, catalogue: Catalogue) -> Json:
    """One window of a list."""
    revision, spec = shown.revision, shown.revision.spec
    zone = ZoneInfo(spec.timezone)
    return {
        "id": shown.id,
        "version": shown.version,
        "platform": spec.platform,
        "services": covered(spec, catalogue),
        "starts": instant(shown.starts),
        "ends": instant(shown.ends),
        "timezone": spec.timezone,
        "starts_local": local(shown.starts, zone),
        "ends_local": local(shown.ends, zone),
        "occurrence": shown.occurrence,
        "impact": spec.impact.value,
        "service_impact": {f"{spec.platform}/{name}": impact.value for name, impact in spec.impacts},
        "status": spec.status.value,
        "stage": shown.stage.value,
        "notice": shown.notice.value,
        "declared_at": instant(revision.declared_at),
        "known_at": instant(revision.known_at),
        "by": revision.by,
        "why": revision.why,
        "origin": revision.origin,
        "source": {"url": spec.source_url, "text": spec.source_text},
        "recurring": _recurring(spec.rule),
        "uses": [_use(use) for use in shown.uses],
        "extended_late_seconds": shown.extended_late.total_seconds(),
    }


def covered(spec: WindowSpec, catalogue: Catalogue) -> list[str]:
    """The services that the window names, in the order of the files."""
    platform = catalogue.by_platform.get(spec.platform)
    services = platform.services if platform else ()
    return [service.id for service in services if spec.scope.covers(service.name_part, service.labels)]


def revisions(
    book: Book, window_id: str, written: Callable[[WindowSpec], Mapping[str, object]]
) -> Iterable[Mapping[str, object]]:
    """Every revision of a window; those of its series, too, of an occurrence that was never revised alone."""
    chain = book.chains.get(window_id) or book.chains[window_id.partition("@")[0]]
    for revision in chain:
        yield {
            "window_id": revision.window_id,
            "number": revision.number,
            "known_at": instant(revision.known_at),
            "declared_at": instant(revision.declared_at),
            "by": revision.by,
            "why": revision.why,
            "origin": revision.origin,
            "window": dict(written(revision.spec)),
        }


def _recurring(rule: Rule | None) -> Json | None:
    if rule is None:
        return None
    return {
        "rrule": rule.rrule,
        "until": day_or_time(rule.until) if rule.until else None,
        "exdates": [day_or_time(exdate) for exdate in rule.exdates],
    }


def _use(use: Use) -> Json:
    return {
        "service": use.service_id,
        "impact": use.impact.value,
        "planned_seconds": use.planned_seconds,
        "overrun_seconds": use.overrun_seconds,
        "carried_seconds": use.carried_seconds,
        "start_slip_seconds": seconds(use.start_slip),
        "end_slip_seconds": seconds(use.end_slip),
        "early_start_seconds": seconds(use.early_start),
    }


def occurrence(one: Occurrence) -> Json:
    """One occurrence of a preview."""
    return {"id": one.id, "starts": instant(one.starts), "ends": instant(one.ends)}
