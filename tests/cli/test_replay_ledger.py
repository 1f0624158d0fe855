"""``marsad replay --from-ledger`` on real ledger files."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.adapters.ledger import SqlLedger
from monitor.adapters.manifest import load_scenario
from monitor.domain.history import TimelineChange
from monitor.engine.ports import Batch
from monitor.engine.replay import Replayed, replay
from tests.cli.conftest import Marsad, Tree

EDGES = Path(__file__).parents[2] / "config" / "scenarios" / "edges"
WINDOWS = """\
windows:
  - id: told-too-late
    platform: absher
    services: all
    starts: 2026-03-10T12:00
    ends: 2026-03-10T{ends}
    declared_at: 2026-03-08T12:00
"""


async def kept(tree: Tree, name: str) -> Replayed:
    """A ledger that holds what came of a scenario."""
    played = replay(load_scenario(EDGES / f"{name}.yaml", {}))
    (tree.root / "var").mkdir()
    ledger = SqlLedger(
        f"sqlite:///{tree.root}/var/marsad.db",
        lambda: played.scenario.ends,
        holder="test",
        retention=timedelta(days=4000),
    )
    ledger.load()
    ledger.submit(
        Batch(
            heartbeat_at=played.scenario.ends,
            timeline=tuple(
                TimelineChange(service_id=service_id, since=entries[0].at, entries=entries)
                for service_id, entries in played.timelines.items()
            ),
            incidents=played.incidents,
            revisions=tuple(revision for chain in played.book.chains.values() for revision in chain),
            glimpses=played.glimpses,
        )
    )
    await ledger.close()
    tree.write("marsad.yaml", tree.config.read_text().replace("sqlite:///var", f"sqlite:///{tree.root}/var"))
    return played


def judge(marsad: Marsad, tree: Tree, *more: str | Path) -> dict[str, Any]:
    result = marsad(
        "replay", "--from-ledger", f"--config.file={tree.config}", "--since=2026-03-01T00:00", "--json", *more
    )
    assert result.exit_code == 0, result.output
    told: dict[str, Any] = json.loads(result.stdout)
    return told


@pytest.mark.parametrize(
    "name",
    [
        *("o01-down-before-still-down-at-start", "o05-down-and-up-inside", "o06-down-at-the-end"),
        *("o19-flapping-inside", "w04-extended-while-running", "w06-ended-early-while-down"),
        *("w16-restart-over-end-and-grace", "s4-restart-in-mid-outage", "s2-doubt-then-believed"),
    ],
)
async def test_ledger_judged_by_what_it_was_judged_by_differs_in_nothing(marsad: Marsad, tree: Tree, name: str) -> None:
    played = await kept(tree, name)

    told = judge(marsad, tree)

    [portal] = told["services"]
    assert portal["differs"] is False
    assert (portal["stretches"], portal["incidents"], portal["pages"]) == ([], [], [])
    recorded = {state: seconds["recorded"] for state, seconds in portal["seconds"].items()}
    assert recorded == pytest.approx({state.value: s for state, s in played.seconds("absher/portal").items()})


async def test_window_of_a_file_makes_it_planned_and_the_page_is_gone(marsad: Marsad, tree: Tree) -> None:
    await kept(tree, "o06-down-at-the-end")
    path = tree.write("what-if.yaml", WINDOWS.format(ends="15:00"))

    told = judge(marsad, tree, "--windows", path)

    [portal] = told["services"]
    assert portal["seconds"]["overrun"]["rejudged"] == 0
    assert portal["seconds"]["planned_downtime"]["difference"] == portal["seconds"]["overrun"]["recorded"] > 0
    assert [(shift["what"], shift["rejudged"]["kind"]) for shift in portal["incidents"]] == [("other kind", "planned")]
    assert [(shift["what"], shift["recorded"]["kind"]) for shift in portal["pages"]] == [("gone", "overrun")]


async def test_text_tells_seconds_stretches_incidents_and_pages(marsad: Marsad, tree: Tree) -> None:
    await kept(tree, "o06-down-at-the-end")
    path = tree.write("what-if.yaml", WINDOWS.format(ends="15:00"))

    result = marsad(
        "replay", "--from-ledger", f"--config.file={tree.config}", "--since=2026-03-01T00:00", f"--windows={path}"
    )

    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[0] == "the ledger from 2026-03-10T08:00:00Z to 2026-03-10T12:00:00Z, judged once more"
    assert any(line.split()[:1] == ["overrun"] and line.split()[2] == "0.0" for line in lines)
    assert any("recorded overrun, re-judged planned_downtime" in line for line in lines)
    assert any(line.startswith("  incident, other kind: overrun ") for line in lines)
    assert any(line.startswith("  page, gone: overrun ") for line in lines)
    assert lines[-1] == "1 of 1 services would differ"


async def test_settings_of_a_copy_of_the_configuration_are_what_is_judged_by(marsad: Marsad, tree: Tree) -> None:
    await kept(tree, "o06-down-at-the-end")
    tree.write("marsad.yaml", f"{tree.config.read_text()}grace: 20m\n")

    [portal] = judge(marsad, tree)["services"]

    [page] = portal["pages"]
    assert page["what"] == "other instants"
    assert page["recorded"]["from"] == "2026-03-10T10:05:00Z"
    assert page["rejudged"]["from"] == "2026-03-10T10:20:00Z"


async def test_window_that_the_book_refuses_is_said_and_the_rest_goes_on(marsad: Marsad, tree: Tree) -> None:
    await kept(tree, "o06-down-at-the-end")
    path = tree.write("what-if.yaml", WINDOWS.format(ends="15:00").replace("services: all", "services: [nothing]"))

    result = marsad("replay", "--from-ledger", f"--config.file={tree.config}", "--windows", path, "--json")

    assert result.exit_code == 0, result.output
    assert "told-too-late" in result.stderr
    assert json.loads(result.stdout)["refused"][0]["window"] == "told-too-late"


async def test_service_that_the_ledger_does_not_know_is_said(marsad: Marsad, tree: Tree) -> None:
    await kept(tree, "o05-down-and-up-inside")
    path = tree.root / "platforms" / "absher.yaml"
    more = "  - {id: new, name: {en: x, ar: س}, tier: 2, checks: [{id: page, http: {url: 'http://127.0.0.1:9/new'}}]}\n"
    path.write_text(path.read_text() + more)

    told = judge(marsad, tree)

    assert told["not_in_ledger"] == ["absher/new"]
    assert told["never_looked_at"] == ["absher/new/page"]
    assert [service["service"] for service in told["services"]] == ["absher/portal"]


@pytest.mark.parametrize(
    ("flags", "sentence"),
    [
        (["--service=absher/none"], "absher/none: no such service; known are: absher/portal"),
        (["--since=yesterday"], "--since: yesterday: neither RFC 3339 nor a wall time"),
        (["--since=2026-03-10T10:00", "--until=2026-03-10T10:00"], "--since: not before --until"),
        ([], "there is no ledger at"),
    ],
)
def test_what_cannot_be_judged_is_refused(marsad: Marsad, tree: Tree, flags: list[str], sentence: str) -> None:
    result = marsad("replay", "--from-ledger", f"--config.file={tree.config}", *flags)

    assert result.exit_code == 2
    assert sentence in result.stderr
    assert result.stdout == ""


def test_file_of_windows_that_cannot_be_read_is_refused_with_its_line(marsad: Marsad, tree: Tree) -> None:
    path = tree.write("what-if.yaml", "windows:\n  - {id: a, platform: absher, services: all, starts: noon}\n")

    result = marsad("replay", "--from-ledger", f"--config.file={tree.config}", "--windows", path)

    assert result.exit_code == 2
    assert "what-if.yaml:2:" in result.stderr


@pytest.mark.parametrize("arguments", [[], ["--from-ledger", "a.yaml"]])
def test_either_scenarios_or_the_ledger(marsad: Marsad, arguments: list[str]) -> None:
    result = marsad("replay", *arguments)

    assert result.exit_code == 2
    assert "say which scenarios to replay, or --from-ledger" in result.stderr


@pytest.mark.parametrize("since", ["2026-03-10T12:30", "2026-03-10T13:10", "2026-03-10T13:40"])
async def test_span_that_begins_in_the_middle_is_judged_from_before_what_was_open(
    marsad: Marsad, tree: Tree, since: str
) -> None:
    await kept(tree, "o06-down-at-the-end")

    told = judge(marsad, tree, f"--since={since}", "--until=2026-03-10T14:00")

    [portal] = told["services"]
    assert portal["differs"] is False
    assert sum(seconds["rejudged"] for seconds in portal["seconds"].values()) == pytest.approx(
        (datetime.fromisoformat(told["to"]) - datetime.fromisoformat(told["from"])).total_seconds()
    )


async def test_text_tells_a_service_that_does_not_differ_in_one_line(marsad: Marsad, tree: Tree) -> None:
    await kept(tree, "o05-down-and-up-inside")

    result = marsad("replay", "--from-ledger", f"--config.file={tree.config}", "--since=2026-03-01T00:00")

    assert result.exit_code == 0, result.output
    [line] = [line for line in result.stdout.splitlines() if line.startswith("absher/portal")]
    assert line.startswith("absher/portal, as recorded: up 12,5")
    assert "planned_downtime 1,800.0 s, unknown 0.1 s" in line
    assert result.stdout.endswith("\n0 of 1 services would differ\n")
