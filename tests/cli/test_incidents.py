from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from monitor.adapters.clock import SystemClock
from monitor.adapters.ledger import SqlLedger
from monitor.domain.book import Revision
from monitor.domain.history import TimelineChange, TimelineEntry
from monitor.domain.incident import Incident, Kind
from monitor.domain.verdict import State
from monitor.domain.window import Scope, WindowSpec
from monitor.engine.ports import Batch
from tests.cli.conftest import Marsad, Tree

NOW = SystemClock().now().replace(microsecond=0)
HOUR = timedelta(hours=1)
STARTS, ENDS = NOW - 20 * HOUR, NOW - 18 * HOUR
OVERRUN, OUTAGE = "absher/portal@overrun", "absher/sign-on@outage"
SERVICES = """\
  - id: sign-on
    name: {en: Sign-on, ar: الدخول}
    tier: 1
    checks: [{id: page, http: {url: "http://127.0.0.1:9/"}}]
"""


def incident(name: str, kind: Kind, starts: datetime, ends: datetime | None, overrun: datetime | None) -> Incident:
    return Incident(
        id=name,
        service_id=name.partition("@")[0],
        kind=kind,
        reason="status",
        started_at=starts,
        confirmed_at=starts + timedelta(seconds=10),
        overrun_at=overrun,
        ended_at=ends,
        recovered_at=ends,
        paged_at=overrun,
    )


async def kept(url: str) -> None:
    """The portal outlived its window by an hour; the sign-on is down, and had been before as the portal's root."""
    ledger = SqlLedger(url, lambda: NOW, holder="test", retention=timedelta(days=400))
    ledger.load()
    spec = WindowSpec(
        id="works",
        platform="absher",
        scope=Scope(services=frozenset({"portal"})),
        starts=STARTS,
        ends=ENDS,
        timezone="Asia/Riyadh",
    )
    known_at = STARTS - 48 * HOUR
    states = {
        "absher/portal": [
            (known_at, State.UP, None),
            (STARTS + HOUR, State.PLANNED_DOWNTIME, OVERRUN),
            (ENDS, State.OVERRUN, OVERRUN),
            (ENDS + HOUR, State.UP, None),
        ],
        "absher/sign-on": [(known_at, State.UP, None), (NOW - HOUR, State.UNPLANNED_OUTAGE, OUTAGE)],
    }
    ledger.submit(
        Batch(
            heartbeat_at=NOW,
            timeline=tuple(
                TimelineChange(
                    service_id=name,
                    since=known_at,
                    entries=tuple(TimelineEntry(at=at, state=state, incident_id=of) for at, state, of in entries),
                )
                for name, entries in states.items()
            ),
            incidents=(
                incident(OVERRUN, Kind.OVERRUN, STARTS + HOUR, ENDS + HOUR, ENDS),
                incident(OUTAGE, Kind.UNPLANNED, NOW - HOUR, None, None),
                incident("absher/portal@explained", Kind.UNPLANNED, NOW - HOUR / 2, NOW - HOUR / 4, None),
                incident("absher/portal@old", Kind.UNPLANNED, NOW - 960 * HOUR, NOW - 959 * HOUR, None),
            ),
            revisions=(
                Revision(
                    window_id="works",
                    number=1,
                    known_at=known_at,
                    declared_at=known_at,
                    spec=spec,
                    by="noura",
                    why="announced",
                    origin="api",
                ),
            ),
        )
    )
    await ledger.close()


class Cases:
    """``marsad incidents`` on one ledger."""

    def __init__(self, marsad: Marsad, tree: Tree) -> None:
        self.marsad = marsad
        self.url = f"sqlite:///{tree.root}/marsad.db"
        self.places = (f"--config.file={tree.config}", f"--storage.url={self.url}")

    def run(self, *arguments: str, code: int = 0) -> str:
        result = self.marsad("incidents", *arguments, *self.places)
        assert result.exit_code == code, result.output
        return result.output

    def told(self, *arguments: str) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(self.run(*arguments, "--json"))
        return answer

    def listed(self, *arguments: str) -> list[str]:
        return [one["id"] for one in self.told("list", *arguments)["incidents"]]


@pytest.fixture
async def cases(marsad: Marsad, tree: Tree) -> Cases:
    tree.write("windows/w.yaml", "windows: []\n")
    path = tree.root / "platforms/absher.yaml"
    depends = "    depends_on: [{service: absher/sign-on, strength: hard}]\n"
    path.write_text(path.read_text() + depends + SERVICES)
    found = Cases(marsad, tree)
    await kept(found.url)
    return found


