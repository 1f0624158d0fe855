"""Which zone a TZID means. Names win over definitions; a definition without a name is held against the known zones.

RFC 5545 says that a calendar's own VTIMEZONE decides. Those are often years old, while the bundled ``tzdata`` has what
governments decided since; so a name that we know is enough (D7), as RFC 7809 has it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from monitor.adapters.ical.lines import Component
from monitor.adapters.ical.vtimezone import Definition, define

_OFFSET = re.compile(r"(?:UTC|GMT)([+-])(\d\d):(\d\d)(?::(\d\d))?")
_LOOKED_AHEAD = 3  # years after an event in which another zone's clock changes must be the same


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """What a TZID stands for: an IANA name, one fixed offset, or clock changes that only the calendar knows."""

    name: str = ""
    offset: tzinfo | None = None
    definition: Definition | None = None


class Zones:
    """The zones of one calendar. ``preferred`` are tried first where several have the same clock changes."""

    def __init__(self, calendar: Component, preferred: Sequence[str], *, most: int) -> None:
        self._defined = {one.text("TZID"): one for one in calendar.inner("VTIMEZONE")[:most]}
        self._found: dict[tuple[str, int], Zone | None] = {}
        self._preferred = tuple(name for name in preferred if name)

    def find(self, tzid: str, year: int) -> Zone | None:
        """The zone that ``tzid`` means for an event of ``year``; ``None`` where nothing tells.

        1. An IANA name, also behind a path such as ``/mozilla.org/20050126_1/``.
        2. A name of Windows (``Arab Standard Time``), as Outlook and Exchange write it.
        3. A bare offset, ``UTC+03:00``.
        4. The name that a VTIMEZONE gives itself in X-LIC-LOCATION.
        5. The known zone with the clock changes that the VTIMEZONE defines, else these themselves.
        """
        tzid = tzid.strip()
        if (tzid, year) not in self._found:
            self._found[tzid, year] = self._find(tzid, year)
        return self._found[tzid, year]

    def _find(self, tzid: str, year: int) -> Zone | None:
        if name := named(tzid):
            return Zone(name=name)
        if offset := _offset(tzid):
            return Zone(offset=offset)
        component = self._defined.get(tzid)
        if component is None:
            return None
        if name := named(component.text("X-LIC-LOCATION")):
            return Zone(name=name)
        definition = define(component)
        return None if definition is None else self._like(definition, year)

    def _like(self, definition: Definition, year: int) -> Zone:
        names = (*self._preferred, *sorted(set(WINDOWS_TO_OLSON.values())))
        known = next((name for name in names if _alike(definition, name, year)), "")
        if known:
            return Zone(name=known)
        only = definition.only_offset
        return Zone(definition=definition) if only is None else Zone(offset=timezone(only))


def named(tzid: str) -> str:
    """The IANA name that ``tzid`` is, ends in, or is known to Windows by; empty where it is none."""
    steps = tzid.strip().strip("/").split("/")
    for first in range(min(len(steps), 6)):
        name = "/".join(steps[first:])
        if name in _known():
            return name
        if name in WINDOWS_TO_OLSON:
            return str(WINDOWS_TO_OLSON[name])
    return "UTC" if steps[-1].upper() == "UTC" else ""  # Exchange's own: tzone://Microsoft/Utc


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    return frozenset(available_timezones() - {"Factory", "localtime"})


def _offset(tzid: str) -> tzinfo | None:
    match = _OFFSET.fullmatch(tzid)
    if match is None:
        return None
    sign, hours, minutes, seconds = match.groups()
    size = timedelta(hours=int(hours), minutes=int(minutes), seconds=int(seconds or 0))
    if size >= timedelta(days=1):
        return None
    return timezone(-size if sign == "-" else size)


@lru_cache(maxsize=4096)
def _alike(definition: Definition, name: str, year: int) -> bool:
    """Whether a zone has the offsets of ``definition`` every day around ``year``, and beside each of its changes."""
    zone = ZoneInfo(name)
    first = datetime(year - 1, 1, 1, tzinfo=UTC)
    last = datetime(year + _LOOKED_AHEAD, 1, 1, tzinfo=UTC)
    edges = [at for at, _ in definition.changes if first <= at < last]
    second = timedelta(seconds=1)
    moments = [first + timedelta(days=28 * step) for step in range((last - first) // timedelta(days=28))]
    moments += [moment for edge in edges for moment in (edge - second, edge)]
    return all(definition.offset_at(at) == at.astimezone(zone).utcoffset() for at in moments)
