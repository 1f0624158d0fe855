"""For whoever is on call: how many services are in which state, who has been paged for, what each platform lost."""

from __future__ import annotations

from dashboards import bands, frame
from dashboards.defaults import KIND_COLOURS, STATE_COLOURS, STATE_MAPPING, Json
from dashboards.panels import coloured, now, query, row, stat, state_timeline, table, timeseries
from dashboards.queries import services as ask

_JUDGED = f"{ask.LIVED}"
_SINCE = {"unit": "dateTimeFromNow"}
_RATIO = {"unit": "percentunit", "decimals": 3, "max": 1}
_SECONDS = {"unit": "s", "decimals": 0}


def dashboard() -> Json:
    """``marsad-overview``."""
    return frame.dashboard(
        "marsad-overview",
        "Marsad / Overview",
        "State of every service, open pages, and what each platform lost. Planned downtime is shown and never paged.",
        [*_now(), *_history(), *_platforms()],
        variables=frame.OF_SERVICES,
        bands=[bands.WINDOWS_OF_PLATFORMS, bands.PAGES],
    )


def _now() -> list[Json]:
    by_state = stat(
        "Services we can judge",
        "How many services are in each state; every service is in exactly one.",
        now(ask.count_by_state(_JUDGED), "{{state}}"),
        unit="short",
        width=12,
    )
    not_judged = stat(
        "Not judged",
        "Blocked: the platform refuses this prober. Unknown: we cannot see. Neither is an outage, and neither is up.",
        now(ask.count_by_state(ask.NOT_JUDGED), "{{state}}"),
        unit="short",
    )
    pages = stat(
        "Open pages",
        "Pages sent and not yet resolved, by kind: an outage that nothing covered, or one that outlived its window.",
        now(ask.PAGES_BY_KIND, "{{kind}}"),
        unit="short",
    )
    for panel, colours in ((by_state, STATE_COLOURS), (not_judged, STATE_COLOURS), (pages, KIND_COLOURS)):
        panel["fieldConfig"]["overrides"] = [coloured(name, colour) for name, colour in colours.items()]
    return [row("Now"), by_state, not_judged, pages, _open_pages()]


def _open_pages() -> Json:
    return table(
        "Who has been paged for",
        "Services whose page is open, with the present state: in a blind or blocked spell the page stays open.",
        {
            "Page": (now(ask.OPEN_PAGES), {"custom.hidden": True}),
            "State": (
                now(ask.OPEN_PAGES_STATE),
                {"mappings": STATE_MAPPING, "custom.cellOptions": {"type": "color-background"}},
            ),
            "In this state since": (now(ask.OPEN_PAGES_SINCE), _SINCE),
        },
        labels={
            "name": "Service",
            "kind": "Kind",
            "tier": "Tier",
            "dependency": "Depends on",
            "service_id": "service_id",
        },
        sort_by="Tier",
        height=7,
    )


def _history() -> list[Json]:
    return [
        row("States over time"),
        state_timeline(
            "State of each service",
            "One band for each service: blue is planned downtime, red an outage, dark red an overrun, purple blocked, "
            "grey unknown.",
            query(ask.STATE_CODE_NAMED, "{{name}}"),
            mappings=STATE_MAPPING,
            height=12,
        ),
        timeseries(
            "Services by state",
            "How many services were in each of the states that we can judge.",
            query(ask.count_by_state(_JUDGED), "{{state}}"),
            unit="short",
            stacked=True,
            colours=STATE_COLOURS,
        ),
        timeseries(
            "Services not judged",
            "How many services were blocked or unknown: time that is on neither side of an availability.",
            query(ask.count_by_state(ask.NOT_JUDGED), "{{state}}"),
            unit="short",
            stacked=True,
            colours=STATE_COLOURS,
        ),
    ]


def _platforms() -> list[Json]:
    columns = {
        "Net": (now(ask.platform_availability(ask.COUNTED)), _RATIO),
        "Gross": (now(ask.platform_availability(ask.LIVED)), _RATIO),
        "Planned": (now(ask.platform_seconds("planned_downtime")), _SECONDS),
        "Unplanned": (now(ask.platform_seconds("unplanned_outage")), _SECONDS),
        "Overrun": (now(ask.platform_seconds("overrun")), _SECONDS),
        "Blocked": (now(ask.platform_seconds("blocked")), _SECONDS),
        "Unknown": (now(ask.platform_seconds("unknown")), _SECONDS),
    }
    return [
        row("Platforms over the range shown"),
        table(
            "Availability of platforms, net beside gross",
            "Net leaves planned downtime out, gross counts it as lost; blocked and unknown time is on neither side. "
            "Services that are inferred from another one are left out.",
            columns,
            labels={"platform": "Platform"},
            sort_by="Net",
        ),
    ]
