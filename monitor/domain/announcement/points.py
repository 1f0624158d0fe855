"""Points of time: a day and a clock time that stand together in the text, with their role.

"8 p.m., Wednesday, October 12" and يوم الجمعة 5 ديسمبر من الساعة 12 are one point each; in "from 6 to 9 on Friday" the
first has no day of its own. What a point lacks is filled in by ``intervals``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from monitor.domain.announcement.folding import Folded, Span
from monitor.domain.announcement.mention import ClockMention, Day
from monitor.domain.announcement.pattern import pattern
from monitor.domain.announcement.roles import Role, role_of, second_of_two
from monitor.domain.announcement.sentences import Sentence

_FILLER = pattern(
    "point.filler",
    r"""[\s,،()\[\]«»"'.|]{0,6}
    (?:(?:at|on|of|the|in|from|starting|begin(?:ning|s)|about|around|approximately|local|time|utc|gmt|[ecmp][sd]?t|hrs?|hours?
        |eastern|central|mountain|pacific|standard|daylight|a[ecw][sd]t|ist|bst|sgt|sharp|morning|evening|night|afternoon
        |يوم|في|تمام|الساعة|على|من|بتاريخ|عند|نحو|حوالي|بتوقيت|الموافق|وذلك|ابتداء|بدءا|اعتبارا|تبدأ|يبدأ|بداية|ليوم|لليوم|المقبل|القادم|الجاري)
      [\s,،()\[\]«»"'.|:]{0,4}){0,5}""",
    "words that may stand between a day and its clock time",
)
_LATER = pattern(
    "point.later-start",
    r"\b(?:from|between|starting|من(?=[ ](?:الساعة|تمام|[0-9]))|بين|ابتداء|بدءا|اعتبارا)\b",
    "a clock range of its own",
)
_MIDNIGHT = pattern(
    "point.midnight",
    r"midnight|(?:منتصف|نصف)[ ]+(?:ال)?ليل",
    "midnight by its name: which end of the day it is, is open",
)
_LONGEST_GAP = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A day, a clock time, or both. ``sentence`` is an index."""

    span: Span
    sentence: int
    role: Role = Role.NONE
    day: Day | None = None
    clock: ClockMention | None = None
    is_spoken_midnight: bool = False  # by the word, which leaves the day open; "12:00 a.m." does not

    @property
    def has_hour(self) -> bool:
        """Whether it names an hour, and not only a part of the day."""
        return self.clock is not None and self.clock.clock is not None

    @property
    def until_next(self) -> bool:
        """Whether the scanner saw that the next one ends what this one begins."""
        last = self.clock if self.clock is not None else (self.day.mention if self.day is not None else None)
        return last is not None and last.until_next


def points(
    folded: Folded,
    sentences: Sequence[Sentence],
    days: Sequence[Day],
    clocks: Sequence[ClockMention],
    without: frozenset[str] = frozenset(),
) -> tuple[Point, ...]:
    """Every point of the text in its order, each with its role."""
    begins = [one.span.start for one in sentences]
    loose = [Point(span=day.mention.span, sentence=_index(begins, day.mention.span), day=day) for day in days] + [
        _hour(folded, begins, clock) for clock in clocks if not any(_is_inside(folded, clock, day) for day in days)
    ]
    joined: list[Point] = []
    for point in sorted(loose, key=lambda one: (one.span.start, one.span.end)):
        former = joined[-1] if joined else None
        if former is not None and _belong_together(folded, former, point, without):
            joined[-1] = _together(former, point)
        else:
            joined.append(point)
    for at in range(len(joined)):
        joined[at] = _with_role(folded, sentences, joined, at, without)
    return tuple(joined)


def _hour(folded: Folded, begins: Sequence[int], clock: ClockMention) -> Point:
    return Point(
        span=clock.span,
        sentence=_index(begins, clock.span),
        clock=clock,
        is_spoken_midnight=_MIDNIGHT.regex.search(folded.text, clock.span.start, clock.span.end) is not None,
    )


def _is_inside(folded: Folded, clock: ClockMention, day: Day) -> bool:
    """Whether what looked like a clock time is among the digits of a date ("on 2024-06-06 until four").

    Or behind the weekday that it is the date of: "9pm Saturday 11 to 1pm Sunday 12 November".
    """
    mention, span = day.mention, clock.span
    if mention.day is not None:
        return mention.span.start < span.start and span.end <= mention.span.end
    number = folded.text[span.start : span.end]
    is_next = folded.text[mention.span.end : span.start] in {" ", ", "}
    return is_next and day.day is not None and number.isdigit() and int(number) == day.day.day


def _index(begins: Sequence[int], span: Span) -> int:
    return max(0, bisect_right(begins, span.start) - 1)


def _belong_together(folded: Folded, former: Point, point: Point, without: frozenset[str]) -> bool:
    if former.sentence != point.sentence or (former.until_next and (former.has_hour or point.day is not None)):
        return False
    if former.span.overlaps(point.span):
        return _complements(former, point)
    gap = folded.text[former.span.end : point.span.start]
    if len(gap) > _LONGEST_GAP or not _FILLER.regex.fullmatch(gap) or not _complements(former, point):
        return False
    if former.has_hour and point.until_next and _LATER.regex.search(gap):
        return False  # "10 pm to 6 am, from 5 to 7 August": so are the days
    # "20 to 22 August, from 8 pm": the clock times are a range of their own.
    ends_range = (
        role_of(folded, Span(max(0, former.span.start - 12), former.span.start), former.span, without) is Role.END
    )
    return not (ends_range and former.clock is None and (point.until_next or _LATER.regex.search(gap)))


def _complements(former: Point, point: Point) -> bool:
    """Whether neither says again what the other says."""
    if former.day is not None and point.day is not None:
        return former.day.day == point.day.day and not (former.has_hour and point.has_hour)
    return not (former.has_hour and point.has_hour)


def _together(former: Point, point: Point) -> Point:
    hours = [one.clock for one in (former, point) if one.has_hour]
    parts = [one.clock for one in (former, point) if one.clock is not None]
    span = Span(min(former.span.start, point.span.start), max(former.span.end, point.span.end))
    return replace(
        former,
        span=span,
        day=former.day or point.day,
        clock=next(iter([*hours, *parts]), None),
        is_spoken_midnight=former.is_spoken_midnight or point.is_spoken_midnight,
    )


def _with_role(
    folded: Folded, sentences: Sequence[Sentence], joined: Sequence[Point], at: int, without: frozenset[str]
) -> Point:
    point = joined[at]
    former = joined[at - 1] if at else None
    begin = sentences[point.sentence].span.start if sentences else 0
    if former is not None and former.sentence == point.sentence:
        if former.until_next:
            return replace(point, role=Role.END)
        begin = max(begin, former.span.end)
    head = begin if former is not None and former.sentence == point.sentence else sentences[point.sentence].span.start
    # Words inside the point count too: "Friday from nine" begins at nine.
    role = role_of(folded, Span(begin, point.span.start), Span(head, point.span.start), without)
    if role is Role.NONE and former is not None and former.role is Role.START and former.sentence == point.sentence:
        role = second_of_two(folded, Span(former.span.end, point.span.start), sentences[point.sentence].span, without)
    if role is Role.NONE and _LATER.regex.search(folded.text[point.span.start : point.span.end]):
        role = Role.START
    return replace(point, role=role)
