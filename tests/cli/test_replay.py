from __future__ import annotations

import json
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from monitor.domain.verdict import State
from tests.cli.conftest import Marsad

SCENARIO = """\
scenario: {name}
title: {{en: x, ar: س}}
starts: 2025-12-05T00:00:00Z
ends: 2025-12-05T03:00:00Z
settings: {{location: {{id: replay-1, country: SA}}, timezone: Asia/Riyadh}}
platforms:
  - platform: absher
    name: {{en: Absher, ar: أبشر}}
    hosts: [absher.example]
    services:
      - id: portal
        name: {{en: Portal, ar: البوابة}}
        tier: 1
        checks: [{{id: landing, http: {{url: "https://absher.example/"}}}}]
      - {{id: renewal, name: {{en: x, ar: س}}, tier: 2, inferred_from: portal}}
observations:
  - {{at: 2025-12-05T00:30:00Z, check: absher/portal/landing, sees: {{fail: status}}}}
  - {{at: 2025-12-05T01:30:00Z, check: absher/portal/landing, sees: ok}}
windows:
{windows}
expect:
  states: [{{at: 2025-12-05T01:00:00Z, service: absher/portal, state: {state}}}]
"""
WINDOW = (
    "  - {at: 2025-12-03T00:00:00Z, declare: {id: w1, platform: absher, services: all,"
    ' starts: "2025-12-05T00:15:00Z", ends: "2025-12-05T01:10:00Z", timezone: Asia/Riyadh}}'
)
ENDLESS = (
    "  - {at: 2025-12-03T00:00:00Z, declare: {id: endless, platform: absher, services: all,"
    ' starts: "2025-12-05T00:15:00Z", ends: "2025-12-25T01:10:00Z", timezone: Asia/Riyadh}}'
)


def scenario(folder: Path, name: str = "first", state: str = "planned_downtime", windows: str = WINDOW) -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(SCENARIO.format(name=name, state=state, windows=windows))
    return path


