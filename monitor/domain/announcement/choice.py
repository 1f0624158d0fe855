"""Which of a text's spans are the work's: those in sentences that speak of it, the fullest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from monitor.domain.announcement.draft import Kind, Wall
from monitor.domain.announcement.intervals import MIDNIGHT_DOUBT, Interval
from monitor.domain.announcement.mention import Cue, LengthMention, Matter
from monitor.domain.announcement.sentences import Sentence

_WORTH = {
    Matter.DOWN: 4, Matter.DEGRADED: 3, Matter.WORK: 2, Matter.FAULT: 2, Matter.FUTURE: 1, Matter.EXTENDED: 3,
    Matter.POSTPONED: 3, Matter.CANCELLED: 2, Matter.PRESENT: 1, Matter.FINISHED: 1, Matter.RECOVERY: 1,
    Matter.HOURS: -3, Matter.RELEASE: -2, Matter.LEGAL: -3,
}  # fmt: skip
_FAR, _LONG_AGO = datetime(9999, 1, 1), datetime(1, 1, 1)  # noqa: DTZ001 - local, as everything here
_SETTLED = "starts: midnight is the end of the day that is named, by the duration"
_NOISE = timedelta(minutes=10)  # a length may be rounded by so much before it contradicts the ends


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The spans that are windows, the overall or first one first, and those that were left out."""

    windows: tuple[Interval, ...] = ()
    left: tuple[Interval, ...] = ()


def choose(found: Sequence[Interval], sentences: Sequence[Sentence], cues: Sequence[Cue]) -> Choice:
    """The work's spans."""
    candidates = [one for one in _distinct(found) if one.starts is not None or one.ends is not None]
    if not candidates:
        return Choice()
    points = {id(one): _points(one, sentences, cues) for one in candidates}
    best = max(candidates, key=lambda one: points[id(one)])  # the first of equals
    more = [
        one
        for one in candidates
        if one is not best
        and one.is_whole
        and _has_clock(one) == _has_clock(best)
        and points[id(one)] >= points[id(best)] - 4
        and not _is_same(one, best)
    ]
    windows = sorted([best, *more], key=lambda one: (not _contains_all(one, [best, *more]), candidates.index(one)))
    return Choice(
        windows=tuple(windows), left=tuple(one for one in candidates if one not in windows and not _is_same(one, best))
    )


def _distinct(found: Sequence[Interval]) -> list[Interval]:
    """Each span once: what a fuller one says too is dropped."""
    kept: list[Interval] = []
    for one in found:
        if any(_says(other, one) for other in kept):
            continue
        kept = [other for other in kept if not _says(one, other)]
        kept.append(one)
    return kept


def _says(full: Interval, less: Interval) -> bool:
    """Whether ``full`` says everything that ``less`` does."""
    return _fits(full.starts, less.starts) and _fits(full.ends, less.ends)


def _fits(full: Wall | None, less: Wall | None) -> bool:
    if less is None:
        return True
    return full is not None and full.day == less.day and (less.clock is None or full.clock == less.clock)


def _is_same(one: Interval, other: Interval) -> bool:
    return one.starts == other.starts and one.ends == other.ends


def _has_clock(one: Interval) -> bool:
    return one.starts is not None and one.starts.clock is not None


def _points(one: Interval, sentences: Sequence[Sentence], cues: Sequence[Cue]) -> int:
    span = sentences[one.sentence].span
    said = {cue.matter for cue in cues if cue.span.overlaps(span)}
    total = sum(_WORTH.get(matter, 0) for matter in said)
    total += 2 * one.is_whole + _has_clock(one) + (one.starts is not None) - 2 * (one.is_return and one.starts is None)
    return total - (one.sentence == 0 and len(sentences) > 1)


def _contains_all(one: Interval, all_of_them: Sequence[Interval]) -> bool:
    """Whether the text states it as the frame of the others."""
    if len(all_of_them) <= 2:  # noqa: PLR2004 - two windows are no frame and its contents
        return False
    begin, end = edge(one.starts, last=False), edge(one.ends, last=True)
    return all(
        begin is not None
        and end is not None
        and begin <= (edge(other.starts, last=False) or begin)
        and end >= (edge(other.ends, last=True) or end)
        for other in all_of_them
    )


def edge(wall: Wall | None, *, last: bool) -> datetime | None:
    """A wall time as a local instant; a day alone from its beginning, or to its end where it is the ``last`` one."""
    if wall is None:
        return None
    if wall.clock is not None:
        return datetime.combine(wall.day, wall.clock)
    return datetime.combine(wall.day, time(0)) + timedelta(days=last)


def with_length(
    one: Interval, lengths: Sequence[LengthMention], sentences: Sequence[Sentence]
) -> tuple[Interval, timedelta | None]:
    """The span with the end that a length in its sentence or the next gives it, and that length.

    Where both ends are given they win, and a contradiction is a doubt.
    """
    length = next((item for item in lengths if _is_near(one, item, sentences)), None)
    if length is None or length.minutes is None:
        return one, None
    lasting = timedelta(minutes=length.minutes)
    one = _by_length(one, lasting, at_most=length.at_most)
    begin = edge(one.starts, last=False)
    if begin is not None and one.ends is None and one.starts is not None:
        return replace(one, ends=_after(one.starts, begin, lasting)), lasting
    end = edge(one.ends, last=True)
    if begin is None or end is None or not _contradicts(one, end - begin, lasting, at_most=length.at_most):
        return one, lasting
    doubt = f"duration: {_spelt(lasting)} is said, and from start to end it is {_spelt(end - begin)}; the ends are kept"
    return replace(one, doubts=(*one.doubts, doubt)), lasting


