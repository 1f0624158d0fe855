"""Windows from a calendar file, and all windows as one."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from monitor.adapters import ical, manifest
from monitor.adapters.ical import CalendarMapping
from monitor.app.doors import Demand
from monitor.cli.gathered import gathered
from monitor.cli.options import REFUSED
from monitor.cli.places import Places
from monitor.cli.windows_desk import ORIGIN, Desk, holder, opened, reading, refusals, refused
from monitor.cli.windows_flags import DryRun, ScopeFlags, Words
from monitor.cli.windows_text import escaped
from monitor.domain.book import Author, Book
from monitor.domain.change import Verb
from monitor.domain.errors import Problem, Severity, WindowRefusedError
from monitor.domain.window import WindowSpec

Calendar = Annotated[str, typer.Argument(metavar="FILE", help="An iCalendar file, or - for standard input.")]
Out = Annotated[Path | None, typer.Option("--out", help="Write there instead of to standard output.")]
Own = Annotated[bool, typer.Option("--own", help="`export` made it: what it says of platform and services counts.")]
_STANDARD_INPUT = "-"
_NOWHERE = {"platform": "not-said", "services": "all", "id": "calendar", "starts": "2000-01-01T00:00", "duration": "1h"}
# What a key means that is not written down: a revision has to say so where the former said something else.
_UNDERSTOOD: Mapping[str, object] = {
    "exclude": [],
    "fold": None,
    "impact": "outage",
    "service_impact": {},
    "recovery": "0s",
    "early_start_tolerance": "0s",
    "long": False,
    "source": {},
    "rrule": None,
    "until": None,
    "exdates": [],
}


@gathered
def import_calendar(
    calendar: Calendar, scope: ScopeFlags, words: Words, places: Places, own: Own = False, dry_run: DryRun = False
) -> None:
    """Enter the events of a calendar as windows; what the ledger has already is not entered again."""
    if scope.platform is None and not own:
        raise refused("--platform: whose windows are these?")
    with refusals():
        desk = opened(places)
        specs, problems = ical.read(_content(calendar), _mapping(desk, scope, own=own), _name(calendar))
        for problem in problems:
            typer.echo(escaped([str(problem)]), err=True)
        author = Author(by=words.author, why=words.reason or f"imported from {_name(calendar)}", origin=ORIGIN)
        refused_ones = _enter(desk, specs, author, dry_run=dry_run)
    if refused_ones or _prevents(problems):
        raise typer.Exit(REFUSED)


@gathered
def export(places: Places, out: Out = None) -> None:
    """Write every window as a calendar (iCalendar) that others can subscribe to, and `import` takes back."""
    with refusals():
        desk = reading(places)
        content = ical.write(desk.shelf.book(), desk.configuration.catalogue, desk.clock.now())
    if out is None:
        typer.echo(content, nl=False)
        return
    try:
        out.write_bytes(content)
    except OSError as error:
        raise refused(f"--out: {out}: {error.strerror}") from None


def _enter(desk: Desk, specs: Sequence[WindowSpec], author: Author, *, dry_run: bool) -> int:
    """Bring each window in; how many were refused. One that is refused keeps no other from coming in."""
    book, number = desk.shelf.book(), 0
    for spec in specs:
        demand = _demand(book, spec, author)
        try:
            said = "as it is" if demand is None else _entered(desk, demand, book, dry_run=dry_run)
            if demand is not None:
                book = desk.doors.foreseen(demand, book)[0]
        except WindowRefusedError as refusal:
            number += 1
            typer.echo(escaped([f"marsad: {refusal}"]), err=True)
        else:
            typer.echo(escaped([f"{spec.id}: {said}"]))
    return number


def _entered(desk: Desk, demand: Demand, book: Book, *, dry_run: bool) -> str:
    word = "new" if demand.verb is Verb.DECLARE else "cancelled" if demand.verb is Verb.CANCEL else "changed"
    if dry_run:
        desk.doors.foreseen(demand, book)
        return f"would be {word}"
    done = desk.doors.change(demand, holder=holder())
    return f"{word}, version {done.version}"


def _demand(book: Book, spec: WindowSpec, author: Author) -> Demand | None:
    """What brings the window in; ``None`` where some revision says just this, be it that a later one says otherwise."""
    present = book.current(spec.id)
    if present is None:
        return Demand(verb=Verb.DECLARE, window_id=spec.id, author=author, keys=manifest.written(spec))
    if spec == present or any(revision.spec == spec for revision in book.chains.get(spec.id, ())):
        return None
    if spec.withdrawn:
        return None if present.withdrawn else Demand(verb=Verb.CANCEL, window_id=spec.id, author=author)
    return Demand(verb=Verb.REVISE, window_id=spec.id, author=author, keys=dict(_changes(present, spec)))


def _changes(present: WindowSpec, spec: WindowSpec) -> Iterator[tuple[str, object]]:
    before, after = manifest.written(present), manifest.written(spec)
    for key in dict.fromkeys((*before, *after)):
        if before.get(key) == after.get(key):
            continue
        if key in after:
            yield key, after[key]
        elif key in _UNDERSTOOD:
            yield key, _UNDERSTOOD[key]


def _mapping(desk: Desk, scope: ScopeFlags, *, own: bool) -> CalendarMapping:
    """How events become windows, read by the door that reads windows, so that scopes have one notation."""
    keys = {**_NOWHERE, **scope.keys()}
    settings = desk.configuration.settings
    spec = manifest.declaration(json.dumps(keys), "command line", desk.configuration.catalogue, settings.timezone)
    return CalendarMapping(
        platform=spec.platform,
        scope=spec.scope,
        timezone=spec.timezone,
        impact=spec.impact,
        recovery=spec.recovery,
        long=spec.long,
        own=own,
    )


def _content(calendar: str) -> bytes:
    try:
        if calendar == _STANDARD_INPUT:
            return sys.stdin.buffer.read(ical.LARGEST_BYTES + 1)
        with Path(calendar).open("rb") as file:
            return file.read(ical.LARGEST_BYTES + 1)
    except OSError as error:
        raise refused(f"{calendar}: {error.strerror}") from None


def _name(calendar: str) -> str:
    return "standard input" if calendar == _STANDARD_INPUT else Path(calendar).name


def _prevents(problems: Sequence[Problem]) -> bool:
    return any(problem.severity is Severity.ERROR for problem in problems)
