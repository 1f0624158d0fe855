"""When a window is, in the words of RFC 5545: DTSTART, DTEND or DURATION, RRULE and EXDATE.

Other calendars must see the same instants as we do, so a local time that they would read otherwise (D1, D2) is
written as an instant; ``own`` says beside it what the author wrote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from monitor.domain.recurrence import Edge, resolve, rule_of, zone_of
from monitor.domain.window import WindowSpec

_UNTIL = re.compile(r"UNTIL=(\d{8})(T\d{6})?(Z)?", re.IGNORECASE)
_NO_RULE = re.compile(r"[^A-Za-z0-9=;,:+-]")


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLine:
    """One property of time; ``tzid`` is empty for instants."""

    name: str
    value: str
    tzid: str = ""


def time_lines(spec: WindowSpec) -> tuple[TimeLine, ...]:
    """Every property of time of a window."""
    return (*_edges(spec), *(_repetition(spec) if spec.rule else ()))


def tzid_of(zone: tzinfo) -> str:
    """The name of a zone in our calendars: its IANA name, or ``UTC+03:00`` for a bare offset."""
    if isinstance(zone, ZoneInfo):
        return zone.key
    offset = zone.utcoffset(None) or timedelta(0)
    size = abs(offset) // timedelta(seconds=1)
    text = f"UTC{'-' if offset < timedelta(0) else '+'}{size // 3600:02d}:{size // 60 % 60:02d}"
    return f"{text}:{size % 60:02d}" if size % 60 else text


def is_exact(spec: WindowSpec, moment: datetime, edge: Edge) -> bool:
    """Whether a start or end is read back as it was given: not moved by a clock change, no fraction, no offset lost."""
    if moment.microsecond:
        return False
    if moment.tzinfo is not None:
        return moment.utcoffset() == timedelta(0) or (edge is Edge.START and spec.rule is not None)
    return _is_local(spec) or (spec.rule is not None and spec.starts.tzinfo is None)


def _is_local(spec: WindowSpec) -> bool:
    """Whether section 3.3.5 takes the local times of a single window for the instants that we do."""
    if spec.starts.tzinfo is not None:  # an end beside an instant belongs to no zone that a calendar could name
        return False
    zone = zone_of(spec)
    edges = ((spec.starts, Edge.START), *(((spec.ends, Edge.END),) if spec.ends else ()))
    return all(
        resolve(local, zone, edge=edge, fold=spec.fold)[0] == local.replace(tzinfo=zone, fold=0).astimezone(UTC)
        for local, edge in edges
        if local.tzinfo is None
    )


def _edges(spec: WindowSpec) -> Iterator[TimeLine]:
    yield _edge("DTSTART", spec, spec.starts, Edge.START)
    if spec.ends is not None:
        yield _edge("DTEND", spec, spec.ends, Edge.END)
    elif spec.duration is not None:
        yield TimeLine(name="DURATION", value=f"PT{max(spec.duration // timedelta(seconds=1), 1)}S")


def _edge(name: str, spec: WindowSpec, moment: datetime, edge: Edge) -> TimeLine:
    zone = zone_of(spec)
    if moment.tzinfo is None and (spec.rule is not None or _is_local(spec)):
        return TimeLine(name=name, value=_local(moment), tzid=tzid_of(zone))
    instant = resolve(moment, zone, edge=edge, fold=spec.fold)[0]
    if spec.rule is not None and edge is Edge.START and moment.utcoffset():
        return TimeLine(name=name, value=_local(moment), tzid=tzid_of(moment.tzinfo or zone))
    return TimeLine(name=name, value=_utc(instant))


def _repetition(spec: WindowSpec) -> Iterator[TimeLine]:
    assert spec.rule is not None
    zone = zone_of(spec)
    text = _NO_RULE.sub("", spec.rule.rrule.upper().removeprefix("RRULE:"))
    text = _UNTIL.sub(lambda match: f"UNTIL={_until(match, zone)}", text)
    if spec.rule.until is not None:
        text = f"{text};UNTIL={_utc(resolve(spec.rule.until, zone, edge=Edge.START, fold=spec.fold)[0])}"
    yield TimeLine(name="RRULE", value=text)
    for left_out in spec.rule.exdates:
        if not isinstance(left_out, datetime):
            yield from (_exdate(local, zone) for local in _starts_of(spec, left_out))
        else:
            yield _exdate(left_out, zone)


def _until(match: re.Match[str], zone: tzinfo) -> str:
    """UNTIL as an instant, as section 3.3.10 wants it beside a local start."""
    day, clock, utc = match.groups()
    moment = datetime.fromisoformat(f"{day}{clock or 'T000000'}")
    return _utc(moment.replace(tzinfo=UTC) if utc else resolve(moment, zone, edge=Edge.START)[0])


def _starts_of(spec: WindowSpec, day: date) -> list[datetime]:
    return list(rule_of(spec).between(datetime.combine(day, time.min), datetime.combine(day, time.max), inc=True))


def _exdate(moment: datetime, zone: tzinfo) -> TimeLine:
    if moment.tzinfo is not None:
        return TimeLine(name="EXDATE", value=_utc(moment))
    if zone is UTC:
        return TimeLine(name="EXDATE", value=f"{_local(moment)}Z")
    return TimeLine(name="EXDATE", value=_local(moment), tzid=tzid_of(zone))


def _local(moment: datetime) -> str:
    return f"{moment:%Y%m%dT%H%M%S}"


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
