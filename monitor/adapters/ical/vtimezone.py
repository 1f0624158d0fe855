"""Clock changes as a VTIMEZONE defines them (RFC 5545 section 3.6.5), read for foreign zones and written for ours."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from itertools import pairwise

from dateutil.rrule import rrulestr

from monitor.adapters.ical.lines import Component

_OFFSET = re.compile(r"([+-])(\d\d)(\d\d)(\d\d)?")
_LOCAL = re.compile(r"\d{8}T\d{6}")
_YEARLY = re.compile(r"FREQ=YEARLY(;(BYMONTH|BYDAY|BYMONTHDAY|UNTIL|COUNT|INTERVAL|WKST)=[A-Z0-9,+-]+)*", re.IGNORECASE)
_FIRST, _LAST = datetime.fromisoformat("1970-01-01"), datetime.fromisoformat("2200-01-01")  # of changes ever needed
_UTC_MARK = re.compile(r"(UNTIL=\d{8}T\d{6})Z", re.IGNORECASE)
_MOST_CHANGES = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """Offsets from UTC: ``before`` the first change, and from each change on, in their order."""

    before: timedelta
    changes: tuple[tuple[datetime, timedelta], ...]

    def offset_at(self, instant: datetime) -> timedelta:
        """The offset that holds at an instant."""
        index = bisect_right(self.changes, instant, key=lambda change: change[0])
        return self.changes[index - 1][1] if index else self.before

    def instant(self, local: datetime) -> datetime:
        """The UTC instant of a local time: the first of two, and in a gap by the offset before it (section 3.3.5)."""
        naive = local.replace(tzinfo=UTC)
        offsets = dict.fromkeys((self.before, *(offset for _, offset in self.changes)))
        found = [naive - offset for offset in offsets if self.offset_at(naive - offset) == offset]
        return min(found) if found else naive - self.offset_at(naive - timedelta(days=1))

    @property
    def only_offset(self) -> timedelta | None:
        """The offset of a zone whose clocks never change."""
        offsets = {offset for _, offset in self.changes} or {self.before}
        return offsets.pop() if len(offsets) == 1 else None


def define(component: Component) -> Definition | None:
    """The clock changes of a VTIMEZONE; ``None`` where they cannot be read."""
    found: list[tuple[datetime, timedelta, timedelta]] = []
    for part in (*component.inner("STANDARD"), *component.inner("DAYLIGHT")):
        before, after = _offset(part.text("TZOFFSETFROM")), _offset(part.text("TZOFFSETTO"))
        onsets = _onsets(part)
        if before is None or after is None or onsets is None:
            return None
        found += [((onset - before).replace(tzinfo=UTC), before, after) for onset in onsets]
    if not found or len(found) > _MOST_CHANGES:
        return None
    found.sort()
    return Definition(before=found[0][1], changes=tuple((at, after) for at, _, after in found))


def _offset(text: str) -> timedelta | None:
    match = _OFFSET.fullmatch(text)
    if match is None:
        return None
    sign, hours, minutes, seconds = match.groups()
    size = timedelta(hours=int(hours), minutes=int(minutes), seconds=int(seconds or 0))
    return -size if sign == "-" else size


def _onsets(part: Component) -> list[datetime] | None:
    """The local times at which one half of a zone begins; Outlook's rules begin in 1601."""
    starts = _local(part.text("DTSTART"))
    if starts is None:
        return None
    starts = starts if starts >= _FIRST else datetime.combine(_FIRST, starts.time())
    onsets = [starts]
    for extra in part.all("RDATE"):
        onsets += [moment for text in extra.text.split(",") if (moment := _local(text)) is not None]
    rule = part.text("RRULE")
    if not rule:
        return onsets
    if _YEARLY.fullmatch(rule) is None or re.search(r"INTERVAL=0*(;|$)", rule):
        return None
    try:
        yearly = rrulestr(_UTC_MARK.sub(r"\1", rule), dtstart=starts)
        return [*onsets[1:], *yearly.between(_FIRST, _LAST, inc=True)]
    except (ValueError, OverflowError):
        return None


def _local(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text.strip()) if _LOCAL.fullmatch(text.strip()) else None
    except ValueError:
        return None


@lru_cache(maxsize=256)
def written(tzid: str, zone: tzinfo, first_year: int, last_year: int) -> tuple[str, ...]:
    """The content lines of a VTIMEZONE that has the clock changes of ``zone`` in these years, both included.

    Each change is an onset of its own: rules would say more than ``tzdata`` does of zones such as Casablanca's.
    """
    lines = ["BEGIN:VTIMEZONE", f"TZID:{tzid}"]
    for at, before, after, is_daylight in _changes(zone, first_year, last_year):
        part = "DAYLIGHT" if is_daylight else "STANDARD"
        lines += [
            f"BEGIN:{part}",
            f"DTSTART:{(at + before):%Y%m%dT%H%M%S}",
            f"TZOFFSETFROM:{_written_offset(before)}",
            f"TZOFFSETTO:{_written_offset(after)}",
            f"END:{part}",
        ]
    return (*lines, "END:VTIMEZONE")


def _changes(zone: tzinfo, first_year: int, last_year: int) -> Iterator[tuple[datetime, timedelta, timedelta, bool]]:
    first = datetime(first_year, 1, 1, tzinfo=UTC)
    offset = _offset_at(zone, first)
    yield first - offset, offset, offset, False
    days = [first + timedelta(days=day) for day in range((datetime(last_year + 1, 1, 1, tzinfo=UTC) - first).days + 1)]
    for earlier, later in pairwise(days):
        before, after = _offset_at(zone, earlier), _offset_at(zone, later)
        if before != after:
            at = _change(zone, earlier, later)
            yield at, before, after, bool(at.astimezone(zone).dst())


def _change(zone: tzinfo, before: datetime, after: datetime) -> datetime:
    offset = _offset_at(zone, before)
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        before, after = (middle, after) if _offset_at(zone, middle) == offset else (before, middle)
    return after


def _offset_at(zone: tzinfo, instant: datetime) -> timedelta:
    return instant.astimezone(zone).utcoffset() or timedelta(0)


def _written_offset(offset: timedelta) -> str:
    seconds = abs(offset) // timedelta(seconds=1)
    text = f"{'-' if offset < timedelta(0) else '+'}{seconds // 3600:02d}{seconds // 60 % 60:02d}"
    return f"{text}{seconds % 60:02d}" if seconds % 60 else text
