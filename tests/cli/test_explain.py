from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.adapters.ledger import SqlLedger
from monitor.domain.book import Revision
from monitor.domain.history import Glimpse, Seen, TimelineChange, TimelineEntry
from monitor.domain.incident import Incident, Kind
from monitor.domain.verdict import State
from monitor.domain.window import Scope, WindowSpec
from monitor.engine.ports import Batch
from tests.cli.conftest import Marsad, Tree

SCENARIO = Path(__file__).parents[2] / "config" / "scenarios" / "edges" / "o06-down-at-the-end.yaml"
STARTS = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
ENDS = STARTS + timedelta(hours=1)
FAILED = STARTS + timedelta(minutes=15)


def told(marsad: Marsad, *arguments: str | Path) -> dict[str, Any]:
    result = marsad("explain", *arguments, "--json")
    assert result.exit_code == 0, result.output
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


async def kept(tree: Tree) -> str:
    """A ledger in which the portal outlived its window, and the monitor last wrote half an hour after the end."""
    url = f"sqlite:///{tree.root}/marsad.db"
    ledger = SqlLedger(url, lambda: ENDS, holder="test", retention=timedelta(days=400))
    ledger.load()
    spec = WindowSpec(
        id="works",
        platform="absher",
        scope=Scope(everything=True),
        starts=STARTS,
        ends=ENDS,
        timezone="Asia/Riyadh",
        source_url="https://absher.example/announcement",
    )
    known_at = STARTS - timedelta(days=2)
    incident = Incident(
        id="absher/portal@1",
        service_id="absher/portal",
        kind=Kind.OVERRUN,
        reason="status",
        started_at=FAILED,
        confirmed_at=FAILED + timedelta(seconds=10),
        overrun_at=ENDS,
        paged_at=ENDS + timedelta(minutes=5),
    )
    states = ((STARTS, State.UP), (FAILED, State.PLANNED_DOWNTIME), (ENDS, State.OVERRUN))
    ledger.submit(
        Batch(
            heartbeat_at=ENDS + timedelta(minutes=30),
            timeline=(
                TimelineChange(
                    service_id="absher/portal",
                    since=STARTS,
                    entries=tuple(TimelineEntry(at=at, state=state) for at, state in states),
                ),
            ),
            incidents=(incident,),
            revisions=(
                Revision(
                    window_id="works",
                    number=1,
                    known_at=known_at,
                    declared_at=known_at,
                    spec=spec,
                    by="noura",
                    why="announced",
                    origin="file",
                ),
            ),
            glimpses=(
                Glimpse(check_id="absher/portal/landing", location="riyadh-1", at=STARTS, seen=Seen.OK),
                Glimpse(
                    check_id="absher/portal/landing",
                    location="riyadh-1",
                    at=FAILED,
                    seen=Seen.FAILED,
                    reason="status",
                    evidence="expect.status: found 503, wanted 200\u202e",
                ),
            ),
        )
    )
    await ledger.close()
    return url


async def test_state_is_explained_out_of_the_ledger(marsad: Marsad, tree: Tree) -> None:
    url = await kept(tree)

    result = marsad(
        "explain", "absher/portal", "--at=2026-03-10T13:02", f"--config.file={tree.config}", f"--storage.url={url}"
    )

    assert result.exit_code == 0, result.output
    said = result.stdout
    assert said.startswith("absher/portal at 2026-03-10 13:02:00 Asia/Riyadh (10:02:00 UTC): overrun:")
    assert "البوابة" in said.splitlines()[1]
    assert "Check landing from riyadh-1 gets no working answer (status) since 12:15:00 (09:15:00 UTC)" in said
    assert "found 503, wanted 200\\u202e" in said
    assert "Window works, revision 1: 12:00:00 (09:00:00 UTC) to 13:00:00 (10:00:00 UTC)" in said
    assert "by noura through file (announced)" in said
    assert "source: https://absher.example/announcement" in said
    assert "The page is due at 13:05:00 (10:05:00 UTC)" in said
    assert said.splitlines()[7].endswith("[O6, section 4]")


async def test_without_an_instant_the_present_is_explained_and_silence_said(marsad: Marsad, tree: Tree) -> None:
    url = await kept(tree)

    answer = told(marsad, "absher/portal", f"--config.file={tree.config}", f"--storage.url={url}")

    assert answer["state"] == "overrun"
    assert "Nothing is known after 2026-03-10 13:30:00 (10:30:00 UTC)" in answer["paragraphs"][0]["text"]


def test_scenario_is_explained_at_its_end(marsad: Marsad) -> None:
    answer = told(marsad, "absher/portal", "--scenario", SCENARIO)

    assert (answer["at"], answer["state"]) == ("2026-03-10T12:00:00Z", "up")
    assert answer["rules"] == ["section 2", "section 3", "O6", "section 4", "section 5"]
    assert [paragraph["part"] for paragraph in answer["paragraphs"]] == ["seen", "planned", "follows", "figures"]
    assert answer["headline"]["ar"].startswith("البوابة")


@pytest.mark.parametrize(
    "at", ["2026-03-10T10:02:00Z", "2026-03-10T12:02:00+02:00", "2026-03-10T13:02", "2026-03-10 13:02"]
)
def test_instant_is_rfc_3339_or_wall_time_in_the_zone_of_the_monitor(marsad: Marsad, at: str) -> None:
    assert told(marsad, "absher/portal", "--scenario", SCENARIO, "--at", at)["at"] == "2026-03-10T10:02:00Z"


def test_instant_that_is_none_is_refused(marsad: Marsad) -> None:
    result = marsad("explain", "absher/portal", "--scenario", SCENARIO, "--at=yesterday")

    assert result.exit_code == 2
    assert result.stderr == "marsad: --at: yesterday: neither RFC 3339 nor a wall time like 2026-03-10T13:05\n"


def test_unknown_service_is_refused_with_the_known_ones(marsad: Marsad, tree: Tree) -> None:
    for more in (("--scenario", SCENARIO), (f"--config.file={tree.config}",)):
        result = marsad("explain", "absher/nothing", *more)

        assert result.exit_code == 2
        assert result.stderr == "marsad: absher/nothing: no such service; known are: absher/portal\n"


def test_where_no_ledger_is_none_is_made(marsad: Marsad, tree: Tree) -> None:
    result = marsad(
        "explain", "absher/portal", f"--config.file={tree.config}", f"--storage.url=sqlite:///{tree.root}/none.db"
    )

    assert result.exit_code == 2
    assert "there is no ledger at" in result.stderr
    assert not (tree.root / "none.db").exists()


def test_problems_of_the_files_are_told(marsad: Marsad, tree: Tree) -> None:
    tree.write("marsad.yaml", "timezone: Mars\n")

    result = marsad("explain", "absher/portal", f"--config.file={tree.config}")

    assert result.exit_code == 2
    assert "marsad.yaml:1: timezone:" in result.stderr
