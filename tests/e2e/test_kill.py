# `kill -9` in every state of the machine (SEMANTICS, Restart): no false edge, no second page, no counter that falls.
from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import pairwise
from typing import Literal

import anyio
import pytest

from monitor.adapters.ledger import SqlLedger
from monitor.domain.history import TimelineEntry
from monitor.domain.verdict import State
from tests.e2e.conftest import Programs
from tests.e2e.files import Document, Files, platform_of, service_of, window_of
from tests.e2e.platform import FORBIDDEN, OK, UNAVAILABLE, Canary, Platform
from tests.e2e.program import Program, Scrape, now, wait_until

INTERVAL, TIMEOUT = timedelta(seconds=2), timedelta(seconds=1)
STALE = 2 * INTERVAL + TIMEOUT
GRACE = timedelta(seconds=5)
ROUNDING_SECONDS = 0.01
HEARTBEAT = timedelta(seconds=5)  # SEMANTICS section 2: the last one before a kill is at most this old
# A run of failures, or of successes, that never comes to its end.
NEVER: Document = {"down_after": 100, "up_after": 100, "down_share": {"of": 1000, "ratio": 1}}
Truth = Mapping[str, tuple[State, str | None]]
TRUTH: Truth = {
    "absher/up": (State.UP, None),
    "absher/degraded": (State.DEGRADED, None),
    "absher/planned": (State.PLANNED_DOWNTIME, None),
    "absher/ends-meanwhile": (State.PLANNED_DOWNTIME, None),
    "absher/paged": (State.UNPLANNED_OUTAGE, "unplanned"),
    "absher/recovering": (State.UNPLANNED_OUTAGE, "unplanned"),
    "absher/overrun-paged": (State.OVERRUN, "overrun"),
    "absher/overrun-in-grace": (State.OVERRUN, None),
    "absher/blocked": (State.BLOCKED, None),
    "absher/pending": (State.UP, None),
}
UNDECIDED = {"absher/recovering", "absher/pending"}  # after a gap they are unknown, and their seconds are withheld
IN_GRACE, MEANWHILE = "absher/overrun-in-grace", "absher/ends-meanwhile"


@pytest.mark.timeout(240)
async def test_kill_in_every_state_neither_invents_an_edge_nor_a_page_nor_takes_a_second_back(
    site: Platform, files: Files, programs: Programs
) -> None:
    """The seconds of the last beat were exported, and once missing from the first scrape after the start."""
    windows = Windows(files)
    program = await _in_every_state(site, windows, files, programs)
    before = await program.scrape()

    # 1. Away for less than the staleness of any observation.
    killed_at = await program.kill()
    after = await _start_again(program, TRUTH)
    _check([before, *after], TRUTH, {IN_GRACE: windows.ends[IN_GRACE] + GRACE})
    await _check_gap(files, program, before, killed_at)

    # 2. Away until every observation is stale; one window ends meanwhile, which shows at the first sight (W16).
    await program.until(lambda scrape: scrape.page(IN_GRACE) == "overrun" and _stands(scrape, TRUTH))
    await windows.end(program, MEANWHILE, now() + timedelta(seconds=1.5))
    before = await program.scrape()
    killed_at = await program.kill()
    await anyio.sleep(STALE.total_seconds())
    truth: Truth = {**TRUTH, MEANWHILE: (State.OVERRUN, None)}
    after = await _start_again(program, truth)
    dues = {IN_GRACE: windows.ends[IN_GRACE] + GRACE, MEANWHILE: windows.ends[MEANWHILE] + GRACE}
    assert before.page(IN_GRACE) == "overrun"
    _check([before, *after], truth, dues)
    await _check_gap(files, program, before, killed_at)
    await program.until(lambda scrape: scrape.page(MEANWHILE) == "overrun")

    # The recovery of an outage that was killed twice is sent like any other.
    site.switch(OK, "/paged")
    await program.until(lambda scrape: (scrape.state("absher/paged"), scrape.page("absher/paged")) == (State.UP, None))


