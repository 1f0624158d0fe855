# `kill -9` in every state of the machine (SEMANTICS, Restart): no false edge, no second page, no counter that falls.
from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

import anyio

from monitor.adapters.ledger import SqlLedger
from monitor.domain.history import TimelineEntry
from monitor.domain.verdict import State
from tests.e2e.conftest import Programs
from tests.e2e.files import Document, Files, platform_of, service_of, window_of
from tests.e2e.platform import FORBIDDEN, OK, UNAVAILABLE, Canary, Platform
from tests.e2e.program import Program, Scrape, now

INTERVAL, TIMEOUT = timedelta(seconds=2), timedelta(seconds=1)
STALE = 2 * INTERVAL + TIMEOUT
GRACE = timedelta(seconds=5)
HEARTBEAT = timedelta(seconds=5)  # SEMANTICS section 2: the last one before a kill is at most this old
# A run of failures, or of successes, that never comes to its end.
NEVER: Document = {"down_after": 100, "up_after": 100, "down_share": {"of": 1000, "ratio": 1}}
TRUTH: dict[str, tuple[State, str | None]] = {
    "absher/up": (State.UP, None),
    "absher/degraded": (State.DEGRADED, None),
    "absher/planned": (State.PLANNED_DOWNTIME, None),
    "absher/paged": (State.UNPLANNED_OUTAGE, "unplanned"),
    "absher/recovering": (State.UNPLANNED_OUTAGE, "unplanned"),
    "absher/overrun-paged": (State.OVERRUN, "overrun"),
    "absher/overrun-in-grace": (State.OVERRUN, None),
    "absher/blocked": (State.BLOCKED, None),
    "absher/pending": (State.UP, None),
}
UNDECIDED = {"absher/recovering", "absher/pending"}  # after a gap they are unknown, and their seconds are withheld
IN_GRACE = "absher/overrun-in-grace"


async def test_kill_in_every_state_neither_invents_an_edge_nor_a_page_nor_takes_a_second_back(
    site: Platform, files: Files, programs: Programs
) -> None:
    program, window_end = await _in_every_state(site, files, programs)
    due = window_end + GRACE
    before = await program.scrape()

    # 1. Away for less than the staleness of any observation.
    killed_at = await program.kill()
    after = await _start_again(program)
    _check(before, after, due)
    await _check_gap(files, program, before, killed_at)

    # 2. Away until every observation is stale.
    before = await program.until(lambda scrape: scrape.page(IN_GRACE) == "overrun" and _is_true(scrape))
    assert before.at >= due
    killed_at = await program.kill()
    await anyio.sleep(STALE.total_seconds())
    after = await _start_again(program)
    _check(before, after, due)
    await _check_gap(files, program, before, killed_at)

    # The recovery of an outage that was killed twice is sent like any other.
    site.switch(OK, "/paged")
    await program.until(lambda scrape: (scrape.state("absher/paged"), scrape.page("absher/paged")) == (State.UP, None))


async def _in_every_state(site: Platform, files: Files, programs: Programs) -> tuple[Program, datetime]:
    """A program whose services stand as ``TRUTH`` says; the end of the window that was left last."""
    more: dict[str, Document] = {"degraded": {"slow": "1ms"}, "pending": NEVER, "recovering": {"up_after": 100}}
    names = [service_id.partition("/")[2] for service_id in TRUTH]
    timing: Document = {"interval": f"{INTERVAL.seconds}s", "timeout": f"{TIMEOUT.seconds}s"}
    files.write_settings(grace=f"{GRACE.seconds}s")
    files.write_platform(platform_of([service_of(n, site.url(f"/{n}"), **timing, **more.get(n, {})) for n in names]))
    starts, late = now() - timedelta(minutes=5), now() + timedelta(minutes=30)
    ends = {"planned": late, "overrun-paged": late, "overrun-in-grace": late}
    site.switch(UNAVAILABLE, *(f"/{name}" for name in (*ends, "paged", "recovering")))
    site.switch(FORBIDDEN, "/blocked")

    def declare() -> None:
        files.write_windows(*(window_of(f"w-{name}", [name], starts, end) for name, end in ends.items()))

    declare()
    program = await programs.run(files)
    await program.until(lambda s: {s.state(f"absher/{name}") for name in ends} == {State.PLANNED_DOWNTIME})
    ends["overrun-paged"] = now()
    declare()
    await program.reload()
    await program.until(_stands("absher/recovering", "absher/pending"))
    site.switch(OK, "/recovering")
    site.switch(UNAVAILABLE, "/pending")
    await program.until(_stands(*(name for name in TRUTH if name != IN_GRACE)))
    await program.until(_has_failed("absher/pending"))
    ends["overrun-in-grace"] = now()
    declare()
    await program.reload()
    await program.until(lambda scrape: scrape.state(IN_GRACE) is State.OVERRUN)
    return program, ends["overrun-in-grace"]


def _stands(*service_ids: str) -> Callable[[Scrape], bool]:
    return lambda scrape: all((scrape.state(name), scrape.page(name)) == TRUTH[name] for name in service_ids)


def _has_failed(service_id: str) -> Callable[[Scrape], bool]:
    return lambda scrape: scrape.value("marsad_probe_success", service_id=service_id) == 0


def _is_true(scrape: Scrape) -> bool:
    """All services stand as before, but those of which the last observation contradicts what is believed."""
    return all(scrape.state(name) is state for name, (state, _) in TRUTH.items() if name not in UNDECIDED)


async def _start_again(program: Program) -> Sequence[Scrape]:
    """Every scrape from the first answer on until all services are seen again."""
    program.start()
    await program.ready()
    return await program.scrapes_until(lambda scrape: _is_true(scrape) and _all_looked_at(scrape))


def _all_looked_at(scrape: Scrape) -> bool:
    return len(scrape.series("marsad_probe_success")) == len(TRUTH)


def _check(before: Scrape, after: Sequence[Scrape], due: datetime) -> None:
    for service_id, (state, page) in TRUTH.items():
        states = [scrape.states(service_id) for scrape in after]
        assert all(len(found) == 1 for found in states)
        assert {found[0] for found in states} <= {state, State.UNKNOWN}, service_id
        if service_id != IN_GRACE:
            assert {scrape.page(service_id) for scrape in after} == {page}, service_id
    _check_page_that_falls_due([before, *after], due)
    for former, latter in pairwise((before, *after)):
        _check_counters(former, latter)


def _check_page_that_falls_due(scrapes: Sequence[Scrape], due: datetime) -> None:
    """Not before it is due, and once sent it stays."""
    pages = [scrape.page(IN_GRACE) for scrape in scrapes]
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
            await program.until(_has_counted(service_id, before, _unknown_seconds(entries, began)))


def _unknown_seconds(entries: Sequence[TimelineEntry], since: datetime) -> float:
    stretches = pairwise(entry for entry in entries if entry.at >= since)
    return sum((end.at - start.at).total_seconds() for start, end in stretches if start.state is State.UNKNOWN)


def _has_counted(service_id: str, before: Scrape, seconds: float) -> Callable[[Scrape], bool]:
    assert seconds > 0
    counted = before.seconds(service_id, State.UNKNOWN)
    return lambda scrape: abs(scrape.seconds(service_id, State.UNKNOWN) - counted - seconds) < 0.01


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
