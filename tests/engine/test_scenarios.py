from __future__ import annotations

from pathlib import Path

import pytest

from monitor.adapters.manifest import load_scenario
from monitor.engine.expectation import verify
from monitor.engine.replay import replay

EDGES = Path(__file__).parents[2] / "config" / "scenarios" / "edges"
FILES = sorted(EDGES.glob("*.yaml"))
HISTORY = sorted((EDGES.parent / "history").glob("*.yaml"))

NOT_REPLAYABLE = {
    "w17": "which revision a process holds is a metric (marsad_config_info); a replay is one process",
    "w18": "a reload that fails is the live monitor's; a replay reads its file once",
    "w19": "where a report is cut is the reports' question; see test_history",
    "d7": "the zone data in use is a fact of the environment; see test_recurrence",
}
RULES = [*(f"o{n}" for n in range(1, 20)), *(f"w{n}" for n in range(1, 20)), *(f"d{n}" for n in range(1, 9))]


@pytest.mark.parametrize("path", [*FILES, *HISTORY], ids=lambda path: path.stem)
def test_scenario_comes_out_as_its_file_says(path: Path) -> None:
    replayed = replay(load_scenario(path, {}))

    assert [found.text for found in verify(replayed) if not found.ok] == []


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule not in NOT_REPLAYABLE])
def test_rule_has_a_scenario_named_for_it(rule: str) -> None:
    number = f"{rule[0]}{int(rule[1:]):02}-"

    assert [path.name for path in FILES if path.name.startswith(number)] != []


@pytest.mark.parametrize("number", range(1, 15))
def test_outage_of_the_past_says_where_it_is_from_and_that_its_shape_is_reconstructed(number: int) -> None:
    [path] = [path for path in HISTORY if path.name.startswith(f"r{number:02}-")]

    source = load_scenario(path, {}).source_text

    assert "Grade " in source
    assert "The shape is reconstructed" in source