def documents(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_expectations_that_hold_end_well(marsad: Marsad, tmp_path: Path) -> None:
    path = scenario(tmp_path)

    answer = marsad("replay", path)

    assert answer.exit_code == 0
    assert answer.stdout == f"ok   {path}: 1 of 1 expectations hold\n"
    assert answer.stderr == ""


def test_expectation_that_fails_is_told_and_the_answer_is_one(marsad: Marsad, tmp_path: Path) -> None:
    good, bad = scenario(tmp_path), scenario(tmp_path, "second", "up")

    answer = marsad("replay", bad, good)

    assert answer.exit_code == 1
    first, why, last = answer.stdout.splitlines()
    assert first == f"FAIL {bad}: 0 of 1 expectations hold"
    assert why.startswith("     not so: ")
    assert last.startswith("ok   ")


def test_files_that_cannot_be_read_are_refused_together_and_nothing_is_replayed(marsad: Marsad, tmp_path: Path) -> None:
    good = scenario(tmp_path)
    broken = tmp_path / "broken.yaml"
    broken.write_text("scenario: 1\n")

    answer = marsad("replay", good, broken, tmp_path / "missing.yaml")

    assert answer.exit_code == 2
    assert answer.stdout == ""
    assert "broken.yaml:1" in answer.stderr
    assert "missing.yaml" in answer.stderr


def test_refused_window_is_said_on_stderr_and_the_run_goes_on(marsad: Marsad, tmp_path: Path) -> None:
    path = scenario(tmp_path, windows=f"{ENDLESS}\n{WINDOW}")

    answer = marsad("replay", path)

    assert answer.exit_code == 0
    [refusal] = answer.stderr.splitlines()
    assert refusal.startswith(f"{path}:")
    assert "endless" in refusal
    assert "1 of 1" in answer.stdout


def test_json_is_one_document_a_line_for_each_scenario(marsad: Marsad, tmp_path: Path) -> None:
    paths = [scenario(tmp_path, name) for name in ("first", "second")]

    answer = marsad("replay", *paths, "--json")

    told = documents(answer.stdout)
    assert [one["scenario"] for one in told] == ["first", "second"]
    for one in told:
        assert one.keys() == {"scenario", "timeline", "seconds", "incidents", "pages", "expectations"}
        assert [expectation.keys() for expectation in one["expectations"]] == [{"ok", "text"}]
        assert one["expectations"][0]["ok"] is True


def test_exit_is_one_with_json_too(marsad: Marsad, tmp_path: Path) -> None:
    answer = marsad("replay", scenario(tmp_path, state="up"), "--json")

    assert answer.exit_code == 1
    [told] = documents(answer.stdout)
    assert told["expectations"][0]["ok"] is False


@pytest.fixture
def told(marsad: Marsad, tmp_path: Path) -> dict[str, Any]:
    [one] = documents(marsad("replay", scenario(tmp_path), "--json").stdout)
    return one


def test_timeline_is_adjacent_merged_and_covers_the_scenario(told: dict[str, Any]) -> None:
    for name in ("absher/portal", "absher/renewal"):
        rows = [row for row in told["timeline"] if row["service"] == name]
        assert all(row.keys() == {"service", "from", "to", "state"} for row in rows)
        assert datetime.fromisoformat(rows[0]["from"]) == datetime.fromisoformat("2025-12-05T00:00:00Z")
        assert datetime.fromisoformat(rows[-1]["to"]) == datetime.fromisoformat("2025-12-05T03:00:00Z")
        assert all(one["to"] == following["from"] for one, following in pairwise(rows))
        assert all(one["state"] != following["state"] for one, following in pairwise(rows))
        assert [row["state"] for row in rows] == ["unknown", "up", "planned_downtime", "overrun", "up"]


def test_seconds_list_all_seven_states_and_add_up_to_the_timeline(told: dict[str, Any]) -> None:
    assert told["seconds"].keys() == {"absher/portal", "absher/renewal"}
    for name, seconds in told["seconds"].items():
        rows = [row for row in told["timeline"] if row["service"] == name]
        spent = dict.fromkeys((state.value for state in State), 0.0)
        for row in rows:
            span = datetime.fromisoformat(row["to"]) - datetime.fromisoformat(row["from"])
            spent[row["state"]] += span / timedelta(seconds=1)
        assert seconds == pytest.approx(spent)
        assert sum(seconds.values()) == pytest.approx(3 * 3600)


def test_every_time_is_a_utc_instant(told: dict[str, Any]) -> None:
    parts = [*told["timeline"], *told["incidents"], *told["pages"]]
    times = [part[key] for part in parts for key in ("from", "to") if part[key] is not None]

    assert len(times) > 10
    assert all(time.endswith("Z") for time in times)
    assert all(datetime.fromisoformat(time).utcoffset() == timedelta(0) for time in times)


def test_incidents_and_pages_carry_the_documented_keys(told: dict[str, Any]) -> None:
    [portal, renewal] = sorted(told["incidents"], key=lambda incident: incident["service"])
    [page] = told["pages"]

    assert portal.keys() == renewal.keys() == {"id", "service", "kind", "from", "to", "reason"}
    assert (portal["kind"], portal["reason"]) == ("overrun", "status")
    assert page.keys() == {"kind", "service", "from", "to"}
    assert (page["kind"], page["service"]) == ("overrun", "absher/portal")
    assert datetime.fromisoformat(page["from"]) == datetime.fromisoformat("2025-12-05T01:15:00Z")


def test_open_incident_has_no_end(marsad: Marsad, tmp_path: Path) -> None:
    path = scenario(tmp_path)
    text = path.read_text()
    path.write_text("".join(line for line in text.splitlines(keepends=True) if "sees: ok" not in line))

    [one] = documents(marsad("replay", path, "--json").stdout)

    assert {incident["to"] for incident in one["incidents"]} == {None}
    assert [page["to"] for page in one["pages"]] == [None]


def test_page_is_drawn_into_a_file_beside_what_is_told(marsad: Marsad, tmp_path: Path) -> None:
    first, second, page = scenario(tmp_path), scenario(tmp_path, "second", "up"), tmp_path / "page.html"

    answer = marsad("replay", first, second, "--html", page, "--language", "ar")

    assert answer.exit_code == 1
    assert len(answer.stdout.splitlines()) == 3
    drawn = page.read_text()
    assert drawn.startswith('<!doctype html>\n<html lang="ar" dir="rtl">')
    assert drawn.count('<section class="history"') == 2


def test_page_that_cannot_be_written_is_refused(marsad: Marsad, tmp_path: Path) -> None:
    answer = marsad("replay", scenario(tmp_path), "--html", tmp_path / "none" / "page.html")

    assert answer.exit_code == 2
    assert answer.stderr.startswith("marsad: --html: ")


def test_page_is_not_drawn_of_the_ledger(marsad: Marsad, tmp_path: Path) -> None:
    answer = marsad("replay", "--from-ledger", "--html", tmp_path / "page.html")

    assert answer.exit_code == 2
    assert "--against and --html are for scenarios" in answer.stderr
