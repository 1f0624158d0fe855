"""From points of time to spans: which end belongs to which start, and what one leaves to the other.

A clock time without a day takes that of its other end, else the last day named before it. An end at or before its
start is on the next day. Nothing here knows what the spans are about.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta

from monitor.domain.announcement.draft import Part, Wall
from monitor.domain.announcement.mention import ClockMention, ClockWord, Day
from monitor.domain.announcement.points import Point
from monitor.domain.announcement.roles import Role

_NEAR = 2  # sentences between a start and its end
MIDNIGHT_DOUBT = "midnight may be the beginning or the end of that day"
_OPEN_DOUBT = "before or after noon is not said"


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A start, an end, or both, with the points they were read from. ``is_return``: the end is when service resumes."""

    start: Point | None = None
    end: Point | None = None
    starts: Wall | None = None
    ends: Wall | None = None
    is_return: bool = False
    doubts: tuple[str, ...] = ()
    context: Day | None = None  # the day that a clock time without one was given

    @property
    def sentence(self) -> int:
        """Where it begins in the text."""
        point = self.start or self.end
        return point.sentence if point is not None else 0

    @property
    def is_whole(self) -> bool:
        """Whether both ends are known."""
        return self.starts is not None and self.ends is not None

    @property
    def confidence(self) -> float:
        """The least sure of its days."""
        days = [point.day for point in (self.start, self.end) if point is not None and point.day is not None]
        return min([day.confidence for day in days] or [self.context.confidence if self.context else 0.5])


@dataclass(slots=True)
class _Pairing:
    """The spans found so far. ``day`` is the last one named."""

    found: list[Interval] = field(default_factory=list)
    day: Day | None = None

    @property
    def open(self) -> Interval | None:
        return self.found[-1] if self.found and self.found[-1].end is None else None


def intervals(points: Sequence[Point], others: Sequence[Point] = ()) -> tuple[Interval, ...]:
    """Every span that the points make, in the order of the text.

    ``others`` begin and end nothing, but a clock time behind one of them may be of its day ("said today that at nine").
    """
    pairing = _Pairing()
    begin_nothing = {id(one) for one in others}
    for point in sorted([*points, *others], key=lambda one: one.span.start):
        if id(point) not in begin_nothing:
            _take(pairing, point)
        if point.day is not None:
            pairing.day = point.day
    return tuple(_settled(one) for one in _given_days(pairing.found, points))


def _take(pairing: _Pairing, point: Point) -> None:
    present = pairing.open
    is_near = present is not None and point.sentence - present.sentence <= _NEAR and not _is_before(point, present)
    if point.role in {Role.END, Role.RESUME}:
        is_return = point.role is Role.RESUME
        if present is not None and is_near and present.start is not None:
            pairing.found[-1] = replace(present, end=point, is_return=is_return)
        else:
            pairing.found.append(Interval(end=point, is_return=is_return, context=pairing.day))
    elif point.role is Role.FORMER:
        pairing.found.append(Interval(end=point, context=pairing.day))
    elif present is not None and is_near and _completes(present, point):
        pairing.found[-1] = replace(present, start=replace(point, day=present.start.day if present.start else None))
    else:
        pairing.found.append(Interval(start=point, context=pairing.day))


def _is_before(point: Point, present: Interval) -> bool:
    """Whether the point lies on an earlier day than the start that it would end."""
    if present.start is None or point.day is None or present.start.day is None:
        return False
    end, start = point.day.day, present.start.day.day
    return end is not None and start is not None and end < start


def _completes(present: Interval, point: Point) -> bool:
    """Whether the point is the hour of a start that so far is only a day."""
    start = present.start
    return start is not None and start.day is not None and not start.has_hour and point.day is None and point.has_hour


def _given_days(found: Sequence[Interval], points: Sequence[Point]) -> Iterator[Interval]:
    """The spans, those without any day with the nearest one named before or else after them in the text."""
    first = next((point.day for point in points if point.day is not None), None)
    for one in found:
        has_day = any(point is not None and point.day is not None for point in (one.start, one.end))
        yield one if has_day or one.context is not None else replace(one, context=first)


# ---- what the points mean


