"""The demands of grafana/dashboard-linter and our own, as plain functions over a dashboard.

dashboard-linter itself is not run: it is in no package registry. Exceptions stand in ``json/.lint``, in its own format
and each with a reason, and apply here only to the series that the reason speaks of.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path

import yaml

from dashboards.defaults import SCHEMA_VERSION, Json
from dashboards.expressions import Expression, expressions
from dashboards.panels import WIDTH

UNITS = frozenset(
    {"short", "none", "s", "bytes", "percentunit", "cps", "dateTimeAsIso", "dateTimeFromNow"}  # Grafana's identifiers
)
EXCLUSIONS = Path(__file__).parent / "json" / ".lint"
WITHOUT_QUERY = frozenset({"row", "text"})

_DATASOURCE_UIDS = {"$datasource", "${datasource}"}
_SELECTOR = re.compile(r"([a-zA-Z_:][\w:]*)\{([^}]*)\}")
_RATE = re.compile(r"\bi?rate\(.*?\[(.*?)\]")
_COUNTER = re.compile(r"(\w+\()?\b\w+_total\b(?:\{[^}]*\})?(\[)?")
_UNDER_MAX_BY = re.compile(r"max by \([\w, ]+\) \((?:rate\(|increase\(|label_join\()?$")
_UNDER_A_RATE = {"rate(", "irate(", "increase("}


def lint(dashboard: Json) -> list[str]:
    """Every demand that is not met, as ``rule: where``."""
    return [f"{name}: {where}" for name, rule in RULES.items() for where in rule(dashboard)]


def excluded() -> frozenset[str]:
    """The rules that recorded series need not meet."""
    return frozenset(yaml.safe_load(EXCLUSIONS.read_text(encoding="utf-8"))["exclusions"])


def _uneditable(dashboard: Json) -> Iterator[str]:
    if dashboard.get("editable") is not False:
        yield "editable"


def _datasource_variable(dashboard: Json) -> Iterator[str]:
    found = [one for one in dashboard["templating"]["list"] if one["type"] == "datasource"]
    if [(one["name"], one["label"], one["query"]) for one in found] != [("datasource", "Data source", "prometheus")]:
        yield "one variable `datasource`, labelled `Data source`"


def _process_variable(name: str) -> Callable[[Json], Iterator[str]]:
    def rule(dashboard: Json) -> Iterator[str]:
        wanted = {"type": "query", "label": name.title(), "multi": True, "includeAll": True, "allValue": ".+"}
        found = [one for one in dashboard["templating"]["list"] if one["name"] == name]
        if not found:
            yield f"no variable `{name}`"
        for one in found:
            yield from (f"{name}.{key}" for key, value in wanted.items() if one.get(key) != value)

    return rule


def _reload(dashboard: Json) -> Iterator[str]:
    for one in dashboard["templating"]["list"]:
        if one["type"] == "query" and one["refresh"] != 2:  # noqa: PLR2004 -- Grafana's code for a change of the time range
            yield one["name"]


def _datasource(dashboard: Json) -> Iterator[str]:
    asking = [panel for panel in dashboard["panels"] if panel["type"] not in WITHOUT_QUERY]
    targets = [target for panel in asking for target in panel["targets"]]
    variables = [one for one in dashboard["templating"]["list"] if one["type"] == "query"]
    for one in (*asking, *targets, *variables, *dashboard["annotations"]["list"]):
        if one.get("datasource", {}).get("uid") not in _DATASOURCE_UIDS:
            yield str(one.get("title") or one.get("name") or one.get("expr"))


def _title_and_description(dashboard: Json) -> Iterator[str]:
    if not dashboard["description"]:
        yield "the dashboard"
    for panel in dashboard["panels"]:
        described = panel["type"] in WITHOUT_QUERY or panel.get("description", "").endswith(".")
        if not panel.get("title") or not described:
            yield panel.get("title") or f"panel {panel['id']}"


def _unit(dashboard: Json) -> Iterator[str]:
    for panel in _charts(dashboard):
        field = panel["fieldConfig"]
        overrides = [one["value"] for o in field["overrides"] for one in o["properties"] if one["id"] == "unit"]
        if not {field["defaults"].get("unit"), *overrides} <= UNITS:
            yield panel["title"]


def _targets(dashboard: Json) -> Iterator[str]:
    for panel in _charts(dashboard):
        refs = [target["refId"] for target in panel["targets"]]
        if not refs or len(refs) != len(set(refs)):
            yield panel["title"]


def _legend(dashboard: Json) -> Iterator[str]:
    for panel in _charts(dashboard):
        if panel["type"] != "table" and not all(target["legendFormat"] for target in panel["targets"]):
            yield panel["title"]


def _process_matcher(name: str) -> Callable[[Json], Iterator[str]]:
    def rule(dashboard: Json) -> Iterator[str]:
        exempt = f"target-{name}-rule" in excluded()
        for one in _target_expressions(dashboard):
            for series, matchers in _SELECTOR.findall(one.text):
                if f'{name}=~"${name}"' not in matchers and not (exempt and ":" in series):
                    yield f"{one}: {series}"

    return rule


def _rate_interval(dashboard: Json) -> Iterator[str]:
    for one in _target_expressions(dashboard):
        yield from (str(one) for span in _RATE.findall(one.text) if span != "$__rate_interval")


def _counter(dashboard: Json) -> Iterator[str]:
    for one in expressions(dashboard):
        for function, bracket in _COUNTER.findall(one.text):
            if function not in _UNDER_A_RATE or not bracket:
                yield str(one)


def _redundant_pair(dashboard: Json) -> Iterator[str]:
    for one in expressions(dashboard):
        for match in _SELECTOR.finditer(one.text):
            if not one.label and not _UNDER_MAX_BY.search(one.text[: match.start()]):
                yield f"{one}: {match[1]}"


def _schema_version(dashboard: Json) -> Iterator[str]:
    if dashboard["schemaVersion"] != SCHEMA_VERSION or not re.fullmatch(r"marsad-[a-z]+", dashboard["uid"]):
        yield f"{dashboard['uid']} {dashboard['schemaVersion']}"


def _ids(dashboard: Json) -> Iterator[str]:
    ids = [panel["id"] for panel in dashboard["panels"]]
    yield from (f"panel {one}" for one in set(ids) if ids.count(one) > 1)


def _grid(dashboard: Json) -> Iterator[str]:
    for panel in dashboard["panels"]:
        place = panel["gridPos"]
        if place["x"] < 0 or place["x"] + place["w"] > WIDTH or min(place["w"], place["h"]) < 1:
            yield panel["title"]
    for one, other in combinations(dashboard["panels"], 2):
        if _overlap(one["gridPos"], other["gridPos"]):
            yield f"{one['title']} and {other['title']}"


def _overlap(one: Json, other: Json) -> bool:
    return bool(
        one["x"] < other["x"] + other["w"]
        and other["x"] < one["x"] + one["w"]
        and one["y"] < other["y"] + other["h"]
        and other["y"] < one["y"] + one["h"]
    )


def _charts(dashboard: Json) -> list[Json]:
    return [panel for panel in dashboard["panels"] if panel["type"] not in WITHOUT_QUERY]


def _target_expressions(dashboard: Json) -> Iterator[Expression]:
    return (one for one in expressions(dashboard) if one.is_target)


RULES: dict[str, Callable[[Json], Iterator[str]]] = {
    "uneditable-dashboard": _uneditable,
    "template-datasource-rule": _datasource_variable,
    "template-job-rule": _process_variable("job"),
    "template-instance-rule": _process_variable("instance"),
    "template-on-time-change-reload-rule": _reload,
    "panel-datasource-rule": _datasource,
    "panel-title-description-rule": _title_and_description,
    "panel-units-rule": _unit,
    "panel-no-targets-rule": _targets,
    "target-job-rule": _process_matcher("job"),
    "target-instance-rule": _process_matcher("instance"),
    "target-rate-interval-rule": _rate_interval,
    "target-counter-agg-rule": _counter,
    # From here on our own.
    "panel-legend": _legend,
    "target-under-max-by": _redundant_pair,
    "schema-version-and-uid": _schema_version,
    "panel-ids": _ids,
    "panel-grid": _grid,
}
