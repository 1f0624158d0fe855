"""What scanners find in a text: dates, clock times, lengths, zones, cues and names, each where it stands.

Facts between the scanners and the readers of sentences; nothing here knows a pattern.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from monitor.domain.announcement.draft import Part
from monitor.domain.announcement.folding import Span


class Calendar(StrEnum):
    """The calendar a date is written in."""

    GREGORIAN = "gregorian"
    HIJRI = "hijri"


class Which(StrEnum):
    """Which of the days of that name is meant."""

    NEXT = "next"
    THIS = "this"
    LAST = "last"


@dataclass(frozen=True, slots=True, kw_only=True)
class DateMention:
    """A date as written. What the text does not say is ``None``; a weekday is 0 for Monday.

    ``offset`` counts days from the day of publication. ``until_next`` says that the mention after it ends the range
    that this one begins ("11 to 27 April": both have the month). ``swappable`` numbers may be month and day.
    ``weekday`` and the day may come from two halves joined by الموافق: they are one mention; ``hijri`` is year, month
    and day of the half in that calendar where the mention keeps the other. ``which`` speaks of the weekday, of the
    month where only a day is named, or of the week (``is_week``). ``from_previous`` counts days from the mention
    before it ("the following day").
    """

    span: Span
    rule: str
    day: int | None = None
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    calendar: Calendar = Calendar.GREGORIAN
    offset: int | None = None
    which: Which | None = None
    until_next: bool = False
    swappable: bool = False
    is_weekend: bool = False  # "this weekend", نهاية الأسبوع
    is_week: bool = False  # "next week", الأسبوع المقبل
    hijri: tuple[int, int, int] | None = None
    from_previous: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A mention with the day it means; ``None`` where text and publication leave it open. ``doubts`` are warnings."""

    mention: DateMention
    day: date | None
    confidence: float
    doubts: tuple[str, ...] = ()


class ClockWord(StrEnum):
    """A time that is a word, whose day may be in question."""

    MIDNIGHT = "midnight"
    NOON = "noon"
    END_OF_DAY = "end of day"  # kept as 23:59
    START_OF_DAY = "start of day"  # 00:00


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockMention:
    """A time of day as written; ``clock`` is ``None`` where only a part of the day is named.

    ``is_open`` hours may be before or after noon: the text gives twelve hours and no half of the day. ``is_24`` hour
    24:00 is ``time(0)`` and ``next_day``. ``until_next`` as with dates ("6-9 pm").
    """

    span: Span
    rule: str
    clock: time | None = None
    word: ClockWord | None = None
    part: Part | None = None
    is_open: bool = False
    next_day: bool = False
    until_next: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LengthMention:
    """How long something lasts; ``minutes`` is ``None`` where that is vague ("a few hours")."""

    span: Span
    rule: str
    minutes: int | None
    at_most: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneMention:
    """A time zone as written; ``zone`` is empty for "local time", ``standard`` says that the word is of winter."""

    span: Span
    rule: str
    zone: str
    written: str
    standard: bool | None = None


class Matter(StrEnum):
    """What a cue speaks of."""

    DOWN = "down"  # will not work, stops, is unavailable
    DEGRADED = "degraded"  # may be slow, is affected, in part
    WORK = "work"  # maintenance, upgrade, migration
    FAULT = "fault"  # unplanned
    FUTURE = "future"  # will, from ... on, planned, scheduled
    PRESENT = "present"  # now, still, since
    PAST = "past"  # was
    FINISHED = "finished"  # is back, completed
    EXTENDED = "extended"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    SPARED = "spared"  # goes on working, is not included
    RECOVERY = "recovery"  # when and how it will be back
    LEGAL = "legal"  # a person's services are stopped by law
    HOURS = "hours"  # opening hours, holidays
    RELEASE = "release"  # an update of data, fees, an app; a launch
    BUILDING = "building"  # repairs of buildings, roads, substations
    DENIAL = "denial"
    COMPLAINT = "complaint"
    POLICY = "policy"  # how outages are handled in general
    DIGITAL = "digital"  # what such work is done to: a portal, a system, an app, cash machines
    OTHER = "other"  # what else is moved, drawn out or called off: appointments, sessions, deadlines, matches
    STATEMENT = "statement"  # somebody in charge speaks


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A wording that tells what a sentence is about."""

    span: Span
    rule: str
    matter: Matter


@dataclass(frozen=True, slots=True, kw_only=True)
class NameMention:
    """A platform of the directory, or one of its services, where the text names it."""

    span: Span
    platform: str
    service: str | None = None  # the platform itself
