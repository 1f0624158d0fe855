# The demonstration, shortened, as a process of its own; and the parts of it that need no time.
from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from monitor.adapters.clock import SystemClock
from monitor.adapters.ledger import SqlLedger
from monitor.adapters.simulation import Switch
from monitor.cli.demo_audit import LAG_SECONDS, Books, Sighting, compare
from monitor.cli.demo_plot import INTERVAL, RECHECK, plot
from monitor.cli.demo_view import timeline_of
from monitor.cli.demo_witness import Page
from monitor.domain.availability import gross, net
from monitor.domain.cadence import next_on_grid
from monitor.domain.catalogue import Platform, Service, Text
from monitor.domain.history import TimelineEntry, Usage, spent
from monitor.domain.incident import Incident, Kind
from monitor.domain.verdict import State
from monitor.engine.view import ServiceView
from tests.cli.conftest import Marsad

BEGINS = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
PATIENCE_SECONDS = 120.0  # a deadline; it takes about 30
PAGES_SENT = {
    "absher/portal": 1,
    "absher/passport-renewal": 0,
    "absher/traffic-violations": 0,
    "nafath/sign-on": 0,
    "qiwa/portal": 1,
}


# --- the whole of it


class Demonstration:
    """A running ``marsad demo``."""

    def __init__(self, *arguments: str | Path) -> None:
        command = [Path(sys.executable).with_name("marsad"), "demo", "--seconds", "25", *arguments]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def until(self, pattern: str) -> re.Match[str]:
        """The first line that says ``pattern``."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if found := re.search(pattern, line):
                return found
        raise AssertionError(f"it never said {pattern}")

    def rest(self) -> str:
        """What it says until it ends, as it must, without an error."""
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        output, errors = self.process.stdout.read(), self.process.stderr.read()
        assert (self.process.wait(), errors) == (0, "")
        return output


@pytest.fixture
def demonstration(tmp_path: Path) -> Iterator[Demonstration]:
    found = Demonstration("--keep", tmp_path / "kept")
    yield found
    found.process.kill()
    found.process.communicate()  # closes the pipes


@pytest.mark.timeout(PATIENCE_SECONDS)
async def test_demonstration_ends_by_itself_with_a_summary_that_is_what_the_ledger_says(
    demonstration: Demonstration, tmp_path: Path
) -> None:
    metrics = demonstration.until(r"Metrics: (http://\S+)")[1]
    demonstration.until(r"SENT unplanned qiwa/portal")
    async with httpx.AsyncClient(trust_env=False) as web:
        scraped = (await web.get(metrics)).text
        page = (await web.get(metrics.removesuffix("metrics"), params={"lang": "en"})).text
    output = demonstration.rest()

    [signalled] = re.findall(r'^marsad_incident_open\{.*"qiwa/portal".*\} 1', scraped, re.MULTILINE)
    assert 'kind="unplanned"' in signalled
    assert "Qiwa" in page
    assert re.search(r"SENT overrun absher/portal$", output, re.MULTILINE)
    assert "The ledger agrees" in output
    told = summary_in(output)
    assert {name: int(cells["pages"]) for name, cells in told.items()} == PAGES_SENT
    await assert_ledger_says(tmp_path / "kept" / "marsad.db", told)
    for state in ("planned", "overrun", "unknown"):
        assert all(float(told[name][state]) for name in told if name.startswith("absher/"))


@pytest.mark.timeout(PATIENCE_SECONDS)
def test_interrupted_demonstration_ends_with_the_summary_so_far(demonstration: Demonstration) -> None:
    demonstration.until(r"qiwa/portal is up")

    demonstration.process.send_signal(signal.SIGINT)

    output = demonstration.rest()
    assert "The ledger agrees" in output
    assert {cells["incidents"] for cells in summary_in(output).values()} == {"0"}


def summary_in(output: str) -> Mapping[str, Mapping[str, str]]:
    """The cells by service and heading."""
    headings = [*(state.value.partition("_")[0] for state in State), "net %", "gross %", "incidents", "pages"]
    cell = r" +(none|[\d.]+)"
    rows = re.findall(rf"^ (\w+/[\w-]+)(?: \*)?{cell * len(headings)} *$", output, re.MULTILINE)
    found = {name: dict(zip(headings, cells, strict=True)) for name, *cells in rows}
    assert found.keys() == PAGES_SENT.keys()
    return found


async def assert_ledger_says(path: Path, told: Mapping[str, Mapping[str, str]]) -> None:
    """Read by the test itself; the unknown seconds before the first sight stand in no history."""
    ledger = SqlLedger(f"sqlite:///{path}", SystemClock().now, holder="a test", retention=timedelta(days=400))
    until = ledger.load().heartbeat_at
    assert until is not None
    since = until - timedelta(days=1)
    for name, cells in told.items():
        timeline = ledger.transitions(name, since, until)
        seconds = dict.fromkeys(State, 0.0)
        for usage in spent(name, timeline, timeline[0].at, until):
            seconds[usage.state] += usage.seconds
        own = [incident for incident in ledger.incidents(since, until) if incident.service_id == name]
        assert float(cells["unknown"]) >= round(seconds.pop(State.UNKNOWN), 1)
        assert cells == {
            **cells,
            **{state.value.partition("_")[0]: f"{spell:.1f}" for state, spell in seconds.items()},
            "net %": f"{net(seconds):.2f}",
            "gross %": f"{gross(seconds):.2f}",
            "incidents": str(len(own)),
            "pages": str(sum(incident.paged_at is not None for incident in own)),
        }
    await ledger.close()


def test_folder_that_exists_is_refused(marsad: Marsad, tmp_path: Path) -> None:
    answer = marsad("demo", "--keep", tmp_path)

    assert answer.exit_code == 2
    assert answer.stderr == f"marsad: --keep: {tmp_path}: File exists\n"


# --- the plot


@pytest.mark.parametrize("milliseconds", range(0, 1000, 125))
def test_last_probe_before_the_window_fails_and_its_re_check_falls_inside(milliseconds: int) -> None:
    plotted = plot(BEGINS + timedelta(milliseconds=milliseconds), 90)
    [fails] = [step.offset for step in plotted.steps if isinstance(step, Switch) and "too early" in step.told]

    probes = [next_on_grid("absher/portal/landing", INTERVAL, plotted.starts - INTERVAL * back) for back in (1, 2)]

    assert plotted.offset(probes[1]) < fails < plotted.offset(probes[0])
    assert probes[0] < plotted.starts < probes[0] + RECHECK


# --- the audit


def after(seconds: float) -> datetime:
    return BEGINS + timedelta(seconds=seconds)


def view(state: State, since: float, **seconds: float) -> ServiceView:
    name = Text(en="Qiwa", ar="قوى")
    return ServiceView(
        service=Service(id="qiwa/portal", name=name, tier=1),
        platform=Platform(id="qiwa", name=name, operator=name, timezone="Asia/Riyadh", hosts=("qiwa.example",)),
        state=state,
        state_since=after(since),
        seconds={State(key): value for key, value in seconds.items()},
    )


OUTAGE = Incident(
    id="1",
    service_id="qiwa/portal",
    kind=Kind.UNPLANNED,
    reason="status",
    started_at=after(10),
    confirmed_at=after(11),
    paged_at=after(11),
    ended_at=after(20),
    recovered_at=after(21),
)
BOOKS = Books(
    timelines={
        "qiwa/portal": (
            TimelineEntry(at=BEGINS, state=State.UP),
            TimelineEntry(at=after(10), state=State.UNPLANNED_OUTAGE, incident_id="1"),
            TimelineEntry(at=after(20), state=State.UP),
        )
    },
    incidents=(OUTAGE,),
    rollups=tuple(
        Usage(service_id="qiwa/portal", day=BEGINS.date(), state=state, seconds=seconds)
        for state, seconds in ((State.UP, 20.0), (State.UNPLANNED_OUTAGE, 10.0))
    ),
    until=after(30),
)
SEEN = Sighting(
    first=(view(State.UNKNOWN, 0),),
    last=(view(State.UP, 20, up=20, unplanned_outage=10),),
    pages=(Page(service_id="qiwa/portal", kind=Kind.UNPLANNED, sent=11, resolved=21),),
)


def test_audit_finds_nothing_where_all_agree() -> None:
    audited = compare(BOOKS, SEEN)

    assert audited.disagreements == ()
    assert [(one.incidents, one.pages, one.seconds[State.UP]) for one in audited.accounts] == [(1, 1, 20.0)]


@pytest.mark.parametrize(
    ("seen", "sentences"),
    [
        (replace(SEEN, pages=()), ["pages seen: {}"]),
        (replace(SEEN, last=(view(State.UP, 19, up=20, unplanned_outage=10),)), ["the ledger says up since"]),
        (
            replace(SEEN, last=(view(State.UP, 20, up=20, unplanned_outage=9),)),
            ["the ledger's roll-up says 10.000 s"],
        ),
        (
            replace(SEEN, last=(view(State.UP, 20, up=20, unplanned_outage=10 + LAG_SECONDS + 0.1),)),
            ["the ledger's history says 10.000 s", "the ledger's roll-up says 10.000 s"],
        ),
    ],
    ids=["a page is missing", "another instant", "seconds are lost", "more than one confirmation"],
)
def test_audit_finds(seen: Sighting, sentences: list[str]) -> None:
    found = compare(BOOKS, seen).disagreements

    assert len(found) == len(sentences)
    assert all(sentence in line for sentence, line in zip(sentences, found, strict=True))


# --- the picture


def test_timeline_gives_a_cell_to_the_worst_state_in_it_and_none_to_the_future() -> None:
    plotted = replace(plot(BEGINS, 90), seconds=100.0)
    history = (
        TimelineEntry(at=after(-1), state=State.UP),
        TimelineEntry(at=after(31), state=State.UNPLANNED_OUTAGE),
        TimelineEntry(at=after(31.5), state=State.PLANNED_DOWNTIME),
        TimelineEntry(at=after(50), state=State.UP),
    )

    cells = timeline_of(history, plotted, after(70), 10)

    assert cells.plain == "---UP--"
