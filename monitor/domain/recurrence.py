"""Local wall times become UTC instants here, and nowhere else (SEMANTICS D1 to D6).

Everything after this module works in UTC; no arithmetic is done on zoned datetimes (D4), because Python adds and
compares those by wall time.
"""

from __future__ import annotations

import re
from calendar import isleap
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import Enum
from functools import lru_cache
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rruleset, rrulestr

from monitor.domain.window import Fold, Rule, WindowSpec

_MARGIN = timedelta(days=2)  # more than any zone's offset, so that no occurrence near a bound is missed
# several minutes of an hour are more than once an hour: of every minute of two years nobody wants to count the windows
_TOO_OFTEN = re.compile(r"FREQ=(?:SECONDLY|MINUTELY)|BY(?:MINUTE|SECOND)=[^;]*,", re.IGNORECASE)
_STANDS_STILL = re.compile(r"INTERVAL=(?!0*[1-9]\d{0,5}(?:;|$))", re.IGNORECASE)  # or dateutil counts for ever
_BYDAY = re.compile(r"BYDAY=([^;]*)", re.IGNORECASE)
_WEEKS_OF_A_MONTH, _WEEKS_OF_A_YEAR = 5, 53
_BOUNDS = {
    "BYSECOND": (0, 59),
    "BYMINUTE": (0, 59),
    "BYHOUR": (0, 23),
    "BYMONTH": (1, 12),
    "BYMONTHDAY": (1, 31),
    "BYYEARDAY": (1, 366),
    "BYWEEKNO": (1, 53),
    "BYSETPOS": (1, 366),
}
_FORWARDS = frozenset({"BYSECOND", "BYMINUTE", "BYHOUR", "BYMONTH"})  # the others count from the end too, with a minus
_PARTS = frozenset({"FREQ", "UNTIL", "COUNT", "INTERVAL", "WKST", "BYDAY", *_BOUNDS})  # RFC 5545 section 3.3.10
_OWN_END = re.compile(r";?\b(?:COUNT|UNTIL)=[^;]*")
_LAST_YEARS = range(9988, 9950, -1)  # every kind of year comes within 28 of them
_UNTIL_IN_UTC = re.compile(r"UNTIL=(\d{8}T\d{6})Z", re.IGNORECASE)


class Edge(Enum):
    """Which end of a window a local time stands for; it decides a time that happens twice (D2)."""

    START = Fold.FIRST
    END = Fold.SECOND


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One span ``[starts, ends)`` of a window in UTC; ``id`` is ``window@<local start>`` for a recurring one."""

    id: str
    starts: datetime
    ends: datetime


def resolve(local: datetime, zone: tzinfo, *, edge: Edge, fold: Fold | None = None) -> tuple[datetime, bool]:
    """The UTC instant of a local time, and whether it had to be moved because it does not exist.

    1. An aware ``local`` is an instant already.
    2. A time in a spring gap becomes the first valid instant after it (D1).
    3. A time that happens twice is the first pass for a start, the second for an end, unless ``fold`` says (D2).
    """
    if local.tzinfo is not None:
        return local.astimezone(UTC), False
    wanted = fold or edge.value
    first = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
    second = local.replace(tzinfo=zone, fold=1).astimezone(UTC)
    if first.astimezone(zone).replace(tzinfo=None) != local:
        return _transition(second, first, zone), True
    return (second if wanted is Fold.SECOND else first), False


def _transition(before: datetime, after: datetime, zone: tzinfo) -> datetime:
    """The instant between two others at which the zone's offset changes, found by bisection to the second."""
    old_offset = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        if middle.astimezone(zone).utcoffset() == old_offset:
            before = middle
        else:
            after = middle
    return after


