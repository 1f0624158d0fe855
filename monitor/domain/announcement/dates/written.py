"""Dates with the month in words or named by its number: ``5 ديسمبر 2025``, ``October 12th``, ``5 شهر 12``.

Each rule gives one mention; weekdays beside it, ranges and lists are joined elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from monitor.domain.announcement.dates.months import MONTH, month_number
from monitor.domain.announcement.dates.ordinals import AR_ORDINAL, EN_ORDINAL, ordinal_number
from monitor.domain.announcement.dates.shapes import (
    BESIDE,
    BREAK,
    DAY,
    FOLLOWED,
    GAP,
    NAMED,
    NOT_CLOCK,
    NTH,
    START,
    YEAR,
)
from monitor.domain.announcement.dates.weekdays import AR_WHICH, which_of
from monitor.domain.announcement.folding import Folded, Span
from monitor.domain.announcement.mention import Calendar, DateMention
from monitor.domain.announcement.pattern import Pattern, pattern

DAY_MONTH: Final = pattern(
    "date.day-month",
    rf"""
    {START} (?<!مدينه[ ])(?<!شارع[ ])(?<!ميدان[ ])(?<!جسر[ ])(?<!كوبري[ ])(?<!محور[ ])
    (?<!جامعه[ ])(?<!ثوره[ ])(?<!حرب[ ])
    (?P<date>(?P<day>{DAY}) {NTH}? {GAP} (?:day[ ])? (?:of[ ](?:the[ ]month[ ]of[ ])?)? (?:من[ ])? (?:شهر[ ])?
    {NAMED} {BESIDE} {FOLLOWED} {YEAR}) (?![ ](?:city|bridge|street|square|university|war)(?!\w))""",
    "Day, month, year if there is one; streets, squares and towns are named after days (مدينة 6 أكتوبر)",
)
DASHED: Final = pattern(
    "date.day-month-dashes",
    rf"(?<![\w-])(?P<date>(?P<day>{DAY})(?P<dash>[-/])(?P<month>{MONTH})(?P=dash)(?P<year>[0-9]{{2}}))(?![\w:])",
    "05-Dec-25: tables of banks",
)
MONTH_DAY: Final = pattern(
    "date.month-day",
    rf"""
    (?<!\w)(?P<date>{NAMED} (?:[ ]{{1,3}}(?:the[ ])?|\n|-|[ ]?,[ ]) (?P<day>{DAY}) (?:(?P<nth>{NTH}))?
    {NOT_CLOCK} (?!/) (?![ ]{{0,2}}(?:of[ ]|من[ ])?{MONTH}(?!\w)) {YEAR})""",
    "October 12, 2022: American order, also in translations",
)
WORDED: Final = pattern(
    "date.worded-day",
    rf"""
    (?<!\w)(?:[وف]?[بل]?(?=ال|لل|غره|فاتح|اول)|و)?(?P<date>(?:(?:the[ ])?(?P<day>{EN_ORDINAL})(?:[ ]day)?[ ]of[ ]
      | (?P<ar>{AR_ORDINAL})[ ](?:من[ ])?(?:شهر[ ])?)
    {NAMED} {BESIDE} {FOLLOWED} {YEAR})""",
    "الخامس من ديسمبر, the first of March",
)
MONTH_WORDED: Final = pattern(
    "date.month-worded-day",
    rf"(?<!\w)(?P<date>{NAMED}[ ](?:the[ ])?(?P<day>{EN_ORDINAL})(?!\w){YEAR})",
    "December the fifth",
)
NUMBERED_MONTH: Final = pattern(
    "date.numbered-month",
    rf"""
    {START}(?P<date>(?P<day>{DAY}){BREAK}(?:من[ ])?شهر[ ](?P<number>1[0-2]|0?[1-9])(?![0-9:.]) {YEAR})""",
    "5 شهر 12: the month by its number, as people say it",
)
OF_MONTH: Final = pattern(
    "date.day-of-this-month",
    rf"""
    {START}(?P<date>(?:(?P<day>{DAY}){NTH}?|(?P<ar>{AR_ORDINAL})|(?P<en>{EN_ORDINAL}))[ ]
    (?:(?:من[ ])?(?:هذا[ ]الشهر|(?:ال)?شهر[ ]?(?P<which>{AR_WHICH})|(?P<bare>الجاري)(?!\w))
     |(?:of[ ])?(?:the[ ])?(?P<month_word>this|next|last|current|same|coming|following)[ ]month(?!\w)))""",
    "الخامس من الشهر الجاري, the 5th of this month",
)
RULES: Final = (DAY_MONTH, DASHED, MONTH_DAY, WORDED, MONTH_WORDED, NUMBERED_MONTH, OF_MONTH)

_LAST_HIJRI: Final = 1500
_CENTURY: Final = 100
_THIS_CENTURY: Final = 2000
_VERBS: Final = {"may", "march"}
"""Months that are other words as well: without a capital, a year or an ordinal they are not taken."""


def find_written(folded: Folded, rules: Iterator[Pattern]) -> Iterator[DateMention]:
    """What these rules find, overlaps included."""
    for rule in rules:
        reader = _READERS.get(rule.name)
        if reader is None:
            continue
        for match in rule.find(folded):
            found = reader(rule.name, match, folded)
            if found is not None:
                yield found


def _named(rule: str, match: re.Match[str], folded: Folded) -> DateMention | None:
    """The date of a match whose month is named."""
    calendar, month = month_number(match["month"])
    if not _is_month(match, folded):
        return None
    groups = match.groupdict()
    second = groups.get("second")
    other = second is not None and month_number(second) != (calendar, month)
    year = None if other else full_year(groups["year"])
    if not fits(calendar, year):
        return None
    return DateMention(
        span=Span(match.start("date"), match.end("month") if other else match.end("date")),
        rule=rule,
        day=_day(groups),
        month=month,
        year=year,
        calendar=calendar,
        which=None if other else which_of(groups.get("which")),
    )


def _day(groups: dict[str, str | None]) -> int:
    written = groups["day"] or groups.get("ar") or groups.get("en") or ""
    return int(written) if written.isdecimal() else ordinal_number(written)


def _is_month(match: re.Match[str], folded: Folded) -> bool:
    """Whether a word that may be a verb is a month here."""
    if match["month"] not in _VERBS or match["year"] is not None:
        return True
    if re.search(r"[0-9](?:st|nd|rd|th)(?!\w)|[ ]of[ ]", match["date"]):
        return True
    return folded.original[folded.offsets[match.start("month")]].isupper()


def full_year(written: str | None) -> int | None:
    """A year of two digits is of this century."""
    if written is None:
        return None
    year = int(written.lstrip("'\u2019"))
    return year if year >= _CENTURY else year + _THIS_CENTURY


def fits(calendar: Calendar, year: int | None) -> bool:
    """Whether a year is one of that calendar."""
    return year is None or calendar_of(year) is calendar


def calendar_of(year: int | None) -> Calendar:
    """The calendar that a year of four digits is of: 1447 is Hijri."""
    return Calendar.HIJRI if year is not None and year <= _LAST_HIJRI else Calendar.GREGORIAN


def _numbered(rule: str, match: re.Match[str], _: Folded) -> DateMention:
    year = full_year(match["year"])
    return DateMention(
        span=Span(*match.span("date")),
        rule=rule,
        day=int(match["day"]),
        month=int(match["number"]),
        year=year,
        calendar=calendar_of(year),
    )


def _of_month(rule: str, match: re.Match[str], _: Folded) -> DateMention:
    which = which_of(match["which"] or match["bare"] or match["month_word"] or "this")
    return DateMention(span=Span(*match.span("date")), rule=rule, day=_day(match.groupdict()), which=which)


_Reader = Callable[[str, re.Match[str], Folded], DateMention | None]
_READERS: Final[dict[str, _Reader]] = {
    **{rule.name: _named for rule in (DAY_MONTH, DASHED, MONTH_DAY, WORDED, MONTH_WORDED)},
    NUMBERED_MONTH.name: _numbered,
    OF_MONTH.name: _of_month,
}
