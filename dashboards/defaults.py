"""Everything that all dashboards and panels have in common, in one place: look, legend, colours, time, links."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from monitor.domain.verdict import State

Json: TypeAlias = dict[str, Any]

SCHEMA_VERSION = 39  # classic model; loads in Grafana 10 and later, which migrate it
DATASOURCE: Json = {"type": "prometheus", "uid": "${datasource}"}
TAG = "marsad"
REFRESH = "1m"
SCRAPE_STEP = "60s"  # points of an annotation no farther apart than this become one band

STATE_COLOURS: Mapping[str, str] = {
    State.UP: "green",
    State.DEGRADED: "yellow",
    State.PLANNED_DOWNTIME: "blue",
    State.UNPLANNED_OUTAGE: "red",
    State.OVERRUN: "dark-red",
    State.BLOCKED: "purple",
    State.UNKNOWN: "#8e8e8e",
}
KIND_COLOURS: Mapping[str, str] = {"unplanned": "red", "overrun": "dark-red"}

LEGEND: Json = {"displayMode": "list", "placement": "bottom", "showLegend": True, "calcs": []}
TOOLTIP: Json = {"mode": "multi", "sort": "desc"}
REDUCE: Json = {"calcs": ["lastNotNull"], "fields": "", "values": False}
NO_VALUE = "none"

DASHBOARD: Json = {
    "schemaVersion": SCHEMA_VERSION,
    "version": 1,
    "tags": [TAG],
    "editable": False,
    "graphTooltip": 1,
    "refresh": REFRESH,
    "timezone": "browser",  # windows are announced in local time
    "time": {"from": "now-24h", "to": "now"},
    "timepicker": {},
    "links": [
        {
            "type": "dashboards",
            "title": "Marsad",
            "tags": [TAG],
            "asDropdown": False,
            "includeVars": True,
            "keepTime": True,
            "targetBlank": False,
            "icon": "external link",
            "tooltip": "",
            "url": "",
        }
    ],
}


def words(state: State) -> str:
    """The state as text on a panel."""
    return state.value.replace("_", " ")


def value_mapping(texts: dict[str, tuple[str, str]]) -> list[Json]:
    """Values shown as a word in a colour."""
    options = {
        value: {"text": text, "color": colour, "index": index}
        for index, (value, (text, colour)) in enumerate(texts.items())
    }
    return [{"type": "value", "options": options}]


STATE_MAPPING = value_mapping({str(code): (words(state), STATE_COLOURS[state]) for code, state in enumerate(State)})
YES_NO = value_mapping({"0": ("no", "red"), "1": ("yes", "green")})
