# A full disk, a locked file, a damaged one: the monitor goes on, says so, loses nothing it confirmed and recovers.
from __future__ import annotations

import resource
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from monitor.adapters.ledger import SqlLedger
from monitor.domain.errors import LedgerError, LedgerInUseError
from monitor.domain.verdict import State
from monitor.engine.ports import Snapshot
from tests.adapters.ledger.ledgers import (
    NOW,
    TODAY,
    Bench,
    batch,
    change,
    minute,
    revision,
    seconds,
    states,
    wait_until,
)

ROOT = Path(__file__).parents[3]
EMPTY = Snapshot(heartbeat_at=None, records={}, revisions=())
GARBAGE = b"\xde\xad" * 2048


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")


def _limit_pages(ledger: SqlLedger) -> list[int]:
    """From the next connection on the file may have so many pages: SQLite's own full disk."""
    limit = [0]

    def restrict(connection: sqlite3.Connection, _: object) -> None:
        with closing(connection.execute(f"PRAGMA max_page_count={limit[0]}")) as cursor:
            cursor.fetchall()

    event.listen(ledger._database.engine, "connect", restrict)
    return limit


async def test_full_disk_delays_and_loses_nothing(bench: Bench) -> None:
    async with bench.open() as (ledger, _):
        limit = _limit_pages(ledger)
        limit[0] = 1
        for number in range(200):
            ledger.submit(
                batch(
                    minute(number),
                    records={f"a/{number}": b"x" * 1000},
                    timeline=(change("a/b", (number, State.UP if number % 2 else State.DEGRADED)),),
                    usage=(seconds(State.UP, 1),),
                )
            )
        await wait_until(lambda: ledger.failures >= 2)
        assert ledger.writes == 0
        assert ledger.pending == 200
        assert "full" in str(bench.ear.failures[0])
        assert ledger.leader

        limit[0] = 1_000_000
        ledger.submit(batch(minute(200)))
        assert await ledger.flushed(10)

        assert len(ledger.transitions("a/b", NOW, minute(999))) == 200
        assert ledger.rollups(TODAY, TODAY + timedelta(days=1)) == (seconds(State.UP, 200),)

    async with bench.open() as (_, snapshot):
        assert len(snapshot.records) == 200
        assert snapshot.heartbeat_at == minute(200)


async def test_locked_file_delays_and_loses_nothing(bench: Bench) -> None:
    async with bench.open() as (ledger, _):
        with _locked(bench.path):
            ledger.submit(batch(records={"a/b": b"1"}, usage=(seconds(State.UP, 1),)))
            await wait_until(lambda: ledger.failures > 0)
            ledger.submit(batch(records={"a/b": b"2"}, usage=(seconds(State.UP, 1),)))
            assert "locked" in str(bench.ear.failures[0])
            assert bench.ear.failures[0].transient

        assert await ledger.flushed(10)
        assert ledger.rollups(TODAY, TODAY + timedelta(days=1)) == (seconds(State.UP, 2),)

    async with bench.open() as (_, snapshot):
        assert snapshot.records == {"a/b": b"2"}


async def test_ledger_locked_at_the_start_is_read_all_the_same(bench: Bench) -> None:
    async with bench.open() as (ledger, _):
        ledger.submit(batch(records={"a/b": b"1"}))

    second = bench.ledger()
    with _locked(bench.path):
        assert second.load().records == {"a/b": b"1"}
        assert second.failures == 1
        second.submit(batch(records={"a/b": b"2"}))

    assert await second.flushed(10)
    await second.close()
    assert bench.ear.resets == 0


async def test_ledger_that_cannot_be_opened_at_the_start_is_opened_later(bench: Bench) -> None:
    async with bench.open() as (ledger, _):
        ledger.submit(batch(records={"a/b": b"stored", "a/c": b"stored"}, revisions=(revision(),)))
    hidden = bench.path.parent.rename(bench.path.parent.with_name("hidden"))
    bench.path.parent.write_text("a file where the folder was")

    second = bench.ledger()
    with pytest.raises(LedgerError) as refusal:
        second.load()
    assert refusal.value.transient
    second.submit(batch(records={"a/b": b"newer"}))
    await wait_until(lambda: second.failures >= 2)
    assert not second.leader

    bench.path.parent.unlink()
    hidden.rename(bench.path.parent)
    assert await second.flushed(10)
    assert [snapshot.records for snapshot in bench.ear.opened] == [{"a/b": b"stored", "a/c": b"stored"}]
    assert second.leader
    await second.close()

    async with bench.open() as (_, snapshot):
        assert snapshot.records == {"a/b": b"newer", "a/c": b"stored"}
        assert snapshot.revisions == (revision(),)


