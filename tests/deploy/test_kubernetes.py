# The plain manifests: of the right shape, and saying what the rest of the repository says.
from __future__ import annotations

import copy
import subprocess
import sys

import pytest
import yaml
from pydantic import ValidationError

from tests.deploy.objects import Object, problems
from tests.e2e.program import ROOT

FOLDER = ROOT / "deploy" / "kubernetes"
RULES = sorted((ROOT / "config" / "prometheus" / "rules").glob("*.yml"))


def manifest(name: str) -> Object:
    document: Object = yaml.safe_load((FOLDER / f"{name}.yaml").read_text())
    return document


@pytest.mark.parametrize("name", ["servicemonitor", "prometheusrule", "probe"])
def test_manifest_keeps_to_the_api_of_the_operator(name: str) -> None:
    assert problems(manifest(name)) == []


def test_a_field_that_the_api_does_not_know_is_found() -> None:
    planted = copy.deepcopy(manifest("servicemonitor"))
    planted["spec"]["endpoints"][0]["scrapeTime"] = "10s"

    assert problems(planted) == ["ServiceMonitor.spec.endpoints[0].scrapeTime"]


@pytest.mark.parametrize(("key", "value"), [("interval", "soon"), ("honorLabels", "perhaps")])
def test_a_value_that_the_api_refuses_is_found(key: str, value: str) -> None:
    planted = copy.deepcopy(manifest("servicemonitor"))
    planted["spec"]["endpoints"][0][key] = value

    with pytest.raises(ValidationError):
        problems(planted)


def test_rules_are_those_of_prometheus_and_generated() -> None:
    generated = subprocess.run(
        [sys.executable, FOLDER / "rules.py"], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    groups = [group for path in RULES for group in yaml.safe_load(path.read_text())["groups"]]

    assert generated.stdout == (FOLDER / "prometheusrule.yaml").read_text(), "make docs"
    assert manifest("prometheusrule")["spec"]["groups"] == groups
    assert len(groups) >= 3


def test_scrape_comes_with_the_job_that_the_rules_look_for() -> None:
    monitor, probe = manifest("servicemonitor"), manifest("probe")

    assert monitor["spec"]["jobLabel"] == "app.kubernetes.io/name"
    assert monitor["spec"]["selector"]["matchLabels"]["app.kubernetes.io/name"] == "marsad"
    assert probe["spec"]["jobName"] != "marsad"
    assert [endpoint["interval"] for endpoint in monitor["spec"]["endpoints"]] == ["15s"]
