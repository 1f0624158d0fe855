# `kill -9` for real, in processes of their own (SEMANTICS, Restart).
from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from monitor.domain.verdict import State
from tests.adapters.ledger.ledgers import NOW, TODAY, Bench, batch, minute

ROOT = Path(__file__).parents[3]
KILLS = 100


@contextmanager
def _holder(path: Path, first: int) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.adapters.ledger.holder", str(path), str(first), "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        try:
            yield process
        finally:
            process.kill()


def _line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


async def test_second_process_is_refused_until_the_first_is_killed(bench: Bench) -> None:
    with _holder(bench.path, 1) as first:
        assert _line(first) in {"held 0", "held 1"}

        with _holder(bench.path, 100) as second:
            assert _line(second) == "refused holder 1"
            assert second.wait(10) == 2

        first.kill()
        first.wait(10)
        # The row of the lease has not expired: its clock stands. The lock died with its holder.
        async with bench.open(holder="next") as (ledger, snapshot):
            assert ledger.leader
            assert snapshot.heartbeat_at is None or snapshot.heartbeat_at >= minute(1)


async def test_holder_that_stalls_keeps_the_ledger(bench: Bench) -> None:
    with _holder(bench.path, 1) as first:
        assert _line(first) in {"held 0", "held 1"}
        first.send_signal(signal.SIGSTOP)

        with _holder(bench.path, 100) as second:
            assert _line(second) == "refused holder 1"


async def test_batch_that_was_confirmed_survives_a_hundred_kills_and_none_is_halved(bench: Bench) -> None:
    """Forked rather than started anew, so that a hundred rounds take seconds; each child is killed while it writes."""
    last = 0
    with _nursery(bench.path) as nursery:
        for round_number in range(KILLS):
            acknowledged = _one_life(nursery, last + 1, lines=1 + round_number % 3)
            last = _check_whole(bench.path, acknowledged)

    async with bench.open() as (ledger, snapshot):
        assert snapshot.records == {"a/b": b"%d" % last}
        assert snapshot.heartbeat_at == minute(last)
        assert [usage.seconds for usage in ledger.rollups(TODAY, TODAY.replace(day=2))] == [float(last)]
        assert [entry.at for entry in ledger.transitions("a/b", NOW, minute(last + 1))] == [
            minute(number) for number in range(1, last + 1)
        ]
        ledger.submit(batch(records={"a/b": b"after"}))
        assert await ledger.flushed(5)


@contextmanager
def _nursery(path: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.adapters.ledger.nursery", str(path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1, cwd=ROOT
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def _one_life(nursery: subprocess.Popen[str], first: int, *, lines: int) -> int:
    """Let a child write from ``first`` on, kill it after ``lines`` acknowledged batches; the last of them."""
    assert nursery.stdin is not None
    nursery.stdin.write(f"{first}\n")
    child = int(_line(nursery))
    assert _line(nursery) in {"held 0", "held 1"}
    acknowledged = [int(_line(nursery)) for _ in range(lines)]
    os.kill(child, signal.SIGKILL)
    while (line := _line(nursery)) != "dead":
        acknowledged.append(int(line))
    return acknowledged[-1]


def _check_whole(path: Path, acknowledged: int) -> int:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        (record,) = connection.execute("SELECT record FROM records").fetchone()
        (total,) = connection.execute("SELECT seconds FROM rollups WHERE state = ?", (State.UP,)).fetchone()
        (transitions,) = connection.execute("SELECT count(*) FROM transitions").fetchone()
    number = int(record)
    assert acknowledged <= number <= acknowledged + 1
    assert (total, transitions) == (number, number)
    return number