@pytest.mark.parametrize("first_byte", [0, 100, 4096 + 8])
async def test_file_damaged_before_the_start_is_kept_aside(bench: Bench, first_byte: int) -> None:
    async with bench.open() as (ledger, _):
        ledger.submit(batch(records={f"a/{number}": b"x" * 500 for number in range(100)}))
    damaged = bytearray(bench.path.read_bytes())
    damaged[first_byte : first_byte + len(GARBAGE)] = GARBAGE
    bench.path.write_bytes(damaged)

    async with bench.open() as (ledger, snapshot):
        assert snapshot == EMPTY
        assert ledger.failures == 1
        ledger.submit(batch(records={"a/b": b"new"}))
        assert await ledger.flushed(5)

    (kept,) = bench.path.parent.glob("marsad.db.corrupt-*")
    assert kept.read_bytes() == damaged
    assert str(kept) in str(bench.ear.failures[0])
    async with bench.open() as (_, snapshot):
        assert snapshot.records == {"a/b": b"new"}


async def test_file_damaged_while_running_is_kept_aside_and_the_owner_asked_for_all(bench: Bench) -> None:
    async with bench.open() as (ledger, _):
        ledger.submit(batch(records={"a/b": b"1"}))
        assert await ledger.flushed(5)
        await wait_until(lambda: not bench.path.with_name("marsad.db-wal").exists())
        spoilt = bench.path.with_name("spoilt")
        spoilt.write_bytes(GARBAGE)
        spoilt.replace(bench.path)  # in one step: the sweep may open the file between emptying and filling it

        ledger.submit(batch(records={"a/c": b"2"}, timeline=(change("a/c", (0, State.UP)),)))
        assert await ledger.flushed(10)

        assert bench.ear.resets == 1
        assert states(ledger.transitions("a/c", NOW, minute(1))) == [(NOW, State.UP)]
        ledger.submit(batch(records={"a/b": b"1"}))

    # A log of the former file may be kept beside it, where the sweep had just opened it.
    kept = [path for path in bench.path.parent.glob("marsad.db*.corrupt-*") if path.read_bytes() == GARBAGE]
    assert len(kept) == 1
    async with bench.open() as (_, snapshot):
        assert snapshot.records == {"a/b": b"1", "a/c": b"2"}


async def test_file_deleted_while_running_is_begun_anew(bench: Bench) -> None:
    async with bench.open() as (ledger, _):
        ledger.submit(batch(records={"a/b": b"1"}))
        assert await ledger.flushed(5)
        await wait_until(lambda: not bench.path.with_name("marsad.db-wal").exists())
        bench.path.unlink()

        ledger.submit(batch(records={"a/c": b"2"}))
        assert await ledger.flushed(10)

        assert bench.ear.resets == 1
        assert ledger.failures >= 1


async def test_holder_whose_row_was_taken_writes_nothing_more(bench: Bench) -> None:
    async with bench.open() as (ledger, _):
        with closing(sqlite3.connect(bench.path, isolation_level=None)) as other:
            other.execute("UPDATE lease SET holder = 'usurper'")
        ledger.submit(batch(records={"a/b": b"1"}))

        assert not await ledger.flushed(10)

        assert [error.holder for error in bench.ear.lost] == ["usurper"]
        assert not ledger.leader
        ledger.submit(batch(records={"a/b": b"2"}))

    with closing(sqlite3.connect(bench.path)) as other:
        assert other.execute("SELECT count(*) FROM records").fetchone() == (0,)
        assert other.execute("SELECT holder FROM lease").fetchone() == ("usurper",)


async def test_second_ledger_in_one_process_is_refused_too(bench: Bench) -> None:
    async with bench.open():
        with pytest.raises(LedgerInUseError, match="in use by first"):
            bench.ledger(holder="second").load()

    async with bench.open(holder="second") as (ledger, _):
        assert ledger.leader


async def test_commit_whose_answer_was_lost_is_not_repeated(bench: Bench) -> None:
    """A server may commit and lose the connection before it says so; the seconds must not be added twice."""
    async with bench.open() as (ledger, _):
        store = ledger._store
        genuine = store.write
        answers = iter([True, False])

        def write_and_lose_the_answer(attempt: object) -> object:
            refused = genuine(attempt)  # type: ignore[arg-type]  # the stand-in takes what the writer hands over
            if next(answers):
                raise LedgerError("the connection was lost", transient=True)
            return refused

        store.write = write_and_lose_the_answer  # type: ignore[assignment, method-assign]  # the planted fault
        ledger.submit(batch(usage=(seconds(State.UP, 60),)))
        assert await ledger.flushed(10)

        assert ledger.rollups(TODAY, TODAY + timedelta(days=1)) == (seconds(State.UP, 60),)


def test_disk_that_fills_up_and_is_freed_in_a_process_of_its_own(bench: Bench) -> None:
    """The kernel refuses to let any file grow (RLIMIT_FSIZE), from before the start; then the limit is lifted."""
    with _holder(bench.path, 1, 0) as process:
        assert _next(process) == "held 0"
        assert _next(process) == "1"

    with _holder(bench.path, 2, 4096) as process:
        lines = [_next(process) for _ in range(4)]
        assert lines[1] == "held 1", lines
        assert all(line.startswith("failed ") for line in lines[:1] + lines[2:])

        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        while (line := _next(process)) != "2":
            assert line.startswith("failed ")


@contextmanager
def _holder(path: Path, first: int, largest_file: int) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.adapters.ledger.holder", str(path), str(first), str(largest_file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        try:
            yield process
        finally:
            process.kill()


def _next(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()
