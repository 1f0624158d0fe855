"""What the probes of a service saw, as they saw it."""

from __future__ import annotations

from dashboards.queries.promql import each, max_by, milliseconds, named, of_services, sum_by

_CHECK = "service_id, check, location"
_NOT_AFTER = max_by(_CHECK, of_services("marsad_tls_certificate_not_after_timestamp_seconds"))

SUCCESS = named(max_by(_CHECK, of_services("marsad_probe_success")))
STATUS = named(max_by(_CHECK, of_services("marsad_probe_http_status_code")))
DURATION = named(max_by(_CHECK, of_services("marsad_probe_duration_seconds", 'phase="total"')))
SLOW_ABOVE = named(each("marsad_service_slow_threshold_seconds"))
_PARTS = max_by(f"{_CHECK}, phase", of_services("marsad_probe_duration_seconds", 'phase!="total"'))
PHASES = f"avg by (phase) ({_PARTS})"
AGE = named(f"time() - {max_by(_CHECK, of_services('marsad_probe_last_completion_timestamp_seconds'))}")
INTERVAL = named(each("marsad_service_interval_seconds"))
FAILURES = sum_by(
    "service_id, reason",
    max_by("service_id, location, reason", f"increase({of_services('marsad_probe_failures_total')}[$__rate_interval])"),
)
FAILURES_BY_REASON = f"{sum_by('reason', FAILURES)} > 0"
CERTIFICATE_EXPIRES = milliseconds(named(_NOT_AFTER))
CERTIFICATE_LEFT = f"{_NOT_AFTER} - time()"
CERTIFICATE_MARGIN = (
    f"{CERTIFICATE_LEFT} - on (service_id) group_left () {each('marsad_service_certificate_warning_seconds')}"
)
