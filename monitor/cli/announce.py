"""``marsad announce``: drafts of windows from the text of an announcement."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from monitor.adapters.manifest import notation
from monitor.app.deciding import DraftDoors, Settled
from monitor.app.reading import Announcements
from monitor.cli.announce_marks import explained
from monitor.cli.announce_yaml import file_of
from monitor.cli.gathered import gathered
from monitor.cli.options import FAILED, Json, document
from monitor.cli.places import Places
from monitor.cli.windows_desk import ORIGIN, Desk, holder, opened, refusals, refused
from monitor.cli.windows_flags import Words
from monitor.cli.windows_text import escaped
from monitor.domain.announcement.draft import Draft
from monitor.domain.book import Rules
from monitor.domain.draft_facts import draft_facts
from monitor.domain.drafting import published_day
from monitor.domain.proposal import Source

TextFile = Annotated[str, typer.Argument(metavar="FILE", help="A text in UTF-8, or - for standard input.")]
Published = Annotated[
    str | None,
    typer.Option("--published", help="The day (or instant) of publication, or `today`: settles missing years."),
]
Explain = Annotated[bool, typer.Option("--explain", help="Show the text with what was read marked in it.")]
Declare = Annotated[bool, typer.Option("--declare", help="Lay the drafts before a person: `marsad windows confirm`.")]
SourceUrl = Annotated[str, typer.Option("--source-url", help="Where the text was published.")]
By = Annotated[str | None, typer.Option("--by", help="Who lays them there; without it, you.")]
_STANDARD_INPUT = "-"
_TODAY = "today"
_NOTHING = "no maintenance is announced in it, as far as could be read"


@gathered
def announce(
    text_file: TextFile,
    places: Places,
    published: Published = None,
    source_url: SourceUrl = "",
    as_json: Json = False,
    explain: Explain = False,
    declare: Declare = False,
    by: By = None,
) -> None:
    """Read windows out of an announcement, as YAML for config/windows; exit 1 where none is announced."""
    with refusals():
        desk = opened(places, being_written=True)  # `> config/windows/x.yaml` made the file before us
        source = Source(
            text=_text(text_file),
            url=source_url,
            origin=ORIGIN,
            received_at=desk.clock.now(),
            published=_published(published, desk),
        )
        drafts = _read(desk, source)
        if declare and drafts:
            typer.echo(_declared(desk, places, drafts, source, by=Words(by=by).author, as_json=as_json))
        elif as_json:
            typer.echo(document({"drafts": [_facts(one) for one in drafts]}))
        elif explain:
            typer.echo(explained(source.text, drafts))
        elif drafts:
            settings = desk.configuration.settings
            rules = Rules(catalogue=desk.configuration.catalogue, longest_window=settings.longest_window)
            known = desk.configuration.windows
            typer.echo(file_of(drafts, source, rules=rules, timezone=settings.timezone, known=known), nl=False)
    if not drafts:
        if not as_json:
            typer.echo(f"marsad: {_NOTHING}", err=True)
        raise typer.Exit(FAILED)


def _text(name: str) -> str:
    try:
        content = sys.stdin.buffer.read() if name == _STANDARD_INPUT else Path(name).read_bytes()
        return content.decode("utf-8-sig")
    except OSError as error:
        raise refused(f"{name}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise refused(f"{name}: byte {error.start} is not UTF-8") from None


def _published(written: str | None, desk: Desk) -> date | datetime | None:
    """The day, or the instant where the time of day is given too."""
    zone = ZoneInfo(desk.configuration.settings.timezone)
    if written is None:
        return None
    if written == _TODAY:
        return desk.clock.now().astimezone(zone).date()
    try:
        given = notation.day_or_time(written)
    except ValueError as error:
        raise refused(f"--published: {written}: {error}") from None
    return given.replace(tzinfo=given.tzinfo or zone) if isinstance(given, datetime) else given


def _read(desk: Desk, source: Source) -> tuple[Draft, ...]:
    reader = Announcements(lambda: desk.configuration)
    return reader.read(source.text, published_day(source, desk.configuration.settings.timezone))


def _facts(draft: Draft) -> dict[str, object]:
    facts = draft_facts(draft)
    facts["duration"] = facts.pop("duration_seconds")
    return facts


def _declared(desk: Desk, places: Places, drafts: tuple[Draft, ...], source: Source, *, by: str, as_json: bool) -> str:
    url = places.storage_url or desk.configuration.settings.storage_url
    doors = DraftDoors(desk.doors, desk.configuration, url, desk.clock.now)
    settled = doors.receive(drafts, source, by=by, holder=holder())
    if as_json:
        rows = [{"id": one.draft_id, "on_disk": one.on_disk, "through": one.through} for one in settled]
        return document({"drafts": rows})
    return escaped(
        [_sentence(one) for one in settled] or ["nothing waits: the windows, or a decision made before, say so already"]
    )


def _sentence(one: Settled) -> str:
    return f"{one.draft_id}: waits and covers nothing until `marsad windows confirm {one.draft_id}`"
