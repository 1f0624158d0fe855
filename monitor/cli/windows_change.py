"""The verbs of ``marsad windows`` that change something, each through the running monitor or on the ledger itself."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Annotated

import typer

from monitor.adapters import manifest
from monitor.app.doors import Demand, Done
from monitor.cli.gathered import gathered
from monitor.cli.options import Json, document
from monitor.cli.places import Places
from monitor.cli.windows_desk import ORIGIN, Desk, holder, opened, refusals, refused
from monitor.cli.windows_facts import revision_facts
from monitor.cli.windows_flags import DryRun, Version, WindowFlags, WindowId, Words
from monitor.cli.windows_text import escaped, told
from monitor.domain.book import Author, Revision
from monitor.domain.caution import cautions
from monitor.domain.change import Verb
from monitor.domain.errors import WindowRefusedError
from monitor.domain.occasion import first_span
from monitor.domain.window import Status, WindowSpec

Id = Annotated[str, typer.Option("--id", help="What it is called from now on.")]
Ends = Annotated[str | None, typer.Option("--ends", help="The new end: local wall time, or an instant with Z.")]
Length = Annotated[str | None, typer.Option("--duration", help="The new length from its start: 2h30m.")]
_DONE = {
    Verb.DECLARE: "declared",
    Verb.REVISE: "revised",
    Verb.END: "ended",
    Verb.CANCEL: "cancelled",
    Verb.VOID: "marked as void",
}
_WARNED_OF = frozenset({Verb.DECLARE, Verb.REVISE})


@gathered
def declare(
    window_id: Id, window: WindowFlags, words: Words, places: Places, dry_run: DryRun = False, as_json: Json = False
) -> None:
    """Enter a new window; entering the same one again changes nothing."""
    demand = _demand(Verb.DECLARE, window_id, words, {"id": window_id, **window.keys()})
    _carry_out(demand, places, dry_run=dry_run, as_json=as_json)


@gathered
def revise(
    window_id: WindowId,
    window: WindowFlags,
    words: Words,
    places: Places,
    if_version: Version = None,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Move a window, or change anything else of it."""
    keys = window.keys()
    if not keys:
        raise refused(f"{window_id}: say what changes")
    _carry_out(_demand(Verb.REVISE, window_id, words, keys, if_version), places, dry_run=dry_run, as_json=as_json)


