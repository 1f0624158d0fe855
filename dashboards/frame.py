"""What surrounds the panels: the dashboard itself, its variables, and windows and pages as bands across every chart."""

from __future__ import annotations

from collections.abc import Sequence

from dashboards.defaults import DASHBOARD, DATASOURCE, SCRAPE_STEP, Json
from dashboards.panels import laid_out
from dashboards.queries.promql import ALL_NAMES, max_by, of_monitor

_ALL: Json = {"text": ["All"], "value": ["$__all"], "selected": True}
_LANGUAGES = {"English": "name_en", "العربية": "name_ar"}

_SOURCE: Json = {
    "type": "datasource",
    "name": "datasource",
    "label": "Data source",
    "query": "prometheus",
    "regex": "",
    "refresh": 1,
    "hide": 0,
    "multi": False,
    "includeAll": False,
    "options": [],
    "current": {"text": "default", "value": "default", "selected": True},
}


def dashboard(
    uid: str,
    title: str,
    description: str,
    panels: Sequence[Json],
    *,
    variables: Sequence[Json],
    bands: Sequence[Json] = (),
) -> Json:
    """One dashboard in the classic model."""
    return {
        **DASHBOARD,
        "uid": uid,
        "title": title,
        "description": description,
        "templating": {"list": [_SOURCE, *variables]},
        "annotations": {"list": list(bands)},
        "panels": laid_out(panels),
    }


def band(name: str, expression: str, *, colour: str, text: str, tags: str, enabled: bool = True) -> Json:
    """A coloured band as long as ``expression`` is above 0."""
    return {
        "name": name,
        "datasource": DATASOURCE,
        "enable": enabled,
        "hide": False,
        "iconColor": colour,
        "expr": expression,
        "step": SCRAPE_STEP,
        "titleFormat": name,
        "textFormat": text,
        "tagKeys": tags,
        "useValueForTime": False,
    }


def mark(name: str, expression: str, *, colour: str, text: str) -> Json:
    """A line at the instant, in milliseconds, that is the value of ``expression``."""
    return {**band(name, expression, colour=colour, text=text, tags=""), "useValueForTime": True}


def _query_variable(name: str, label: str, query: str, *, regex: str = "", all_value: str | None = None) -> Json:
    return {
        "type": "query",
        "name": name,
        "label": label,
        "datasource": DATASOURCE,
        "query": query,
        "regex": regex,
        "refresh": 2,
        "sort": 1,
        "hide": 0,
        "multi": True,
        "includeAll": True,
        "allValue": all_value,
        "options": [],
        "current": _ALL,
    }


JOB = _query_variable("job", "Job", "label_values(marsad_build_info, job)", all_value=".+")
INSTANCE = _query_variable(
    "instance", "Instance", 'label_values(marsad_build_info{job=~"$job"}, instance)', all_value=".+"
)
PLATFORM = _query_variable(
    "platform", "Platform", f"label_values({of_monitor('marsad_service_state')}, platform)", all_value=".+"
)
_ON_PLATFORM = max_by("service_id", of_monitor("marsad_service_state", 'platform=~"$platform"'))
SERVICE = _query_variable(
    "service_id",  # as the links of the alerts have it
    "Service",
    f"query_result(({ALL_NAMES}) and on (service_id) {_ON_PLATFORM})",
    # No value of its own for All: it expands to the services listed, and so follows the platform everywhere.
    regex='/name="(?<text>.+)", *service_id="(?<value>[^"]+)"/',
)
LANGUAGE: Json = {
    "type": "custom",
    "name": "language",
    "label": "Names",
    "query": ", ".join(f"{text} : {value}" for text, value in _LANGUAGES.items()),
    "hide": 0,
    "multi": False,
    "includeAll": False,
    "allValue": None,
    "options": [{"text": text, "value": value, "selected": value == "name_en"} for text, value in _LANGUAGES.items()],
    "current": {"text": "English", "value": "name_en", "selected": True},
}
OF_SERVICES = (JOB, INSTANCE, PLATFORM, SERVICE, LANGUAGE)
OF_MONITOR = (JOB, INSTANCE)
