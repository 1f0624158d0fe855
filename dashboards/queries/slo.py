"""Objectives over 30 days, read from the recording rules; the rules' names stand here and nowhere else."""

from __future__ import annotations

from dashboards.queries.promql import IDENTITY, each, named, only_where, recorded, sum_by
from dashboards.queries.services import COUNTED, GOOD, LIVED

_NET = recorded("marsad:service_availability:ratio30d")
_GROSS = recorded("marsad:service_availability_including_planned:ratio30d")
_BUDGET = recorded("marsad:service_error_budget_remaining:ratio30d")
_OBJECTIVE = each("marsad_service_objective_ratio")
_OBSERVED = each("marsad_service_info", 'inferred="false"')

NET = named(_NET)
GROSS = named(_GROSS)
OBJECTIVE = named(_OBJECTIVE)
BUDGET = named(_BUDGET)
BELOW_OBJECTIVE = f"count({_NET} < on (service_id) group_left () {_OBJECTIVE}) or vector(0)"
BUDGET_SPENT = f"count({_BUDGET} <= 0) or vector(0)"
WORST_NET = f"min({_NET})"


def _seconds(states: str) -> str:
    return recorded("marsad:service_state_seconds:increase30d", f'state=~"{states}"', labels=f"{IDENTITY}, state")


def seconds_of_service(states: str) -> str:
    """Seconds in the states within 30 days, one figure a service, with its name."""
    return named(sum_by("service_id", _seconds(states)))


def _platform_ratio(beneath: str) -> str:
    good, counted = (sum_by("platform", only_where(_seconds(states), _OBSERVED)) for states in (GOOD, beneath))
    return f"{good} / ({counted} > 0)"


PLATFORM_NET = _platform_ratio(COUNTED)
PLATFORM_GROSS = _platform_ratio(LIVED)


def burn(window: str) -> str:
    """How many times faster than allowed the budget burnt over ``window``."""
    ratio = recorded(f"marsad:service_errors:ratio_rate{window}")
    return named(f"{ratio} / on (service_id) group_left () (1 - {_OBJECTIVE} > 0)")
