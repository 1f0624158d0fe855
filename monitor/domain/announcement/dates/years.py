"""The year of a date that has none: from its weekday, the dates beside it, the day of publication.

How it was settled is always said, as a doubt.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from monitor.domain.announcement.dates.hijri import day_in, year_in
from monitor.domain.announcement.dates.reference import Reading
from monitor.domain.announcement.mention import DateMention, Which

BY_WEEKDAY: Final = "year missing: settled by the weekday"
BY_NEIGHBOUR: Final = "year missing: taken from another date of the text"
BY_PUBLICATION: Final = "year missing: taken from the day of publication"
BY_TEXT: Final = "year missing: taken from a year that the text names"
UNSETTLED: Final = "year missing, and nothing to settle it by"
MISMATCH: Final = "weekday does not match the date"
IMPOSSIBLE: Final = "no such day"
FAR: Final = "the day is far from when the text was published"
_PAST: Final = -92
_FUTURE: Final = 275


def with_year(one: DateMention, *, today: date | None, beside: date | None, hints: Iterable[int]) -> Reading:
    """The day of a mention that has day and month; ``beside`` is the nearest day of the text that has its year."""
    bases = [(base, doubt, sure) for base, doubt, sure in _bases(today, beside) if base is not None]
    if one.which in {Which.NEXT, Which.LAST} and one.weekday is None and today is not None:
        return _next_or_last(one, today)
    by_weekday = _by_weekday(one, [base for base, _, _ in bases])
    if by_weekday is not None:
        return by_weekday
    days = _of_hints(one, hints)
    agreeing = [day for day in days if day.weekday() == one.weekday]
    if len(agreeing) == 1:
        return Reading(agreeing[0], 0.9, (BY_WEEKDAY,))
    doubts = () if one.weekday is None else (MISMATCH,)
    for base, doubt, sure in bases:
        day = _nearest(one, base, is_publication=doubt == BY_PUBLICATION)
        return Reading(day, sure - 0.2 * len(doubts), (doubt, *doubts)) if day else Reading(None, 0.0, (IMPOSSIBLE,))
    if len(days) == 1:
        return Reading(days[0], 0.75 - 0.2 * len(doubts), (BY_TEXT, *doubts))
    return Reading(None, 0.0, (UNSETTLED,))


def _bases(today: date | None, beside: date | None) -> tuple[tuple[date | None, str, float], ...]:
    return (beside, BY_NEIGHBOUR, 0.9), (today, BY_PUBLICATION, 0.85)


def _by_weekday(one: DateMention, bases: list[date]) -> Reading | None:
    """The nearest year in which weekday and date agree."""
    if one.weekday is None:
        return None
    for base in bases:
        agreeing = [day for day in _candidates(one, base) if day.weekday() == one.weekday]
        if agreeing:
            day = min(agreeing, key=lambda found: abs(found - base))
            near = _PAST <= (day - base).days <= _FUTURE
            return Reading(day, 0.95, (BY_WEEKDAY,)) if near else Reading(day, 0.7, (BY_WEEKDAY, FAR))
    return None


def _candidates(one: DateMention, base: date) -> list[date]:
    middle = year_in(one.calendar, base)
    days = (day_in(one.calendar, year, one.month or 0, one.day or 0) for year in range(middle - 1, middle + 2))
    return [day for day in days if day is not None]


def _nearest(one: DateMention, base: date, *, is_publication: bool) -> date | None:
    """Texts speak of what is to come: from the day of publication the window reaches further ahead than back."""
    centre = base + timedelta(days=(_PAST + _FUTURE) // 2) if is_publication else base
    return min(_candidates(one, base), key=lambda found: abs(found - centre), default=None)


def _next_or_last(one: DateMention, today: date) -> Reading:
    days = _candidates(one, today)
    if one.which is Which.NEXT:
        day = min((found for found in days if found >= today), default=None)
    else:
        day = max((found for found in days if found <= today), default=None)
    return Reading(day, 0.9, (BY_PUBLICATION,)) if day else Reading(None, 0.0, (IMPOSSIBLE,))


def _of_hints(one: DateMention, hints: Iterable[int]) -> list[date]:
    days = (day_in(one.calendar, year, one.month or 0, one.day or 0) for year in sorted(set(hints)))
    return [day for day in days if day is not None]
