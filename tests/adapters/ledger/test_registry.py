"""Changes of windows while no monitor runs."""

from __future__ import annotations

import json
import random
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bench.writers import declare_all, rules
from monitor.adapters.ledger import LedgerRegistry, lease
from monitor.adapters.ledger.database import Database
from monitor.domain.book import Author, Book, Revision, Rules
from monitor.domain.change import Change, Verb
from monitor.domain.errors import (
    IncidentUnknownError,
    LedgerError,
    LedgerInUseError,
    WindowChangedError,
    WindowTakenError,
)
from monitor.domain.window import Rule, Scope, Status, WindowSpec
from tests.adapters.ledger.ledgers import NOW, Bench, batch, correction, incident

ROOT = Path(__file__).parents[3]
KILLS = 30  # a hundred hold as well, and take ten seconds of a busy machine
AUTHOR = Author(by="operator", why="announced", origin="command")
WORKS = WindowSpec(
    id="works",
    platform="p0000",
    scope=Scope(everything=True),
    starts=datetime(2026, 3, 2, 1, 0),  # noqa: DTZ001 - local wall time, as an author writes it
    duration=timedelta(hours=4),
    timezone="Asia/Riyadh",
)


@pytest.fixture(scope="module")
def held() -> Rules:
    return rules()


def registry(bench: Bench, holder: str = "marsad windows") -> LedgerRegistry:
    return LedgerRegistry(f"sqlite:///{bench.path}", bench.clock, holder)


def declared(spec: WindowSpec = WORKS) -> Change:
    return Change(verb=Verb.DECLARE, window_id=spec.id, author=AUTHOR, spec=spec)


def extended(hours: int, version: str | None = None, window_id: str = "works") -> Change:
    changes = {"duration": timedelta(hours=hours)}
    return Change(verb=Verb.REVISE, window_id=window_id, author=AUTHOR, changes=changes, version=version)


def told(revision: Revision | None) -> Revision:
    assert revision is not None
    return revision


def test_change_makes_the_ledger_and_is_in_the_book_at_once(bench: Bench, held: Rules) -> None:
    assert registry(bench).book() == Book()
    assert not bench.path.exists()

    first = registry(bench).change(declared(), held)
    bench.clock.move(timedelta(minutes=1))
    second = told(registry(bench).change(extended(5), held))

    assert registry(bench).book().chains == {"works": (first, second)}
    assert (second.number, second.known_at, second.spec.duration) == (2, bench.clock.at, timedelta(hours=5))


def test_what_is_said_twice_is_written_once(bench: Bench, held: Rules) -> None:
    registry(bench).change(declared(), held)
    registry(bench).change(extended(5), held)

    again = registry(bench).change(declared(), held)

    assert again is None
    assert len(registry(bench).book().chains["works"]) == 2


def test_change_of_a_version_that_is_not_the_last_is_refused_and_leaves_nothing(bench: Bench, held: Rules) -> None:
    registry(bench).change(declared(), held)
    registry(bench).change(extended(5, version="1"), held)

    with pytest.raises(WindowChangedError) as refusal:
        registry(bench).change(extended(6, version="1"), held)
    with pytest.raises(WindowTakenError):
        registry(bench).change(declared(replace(WORKS, duration=timedelta(hours=9))), held)

    assert refusal.value.present == "2"
    assert [revision.number for revision in registry(bench).book().chains["works"]] == [1, 2]


def test_occurrence_that_runs_is_ended_although_it_was_revised_apart_from_its_series(bench: Bench, held: Rules) -> None:
    weekly = replace(WORKS, starts=WORKS.starts - timedelta(days=7), rule=Rule(rrule="FREQ=WEEKLY"))
    registry(bench).change(declared(weekly), held)
    registry(bench).change(extended(24, window_id="works@2026-03-02T01:00"), held)
    bench.clock.move(timedelta(hours=12))  # the occurrence runs from 22:00 UTC on

    ended = told(
        registry(bench).change(Change(verb=Verb.END, window_id="works", author=AUTHOR), held),
    )

    assert (ended.window_id, ended.number) == ("works@2026-03-02T01:00", 2)


def test_source_is_taken_as_a_whole(bench: Bench, held: Rules) -> None:
    registry(bench).change(declared(), held)
    feed, other = replace(AUTHOR, origin="feed:operator"), replace(WORKS, id="other")
    no_such = replace(WORKS, id="third", platform="no-such")

    refusals = registry(bench).take([other, no_such], feed, held)
    registry(bench).take([], feed, held)

    assert [refusal.window_id for refusal in refusals] == ["third"]
    book = registry(bench).book()
    assert [revision.spec.status for revision in book.chains["other"]] == [Status.SCHEDULED, Status.CANCELLED]
    assert len(book.chains["works"]) == 1