@gathered
def extend(
    window_id: WindowId,
    words: Words,
    places: Places,
    ends: Ends = None,
    duration: Length = None,
    if_version: Version = None,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Give a window a later end; `revise` gives it any other."""
    keys = {key: text for key, text in (("ends", ends), ("duration", duration)) if text is not None}
    if len(keys) != 1:
        raise refused(f"{window_id}: say --ends or --duration, one of them")
    demand = _demand(Verb.REVISE, window_id, words, keys, if_version)
    _carry_out(demand, places, dry_run=dry_run, as_json=as_json, only_later=True)


@gathered
def end(
    window_id: WindowId,
    words: Words,
    places: Places,
    if_version: Version = None,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """End a running window now; before its start that is a cancellation, of a recurring one the running occurrence."""
    _carry_out(_demand(Verb.END, window_id, words, {}, if_version), places, dry_run=dry_run, as_json=as_json)


@gathered
def cancel(
    window_id: WindowId,
    words: Words,
    places: Places,
    if_version: Version = None,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Withdraw a window that is not over; it cannot be revised afterwards."""
    _carry_out(_demand(Verb.CANCEL, window_id, words, {}, if_version), places, dry_run=dry_run, as_json=as_json)


@gathered
def void(
    window_id: WindowId,
    words: Words,
    places: Places,
    if_version: Version = None,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Say that a declaration was a mistake, at any time; what was classified by it stays so, and reports say it."""
    _carry_out(_demand(Verb.VOID, window_id, words, {}, if_version), places, dry_run=dry_run, as_json=as_json)


def _demand(verb: Verb, window_id: str, words: Words, keys: Mapping[str, object], version: str | None = None) -> Demand:
    author = Author(by=words.author, why=words.reason, origin=ORIGIN)
    return Demand(verb=verb, window_id=window_id, author=author, keys=keys, version=version)


def _carry_out(demand: Demand, places: Places, *, dry_run: bool, as_json: bool, only_later: bool = False) -> None:
    with refusals():
        desk = opened(places)
        _look_ahead(desk, demand, only_later=only_later)
        if dry_run:
            typer.echo(_foreseen(desk, demand, as_json=as_json))
            return
        done = desk.doors.change(demand, holder=holder())
    typer.echo(document(_facts(done)) if as_json else escaped([_sentence(done, demand.verb)]))


def _look_ahead(desk: Desk, demand: Demand, *, only_later: bool) -> None:
    """Warn of what will be taken all the same; what will be refused is for the door to say, which also keeps a log."""
    book = desk.shelf.book()
    with suppress(WindowRefusedError):
        _, revision = desk.doors.foreseen(demand, book)
        if revision is not None and only_later:
            _refuse_unless_later(book.current(revision.window_id), revision.spec)
        if revision is not None and demand.verb in _WARNED_OF:
            _warn(revision, desk.configuration.settings.notice_minimum)


def _refuse_unless_later(former: WindowSpec | None, spec: WindowSpec) -> None:
    """A mistyped date would end a running window and send its page at once."""
    if former is not None and first_span(spec)[1] <= first_span(former)[1]:
        raise refused(f"{spec.id}: that is no later than its present end; `revise` shortens it, `end` ends it now")


def _warn(revision: Revision, minimum: timedelta) -> None:
    told_of = cautions(
        revision.spec, declared_at=revision.declared_at, known_at=revision.known_at, notice_minimum=minimum
    )
    for caution in told_of:
        typer.echo(f"warning: {caution}", err=True)


def _foreseen(desk: Desk, demand: Demand, *, as_json: bool) -> str:
    book = desk.shelf.book()
    _, revision = desk.doors.foreseen(demand, book)
    if as_json:
        facts = revision_facts(revision, manifest.written(revision.spec)) if revision else None
        return document({"dry_run": True, "revision": facts})
    if revision is None:
        present = book.current(demand.window_id)
        stands = _stands(present.status if present else None, demand.verb)
        return escaped([f"{demand.window_id}: {stands}; nothing would change"])
    before = book.current(revision.window_id)
    lines = told(revision, manifest.written(before) if before else {}, manifest.written(revision.spec))
    return escaped([f"{revision.window_id}: nothing is written; this revision would be:", *lines])


def _sentence(done: Done, verb: Verb) -> str:
    if not done.is_new:
        return f"{done.window_id}: {_stands(done.status, verb)}; nothing changed"
    way = "on the ledger" if done.through == "ledger" else f"by the monitor at {done.through}"
    later = "" if done.on_disk else "; it is in force, and will be on disk once the ledger takes it"
    did = "cancelled, for it had not begun," if (verb, done.status) == (Verb.END, Status.CANCELLED) else _DONE[verb]
    return f"{done.window_id}: {did} {way}, version {done.version}{later}"


def _stands(status: str | None, verb: Verb) -> str:
    """Why a change says nothing new; a tombstone is not taken for the window that was declared once more."""
    withdrawn = status in (Status.CANCELLED, Status.VOID)
    return (
        f"it was declared so, and is {status}" if withdrawn and verb is Verb.DECLARE else "the window says so already"
    )


def _facts(done: Done) -> dict[str, object]:
    return {
        "id": done.window_id,
        "version": done.version,
        "status": done.status,
        "changed": done.is_new,
        "on_disk": done.on_disk,
        "through": done.through,
    }


def describe(revision: Revision) -> Mapping[str, object]:
    """What a revision says, in the keys of our files, without the id that it is known by."""
    return {key: value for key, value in manifest.written(revision.spec).items() if key != "id"}
