"""How the tests of points and spans write them: ``2025-12-05T22:00/2025-12-06T06:00``, ``?`` for an end not told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from monitor.domain.announcement.aside import CONTEXTS, SetAside, set_aside
from monitor.domain.announcement.choice import Choice, choose
from monitor.domain.announcement.clock import find_clocks, find_lengths
from monitor.domain.announcement.cues import find_cues
from monitor.domain.announcement.dates import Reference, find_dates, settle
from monitor.domain.announcement.draft import Wall
from monitor.domain.announcement.folding import Folded, fold
from monitor.domain.announcement.intervals import Interval, intervals
from monitor.domain.announcement.mention import Cue, LengthMention
from monitor.domain.announcement.points import Point, points
from monitor.domain.announcement.sentences import Sentence, sentences
from monitor.domain.announcement.series import spread

MONDAY = date(2025, 12, 1)
"""The day on which the texts of these tests were published; the fifth is a Friday."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One text, read as far as its spans."""

    folded: Folded
    sentences: tuple[Sentence, ...]
    cues: tuple[Cue, ...]
    lengths: tuple[LengthMention, ...]
    points: tuple[Point, ...]
    kept: tuple[Point, ...]
    aside: tuple[SetAside, ...]
    loose: tuple[Interval, ...]
    found: tuple[Interval, ...]

    @property
    def choice(self) -> Choice:
        """The spans that are the work's."""
        return choose(self.found, self.sentences, self.cues)


def reading(text: str, *without: str, country: str = "GB") -> Reading:
    """The text by the scanners that a reader runs, in the same order."""
    folded, off = fold(text), frozenset(without)
    parts, cues = sentences(folded), find_cues(folded)
    days = settle(find_dates(folded), Reference(MONDAY, country), folded)
    every = points(folded, parts, days, find_clocks(folded), off)
    kept, aside = set_aside(folded, parts, every, cues, off)
    loose = intervals(kept, [one.point for one in aside if one.rule in CONTEXTS])
    return Reading(
        folded=folded, sentences=parts, cues=cues, lengths=find_lengths(folded), points=every, kept=kept, aside=aside,
        loose=loose, found=spread(folded, loose),
    )  # fmt: skip


def at(wall: Wall | None) -> str:
    """A wall time in short: ``05T22:00``, the day of December 2025; in another month the whole of it."""
    if wall is None:
        return "?"
    return wall.iso.removeprefix("2025-12-")


def shown(found: Sequence[Interval]) -> list[str]:
    """Spans in short."""
    return [f"{at(one.starts)}/{at(one.ends)}" for one in found]


def loose(text: str, *without: str) -> list[str]:
    """The spans of a text before days and hours are spread over one another."""
    return shown(reading(text, *without).loose)


def spans(text: str, *without: str) -> list[str]:
    """The spans of a text."""
    return shown(reading(text, *without).found)


def windows(text: str) -> list[str]:
    """The spans that are the work's, in the order of their worth."""
    return shown(reading(text).choice.windows)


def roles(text: str, *without: str) -> list[str]:
    """The roles of the points of a text, each behind the words of the point."""
    found = reading(text, *without)
    return [f"{found.folded.evidence(one.span).text}={one.role.value}" for one in found.points]
