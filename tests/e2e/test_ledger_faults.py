# Faults of the disk under the running program: it goes on watching, says so, and makes up for what was not written.
from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import timedelta

from monitor.adapters.ledger import SqlLedger
from monitor.domain.errors import LedgerError
from monitor.domain.verdict import State
from tests.e2e.conftest import Programs
from tests.e2e.files import Files, platform_of, service_of
from tests.e2e.platform import UNAVAILABLE, Platform
from tests.e2e.program import now, wait_until

FAILURES, PROBES = "marsad_ledger_write_failures_total", "marsad_probes_total"
WRITES = "marsad_ledger_writes_total"


async def test_locked_ledger_stops_neither_probes_nor_scrapes_and_loses_no_transition(
    site: Platform, files: Files, programs: Programs
) -> None:
    files.write_platform(platform_of([service_of("portal", site.url("/portal"))]))
    program = await programs.run(files)
    before = await program.until(lambda scrape: scrape.state("absher/portal") is State.UP)

    with closing(sqlite3.connect(files.ledger, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        locked = await program.until(lambda scrape: scrape.counts(FAILURES) > 0)
        site.switch(UNAVAILABLE, "/portal")
        during = await program.until(lambda scrape: scrape.page("absher/portal") == "unplanned")
        unwritten = _states(files)
        other.execute("ROLLBACK")
    await wait_until(_has_written(files, State.UNPLANNED_OUTAGE), "the transition in the ledger")

    assert before.counts(FAILURES) == 0
    assert before.counts(PROBES) < locked.counts(PROBES) < during.counts(PROBES)
    assert State.UNPLANNED_OUTAGE not in unwritten
    assert "event=ledger_failed" in program.log


async def test_ledger_that_is_damaged_at_runtime_is_set_aside_and_begun_anew(
    site: Platform, files: Files, programs: Programs
) -> None:
    files.write_platform(platform_of([service_of(name, site.url(f"/{name}")) for name in ("portal", "down")]))
    site.switch(UNAVAILABLE, "/down")
    program = await programs.run(files)
    stands = {"absher/portal": (State.UP, None), "absher/down": (State.UNPLANNED_OUTAGE, "unplanned")}
    before = await program.until(lambda scrape: scrape.summary == stands)

    files.ledger.write_bytes(b"not a database" * 1000)
    told = await program.scrapes_until(lambda scrape: scrape.counts(FAILURES) > 0)
    await wait_until(_has_written(files, State.UP), "the new ledger")
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


def _states(files: Files) -> set[State]:
    ledger = SqlLedger(f"sqlite:///{files.ledger}", now, holder="a reader", retention=timedelta(days=1))
    return {entry.state for entry in ledger.transitions("absher/portal", now() - timedelta(hours=1), now())}


def _has_written(files: Files, state: State) -> Callable[[], Awaitable[bool | None]]:
    async def question() -> bool | None:
        try:
            return state in _states(files) or None
        except LedgerError:  # being replaced, or busy
            return None

    return question
