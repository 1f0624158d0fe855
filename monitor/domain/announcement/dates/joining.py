"""Halves of one date made one mention: weekday and date, the two calendars, "tomorrow, Wednesday 31/12/2025".

Only neighbours are joined, and only over words that join; ranges are marked here too.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Final

from monitor.domain.announcement.dates.shapes import BREAK
from monitor.domain.announcement.folding import Folded, Span
from monitor.domain.announcement.mention import Calendar, DateMention, Which
from monitor.domain.announcement.pattern import Pattern, pattern

SAME_DAY: Final = pattern(
    "date.join-halves",
    rf"""
    (?:[ ](?:morning|afternoon|evening|night|صباحا?|مساء|ظهرا?|عصرا?|فجرا?|ليلا?))?
    {BREAK}(?:[,،:.]|[-–—])?{BREAK}(?P<open>[(\[])?[ ]?
    (?:(?:و?(?:ال)?موافق(?:ين|ه)?|و?المصادف(?:ه)?|الواقعه?(?:[ ]فيه?)?
    |و?يصادف|بتاريخ|تاريخ|و?يوم|اي|وهو|which[ ]is|that[ ]is|i\.e\.
    |corresponding[ ]to|the|on|of|dated|falling[ ]on|equivalent[ ]to|ل|من)[ ,،:]{{0,2}}){{0,3}}(?P<late>[(\[])?[ ]?""",
    "الموافق and what else stands between a weekday and its date, or the same day in two calendars",
)
RANGE: Final = pattern(
    "date.join-range",
    rf"""
    (?:[ ](?:night|evening|مساء|ليلا?))?[ ]?[)،,]?{BREAK}
    (?:-|–|—|to|into|till|until|up[ ]to|through|thru|and[ ]ends?[ ]on|و?الي|و?حتي|و?لغايه|و?الي[ ]غايه|و?ل)
    {BREAK}(?:(?:مساء|صباح|نهايه|فجر|ظهر|the[ ]end[ ]of|the[ ]morning[ ]of)[ ])?(?:the[ ]|يوم[ ])?""",
    "Two days with an end of a range between them, and nothing else",
)
RULES: Final = (SAME_DAY, RANGE)
_LONGEST_GLUE: Final = 48
_MOST: Final = 7
_LIST: Final = re.compile("[ ]?(?:[,،&/]|and|و|)[ ]?(?:(?:و?يوم|the|and|on)[ ])?")

_Judge = Callable[[DateMention, DateMention], bool]
_Kind = Callable[[DateMention], bool]
_Merge = Callable[[DateMention, DateMention], DateMention]


def _is_weekday(one: DateMention) -> bool:
    return one.weekday is not None and one.day is None and one.offset is None


def _has_day(one: DateMention) -> bool:
    return one.day is not None


def _opens(first: DateMention, second: DateMention) -> bool:
    """Weekday, then its date."""
    return _is_weekday(first) and _has_day(second) and second.weekday is None and second.offset is None


def _closes(first: DateMention, second: DateMention) -> bool:
    """Date, then its weekday."""
    return _has_day(first) and first.weekday is None and _is_weekday(second) and second.which is None


def _calendars(first: DateMention, second: DateMention) -> bool:
    """A day in both calendars."""
    return _has_day(first) and _has_day(second) and first.calendar is not second.calendar and second.weekday is None


def _repeats(first: DateMention, second: DateMention) -> bool:
    """A day in words, and again in numbers."""
    pairs = {(first.day, first.month), (first.month, first.day)} if second.swappable else {(first.day, first.month)}
    fresh = second.weekday is None and first.month is not None and second.rule != first.rule
    return fresh and first.calendar is second.calendar and (second.day, second.month) in pairs


def _relates(first: DateMention, second: DateMention) -> bool:
    """Today or tomorrow, then weekday or date; "today, next Friday" are two days."""
    return _is_relative(first) and not _is_relative(second) and _is_a_day(second) and second.which is not Which.NEXT


def _related(first: DateMention, second: DateMention) -> bool:
    """Weekday or date, then "tomorrow" in brackets."""
    return not _is_relative(first) and _is_a_day(first) and _is_relative(second)


def _is_relative(one: DateMention) -> bool:
    return one.offset is not None


def _is_a_day(one: DateMention) -> bool:
    return one.from_previous is None and not one.is_weekend and not one.is_week


def _in_week(first: DateMention, second: DateMention) -> bool:
    """Friday of next week."""
    return (_is_weekday(first) and second.is_week and second.weekday is None) or (
        first.is_week and first.weekday is None and _is_weekday(second)
    )


_FIRST_PASSES: Final[tuple[tuple[_Judge, bool], ...]] = ((_closes, True), (_opens, False))
_PASSES: Final[tuple[tuple[_Judge, bool], ...]] = (
    (_calendars, False),
    (_repeats, True),
    (_closes, False),
    (_in_week, False),
    (_relates, False),
    (_related, True),
)
"""In this order, each with whether brackets must stand around the second half."""


def join(folded: Folded, found: list[DateMention], rules: tuple[Pattern, ...]) -> list[DateMention]:
    """The mentions, in order and without overlaps, with halves joined and ranges marked."""
    if SAME_DAY in rules:
        found = _rows(folded, found, (_is_weekday, _is_plain), _with_weekday)
        for judge, bracketed in _FIRST_PASSES:
            found = _pass(folded, found, judge, bracketed=bracketed)
        found = _rows(folded, found, (_is_hijri, _is_gregorian), _with_hijri)
        for judge, bracketed in _PASSES:
            found = _pass(folded, found, judge, bracketed=bracketed)
    return _ranges(folded, found) if RANGE in rules else found


def _rows(folded: Folded, found: list[DateMention], kinds: tuple[_Kind, _Kind], merged: _Merge) -> list[DateMention]:
    """Halves in a row, then as many others, each of which takes one of the former: الجمعة والسبت 5 و6 ديسمبر."""
    joined: list[DateMention] = []
    at = 0
    while at < len(found):
        length = _run(folded, found, at, kinds[0])
        first = at + length
        is_row = length > 1 and length == _run(folded, found, first, kinds[1])
        if is_row and _end(folded, found[first - 1], found[first], bracketed=False) is not None:
            joined.extend(merged(found[at + step], found[first + step]) for step in range(length))
            start = Span(found[at].span.start, found[first].span.end)
            joined[-length] = replace(joined[-length], span=start)
            at = first + length
        else:
            joined.extend(found[at : at + max(length, 1)])
            at += max(length, 1)
    return joined


def _with_weekday(weekday: DateMention, day: DateMention) -> DateMention:
    return replace(day, weekday=weekday.weekday, which=weekday.which)


def _with_hijri(hijri: DateMention, day: DateMention) -> DateMention:
    return replace(_merged(hijri, day, day.span.end), span=day.span)


def _run(folded: Folded, found: list[DateMention], at: int, judge: _Kind) -> int:
    """How many of a kind follow each other, with nothing between them but what lists and ranges have."""
    end = at
    while end < min(len(found), at + _MOST) and judge(found[end]):
        end += 1
        if end < len(found) and not is_listed(folded.text[found[end - 1].span.end : found[end].span.start]):
            break
    return end - at


def _is_plain(one: DateMention) -> bool:
    return _has_day(one) and one.weekday is None and one.offset is None


def _is_hijri(one: DateMention) -> bool:
    return _has_day(one) and one.calendar is Calendar.HIJRI


def _is_gregorian(one: DateMention) -> bool:
    return _has_day(one) and one.calendar is Calendar.GREGORIAN


def is_listed(between: str) -> bool:
    """Whether two days with these words between them are of one list or range."""
    return len(between) <= _LONGEST_GLUE and (
        _LIST.fullmatch(between) is not None or RANGE.regex.fullmatch(between) is not None
    )


def _pass(folded: Folded, found: list[DateMention], judge: _Judge, *, bracketed: bool) -> list[DateMention]:
    joined: list[DateMention] = []
    for one in found:
        if joined and judge(joined[-1], one):
            end = _end(folded, joined[-1], one, bracketed=bracketed)
            if end is not None:
                joined[-1] = _merged(joined[-1], one, end)
                continue
        joined.append(one)
    return joined


def _end(folded: Folded, first: DateMention, second: DateMention, *, bracketed: bool) -> int | None:
    """Where the joined mention ends: after the bracket that was opened between the halves; ``None`` if they are two."""
    between = folded.text[first.span.end : second.span.start]
    if len(between) > _LONGEST_GLUE:
        return None
    closing = folded.text[second.span.end : second.span.end + 2].lstrip(" ")[:1]
    after = folded.text.find(closing, second.span.end) + 1 if closing in {")", "]"} else second.span.end
    if closing in {")", "]"} and folded.text[max(0, first.span.start - 1) : first.span.start] in {"(", "["}:
        after = second.span.end
    if between.lstrip()[:1] in {")", "]"}:
        between = between.lstrip()[1:]
    match = SAME_DAY.regex.fullmatch(between)
    if match is None:
        return None
    has_bracket = bool(match["open"] or match["late"])
    if bracketed and not (has_bracket and closing in {")", "]"}):
        return None
    return after if has_bracket else second.span.end


def _merged(first: DateMention, second: DateMention, end: int) -> DateMention:
    """Of two calendars the Gregorian half is kept, of two days the first, and whatever only one of them says."""
    main, other = (second, first) if _leads(second, first) else (first, second)
    hijri = main.hijri or other.hijri
    if main.calendar is not other.calendar and other.day is not None and other.month is not None:
        hijri = (other.year or 0, other.month, other.day) if main.day is not None else hijri
    same_calendar = main.calendar is other.calendar
    return replace(
        main,
        span=Span(first.span.start, end),
        weekday=main.weekday if main.weekday is not None else other.weekday,
        year=main.year if main.year is not None or not same_calendar else other.year,
        offset=main.offset if main.offset is not None else other.offset,
        which=main.which or other.which,
        hijri=hijri,
        is_week=main.is_week or other.is_week,
        until_next=second.until_next,
    )


def _leads(one: DateMention, other: DateMention) -> bool:
    """Whether ``one`` is what the joined mention is named after."""
    if (one.day is None) is not (other.day is None):
        return one.day is not None
    if one.day is not None:
        return one.calendar is Calendar.GREGORIAN and other.calendar is Calendar.HIJRI
    return other.offset is not None or other.is_week


def _ranges(folded: Folded, found: list[DateMention]) -> list[DateMention]:
    marked = list(found)
    for at, (one, following) in enumerate(pairwise(found)):
        between = folded.text[one.span.end : following.span.start]
        if len(between) <= _LONGEST_GLUE and RANGE.regex.fullmatch(between):
            marked[at] = replace(one, until_next=True)
    return marked
