"""For whoever plans maintenance: what is covered, what outlived its window, what comes, what nobody declared."""

from __future__ import annotations

from dashboards import bands, frame
from dashboards.defaults import STATE_MAPPING, Json, value_mapping
from dashboards.panels import now, query, row, stat, state_timeline, table, timeseries
from dashboards.queries import maintenance as ask
from dashboards.queries import services

_DATE = {"unit": "dateTimeAsIso"}
_SECONDS = {"unit": "s", "decimals": 0}
_STATE = {"mappings": STATE_MAPPING, "custom.cellOptions": {"type": "color-background"}}
_SERVICE = {"name": "Service", "service_id": "service_id"}
_COVERAGE = value_mapping(
    {
        "0": ("no window", "transparent"),
        "1": ("covered", "blue"),
        "2": ("recovery", "light-blue"),
        "3": ("covered", "blue"),
    }
)
_NOTICE = {
    "unit": "s",
    "thresholds": {
        "mode": "absolute",
        "steps": [{"color": "red", "value": None}, {"color": "orange", "value": 0}, {"color": "green", "value": 86400}],
    },
    "custom.cellOptions": {"type": "color-text"},
}


def dashboard() -> Json:
    """``marsad-maintenance``."""
    return frame.dashboard(
        "marsad-maintenance",
        "Marsad / Maintenance",
        "Declared windows, what they covered, what outlived them, and maintenance that nobody declared.",
        [*_now(), *_overrun(), *_windows(), *_history(), *_announcements()],
        variables=frame.OF_SERVICES,
        bands=[bands.WINDOWS, bands.COMING],
    )


def _now() -> list[Json]:
    return [
        row("Now"),
        stat(
            "Covered by a window",
            "Services that a live window with an impact covers, whether they are down or not.",
            now(ask.COVERED, "covered"),
            unit="short",
        ),
        stat(
            "In planned downtime",
            "Services that are down and covered: nobody is paged.",
            now(f"sum({services.in_state('planned_downtime')})", "planned downtime"),
            unit="short",
        ),
        stat(
            "In overrun",
            "Services still down after their window; the page follows after the grace.",
            now(ask.IN_OVERRUN, "overrun"),
            unit="short",
        ),
        stat(
            "In recovery",
            "Services in the span after a window in which slowness is covered and being down is not.",
            now(ask.RECOVERING, "recovery"),
            unit="short",
        ),
    ]


def _overrun() -> list[Json]:
    return [
        row("Outlived their window"),
        table(
            "Overrun",
            "Services that were still down when their window was over, or whose overrun page is still open although "
            "they are blocked or unknown at present.",
            {
                "Page open": (
                    now(ask.OVERRUN),
                    {"mappings": value_mapping({"0": ("in grace", "orange"), "1": ("yes", "red")})},
                ),
                "State": (now(ask.OVERRUN_STATE), _STATE),
                "In this state since": (now(ask.OVERRUN_SINCE), _DATE),
                "Overrun in the range": (now(ask.OVERRUN_SECONDS), _SECONDS),
            },
            labels=_SERVICE,
            sort_by="In this state since",
            height=7,
        ),
    ]


def _windows() -> list[Json]:
    return [
        row("Windows"),
        table(
            "Present windows",
            "Live windows that have begun, in the browser's local time, and the state of what they cover. Notice "
            "below 0 is a late announcement.",
            {
                "Started": (now(ask.PRESENT_STARTS), _DATE),
                "Ends": (now(ask.PRESENT_ENDS), _DATE),
                "Time left": (now(ask.PRESENT_LEFT), _SECONDS),
                "Notice": (now(ask.PRESENT_NOTICE), _NOTICE),
                "State": (now(ask.PRESENT_STATE), _STATE),
            },
            labels=_SERVICE,
            sort_by="Ends",
            width=12,
        ),
        table(
            "Coming windows",
            "The next window of each service, in the browser's local time. Notice is orange below the default minimum "
            "of a day and red for a late announcement.",
            {
                "Starts": (now(ask.COMING_STARTS), _DATE),
                "Ends": (now(ask.COMING_ENDS), _DATE),
                "Begins in": (now(ask.COMING_IN), _SECONDS),
                "Length": (now(ask.COMING_LENGTH), _SECONDS),
                "Notice": (now(ask.COMING_NOTICE), _NOTICE),
            },
            labels=_SERVICE,
            sort_by="Starts",
            width=12,
        ),
    ]


def _history() -> list[Json]:
    return [
        row("Windows against what happened"),
        state_timeline(
            "Declared",
            "When a live window covered each service, and the recovery span behind it.",
            query(ask.COVERAGE, "{{name}}"),
            mappings=_COVERAGE,
            width=12,
        ),
        state_timeline(
            "Happened",
            "The state of each service. Green under a window: it was not used. Dark red behind one: it was too short.",
            query(services.STATE_CODE_NAMED, "{{name}}"),
            mappings=STATE_MAPPING,
            width=12,
        ),
        table(
            "Net beside gross, over the range shown",
            "Net leaves planned downtime out, gross counts it as lost. Blocked and unknown time is on neither side.",
            {
                "Net": (now(services.availability(services.COUNTED)), {"unit": "percentunit", "decimals": 3}),
                "Gross": (now(services.availability(services.LIVED)), {"unit": "percentunit", "decimals": 3}),
                "Planned": (now(services.seconds_of_service("planned_downtime")), _SECONDS),
                "Overrun": (now(services.seconds_of_service("overrun")), _SECONDS),
                "Unplanned": (now(services.seconds_of_service("unplanned_outage")), _SECONDS),
                "Blocked": (now(services.seconds_of_service("blocked")), _SECONDS),
                "Unknown": (now(services.seconds_of_service("unknown")), _SECONDS),
            },
            labels=_SERVICE,
            sort_by="Planned",
            descending=True,
        ),
    ]


def _announcements() -> list[Json]:
    return [
        row("Announcements"),
        table(
            "Undeclared maintenance",
            "Services whose own page says maintenance while no window covers them: ask the operator, and declare it.",
            {
                "Page says so": (now(ask.UNDECLARED), {"custom.hidden": True}),
                "In its state since": (now(ask.UNDECLARED_SINCE), _DATE),
            },
            labels=_SERVICE,
            sort_by="In its state since",
            width=12,
        ),
        stat(
            "Drafts waiting",
            "Windows that were read out of announcements: they cover nothing until somebody confirms them.",
            now(ask.DRAFTS_WAITING, "waiting"),
            unit="short",
        ),
        timeseries(
            "Age of the sources",
            "Time since files and feeds were last read, and how old that may be; a stale one makes planned work page.",
            query(ask.SOURCE_AGE, "{{source}}"),
            query(ask.SOURCE_LIMIT, "{{source}}: stale"),
            unit="s",
        ),
    ]
