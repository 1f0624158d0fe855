"""The keys of a windows file (CONTRACT section 2) and the ``WindowSpec`` they become.

Whether a window is *allowed* (length, known services) is another matter: ``window_rules`` for files, the book for a
replay.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field, PlainValidator, Strict, WithJsonSchema

from monitor.adapters.manifest.fields import (
    IDENTITY,
    DayOrTime,
    Duration,
    Identity,
    PositiveDuration,
    Section,
    WallTime,
    WindowId,
    Zone,
    reading,
)
from monitor.domain.recurrence import Edge, resolve
from monitor.domain.window import Fold, Impact, Rule, Scope, Status, WindowSpec

_SCOPE = "must be `all`, a list of service ids, or {labels: {key: value}}."
_RRULE = r"^(RRULE:)?[A-Z]+=[A-Z0-9,+:-]+(;[A-Z]+=[A-Z0-9,+:-]+)*$"
_FREQUENCIES = frozenset({"FREQ=HOURLY", "FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=YEARLY"})


def _scope(value: object) -> Scope:
    """One of the forms that ``services`` takes; being empty is caught elsewhere, with the window's name."""
    if value == "all":
        return Scope(everything=True)
    items = value if isinstance(value, list) else [value]
    ids = frozenset(str(item) for item in items if isinstance(item, str) and isinstance(value, list))
    selectors = tuple(_selector(item) for item in items if not (isinstance(item, str) and item in ids))
    for name in ids:
        if re.match(IDENTITY, name) is None:
            raise ValueError(_SCOPE)
    return Scope(services=ids, selectors=selectors)


def _selector(value: object) -> tuple[tuple[str, str], ...]:
    labels = value.get("labels") if isinstance(value, dict) and len(value) == 1 else None
    if not isinstance(labels, dict) or not labels:
        raise ValueError(_SCOPE)
    if not all(isinstance(wanted, str) for wanted in labels.values()):
        raise ValueError("must select labels by texts; put numbers in quotes.")
    return tuple((key, str(wanted)) for key, wanted in labels.items())


def _rrule(text: str) -> str:
    """An RFC 5545 rule of one line that repeats by the hour at the most."""
    if re.match(_RRULE, text) is None or text.endswith("\n"):
        raise ValueError('must be a recurrence rule such as "FREQ=WEEKLY;BYDAY=FR".')
    if not _FREQUENCIES.intersection(text.removeprefix("RRULE:").split(";")):
        raise ValueError("must repeat by the hour at the most: FREQ is HOURLY, DAILY, WEEKLY, MONTHLY or YEARLY.")
    if re.search(r"INTERVAL=0*(;|$)", text) is not None:  # dateutil would count for ever
        raise ValueError("must have an INTERVAL of at least 1.")
    return text


_SELECTOR_SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": ["labels"],
    "properties": {
        "labels": {"type": "object", "minProperties": 1, "additionalProperties": {"type": "string"}},
    },
}
_ITEMS_SCHEMA = {"anyOf": [{"type": "string", "pattern": IDENTITY}, _SELECTOR_SCHEMA]}
_SCOPE_SCHEMA = {"anyOf": [{"const": "all"}, _SELECTOR_SCHEMA, {"type": "array", "items": _ITEMS_SCHEMA}]}
ScopeField = Annotated[Scope, PlainValidator(_scope), WithJsonSchema(_SCOPE_SCHEMA)]
RruleField = Annotated[str, reading(_rrule), WithJsonSchema({"type": "string", "pattern": _RRULE})]


class SourceSection(Section):
    """Where the operator said so."""

    url: Annotated[str, Field(pattern=r"^https?://")] | None = None
    text: str = ""


