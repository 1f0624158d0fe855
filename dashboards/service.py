"""For whoever was paged: one service, its state, what was announced, what the probes saw, and its certificate."""

from __future__ import annotations

from dashboards import bands, frame
from dashboards.defaults import NO_VALUE, STATE_MAPPING, YES_NO, Json, value_mapping
from dashboards.panels import now, query, row, stat, state_timeline, table, timeseries
from dashboards.queries import maintenance, probes
from dashboards.queries import services as ask

_PAGE = value_mapping({"0": ("no page", "green"), "1": ("page open", "red")})
_CHECK = "{{name}} {{check}}, {{location}}"
_SERVICE = {"name": "Service", "service_id": "service_id"}


def dashboard() -> Json:
    """``marsad-service``."""
    return frame.dashboard(
        "marsad-service",
        "Marsad / Service",
        "One service in detail. A window bends the state and never what a probe is shown to have seen.",
        [*_now(), *_history(), *_probes(), *_certificates()],
        variables=frame.OF_SERVICES,
        bands=[bands.WINDOWS, bands.PAGES, bands.COMING],
    )


def _now() -> list[Json]:
    return [
        row("Now"),
        stat(
            "State",
            "The published state; it holds until the first observation that contradicts it.",
            now(ask.STATE_CODE_NAMED, "{{name}}"),
            unit=NO_VALUE,
            field={"mappings": STATE_MAPPING},
        ),
        stat(
            "Page",
            "Whether a page is open, by kind. It does not move in a blind or blocked spell, or at a window's edges.",
            now(ask.PAGES_OF_SERVICE, "{{kind}}"),
            unit=NO_VALUE,
            field={"mappings": _PAGE},
        ),
        stat(
            "Availability, net",
            "Over the range shown: up and degraded time of all time that counts, without planned downtime.",
            now(ask.availability(ask.COUNTED), "{{name}}"),
            unit="percentunit",
        ),
        stat(
            "Availability, gross",
            "Over the range shown: the same with planned downtime counted as lost, which is what a citizen lived.",
            now(ask.availability(ask.LIVED), "{{name}}"),
            unit="percentunit",
        ),
        _facts(),
        _explained(),
    ]


def _facts() -> Json:
    return table(
        "What it is",
        "Operator, and whether the state is inferred from another service; an inferred one never pages.",
        {
            "Info": (now(ask.INFERRED), {"custom.hidden": True}),
            "Objective": (now(ask.OBJECTIVE), {"unit": "percentunit"}),
            "Interval": (now(probes.INTERVAL), {"unit": "s"}),
            "Slow above": (now(probes.SLOW_ABOVE), {"unit": "s"}),
            "Others depend on it": (now(ask.DEPENDED_ON), {"mappings": value_mapping({"1": ("yes", "text")})}),
            "Suspected cause": (now(ask.SUSPECTED), {"mappings": value_mapping({"1": ("perhaps", "text")})}),
        },
        labels={**_SERVICE, "operator": "Operator", "inferred": "Inferred"},
        sort_by="Service",
        width=16,
        height=6,
    )


def _explained() -> Json:
    return table(
        "Explained by",
        "Open incidents that an incident of a hard root explains: look at the root first.",
        {"Explained": (now(ask.EXPLAINED), {"custom.hidden": True})},
        labels={**_SERVICE, "root": "Root"},
        sort_by="Service",
        width=8,
        height=6,
    )


def _history() -> list[Json]:
    return [
        row("State over time"),
        state_timeline(
            "State",
            "Blue is planned downtime, red an outage, dark red an overrun, purple blocked, grey unknown.",
            query(ask.STATE_CODE_NAMED, "{{name}}"),
            mappings=STATE_MAPPING,
            height=6,
        ),
        stat(
            "Time lost and planned",
            "Seconds over the range shown, counted by the monitor also while Prometheus was away.",
            now(f"sum by (state) ({ask.seconds_in(f'{ask.LOST}|planned_downtime')})", "{{state}}"),
            unit="s",
            width=12,
        ),
        stat(
            "Time not judged",
            "Blocked and unknown seconds over the range shown, each apart; neither is up and neither is lost.",
            now(f"sum by (state) ({ask.seconds_in(ask.NOT_JUDGED)})", "{{state}}"),
            unit="s",
            width=12,
        ),
    ]


def _probes() -> list[Json]:
    return [
        row("What the probes saw"),
        state_timeline(
            "Expectations met",
            "The raw result of the last probe of each check and location, never bent by a window.",
            query(probes.SUCCESS, _CHECK),
            mappings=YES_NO,
            height=5,
        ),
        timeseries(
            "Duration",
            "Whole duration of the last probe, and the threshold above which an answer is degraded.",
            query(probes.DURATION, _CHECK),
            query(probes.SLOW_ABOVE, "slow above, {{name}}"),
            unit="s",
        ),
        timeseries(
            "Phases",
            "Where the time goes: mean over the chosen checks of each phase of the last probe.",
            query(probes.PHASES, "{{phase}}"),
            unit="s",
            stacked=True,
        ),
        timeseries(
            "Failures by reason",
            "Probes that did not meet the expectations; blocked, challenged and rate_limited are refusals of this "
            "prober, self is our own fault.",
            query(probes.FAILURES_BY_REASON, "{{reason}}"),
            unit="short",
            stacked=True,
        ),
        timeseries(
            "HTTP status",
            "Status of the last answer; 0 without an answer.",
            query(probes.STATUS, _CHECK),
            unit=NO_VALUE,
            width=6,
        ),
        timeseries(
            "Age of the last result",
            "Older than two intervals and a timeout, the service is unknown.",
            query(probes.AGE, _CHECK),
            unit="s",
            width=6,
        ),
    ]


def _certificates() -> list[Json]:
    late = {"mode": "absolute", "steps": [{"color": "red", "value": None}, {"color": "green", "value": 0}]}
    return [
        row("Certificate"),
        table(
            "Certificates",
            "Expiry of the leaf as of the last probe. Margin is the time left beyond the service's warning: below 0 "
            "it is warned of.",
            {
                "Expires": (now(probes.CERTIFICATE_EXPIRES), {"unit": "dateTimeAsIso"}),
                "Time left": (now(probes.CERTIFICATE_LEFT), {"unit": "s"}),
                "Margin": (
                    now(probes.CERTIFICATE_MARGIN),
                    {"unit": "s", "thresholds": late, "custom.cellOptions": {"type": "color-text"}},
                ),
            },
            labels={**_SERVICE, "check": "Check", "location": "Location"},
            sort_by="Expires",
            width=14,
            height=6,
        ),
        table(
            "Present and coming window",
            "The window that covers the service now, or the next one; local time of the browser.",
            {
                "Starts": (now(maintenance.NEXT_STARTS), {"unit": "dateTimeAsIso"}),
                "Ends": (now(maintenance.NEXT_ENDS), {"unit": "dateTimeAsIso"}),
            },
            labels=_SERVICE,
            sort_by="Starts",
            width=10,
            height=6,
        ),
    ]
