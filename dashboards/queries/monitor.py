"""The monitor's own health: can it see, is it on time, is its ledger written, which configuration does it run."""

from __future__ import annotations

from dashboards.queries.promql import max_by, milliseconds, of_monitor

_PROCESS = "job, instance"


def _rate(metric: str) -> str:
    return f"rate({of_monitor(metric)}[$__rate_interval])"


SCRAPED = max_by(_PROCESS, of_monitor("up"))
SCRAPE_SECONDS = max_by(_PROCESS, of_monitor("scrape_duration_seconds"))
LEADERS = f"sum({max_by(_PROCESS, of_monitor('marsad_leader'))})"
LEADER = max_by(_PROCESS, of_monitor("marsad_leader"))
RELOADED = max_by(_PROCESS, of_monitor("marsad_config_last_reload_successful"))
BUILD = max_by(f"{_PROCESS}, version, revision, pythonversion, tzdata", of_monitor("marsad_build_info"))
CONFIGURATIONS = f"count({max_by('config_sha256', of_monitor('marsad_config_info'))})"
CONFIGURATION = max_by(f"{_PROCESS}, config_sha256", of_monitor("marsad_config_info"))
_RELOADED_AT = max_by(_PROCESS, of_monitor("marsad_config_last_reload_success_timestamp_seconds"))
CONFIGURATION_LOADED = milliseconds(f"{CONFIGURATION} * on (job, instance) group_left () {_RELOADED_AT}")

CANARIES = max_by("location, control", of_monitor("marsad_location_control_success"))
BLIND = f"count({max_by('location', of_monitor('marsad_location_control_success'))} == 0) or vector(0)"
HEARTBEAT_AGE = f"time() - {max_by('location', of_monitor('marsad_location_heartbeat_timestamp_seconds'))}"

SCHEDULED = max_by("location", _rate("marsad_probes_scheduled_total"))
COMPLETED = max_by("location", _rate("marsad_probes_total"))
SKIPPED = max_by("location, reason", _rate("marsad_probes_skipped_total"))
SKIPPED_SHARE = f"sum by (location) ({SKIPPED}) / (sum by (location) ({SCHEDULED}) > 0)"
RETRIES = max_by("location, reason", _rate("marsad_probe_retries_total"))
FAILURES = f"sum by (reason) ({max_by('service_id, location, reason', _rate('marsad_probe_failures_total'))})"
NOT_JUDGED = (
    "sum by (state) ("
    + max_by("service_id, state", of_monitor("marsad_service_state", 'state=~"blocked|unknown"'))
    + ")"
)
_COMPLETED_AT = max_by("service_id, check, location", of_monitor("marsad_probe_last_completion_timestamp_seconds"))
_INTERVAL = max_by("service_id", of_monitor("marsad_service_interval_seconds"))
OLDEST_RESULT = f"max by (location) ((time() - {_COMPLETED_AT}) / on (service_id) group_left () ({_INTERVAL} > 0))"

_BUCKETS = max_by("le, location", _rate("marsad_schedule_lateness_seconds_bucket"))
LATENESS_BUCKETS = f"sum by (le) ({_BUCKETS})"


def lateness(quantile: float) -> str:
    """Below what the start of that share of the probes was late."""
    return f"histogram_quantile({quantile}, {_BUCKETS})"


WRITES = max_by(_PROCESS, _rate("marsad_ledger_writes_total"))
WRITE_FAILURES = max_by(_PROCESS, _rate("marsad_ledger_write_failures_total"))
CLOCK_STEPS = max_by(_PROCESS, f"increase({of_monitor('marsad_clock_steps_total')}[$__range])")
UNKNOWN_MODULES = max_by(_PROCESS, _rate("marsad_probe_module_unknown_total"))
CPU = max_by(_PROCESS, _rate("process_cpu_seconds_total"))
MEMORY = max_by(_PROCESS, of_monitor("process_resident_memory_bytes"))
OPEN_FILES = f"{max_by(_PROCESS, of_monitor('process_open_fds'))} / {max_by(_PROCESS, of_monitor('process_max_fds'))}"