class ChangeSection(Section):
    """Every key of a window but its id, none of them required: what a revision may change."""

    platform: Identity | None = None
    services: ScopeField | None = None
    exclude: list[Identity] = Field(default_factory=list)
    starts: WallTime | None = None
    ends: WallTime | None = None
    duration: PositiveDuration | None = None
    timezone: Zone | None = None
    fold: Annotated[Fold, Strict(strict=False)] | None = None
    impact: Annotated[Impact, Strict(strict=False)] = Impact.OUTAGE
    service_impact: dict[Identity, Annotated[Impact, Strict(strict=False)]] = Field(default_factory=dict)
    declared_at: WallTime | None = None
    recovery: Duration = timedelta(0)
    early_start_tolerance: Duration = timedelta(0)
    long: bool = False
    status: Annotated[Status, Strict(strict=False)] = Status.SCHEDULED
    source: SourceSection = SourceSection()
    rrule: RruleField | None = None
    until: DayOrTime | None = None
    exdates: list[DayOrTime] = Field(default_factory=list)

    @property
    def last_start(self) -> datetime | None:
        """``until`` as a local time; a day alone is meant with all its hours."""
        if self.until is None or isinstance(self.until, datetime):
            return self.until
        return datetime.combine(self.until, time(23, 59, 59))


class WindowSection(ChangeSection):
    """A window as declared."""

    id: WindowId
    platform: Identity
    services: ScopeField
    starts: WallTime


class WindowsFile(Section):
    """A file of ``config/windows``."""

    windows: list[WindowSection]


def spec(window: WindowSection, default_zone: str) -> WindowSpec:
    """The window as the domain keeps it; ``default_zone`` is the platform's, else the monitor's."""
    timezone = window.timezone or default_zone
    starts, ends = _edges(window)
    return WindowSpec(
        id=window.id,
        platform=window.platform,
        scope=excluding(window.services, window.exclude),
        starts=starts,
        ends=ends,
        duration=window.duration,
        timezone=timezone,
        fold=window.fold or _fold(window, starts, ends),
        impact=window.impact,
        impacts=impacts(window.service_impact),
        declared_at=utc(window.declared_at, timezone) if window.declared_at else None,
        recovery=window.recovery,
        early_start_tolerance=window.early_start_tolerance,
        long=window.long,
        status=window.status,
        source_url=window.source.url or "",
        source_text=window.source.text,
        rule=rule(window),
    )


def _edges(window: WindowSection) -> tuple[datetime, datetime | None]:
    """Start and end; those of a recurrence as local times of its own ``timezone``, in which it repeats (D5).

    Without one, what was given with an offset repeats in that offset.
    """
    if window.rrule is None or window.timezone is None:
        return window.starts, window.ends
    zone = ZoneInfo(window.timezone)
    return wall(window.starts, zone), None if window.ends is None else wall(window.ends, zone)


def wall(moment: datetime, zone: ZoneInfo) -> datetime:
    """The local time of an instant in ``zone``; a local time stays what it is."""
    return moment if moment.tzinfo is None else moment.astimezone(zone).replace(tzinfo=None, fold=0)


def _fold(window: WindowSection, starts: datetime, ends: datetime | None) -> Fold | None:
    """The pass that the first occurrence's instants mean, where it is not the usual one."""
    edges = ((Edge.START, window.starts, starts), (Edge.END, window.ends, ends))
    for edge, given, local in edges:
        if given is None or local is None or given.tzinfo is None or local.tzinfo is not None or not window.timezone:
            continue
        if resolve(local, ZoneInfo(window.timezone), edge=edge)[0] != given:
            return Fold.FIRST if edge.value is Fold.SECOND else Fold.SECOND
    return None


def excluding(scope: Scope, exclude: list[str]) -> Scope:
    """``scope`` without the services in ``exclude``."""
    return Scope(
        everything=scope.everything,
        services=scope.services,
        selectors=scope.selectors,
        exclude=frozenset(exclude),
    )


def impacts(by_service: Mapping[str, Impact]) -> tuple[tuple[str, Impact], ...]:
    """What a window does to single services, in an order that says nothing."""
    return tuple(sorted(by_service.items()))


def utc(moment: datetime, timezone: str) -> datetime:
    """The instant of a wall time in ``timezone``; one in a clock gap or overlap is read as a start would be."""
    return resolve(moment, ZoneInfo(timezone), edge=Edge.START)[0]


def rule(window: ChangeSection) -> Rule | None:
    """The recurrence, if the window has one."""
    if window.rrule is None:
        return None
    return Rule(rrule=window.rrule, until=window.last_start, exdates=tuple(window.exdates))
