"""Dates in numbers: ``2025-12-05``, ``5/12/2025``, ``8/31``, ``5.12.2025``, ``14/6/1447``.

Which of two numbers is the month is said where the numbers show it; otherwise the mention is swappable.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from monitor.domain.announcement.dates.shapes import ERA
from monitor.domain.announcement.dates.weekdays import ANY_WEEKDAY
from monitor.domain.announcement.dates.written import calendar_of, full_year
from monitor.domain.announcement.folding import Folded, Span
from monitor.domain.announcement.mention import Calendar, DateMention
from monitor.domain.announcement.pattern import Pattern, pattern

_BEFORE: Final = r"(?<![\w+#])(?<![a-z][-_])(?<![0-9][./:-])(?:[وف]?[بلك]?(?:ال)?)"
_AFTER: Final = r"(?![0-9]|[-./:][0-9]|%)"
_TWO: Final = "[0-9]{1,2}"
_MONTH: Final = "(?:1[0-2]|0?[1-9])"
_SEP: Final = r"[ ]?(?P<sep>[-/.\\])[ ]?"
_AGAIN: Final = r"[ ]?(?P=sep)[ ]?"

YEAR_FIRST: Final = pattern(
    "date.year-first",
    rf"{_BEFORE}(?P<date>(?P<year>(?:1[34]|19|20)[0-9]{{2}}){_SEP}(?P<one>{_TWO}){_AGAIN}(?P<two>{_TWO})"
    rf"(?![0-9]|[-./][0-9]|%){ERA})",
    "ISO 8601, and the order in which right-to-left tables put the year",
)
YEAR_LAST: Final = pattern(
    "date.year-last",
    rf"{_BEFORE}(?P<date>(?P<one>{_TWO}){_SEP}(?P<two>{_TWO}){_AGAIN}(?P<year>(?:1[34]|19|20)[0-9]{{2}}){_AFTER}{ERA})",
    "5/12/2025 and 12/5/2025",
)
SHORT_YEAR: Final = pattern(
    "date.short-year",
    rf"{_BEFORE}(?P<date>(?P<one>{_TWO})/(?P<two>{_TWO})/(?P<year>[0-9]{{2}})){_AFTER}",
    "12/5/25: with strokes only, since 1.2.3 is a version and 12-34-56 a bank's number",
)
RANGE: Final = pattern(
    "date.numbers-range",
    rf"""
    {_BEFORE}(?P<date>(?P<one>{_TWO})/(?P<two>{_TWO})) [ ]?(?:-|–|—|to|through|thru|until|till|و?الى|و?حتى)[ ]?
    (?P<until>(?P<three>{_TWO})/(?P<four>{_TWO}))(?![0-9]|[./][0-9]|%)""",
    "8/31 to 9/10: two pairs with a stroke are dates, one alone may be a fraction",
)
PAIR: Final = pattern(
    "date.numbers-pair",
    rf"""
    (?:(?<!\w)(?:on|from|until|till|by|since|starting|beginning|effective|through|و?يوم|بتاريخ|الموافق|تاريخ)[ :]{{1,2}}
      |{ANY_WEEKDAY}[ ]?[,،(-]?[ ]?)
    (?P<date>(?P<one>{_TWO})/(?P<two>{_TWO}))(?![0-9]|[./][0-9]|%|[ ]?(?:of|من)[ ])""",
    "on 8/31, يوم 5/12: a pair of numbers after a word that dates have before them",
)
DAYS_OF: Final = pattern(
    "date.days-before-numbers",
    rf"""
    {_BEFORE}(?P<date>(?P<one>{_TWO})) [ ]?(?:(?P<range>-|–|—|to|till|until|و?الى|و?حتى|و?لغايه)|and|&|و)[ ]?
    (?P<until>(?P<three>{_TWO})(?P<sep>[/.])(?P<four>{_TWO})(?P=sep)(?P<year>20[0-9]{{2}})){_AFTER}""",
    "22-23/11/2025, 5 و6/12/2025: days that share month and year",
)
CUED_YEAR: Final = pattern(
    "date.short-year-after-word",
    rf"""
    (?:(?<!\w)(?:on|from|until|till|by|since|dated|date|effective|w\.?e\.?f\.?|و?يوم|بتاريخ|الموافق|تاريخ)[ :]{{1,2}}
      |{ANY_WEEKDAY}[ ]?[,،(-]?[ ]?)
    (?P<date>(?P<one>{_TWO})(?P<sep>[.-])(?P<two>{_TWO})(?P=sep)(?P<year>[1-4][0-9])){_AFTER}""",
    "w.e.f. 1-12-25, on 06.12.25: with dots or hyphens only after a word that dates have before them",
)
CLOCKED: Final = pattern(
    "date.numbers-before-clock",
    rf"{_BEFORE}(?P<date>(?P<one>{_TWO})/(?P<two>{_TWO}))(?=[ ]?[,-]?[ ](?:at[ ])?[0-9]{{1,2}}:[0-9]{{2}})",
    "05/12 22:00: a pair of numbers with a clock time after it",
)
RULES: Final = (YEAR_FIRST, YEAR_LAST, SHORT_YEAR, CUED_YEAR, RANGE, PAIR, CLOCKED, DAYS_OF)

_ALWAYS_OPEN: Final = ("24", "7")
_FRACTIONS: Final = {("1", "2"), ("1", "3"), ("2", "3"), ("1", "4"), ("3", "4")}
_LONGEST_MONTH: Final = 31
_MONTHS: Final = 12


def find_numeric(folded: Folded, rules: Iterator[Pattern]) -> Iterator[DateMention]:
    """What these rules find, overlaps included."""
    for rule in rules:
        if rule not in RULES:
            continue
        for match in rule.find(folded):
            yield from _read(rule, match)


def _read(rule: Pattern, match: re.Match[str]) -> Iterator[DateMention]:
    if rule in (RANGE, PAIR, CLOCKED):
        yield from _pairs(rule, match)
        return
    if rule is DAYS_OF:
        yield from _days_of(match)
        return
    year = full_year(match["year"]) or 0
    found = _date(rule, Span(*match.span("date")), (match["one"], match["two"]), year)
    if found is not None:
        yield found


def _pairs(rule: Pattern, match: re.Match[str]) -> Iterator[DateMention]:
    one = match["one"], match["two"]
    if one == _ALWAYS_OPEN or (one in _FRACTIONS and "يوم" not in match.group()):
        return
    first = _date(rule, Span(*match.span("date")), one, None)
    second = None
    if rule is RANGE:
        second = _date(rule, Span(*match.span("until")), (match["three"], match["four"]), None)
    if first is not None and (second is not None or rule is not RANGE):
        yield first
    if first is not None and second is not None:
        yield second


def _days_of(match: re.Match[str]) -> Iterator[DateMention]:
    pair = match["three"], match["four"]
    last = _date(DAYS_OF, Span(*match.span("until")), pair, full_year(match["year"]))
    if last is not None and last.day == int(match["three"]) and 0 < int(match["one"]) < last.day:
        first = replace(last, span=Span(*match.span("date")), day=int(match["one"]), swappable=False)
        yield replace(first, until_next=match["range"] is not None)
        yield replace(last, swappable=False)


def _date(rule: Pattern, span: Span, pair: tuple[str, str], year: int | None) -> DateMention | None:
    """Day before month, unless the numbers or the year's place show that it is the other way round."""
    day, month = int(pair[0]), int(pair[1])
    if rule is YEAR_FIRST or month > _MONTHS:
        day, month = month, day
    if rule is YEAR_FIRST and month > _MONTHS:
        day, month = month, day
    if not (1 <= day <= _LONGEST_MONTH and 1 <= month <= _MONTHS):
        return None
    calendar = calendar_of(year)
    open_order = rule is not YEAR_FIRST and calendar is Calendar.GREGORIAN and day <= _MONTHS and day != month
    return DateMention(
        span=span, rule=rule.name, day=day, month=month, year=year, calendar=calendar, swappable=open_order
    )
