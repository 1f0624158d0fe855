"""What we believe about a check or service, and what is published of it. Two closed sets and nothing else."""

from __future__ import annotations

from enum import StrEnum


class Verdict(StrEnum):
    """What we believe about a check or a service (SEMANTICS section 1)."""

    UP = "up"
    DEGRADED = "degraded"
    DOWN = "down"
    BLOCKED = "blocked"
    UNKNOWN = "unknown"


class State(StrEnum):
    """What is published of a service; the order is that of ``marsad_state_code`` 0..6."""

    UP = "up"
    DEGRADED = "degraded"
    PLANNED_DOWNTIME = "planned_downtime"
    UNPLANNED_OUTAGE = "unplanned_outage"
    OVERRUN = "overrun"
    BLOCKED = "blocked"
    UNKNOWN = "unknown"
