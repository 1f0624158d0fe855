# The chart, linted and rendered by Helm's own engine; what comes out is held against the APIs. No cluster sees it.
from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import helm_python as helm
import jsonschema
import pytest
import yaml

from monitor import __version__
from monitor.adapters import manifest
from tests.deploy.objects import KINDS, Object, problems
from tests.e2e.program import ROOT

CHART = ROOT / "deploy" / "helm" / "marsad"
VALUES: dict[str, dict[str, Any]] = {
    "shipped": {},
    **{path.name.removesuffix("-values.yaml"): yaml.safe_load(path.read_text()) for path in (CHART / "ci").iterdir()},
}


def rendered(values: dict[str, Any]) -> dict[str, list[Object]]:
    """Kind to objects."""
    with helm.Chart.load(str(CHART)) as chart:
        chart.validate_schema(values)
        texts = chart.render(values, name="demo", namespace="watch")
    found: dict[str, list[Object]] = {}
    for path, text in texts.items():
        for document in yaml.safe_load_all(text) if path.endswith(".yaml") else ():
            if document:
                found.setdefault(document["kind"], []).append(document)
    return found


def test_lint_finds_nothing_worse_than_a_missing_icon() -> None:
    answer = helm.lint(str(CHART), strict=True)

    assert answer["errors"] == []
    assert [message["error"] for message in answer["messages"]] == ["icon is recommended"]


@pytest.mark.parametrize("values", VALUES.values(), ids=VALUES.keys())
def test_every_object_keeps_to_its_api(values: dict[str, Any]) -> None:
    objects = [found for kind in rendered(values).values() for found in kind]

    assert len(objects) >= 3
    assert [problem for found in objects for problem in problems(found)] == []
    assert {found["metadata"]["namespace"] for found in objects} == {"watch"}
    assert all(len(found["metadata"]["name"]) <= 63 for found in objects)


def test_values_between_them_render_every_kind() -> None:
    kinds = {kind for values in VALUES.values() for kind in rendered(values)}

    assert kinds == {kind for _api, kind in KINDS} - {"Probe"}


def test_pod_runs_as_the_image_does() -> None:
    (stateful,) = rendered({})["StatefulSet"]
    pod = stateful["spec"]["template"]["spec"]
    (container,) = pod["containers"]

    assert stateful["spec"]["replicas"] == 1
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["runAsUser"] == pod["securityContext"]["fsGroup"] == 65532
    assert pod["automountServiceAccountToken"] is False
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert container["image"] == "marsad:0.1.0"
    assert [container[probe]["httpGet"]["path"] for probe in ("livenessProbe", "readinessProbe")] == [
        *("/-/healthy", "/-/ready")
    ]
    assert set(json.loads(_command())) - set(container["args"]) == set()


def _command() -> str:
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    return next(line.removeprefix("CMD ") for line in lines if line.startswith("CMD "))


@pytest.mark.parametrize("name", ["shipped", "full"])
def test_mounted_configuration_loads(tmp_path: Path, name: str) -> None:
    """The ConfigMap with the paths that the volume gives its keys, read by Marsad itself."""
    objects = rendered(VALUES[name])
    data = next(found["data"] for found in objects["ConfigMap"] if "marsad.yaml" in found["data"])
    (volume,) = (
        volume
        for volume in objects["StatefulSet"][0]["spec"]["template"]["spec"]["volumes"]
        if volume["name"] == "configuration"
    )
    for item in volume["configMap"]["items"]:
        path = tmp_path / item["path"]
        path.parent.mkdir(exist_ok=True)
        path.write_text(data.pop(item["key"]))

    loaded = manifest.load(tmp_path / "marsad.yaml", {})

    assert data == {}
    if name == "shipped":
        assert loaded.catalogue == manifest.load(ROOT / "config" / "marsad.yaml", {}).catalogue


def test_rules_and_dashboards_are_those_of_the_repository() -> None:
    objects = rendered(VALUES["full"])
    groups = [
        group
        for path in sorted((ROOT / "config" / "prometheus" / "rules").glob("*.yml"))
        for group in yaml.safe_load(path.read_text())["groups"]
    ]
    boards = {
        name: json.loads(text)
        for found in objects["ConfigMap"]
        for name, text in found["data"].items()
        if name.endswith(".json")
    }

    assert objects["PrometheusRule"][0]["spec"]["groups"] == groups
    assert boards == {path.name: json.loads(path.read_text()) for path in (ROOT / "dashboards" / "json").glob("*.json")}


def test_selectors_meet_their_labels() -> None:
    objects = rendered(VALUES["full"])
    pod = objects["StatefulSet"][0]["spec"]["template"]["metadata"]["labels"].items()
    (service,), (monitor,), (policy,) = objects["Service"], objects["ServiceMonitor"], objects["NetworkPolicy"]

    assert service["spec"]["selector"].items() <= pod
    assert policy["spec"]["podSelector"]["matchLabels"].items() <= pod
    assert monitor["spec"]["selector"]["matchLabels"].items() <= service["metadata"]["labels"].items()
    assert service["metadata"]["labels"][monitor["spec"]["jobLabel"]] == "marsad"
    assert monitor["spec"]["endpoints"][0]["port"] == service["spec"]["ports"][0]["name"]


@pytest.mark.parametrize(
    "values",
    [
        {"replicas": 2},
        {"image": {"repository": ""}},
        {"logFormat": "xml"},
        {"config": {"../marsad.yaml": "x"}},
        {"persistence": {"accessModes": ["ReadWriteMany"]}},
        {"serviceMonitor": {"enabled": "yes"}},
    ],
)
def test_schema_refuses_values_that_are_none(values: dict[str, Any]) -> None:
    with helm.Chart.load(str(CHART)) as chart, pytest.raises(helm.HelmError):
        chart.validate_schema(values)


def test_schema_knows_every_value() -> None:
    schema = json.loads((CHART / "values.schema.json").read_text())
    values = yaml.safe_load((CHART / "values.yaml").read_text())

    jsonschema.Draft7Validator.check_schema(schema)

    assert schema["properties"].keys() - {"global"} == values.keys()
    for name, of in schema["properties"].items():
        if "properties" in of:
            assert of["properties"].keys() == values[name].keys(), name


def test_chart_is_of_the_program_s_version(tmp_path: Path) -> None:
    chart = yaml.safe_load((CHART / "Chart.yaml").read_text())

    assert chart["appVersion"] == __version__
    assert Path(helm.package(str(CHART), destination=str(tmp_path))).stat().st_size < 1_000_000
