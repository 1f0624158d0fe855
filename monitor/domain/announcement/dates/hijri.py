"""From a Hijri date to a Gregorian day, by the Umm al-Qura tables (1343 to 1500 AH)."""

from __future__ import annotations

from datetime import date

from hijridate import Gregorian, Hijri

from monitor.domain.announcement.mention import Calendar


def day_in(calendar: Calendar, year: int, month: int, day: int) -> date | None:
    """The day, ``None`` for one that its month has not, and for Hijri years without a table."""
    try:
        if calendar is Calendar.GREGORIAN:
            return date(year, month, day)
        found = Hijri(year, month, day).to_gregorian()
        return date(found.year, found.month, found.day)
    except (ValueError, OverflowError):
        return None


def year_in(calendar: Calendar, day: date) -> int:
    """The year of that calendar in which a day lies, about right where there is no table."""
    if calendar is Calendar.GREGORIAN:
        return day.year
    try:
        return Gregorian(day.year, day.month, day.day).to_hijri().year
    except OverflowError:
        return round((day.year - 622) * 33 / 32)
