"""What a calendar's events mean for us: which platform and services they speak of, and how hard they hit.

A calendar has no word for any of it, so whoever configures the import says it once for all events, and by rules for
some. Nothing here reads a calendar.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from monitor.domain.window import Impact, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarRule:
    """What is different about events with ``contains`` (in any case) in their SUMMARY or CATEGORIES.

    ``None`` keeps what the mapping says; the first rule that fits decides.
    """

    contains: str
    scope: Scope | None = None
    impact: Impact | None = None
    ignore: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarMapping:
    """How the events of one calendar become windows.

    ``timezone`` is that of floating times where the calendar itself names none (X-WR-TIMEZONE).
    """

    platform: str
    scope: Scope
    timezone: str
    impact: Impact = Impact.OUTAGE
    rules: tuple[CalendarRule, ...] = ()
    recovery: timedelta = timedelta(0)
    long: bool = False
    prefix: str = ""  # in front of every window id, so that no feed can speak of another source's windows
    created: bool = True  # whether CREATED is when an event was announced; some programs stamp it at every export
    own: bool = False  # our own export: what its X-MARSAD properties say counts. Never for what others publish
