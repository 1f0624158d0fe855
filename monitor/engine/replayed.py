"""What came of a replay: the final history, the incidents, and the pages at the instants they were sent."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from monitor.domain.book import Book
from monitor.domain.change import Verb
from monitor.domain.errors import WindowRefusedError
from monitor.domain.history import Glimpse, TimelineEntry, spent
from monitor.domain.incident import Incident, Kind
from monitor.domain.verdict import State
from monitor.engine.scenario import Scenario


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """``marsad_incident_open`` was 1 from ``starts`` to ``ends`` (``None``: still is)."""

    kind: Kind
    service_id: str
    starts: datetime
    ends: datetime | None
    explained_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A declaration or revision that the book did not take; its ``str`` is the line that ``marsad replay`` prints."""

    at: datetime
    line: int
    verb: Verb
    error: WindowRefusedError

    def __str__(self) -> str:
        return f"{self.line}: {self.verb.value}: {self.error}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """The final, dated-back history of a scenario, and what was sent while it ran."""

    scenario: Scenario
    timelines: Mapping[str, tuple[TimelineEntry, ...]]
    incidents: tuple[Incident, ...]
    pages: tuple[Page, ...]
    refusals: tuple[Refusal, ...]
    counters: Mapping[str, Mapping[State, float]]  # as exported at the end
    book: Book = field(default_factory=Book)
    glimpses: tuple[Glimpse, ...] = ()

    def seconds(self, service_id: str) -> dict[State, float]:
        """Seconds of each state over the whole scenario; all seven states, 0 included."""
        total = dict.fromkeys(State, 0.0)
        for usage in spent(service_id, self.timelines[service_id], self.scenario.starts, self.scenario.ends):
            total[usage.state] += usage.seconds
        return total

    def state_at(self, service_id: str, at: datetime) -> State:
        """The state in force at ``at``."""
        timeline = self.timelines[service_id]
        return timeline[max(bisect_right(timeline, at, key=lambda entry: entry.at) - 1, 0)].state
