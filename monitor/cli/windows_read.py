"""The verbs of ``marsad windows`` that read: what is coming, what became of one window, what a new one would cover."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import typer

from monitor.app.doors import Demand
from monitor.cli.gathered import gathered
from monitor.cli.options import Json, document
from monitor.cli.places import Places
from monitor.cli.windows_change import Id, describe
from monitor.cli.windows_desk import ORIGIN, Desk, opened, reading, refusals, refused
from monitor.cli.windows_facts import occurrence, revision_facts, window
from monitor.cli.windows_flags import WindowFlags, WindowId, Words
from monitor.cli.windows_quick import AHEAD, BEHIND
from monitor.cli.windows_text import columns, escaped, head, moment, observed, told
from monitor.domain.book import Author, Book, Revision
from monitor.domain.catalogue import Catalogue
from monitor.domain.caution import cautions
from monitor.domain.change import Verb
from monitor.domain.fulfilment import Fulfilment, Stage
from monitor.domain.occasion import coming_occurrences
from monitor.domain.recurrence import span
from monitor.domain.window import WindowSpec

_SHOWN_AHEAD = 10
_AHEAD_OF_IT = frozenset({Stage.UPCOMING, Stage.EARLY})


@gathered
def show(window_id: WindowId, places: Places, as_json: Json = False) -> None:
    """Show one window, or occurrence: all revisions, and what was observed."""
    with refusals():
        desk = reading(places)
        book = desk.shelf.book()
        present = book.current(window_id)
        if present is None:
            raise refused(f"{window_id}: no window has this id")
        found = _fulfilled(desk, book, window_id, present)
        chains = _chains(book, window_id)
        typer.echo(_shown_facts(window_id, book, found, chains) if as_json else _shown(window_id, found, chains))


def _chains(book: Book, window_id: str) -> list[tuple[Revision, ...]]:
    """The revisions of a window; of an occurrence its series' and its own."""
    names = dict.fromkeys((window_id.partition("@")[0], window_id))
    return [book.chains[name] for name in names if name in book.chains]


def _fulfilled(desk: Desk, book: Book, window_id: str, present: WindowSpec) -> list[Fulfilment]:
    """The window itself, or of a series the occurrences of a list."""
    now = desk.clock.now()
    if present.rule is not None:
        bounds = (now - AHEAD, now + AHEAD)
    else:
        spans = [span(one.spec, one.spec.starts) for one in book.chains.get(window_id, ()) if one.spec.rule is None]
        spans.append(span(present, present.starts))
        bounds = (min(starts for starts, _ in spans) - BEHIND, max(now, *(ends for _, ends in spans)) + BEHIND)
    found = desk.shelf.fulfilments(*bounds, present.platform)
    return sorted(
        (one for one in found if window_id in (one.window_id, one.window_id.partition("@")[0])),
        key=lambda one: one.starts,
    )


def _shown(window_id: str, found: Sequence[Fulfilment], chains: Iterable[tuple[Revision, ...]]) -> str:
    lines = [window_id] if not found else []
    for one in found:
        lines += [*head(one), *_source(one.revision)]
        lines += ["", "  observed", *(f"    {line}" for line in observed(one))] if one.stage not in _AHEAD_OF_IT else []
        lines += [""]
    for chain in chains:
        lines += [f"  revisions of {chain[0].window_id}"]
        before: dict[str, object] = {}
        for revision in chain:
            after = dict(describe(revision))
            lines += [f"    {line}" for line in told(revision, before, after)]
            before = after
    return escaped(lines)


def _source(revision: Revision) -> list[str]:
    spec = revision.spec
    said = " ".join(text for text in (spec.source_url, spec.source_text.strip()) if text)
    return [f"  source: {said}"] if said else []


def _shown_facts(
    window_id: str, book: Book, found: Sequence[Fulfilment], chains: Iterable[tuple[Revision, ...]]
) -> str:
    revisions = [revision_facts(one, describe(one)) for chain in chains for one in chain]
    facts = [window(one, book) for one in found]
    alone = facts[0] if len(facts) == 1 and found[0].window_id == window_id else None
    shown = alone or {"id": window_id, "version": book.version(window_id), "occurrences": facts}
    return document({**shown, "revisions": revisions})


@gathered
def preview(window_id: Id, window: WindowFlags, words: Words, places: Places, as_json: Json = False) -> None:
    """Say which services a window would cover and when; nothing is written."""
    with refusals():
        desk = opened(places)
        author = Author(by=words.author, why=words.reason, origin=ORIGIN)
        keys = {"id": window_id, **window.keys()}
        demand = Demand(verb=Verb.DECLARE, window_id=window_id, author=author, keys=keys)
        spec = desk.doors.asked(demand, Book()).spec
        assert spec is not None
        _, revision = desk.doors.foreseen(demand, desk.shelf.book())
    now = desk.clock.now()
    services = _covered(desk.configuration.catalogue, spec)
    coming = [one for one in coming_occurrences(spec, now, _SHOWN_AHEAD) if one.ends > now]
    minimum = desk.configuration.settings.notice_minimum
    announced_at = revision.declared_at if revision is not None else spec.declared_at or now
    warnings = [*cautions(spec, declared_at=announced_at, known_at=now, notice_minimum=minimum)]
    if as_json:
        facts = {"services": services, "occurrences": [occurrence(one) for one in coming], "warnings": warnings}
        typer.echo(document(facts))
        return
    for warning in warnings:
        typer.echo(f"warning: {warning}", err=True)
    rows = [row for one in coming for row in _edges(one.id, one.starts, one.ends, spec.timezone)]
    number = "1 service" if len(services) == 1 else f"{len(services)} services"
    lines = [f"{window_id} would cover {number} of {spec.platform}:", *(f"  {s}" for s in services)]
    lines += ["", *columns(rows)] if rows else ["", "nothing of it is to come"]
    typer.echo(escaped(lines))


def _covered(catalogue: Catalogue, spec: WindowSpec) -> list[str]:
    services = catalogue.by_platform[spec.platform].services
    return [service.id for service in services if spec.scope.covers(service.name_part, service.labels)]


def _edges(name: str, starts: datetime, ends: datetime, timezone: str) -> list[tuple[str, ...]]:
    return [(name, "starts", *moment(starts, timezone)), ("", "ends", *moment(ends, timezone))]
