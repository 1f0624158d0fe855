"""Windows as phrases: where the day stands, how the end is given, and what that leaves in doubt.

A frame is a template over the pieces of `notation`; nothing here knows platforms or sentences.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from tests.announcements.notation import (
    NEED_PUBLICATION,
    ClockForm,
    DayForm,
    Piece,
    write_clock,
    write_day,
    write_length,
)
from tests.announcements.vocabulary import Language, Months


class Ending(StrEnum):
    EXPLICIT = "explicit"  # a second day is named
    RANGE = "range"  # two clock times, one day
    NEXT_DAY = "next-day"  # "of the following day"
    LENGTH = "length"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notation:
    """How one announcement writes its window; ``frame`` counts round the phrases of its ending."""

    language: Language
    day: DayForm = DayForm.FULL
    months: Months = Months.GULF
    clock: ClockForm = ClockForm.TWELVE
    ending: Ending = Ending.EXPLICIT
    frame: int = 0
    words: bool = False  # lengths in words


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    starts: datetime
    ends: datetime
    published: date | None


# {c1} {c2} clock times, {d1} {d2} days (English: with "on"), {n1} {n2} days bare, {length}
FRAMES: dict[tuple[Language, Ending], tuple[str, ...]] = {
    ("ar", Ending.EXPLICIT): (
        "من {c1} {d1} حتى {c2} {d2}",
        "ابتداءً من {c1} {d1} ولغاية {c2} {d2}",
        "بين {c1} من {d1} و{c2} من {d2}",
        "اعتباراً من {d1} عند {c1} وحتى {d2} عند {c2}",
        "من {d1} {c1} إلى غاية {d2} {c2}",
    ),
    ("ar", Ending.RANGE): (
        "{d1} من {c1} وحتى {c2}",
        "{d1}، من {c1} إلى {c2}",
        "{d1} بين {c1} و{c2}",
        "{d1} ابتداءً من {c1} ولغاية {c2}",
        "من {c1} وحتى {c2} {d1}",
    ),
    ("ar", Ending.NEXT_DAY): (
        "من {c1} {d1} وحتى {c2} من اليوم التالي",
        "{d1} اعتباراً من {c1} ولغاية {c2} من اليوم التالي",
        "{d1} من {c1} إلى {c2} من اليوم الذي يليه",
    ),
    ("ar", Ending.LENGTH): (
        "لمدة {length} اعتباراً من {c1} {d1}",
        "{d1} ابتداءً من {c1} ولمدة {length}",
        "من {c1} {d1} لمدة {length}",
        "{d1} عند {c1} مدة {length}",
    ),
    ("en", Ending.EXPLICIT): (
        "from {c1} {d1} until {c2} {d2}",
        "from {n1}, {c1} to {n2}, {c2}",
        "between {c1} {d1} and {c2} {d2}",
        "starting {d1} at {c1} and ending {d2} at {c2}",
        "from {c1} {d1} through {c2} {d2}",
    ),
    ("en", Ending.RANGE): (
        "{d1} from {c1} to {c2}",
        "{d1} between {c1} and {c2}",
        "{d1}, {c1} - {c2}",
        "{d1} from {c1} until {c2}",
        "from {c1} to {c2} {d1}",
    ),
    ("en", Ending.NEXT_DAY): (
        "from {c1} {d1} until {c2} the next day",
        "{d1} from {c1} to {c2} the following day",
        "{d1} at {c1} until {c2} the day after",
    ),
    ("en", Ending.LENGTH): (
        "for {length} from {c1} {d1}",
        "{d1} at {c1} for {length}",
        "for {length} starting at {c1} {d1}",
        "for {length} {d1}, beginning at {c1}",
    ),
}
_OF_THE_SAME_DAY: dict[Language, str] = {"ar": "{c2} من اليوم نفسه", "en": "{c2} the same day"}
_OF_THE_NEXT_DAY: dict[Language, str] = {"ar": "{c2} من اليوم التالي", "en": "{c2} the next day"}


def fitting(ending: Ending, window: Window) -> Ending:
    """The ending itself if the window can be given by it, else the explicit one."""
    days = (window.ends.date() - window.starts.date()).days
    length = window.ends - window.starts
    wraps = days == 1 and window.ends.time() < window.starts.time()
    fits = {
        Ending.EXPLICIT: True,
        Ending.RANGE: days == 0 or wraps,
        Ending.NEXT_DAY: days == 1 and time(0) < window.ends.time() < time(12),
        Ending.LENGTH: length <= timedelta(days=1) and length % timedelta(minutes=30) == timedelta(0),
    }
    return ending if fits[ending] else Ending.EXPLICIT


def write_window(window: Window, notation: Notation) -> Piece:
    """The whole window in one phrase."""
    ending = fitting(notation.ending, window)
    frames = FRAMES[notation.language, ending]
    frame = frames[notation.frame % len(frames)]
    pieces = _pieces(window, notation)
    return Piece(_fill(frame, pieces, window, notation), doubt=_in_doubt(frame, ending, window, pieces))


def write_bounds(window: Window, notation: Notation) -> tuple[Piece, Piece]:
    """Begin and end apart, for sentences that have a verb for each."""
    pieces = _pieces(window, notation)
    days = (window.ends.date() - window.starts.date()).days
    ending = notation.ending if days < 2 else Ending.EXPLICIT
    second = "{c2} {d2}"
    if ending is not Ending.EXPLICIT:
        second = (_OF_THE_SAME_DAY, _OF_THE_NEXT_DAY)[days][notation.language]
    doubt = pieces["d1"].doubt or (pieces["c1"].doubt and days > 0)
    begin = Piece(_fill("{c1} {d1}", pieces, window, notation), doubt=doubt)
    late = pieces["c2"].doubt or (ending is Ending.EXPLICIT and pieces["d2"].doubt)
    return begin, Piece(_fill(second, pieces, window, notation), doubt=late)


def _pieces(window: Window, notation: Notation) -> dict[str, Piece]:
    language, form = notation.language, notation.day
    if window.published is None and form in NEED_PUBLICATION:
        form = DayForm.FULL

    def day(of: datetime) -> Piece:
        return write_day(of.date(), form, language, months=notation.months, published=window.published)

    return {
        "c1": write_clock(window.starts.time(), notation.clock, language),
        "c2": write_clock(window.ends.time(), notation.clock, language),
        "d1": day(window.starts),
        "d2": day(window.ends),
    }


def _fill(frame: str, pieces: dict[str, Piece], window: Window, notation: Notation) -> str:
    bare = {name: piece.text for name, piece in pieces.items()}
    if notation.language == "en":
        near = ("today", "tomorrow", "this ")
        on = {name: bare[name] if bare[name].startswith(near) else f"on {bare[name]}" for name in ("d1", "d2")}
    else:
        on = {}
    length = ""
    if "{length}" in frame:
        length = write_length(window.ends - window.starts, notation.language, words=notation.words)
    return frame.format(**bare | on, n1=bare["d1"], n2=bare["d2"], length=length)


def _in_doubt(frame: str, ending: Ending, window: Window, pieces: dict[str, Piece]) -> bool:
    days = pieces["d1"].doubt or (ending is Ending.EXPLICIT and pieces["d2"].doubt)
    if ending is not Ending.RANGE:
        # An end on the same day tells which midnight the begin is.
        unsettled = ending is Ending.LENGTH or window.starts.date() != window.ends.date()
        midnight = (pieces["c1"].doubt and unsettled) or (ending is not Ending.LENGTH and pieces["c2"].doubt)
        return days or midnight
    # Two clock times and one day: midnight is the nearer one, but a day behind both may be that of the second.
    trailing = frame.endswith("{d1}") and window.starts.date() != window.ends.date()
    return days or trailing
