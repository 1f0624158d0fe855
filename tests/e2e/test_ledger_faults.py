# Faults of the disk under the running program: it goes on watching, says so, and makes up for what was not written.
from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta

from monitor.adapters.ledger import SqlLedger
from monitor.domain.errors import LedgerError
from monitor.domain.verdict import State
from tests.e2e.conftest import Programs
from tests.e2e.files import Files, platform_of, service_of
from tests.e2e.platform import OK, UNAVAILABLE, Platform
from tests.e2e.program import now, wait_until

FAILURES, PROBES = "marsad_ledger_write_failures_total", "marsad_probes_total"
WRITES = "marsad_ledger_writes_total"


async def test_locked_ledger_stops_neither_probes_nor_scrapes_and_loses_no_transition(
    site: Platform, files: Files, programs: Programs
) -> None:
    files.write_platform(platform_of([service_of("portal", site.url("/portal"))]))
    began = now()
    program = await programs.run(files)
    before = await program.until(lambda scrape: scrape.state("absher/portal") is State.UP)

    with _locked(files):
        locked = await program.until(lambda scrape: scrape.counts(FAILURES) > 0)
        site.switch(UNAVAILABLE, "/portal")
        during = await program.until(lambda scrape: scrape.page("absher/portal") == "unplanned")
        unwritten = _states(files, began)
    await wait_until(_has_written(files, State.UNPLANNED_OUTAGE, began), "the transition in the ledger")

    assert before.counts(FAILURES) == 0
    assert before.counts(PROBES) < locked.counts(PROBES) < during.counts(PROBES)
    assert State.UNPLANNED_OUTAGE not in unwritten
    assert "event=ledger_failed" in program.log

    # A start finds it locked: what it holds can be read all the same, and the page is neither sent anew nor taken back.
    with _locked(files):
        await program.kill()
        program.start()
        await program.ready()
        started = await program.scrapes_until(lambda scrape: scrape.counts(FAILURES) > 0)
        recovering = now()
        site.switch(OK, "/portal")
        started = [*started, *await program.scrapes_until(lambda scrape: scrape.state("absher/portal") is State.UP)]
    await wait_until(_has_written(files, State.UP, recovering), "the recovery in the ledger")

    assert [scrape.page("absher/portal") for scrape in started[:-1]] == ["unplanned"] * (len(started) - 1)
    assert started[-1].page("absher/portal") is None


async def test_ledger_that_is_damaged_at_runtime_is_set_aside_and_begun_anew(
    site: Platform, files: Files, programs: Programs
) -> None:
    files.write_platform(platform_of([service_of(name, site.url(f"/{name}")) for name in ("portal", "down")]))
    site.switch(UNAVAILABLE, "/down")
    began = now()
    program = await programs.run(files)
    stands = {"absher/portal": (State.UP, None), "absher/down": (State.UNPLANNED_OUTAGE, "unplanned")}
    before = await program.until(lambda scrape: scrape.summary == stands)

    files.ledger.write_bytes(b"not a database" * 1000)
    told = await program.scrapes_until(lambda scrape: scrape.counts(FAILURES) > 0)
    await wait_until(_has_written(files, State.UP, began), "the new ledger")
    after = await program.until(lambda scrape: scrape.counts(WRITES) > told[-1].counts(WRITES) + 2)
    await program.kill()
    program.start()
    await program.ready()
    restarted = await program.scrape()

    assert before.counts(FAILURES) == 0
    assert {tuple(scrape.summary.items()) for scrape in (*told, after)} == {tuple(after.summary.items())}
    assert after.summary == stands
    assert list(files.ledger.parent.glob("*.corrupt-*")) != []
    assert "event=ledger_failed" in program.log
    assert "a new one is begun" in program.log
    # All that was held in memory was written again: the open page survives the next kill.
    assert restarted.page("absher/down") == "unplanned"
    assert restarted.seconds("absher/down", State.UNPLANNED_OUTAGE) > 0


@contextmanager
def _locked(files: Files) -> Iterator[None]:
    """Another connection is writing and does not come to an end."""
    with closing(sqlite3.connect(files.ledger, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def _states(files: Files, since: datetime) -> set[State]:
    ledger = SqlLedger(f"sqlite:///{files.ledger}", now, holder="a reader", retention=timedelta(days=1))
    return {entry.state for entry in ledger.transitions("absher/portal", since, now()) if entry.at >= since}


def _has_written(files: Files, state: State, since: datetime) -> Callable[[], Awaitable[bool | None]]:
    async def question() -> bool | None:
        try:
            return state in _states(files, since) or None
        except LedgerError:  # being replaced, or busy
            return None

    return question
