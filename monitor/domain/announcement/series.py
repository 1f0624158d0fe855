"""Spans that share their clock times: lists of days, ranges of days with hours of their own, nightly work.

"5 and 6 December from 1 to 3" are two windows; "from 5 to 9 December, 10 pm to 6 am" is one, unless it says nightly.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from monitor.domain.announcement.draft import Wall
from monitor.domain.announcement.folding import Folded
from monitor.domain.announcement.intervals import Interval
from monitor.domain.announcement.pattern import pattern

DAILY = pattern(
    "series.daily",
    r"\b(?:daily|nightly|every[ ](?:day|night)|each[ ](?:day|night)|يوميا|كل[ ](?:يوم|ليلة)|خلال[ ]هذه[ ]الأيام)\b",
    "the clock times hold for each of the days",
)
_LIST = pattern(
    "series.list",
    r"[\s,،;؛&()]{0,6}(?:and|or|also|on|يوم|ويوم|يومي|أيضا)?[\s,،;؛]{0,3}(?:و|the)?[ ]?(?:on|يوم)?[\s]{0,2}",
    "what stands between days in a list",
)
_MOST = 31  # windows of one series


def spread(folded: Folded, found: Sequence[Interval]) -> tuple[Interval, ...]:
    """The spans, those without clock times with the ones that are meant for them."""
    return tuple(_neighbours(folded, tuple(_lists(folded, tuple(_ranges(folded, found))))))


def _is_days(one: Interval) -> bool:
    """Whether it names days and no hour at all."""
    return (
        one.start is not None
        and one.start.day is not None
        and not one.start.has_hour
        and (one.end is None or not one.end.has_hour)
    )


def _is_clocks(one: Interval) -> bool:
    """Whether it is a span of clock times without a day of its own."""
    return (
        one.start is not None
        and one.end is not None
        and one.start.has_hour
        and one.end.has_hour
        and (one.start.day is None and one.end.day is None)
    )


def _ranges(folded: Folded, found: Sequence[Interval]) -> Iterator[Interval]:
    at = 0
    while at < len(found):
        pair = found[at : at + 2]
        days = next((one for one in pair if _is_days(one) and one.is_whole), None)
        clocks = next((one for one in pair if _is_clocks(one)), None)
        if len(pair) > 1 and days is not None and clocks is not None and abs(days.sentence - clocks.sentence) <= 1:
            yield from _crossed(folded, days, clocks)
            at += 2
        else:
            yield found[at]
            at += 1


def _crossed(folded: Folded, days: Interval, clocks: Interval) -> Iterator[Interval]:
    """Days with clock times: one span, or one a day."""
    if days.starts is None or days.ends is None or clocks.starts is None or clocks.ends is None:
        yield days
        return
    length = clocks.ends.day - clocks.starts.day
    begin = min(one.span.start for one in (days.start, clocks.start) if one is not None)
    end = max(one.span.end for one in (days.end, clocks.end) if one is not None)
    count = (days.ends.day - days.starts.day).days + 1
    if DAILY.regex.search(folded.text, max(0, begin - 40), end + 40) and 1 <= count <= _MOST:
        for number in range(count):
            day = days.starts.day + timedelta(days=number)
            yield replace(
                days,
                starts=Wall(day=day, clock=clocks.starts.clock),
                ends=Wall(day=day + length, clock=clocks.ends.clock),
                doubts=(*days.doubts, "the clock times are said to hold for each day: one window a day"),
            )
        return
    yield replace(
        days,
        starts=Wall(day=days.starts.day, clock=clocks.starts.clock),
        ends=Wall(day=days.ends.day, clock=clocks.ends.clock),
        doubts=(*days.doubts, "one window from the first to the last day; it may be meant for each day"),
    )


def _neighbours(folded: Folded, found: Sequence[Interval]) -> Iterator[Interval]:
    """Days on end that a list names without hours are one span: يومي الجمعة والسبت, "on Friday and Saturday"."""
    at = 0
    while at < len(found):
        one = found[at]
        while at + 1 < len(found) and _goes_on(folded, one, found[at + 1]):
            following = found[at + 1]
            last = following if following.end is None else None
            one = replace(
                one,
                end=following.end if last is None else following.start,
                ends=following.ends if last is None else following.starts,
                is_return=following.is_return,
                doubts=tuple(dict.fromkeys((*one.doubts, *following.doubts))),
            )
            at += 1
        yield one
        at += 1


def _goes_on(folded: Folded, one: Interval, following: Interval) -> bool:
    """Whether ``following`` begins on the day behind the last one, in the same list, and neither has an hour."""
    if one.starts is None or following.starts is None or one.is_return:
        return False
    if one.starts.clock is not None or following.starts.clock is not None:  # given by a list or by "daily"
        return False
    last = one.ends or one.starts
    if not (_is_days(one) and _is_days(following)) or following.starts.day - last.day != timedelta(days=1):
        return False
    return _in_list(folded, one, following)


def _lists(folded: Folded, found: Sequence[Interval]) -> Iterator[Interval]:
    for at, one in enumerate(found):
        if not (_is_days(one) and one.end is None and one.starts is not None):
            if not (_is_clocks(one) and _has_list(found, at)):
                yield one
            continue
        template = _template(folded, found, at)
        if template is None or template.starts is None or template.ends is None:
            yield one
            continue
        length = template.ends.day - template.starts.day
        yield replace(
            one,
            end=template.end,
            starts=Wall(day=one.starts.day, clock=template.starts.clock),
            ends=Wall(day=one.starts.day + length, clock=template.ends.clock),
        )


def _template(folded: Folded, found: Sequence[Interval], at: int) -> Interval | None:
    """The span with hours whose day this one's stands in a list with, before or after it."""
    for follower in found[at + 1 : at + 1 + _MOST]:
        if _has_hours(follower) and _in_list(folded, found[at], follower):
            return follower
        if not (_is_days(follower) and follower.end is None):
            break
    last = found[at]
    for former in reversed(found[max(0, at - _MOST) : at]):
        if _has_hours(former) and _in_list(folded, former, last):
            return former
        if not (_is_days(former) and former.end is None and _in_list(folded, former, last)):
            break
        last = former
    return next((one for one in reversed(found[:at]) if _is_clocks(one) and _has_list(found, found.index(one))), None)


def _has_hours(one: Interval) -> bool:
    return one.is_whole and one.start is not None and one.start.has_hour


def _has_list(found: Sequence[Interval], at: int) -> bool:
    """Whether two days or more without hours follow the clock times at once."""
    followers = found[at + 1 : at + 3]
    return len(followers) > 1 and all(_is_days(one) and one.end is None for one in followers)


def _in_list(folded: Folded, one: Interval, other: Interval) -> bool:
    if one.start is None or other.start is None or one.start.sentence != other.start.sentence:
        return False
    last = one.end or one.start  # "from 1 to 3 am on the 5th and the 6th"
    gap = folded.text[last.span.end : other.start.span.start]
    pieces = [gap] if len(gap) < 30 else []  # noqa: PLR2004 - a list has short gaps
    return bool(pieces) and _LIST.regex.fullmatch(pieces[0]) is not None
