"""The one catalogue of metric names: what is exported, with which type and labels, and what it means.

Nothing exports a name that is not listed here; ``docs/metrics.md`` is generated from it. Label values come from
closed sets or from the configuration, never from an answer of a target.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from monitor.adapters.exposition.metric import Group, Metric, Type, counter, gauge

IDENTITY = ("platform", "service_id", "tier", "dependency")
_SERVICE = ("service_id",)
_CHECK = ("service_id", "check", "location")
_LOCATION = ("location",)
_AS_OF = "as of the last probe"

SERVICE_METRICS = (
    gauge(
        Group.SERVICE,
        "marsad_service_state",
        (*IDENTITY, "state"),
        "State of a service; exactly one of up, degraded, planned_downtime, unplanned_outage, overrun, blocked, "
        "unknown is 1.",
    ),
    counter(
        Group.SERVICE,
        "marsad_service_state_seconds_total",
        (*IDENTITY, "state"),
        "Decided time in each state; survives restarts.",
    ),
    gauge(
        Group.SERVICE,
        "marsad_incident_open",
        (*IDENTITY, "kind"),
        "The page signal: 1 from the instant a page is due until confirmed recovery; kind is unplanned or overrun.",
    ),
    gauge(
        Group.SERVICE,
        "marsad_service_state_since_timestamp_seconds",
        _SERVICE,
        "Start of the present state.",
    ),
    gauge(
        Group.SERVICE,
        "marsad_service_info",
        (*_SERVICE, "name_en", "name_ar", "operator", "inferred"),
        "Names and operator of a service, and whether its state is inferred from another one; never joined in a "
        "paging rule.",
    ),
    gauge(
        Group.SERVICE,
        "marsad_service_objective_ratio",
        _SERVICE,
        "Availability objective.",
    ),
    gauge(
        Group.SERVICE,
        "marsad_service_slow_threshold_seconds",
        _SERVICE,
        "Above this duration an answer is degraded; of several checks the smallest.",
    ),
    gauge(
        Group.SERVICE,
        "marsad_service_interval_seconds",
        _SERVICE,
        "Interval between scheduled probes; of several checks the largest.",
    ),
    gauge(
        Group.SERVICE,
        "marsad_service_certificate_warning_seconds",
        _SERVICE,
        "A certificate that expires sooner than this is warned of.",
    ),
    gauge(
        Group.SERVICE,
        "marsad_service_maintenance_page",
        IDENTITY,
        "Whether the page itself says maintenance.",
    ),
    gauge(
        Group.SERVICE,
        "marsad_service_outage_explained",
        (*_SERVICE, "root"),
        "An open incident of this service is explained by an incident of a hard root.",
        absent="unless such an incident is open",
    ),
    gauge(
        Group.SERVICE,
        "marsad_dependency_info",
        _SERVICE,
        "Other services depend on this one.",
        absent="where none depends on it",
    ),
    gauge(
        Group.SERVICE,
        "marsad_dependency_suspected",
        _SERVICE,
        "Three or more services that rest on this one fail together while it cannot be seen itself.",
        absent="unless they do",
    ),
)

WINDOW_METRICS = (
    gauge(
        Group.WINDOW,
        "marsad_maintenance_active",
        IDENTITY,
        "Whether a live window with impact above none covers the service.",
    ),
    gauge(
        Group.WINDOW,
        "marsad_maintenance_recovery",
        IDENTITY,
        "Whether the recovery span after a window runs.",
    ),
    gauge(
        Group.WINDOW,
        "marsad_maintenance_window_start_timestamp_seconds",
        _SERVICE,
        "Start of the present or next window.",
        absent="without a present or next window",
    ),
    gauge(
        Group.WINDOW,
        "marsad_maintenance_window_end_timestamp_seconds",
        _SERVICE,
        "End of the present or next window.",
        absent="without a present or next window",
    ),
    gauge(
        Group.WINDOW,
        "marsad_maintenance_window_notice_seconds",
        _SERVICE,
        "Time from the announcement of the present or next window to its start; negative when late.",
        absent="without a present or next window",
    ),
)

CHECK_METRICS = (
    gauge(
        Group.CHECK,
        "marsad_probe_success",
        _CHECK,
        f"Whether the expectations were met, {_AS_OF}; never bent by a window.",
        absent="before the first probe",
    ),
    gauge(
        Group.CHECK,
        "marsad_probe_duration_seconds",
        (*_CHECK, "phase"),
        f"Duration of each phase, {_AS_OF}: resolve, connect, tls, processing, transfer, total.",
        absent="for a phase that did not happen",
    ),
    gauge(
        Group.CHECK,
        "marsad_probe_last_completion_timestamp_seconds",
        _CHECK,
        "When the last probe ended.",
        absent="before the first probe",
    ),
    gauge(
        Group.CHECK,
        "marsad_probe_http_status_code",
        _CHECK,
        f"HTTP status, {_AS_OF}; 0 without an answer.",
        absent="before the first probe",
    ),
    gauge(
        Group.CHECK,
        "marsad_tls_certificate_not_after_timestamp_seconds",
        _CHECK,
        f"Expiry of the leaf certificate, {_AS_OF}.",
        absent="without a TLS session",
    ),
)

FAILURES = counter(
    Group.CHECK,
    "marsad_probe_failures_total",
    (*_SERVICE, "location", "reason"),
    "Probes that did not meet the expectations, by the closed set of reasons.",
)

PROBES = counter(Group.LOCATION, "marsad_probes_total", _LOCATION, "Completed probes.")
SCHEDULED = counter(Group.LOCATION, "marsad_probes_scheduled_total", _LOCATION, "Probes that fell due on the grid.")
SKIPPED = counter(
    Group.LOCATION,
    "marsad_probes_skipped_total",
    (*_LOCATION, "reason"),
    "Probes that fell due and did not run: overlap, politeness, backoff, shutdown.",
)
RETRIES = counter(
    Group.LOCATION,
    "marsad_probe_retries_total",
    (*_LOCATION, "reason"),
    "Attempts repeated for a fault of our own, by the name of the error; a fault of the target is never retried.",
)
LATENESS = Metric(
    name="marsad_schedule_lateness_seconds",
    type=Type.HISTOGRAM,
    group=Group.LOCATION,
    labels=_LOCATION,
    help="Start of a scheduled probe against its grid.",
    unit="seconds",
)
CONTROL = gauge(
    Group.LOCATION,
    "marsad_location_control_success",
    (*_LOCATION, "control"),
    "Last result of a canary, by its place in the configuration.",
)
HEARTBEAT = gauge(
    Group.LOCATION,
    "marsad_location_heartbeat_timestamp_seconds",
    _LOCATION,
    "When the last probe of the location ended.",
)
SOURCE = gauge(
    Group.WINDOW,
    "marsad_maintenance_source_last_success_timestamp_seconds",
    ("source",),
    "When a source of windows (file or feed) was last read.",
)
STALE = gauge(
    Group.WINDOW,
    "marsad_maintenance_source_stale_after_seconds",
    ("source",),
    "How old the last reading of a feed may be before somebody should look after it.",
    absent="for the files",
)
DRAFTS = gauge(
    Group.WINDOW, "marsad_maintenance_drafts_waiting", (), "Drafts read from announcements that wait for a decision."
)
STATE_CODE = gauge(
    Group.PROCESS, "marsad_state_code", ("state",), "Constants: up 0 to unknown 6, for panels that need a number."
)
BUILD = gauge(
    Group.PROCESS, "marsad_build_info", ("version", "revision", "pythonversion", "tzdata"), "Which program this is."
)
RELOAD_OK = gauge(
    Group.PROCESS,
    "marsad_config_last_reload_successful",
    (),
    "Whether the last load of the configuration succeeded; the one before stays in use when it did not.",
)
RELOAD_AT = gauge(
    Group.PROCESS,
    "marsad_config_last_reload_success_timestamp_seconds",
    (),
    "When a configuration was last loaded.",
)
CONFIG = gauge(
    Group.PROCESS, "marsad_config_info", ("config_sha256",), "Hash over every file of the configuration in use."
)
LEADER = gauge(Group.PROCESS, "marsad_leader", (), "Whether this process holds the ledger's lease.")
CLOCK_STEPS = counter(
    Group.PROCESS, "marsad_clock_steps_total", (), "Times the wall clock stepped against the monotonic one."
)
UNKNOWN_MODULES = counter(
    Group.PROCESS, "marsad_probe_module_unknown_total", (), "Requests for /probe that named a module that is not there."
)
LEDGER_WRITES = counter(Group.PROCESS, "marsad_ledger_writes_total", (), "Transactions written to the ledger.")
LEDGER_FAILURES = counter(
    Group.PROCESS, "marsad_ledger_write_failures_total", (), "Transactions that the ledger did not take."
)

METRICS = (
    *SERVICE_METRICS,
    *WINDOW_METRICS,
    SOURCE,
    STALE,
    DRAFTS,
    *CHECK_METRICS,
    FAILURES,
    PROBES,
    SCHEDULED,
    SKIPPED,
    RETRIES,
    LATENESS,
    CONTROL,
    HEARTBEAT,
    STATE_CODE,
    BUILD,
    RELOAD_OK,
    RELOAD_AT,
    CONFIG,
    LEADER,
    CLOCK_STEPS,
    UNKNOWN_MODULES,
    LEDGER_WRITES,
    LEDGER_FAILURES,
)
BY_NAME: Mapping[str, Metric] = MappingProxyType({metric.name: metric for metric in METRICS})
