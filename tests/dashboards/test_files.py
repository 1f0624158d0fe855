"""The committed files are the generated ones, ask only for what exists, and are where alerts and Grafana look."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from dashboards.build import FOLDER, all_dashboards, files, renew
from dashboards.defaults import STATE_COLOURS, STATE_MAPPING
from dashboards.expressions import expressions
from monitor.adapters.exposition.catalogue import LATENESS, METRICS
from monitor.domain.verdict import State

ROOT = Path(__file__).parents[2]
RULES = sorted((ROOT / "config" / "prometheus" / "rules").glob("*.yml"))
PROVISIONING = ROOT / "deploy" / "grafana" / "provisioning"
BY_UID = {one["uid"]: one for one in all_dashboards()}

# What is asked for beside the catalogue and the recording rules: of the client library, and of Prometheus itself.
FOREIGN = {
    "process_cpu_seconds_total",
    "process_resident_memory_bytes",
    "process_open_fds",
    "process_max_fds",
    "up",
    "scrape_duration_seconds",
}


def rules() -> list[dict[str, Any]]:
    return [rule for file in RULES for group in yaml.safe_load(file.read_text())["groups"] for rule in group["rules"]]


def test_committed_files_are_the_generated_ones() -> None:
    committed = {path.name: path.read_text() for path in FOLDER.glob("*.json")}

    assert committed == files()


def test_there_is_a_dashboard_for_each_audience() -> None:
    assert list(BY_UID) == ["marsad-overview", "marsad-service", "marsad-maintenance", "marsad-slo", "marsad-monitor"]


def test_stale_file_is_replaced_and_a_forgotten_one_taken_away(tmp_path: Path) -> None:
    renew(tmp_path)
    (tmp_path / "marsad-slo.json").write_text("{}")
    (tmp_path / "marsad-old.json").write_text("{}")

    stale = renew(tmp_path)

    assert {path.name for path in stale} == {"marsad-slo.json", "marsad-old.json"}
    assert renew(tmp_path) == ()
    assert {path.name for path in tmp_path.iterdir()} == set(files())


def test_command_succeeds_while_nothing_is_stale() -> None:
    done = subprocess.run([sys.executable, "-m", "dashboards"], cwd=ROOT, capture_output=True, check=False)

    assert (done.returncode, done.stderr) == (0, b"")


def test_arabic_is_readable_in_the_files() -> None:
    assert "العربية" in (FOLDER / "marsad-overview.json").read_text()


@pytest.mark.parametrize("uid", BY_UID)
def test_every_series_asked_for_is_exported_or_recorded(uid: str) -> None:
    buckets = {f"{LATENESS.name}_bucket"}
    known = (
        {metric.name for metric in METRICS}
        | buckets
        | FOREIGN
        | {rule["record"] for rule in rules() if "record" in rule}
    )

    asked = {name for one in expressions(BY_UID[uid]) for name in re.findall(r"([a-zA-Z_:][\w:]*)\{", one.text)}
    bare = {name for one in expressions(BY_UID[uid]) for name in re.findall(r"\bmarsad[\w:]*\b", one.text)}

    assert asked | bare - {"marsad"} <= known
    assert asked


def test_every_metric_is_on_some_dashboard() -> None:
    asked = "".join(files().values())

    unseen = {metric.name for metric in METRICS if metric.name not in asked}

    assert unseen == set()


@pytest.mark.parametrize("uid", BY_UID)
def test_every_variable_that_is_asked_for_is_defined(uid: str) -> None:
    builtin = {"__range", "__rate_interval"}
    defined = {variable["name"] for variable in BY_UID[uid]["templating"]["list"]}

    asked = {name for one in expressions(BY_UID[uid]) for name in re.findall(r"\$\{?(\w+)", one.text)}

    assert asked <= defined | builtin


def test_states_have_the_code_and_the_colour_of_their_order() -> None:
    [mapping] = STATE_MAPPING

    assert [int(code) for code in mapping["options"]] == list(range(len(State)))
    assert [one["color"] for one in mapping["options"].values()] == [STATE_COLOURS[state] for state in State]
    assert len(set(STATE_COLOURS.values())) == len(State)


def test_links_of_alerts_lead_to_a_dashboard_and_a_variable_that_exist() -> None:
    links = [rule["annotations"]["dashboard_url"] for rule in rules() if "dashboard_url" in rule.get("annotations", {})]
    plain = [urlsplit(re.sub(r"\{\{.*?\}\}", "x", link)) for link in links]

    leads = {(link.path.rpartition("/d/")[2].partition("/")[0], *parse_qs(link.query)) for link in plain}

    assert leads
    for uid, *variables in leads:
        defined = {f"var-{variable['name']}" for variable in BY_UID[uid]["templating"]["list"]}
        assert set(variables) <= defined, uid


def test_links_of_panels_lead_to_a_dashboard_and_a_variable_that_exist() -> None:
    links = set(re.findall(r'"url": "(/d/.*?)"', "".join(files().values())))

    assert links == {"/d/marsad-service?var-service_id=${__data.fields.service_id:percentencode}&${__url_time_range}"}


def test_provisioning_names_the_data_source_and_the_scrape_interval_of_the_example() -> None:
    provisioned = yaml.safe_load((PROVISIONING / "datasources" / "prometheus.yaml").read_text())
    prometheus = yaml.safe_load((ROOT / "config" / "prometheus" / "prometheus.yml").read_text())

    [source] = [one for one in provisioned["datasources"] if one["type"] == "prometheus"]

    assert source["isDefault"] is True
    assert source["jsonData"]["timeInterval"] == prometheus["global"]["scrape_interval"]


def test_provisioning_takes_changes_from_the_files_alone() -> None:
    [provider] = yaml.safe_load((PROVISIONING / "dashboards" / "marsad.yaml").read_text())["providers"]

    assert provider["type"] == "file"
    assert provider["allowUiUpdates"] is False
    assert f"`{provider['options']['path']}`" in (ROOT / "docs" / "dashboards.md").read_text()


def test_page_describes_every_dashboard_and_says_that_no_grafana_was_run() -> None:
    page = (ROOT / "docs" / "dashboards.md").read_text()

    assert all(f"`{uid}`" in page for uid in BY_UID)
    assert "CI has no Grafana server" in page
    assert json.loads((FOLDER / "marsad-slo.json").read_text())["schemaVersion"] == 39
