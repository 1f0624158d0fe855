"""Days, clock times and lengths, written the ways announcements write them.

Every function is a plain rendering: the same day in the same form gives the same words. A piece says whether a careful
person would find two readings in it; whether the rest of the sentence settles them is not known here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

from hijridate import Gregorian

from tests.announcements.vocabulary import (
    COUNTS_AR,
    COUNTS_EN,
    HIJRI_MONTHS,
    HOURS_AR,
    HOURS_EN,
    MONTHS_AR,
    MONTHS_EN,
    WEEKDAYS,
    Language,
    Months,
)


class DayForm(StrEnum):
    FULL = "full"
    COMMA = "comma"
    PLAIN = "plain"
    NO_WEEKDAY = "no-weekday"
    SLASHED = "slashed"
    SLASHED_BARE = "slashed-bare"
    YEAR_FIRST = "year-first"
    HIJRI = "hijri"
    NO_YEAR = "no-year"
    RELATIVE = "relative"


NEED_PUBLICATION = frozenset({DayForm.NO_YEAR, DayForm.RELATIVE})


class ClockForm(StrEnum):
    TWELVE = "twelve"
    BARE = "bare"
    SHORT = "short"
    DOTTED = "dotted"
    TWENTY_FOUR = "twenty-four"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    doubt: bool = False


# --- days


def write_day(
    day: date,
    form: DayForm,
    language: Language,
    *,
    months: Months = Months.GULF,
    published: date | None = None,
) -> Piece:
    """The day in words; a form that the publication cannot carry falls back to the day without its year."""
    if form is DayForm.RELATIVE and published is not None:
        near = _near_ar(day, published) if language == "ar" else _near_en(day, published)
        if near is not None:
            return Piece(near)
        form = DayForm.NO_YEAR
    text = _day_ar(day, form, MONTHS_AR[months][day.month - 1]) if language == "ar" else _day_en(day, form)
    return Piece(text, doubt=language == "en" and _order_in_doubt(day, form))


def _order_in_doubt(day: date, form: DayForm) -> bool:
    if form not in {DayForm.SLASHED, DayForm.SLASHED_BARE} or day.day > 12 or day.day == day.month:
        return False
    other = day.replace(month=day.day, day=day.month)
    return form is DayForm.SLASHED_BARE or other.weekday() == day.weekday()


def _hijri(day: date, language: Language) -> tuple[int, str, int]:
    found = Gregorian.fromdate(day).to_hijri()
    return found.day, HIJRI_MONTHS[language][found.month - 1], found.year


def _day_ar(day: date, form: DayForm, month: str) -> str:
    weekday = WEEKDAYS["ar"][day.weekday()]
    hijri_day, hijri_month, hijri_year = _hijri(day, "ar")
    return {
        DayForm.FULL: f"يوم {weekday} الموافق {day.day} {month} {day.year}",
        DayForm.COMMA: f"يوم {weekday}، {day.day} {month} {day.year}م",
        DayForm.PLAIN: f"{weekday} {day.day} {month} {day.year}",
        DayForm.NO_WEEKDAY: f"يوم {day.day} {month} {day.year}",
        DayForm.SLASHED: f"يوم {weekday} {day.day}/{day.month}/{day.year}",
        DayForm.SLASHED_BARE: f"بتاريخ {day.day:02d}/{day.month:02d}/{day.year}",
        DayForm.YEAR_FIRST: f"يوم {weekday} {day.year}/{day.month}/{day.day}",
        DayForm.HIJRI: f"يوم {weekday} {hijri_day} {hijri_month} {hijri_year}هـ الموافق {day.day} {month} {day.year}م",
        DayForm.NO_YEAR: f"يوم {weekday} {day.day} {month}",
    }[form]


def _day_en(day: date, form: DayForm) -> str:
    weekday, month = WEEKDAYS["en"][day.weekday()], MONTHS_EN[day.month - 1]
    hijri_day, hijri_month, hijri_year = _hijri(day, "en")
    return {
        DayForm.FULL: f"{weekday}, {month} {day.day}, {day.year}",
        DayForm.COMMA: f"{weekday}, {day.day} {month} {day.year}",
        DayForm.PLAIN: f"{weekday[:3]} {day.day} {month[:3]} {day.year}",
        DayForm.NO_WEEKDAY: f"{ordinal(day.day)} {month} {day.year}",
        DayForm.SLASHED: f"{weekday} {day.day:02d}/{day.month:02d}/{day.year}",
        DayForm.SLASHED_BARE: f"{day.day:02d}/{day.month:02d}/{day.year}",
        DayForm.YEAR_FIRST: f"{day:%Y-%m-%d}",
        DayForm.HIJRI: f"{weekday}, {hijri_day} {hijri_month} {hijri_year} AH ({day.day} {month} {day.year})",
        DayForm.NO_YEAR: f"{weekday}, {month} {day.day}",
    }[form]


def ordinal(number: int) -> str:
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _near_ar(day: date, published: date) -> str | None:
    weekday = WEEKDAYS["ar"][day.weekday()]
    words = (f"اليوم {weekday}", f"غداً {weekday}", f"بعد غدٍ {weekday}", *[f"يوم {weekday} المقبل"] * 4)
    gap = (day - published).days
    return words[gap] if 0 <= gap < len(words) else None


def _near_en(day: date, published: date) -> str | None:
    weekday = WEEKDAYS["en"][day.weekday()]
    words = ("today", "tomorrow", *[f"this {weekday}"] * 5)
    gap = (day - published).days
    return words[gap] if 0 <= gap < len(words) else None


# --- clock times


def write_clock(at: time, form: ClockForm, language: Language) -> Piece:
    """The clock time in words; in doubt is only midnight as a word, which begins and ends a day."""
    if form is ClockForm.TWENTY_FOUR:
        return Piece(f"الساعة {at:%H:%M}" if language == "ar" else f"{at:%H:%M}")
    if at == time(0) and form in {ClockForm.WORDS, ClockForm.TWELVE}:
        return Piece(_midnight(form, language), doubt=True)
    return Piece(_clock_ar(at, form) if language == "ar" else _clock_en(at, form))


def _midnight(form: ClockForm, language: Language) -> str:
    if language == "ar":
        return "منتصف الليل" if form is ClockForm.WORDS else "الساعة 12:00 منتصف الليل"
    return "midnight" if form is ClockForm.WORDS else "12 midnight"


def _part_ar(at: time) -> str:
    bounds = ((12, "صباحاً"), (15, "ظهراً"), (18, "عصراً"), (24, "مساءً"))
    return next(word for before, word in bounds if at.hour < before)


def _clock_ar(at: time, form: ClockForm) -> str:
    hour = at.hour % 12 or 12
    if form is ClockForm.WORDS:
        return f"الساعة {_hour_words_ar(at)} {_part_ar(at)}"
    if form is ClockForm.SHORT:
        return f"الساعة {hour}:{at:%M} {'ص' if at.hour < 12 else 'م'}"
    digits = {
        ClockForm.BARE: f"{hour}" if at.minute == 0 else f"{hour}:{at:%M}",
        ClockForm.DOTTED: f"{hour}.{at:%M}",
        ClockForm.TWELVE: f"{hour:02d}:{at:%M}",
    }[form]
    return f"الساعة {digits} {_part_ar(at)}"


def _hour_words_ar(at: time) -> str:
    if at.minute == 45:
        return f"{HOURS_AR[(at.hour + 1) % 12]} إلا ربعاً"
    return HOURS_AR[at.hour % 12] + {0: "", 15: " والربع", 30: " والنصف"}[at.minute]


def _clock_en(at: time, form: ClockForm) -> str:
    hour, half = at.hour % 12 or 12, "am" if at.hour < 12 else "pm"
    if form is ClockForm.WORDS:
        return _words_en(at)
    return {
        ClockForm.TWELVE: f"{hour}:{at:%M} {half.upper()}",
        ClockForm.BARE: f"{hour} {half}" if at.minute == 0 else f"{hour}:{at:%M} {half}",
        ClockForm.SHORT: f"{hour}:{at:%M} {half[0]}.m.",
        ClockForm.DOTTED: f"{hour}.{at:%M}{half}",
    }[form]


def _words_en(at: time) -> str:
    if at == time(12):
        return "noon"
    part = "in the morning" if at.hour < 12 else "in the afternoon" if at.hour < 18 else "in the evening"
    if at.minute == 45:
        return f"quarter to {HOURS_EN[(at.hour + 1) % 12]} {part}"
    hour = HOURS_EN[at.hour % 12]
    spoken = {0: f"{hour} o'clock", 15: f"quarter past {hour}", 30: f"half past {hour}"}[at.minute]
    return f"{spoken} {part}"


# --- lengths


def write_length(length: timedelta, language: Language, *, words: bool) -> str:
    """A length of whole or half hours, up to a day."""
    halves = length // timedelta(minutes=30)
    hours, half = divmod(halves, 2)
    return _length_ar(hours, half == 1, words=words) if language == "ar" else _length_en(hours, half == 1, words=words)


def _length_ar(hours: int, half: bool, *, words: bool) -> str:
    if hours == 0:
        return "نصف ساعة" if words else "30 دقيقة"
    tail = " ونصف" if half else ""
    if hours <= 2:
        return ("ساعة" if half else "ساعة واحدة", "ساعتين")[hours - 1] + tail
    if hours > 10:
        return f"{hours} ساعة{tail}"
    return f"{COUNTS_AR[hours - 3] if words else hours} ساعات{tail}"


def _length_en(hours: int, half: bool, *, words: bool) -> str:
    if hours == 0:
        return "half an hour" if words else "30 minutes"
    if half:
        return f"{hours} and a half hours" if words else f"{hours}.5 hours"
    count = COUNTS_EN[hours - 1] if words and hours <= 12 else str(hours)
    return f"{count} hour{'s' if hours > 1 else ''}"
