"""Windows, what they cover, what outlived them, and what nobody declared."""

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
from dashboards.queries.services import STATE_CODE, STATE_SINCE, in_state, seconds_in

_ACTIVE = max_by(IDENTITY, of_services("marsad_maintenance_active"))
_RECOVERY = max_by(IDENTITY, of_services("marsad_maintenance_recovery"))
_STARTS = each("marsad_maintenance_window_start_timestamp_seconds")
_ENDS = each("marsad_maintenance_window_end_timestamp_seconds")
_NOTICE = each("marsad_maintenance_window_notice_seconds")

WINDOW_BANDS = f"{named(each('marsad_maintenance_active'))} == 1"
PLATFORM_BANDS = f"{max_by('platform', of_services('marsad_maintenance_active'))} == 1"
PAGE_BANDS = f"{named(max_by('service_id, kind', of_services('marsad_incident_open')))} == 1"
COMING_MARKS = milliseconds(f"{named(_STARTS)} > time()")

COVERED = f"sum({_ACTIVE})"
RECOVERING = f"sum({_RECOVERY})"
IN_OVERRUN = f"sum({in_state('overrun')})"
COVERAGE = named(sum_by("service_id", f"{_ACTIVE} + 2 * {_RECOVERY}"))  # 0 none, 1 covered, 2 recovery, 3 both

# In a blind or blocked spell the state is another one; the page of the overrun is still open.
_OVERRUN_PAGE = max_by("service_id", of_services("marsad_incident_open", 'kind="overrun"'))
_OVERRUNNING = f"{max_by('service_id', in_state('overrun'))} == 1 or {_OVERRUN_PAGE} == 1"
OVERRUN = named(only_where(_OVERRUN_PAGE, _OVERRUNNING))
OVERRUN_STATE = only_where(STATE_CODE, _OVERRUNNING)
OVERRUN_SINCE = milliseconds(only_where(STATE_SINCE, _OVERRUNNING))
OVERRUN_SECONDS = only_where(sum_by("service_id", seconds_in("overrun")), _OVERRUNNING)

NEXT_STARTS = milliseconds(named(_STARTS))
NEXT_ENDS = milliseconds(_ENDS)

_PRESENT = f"{_STARTS} <= time()"
PRESENT_STARTS = milliseconds(named(_PRESENT))
PRESENT_ENDS = milliseconds(only_where(_ENDS, _PRESENT))
PRESENT_LEFT = only_where(f"{_ENDS} - time()", _PRESENT)
PRESENT_NOTICE = only_where(_NOTICE, _PRESENT)
PRESENT_STATE = only_where(STATE_CODE, _PRESENT)

_COMING = f"{_STARTS} > time()"
COMING_STARTS = milliseconds(named(_COMING))
COMING_ENDS = milliseconds(only_where(_ENDS, _COMING))
COMING_IN = only_where(f"{_STARTS} - time()", _COMING)
COMING_LENGTH = only_where(f"{_ENDS} - {_STARTS}", _COMING)
COMING_NOTICE = only_where(_NOTICE, _COMING)

_PAGE_SAYS_SO = max_by("service_id", of_services("marsad_service_maintenance_page"))
UNDECLARED = named(f"({_PAGE_SAYS_SO} == 1) unless on (service_id) ({each('marsad_maintenance_active')} == 1)")
UNDECLARED_SINCE = milliseconds(
    f"{STATE_SINCE} and on (service_id) ({_PAGE_SAYS_SO} == 1) "
    f"unless on (service_id) ({each('marsad_maintenance_active')} == 1)"
)

DRAFTS_WAITING = f"max({max_by('job', of_monitor('marsad_maintenance_drafts_waiting'))})"
SOURCE_LIMIT = max_by("source", of_monitor("marsad_maintenance_source_stale_after_seconds"))
SOURCE_AGE = f"time() - {max_by('source', of_monitor('marsad_maintenance_source_last_success_timestamp_seconds'))}"
