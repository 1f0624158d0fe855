"""Days that have their month from the date beside them: 11 to 27 April, July 18-22, الجمعة 5 والسبت 6 ديسمبر.

Looks a fixed number of characters before and after a date that has been found, never over the whole text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from monitor.domain.announcement.dates.months import MONTH
from monitor.domain.announcement.dates.ordinals import AR_ORDINAL, ordinal_number
from monitor.domain.announcement.dates.shapes import DAY, GAP, NOT_CLOCK, NOT_SPAN_OF_CLOCK, NTH, YEAR
from monitor.domain.announcement.dates.weekdays import ANY_WEEKDAY, AR_WHICH
from monitor.domain.announcement.dates.written import (
    DAY_MONTH,
    MONTH_DAY,
    NUMBERED_MONTH,
    OF_MONTH,
    WORDED,
    fits,
    full_year,
)
from monitor.domain.announcement.folding import Folded, Span
from monitor.domain.announcement.mention import DateMention
from monitor.domain.announcement.pattern import Pattern, pattern

_REACH: Final = 64
_MOST: Final = 8
_RANGE: Final = "(?:-|–|—|to|till|until|through|thru|و?الي|و?حتي|و?لغايه|و?الي[ ]غايه)"
_DAY_BEFORE: Final = (
    rf"(?:(?:و?يوم|the|ال)[ ]?)?(?:{ANY_WEEKDAY}(?:[ ]{AR_WHICH})?[ ,،(]{{0,3}})?(?:و?الموافق[ ]|the[ ])?"
)

BEFORE: Final = pattern(
    "date.days-before-month",
    rf"""
    (?<!at[ ])(?<!ساعه[ ])(?<!ساعه[ ]ال)(?<!update[ ])(?<!phase[ ])(?<!stage[ ])(?<!part[ ])(?<!no[ ])
    (?<!no\.[ ])(?<!مرحله[ ])(?<!رقم[ ])(?<!level[ ])(?<!room[ ])(?<![\w])(?<![0-9][.:/])(?:[وفبلك]{{0,2}}(?:ال)?)
    (?P<date>(?P<day>{DAY}){NTH}?|(?P<ar>{AR_ORDINAL}))[ ]{{0,2}}
    (?:(?P<range>{_RANGE})|(?P<comma>[,،])|/|و|and|&|or|او)
    [ ]{{0,2}}{_DAY_BEFORE}(?:ال)?\Z""",
    "11 to 27 April, 20 و21 أغسطس, Friday 5 and Saturday 6 December",
)
AFTER: Final = pattern(
    "date.days-after-month",
    rf"""
    [ ]?(?:(?P<range>{_RANGE})|(?P<comma>[,،])|and|&|و)[ ]?(?:the[ ])?(?:{ANY_WEEKDAY},?[ ](?:the[ ])?)?
    (?P<date>(?P<day>{DAY})(?:{NTH})?)(?!{GAP}(?:of[ ])?(?:{MONTH})(?!\w)){NOT_CLOCK}{NOT_SPAN_OF_CLOCK}(?!/){YEAR}""",
    "July 18-22, 2019; December 5, 6 and 7",
)
_COUNTED: Final = re.compile(
    "[ ](?!at|from|and|to|until|till|for|between|this|due|in |next|the|inclusive|only|will|is|are|من|الي)[^\\W\\d]"
)
"""A word after a number that says what is counted: "December 5 and 6 branches"."""

RULES: Final = (BEFORE, AFTER)


def shared_days(folded: Folded, found: list[DateMention], rules: tuple[Pattern, ...]) -> Iterator[DateMention]:
    """The mentions given, some with the year of their neighbour, and those that have their month from one of them."""
    for one in found:
        if BEFORE in rules and one.rule in (DAY_MONTH.name, WORDED.name, NUMBERED_MONTH.name, OF_MONTH.name):
            yield from _before(folded, one)
            yield one
        elif AFTER in rules and one.rule == MONTH_DAY.name:
            yield from _after(folded, one)
        else:
            yield one


def _before(folded: Folded, month: DateMention) -> Iterator[DateMention]:
    at, later = month.span.start, month
    for _ in range(_MOST):
        match = BEFORE.regex.search(folded.text[max(0, at - _REACH) : at])
        if match is None or (match["comma"] and later is month):
            return
        day = int(match["day"]) if match["day"] else ordinal_number(match["ar"])
        if day >= (later.day or 0):
            return
        base = max(0, at - _REACH)
        span = Span(base + match.start("date"), base + match.end("date"))
        later = replace(
            month,
            span=span,
            rule=BEFORE.name,
            day=day,
            until_next=match["range"] is not None,
            hijri=None,
        )
        yield later
        at = span.start


def _after(folded: Folded, month: DateMention) -> Iterator[DateMention]:
    chain, year, at = [month], month.year, month.span.end
    while year is None and len(chain) < _MOST:
        match = AFTER.regex.match(folded.text, at)
        if match is None or not _goes_on(folded, match, chain[-1]):
            break
        year = full_year(match["year"])
        if not fits(month.calendar, year):
            break
        chain[-1] = replace(chain[-1], until_next=match["range"] is not None)
        at = match.end()
        span = Span(match.start("date"), at)
        chain.append(replace(month, span=span, rule=AFTER.name, day=int(match["day"]), until_next=False))
    for one in chain:
        yield replace(one, year=year)


def _goes_on(folded: Folded, match: re.Match[str], last: DateMention) -> bool:
    """Whether a number after a date is a day of the same month: later, and counting nothing."""
    if int(match["day"]) <= (last.day or 0):
        return False
    if match["comma"] is not None:
        following = AFTER.regex.match(folded.text, match.end())
        return following is not None and following["comma"] is None
    return match["year"] is not None or match["range"] is not None or _COUNTED.match(folded.text, match.end()) is None