def _settled(one: Interval) -> Interval:
    start_day, end_day, doubts = _days(one)
    start_clock, end_clock, more = _clocks(one)
    starts = _start(one.start, start_day, start_clock)
    ends, late = _end(one.end, end_day, end_clock, starts)
    doubts += [*more, *late]
    if starts is not None and one.start is not None and one.start.is_spoken_midnight:
        doubts.append(f"starts: {MIDNIGHT_DOUBT}")
    for point in (one.start, one.end):
        if point is not None and point.day is not None:
            doubts += point.day.doubts
    return replace(one, starts=starts, ends=ends, doubts=tuple(dict.fromkeys(doubts)))


def _days(one: Interval) -> tuple[date | None, date | None, list[str]]:
    """The days of both ends, as far as said; the end's is left to the start's where it has none."""
    start = one.start.day.day if one.start is not None and one.start.day is not None else None
    end = one.end.day.day if one.end is not None and one.end.day is not None else None
    context = one.context.day if one.context is not None else None
    doubts: list[str] = []
    if one.start is not None and one.start.day is None:
        start = end if end is not None else context
        if end is not None and _runs_backwards(one):
            start = end - timedelta(days=1)
            doubts.append("starts: the day is taken to be the one before the end's")
    if one.end is not None and one.end.day is None and one.start is None:
        end = context
    return start, end, doubts


def _runs_backwards(one: Interval) -> bool:
    """Whether the clock time of the end is earlier in the day than that of the start."""
    if one.start is None or one.end is None or one.start.clock is None or one.end.clock is None:
        return False
    start, end = one.start.clock.clock, one.end.clock.clock
    if start is None or end is None or one.end.clock.next_day:
        return False
    if one.start.clock.is_open or one.end.clock.is_open:
        return False
    return end <= start and not (_is_midnight(one.end.clock) and end == time(0))


def _clocks(one: Interval) -> tuple[time | None, time | None, list[str]]:
    """The clock times; of an hour without its half of the day the one that comes next after the other end."""
    start, end = (point.clock if point is not None else None for point in (one.start, one.end))
    first, last = (clock.clock if clock is not None else None for clock in (start, end))
    doubts: list[str] = []
    if start is not None and start.is_open and first is not None:
        doubts.append(f"starts: {_OPEN_DOUBT}")
        if end is not None and not end.is_open and last is not None and _half_later(first) < last:
            first = _half_later(first)
    if end is not None and end.is_open and last is not None:
        if first is None or (start is not None and start.is_open):
            doubts.append(f"ends: {_OPEN_DOUBT}")
        if first is not None and last <= first < _half_later(last):
            last = _half_later(last)
    return first, last, doubts


def _half_later(clock: time) -> time:
    return clock.replace(hour=clock.hour + 12) if clock.hour < 12 else clock  # noqa: PLR2004 - hours of half a day


def _start(point: Point | None, day: date | None, clock: time | None) -> Wall | None:
    if point is None or day is None:
        return None
    if point.clock is not None and point.clock.next_day:
        day += timedelta(days=1)
    return Wall(day=day, clock=clock, part=_part(point))


def _end(
    point: Point | None, day: date | None, clock: time | None, starts: Wall | None
) -> tuple[Wall | None, list[str]]:
    if point is None or (day is None and starts is None):
        return None, []
    said, day = day, day if day is not None or starts is None else starts.day
    if day is None:
        return None, []
    doubts: list[str] = []
    if (point.clock is not None and point.clock.next_day) or _is_next_morning(day, clock, starts):
        day += timedelta(days=1)
    elif said is not None and point.is_spoken_midnight and clock == time(0):
        day += timedelta(days=1)  # "until midnight Friday": Friday is still out
        doubts.append(f"ends: {MIDNIGHT_DOUBT}")
    return Wall(day=day, clock=clock, part=_part(point)), doubts


def _is_next_morning(day: date, clock: time | None, starts: Wall | None) -> bool:
    if starts is None or starts.clock is None or clock is None or day != starts.day:
        return False
    return clock <= starts.clock


def _part(point: Point) -> Part | None:
    return point.clock.part if point.clock is not None and point.clock.clock is None else None


def _is_midnight(clock: ClockMention | None) -> bool:
    return clock is not None and clock.word is ClockWord.MIDNIGHT
