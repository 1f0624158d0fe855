"""The rules load and do what their promtool tests say; names, links and runbooks are those that exist."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from monitor.adapters.exposition.catalogue import BY_NAME, IDENTITY
from monitor.adapters.exposition.metric import Type
from monitor.domain.incident import Kind
from monitor.domain.verdict import State

ROOT = Path(__file__).parents[2]
PROMETHEUS = ROOT / "config" / "prometheus"
RULE_FILES = sorted((PROMETHEUS / "rules").glob("*.yml"))
TEST_FILES = sorted((PROMETHEUS / "tests").glob("*_test.yml"))
RUNBOOKS = ROOT / "docs" / "runbooks"
CONTRACT = (ROOT / "docs" / "contract.md").read_text().split("\n## 5. ")[1].split("\n## ")[0]

PAGES = {"MarsadUnplannedOutage": "unplanned", "MarsadMaintenanceOverrun": "overrun"}
DASHBOARDS = {"marsad-overview", "marsad-service", "marsad-maintenance", "marsad-slo", "marsad-monitor"}
HEADINGS = [
    "What it means",
    "First three things to look at",
    "Whom to call",
    "Declaring a window",
    "Marking a false positive",
]
# Made by Prometheus itself.
OF_PROMETHEUS = {"up"}
WORDS = {
    *("and", "or", "unless", "on", "by", "without", "ignoring", "group_left", "group_right", "bool", "offset"),
    *("sum", "max", "min", "avg", "count", "round", "rate", "increase", "absent", "scalar", "vector", "time"),
    *("clamp_min", "label_replace", "histogram_quantile", "last_over_time", "max_over_time"),
}

Rule = dict[str, Any]


def rules_in(path: Path) -> list[Rule]:
    return [rule for group in yaml.safe_load(path.read_text())["groups"] for rule in group["rules"]]


RULES = [rule for path in RULE_FILES for rule in rules_in(path)]
ALERTS = [rule for rule in RULES if "alert" in rule]
RECORDS = {rule["record"] for rule in RULES if "record" in rule}
NAMES = sorted({rule["alert"] for rule in ALERTS})
every_alert = pytest.mark.parametrize("rule", ALERTS, ids=lambda rule: rule["alert"])
every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.get("alert") or rule["record"])


def promtool(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["promtool", *command], text=True, capture_output=True, check=False)


# --- promtool has its say


def test_rules_and_configuration_are_clean() -> None:
    rules = promtool("check", "rules", "--lint=all", "--lint-fatal", *RULE_FILES)
    naive = promtool("check", "rules", PROMETHEUS / "tests" / "naive.yml")
    configuration = promtool("check", "config", PROMETHEUS / "prometheus.yml")

    assert (rules.returncode, rules.stderr) == (0, "")
    assert (naive.returncode, naive.stderr) == (0, "")
    assert (configuration.returncode, configuration.stderr) == (0, "")


@pytest.mark.parametrize("path", TEST_FILES, ids=lambda path: path.stem)
def test_rules_do_what_their_tests_say(path: Path) -> None:
    done = promtool("test", "rules", path)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("rule_file", "right", "wrong", "test_file"),
    [
        ("services.yml", 'kind="unplanned"}[10m]', 'kind="unplanned"}[1m]', "pages_test.yml"),
        ("services.yml", "last_over_time(marsad_incident_open{kind=", "max_over_time(marsad_incident_open{kind=", None),
        ("services.yml", 'kind="overrun"}[10m])) == 1', 'kind="overrun"}[10m])) == 0', "pages_test.yml"),
        (
            "services.yml",
            'kind="unplanned"}[10m])) == 1',
            'kind="unplanned"}[10m])) == 1 unless on (service_id) marsad_maintenance_active == 1',
            "pages_test.yml",
        ),
        ("services.yml", "        keep_firing_for: 10m\n", "", "roots_test.yml"),
        ("services.yml", "max_over_time(marsad:dependency_incident_open:bool[10m])", "vector(0)", "roots_test.yml"),
        ("slo.yml", ") > 0)\n\n      # Gross", ") >= 0)\n\n      # Gross", "availability_test.yml"),
        ("slo.yml", "max by (platform, service_id, tier, dependency, state) (rate", "(rate", "slo_test.yml"),
        ("slo.yml", "> 180", "> 30", "slo_test.yml"),
        ("monitor.yml", "for: 3m", "for: 1m", "monitor_test.yml"),
    ],
)
def test_planted_fault_in_a_rule_is_caught(
    tmp_path: Path, rule_file: str, right: str, wrong: str, test_file: str | None
) -> None:
    shutil.copytree(PROMETHEUS, tmp_path / "prometheus")
    planted = tmp_path / "prometheus" / "rules" / rule_file
    text = planted.read_text()
    planted.write_text(text.replace(right, wrong))

    done = promtool("test", "rules", tmp_path / "prometheus" / "tests" / (test_file or "pages_test.yml"))

    assert right in text
    assert done.returncode != 0


# --- names


def test_alerts_are_those_of_the_contract() -> None:
    assert sorted(set(re.findall(r"`(Marsad\w+|Watchdog)`", CONTRACT))) == NAMES


def test_severities_are_those_of_the_contract() -> None:
    said: dict[str, str] = {}
    for names, severity in re.findall(r"((?:`\w+`[^`;.]*?)+)\((critical|warning|info|none)\b", CONTRACT):
        said |= dict.fromkeys(re.findall(r"`(Marsad\w+|Watchdog)`", names), severity)

    # The middle of a chain of dependencies explains and is told to nobody.
    mine = {rule["alert"]: rule["labels"]["severity"] for rule in reversed(ALERTS)}

    assert said.items() <= (mine | dict.fromkeys(PAGES, "critical")).items()
    assert len(said) > len(DASHBOARDS)


@pytest.mark.parametrize(("name", "kind"), PAGES.items())
def test_page_reads_the_signal_and_nothing_else(name: str, kind: str) -> None:
    [rule] = [rule for rule in ALERTS if rule["alert"] == name]

    assert rule["expr"] == (
        f'max by ({", ".join(IDENTITY)}) (last_over_time(marsad_incident_open{{kind="{kind}"}}[10m])) == 1'
    )
    assert rule.keys() == {"alert", "expr", "labels", "annotations"}
    assert rule["labels"] == {"severity": "critical"}


def bare(expression: str) -> str:
    without_strings = re.sub(r'"[^"]*"', '""', re.sub(r"#.*", "", expression))
    without_ranges = re.sub(r"\[[^\]]*\]|offset \d+\w", "", re.sub(r"\{[^}]*\}", "", without_strings))
    return re.sub(r"\b(by|on|group_left|ignoring|without) \([^)]*\)", "", without_ranges)


def metric_names(text: str) -> set[str]:
    return set(re.findall(r"[a-zA-Z_:][\w:]*", text)) - WORDS


def exported() -> set[str]:
    histograms = {f"{name}_bucket" for name, metric in BY_NAME.items() if metric.type is Type.HISTOGRAM}
    return set(BY_NAME) | histograms


@every_rule
def test_expression_uses_only_what_is_exported_or_recorded(rule: Rule) -> None:
    assert metric_names(bare(rule["expr"])) <= exported() | RECORDS | OF_PROMETHEUS


@every_alert
def test_text_queries_only_what_is_exported(rule: Rule) -> None:
    texts = " ".join(rule["annotations"].values()).replace("$externalLabels.marsad_", "")

    assert set(re.findall(r"marsad_\w+", texts)) <= exported()


@every_rule
def test_selectors_use_labels_and_values_that_exist(rule: Rule) -> None:
    closed = {"state": {state.value for state in State}, "kind": {kind.value for kind in Kind}}
    selectors = re.findall(r"(marsad_\w+)\{([^}]*)\}", " ".join([rule["expr"], *rule.get("annotations", {}).values()]))

    for metric, matchers in selectors:
        for label, value in re.findall(r"""(\w+)!?=~?["']([^"']*)["']""", matchers):
            assert label in BY_NAME[metric].labels, (metric, label)
            assert set(value.split("|")) <= closed.get(label, {value, *value.split("|")}), (metric, value)


@every_rule
def test_window_silences_nothing(rule: Rule) -> None:
    assert not re.search(r"unless[^=]*maintenance", rule["expr"])
    if rule.get("labels", {}).get("severity") == "critical":
        assert "maintenance" not in rule["expr"]


@every_rule
def test_redundant_pair_is_harmless(rule: Rule) -> None:
    outside_aggregations = bare(rule["expr"])

    assert re.search(r"\b(max|min|sum|count|avg|absent|vector)\b", outside_aggregations) or not metric_names(
        outside_aggregations
    ) & set(BY_NAME), "aggregate, so that two instances do not make two alerts"


# --- texts, links, runbooks


@every_alert
def test_alert_says_what_it_is_and_where_to_look(rule: Rule) -> None:
    texts = rule["annotations"]

    assert list(texts) == ["summary", "description", "summary_ar", "description_ar", "runbook_url", "dashboard_url"]
    assert re.fullmatch(r"[A-Z][^{}]*\.", texts["summary"]), "one static sentence"
    assert re.fullmatch(r"[^{}]*[\u0600-\u06ff][^{}]*\.", texts["summary_ar"]), "one static sentence"
    assert re.search(r"[\u0600-\u06ff]", texts["description_ar"])
    assert not re.search(r"ministry|is down|government", texts["summary"] + texts["description"])
    assert (RUNBOOKS / texts["runbook_url"].rsplit("/")[-1]).stem == rule["alert"]
    assert (RUNBOOKS / texts["runbook_url"].rsplit("/")[-1]).is_file()
    assert re.search(r"/d/([\w-]+)", texts["dashboard_url"])[1] in DASHBOARDS  # type: ignore[index]  # asserts too


@every_alert
def test_links_have_one_base(rule: Rule) -> None:
    bases = yaml.safe_load((PROMETHEUS / "prometheus.yml").read_text())["global"]["external_labels"]

    assert rule["annotations"]["runbook_url"].startswith("{{ $externalLabels.marsad_runbooks }}/")
    assert rule["annotations"]["dashboard_url"].startswith("{{ $externalLabels.marsad_dashboards }}/d/")
    assert bases.keys() == {"marsad_runbooks", "marsad_dashboards"}


def test_runbooks_are_those_of_the_alerts() -> None:
    assert sorted(path.stem for path in RUNBOOKS.glob("*.md")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_runbook_answers_the_five_questions(name: str) -> None:
    text = (RUNBOOKS / f"{name}.md").read_text()
    things = text.split("## First three things to look at")[1].split("\n## ")[0]

    assert text.startswith(f"# {name}\n")
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == HEADINGS
    assert re.findall(r"^(\d)\. ", things, re.MULTILINE) == ["1", "2", "3"]


@pytest.mark.parametrize("name", NAMES)
def test_alerting_page_lists_the_alert(name: str) -> None:
    assert f"`{name}`" in (ROOT / "docs" / "alerting.md").read_text()


# --- what the promtool tests cover


def verdicts(name: str) -> list[bool]:
    """For each time a promtool test asks about an alert, whether it wants it to fire."""
    files = [yaml.safe_load(path.read_text()) for path in TEST_FILES]
    asked = [case for file in files for test in file["tests"] for case in test.get("alert_rule_test", [])]
    return [bool(case["exp_alerts"]) for case in asked if case["alertname"] == name]


@pytest.mark.parametrize("name", NAMES)
def test_alert_has_a_firing_and_a_quiet_minute(name: str) -> None:
    # The watchdog has no quiet minute: always firing is its whole point.
    assert set(verdicts(name)) == ({True} if name == "Watchdog" else {True, False})


def test_every_burn_window_is_seen_firing() -> None:
    text = "".join(path.read_text() for path in TEST_FILES if path.name.startswith("slo"))
    windows = {rule["labels"]["window"] for rule in ALERTS if rule["alert"] == "MarsadErrorBudgetBurn"}

    assert set(re.findall(r"window: (\w+)", text)) == windows == {"1h", "6h", "1d", "3d"}


def test_naive_rules_are_not_loaded() -> None:
    patterns = yaml.safe_load((PROMETHEUS / "prometheus.yml").read_text())["rule_files"]

    assert patterns == ["rules/*.yml"]
    assert "NaiveOutage" not in NAMES