def occurrences(spec: WindowSpec, since: datetime, until: datetime) -> Iterator[Occurrence]:
    """The occurrences of ``spec`` that touch ``[since, until)``, in order of their starts.

    A recurring window keeps its local wall time over clock changes (D5); its later ends keep their local distance
    from the start in days and clock time.
    """
    if spec.rule is None:
        starts, ends = span(spec, spec.starts)
        if starts < until and ends > since:
            yield Occurrence(id=spec.id, starts=starts, ends=ends)
        return
    zone = zone_of(spec)
    longest = _nominal_length(spec) + _MARGIN
    lower = since.astimezone(zone).replace(tzinfo=None) - longest
    upper = until.astimezone(zone).replace(tzinfo=None) + _MARGIN
    for local in _local_starts(spec, lower, upper):
        starts, ends = span(spec, local)
        if starts < until and ends > since:
            yield Occurrence(id=occurrence_id(spec.id, local), starts=starts, ends=ends)


def occurrence_id(window_id: str, local_start: datetime) -> str:
    """``window@<local start>``, the identity under which one occurrence can be revised alone."""
    return f"{window_id}@{local_start.isoformat(timespec='minutes')}"


def local_start_of(spec: WindowSpec, occurrence: str) -> datetime | None:
    """The local start that ``occurrence`` (``id@<local start>``) names, if the rule really has it."""
    text = occurrence.partition("@")[2]
    try:
        local = datetime.fromisoformat(text)
    except ValueError:
        return None
    if spec.rule is None or local.tzinfo is not None:
        return None
    return local if local in _local_starts(spec, local, local) else None


def span(spec: WindowSpec, local_start: datetime) -> tuple[datetime, datetime]:
    """``[starts, ends)`` in UTC of the occurrence that begins at ``local_start``: a start of the rule, or the window's.

    Whichever of end and duration the author gave is kept over a clock change (D3).
    """
    zone = zone_of(spec)
    starts, _ = resolve(local_start, zone, edge=Edge.START, fold=spec.fold)
    if spec.ends is None:
        return starts, starts + (spec.duration or timedelta(0))
    if spec.rule is None:
        return starts, resolve(spec.ends, zone, edge=Edge.END, fold=spec.fold)[0]
    local_end = local_start + (_wall(spec.ends, zone) - _wall(spec.starts, zone))
    return starts, resolve(local_end, zone, edge=Edge.END, fold=spec.fold)[0]


def moved_edges(spec: WindowSpec) -> tuple[str, ...]:
    """Which of ``starts`` and ``ends`` name a local time that does not exist (D1: a warning)."""
    zone = zone_of(spec)
    named = (("starts", spec.starts, Edge.START), ("ends", spec.ends, Edge.END))
    return tuple(
        key for key, local, edge in named if local is not None and resolve(local, zone, edge=edge, fold=spec.fold)[1]
    )


def zone_of(spec: WindowSpec) -> tzinfo:
    """The zone in which the window repeats: that of an instant given with an offset, else ``timezone``."""
    return spec.starts.tzinfo or ZoneInfo(spec.timezone)


def rule_of(spec: WindowSpec) -> rruleset:
    """The recurrence as dateutil reads it, on naive local times.

    Raises:
        ValueError: the RRULE text does not parse, or repeats by the minute or second.
    """
    if spec.rule is None:
        raise ValueError("the window does not repeat")
    return _parsed(spec.rule.rrule, _wall(spec.starts, zone_of(spec)), zone_of(spec), spec)


def comes_to_pass(spec: WindowSpec) -> bool:
    """Whether the rule ever starts anything; ask before anything is looked for in a rule from outside.

    dateutil looks for a first start up to the year 9999, by the hour if need be, and nothing bounds it but that year.
    So the question is asked of a year like the window's own that lies shortly before.

    Raises:
        ValueError: the RRULE text does not parse, or repeats by the minute or second.
    """
    rule_of(spec)
    assert spec.rule is not None
    endless = Rule(rrule=_OWN_END.sub("", spec.rule.rrule).strip(";"))
    late = spec.starts.replace(year=next(year for year in _LAST_YEARS if _are_alike(year, spec.starts.year)))
    return next(iter(rule_of(replace(spec, starts=late, rule=endless))), None) is not None


def _are_alike(one: int, other: int) -> bool:
    """Whether two years have the same days on the same weekdays."""
    return isleap(one) == isleap(other) and date(one, 1, 1).weekday() == date(other, 1, 1).weekday()