def _by_length(one: Interval, lasting: timedelta, *, at_most: bool) -> Interval:
    """The span with the midnight that its length asks for, where that begins one of two days."""
    begin, end = edge(one.starts, last=False), edge(one.ends, last=True)
    if at_most or one.start is None or one.starts is None or not one.start.is_spoken_midnight:
        return one
    if begin is None or end is None or abs(end - begin - timedelta(days=1) - lasting) > _NOISE:
        return one
    doubts = (*(doubt for doubt in one.doubts if not doubt.endswith(MIDNIGHT_DOUBT)), _SETTLED)
    return replace(one, starts=replace(one.starts, day=one.starts.day + timedelta(days=1)), doubts=doubts)


def _is_near(one: Interval, length: LengthMention, sentences: Sequence[Sentence]) -> bool:
    index = next((at for at, item in enumerate(sentences) if length.span.overlaps(item.span)), -1)
    return index >= 0 and abs(index - one.sentence) <= 1


def _after(starts: Wall, begin: datetime, lasting: timedelta) -> Wall | None:
    """The end that a length gives; of a start without an hour only whole days can be told."""
    if starts.clock is not None:
        end = begin + lasting
        return Wall(day=end.date(), clock=end.time())
    if lasting % timedelta(days=1):
        return None
    return Wall(day=starts.day + lasting - timedelta(days=1))


def _contradicts(one: Interval, said: timedelta, lasting: timedelta, *, at_most: bool) -> bool:
    if one.starts is None or one.ends is None or one.starts.clock is None or one.ends.clock is None:
        return False
    return said > lasting + _NOISE if at_most else abs(said - lasting) > _NOISE


def _spelt(length: timedelta) -> str:
    hours, minutes = divmod(int(length.total_seconds()) // 60, 60)
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def as_kind(
    kind: Kind, windows: Sequence[Interval], left: Sequence[Interval], finished: frozenset[int] = frozenset()
) -> tuple[Interval, Wall | None, Wall | None]:
    """The first window as its kind has it, with the start and the end that no longer hold.

    ``finished`` are the sentences that say service is back: a lone time in one of them is when.
    """
    first = windows[0] if windows else Interval()
    if kind is Kind.FINISHED:
        return _finished([*windows, *left], finished)
    if kind is Kind.CANCELLED:
        return replace(first, starts=None, ends=None), first.starts, first.ends
    if kind is Kind.POSTPONED:
        return _postponed(windows, left)
    if kind is Kind.EXTENDED:
        return _extended(windows, left)
    return first, None, None


def _finished(spans: Sequence[Interval], finished: frozenset[int]) -> tuple[Interval, Wall | None, Wall | None]:
    """The time at which service came back is the end; the end that was planned is the former."""
    turned = [_turned(one) if one.sentence in finished and _is_lone(one) else one for one in spans]
    first = next((one for one in turned if one.starts is not None), turned[0] if turned else Interval())
    first = _gone_by(first, turned)
    for one in turned:
        back, told = edge(one.ends, last=False), edge(first.starts, last=False)
        if one.is_return and one is not first and back is not None and (told is None or back > told):
            return replace(first, end=one.end, ends=one.ends), None, first.ends
    return first, None, None


def _gone_by(first: Interval, spans: Sequence[Interval]) -> Interval:
    """The start, a week earlier where a weekday alone was taken for the one after service had come back."""
    backs = [back for one in spans if one.is_return and (back := edge(one.ends, last=True)) is not None]
    begin, point = edge(first.starts, last=False), first.start
    if first.starts is None or begin is None or point is None or point.day is None or not backs or begin < max(backs):
        return first
    mention = point.day.mention
    if mention.day is not None or mention.weekday is None:
        return first
    return replace(first, starts=replace(first.starts, day=first.starts.day - timedelta(days=7)))


def _is_lone(one: Interval) -> bool:
    return one.ends is None and one.start is not None


def _turned(one: Interval) -> Interval:
    """A start that is in truth an end."""
    return replace(one, start=None, end=one.start, starts=None, ends=one.starts, is_return=True)


def _postponed(windows: Sequence[Interval], left: Sequence[Interval]) -> tuple[Interval, Wall | None, Wall | None]:
    """Of two dates the earlier one no longer holds; of a single one it is that one."""
    dated = [one for one in [*windows, *left] if one.starts is not None]
    dated.sort(key=lambda one: (edge(one.starts, last=False) or _FAR, one.ends is not None))
    if dated and dated[0].starts is not None and dated[-1].starts is not None:
        earlier, later = dated[0], dated[-1]
        if dated[0].starts.day < dated[-1].starts.day:
            return later, earlier.starts, earlier.ends
    first = windows[0] if windows else Interval()
    if _is_move(first) and first.ends is not None:
        # "postponed from 5 to 12 December": not a span, but a move.
        return replace(first, starts=first.ends, ends=None, start=first.end, end=None), first.starts, None
    return replace(first, starts=None, ends=None), first.starts, first.ends


def _is_move(one: Interval) -> bool:
    """Whether both ends are days without an hour, which no window of one night is."""
    if one.starts is None or one.ends is None or one.ends.day <= one.starts.day:
        return False
    return one.starts.clock is None and one.ends.clock is None


def _extended(windows: Sequence[Interval], left: Sequence[Interval]) -> tuple[Interval, Wall | None, Wall | None]:
    """The latest end holds; an earlier one is the former."""
    first = windows[0] if windows else Interval()
    ends = [one.ends for one in [*windows, *left] if one.ends is not None]
    ends.sort(key=lambda wall: edge(wall, last=True) or _LONG_AGO)
    if len(ends) > 1 and ends[-1] != ends[0]:
        return replace(first, ends=ends[-1]), None, ends[0]
    return first, None, None