async def test_remark_on_an_incident_stands_in_the_correction_log_once(bench: Bench) -> None:
    async with bench.open() as (ledger, _):
        ledger.submit(batch(incidents=(incident(1),)))

    for entry in (correction(5), correction(6, "twice"), correction(6, "twice"), correction(7, "twice")):
        registry(bench).remark(entry)

    assert bench.archive().incident("absher/portal@1") == (incident(1), (correction(5), correction(6, "twice")))
    with pytest.raises(IncidentUnknownError, match="no incident has the id nothing"):
        registry(bench).remark(correction(5, incident_id="nothing"))


async def test_monitor_that_runs_is_named_and_not_waited_for(bench: Bench, held: Rules) -> None:
    async with bench.open(holder="the monitor") as (ledger, _):
        with pytest.raises(LedgerInUseError, match="in use by the monitor"):
            registry(bench).change(declared(), held)

        ledger.submit(batch())
        assert await ledger.flushed(5)
    registry(bench).change(declared(), held)


async def test_monitor_goes_on_from_what_a_command_wrote(bench: Bench, held: Rules) -> None:
    revision = registry(bench).change(declared(), held)

    async with bench.open() as (_, snapshot):
        assert snapshot.revisions == (revision,)
        assert snapshot.heartbeat_at is None


def test_lease_of_a_monitor_on_a_server_refuses_a_command(bench: Bench, held: Rules) -> None:
    """Where no lock of a file decides; a command leaves no lease behind."""
    database = Database(f"sqlite:///{bench.path}")
    registry(bench).change(declared(), held)
    with database.writing() as connection:
        lease.claim(connection, "the monitor", NOW, locked=False)
    apart = registry(bench)
    apart._database.path = None  # as a server has none

    with pytest.raises(LedgerInUseError, match="in use by the monitor"):
        apart.change(extended(5), held)
    bench.clock.move(lease.LEASE)
    apart.change(extended(5), held)

    with database.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM lease")).scalar_one() == 0


def test_command_waits_for_another_and_in_the_end_says_so(
    bench: Bench, held: Rules, monkeypatch: pytest.MonkeyPatch
) -> None:
    registry(bench).change(declared(), held)
    monkeypatch.setattr(lease, "_PATIENCE_SECONDS", 0.05)

    with lease.turn(bench.path), pytest.raises(LedgerInUseError, match="in use by other commands"):
        registry(bench).change(extended(5), held)
    registry(bench).change(extended(5), held)


def test_monitor_that_starts_waits_for_the_command_before_it(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lease, "_PATIENCE_SECONDS", 0.05)

    with lease.turn(bench.path), pytest.raises(LedgerInUseError, match="in use by other commands"):
        bench.ledger().load()


def test_fault_of_the_disk_is_told_and_leaves_the_book(bench: Bench, held: Rules) -> None:
    registry(bench).change(declared(), held)
    with closing(sqlite3.connect(bench.path)) as connection:
        connection.execute(
            "CREATE TRIGGER full BEFORE INSERT ON window_revisions BEGIN SELECT RAISE(ABORT, 'full'); END"
        )

    with pytest.raises(LedgerError, match="the change cannot be written: full"):
        registry(bench).change(extended(5), held)

    assert len(registry(bench).book().chains["works"]) == 1


# ---- many at once, in processes of their own


def test_eight_writers_lose_nothing_and_leave_no_gap(bench: Bench) -> None:
    """The ten thousand of the contract: ``python -m bench.writers LEDGER 8 10000``."""
    command = [sys.executable, "-m", "bench.writers", str(bench.path), "8", "400"]

    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)

    facts = json.loads(ended.stdout)
    assert facts["faults"] == []
    assert facts["revisions"] == 400
    assert facts["refused"] > 0


def test_revision_that_was_told_survives_every_kill(bench: Bench, held: Rules) -> None:
    bench.path.parent.mkdir()
    declare_all(bench.path, held)
    moments, revisions = random.Random(5), list[str]()
    with _clerks(bench.path) as clerks:
        for _ in range(KILLS):
            revisions += _one_life(clerks, moments.randrange(10_000))
            _check(bench.path, revisions)

    assert len(revisions) >= KILLS
    registry(bench).change(declared(), held)


@contextmanager
def _clerks(path: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.adapters.ledger.clerks", str(path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1, cwd=ROOT
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def _one_life(clerks: subprocess.Popen[str], microseconds: int) -> list[str]:
    """What a clerk was told until he was killed."""
    assert clerks.stdin is not None
    assert clerks.stdout is not None
    clerks.stdin.write(f"{microseconds}\n")
    return list(iter(lambda: clerks.stdout.readline().strip(), "dead"))  # type: ignore[union-attr]  # see above


def _check(path: Path, revisions: list[str]) -> None:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA quick_check").fetchone() == ("ok",)
        rows = connection.execute("SELECT window_id, number, why FROM window_revisions ORDER BY 1, 2").fetchall()
    assert set(revisions) <= {f"{window_id} {number} {why}" for window_id, number, why in rows}
    by_window: dict[str, list[int]] = {}
    for window_id, number, _ in rows:
        by_window.setdefault(window_id, []).append(number)
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in by_window.values())
