"""The weekends of countries, and where a week begins: on the day after its weekend."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from monitor.domain.announcement.mention import Which

_FRIDAY: Final = 4
_SATURDAY: Final = 5
_FRIDAY_COUNTRIES: Final = frozenset(
    {"SA", "KW", "QA", "BH", "OM", "YE", "JO", "IQ", "SY", "PS", "EG", "SD", "LY", "DZ", "DJ", "BD", "MV", "IL"}
)
"""Friday and Saturday. Saturday and Sunday: all others, Lebanon, Tunisia, Morocco and Mauritania among them."""
_EMIRATES_CHANGED: Final = date(2022, 1, 1)
_WEEK: Final = 7


def weekend_begins(country: str | None, day: date, *, arabic: bool) -> int:
    """The weekday on which the weekend begins there about that day; without a country the language decides."""
    if country is None:
        return _FRIDAY if arabic else _SATURDAY
    if country == "AE":
        return _SATURDAY if day >= _EMIRATES_CHANGED else _FRIDAY
    return _FRIDAY if country in _FRIDAY_COUNTRIES else _SATURDAY


def week_of(day: date, begins_weekend: int) -> date:
    """The first day of the week in which a day lies."""
    return day - timedelta(days=(day.weekday() - begins_weekend - 2) % _WEEK)


def moved(day: date, which: Which | None) -> date:
    """The same day of the week before or after."""
    weeks = {Which.NEXT: 1, Which.LAST: -1}.get(which, 0) if which is not None else 0
    return day + timedelta(days=weeks * _WEEK)


def on_or_after(day: date, weekday: int) -> date:
    """The first day of that name, the day itself included."""
    return day + timedelta(days=(weekday - day.weekday()) % _WEEK)


def on_or_before(day: date, weekday: int) -> date:
    """The last day of that name, the day itself included."""
    return day - timedelta(days=(day.weekday() - weekday) % _WEEK)
