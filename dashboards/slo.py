"""For whoever answers for a service: objectives over 30 days, net and gross, the error budget and how fast it burns."""

from __future__ import annotations

from dashboards import bands, frame
from dashboards.defaults import Json
from dashboards.panels import now, query, row, stat, table, text, timeseries
from dashboards.queries import slo as ask

_RATIO = {"unit": "percentunit", "decimals": 3, "max": 1}
_SECONDS = {"unit": "s", "decimals": 0}
_BURN = {"unit": "none", "decimals": 2}
_METHOD = """\
- **Net** (the contract figure) = (up + degraded) / (up + degraded + unplanned outage + overrun).
- **Gross** (what a citizen lived) = (up + degraded) / (the same + planned downtime).
- Blocked and unknown time is on neither side; a span without any countable second has no figure.
- **الصافي** لا يحسب التوقف المعلن، و**الإجمالي** يحسبه ضمن الوقت المفقود. الوقت المحجوب أو غير المعروف خارج الحسابين.
"""


def dashboard() -> Json:
    """``marsad-slo``."""
    return frame.dashboard(
        "marsad-slo",
        "Marsad / SLO",
        "Availability over 30 days against the objective, from the seconds that the monitor itself counted.",
        [text("How to read this", _METHOD, height=5), *_now(), *_services(), *_over_time()],
        variables=frame.OF_SERVICES,
        bands=[bands.WINDOWS],
    )


def _now() -> list[Json]:
    return [
        row("Now"),
        stat(
            "Below their objective",
            "Services whose net availability over 30 days is below the objective.",
            now(ask.BELOW_OBJECTIVE, "services"),
            unit="short",
            width=8,
        ),
        stat(
            "Budget spent",
            "Services that have used up the error budget of 30 days.",
            now(ask.BUDGET_SPENT, "services"),
            unit="short",
            width=8,
        ),
        stat(
            "Worst net availability",
            "The lowest net availability over 30 days among the chosen services.",
            now(ask.WORST_NET, "net"),
            unit="percentunit",
            width=8,
        ),
    ]


def _services() -> list[Json]:
    columns = {
        "Net": (now(ask.NET), _RATIO),
        "Gross": (now(ask.GROSS), _RATIO),
        "Objective": (now(ask.OBJECTIVE), _RATIO),
        "Budget left": (now(ask.BUDGET), {"unit": "percentunit", "decimals": 1}),
        "Planned": (now(ask.seconds_of_service("planned_downtime")), _SECONDS),
        "Lost": (now(ask.seconds_of_service("unplanned_outage|overrun")), _SECONDS),
        "Blocked": (now(ask.seconds_of_service("blocked")), _SECONDS),
        "Unknown": (now(ask.seconds_of_service("unknown")), _SECONDS),
    }
    burns = {f"Over {window}": (now(ask.burn(window)), _BURN) for window in ("1h", "6h", "1d", "3d")}
    return [
        row("Services, 30 days"),
        table(
            "Objectives",
            "Net beside gross over 30 days, what is left of the error budget (below 0: overspent), and where the time "
            "went; blocked and unknown each apart.",
            columns,
            labels={"name": "Service", "service_id": "service_id"},
            sort_by="Budget left",
            height=10,
        ),
        table(
            "Burn rate",
            "How many times faster than allowed the budget burns; 1 uses it up in exactly 30 days.",
            burns,
            labels={"name": "Service", "service_id": "service_id"},
            sort_by="Over 1h",
            descending=True,
            width=12,
        ),
        table(
            "Platforms",
            "The same figures over all observed services of a platform; inferred services are left out.",
            {"Net": (now(ask.PLATFORM_NET), _RATIO), "Gross": (now(ask.PLATFORM_GROSS), _RATIO)},
            labels={"platform": "Platform"},
            sort_by="Net",
            width=12,
        ),
    ]


def _over_time() -> list[Json]:
    return [
        row("Over time"),
        timeseries(
            "Net, 30 days",
            "Net availability of the 30 days before each instant, and the objective.",
            query(ask.NET, "{{name}}"),
            query(ask.OBJECTIVE, "objective, {{name}}"),
            unit="percentunit",
            floor=None,
        ),
        timeseries(
            "Gross, 30 days",
            "Gross availability of the 30 days before each instant; the distance to net is planned downtime.",
            query(ask.GROSS, "{{name}}"),
            unit="percentunit",
            floor=None,
        ),
        timeseries(
            "Error budget left",
            "Share of the error budget of 30 days that is left; below 0 it is overspent.",
            query(ask.BUDGET, "{{name}}"),
            unit="percentunit",
            floor=None,
        ),
        timeseries(
            "Burn rate over 1 hour",
            "How many times faster than allowed the budget burns.",
            query(ask.burn("1h"), "{{name}}"),
            unit="none",
        ),
    ]
