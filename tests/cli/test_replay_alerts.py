"""``marsad replay --against``: alert rules on a history, through the real promtool."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.adapters.promtool.story import BEFORE_AND_AFTER, OVERRUN, PLANNED, written
from tests.cli.conftest import Marsad

PROMETHEUS = Path(__file__).parents[2] / "config" / "prometheus"
OURS = PROMETHEUS / "rules" / "services.yml"
NAIVE = PROMETHEUS / "tests" / "naive.yml"
PAGES = {"MarsadUnplannedOutage", "MarsadMaintenanceOverrun", "MarsadPlatformDown", "MarsadDependencyDown"}
UNEVALUABLE = """\
groups: [{name: a, rules: [{record: x, expr: 'label_replace(marsad_state_code, "state", "y", "", "")'}]}]
"""
STEP = timedelta(seconds=15)


def tried(marsad: Marsad, path: Path, *rules: Path) -> list[dict[str, Any]]:
    answer = marsad("replay", path, "--json", *(flag for rule in rules for flag in ("--against", rule)))
    assert answer.exit_code == 0, answer.output
    told: dict[str, Any] = json.loads(answer.stdout)
    assert told["step_seconds"] == 15
    alerts: list[dict[str, Any]] = told["alerts"]
    return alerts


def at(minute: float) -> datetime:
    return datetime.fromisoformat("2026-03-10T09:00:00Z") + timedelta(minutes=minute)


def near(text: str, minute: float, within: timedelta = STEP) -> bool:
    return timedelta(0) <= datetime.fromisoformat(text) - at(minute) <= within


def test_overrun_fires_at_end_plus_grace_and_resolves_with_the_recovery(marsad: Marsad, tmp_path: Path) -> None:
    alerts = tried(marsad, written(tmp_path, OVERRUN), OURS)

    [page] = [alert for alert in alerts if alert["alert"] in PAGES]
    assert page["alert"] == "MarsadMaintenanceOverrun"
    assert page["labels"] == {"platform": "absher", "service_id": "absher/portal", "severity": "critical", "tier": "1"}
    assert near(page["from"], 35)
    assert near(page["to"], 40, timedelta(minutes=1, seconds=30))


def test_outage_inside_its_window_pages_nobody_but_is_announced(marsad: Marsad, tmp_path: Path) -> None:
    alerts = tried(marsad, written(tmp_path, PLANNED), OURS)

    assert not PAGES.intersection(alert["alert"] for alert in alerts)
    [planned] = [alert for alert in alerts if alert["alert"] == "MarsadPlannedMaintenance"]
    assert near(planned["from"], 10)
    assert near(planned["to"], 30)


def test_naive_rule_resolves_falsely_where_ours_goes_on(marsad: Marsad, tmp_path: Path) -> None:
    alerts = tried(marsad, written(tmp_path, BEFORE_AND_AFTER), OURS, NAIVE)

    first, second = (alert for alert in alerts if alert["alert"] == "NaiveOutage")
    [page] = [alert for alert in alerts if alert["alert"] in PAGES]
    assert near(first["to"], 10)  # the window begins, nothing has recovered
    assert near(second["from"], 32)
    assert page["alert"] == "MarsadUnplannedOutage"
    assert near(page["from"], 5, timedelta(minutes=1, seconds=30))
    assert near(page["to"], 40, timedelta(minutes=1, seconds=30))


def test_text_lists_the_alerts_below_the_expectations(marsad: Marsad, tmp_path: Path) -> None:
    path = written(tmp_path, OVERRUN)

    answer = marsad("replay", path, "--against", OURS)

    lines = answer.stdout.splitlines()
    assert lines[:2] == [f"ok   {path}: 0 of 0 expectations hold", "     scraped and evaluated every 15 s:"]
    [line] = [line for line in lines if "MarsadMaintenanceOverrun" in line]
    assert line.startswith("     2026-03-10T09:35:00Z to 2026-03-10T09:4")
    assert 'service_id="absher/portal"' in line


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("groups: [{name: a, rules: [{alert: X, expr: 'up =='}]}]\n", "promtool refuses the rules: "),
        ("rules: []\n", "promtool refuses the rules: "),
        (None, "promtool refuses the rules: "),
        (
            UNEVALUABLE,
            "promtool cannot evaluate the rules: ",
        ),
    ],
)
def test_rules_that_promtool_does_not_take_are_refused(
    marsad: Marsad, tmp_path: Path, text: str | None, sentence: str
) -> None:
    path = tmp_path / "rules.yml"
    if text is not None:
        path.write_text(text)

    answer = marsad("replay", written(tmp_path, PLANNED), "--against", path)

    assert answer.exit_code == 2
    assert sentence in answer.stderr
    assert answer.stdout == ""


def test_without_promtool_it_is_said_what_is_missing(
    marsad: Marsad, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    answer = marsad("replay", written(tmp_path, PLANNED), "--against", OURS)

    assert answer.exit_code == 2
    assert answer.stderr == (
        "marsad: promtool is not on the PATH; it comes with Prometheus (Debian: the package prometheus)\n"
    )
