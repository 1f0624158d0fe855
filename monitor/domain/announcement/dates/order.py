"""Which of two numbers is the month, where both could be: the weekday, the other dates, the country decide.

Only dates in numbers are looked at, and only those that are swappable.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from monitor.domain.announcement.dates.hijri import day_in
from monitor.domain.announcement.dates.reference import Reference
from monitor.domain.announcement.folding import Folded
from monitor.domain.announcement.mention import Calendar, DateMention

_MONTH_FIRST: Final = frozenset({"US", "PH", "CA", "PR", "GU"})
_NEAR: Final = range(-7, 61)
_FAR: Final = 100
_SEASON: Final = range(-92, 276)
_Known = set[tuple[int | None, int | None]]
DOUBT: Final = "day and month could be swapped"


@dataclass(frozen=True, slots=True)
class Ordered:
    """A mention with its numbers in the order that was settled, and how sure that is."""

    mention: DateMention
    confidence: float = 1.0
    doubts: tuple[str, ...] = ()


def in_order(mentions: Sequence[DateMention], reference: Reference, folded: Folded) -> list[Ordered]:
    """Every mention, the swappable ones turned where something in the text or the country says so."""
    habit = _habit(mentions, folded, reference.published)
    known: _Known = {(one.day, one.month) for one in mentions if one.month is not None and not one.swappable}
    return [_ordered(one, reference, known, habit=habit) for one in mentions]


def _ordered(one: DateMention, reference: Reference, known: _Known, *, habit: bool | None) -> Ordered:
    if not one.swappable:
        return Ordered(one)
    turned = replace(one, day=one.month, month=one.day)
    for judge in (_fits_weekday, _fits_offset, _fits_hijri):
        fitting = [other for other in (one, turned) if judge(other, reference.published)]
        if len(fitting) == 1:
            return Ordered(fitting[0], 0.97)
    again = [other for other in (one, turned) if (other.day, other.month) in known]
    if len(again) == 1:
        return Ordered(again[0], 0.97)
    if habit is not None:
        return Ordered(turned if habit else one, 0.95)
    return _guessed(one, turned, reference)


def _guessed(one: DateMention, turned: DateMention, reference: Reference) -> Ordered:
    """By the country, unless only the other order is near the day of publication."""
    usual, other = (turned, one) if reference.country in _MONTH_FIRST else (one, turned)
    distance, others = _distance(usual, reference.published), _distance(other, reference.published)
    if distance is None or others is None:
        return Ordered(usual, 0.6, (DOUBT,))
    if abs(distance) > _FAR and others in _NEAR:
        return Ordered(other, 0.7, (DOUBT,))
    return Ordered(usual, 0.8 if distance in _NEAR and others not in _NEAR else 0.6, (DOUBT,))


def _habit(mentions: Sequence[DateMention], folded: Folded, published: date | None) -> bool | None:
    """Whether the text's other dates in numbers have the month first; ``None`` where none of them shows it."""
    found = {first for one in mentions for first in _month_first(one, folded, published)}
    return found.pop() if len(found) == 1 else None


_NUMBERS: Final = re.compile(r"(?<![0-9/.-])([0-9]{1,2})[ ]?[-/.\\][ ]?([0-9]{1,2})(?![0-9])")


def _month_first(one: DateMention, folded: Folded, published: date | None) -> Iterator[bool]:
    match = _NUMBERS.search(folded.text, one.span.start, one.span.end)
    if match is None or one.calendar is not Calendar.GREGORIAN or one.day == one.month:
        return
    first = int(match[1])
    if not one.swappable:
        yield first == one.month
        return
    fitting = [
        day_first for day_first in (True, False) if _fits_weekday(_as(one, match, day_first=day_first), published)
    ]
    if len(fitting) == 1:
        yield not fitting[0]


def _as(one: DateMention, match: re.Match[str], *, day_first: bool) -> DateMention:
    day, month = (int(match[1]), int(match[2])) if day_first else (int(match[2]), int(match[1]))
    return replace(one, day=day, month=month)


def _days(one: DateMention, published: date | None) -> list[date]:
    """The day of a mention; without a year those about the day of publication."""
    if one.month is None or one.day is None or (one.year is None and published is None):
        return []
    about = published.year if published is not None else 0
    years = (one.year,) if one.year is not None else (about - 1, about, about + 1)
    days = [day_in(one.calendar, year, one.month, one.day) for year in years]
    return [day for day in days if day is not None]


def _fits_weekday(one: DateMention, published: date | None) -> bool:
    days = _days(one, published)
    if one.year is None and published is not None:
        days = [day for day in days if (day - published).days in _SEASON]
    return any(day.weekday() == one.weekday for day in days)


def _fits_offset(one: DateMention, published: date | None) -> bool:
    if one.offset is None or published is None:
        return False
    return any((day - published).days == one.offset for day in _days(one, published))


def _fits_hijri(one: DateMention, published: date | None) -> bool:
    same = day_in(Calendar.HIJRI, *one.hijri) if one.hijri is not None else None
    return same is not None and any(abs((same - day).days) <= 1 for day in _days(one, published))


def _distance(one: DateMention, published: date | None) -> int | None:
    if published is None:
        return None
    return min(((day - published).days for day in _days(one, published)), key=abs, default=None)