async def test_incidents_of_the_last_month_are_listed_by_their_start(cases: Cases) -> None:
    assert cases.listed() == [OVERRUN, OUTAGE, "absher/portal@explained"]


@pytest.mark.parametrize(
    ("flags", "found"),
    [
        (("--kind=overrun",), [OVERRUN]),
        (("--service=absher/sign-on",), [OUTAGE]),
        (("--platform=nafath",), []),
        ((f"--since={NOW - 2 * HOUR:%Y-%m-%dT%H:%M:%SZ}", "--kind=unplanned"), [OUTAGE, "absher/portal@explained"]),
        (
            (f"--since={NOW - 1000 * HOUR:%Y-%m-%dT%H:%M:%SZ}", f"--until={STARTS:%Y-%m-%dT%H:%M:%SZ}"),
            ["absher/portal@old"],
        ),
    ],
)
async def test_list_shows_what_is_asked_for(cases: Cases, flags: tuple[str, ...], found: list[str]) -> None:
    assert cases.listed(*flags) == found


async def test_line_of_a_list_tells_kind_length_and_windows(cases: Cases) -> None:
    head, first, second, _ = cases.run("list").splitlines()

    assert head.split() == ["id", "kind", "reason", "started", "lasted", "windows"]
    assert first.split()[:3] == [OVERRUN, "overrun", "status"]
    assert "2 h" in first
    assert "outlived works" in first
    assert "and goes on" in second


async def test_shown_incident_tells_its_course_and_its_windows(cases: Cases) -> None:
    told = cases.told("show", OVERRUN)

    assert (told["kind"], told["excluded"], told["explained_by"]) == ("overrun", False, None)
    assert told["windows"] == [
        {"relation": "outlived", "window": "works"},
    ]
    assert told["lost_seconds"] == 3600.0
    said = cases.run("show", OVERRUN)
    assert "  counted as lost: 1 h\n  outlived works\n" in said
    assert "Asia/Riyadh" in said


async def test_incident_of_a_dependant_is_explained_by_its_root(cases: Cases) -> None:
    assert cases.told("show", "absher/portal@explained")["explained_by"] == "absher/sign-on"
    assert "explained by absher/sign-on" in cases.run("show", "absher/portal@explained")


async def test_incident_of_a_service_that_is_watched_no_more_is_still_told_of(cases: Cases, tree: Tree) -> None:
    tree.platform("http://127.0.0.1:9/")  # without the sign-on

    assert cases.listed() == [OVERRUN, OUTAGE, "absher/portal@explained"]
    assert cases.told("show", OUTAGE)["windows"] == []


async def test_exclusion_and_annotation_are_entered_with_who_and_why(cases: Cases) -> None:
    said = cases.run("exclude", OUTAGE, "--by=noura", "--why=our own proxy")
    cases.run("annotate", OUTAGE, "--by=sami", "--why=seen \u202eelsewhere")

    told = cases.told("show", OUTAGE)
    assert said == f"{OUTAGE}: exclusion entered on the ledger\n"
    assert told["excluded"] is True
    assert [(one["remark"], one["by"], one["why"]) for one in told["corrections"]] == [
        ("exclusion", "noura", "our own proxy"),
        ("annotation", "sami", "seen \u202eelsewhere"),
    ]
    assert "annotation by sami" in cases.run("show", OUTAGE)
    assert "seen \\u202eelsewhere" in cases.run("show", OUTAGE)
    assert "excluded" in cases.run("list", "--service=absher/sign-on")


@pytest.mark.parametrize("words", [("--by=", "--why=x"), ("--by=x", "--why= ")])
async def test_correction_needs_who_and_why(cases: Cases, words: tuple[str, ...]) -> None:
    assert cases.run("annotate", OUTAGE, *words, code=2) == "marsad: --by and --why: a correction needs both\n"


@pytest.mark.parametrize("verb", [("show",), ("annotate", "--by=x", "--why=x")])
async def test_incident_that_is_not_there_is_refused(cases: Cases, verb: tuple[str, ...]) -> None:
    name, *words = verb

    assert cases.run(name, "nothing", *words, code=2) == "marsad: no incident has the id nothing\n"


async def test_instant_that_is_none_is_refused(cases: Cases) -> None:
    assert "neither RFC 3339 nor a wall time" in cases.run("list", "--since=yesterday", code=2)


async def test_before_the_first_start_there_are_none(marsad: Marsad, tree: Tree) -> None:
    tree.write("windows/w.yaml", "windows: []\n")

    result = marsad("incidents", "list", f"--config.file={tree.config}", f"--storage.url=sqlite:///{tree.root}/none.db")

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.endswith("no incidents\n")
    assert not (tree.root / "none.db").exists()
