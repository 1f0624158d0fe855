"""Dates, times and durations of a calendar, each with the zone it was written in (RFC 5545 section 3.3)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.adapters.ical.findings import UnreadableError
from monitor.adapters.ical.lines import Property
from monitor.adapters.ical.zones import Zones
from monitor.domain.recurrence import Edge, resolve

_MOMENT = re.compile(r"(\d{8})(?:T(\d{6})(Z)?)?")
_DURATION = re.compile(r"\+?P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,9})S)?)?")
_FIRST_YEAR, _LAST_YEAR = 1970, 2199  # far enough from the ends of what a date can hold for any zone and rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A naive local time in ``zone``, or an aware instant."""

    at: datetime
    zone: str = ""  # of a naive one
    is_day: bool = False
    is_odd: bool = False  # an instant by the clock changes of a zone that only the calendar knows

    def in_terms_of(self, start: Moment) -> datetime:
        """The moment as it stands beside ``start``: a local time where both are of one zone, else an instant."""
        if self.at.tzinfo is not None or (start.at.tzinfo is None and start.zone == self.zone):
            return self.at
        return self.instant(Edge.END)

    def instant(self, edge: Edge) -> datetime:
        """The UTC instant of it."""
        return resolve(self.at, ZoneInfo(self.zone or "UTC"), edge=edge)[0]

    def wall(self, zone: str) -> datetime:
        """The local time of it in ``zone``."""
        if self.at.tzinfo is None and self.zone == zone:
            return self.at
        return self.instant(Edge.START).astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)


def moments(found: Property, zones: Zones, floating: str) -> list[Moment]:
    """Every date or time in a property's value; of a period its start.

    Raises:
        UnreadableError: one of them is none, or names a zone that nobody knows.
    """
    return [_moment(found, text.strip().partition("/")[0], zones, floating) for text in found.text.split(",")]


def moment(found: Property, zones: Zones, floating: str) -> Moment:
    """The date or time that is a property's value.

    Raises:
        UnreadableError: it is none, or names a zone that nobody knows.
    """
    return _moment(found, found.text.strip(), zones, floating)


def _moment(found: Property, text: str, zones: Zones, floating: str) -> Moment:
    at, is_day = _wall(found, text)
    if at.tzinfo is not None:
        return Moment(at=at)
    tzid = found.parameters.get("TZID", "")
    if is_day or not tzid:  # a day is a day wherever its reader is (section 3.3.4); a TZID on it says nothing
        return Moment(at=at, zone=floating, is_day=is_day)
    zone = zones.find(tzid, at.year)
    if zone is None:
        raise UnreadableError(found.line, found.name, tzid, "no zone has this name, and no VTIMEZONE defines it")
    if zone.definition is not None:
        return Moment(at=zone.definition.instant(at), is_odd=True)
    if zone.offset is not None:
        return Moment(at=at.replace(tzinfo=zone.offset))
    return Moment(at=at, zone=zone.name)


def _wall(found: Property, text: str) -> tuple[datetime, bool]:
    match = _MOMENT.fullmatch(text)
    if match is None:
        raise UnreadableError(found.line, found.name, text, "is neither a date nor a time")
    day, clock, utc = match.groups()
    clock = "235959" if clock == "235960" else clock  # a leap second, as section 3.3.12 has it
    try:
        at = datetime.fromisoformat(f"{day}T{clock or '000000'}")
    except ValueError:
        raise UnreadableError(found.line, found.name, text, "is no day or hour that exists") from None
    if not _FIRST_YEAR <= at.year <= _LAST_YEAR:
        raise UnreadableError(found.line, found.name, text, f"is not within {_FIRST_YEAR} to {_LAST_YEAR}")
    return at.replace(tzinfo=UTC) if utc else at, clock is None


def duration(found: Property) -> tuple[timedelta, timedelta]:
    """The days and the hours of a DURATION: days are by the calendar, hours by the clock (section 3.3.6).

    Raises:
        UnreadableError: it is none, or nothing.
    """
    match = _DURATION.fullmatch(found.text.strip().upper())
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups()) if match else (0,) * 5
    whole, rest = timedelta(weeks=weeks, days=days), timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if not whole and not rest:
        raise UnreadableError(found.line, found.name, found.text, "is not a duration above zero")
    if whole + rest > timedelta(days=3660):
        raise UnreadableError(found.line, found.name, found.text, "is longer than ten years")
    return whole, rest
