"""Days of the month whose month is that of a date beside them, or the one that the text calls this or next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from monitor.domain.announcement.dates.reference import Reading
from monitor.domain.announcement.mention import DateMention, Which

MONTH_BESIDE: Final = "month missing: taken from another date of the text"
MONTH_PUBLISHED: Final = "month missing: taken from the day of publication"
OPEN: Final = "month missing, and nothing to settle it by"
_STEPS: Final = {Which.LAST: -1, Which.THIS: 0, Which.NEXT: 1}


def bare_day(one: DateMention, before: date | None, after: date | None, today: date | None) -> Reading:
    """The day of a mention that has a number only; ``before`` and ``after`` are the days beside it in the text."""
    if one.which is not None and one.weekday is None:
        return _of_this_month(one, before, today)
    if before is not None:
        return _chosen(one, [day for day in _months(one, before, 0, 2) if day >= before], MONTH_BESIDE)
    if after is not None:
        return _chosen(one, [day for day in _months(one, after, 0, -2) if day <= after], MONTH_BESIDE)
    if today is not None:
        return _chosen(one, [day for day in _months(one, today, 0, 2) if day >= today], MONTH_PUBLISHED)
    return Reading(None, 0.0, (OPEN,))


def _of_this_month(one: DateMention, before: date | None, today: date | None) -> Reading:
    base = today or before
    days = [] if base is None else list(_months(one, base, _STEPS[one.which or Which.THIS], 0))
    if not days:
        return Reading(None, 0.0, (OPEN,))
    return Reading(days[0], 0.9, () if today is not None else (MONTH_BESIDE,))


def _months(one: DateMention, base: date, first: int, last: int) -> Iterator[date]:
    """Its days in the months that many steps from a day's own."""
    for step in range(first, last + 1) if last >= first else range(first, last - 1, -1):
        months = base.year * 12 + base.month - 1 + step
        try:
            yield date(months // 12, months % 12 + 1, one.day or 0)
        except ValueError:
            continue


def _chosen(one: DateMention, days: list[date], doubt: str) -> Reading:
    fitting = [day for day in days if one.weekday is None or day.weekday() == one.weekday]
    if not fitting:
        return Reading(None, 0.0, (OPEN,))
    return Reading(fitting[0], 0.85 if one.weekday is None else 0.95, (doubt,))
