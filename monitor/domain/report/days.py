"""A service's seconds by local day of the report's zone (SEMANTICS W19), a day of a clock change being 23 or 25 h."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from monitor.domain.history import TimelineEntry
from monitor.domain.recurrence import Edge, resolve
from monitor.domain.report.model import DayOfService
from monitor.domain.verdict import State

_DAY = timedelta(days=1)
_NONE = dict.fromkeys(State, 0.0)

Span = tuple[datetime, datetime, TimelineEntry]


def midnight(day: date, timezone: str) -> datetime:
    """The instant at which a local day begins; where midnight does not exist, the first instant after it."""
    return resolve(datetime.combine(day, time()), ZoneInfo(timezone), edge=Edge.START)[0]


class Calendar:
    """The local days of a span, and the seconds of services on them."""

    def __init__(self, since: datetime, until: datetime, timezone: str) -> None:
        self._days: list[tuple[date, datetime, datetime]] = []
        day = since.astimezone(ZoneInfo(timezone)).date()
        starts = since
        while starts < until:
            ends = min(midnight(day + _DAY, timezone), until)
            self._days.append((day, starts, ends))
            day, starts = day + _DAY, ends
        self._whole: dict[tuple[date, State], DayOfService] = {}

    def days(self, spans: Sequence[Span]) -> tuple[DayOfService, ...]:
        """Every day on which something is known, cut where that begins and ends. ``spans`` follow one another."""
        found: list[DayOfService] = []
        first = 0
        for day, starts, ends in self._days:
            while first < len(spans) and spans[first][1] <= starts:
                first += 1
            if first == len(spans):
                break
            span = spans[first]
            if span[0] <= starts and span[1] >= ends:
                found.append(self._in_one_state(day, span[2].state, (ends - starts).total_seconds()))
            elif span[0] < ends:
                found.append(_mixed(day, starts, ends, spans, first))
        return tuple(found)

    def _in_one_state(self, day: date, state: State, seconds: float) -> DayOfService:
        """Most services are in one state for most days: those share a fact."""
        key = (day, state)
        if key not in self._whole:
            self._whole[key] = DayOfService(day=day, seconds={**_NONE, state: seconds})
        return self._whole[key]


def _mixed(day: date, starts: datetime, ends: datetime, spans: Sequence[Span], first: int) -> DayOfService:
    seconds: dict[State, float] = {}
    index = first
    while index < len(spans) and spans[index][0] < ends:
        since, until, entry = spans[index]
        known = (min(until, ends) - max(since, starts)).total_seconds()
        seconds[entry.state] = seconds.get(entry.state, 0.0) + known
        index += 1
    return DayOfService(day=day, seconds={**_NONE, **{state: round(known, 6) for state, known in seconds.items()}})
