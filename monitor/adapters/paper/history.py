"""Replays as one page that needs nothing beside itself: how each service went, and whether that was expected.

Drawn without script and without a style of any element's own, so that the strictest policy for content shows it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files

from markupsafe import Markup

from monitor.adapters.paper.courses import Course, courses, plans, told
from monitor.adapters.paper.history_words import WORDS
from monitor.adapters.paper.press import PRESS
from monitor.adapters.paper.reader import Reader, isolated, latin
from monitor.adapters.paper.texts import SIGNS
from monitor.domain.calendars import Language
from monitor.domain.incident import Incident
from monitor.domain.plan import Cover
from monitor.domain.report.words import word
from monitor.engine.expectation import Verified
from monitor.engine.replayed import Page, Replayed

_FOLDER = files("monitor.adapters.paper").joinpath("templates")
_STYLE = "".join(_FOLDER.joinpath(name).read_text(encoding="utf-8") for name in ("report.css", "history.css"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Firing:
    """An alert of a rule that was tried on the history; ``until`` is ``None`` where it still fires at the end."""

    name: str
    labels: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """One replay and what is said of it; ``firings`` is ``None`` where no rule was tried."""

    replayed: Replayed
    verified: tuple[Verified, ...]
    firings: tuple[Firing, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One replay as it is drawn, with the reader that knows its names and its zone."""

    history: History
    reader: Reader
    number: int
    courses: tuple[Course, ...]
    happenings: tuple[tuple[Incident, Page | None], ...]
    windows: tuple[tuple[str, Cover], ...]

    @property
    def title(self) -> str:
        """The scenario's title."""
        return self.reader.text(self.history.replayed.scenario.title)

    @property
    def held(self) -> int:
        """How many expectations hold."""
        return sum(one.ok for one in self.history.verified)

    def say(self, key: str, **values: str | int) -> Markup:
        """Words of this page, else of the report."""
        return told(self.reader, key, **values) if key in WORDS else self.reader.say(key, **values)


def draw_histories(histories: Sequence[History], language: Language) -> str:
    """All replays in one HTML page, in the order given; there is at least one."""
    sections = [_section(history, number, language) for number, history in enumerate(histories, 1)]
    return PRESS.get_template("history.html.j2").render(
        style=Markup(_STYLE),  # noqa: S704 - our own files
        sections=sections,
        say=sections[0].say,
        language=language,
        direction=sections[0].reader.direction,
        latin=latin,
        isolated=isolated,
        legend=[(state, word(state.value, language), sign) for state, sign in SIGNS.items()],
    )


def _section(history: History, number: int, language: Language) -> Section:
    scenario = history.replayed.scenario
    reader = Reader(language=language, timezone=scenario.settings.timezone, catalogue=scenario.catalogue)
    known = plans(history.replayed)
    return Section(
        history=history,
        reader=reader,
        number=number,
        courses=tuple(courses(history.replayed, known, reader)),
        happenings=tuple(_happenings(history.replayed)),
        windows=tuple(_windows(known)),
    )


def _happenings(replayed: Replayed) -> Iterator[tuple[Incident, Page | None]]:
    pages = {(page.service_id, page.starts): page for page in replayed.pages}
    for incident in replayed.incidents:
        at = incident.paged_at
        yield incident, pages.get((incident.service_id, at)) if at else None


def _windows(known: dict[str, tuple[Cover, ...]]) -> Iterator[tuple[str, Cover]]:
    """Each stretch that a window covers, once, with one of the services it covers."""
    seen: set[tuple[str, int, datetime]] = set()
    for service_id, covers in known.items():
        for cover in covers:
            key = (cover.window_id, cover.revision.number, cover.starts)
            if key not in seen:
                seen.add(key)
                yield service_id, cover
