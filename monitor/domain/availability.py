"""Availability from seconds in each state: net and gross, and why a span may have no figure (SEMANTICS section 5)."""

from __future__ import annotations

from collections.abc import Mapping

from monitor.domain.verdict import State

_WORKING = (State.UP, State.DEGRADED)
_LOST = (State.UNPLANNED_OUTAGE, State.OVERRUN)


def net(seconds: Mapping[State, float]) -> float | None:
    """Percent of the service time that was not lost, planned downtime on neither side; ``None``: no service time."""
    return _percent(_sum(seconds, _WORKING), _sum(seconds, _LOST))


def gross(seconds: Mapping[State, float]) -> float | None:
    """What a citizen lived, in percent: planned downtime counts as lost; ``None``: no service time."""
    return _percent(_sum(seconds, _WORKING), _sum(seconds, (*_LOST, State.PLANNED_DOWNTIME)))


def _sum(seconds: Mapping[State, float], states: tuple[State, ...]) -> float:
    return sum(seconds.get(state, 0.0) for state in states)


def _percent(working: float, lost: float) -> float | None:
    # Divided first: 100.0 * x / x may come to more than 100.
    return 100.0 * (working / (working + lost)) if working + lost > 0 else None
