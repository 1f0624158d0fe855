"""The page for people: which state each service is in and since when, and which maintenance is announced.

Drawn on the server, no script. Wording is ``texts``, calendars are ``domain.moments``, what a row says is ``rows``.
Every value that is put in is made printable, escaped and isolated, whether it comes from a file or from a feed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from importlib.resources import files
from itertools import groupby

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from monitor.adapters.server.rows import Reader, Section, section_of, source_notes, window_rows
from monitor.adapters.server.texts import LANGUAGES, TEXTS, Language
from monitor.domain.explanation import Story
from monitor.domain.moments import moment
from monitor.domain.printable import printable
from monitor.domain.verdict import State
from monitor.engine.view import FleetView, ServiceView

__all__ = ["ICON", "LANGUAGES", "STYLESHEET", "draw", "draw_story"]

STYLESHEET = files("monitor.adapters.server").joinpath("templates/marsad.css").read_text(encoding="utf-8")

ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" fill="none" stroke="#0b6b53" stroke-width="3">'
    '<path d="M3 16c4-7 8-10 13-10s9 3 13 10c-4 7-8 10-13 10S7 23 3 16Z"/><circle cx="16" cy="16" r="4"/></svg>'
)


def _finalize(value: object) -> object:
    # Markup is our own wording, whose values went through `phrase`; all else may come from outside.
    return value if isinstance(value, Markup) else printable(str(value))


_ENVIRONMENT = Environment(
    loader=PackageLoader("monitor.adapters.server"),
    autoescape=True,
    finalize=_finalize,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def draw(fleet: FleetView, language: Language, now: datetime, *, renews: bool = False) -> str:
    """The whole page in one language, as of ``now``; it renews itself only for who wishes so.

    A page that starts anew every half minute cannot be read with a screen reader (WCAG 2.2.1).
    """
    reader = Reader(language=language, now=now, location=fleet.location, grace=fleet.grace)
    updated = None if fleet.updated_at is None else moment(fleet.updated_at, fleet.timezone, language)
    return _ENVIRONMENT.get_template("page.html.j2").render(
        texts=TEXTS[language],
        language=language,
        other_language=next(other for other in LANGUAGES if other != language),
        direction="rtl" if language == "ar" else "ltr",
        reader=reader,
        fleet=fleet,
        updated=updated,
        zone=reader.zone(fleet.timezone),
        summary=_summary(fleet.services),
        sections=_sections(fleet.services, reader),
        windows=window_rows(fleet.services, reader),
        renews=renews,
        sources=source_notes(fleet.sources, reader),
    )


def draw_story(story: Story, language: Language) -> str:
    """Why a service is in its state. The frame is in the reader's language, the story itself in English."""
    return _ENVIRONMENT.get_template("explain.html.j2").render(
        texts=TEXTS[language],
        language=language,
        other_language=next(other for other in LANGUAGES if other != language),
        direction="rtl" if language == "ar" else "ltr",
        story=story,
        headline=story.headline.ar if language == "ar" else story.headline.en,
    )


def _summary(services: Sequence[ServiceView]) -> list[tuple[State, int]]:
    counts = Counter(view.state for view in services)
    return [(state, counts[state]) for state in State if counts[state]]


def _sections(services: Sequence[ServiceView], reader: Reader) -> list[Section]:
    by_platform = groupby(services, key=lambda view: view.platform.id)
    return [section_of(list(views), reader) for _, views in by_platform]
