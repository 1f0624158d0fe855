"""Times of day of an announcement: every notation tried, the longest reading of a stretch kept, ranges joined.

An hour of twelve whose half of the day nothing names stays open: it is the composer's to settle, with the other times.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import time

from monitor.domain.announcement.clock import halves
from monitor.domain.announcement.clock.numbers import minutes_beside, value
from monitor.domain.announcement.clock.parts import PARTS, WORDS
from monitor.domain.announcement.clock.ranges import Neighbours, accepted, shared
from monitor.domain.announcement.clock.readings import Reading, beside_parts, in_half, said_once
from monitor.domain.announcement.clock.shapes import BARE, FOLLOWED, SHAPES
from monitor.domain.announcement.clock.zones import find_zones
from monitor.domain.announcement.folding import Folded, Span
from monitor.domain.announcement.mention import ClockMention, ClockWord
from monitor.domain.announcement.pattern import Pattern, allowed, span_of

_CLOCK_OF = {
    ClockWord.MIDNIGHT: time(0),
    ClockWord.NOON: time(12),
    ClockWord.START_OF_DAY: time(0),
    ClockWord.END_OF_DAY: time(23, 59),
}
_PAST = {"half": 30, "quarter": 15}
_HOURS_OF_DAY, _NOON = 24, 12
_NO_CLOCK_BEFORE = re.compile(
    r"(?:(?<!\w)(?:version|v|release|ios|android|john|ratio|score[ds]?|invoice|ref|article|section|rule)"
    r"|(?<!\w)(?:ال|ب)?(?:نتيجه|نسبه|ايه|ماده|فاتوره|اصدار|نسخه)|لمده)[ ]{1,2}\Z"
)
_FOR_BEFORE, _HOURS_BEHIND = re.compile(r"(?<!\w)for[ ]{1,2}\Z"), re.compile(r"[ ]?(?:hours?|hrs?)(?!\w)")
_UPGRADE_BEFORE = re.compile(
    r"(?<!\w)(?:versions?|upgrade[ds]?|updated|rates?|prices?|fees?) "
    r"(?:\w{1,12} ){0,2}(?:from (?:version )?[\d.]{1,6} )?(?:from|to) \Z"
)
_PHONE_BEFORE = re.compile(r"(?<!\w)(?:call|phone|tel|telephone|dial|fax|hotline|هاتف|اتصل|الرقم|رقم|الارقام)(?!\w)")
# What ordinals count that are no hours (المرحلة الثالثة), and what stands before a letter that is not of a clock.
_COUNTED_BEFORE = re.compile(
    r"(?<!\w)(?:وال|بال|لل|ال)(?:مرحله|دوره|مره|جلسه|طبعه|نسخه|دفعه|حلقه|جوله|فقره|ماده|محطه|سنه|خطوه|درجه|فيه"
    r"|موجه|فتره|مباراه|شريحه|نشره|حصه|ساعات)[ ]{1,2}\Z"
)
_MEASURED_BEFORE = re.compile(
    r"(?<!\w)(?:ال|ب|لل)?(?:صفحه|مسافه|طول|ارتفاع|عرض|عمق|مساحه|شركه|رقم|ماده|قطر|بعد|علو)[ ](?:ال\w{1,10}[ ])?\Z"
)
_WINDOW = 36
RULES: tuple[Pattern, ...] = (*SHAPES, *BARE, FOLLOWED, *(one for one, _ in WORDS), *(one for one, _ in PARTS))
"""All rules of this scanner."""


def find_clocks(folded: Folded, without: frozenset[str] = frozenset()) -> tuple[ClockMention, ...]:
    """The times of day that are written in the text, in their order; none of them overlap."""
    zones = find_zones(folded, without)
    taken = [zone.span for zone in zones]
    sure = longest([*_shapes(SHAPES, folded, without), *_words(folded, without)], taken=taken)
    bare = longest(_shapes(BARE, folded, without), taken=[*taken, *(one.span for one in sure)])
    near = Neighbours(folded.text, zones)
    readings = accepted(sure, bare, near, after=FOLLOWED if FOLLOWED.name not in without else None)
    return tuple(one.mention() for one in shared(said_once(beside_parts(readings, folded.text), folded.text), near))


def longest(found: Iterable[Reading], taken: Iterable[Span]) -> list[Reading]:
    """Of those that overlap the longest, and none where something is taken; in the order of the text."""
    ends: dict[int, int] = {}
    for span in taken:
        ends.update(dict.fromkeys(range(span.start, span.end), span.end))
    kept = []
    for one in sorted(found, key=lambda one: (one.span.start - one.span.end, one.span.start)):
        places = range(one.span.start, one.span.end)
        if not any(place in ends for place in places):
            ends.update(dict.fromkeys(places, one.span.end))
            kept.append(one)
    return sorted(kept, key=lambda one: one.span)


def _words(folded: Folded, without: frozenset[str]) -> Iterator[Reading]:
    for rule, word in WORDS:
        if rule.name not in without:
            for match in rule.find(folded):
                yield Reading(span=span_of(match), rule=rule.name, clock=_CLOCK_OF[word], word=word, halved=True)
    for rule, part in PARTS:
        if rule.name not in without:
            for match in rule.find(folded):
                yield Reading(span=span_of(match), rule=rule.name, part=part)


def _shapes(rules: Iterable[Pattern], folded: Folded, without: frozenset[str]) -> Iterator[Reading]:
    for rule in allowed(rules, without):
        for match in rule.find(folded):
            reading = _reading(rule, match)
            if reading is not None and not _is_other_matter(rule, match, halved=reading.halved):
                yield reading


def _is_other_matter(rule: Pattern, match: re.Match[str], *, halved: bool) -> bool:
    """Whether the words in front make a length, a version, a price or the like of it."""
    near = max(0, match.start() - _WINDOW), match.start()
    groups = match.groupdict()
    if groups.get("hw") and _COUNTED_BEFORE.search(match.string, *near):
        return True
    if halved:  # "a.m." and صباحاً leave no doubt, a lone letter does
        is_letter = len(groups["half"] or "") == 1 and not groups.get("m")
        return is_letter and _MEASURED_BEFORE.search(match.string, *near) is not None
    if _NO_CLOCK_BEFORE.search(match.string, *near) or _is_number(rule, match, near[0]):
        return True
    behind = match.end("m") if groups.get("m") else match.end()
    return bool(_FOR_BEFORE.search(match.string, *near) and _HOURS_BEHIND.match(match.string, behind))


def _is_number(rule: Pattern, match: re.Match[str], start: int) -> bool:
    if rule.name == "clock.four-digits-pair":
        return _PHONE_BEFORE.search(match.string, start, match.start()) is not None
    if rule.name == "clock.dotted":
        return _UPGRADE_BEFORE.search(match.string, start, match.start("core")) is not None
    return False


def _reading(rule: Pattern, match: re.Match[str]) -> Reading | None:
    groups = match.groupdict()
    hour, beside = _hour(groups), _minute(groups)
    if hour is None or (hour == _HOURS_OF_DAY and beside):
        return None
    core = "core" if groups.get("core") else 0
    bare = Reading(span=span_of(match, core), rule=rule.name, bare=rule in BARE, spelt=bool(groups.get("m")))
    if hour == _HOURS_OF_DAY:
        return replace(bare, clock=time(0), next_day=True, is_24=True)
    clock = time(*divmod((60 * hour + beside) % (24 * 60), 60))
    if hour == 1 and beside < 0:
        clock = clock.replace(hour=_NOON)  # a quarter to one is of the hour of twelve
    half = groups.get("half")
    if half:
        return _halved(replace(bare, clock=clock), half)
    written = groups.get("h") or groups.get("h2") or ""
    is_24 = hour == 0 or hour > _NOON or written.startswith("0") or rule.name.startswith("clock.four-digits")
    return replace(bare, clock=clock, open=not is_24, is_24=is_24)


def _halved(one: Reading, half: str) -> Reading | None:
    # "15 م" is a length in metres, "20 ص" a page.
    if one.clock is not None and one.clock.hour > _NOON and len(half) == 1 and not one.spelt:
        return None
    return in_half(one, half=halves.half_of(half))


def _hour(groups: dict[str, str | None]) -> int | None:
    words = groups.get("hw")
    if words is not None:
        return value(words)
    digits = groups.get("h") or groups.get("h2")
    return int(digits) if digits else None


def _minute(groups: dict[str, str | None]) -> int:
    digits = groups.get("m") or groups.get("md")
    if digits:
        return int(digits)
    if groups.get("mw"):
        return value(groups["mw"] or "") or 0
    for group, sign in (("past", 1), ("until", -1)):
        words = (groups.get(group) or "").removeprefix("a ")
        if words:
            return sign * (_PAST.get(words) or value(words) or 0)
    return minutes_beside(groups.get("beside") or "")
