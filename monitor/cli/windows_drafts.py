"""``marsad windows drafts``, ``confirm`` and ``reject``: what announcements propose, and a person's decision on it."""

from __future__ import annotations

from typing import Annotated

import typer

from monitor.adapters import manifest
from monitor.app.deciding import DraftDoors, Settled, Wish
from monitor.cli.drafts_text import told_draft
from monitor.cli.gathered import gathered
from monitor.cli.options import Json, document
from monitor.cli.places import Places
from monitor.cli.windows_desk import Desk, holder, opened, reading, refusals
from monitor.cli.windows_facts import revision_facts
from monitor.cli.windows_flags import DryRun, WindowFlags, Words
from monitor.cli.windows_text import escaped, told
from monitor.domain.approval import Outcome
from monitor.domain.book import Book
from monitor.domain.draft_facts import proposal_facts, proposed
from monitor.domain.proposal import Proposal

Everyone = Annotated[bool, typer.Option("--all", help="Decided ones too, as long as the ledger keeps them.")]
DraftId = Annotated[str, typer.Argument(metavar="ID", help="A draft, as `drafts` says it.")]


@gathered
def drafts(places: Places, everything: Everyone = False, as_json: Json = False) -> None:
    """List what announcements propose, and nobody has decided; it covers nothing."""
    with refusals():
        desk = reading(places)
        doors, book = _doors(desk, places), desk.shelf.book()
        found = [one for one in doors.known() if everything or one.is_waiting]
        if as_json:
            typer.echo(document({"drafts": [_facts(desk, doors, one, book) for one in found]}))
            return
        blocks = [escaped(_told(desk, doors, one, book)) for one in found]
    typer.echo("\n\n".join(blocks) or "no drafts", err=not found)


@gathered
def confirm(
    draft_id: DraftId,
    window: WindowFlags,
    words: Words,
    places: Places,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Enter what a draft proposes; flags say what the text leaves open, or has wrong."""
    wish = Wish(draft_id=draft_id, by=words.author, why=words.reason, keys=window.keys())
    with refusals():
        desk = opened(places)
        doors = _doors(desk, places)
        if dry_run:
            book = desk.shelf.book()
            typer.echo(_foreseen(doors.foreseen(wish, book), book, as_json=as_json))
            return
        settled = doors.confirm(wish, holder=holder())
    for warning in settled.warnings:
        typer.echo(escaped([f"warning: {warning}"]), err=True)
    what = f"confirmed {_way(settled)} as {', '.join(settled.windows)}" if settled.windows else _let_go(settled)
    typer.echo(document(_outcome(settled, "confirmed")) if as_json else _sentence(settled, what))


@gathered
def reject(draft_id: DraftId, words: Words, places: Places, as_json: Json = False) -> None:
    """Put a draft away; nothing is declared, and another outlet of the same event asks nobody again."""
    wish = Wish(draft_id=draft_id, by=words.author, why=words.reason)
    with refusals():
        settled = _doors(opened(places), places).reject(wish, holder=holder())
    what = f"rejected {_way(settled)}"
    typer.echo(document(_outcome(settled, "rejected")) if as_json else _sentence(settled, what))


def _doors(desk: Desk, places: Places) -> DraftDoors:
    url = places.storage_url or desk.configuration.settings.storage_url
    return DraftDoors(desk.doors, desk.configuration, url, desk.clock.now)


def _facts(desk: Desk, doors: DraftDoors, one: Proposal, book: Book) -> dict[str, object]:
    timezone = desk.configuration.settings.timezone
    found = proposed(one, book, rules=doors.rules, timezone=timezone, written=manifest.written)
    return {**proposal_facts(one), "proposed": [facts for _, facts in found]}


def _told(desk: Desk, doors: DraftDoors, one: Proposal, book: Book) -> list[str]:
    timezone = desk.configuration.settings.timezone
    found = proposed(one, book, rules=doors.rules, timezone=timezone, written=manifest.written)
    return told_draft(one, tuple(found), timezone)


def _foreseen(outcome: Outcome, book: Book, *, as_json: bool) -> str:
    if as_json:
        entered = [revision_facts(revision, manifest.written(revision.spec)) for revision in outcome.revisions]
        return document({"dry_run": True, "revisions": entered, "warnings": list(outcome.warnings)})
    lines = [f"warning: {warning}" for warning in outcome.warnings]
    lines.append(f"{outcome.proposal.id}: nothing is written; this would be:")
    for revision in outcome.revisions:
        before = book.current(revision.window_id)
        lines.append(f"{revision.window_id}")
        lines += told(revision, manifest.written(before) if before else {}, manifest.written(revision.spec))
    return escaped(lines if outcome.revisions else [*lines, "no window changes"])


def _way(settled: Settled) -> str:
    return "on the ledger" if settled.through == "ledger" else f"by the monitor at {settled.through}"


def _let_go(settled: Settled) -> str:
    return f"confirmed {_way(settled)}; no window changes"


def _sentence(settled: Settled, what: str) -> str:
    later = "" if settled.on_disk else "; it is in force, and will be on disk once the ledger takes it"
    return escaped([f"{settled.draft_id}: {what}{later}"])


def _outcome(settled: Settled, decision: str) -> dict[str, object]:
    return {
        "id": settled.draft_id,
        "decision": decision,
        "windows": list(settled.windows),
        "warnings": list(settled.warnings),
        "on_disk": settled.on_disk,
        "through": settled.through,
    }
