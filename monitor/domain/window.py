"""A declared maintenance as its author wrote it, before any revision or expansion.

Local wall times stay local here; ``recurrence`` turns them into UTC instants and ``book`` keeps the revisions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum


class Impact(StrEnum):
    """What the operator said would happen inside the window, from least to worst."""

    NONE = "none"  # informational, covers nothing
    DEGRADED = "degraded"
    OUTAGE = "outage"


class Fold(StrEnum):
    """Which of the two passes is meant by a local time that happens twice."""

    FIRST = "first"
    SECOND = "second"


class Status(StrEnum):
    """Whether a revision still announces the work."""

    SCHEDULED = "scheduled"
    CANCELLED = "cancelled"
    VOID = "void"  # the declaration was a mistake; what it covered stays covered, reports say so


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which services of one platform a window speaks of, minus ``exclude`` (ids without the platform part).

    ``selectors`` are label selectors: AND inside one, OR between them.
    """

    everything: bool = False
    services: frozenset[str] = frozenset()
    selectors: tuple[tuple[tuple[str, str], ...], ...] = ()
    exclude: frozenset[str] = frozenset()

    def covers(self, service: str, labels: Mapping[str, str]) -> bool:
        """Whether the service ``service`` with ``labels`` is meant."""
        if service in self.exclude:
            return False
        if self.everything or service in self.services:
            return True
        return any(all(labels.get(key) == value for key, value in selector) for selector in self.selectors)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A recurrence: RFC 5545 RRULE text, an optional last local start, and local starts (or days) left out."""

    rrule: str
    until: datetime | None = None
    exdates: tuple[datetime | date, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowSpec:
    """One window as declared. ``starts`` and ``ends`` are naive local wall times in ``timezone``, or aware instants.

    Exactly one of ``ends`` and ``duration`` is set: the author's own choice is what a clock change keeps (D3).
    ``declared_at`` is an aware UTC instant, ``None`` where the author gave none.
    """

    id: str
    platform: str
    scope: Scope
    starts: datetime
    ends: datetime | None = None
    duration: timedelta | None = None
    timezone: str
    fold: Fold | None = None
    impact: Impact = Impact.OUTAGE
    impacts: tuple[tuple[str, Impact], ...] = ()  # by service, where it differs from ``impact``
    declared_at: datetime | None = None
    recovery: timedelta = timedelta(0)
    early_start_tolerance: timedelta = timedelta(0)
    long: bool = False
    status: Status = Status.SCHEDULED
    source_url: str = ""
    source_text: str = ""
    rule: Rule | None = None

    @property
    def withdrawn(self) -> bool:
        """Whether nothing is announced any more."""
        return self.status is not Status.SCHEDULED

    def announces_the_same(self, other: WindowSpec) -> bool:
        """Whether both say the same of the work, in whatever words and wherever they are published."""
        return replace(self, source_url=other.source_url, source_text=other.source_text) == other

    def impact_on(self, service: str) -> Impact:
        """What the window does to the service ``service`` (an id without the platform part)."""
        return next((impact for name, impact in self.impacts if name == service), self.impact)
