"""A time of day in the making, before its neighbours have told what it leaves open.

What a part of the day beside an hour tells is settled here, what the other end of a range tells in ``ranges``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import time

from monitor.domain.announcement.clock.halves import Half, hour_in
from monitor.domain.announcement.draft import Part
from monitor.domain.announcement.folding import Span
from monitor.domain.announcement.mention import ClockMention, ClockWord

_NOON = 12
_SHARP = {time(0): ClockWord.MIDNIGHT, time(_NOON): ClockWord.NOON}
_HALF_OF = {
    Part.DAWN: Half.AM,
    Part.MORNING: Half.AM,
    Part.NOON: Half.NOON,
    Part.AFTERNOON: Half.PM,
    Part.EVENING: Half.EVENING,
    Part.NIGHT: Half.NIGHT,
}
_HOURS_OF = {
    Part.DAWN: range(9),
    Part.MORNING: range(13),
    Part.NOON: range(11, 16),
    Part.AFTERNOON: range(12, 19),
    Part.EVENING: range(15, 24),
    Part.NIGHT: (*range(18, 24), *range(7)),
}
_NEAR = 36
_STOPS = re.compile(r"[\n.;؛()–—-]|(?<!\w)(?:to|until|till|through|and|then|و?الي|و?حتي|و?لغايه)(?!\w)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """``bare`` ones count only beside others, ``spelt`` have minutes, ``halved`` a word for the half of the day.

    ``is_24`` ones are of twenty-four hours by their look. ``evening_twelve`` is "12 مساءً", taken for midnight.
    """

    span: Span
    rule: str
    clock: time | None = None
    word: ClockWord | None = None
    part: Part | None = None
    open: bool = False
    next_day: bool = False
    until_next: bool = False
    bare: bool = False
    spelt: bool = False
    halved: bool = False
    is_24: bool = False
    evening_twelve: bool = False

    @property
    def at(self) -> time:
        """The time that it has, of one that is known to have a time."""
        return self.clock or time(0)

    def mention(self) -> ClockMention:
        """What others see of it."""
        return ClockMention(
            span=self.span,
            rule=self.rule,
            clock=self.clock,
            word=self.word,
            part=self.part,
            is_open=self.open,
            next_day=self.next_day,
            until_next=self.until_next,
        )


def in_half(one: Reading, *, half: Half | None = None, hour: int | None = None) -> Reading:
    """The reading with its half of the day settled; twelve sharp is midnight or noon then."""
    if half is not None:
        hour = hour_in(half, one.at.hour, one.at.minute)
    clock = one.at if hour is None else one.at.replace(hour=hour)
    twelve = half is Half.EVENING and clock == time(0) and one.at.hour == _NOON
    return replace(one, clock=clock, word=_SHARP.get(clock), open=False, halved=True, evening_twelve=twelve)


def beside_parts(readings: Sequence[Reading], text: str) -> list[Reading]:
    """Open hours take the half of the part of the day beside them; a part that only says it again goes.

    "مساء الجمعة الساعة 9" is one time, and so is "Sunday evening, around 9 PM"; "Sunday evening to 9 PM" is two.
    """
    known, said_again = list(readings), set()
    for at in range(len(known) - 1):
        gap = text[known[at].span.end : min(known[at + 1].span.start, known[at].span.end + _NEAR + 1)]
        if len(gap) > _NEAR or _STOPS.search(gap):
            continue
        for part, clock in ((at, at + 1), (at + 1, at)):
            settled = _with_part(known[clock], known[part].part, is_beside=gap == " ")
            if settled is not None:
                known[clock] = settled
                said_again.add(part)
    return [one for at, one in enumerate(known) if at not in said_again]


def said_once(readings: Sequence[Reading], text: str) -> list[Reading]:
    """One reading of a time that is said again in brackets: "8 PM (20:00)", الثامنة ليلاً (20:00)."""
    once: list[Reading] = []
    for one in readings:
        first = once[-1] if once else None
        if first is not None and text[first.span.end : one.span.start].strip() == "(" and _is_again(first, one):
            once[-1] = replace(
                first, span=Span(first.span.start, one.span.end), clock=one.clock, open=first.open and one.open
            )
        else:
            once.append(one)
    return once


def _is_again(first: Reading, one: Reading) -> bool:
    if first.clock is None or one.clock is None or first.clock.minute != one.clock.minute:
        return False
    hours = first.clock.hour, one.clock.hour
    return hours[0] == hours[1] or ((first.open or one.open) and (hours[0] - hours[1]) % _NOON == 0)


def _with_part(clock: Reading, part: Part | None, *, is_beside: bool) -> Reading | None:
    if part is None or clock.clock is None:
        return None
    # The night of a day and its midnight are two facts: "midnight on Sunday night" is Monday's.
    late = part in {Part.EVENING, Part.NIGHT} and clock.word is not None and not clock.open
    if late and not is_beside:
        return None
    settled = in_half(clock, half=_HALF_OF[part]) if clock.open else clock
    return settled if settled.clock is not None and settled.clock.hour in _HOURS_OF[part] else None
