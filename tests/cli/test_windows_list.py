from __future__ import annotations

import json
import subprocess
import sys
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from monitor.adapters.clock import SystemClock
from monitor.adapters.ledger import SqlLedger
from monitor.cli.windows_quick import answer
from monitor.domain.book import Revision
from monitor.domain.calendars import gregorian, hijri
from monitor.domain.history import TimelineChange, TimelineEntry
from monitor.domain.verdict import State
from monitor.domain.window import Scope, WindowSpec
from monitor.engine.ports import Batch
from tests.cli.conftest import Marsad, Tree

NOW = SystemClock().now().replace(second=0, microsecond=0)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
RIYADH = ZoneInfo("Asia/Riyadh")
COMING = NOW + 2 * DAY
FACTS = {
    "id",
    "version",
    "platform",
    "services",
    "starts",
    "ends",
    "timezone",
    "starts_local",
    "ends_local",
    "impact",
    "service_impact",
    "status",
    "stage",
    "notice",
    "declared_at",
    "known_at",
    "by",
    "why",
    "origin",
    "source",
    "recurring",
    "uses",
    "extended_late_seconds",
}


def revision(name: str, starts: datetime, hours: int, timezone: str = "Asia/Riyadh") -> Revision:
    spec = WindowSpec(
        id=name,
        platform="absher",
        scope=Scope(everything=True),
        starts=starts,
        ends=starts + hours * HOUR,
        timezone=timezone,
    )
    known_at = min(starts, NOW) - 5 * DAY
    return Revision(
        window_id=name, number=1, known_at=known_at, declared_at=known_at, spec=spec, by="noura", why="", origin="api"
    )


class Listing:
    """``marsad windows list``, by the program as a whole and at a glance."""

    def __init__(self, marsad: Marsad, tree: Tree) -> None:
        self.marsad = marsad
        self.tree = tree
        self.url = f"sqlite:///{tree.root}/marsad.db"
        self.places = (f"--config.file={tree.config}", f"--storage.url={self.url}")

    async def keep(self, *revisions: Revision) -> None:
        """As a monitor would that wrote well after the files."""
        ledger = SqlLedger(self.url, lambda: NOW, holder="test", retention=400 * DAY)
        ledger.load()
        entries = (TimelineEntry(at=NOW - 9 * DAY, state=State.UP),)
        ledger.submit(
            Batch(
                heartbeat_at=NOW + HOUR,
                records={"absher/portal": b"{}"},
                timeline=(TimelineChange(service_id="absher/portal", since=NOW - 9 * DAY, entries=entries),),
                revisions=revisions,
            )
        )
        await ledger.close()

    def whole(self, *flags: str) -> str:
        result = self.marsad("windows", "list", *flags, *self.places)
        assert result.exit_code == 0, result.output
        return result.stdout

    def listed(self, *flags: str) -> list[str]:
        return [window["id"] for window in json.loads(self.whole("--json", *flags))["windows"]]


def ran(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], text=True, capture_output=True, check=True)


@pytest.fixture
async def listing(marsad: Marsad, tree: Tree) -> Listing:
    tree.write("windows/w.yaml", "windows: []\n")
    found = Listing(marsad, tree)
    await found.keep(
        revision("coming", COMING, 3),
        revision("running", NOW - HOUR, 3),
        revision("yesterday", NOW - 20 * HOUR, 3),
        revision("before", NOW - 4 * DAY, 3),
        revision("far", NOW + 60 * DAY, 3),
        revision("abroad", NOW + 3 * DAY, 3, "America/New_York"),
    )
    return found


async def test_list_is_of_the_next_month_and_of_the_last_day(listing: Listing) -> None:
    assert listing.listed() == ["yesterday", "running", "coming", "abroad"]
    assert listing.listed("--all") == ["before", "yesterday", "running", "coming", "abroad"]


async def test_window_is_written_in_both_calendars_its_own_zone_and_utc(listing: Listing) -> None:
    block = next(block for block in listing.whole().split("\n\n") if block.startswith("coming"))

    head, services, starts, ends = block.splitlines()
    assert head == "coming  upcoming  outage  announced"
    assert services == "  absher: portal"
    for line, word, at in ((starts, "starts", COMING), (ends, "ends", COMING + 3 * HOUR)):
        local = at.astimezone(RIYADH)
        found = [cell for cell in line.split("  ") if cell.strip()]
        assert found[0].strip() == word
        assert f"{gregorian(local, 'en')} {local:%H:%M}" in line
        assert hijri(local, "en") in line
        assert found[-2:] == ["Asia/Riyadh", f"{at:%Y-%m-%dT%H:%M:%SZ}"]


async def test_facts_are_those_of_the_api(listing: Listing) -> None:
    found = {window["id"]: window for window in json.loads(listing.whole("--json"))["windows"]}

    assert found["abroad"].keys() == FACTS
    assert found["abroad"]["starts"] == (NOW + 3 * DAY).isoformat().replace("+00:00", "Z")
    assert datetime.fromisoformat(found["abroad"]["starts_local"]) == NOW + 3 * DAY
    assert found["abroad"]["starts_local"][-6:] in {"-05:00", "-04:00"}
    assert (found["running"]["stage"], found["yesterday"]["stage"]) == ("active", "unused")


@pytest.mark.parametrize(
    ("flags", "found"),
    [
        ((), 4),
        (("--platform=absher",), 4),
        (("--service=absher/portal",), 4),
    ],
)
async def test_list_shows_what_is_asked_for(listing: Listing, flags: tuple[str, ...], found: int) -> None:
    assert len(listing.listed(*flags)) == found


@pytest.mark.parametrize("flags", [(), ("--json",), ("--platform", "absher"), ("--service=absher/portal", "--json")])
async def test_glance_prints_what_the_program_as_a_whole_prints(listing: Listing, flags: tuple[str, ...]) -> None:
    assert f"{answer([*flags, *listing.places])}\n" == listing.whole(*flags)


@pytest.mark.parametrize("flag", ["--platform=nafath", "--service=absher/nothing"])
async def test_glance_leaves_names_that_are_not_there_to_the_program_as_a_whole(listing: Listing, flag: str) -> None:
    assert answer([*listing.places, flag]) is None


@pytest.mark.parametrize("flags", [("--all",), ("--help",), ("--json=yes",), ("nothing",), ("--platform",)])
async def test_glance_leaves_other_flags_to_the_program_as_a_whole(listing: Listing, flags: tuple[str, ...]) -> None:
    assert answer([*listing.places, *flags]) is None


async def test_command_prints_the_list_and_loads_no_library_for_it(listing: Listing) -> None:
    loaded = "import sys; from monitor.cli import main; main(); print(*sorted(sys.modules), file=sys.stderr)"
    done = ran("-c", loaded, "windows", "list", *listing.places)

    assert done.stdout == listing.whole()
    slow = {"typer", "pydantic", "sqlalchemy", "asyncio", "httpx", "structlog", "starlette", "monitor.app"}
    assert slow & set(done.stderr.split()) == set()


async def test_nothing_to_list_is_said_beside_the_output(marsad: Marsad, tree: Tree) -> None:
    tree.write("windows/w.yaml", "windows: []\n")
    listing = Listing(marsad, tree)
    await listing.keep()

    done = ran("-m", "monitor", "windows", "list", *listing.places)

    assert (done.stdout, done.stderr) == ("", "no windows\n")
