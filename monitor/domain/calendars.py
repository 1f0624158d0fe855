"""A day in both calendars that are in use: Gregorian, and Hijri by the Umm al-Qura tables.

hijridate knows those from 1343 to 1500 AH; beyond them a day has no Hijri date.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from hijridate import Gregorian

Language = Literal["ar", "en"]


def gregorian(day: date, language: Language) -> str:
    """The day in words: ``Friday 5 December 2025``."""
    found = Gregorian(day.year, day.month, day.day)
    comma = "،" if language == "ar" else ""
    return f"{found.day_name(language)}{comma} {found.day} {found.month_name(language)} {found.year}"


def month(day: date, language: Language) -> str:
    """Its month: ``December 2025``."""
    return f"{Gregorian(day.year, day.month, day.day).month_name(language)} {day.year}"


def hijri(day: date, language: Language) -> str:
    """The same day in the Umm al-Qura calendar, empty where that has no table."""
    try:
        found = Gregorian(day.year, day.month, day.day).to_hijri()
    except OverflowError:
        return ""
    return f"{found.day} {found.month_name(language)} {found.year} {found.notation(language)}"


def hijri_numbers(day: date, language: Language) -> str:
    """The same in numbers, for tables: ``1447-06-14 AH``; empty where there is no table of months."""
    try:
        found = Gregorian(day.year, day.month, day.day).to_hijri()
    except OverflowError:
        return ""
    return f"{found.isoformat()} {found.notation(language)}"