@lru_cache(maxsize=1024)
def _parsed(text: str, first: datetime, zone: tzinfo, spec: WindowSpec) -> rruleset:
    if _TOO_OFTEN.search(text):
        raise ValueError("a rule repeats by the hour at the most")
    _refuse_parts(text)
    if _STANDS_STILL.search(text):
        raise ValueError("a rule has an INTERVAL of at least 1")
    _refuse_days(text)
    _refuse_numbers(text)
    localised = _UNTIL_IN_UTC.sub(lambda match: _local_until(match.group(1), zone), text)
    parsed = rrulestr(localised, dtstart=first)
    if not isinstance(parsed, rrule):
        raise ValueError("a rule is one RRULE, without RDATE, EXRULE or DTSTART lines")  # noqa: TRY004 - the text is wrong, not a type
    # Without dateutil's own cache: it keeps its lock at the end of a rule, and after a fault. Whoever else is reading
    # the same rule then, in another thread or in this one, waits for ever.
    rules = rruleset(cache=False)
    until = spec.rule.until if spec.rule else None
    rules.rrule(parsed if until is None else parsed.replace(until=_wall(until, zone)))
    return rules


def _refuse_parts(text: str) -> None:
    """Refuse what RFC 5545 does not have, for which dateutil has further names, and what is said twice.

    Raises:
        ValueError: naming the first such part.
    """
    names = [part.partition("=")[0].upper() for part in text.upper().removeprefix("RRULE:").split(";")]
    for place, name in enumerate(names):
        if name not in _PARTS or name in names[:place]:
            raise ValueError(f"{name or 'an empty part'} is unknown in a rule, or said twice")


def _refuse_days(text: str) -> None:
    """Refuse what dateutil takes for something else, or stumbles over.

    Raises:
        ValueError: plain days beside numbered ones (it would take the days that are both), or a number that no week of
            a month or year has.
    """
    found = _BYDAY.search(text)
    numbers = re.findall(r"(\d*)[A-Z]{2}", found.group(1).upper()) if found else []
    if len({bool(number) for number in numbers}) > 1:
        raise ValueError("the days of BYDAY are all numbered, or none is")
    most = _WEEKS_OF_A_MONTH if re.search(r"FREQ=MONTHLY|BYMONTH=", text, re.IGNORECASE) else _WEEKS_OF_A_YEAR
    if any(number and not 1 <= int(number[:9]) <= most for number in numbers):
        raise ValueError(f"the days of BYDAY are numbered from 1 to {most}")


def _refuse_numbers(text: str) -> None:
    """Refuse an hour, a month and so on that no day or year has; dateutil looks for some of them for ever.

    Raises:
        ValueError: a number is outside what RFC 5545 section 3.3.10 allows.
    """
    for part in text.upper().removeprefix("RRULE:").split(";"):
        name, _, value = part.partition("=")
        least, most = _BOUNDS.get(name, (0, 0))
        numbers = re.findall(r"\d+", value) if name in _BOUNDS else []
        # from the end of a day or a year there is no counting: dateutil stumbles over an hour -4
        is_backwards = name in _FORWARDS and "-" in value
        if is_backwards or any(not least <= int(number[:9]) <= most for number in numbers):
            raise ValueError(f"the numbers of {name} are from {least} to {most}")


def _local_until(text: str, zone: tzinfo) -> str:
    instant = datetime.strptime(text, "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
    return f"UNTIL={instant.astimezone(zone):%Y%m%dT%H%M%S}"


def _local_starts(spec: WindowSpec, lower: datetime, upper: datetime) -> list[datetime]:
    zone = zone_of(spec)
    exdates = spec.rule.exdates if spec.rule else ()
    left_out = {_wall(day, zone) for day in exdates if isinstance(day, datetime)}
    days_out = {day for day in exdates if not isinstance(day, datetime)}
    found = rule_of(spec).between(lower, upper, inc=True)
    return [local for local in found if local not in left_out and local.date() not in days_out]


def _wall(moment: datetime, zone: tzinfo) -> datetime:
    return moment if moment.tzinfo is None else moment.astimezone(zone).replace(tzinfo=None)


def _nominal_length(spec: WindowSpec) -> timedelta:
    starts, ends = span(spec, _wall(spec.starts, zone_of(spec)))
    return ends - starts
