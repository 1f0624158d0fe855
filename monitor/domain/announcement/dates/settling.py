"""From mentions to days: the full dates first, then those that lack their year, then what is counted from others.

Every guess is said as a doubt; what nothing settles stays open.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Sequence
from datetime import date
from typing import Final

from monitor.domain.announcement.dates.counted import Ground, counted
from monitor.domain.announcement.dates.hijri import day_in
from monitor.domain.announcement.dates.order import Ordered, in_order
from monitor.domain.announcement.dates.reference import Reading, Reference, told_in
from monitor.domain.announcement.dates.years import IMPOSSIBLE, MISMATCH, with_year
from monitor.domain.announcement.folding import Folded
from monitor.domain.announcement.mention import Calendar, DateMention, Day

CALENDARS_DIFFER: Final = "the Hijri and the Gregorian date are not the same day"
OFFSET_DIFFERS: Final = "the date is not the day that the word beside it means"
_YEAR: Final = re.compile(r"(?<![\w/.,:+-])(?:لعام[ ]|عام[ ])?(20[0-9]{2})(?![\w/:+-]|[.,][0-9])")


def settle(mentions: Sequence[DateMention], reference: Reference, folded: Folded) -> tuple[Day, ...]:
    """One day for each mention, in their order."""
    ordered = in_order(mentions, reference, folded)
    found: dict[int, Reading] = {}
    for at, one in enumerate(ordered):
        if one.mention.year is not None and one.mention.month is not None:
            found[at] = _full(one)
    today = reference.published or _told(folded, ordered, found)
    full = [(at, reading.day) for at, reading in sorted(found.items()) if reading.day is not None]
    hints = [int(match[1]) for match in _YEAR.finditer(folded.text)]
    for at, one in enumerate(ordered):
        if one.mention.year is None and one.mention.month is not None:
            beside = _beside(full, at)
            found[at] = _doubted(one, with_year(one.mention, today=today, beside=beside, hints=hints))
    today = today or _told(folded, ordered, found)
    ground = Ground(tuple(one.mention for one in ordered), found, today, reference.country, folded)
    for at in range(len(ordered)):
        if at not in found:
            found[at] = counted(ground, at)
    return tuple(_checked(mention, ordered[at].mention, found[at], today) for at, mention in enumerate(mentions))


def _told(folded: Folded, ordered: Sequence[Ordered], found: dict[int, Reading]) -> date | None:
    return told_in(folded, ((ordered[at].mention, reading) for at, reading in sorted(found.items())))


def _full(one: Ordered) -> Reading:
    """A date that has its year."""
    mention = one.mention
    day = day_in(mention.calendar, mention.year or 0, mention.month or 0, mention.day or 0)
    if day is None:
        return Reading(None, 0.0, (IMPOSSIBLE,))
    if mention.weekday is not None and day.weekday() != mention.weekday:
        return Reading(day, 0.7, (MISMATCH, *one.doubts))
    sure = 0.99 if mention.calendar is Calendar.GREGORIAN else 0.95
    return Reading(day, min(sure, one.confidence), one.doubts)


def _doubted(one: Ordered, reading: Reading) -> Reading:
    return Reading(reading.day, min(reading.confidence, one.confidence), (*reading.doubts, *one.doubts))


def _beside(full: Sequence[tuple[int, date]], at: int) -> date | None:
    """The day with its year that stands nearest; of two the later, as the year of a list stands at its end."""
    place = bisect(full, at, key=lambda one: one[0])
    near = sorted((abs(other - at), -other, day) for other, day in full[max(0, place - 1) : place + 1])
    return near[0][2] if near else None


def _checked(mention: DateMention, ordered: DateMention, reading: Reading, today: date | None) -> Day:
    """The reading with what contradicts it."""
    doubts, sure = list(reading.doubts), reading.confidence
    if reading.day is not None and _calendars_differ(ordered, reading.day):
        doubts.append(CALENDARS_DIFFER)
        sure = min(sure, 0.8)
    if reading.day is not None and today is not None and _offset_differs(ordered, (reading.day - today).days):
        doubts.append(OFFSET_DIFFERS)
        sure = min(sure, 0.8)
    return Day(mention=mention, day=reading.day, confidence=round(max(sure, 0.0), 2), doubts=tuple(doubts))


def _offset_differs(mention: DateMention, days: int) -> bool:
    return mention.day is not None and mention.offset is not None and mention.offset != days


def _calendars_differ(mention: DateMention, day: date) -> bool:
    if mention.hijri is None or not mention.hijri[0]:
        return False
    same = day_in(Calendar.HIJRI, *mention.hijri)
    return same is None or abs((same - day).days) > 1
