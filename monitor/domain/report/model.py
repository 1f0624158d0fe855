"""What a report says, before it is written in any format or language.

Seconds are exact to the ledger's timeline. Percentages are ``None`` where a span has no service time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from monitor.domain.correction import Correction, Remark
from monitor.domain.fulfilment import Fulfilment
from monitor.domain.incident import Incident
from monitor.domain.notice import Notice
from monitor.domain.verdict import State


class Relation(StrEnum):
    """How an incident stands to a window."""

    INSIDE = "inside"  # planned: it began and ended in it
    OUTLIVED = "outlived"  # overrun
    CARRIED = "carried"  # latched as unplanned before it, and went on in it
    EARLY = "early"  # began within `early_start_tolerance` before it
    FOLLOWED = "followed"  # began within 30 min after its end (O8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Seconds and percentages of one service, or summed over the services of a platform or of the whole report."""

    seconds: Mapping[State, float]  # all seven states
    unrecorded: float  # of the span, but not in the ledger: before it knew the service, after its last heartbeat
    net: float | None
    gross: float | None
    net_with_short_notice_lost: float | None  # planned downtime at short notice, or announced late, counts as lost
    net_without_exclusions: float | None  # excluded incidents' lost seconds are on neither side
    planned_by_notice: Mapping[Notice, float]  # seconds of `planned_downtime` by the class of their announcement
    planned_unattributed: float  # of a window that nothing shows any more: a service since relabelled, a root removed
    carried: float  # seconds of a latched unplanned outage inside a window that was known before it began
    reclassified: float  # lost seconds inside windows that became known afterwards (W2); for information alone
    excluded: float  # lost seconds of excluded incidents
    outages: int  # incidents that are not `planned`, begun or running in the span, excluded ones too
    outages_excluded: int  # how many of them somebody marked as our own false positive
    mttr: timedelta | None  # mean time from first failure (of an overrun: the window's end) to recovery in the span
    mtbf: timedelta | None  # working time per outage


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOfService:
    """One local day of the report's zone (W19); the first and last may be cut by the span."""

    day: date
    seconds: Mapping[State, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedIncident:
    """An incident as it bears on the span; ``lost`` are its seconds on the wrong side of net, inside the span."""

    incident: Incident
    duration: timedelta  # to its end, or to the end of the report's knowledge
    lost: float
    relations: tuple[tuple[Relation, str], ...]  # with the window's id
    corrections: tuple[Correction, ...]
    explained_by: str | None  # a hard root that was down when it was confirmed

    @property
    def excluded(self) -> bool:
        """Whether somebody marked it as our own false positive."""
        return any(correction.remark is Remark.EXCLUSION for correction in self.corrections)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceReport:
    """One service. An inferred one is shown and left out of every sum."""

    service_id: str
    inferred_from: str | None
    figures: Figures
    days: tuple[DayOfService, ...]
    incidents: tuple[ReportedIncident, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Latency of a check's successful probes in a span of whole hours, in seconds; ``None`` without any probe."""

    probes: int
    median: float | None
    p95: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LatencyChange:
    """Before and after one maintenance that the check's service was down in, over equal spans of whole hours."""

    window_id: str
    check_id: str
    span: timedelta
    before_until: datetime  # the last full hour before the maintenance began, as observed
    after_since: datetime  # the first full hour after it was over
    before: Sample
    after: Sample
    is_small: bool  # fewer than 30 probes on either side: a note says so


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything of one report, services in the order of the catalogue. The span is ``[since, until)``."""

    since: datetime
    until: datetime
    known_until: datetime  # later seconds of the span are not in the ledger yet
    made_at: datetime
    timezone: str
    location: str
    notice_minimum: timedelta
    services: tuple[ServiceReport, ...]
    platforms: Mapping[str, Figures]
    total: Figures
    windows: tuple[Fulfilment, ...]
    latency: tuple[LatencyChange, ...]