class Windows:
    """A long window for each of the services that are planned; they end one by one."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._starts = now() - timedelta(minutes=5)
        planned = ("absher/planned", "absher/overrun-paged", IN_GRACE, MEANWHILE)
        self.ends = dict.fromkeys(planned, now() + timedelta(minutes=30))
        self.write()

    def write(self) -> None:
        names = {_name(service_id): ends for service_id, ends in self.ends.items()}
        self._files.write_windows(*(window_of(f"w-{name}", [name], self._starts, end) for name, end in names.items()))

    async def end(self, program: Program, service_id: str, at: datetime) -> None:
        self.ends[service_id] = at
        self.write()
        await program.reload()


async def _in_every_state(site: Platform, windows: Windows, files: Files, programs: Programs) -> Program:
    """A program whose services stand as ``TRUTH`` says."""
    more: dict[str, Document] = {"degraded": {"slow": "1ms"}, "pending": NEVER, "recovering": {"up_after": 100}}
    timing: Document = {"interval": f"{INTERVAL.seconds}s", "timeout": f"{TIMEOUT.seconds}s"}
    files.write_settings(grace=f"{GRACE.seconds}s")
    files.write_platform(
        platform_of([service_of(n, site.url(f"/{n}"), **timing, **more.get(n, {})) for n in map(_name, TRUTH)])
    )
    site.switch(UNAVAILABLE, *(f"/{_name(service_id)}" for service_id in windows.ends), "/paged", "/recovering")
    site.switch(FORBIDDEN, "/blocked")

    program = await programs.run(files)
    await program.until(lambda scrape: {scrape.state(name) for name in windows.ends} == {State.PLANNED_DOWNTIME})
    await windows.end(program, "absher/overrun-paged", now())
    undecided = {name: TRUTH[name] for name in UNDECIDED}
    await program.until(lambda scrape: undecided.items() <= scrape.summary.items())
    site.switch(OK, "/recovering")
    site.switch(UNAVAILABLE, "/pending")
    await program.until(lambda scrape: scrape.value("marsad_probe_success", service_id="absher/pending") == 0)
    all_others = {name: stands for name, stands in TRUTH.items() if name != IN_GRACE}
    await program.until(lambda scrape: all_others.items() <= scrape.summary.items())
    await windows.end(program, IN_GRACE, now())
    await program.until(lambda scrape: scrape.state(IN_GRACE) is State.OVERRUN)
    return program


def _name(service_id: str) -> str:
    return service_id.partition("/")[2]


def _stands(scrape: Scrape, truth: Truth) -> bool:
    """All services are seen in their states, but those of which the last observation contradicts what is believed."""
    return all(scrape.state(name) is state for name, (state, _) in truth.items() if name not in UNDECIDED)


async def _start_again(program: Program, truth: Truth) -> Sequence[Scrape]:
    """Every scrape from the first answer on until all services are seen again."""
    program.start()
    await program.ready()
    return await program.scrapes_until(
        lambda scrape: _stands(scrape, truth) and len(scrape.series("marsad_probe_success")) == len(truth)
    )


def _check(scrapes: Sequence[Scrape], truth: Truth, dues: Mapping[str, datetime]) -> None:
    for service_id, (state, page) in truth.items():
        states = [scrape.states(service_id) for scrape in scrapes[1:]]
        assert all(len(found) == 1 for found in states)
        assert {found[0] for found in states} <= {state, State.UNKNOWN}, service_id
        if service_id in dues:
            _check_page_that_falls_due(scrapes, service_id, dues[service_id])
        else:
            assert {scrape.page(service_id) for scrape in scrapes} == {page}, service_id
    for former, latter in pairwise(scrapes):
        _check_counters(former, latter)


def _check_page_that_falls_due(scrapes: Sequence[Scrape], service_id: str, due: datetime) -> None:
    """Not before it is due, and once sent it stays."""
    pages = [scrape.page(service_id) for scrape in scrapes]
    assert [page for page, scrape in zip(pages, scrapes, strict=True) if scrape.at < due and page] == []
    first = pages.index("overrun") if "overrun" in pages else len(pages)
    assert set(pages[first:]) <= {"overrun"}


def _check_counters(former: Scrape, latter: Scrape, services: int = len(TRUTH)) -> None:
    name = "marsad_service_state_seconds_total"
    old, new = former.series(name), latter.series(name)
    assert len(old) == len(new) == services * len(State)
    assert {key: (old[key], new[key]) for key in old if new[key] < old[key]} == {}


async def _check_gap(files: Files, program: Program, before: Scrape, killed_at: datetime) -> None:
    """The gap is unknown from the last heartbeat to the start at least, in the ledger as on the counters."""
    for service_id in TRUTH:
        if before.state(service_id) is State.UNKNOWN:  # an undecided one that has not come back from the former gap
            continue
        entries = _history(files, service_id, killed_at - HEARTBEAT)
        began = [entry.at for entry in entries if entry.state is State.UNKNOWN and entry.at <= killed_at][-1]
        assert killed_at - HEARTBEAT <= began
        assert [entry for entry in entries if began < entry.at <= killed_at] == []
        if service_id not in UNDECIDED:
            await wait_until(partial(_is_counted, files, program, before, service_id, began), f"{service_id}'s gap")


async def _is_counted(
    files: Files, program: Program, before: Scrape, service_id: str, since: datetime
) -> Literal[True] | None:
    """Whether the counter has grown by what the ledger says."""
    entries = [entry for entry in _history(files, service_id, since) if entry.at >= since]
    unknown = [end.at - start.at for start, end in pairwise(entries) if start.state is State.UNKNOWN]
    scrape = await program.scrape()
    grown = scrape.seconds(service_id, State.UNKNOWN) - before.seconds(service_id, State.UNKNOWN)
    return (grown > 0 and abs(grown - sum(unknown, timedelta()).total_seconds()) < ROUNDING_SECONDS) or None


def _history(files: Files, service_id: str, since: datetime) -> tuple[TimelineEntry, ...]:
    ledger = SqlLedger(f"sqlite:///{files.ledger}", now, holder="a reader", retention=timedelta(days=1))
    return ledger.transitions(service_id, since, now())


async def test_kill_while_failures_are_doubted_keeps_the_doubt_and_the_open_page(
    site: Platform, files: Files, canaries: tuple[Canary, Canary], programs: Programs
) -> None:
    files.write_platform(platform_of([service_of(name, site.url(f"/{name}")) for name in ("doubted", "paged")]))
    site.switch(UNAVAILABLE, "/paged")
    program = await programs.run(files)
    stands = {"absher/doubted": (State.UP, None), "absher/paged": (State.UNPLANNED_OUTAGE, "unplanned")}
    await program.until(lambda scrape: scrape.summary == stands)
    for canary in canaries:
        await canary.close()
    site.switch(UNAVAILABLE, "/doubted")
    blind = {"absher/doubted": (State.UNKNOWN, None), "absher/paged": (State.UNKNOWN, "unplanned")}
    before = await program.until(lambda scrape: scrape.summary == blind)

    await program.kill()
    program.start()
    await program.ready()
    after = await program.scrapes_until(
        lambda scrape: (
            scrape.counts("marsad_probes_total") > 4 and len(scrape.series("marsad_location_control_success")) == 2
        )
    )
    for canary in canaries:
        await canary.open()
    seen = await program.scrapes_until(
        lambda scrape: set(scrape.summary.values()) == {(State.UNPLANNED_OUTAGE, "unplanned")}
    )

    assert [scrape.summary for scrape in after if scrape.summary != blind] == []
    assert {scrape.page("absher/paged") for scrape in seen} == {"unplanned"}
    for former, latter in pairwise((before, *after, *seen)):
        _check_counters(former, latter, services=2)
