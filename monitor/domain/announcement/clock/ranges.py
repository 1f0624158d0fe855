"""Times that stand side by side: a range in one expression, and what its ends share.

"10 to 2 pm" runs from ten in the morning: an end without a half of the day takes the one that makes the range short.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import time

from monitor.domain.announcement.clock.readings import Reading, in_half
from monitor.domain.announcement.mention import ClockWord, ZoneMention
from monitor.domain.announcement.pattern import Pattern

_TO = re.compile(
    r"[ ]{0,2}[,،)]?[ ]{0,2}(?:-{1,2}|[–—~→])?[ ]{0,2}"
    r"(?:[-–—~→]|(?:to|a|till?|until|through|thru|up to)(?!\w)|و?[ ]?(?:الي|حتي)(?:[ ]غايه)?(?!\w)|و?لغايه(?!\w))?"
    r"[ ]{0,2}(?:(?:about|around|approximately|roughly|حوالي|قرابه|نحو|ما قبل|في تمام|في|عند)[ ]{1,2})?"
)
_SAYS_SO = re.compile(r"[-–—~→]|[a-z]|[ء-ي]{3}")
_AND = re.compile(r"[ ]{0,2}(?:and[ ]{1,2}|&[ ]?|و[ ]?)(?:about[ ]|حتي[ ])?")
_BETWEEN = re.compile(r"(?<!\w)(?:between|بين)[ ]{1,2}(?:the[ ]hours[ ]of[ ])?\Z")
_NO_HOUR_BEFORE = re.compile(
    r"(?:(?<!\w)(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}[.]?"
    r"|(?<!\w)(?:no[.]?|the|page|article|version|phase|step|الماده|رقم|صفحه|المرحله))[ ]\Z"
)
_FROM_BEFORE = re.compile(r"(?<!\w)(?:from|hours?|between|hrs?|من|بين)[ ]{1,2}\Z")
_WINDOW = 48
_DAY_MINUTES = 24 * 60
_FOUR = 4
_NOON = 12


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The text between and around readings, with the zones cut out of it."""

    text: str
    zones: Sequence[ZoneMention]

    def gap(self, first: Reading, second: Reading) -> str:
        """What stands between two readings, without zones and brackets; too long a stretch is cut off."""
        start, end = first.span.end, min(second.span.start, first.span.end + 2 * _WINDOW)
        gap = self.text[start:end]
        for zone in self.zones[bisect_left(self.zones, start, key=_zone_start) :]:
            if zone.span.end > end:
                break
            gap = gap.replace(self.text[zone.span.start : zone.span.end], "")
        return gap.replace("(", "").replace(")", "")

    def is_utc(self, one: Reading) -> bool:
        """Whether a reading stands before UTC, which nobody writes with twelve hours."""
        at = bisect_left(self.zones, one.span.end, key=_zone_start)
        if at == len(self.zones) or self.zones[at].zone != "UTC":
            return False
        return self.zones[at].span.start - one.span.end <= len(" (")

    def before(self, one: Reading) -> str:
        """The few words in front of a reading."""
        return self.text[max(0, one.span.start - _WINDOW) : one.span.start]

    def join(self, first: Reading, second: Reading) -> bool:
        """Whether both are the ends of one range."""
        if first.clock is None or second.clock is None:
            return False
        gap = self.gap(first, second)
        if _TO.fullmatch(gap):
            return _SAYS_SO.search(gap) is not None
        return _AND.fullmatch(gap) is not None and _BETWEEN.search(self.before(first)) is not None

    def is_start(self, one: Reading, following: Sequence[Reading]) -> bool:
        """Whether a bare number is an hour, since a range runs from it to a sure hour."""
        if not following or following[0].bare or not self.join(one, following[0]):
            return False
        if _NO_HOUR_BEFORE.search(self.before(one)) or not _is_alike(one, following[0]):
            return False
        if _BETWEEN.search(self.before(one)) or _FROM_BEFORE.search(self.before(one)):
            return True
        # "Saturday 6 - 7am to 10am" has the day in front of its range.
        return len(following) == 1 or not self.join(following[0], following[1])

    def is_end(self, first: Reading, one: Reading, after: Pattern) -> bool:
        """Whether a bare number is an hour, since a range runs to it from a sure hour."""
        if not self.join(first, one) or not _is_alike(one, first):
            return False
        alone = one.rule == "clock.bare-words" or first.rule.startswith("clock.four-digits")
        return alone or after.regex.match(self.text, one.span.end) is not None


def _zone_start(zone: ZoneMention) -> int:
    return zone.span.start


def _is_alike(bare: Reading, sure: Reading) -> bool:
    if bare.span.end - bare.span.start == _FOUR and not bare.spelt:
        return sure.rule.startswith("clock.four-digits")
    return 0 < bare.at.hour <= _NOON or not sure.halved


def accepted(
    sure: Sequence[Reading], bare: Sequence[Reading], near: Neighbours, *, after: Pattern | None
) -> list[Reading]:
    """The sure ones, and those bare ones that a range joins to them, in the order of the text."""
    found = sorted([*sure, *bare], key=lambda one: one.span)
    kept: list[Reading] = []
    for at, one in enumerate(found):
        is_end = after is not None and bool(kept) and near.is_end(kept[-1], one, after)
        if not one.bare or is_end or near.is_start(one, found[at + 1 : at + 3]):
            kept.append(replace(one, bare=False))
    return kept


def shared(readings: Sequence[Reading], near: Neighbours) -> list[Reading]:
    """What the ends of a range, and of a text that counts to twenty-four, tell of each other."""
    digits = [one for one in readings if one.spelt]
    of_24 = any(one.is_24 for one in digits) and not any(one.halved for one in digits)
    known = [
        replace(one, open=False) if one.open and one.spelt and (of_24 or near.is_utc(one)) else one for one in readings
    ]
    for at in range(len(known) - 1):
        if near.join(known[at], known[at + 1]):
            known[at : at + 2] = _range(known[at], known[at + 1])
    return known


def _range(first: Reading, second: Reading) -> tuple[Reading, Reading]:
    first = replace(first, until_next=True)
    if first.halved != second.halved:
        return (first, _after(first, second)) if first.halved else (_before(first, second), second)
    if not first.halved and first.is_24 != second.is_24:
        return replace(first, open=False), replace(second, open=False)
    if first.evening_twelve and second.at.hour > _NOON:
        return replace(first, clock=time(_NOON), word=ClockWord.NOON), second
    return first, second


def _before(first: Reading, second: Reading) -> Reading:
    return min(_both(first), key=lambda one: _minutes(one, second))


def _after(first: Reading, second: Reading) -> Reading:
    return min(_both(second), key=lambda one: _minutes(first, one))


def _both(one: Reading) -> list[Reading]:
    """The reading before noon and after noon, or as it is where its hour is of twenty-four."""
    if not 0 < one.at.hour <= _NOON:
        return [one]
    return [in_half(one, hour=one.at.hour % _NOON + later) for later in (0, _NOON)]


def _minutes(first: Reading, second: Reading) -> int:
    start, end = (60 * one.at.hour + one.at.minute for one in (first, second))
    return (end - start) % _DAY_MINUTES or _DAY_MINUTES
