"""The dashboards meet every demand, and each demand refuses a planted fault."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from dashboards.build import all_dashboards
from dashboards.lint import EXCLUSIONS, RULES, excluded, lint

Json = dict[str, Any]
OVERVIEW = all_dashboards()[0]


def chart(dashboard: Json, kind: str = "timeseries") -> Json:
    found: Json = next(panel for panel in dashboard["panels"] if panel["type"] == kind)
    return found


def variable(dashboard: Json, name: str) -> Json:
    found: Json = next(one for one in dashboard["templating"]["list"] if one["name"] == name)
    return found


def asks(expression: str) -> Callable[[Json], object]:
    return lambda dashboard: chart(dashboard)["targets"][0].update(expr=expression)


@pytest.mark.parametrize("dashboard", all_dashboards(), ids=lambda one: str(one["uid"]))
def test_dashboard_meets_every_demand(dashboard: Json) -> None:
    assert lint(dashboard) == []


FAULTS: dict[str, list[Callable[[Json], object]]] = {
    "uneditable-dashboard": [lambda d: d.update(editable=True), lambda d: d.pop("editable")],
    "template-datasource-rule": [
        lambda d: d["templating"]["list"].pop(0),
        lambda d: variable(d, "datasource").update(label="Source"),
    ],
    "template-job-rule": [
        lambda d: variable(d, "job").update(name="jobs"),
        lambda d: variable(d, "job").update(multi=False),
    ],
    "template-instance-rule": [lambda d: variable(d, "instance").update(allValue=".*")],
    "template-on-time-change-reload-rule": [lambda d: variable(d, "platform").update(refresh=1)],
    "panel-datasource-rule": [
        lambda d: chart(d).update(datasource={"uid": "prometheus"}),
        lambda d: chart(d)["targets"][0].pop("datasource"),
        lambda d: d["annotations"]["list"][0].pop("datasource"),
    ],
    "panel-title-description-rule": [
        lambda d: chart(d).update(title=""),
        lambda d: chart(d).update(description=""),
        lambda d: chart(d, "state-timeline").update(description="half a sentence"),
        lambda d: d.update(description=""),
    ],
    "panel-units-rule": [
        lambda d: chart(d)["fieldConfig"]["defaults"].pop("unit"),
        lambda d: chart(d, "table")["fieldConfig"]["overrides"][0]["properties"][0].update(value="seconds"),
    ],
    "panel-no-targets-rule": [
        lambda d: chart(d).update(targets=[]),
        lambda d: chart(d, "table")["targets"][1].update(refId="A"),
    ],
    "target-job-rule": [asks('max by (instance) (marsad_leader{instance=~"$instance"})')],
    "target-instance-rule": [asks('max by (job) (marsad_leader{job=~"$job"})')],
    "target-rate-interval-rule": [asks("rate(marsad_probes_total{}[5m])")],
    "target-counter-agg-rule": [
        asks("max by (location) (marsad_probes_total{})"),
        asks("max by (location) (marsad_probes_total{}[1m])"),
        asks("max_over_time(marsad_probes_total[1h])"),
    ],
    "panel-legend": [lambda d: chart(d)["targets"][0].update(legendFormat="")],
    "target-under-max-by": [
        asks("sum by (state) (marsad_service_state{})"),
        asks("max by (state) (marsad_service_state{}) + marsad_leader{}"),
        lambda d: d["annotations"]["list"][0].update(expr="marsad_maintenance_active{} == 1"),
    ],
    "schema-version-and-uid": [lambda d: d.update(schemaVersion=42), lambda d: d.update(uid="Marsad")],
    "panel-ids": [lambda d: chart(d).update(id=1)],
    "panel-grid": [
        lambda d: chart(d)["gridPos"].update(x=20),
        lambda d: chart(d)["gridPos"].update(y=0),
        lambda d: chart(d)["gridPos"].update(h=0),
    ],
}


@pytest.mark.parametrize(("rule", "plant"), [(rule, plant) for rule, plants in FAULTS.items() for plant in plants])
def test_demand_refuses_a_planted_fault(rule: str, plant: Callable[[Json], object]) -> None:
    dashboard = copy.deepcopy(OVERVIEW)
    plant(dashboard)

    assert any(problem.startswith(f"{rule}: ") for problem in lint(dashboard))


def test_every_demand_has_been_shown_a_fault() -> None:
    assert FAULTS.keys() == RULES.keys()


def test_only_recorded_series_may_lack_job_and_instance_and_the_file_says_why() -> None:
    assert excluded() == {"target-job-rule", "target-instance-rule"}
    assert EXCLUSIONS.read_text().count("reason: ") == 2
