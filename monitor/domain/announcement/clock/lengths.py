"""Lengths of an announcement: "for three hours", لمدة 48 ساعة, "two-and-a-half hours"; a few hours have no number.

Lengths that are no duration are found too, and left out: within 24 hours, every two hours, round the clock.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from monitor.domain.announcement.clock.hours import find_clocks
from monitor.domain.announcement.clock.numbers import value
from monitor.domain.announcement.clock.wordings import (
    AFTER,
    AT_MOST,
    AT_MOST_AFTER,
    BEFORE,
    LOWER_END,
    PATTERNS,
    ROUND_THE_CLOCK,
)
from monitor.domain.announcement.folding import Folded
from monitor.domain.announcement.mention import LengthMention
from monitor.domain.announcement.pattern import Pattern, allowed, span_of

_HOUR, _DAY, _WEEK = 60, 24 * 60, 7 * 24 * 60
_UNITS = (
    (("دق", "min"), 1),
    (("ساع", "سا", "hour", "hr", "h"), _HOUR),
    (("يوم", "ايام", "ليال", "day", "d"), _DAY),
    (("اسبوع", "اسابيع", "week"), _WEEK),
)
_FRACTIONS = {"نصف": 30, "ربع": 15, "ثلث": 20, "half": 30, "quarter": 15, "quarter of": 15, "three quarters of": 45}
_WINDOW = 40
RULES: tuple[Pattern, ...] = (*PATTERNS, BEFORE, AFTER, LOWER_END, ROUND_THE_CLOCK, AT_MOST, AT_MOST_AFTER)
"""All rules of this scanner."""


def find_lengths(folded: Folded, without: frozenset[str] = frozenset()) -> tuple[LengthMention, ...]:
    """How long things last according to the text, in its order; none of them overlap, nor a time of day."""
    found = [_mention(rule, match) for rule in allowed(PATTERNS, without) for match in rule.find(folded)]
    # "الخامسة وعشر دقائق" is a time of day; its ten minutes are no length.
    taken = {place for one in find_clocks(folded, without) for place in range(one.span.start, one.span.end)}
    kept: list[LengthMention] = []
    for one in sorted(found, key=lambda one: (one.span.start, -one.span.end)):
        if taken.isdisjoint(range(one.span.start, one.span.end)) and not _has_begun(kept, one):
            kept.append(one)
    return tuple(_bounded(one, folded, without) for one in kept if not _is_refused(one, folded, without))


def _has_begun(kept: list[LengthMention], one: LengthMention) -> bool:
    return bool(kept) and kept[-1].span.end > one.span.start


def _is_refused(one: LengthMention, folded: Folded, without: frozenset[str]) -> bool:
    rules = [rule for rule in (BEFORE, ROUND_THE_CLOCK) if rule.name not in without]
    if one.minutes != _DAY and ROUND_THE_CLOCK in rules:
        rules.remove(ROUND_THE_CLOCK)
    behind = [rule for rule in (AFTER, LOWER_END) if rule.name not in without]
    if any(rule.regex.match(folded.text, one.span.end) for rule in behind):
        return True
    return any(_ends_with(rule, one, folded) for rule in rules)


def _bounded(one: LengthMention, folded: Folded, without: frozenset[str]) -> LengthMention:
    at_most = AT_MOST.name not in without and _ends_with(AT_MOST, one, folded)
    at_most |= AT_MOST_AFTER.name not in without and AT_MOST_AFTER.regex.match(folded.text, one.span.end) is not None
    return LengthMention(span=one.span, rule=one.rule, minutes=one.minutes, at_most=at_most)


def _ends_with(rule: Pattern, one: LengthMention, folded: Folded) -> bool:
    return rule.regex.search(folded.text[max(0, one.span.start - _WINDOW) : one.span.start]) is not None


def _mention(rule: Pattern, match: re.Match[str]) -> LengthMention:
    groups = match.groupdict()
    core = "core" if groups.get("core") else 0
    return LengthMention(span=span_of(match, core), rule=rule.name, minutes=_minutes(rule, groups))


def _minutes(rule: Pattern, groups: Mapping[str, str | None]) -> int | None:
    if rule.name.endswith("-vague"):
        return None
    if groups.get("half_day"):
        return _DAY // 2
    if groups.get("quarters"):
        return 45
    unit = next((groups[key] for key in ("unit", "unit2", "dual", "one") if groups.get(key)), None)
    return _sum(groups, _unit(unit)) if unit else _fraction(groups, _HOUR)


def _sum(groups: Mapping[str, str | None], unit: int) -> int:
    whole = 2 * unit if groups.get("dual") else round(_number(groups.get("n")) * unit)
    return whole + (value(groups.get("minutes") or "") or 0) + _fraction(groups, unit)


def _number(text: str | None) -> float:
    if text is None:
        return 1
    return float(text) if text.replace(".", "").isdigit() else value(text) or 0


def _fraction(groups: Mapping[str, str | None], unit: int) -> int:
    if (groups.get("half") or "").endswith("1/2"):
        return unit // 2
    name = next((groups[key] for key in ("part", "fraction", "after", "after2") if groups.get(key)), None)
    return _FRACTIONS[name] * unit // _HOUR if name else 0


def _unit(word: str) -> int:
    return next(minutes for heads, minutes in _UNITS if word.startswith(heads))
