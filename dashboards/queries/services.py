"""States, pages, seconds and availability over the range shown."""

from __future__ import annotations

from dashboards.queries.promql import (
    IDENTITY,
    each,
    max_by,
    milliseconds,
    named,
    of_monitor,
    of_services,
    only_where,
    sum_by,
)

GOOD = "up|degraded"
LOST = "unplanned_outage|overrun"
COUNTED = f"{GOOD}|{LOST}"
LIVED = f"{COUNTED}|planned_downtime"
NOT_JUDGED = "blocked|unknown"

_CODE = max_by("state", of_monitor("marsad_state_code"))
_OBSERVED = each("marsad_service_info", 'inferred="false"')


def in_state(states: str) -> str:
    """1 for each service in one of the states, else 0."""
    return max_by(f"{IDENTITY}, state", of_services("marsad_service_state", f'state=~"{states}"'))


def count_by_state(states: str) -> str:
    """How many services are in each of the states."""
    return sum_by("state", in_state(states))


# `max` and not `sum` over the states: while two monitors disagree, the sum would be the code of a third state.
STATE_CODE = max_by(
    "service_id",
    f"{max_by('service_id, state', of_services('marsad_service_state'))} * on (state) group_left () {_CODE}",
)
STATE_CODE_NAMED = named(STATE_CODE)
STATE_SINCE = each("marsad_service_state_since_timestamp_seconds")

_PAGE = max_by(f"{IDENTITY}, kind", of_services("marsad_incident_open"))
PAGES_BY_KIND = sum_by("kind", _PAGE)
PAGES_OF_SERVICE = max_by("service_id, kind", of_services("marsad_incident_open"))
OPEN_PAGES = named(f"{_PAGE} == 1")
OPEN_PAGES_SINCE = milliseconds(only_where(STATE_SINCE, f"{_PAGE} == 1"))
OPEN_PAGES_STATE = only_where(STATE_CODE, f"{_PAGE} == 1")
EXPLAINED = named(max_by("service_id, root", of_services("marsad_service_outage_explained")))


def seconds_in(states: str) -> str:
    """Seconds in each of the states over the range shown, for each service."""
    selector = of_services("marsad_service_state_seconds_total", f'state=~"{states}"')
    return max_by(f"{IDENTITY}, state", f"increase({selector}[$__range])")


def seconds_of_service(states: str) -> str:
    """The same, one figure a service, with its name."""
    return named(sum_by("service_id", seconds_in(states)))


def availability(states_beneath: str) -> str:
    """Good time of all time in ``states_beneath``, with the service's name; nothing where no second counts."""
    return named(_ratio("service_id", seconds_in(GOOD), seconds_in(states_beneath)))


def platform_availability(states_beneath: str) -> str:
    """The same for each platform, without services that are only inferred from another one."""
    return _ratio(
        "platform", only_where(seconds_in(GOOD), _OBSERVED), only_where(seconds_in(states_beneath), _OBSERVED)
    )


def platform_seconds(states: str) -> str:
    """Seconds in the states over the range shown, for each platform, without inferred services."""
    return sum_by("platform", only_where(seconds_in(states), _OBSERVED))


def _ratio(labels: str, good: str, counted: str) -> str:
    # Without `> 0` a span without service time would be NaN, which charts and averages carry on.
    return f"{sum_by(labels, good)} / ({sum_by(labels, counted)} > 0)"


OBJECTIVE = named(each("marsad_service_objective_ratio"))
INFERRED = named(max_by("service_id, inferred, operator", of_services("marsad_service_info")))
DEPENDED_ON = named(each("marsad_dependency_info"))
SUSPECTED = named(each("marsad_dependency_suspected"))
