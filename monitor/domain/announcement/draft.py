"""What was read out of an announcement: drafts of windows, each field with the words it was read from.

Facts only. A draft covers nothing: a person confirms it first. Times stay local wall times, as the text has them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from enum import StrEnum

from monitor.domain.window import Impact


class Kind(StrEnum):
    """What the text says of the work."""

    SCHEDULED = "scheduled"
    ONGOING = "ongoing"
    EXTENDED = "extended"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    FINISHED = "finished"


class Part(StrEnum):
    """A part of the day that is named without an hour."""

    DAWN = "dawn"
    MORNING = "morning"
    NOON = "noon"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    NIGHT = "night"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wall:
    """A local wall time; ``clock`` is ``None`` where the text names no hour, ``part`` what it names instead.

    23:59 is how a text's "end of the day" is kept.
    """

    day: date
    clock: time | None = None
    part: Part | None = None

    @property
    def iso(self) -> str:
        """ISO 8601: ``2025-12-05T00:00``, or the date alone."""
        return f"{self.day}T{self.clock:%H:%M}" if self.clock is not None else str(self.day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A stretch of the text that was given; offsets in characters, half-open."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Affected:
    """Something that is said to be affected; ``id`` is the catalogue's name of the service, without the platform."""

    id: str | None
    as_written: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One window as the text has it. ``confidence`` and ``evidence`` are by the name of the field they speak of.

    ``platform`` is an id of the catalogue or the gazetteer, ``platforms`` all that share this window, the first
    included. ``former_starts`` and ``former_ends`` no longer hold: of work that was moved, called off or drawn out.
    """

    kind: Kind
    platform: str | None
    platform_name: str
    platforms: tuple[str, ...] = ()
    services: tuple[Affected, ...] = ()
    excluded: tuple[Affected, ...] = ()  # said to go on working
    starts: Wall | None = None
    ends: Wall | None = None
    duration: timedelta | None = None  # only where the text gives it; ``ends`` wins where both are given
    former_starts: Wall | None = None
    former_ends: Wall | None = None
    timezone: str = ""
    impact: Impact = Impact.OUTAGE
    recovery: str | None = None  # in the text's own words
    confidence: Mapping[str, float] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    rules: tuple[str, ...] = ()  # names of the patterns that it rests on
