"""An incident: one confirmed ``down`` of a service, from its first failed observation to its recovery."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Kind(StrEnum):
    """Whether an incident was announced, was not, or outlived its window. Only the last two ever page."""

    PLANNED = "planned"
    UNPLANNED = "unplanned"
    OVERRUN = "overrun"


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One outage of one service. All instants are aware and UTC; ``None`` is *not yet*."""

    id: str  # stable: service id and first failed instant
    service_id: str
    kind: Kind
    reason: str  # of the first failed observation
    started_at: datetime  # first failed observation
    confirmed_at: datetime
    overrun_at: datetime | None = None  # where it outlived its window
    ended_at: datetime | None = None  # first success of the confirmed recovery
    recovered_at: datetime | None = None  # the confirmation of that recovery
    paged_at: datetime | None = None  # `marsad_incident_open` became 1
    early_start: timedelta = timedelta(0)  # how long before its window's start it began (SEMANTICS O9)
