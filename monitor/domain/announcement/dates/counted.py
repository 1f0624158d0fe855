"""Days that are counted from others: weekdays alone, tomorrow, the 12th, the following day, the weekend.

The dates of the text come before the day of publication, since they are what the text is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from monitor.domain.announcement.dates.bare import bare_day
from monitor.domain.announcement.dates.joining import is_listed
from monitor.domain.announcement.dates.reference import Reading
from monitor.domain.announcement.dates.relative import WEEK_START
from monitor.domain.announcement.dates.tense import SAID, is_past, is_reported
from monitor.domain.announcement.dates.weeks import moved, on_or_after, on_or_before, week_of, weekend_begins
from monitor.domain.announcement.folding import Folded
from monitor.domain.announcement.mention import DateMention, Which

OPEN: Final = "nothing says which day is meant: the day of publication is missing"
NEXT_ONE: Final = "weekday alone: taken as the next one"
LAST_ONE: Final = "weekday alone: taken as the last one"
NEXT_WORD: Final = "'next' may be a week later"
NOT_TODAY: Final = "weekday does not match the word beside it"
NO_DAY: Final = "a week is named, no day of it"
WEEKEND: Final = "a weekend is named: its first day is taken"
_SURE = 0.85  # of a weekday that another date of the text settles
_LINK: Final = 160
_CLOSE: Final = 56
_HALF_WEEK: Final = 3
_NEIGHBOURS: Final = 24  # as far as is looked in a list of days, so that a text of nothing but days takes no longer
_UNTIL: Final = re.compile(
    r"(?:(?<!\w)(?:until|till|to|through|[وف]?حتي|[وف]?الي|و?لغايه|و?تستمر|و?ينتهي|و?تنتهي)(?!\w)|[ ][-–—](?=[ ]))"
    rf"(?:[ ](?!{SAID})[^\s]{{1,20}}){{0,8}}[ ]?\Z"
)
_SENTENCE: Final = re.compile(r"[.!?؟]\s|\n\n")


@dataclass(frozen=True, slots=True)
class Ground:
    """What a day is counted from: the mentions in order, what of them is settled, the day of publication."""

    mentions: tuple[DateMention, ...]
    found: Mapping[int, Reading]
    today: date | None
    country: str | None
    folded: Folded

    def day(self, at: int) -> date | None:
        """The day of a mention, if there is one and it is settled."""
        return self.found[at].day if at in self.found else None

    def before(self, at: int) -> Iterator[tuple[int, date]]:
        """The settled mentions before one, the nearest first."""
        earlier = range(at - 1, max(-1, at - 1 - _NEIGHBOURS), -1)
        return ((other, day) for other in earlier if (day := self.day(other)) is not None)

    def after(self, at: int) -> Iterator[tuple[int, date]]:
        """The settled mentions after one, the nearest first."""
        later = range(at + 1, min(len(self.mentions), at + 1 + _NEIGHBOURS))
        return ((other, day) for other in later if (day := self.day(other)) is not None)

    def between(self, first: int, second: int) -> str:
        """The words between two mentions."""
        return self.folded.text[self.mentions[first].span.end : self.mentions[second].span.start]

    def linked(self, first: int, second: int) -> bool:
        """Whether the second mention ends what the first begins."""
        words = self.between(first, second)
        if second == first + 1 and (self.mentions[first].until_next or is_listed(words)):
            return True
        return len(words) <= _LINK and not _SENTENCE.search(words) and _UNTIL.search(words[-_CLOSE:]) is not None


def counted(ground: Ground, at: int) -> Reading:
    """The day of a mention that names no month."""
    one = ground.mentions[at]
    if one.from_previous is not None:
        return _from_previous(ground, at, one.from_previous)
    if one.day is not None:
        before, after = next(ground.before(at), None), next(ground.after(at), None)
        return bare_day(one, before and before[1], after and after[1], ground.today)
    if one.offset is not None:
        return _relative(ground, at, one.offset)
    if one.is_weekend:
        return _weekend(ground, one)
    if one.is_week:
        return _week(ground, one)
    return _weekday(ground, at)


def _from_previous(ground: Ground, at: int, days: int) -> Reading:
    for _, day in ground.before(at):
        return Reading(day + timedelta(days=days), 0.9)
    return Reading(None, 0.0, (OPEN,))


def _relative(ground: Ground, at: int, offset: int) -> Reading:
    one = ground.mentions[at]
    if ground.today is None:
        return _weekday(ground, at) if one.weekday is not None else Reading(None, 0.0, (OPEN,))
    day = ground.today + timedelta(days=offset)
    if one.weekday is None or day.weekday() == one.weekday:
        return Reading(day, 0.9 if one.weekday is None else 0.97)
    nearest = on_or_after(day - timedelta(days=_HALF_WEEK), one.weekday)
    return Reading(nearest, 0.6, (NOT_TODAY,))


def _begins(ground: Ground, today: date) -> int:
    arabic = any("\u0621" <= letter <= "\u064a" for letter in ground.folded.text[:400])
    return weekend_begins(ground.country, today, arabic=arabic)


def _weekend(ground: Ground, one: DateMention) -> Reading:
    if ground.today is None:
        return Reading(None, 0.0, (OPEN,))
    begins = _begins(ground, ground.today)
    coming = week_of(ground.today, begins) + timedelta(days=5)
    day = moved(coming, one.which)
    doubts = (WEEKEND, NEXT_WORD) if one.which is Which.NEXT else (WEEKEND,)
    return Reading(day, 0.6 if one.which is Which.NEXT else 0.7, doubts)


def _week(ground: Ground, one: DateMention) -> Reading:
    if ground.today is None:
        return Reading(None, 0.0, (OPEN,))
    first = moved(week_of(ground.today, _begins(ground, ground.today)), one.which)
    if one.weekday is not None:
        return Reading(on_or_after(first, one.weekday), 0.85)
    if one.rule == WEEK_START.name:
        return Reading(first, 0.5, (NO_DAY,))
    return Reading(None, 0.0, (NO_DAY,))


def _weekday(ground: Ground, at: int) -> Reading:
    weekday = ground.mentions[at].weekday
    if weekday is None:
        return Reading(None, 0.0, (OPEN,))
    if (
        ground.today is not None
        and ground.mentions[at].which is None
        and is_reported(ground.folded, ground.mentions[at].span)
    ):
        return Reading(on_or_before(ground.today, weekday), 0.8, (LAST_ONE,))
    by_text = _by_text(ground, at, weekday)
    is_told = by_text is not None and (ground.today is None or by_text.confidence >= _SURE)
    if by_text is not None and (is_told or ground.mentions[at].which is None):
        return by_text
    return _by_publication(ground, at, weekday)  # "this Sunday" is the reader's, whatever other dates stand about


def _by_text(ground: Ground, at: int, weekday: int) -> Reading | None:
    """The day of a date in the text that has this weekday, or the first one after a date that begins a range."""
    if ground.mentions[at].which is Which.LAST:
        return None
    here = ground.mentions[at].span.start
    same = [
        (abs(ground.mentions[other].span.start - here), day)
        for other, day in (*ground.before(at), *ground.after(at))
        if day.weekday() == weekday and ground.mentions[other].day is not None
    ]
    before = next(ground.before(at), None)
    if before is not None and ground.linked(before[0], at) and not _same_place(same):
        return Reading(on_or_after(before[1], weekday), 0.85)
    if same:
        return Reading(min(same)[1], 0.9)
    after = next(ground.after(at), None)
    if after is not None and ground.linked(at, after[0]):
        return Reading(on_or_before(after[1], weekday), 0.85)
    dated = next(((other, day) for other, day in ground.before(at) if ground.mentions[other].day is not None), None)
    if dated is not None and (ground.today is None or len(ground.between(dated[0], at)) <= _LINK):
        return Reading(on_or_after(dated[1], weekday), 0.7, (NEXT_ONE,))
    return None


def _same_place(same: list[tuple[int, date]]) -> bool:
    """Whether a date of that weekday stands nearby."""
    return bool(same) and min(same)[0] <= _LINK


def _by_publication(ground: Ground, at: int, weekday: int) -> Reading:
    if ground.today is None:
        return Reading(None, 0.0, (OPEN,))
    one, today = ground.mentions[at], ground.today
    if one.which is Which.LAST:
        return Reading(on_or_before(today - timedelta(days=1), weekday), 0.85)
    if one.which is None and is_past(ground.folded, one.span):
        return Reading(on_or_before(today, weekday), 0.7, (LAST_ONE,))
    if one.which is Which.NEXT:
        english = ground.folded.text[one.span.start].isascii()
        return Reading(
            on_or_after(today + timedelta(days=1), weekday), 0.7 if english else 0.85, (NEXT_WORD,) if english else ()
        )
    return Reading(on_or_after(today, weekday), 0.8, () if one.which else (NEXT_ONE,))
