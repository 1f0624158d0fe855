from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from monitor.adapters.ledger import SqlLedger
from monitor.domain.errors import LedgerError
from monitor.domain.incident import Kind
from monitor.domain.verdict import State
from monitor.engine.ports import Ledger, Snapshot
from tests.adapters.ledger.ledgers import (
    NOW,
    Bench,
    SetClock,
    batch,
    change,
    incident,
    minute,
    revision,
    seconds,
    states,
)

SERVICE = "absher/portal"


def _as_port(ledger: SqlLedger) -> Ledger:
    return ledger


async def test_new_ledger_is_empty_and_held(bench: Bench) -> None:
    async with bench.open() as (ledger, snapshot):
        assert snapshot == Snapshot(heartbeat_at=None, records={}, revisions=())
        assert _as_port(ledger) is ledger
        assert ledger.leader

    assert not ledger.leader
    assert bench.ear.failures == []


async def test_what_was_submitted_is_loaded_by_the_next_process(bench: Bench) -> None:
    async with bench.open() as (ledger, _):
        ledger.submit(batch(minute(1), records={SERVICE: b'{"streak": 1}', "gone": b"{}"}, revisions=(revision(),)))
        ledger.submit(batch(minute(2), records={SERVICE: b'{"streak": 2}'}, dropped=("gone",)))

    async with bench.open() as (_, snapshot):
        assert snapshot.heartbeat_at == minute(2)
        assert snapshot.records == {SERVICE: b'{"streak": 2}'}
        assert snapshot.revisions == (revision(),)


async def test_flushed_means_on_disk(bench: Bench) -> None:
    async with bench.open() as (ledger, _):
        ledger.submit(batch(timeline=(change(SERVICE, (0, State.UP)),)))

        assert await ledger.flushed(5)

        assert ledger.pending == 0
        assert ledger.writes == 1
        assert states(ledger.transitions(SERVICE, NOW, minute(1))) == [(NOW, State.UP)]


async def test_dating_back_replaces_the_history_from_its_instant_on(bench: Bench) -> None:
    async with bench.open() as (ledger, _):
        ledger.submit(batch(timeline=(change(SERVICE, (0, State.UP), (5, State.UNKNOWN), (6, State.UP)),)))
        assert await ledger.flushed(5)
        ledger.submit(batch(timeline=(change(SERVICE, (4, State.UNPLANNED_OUTAGE)),)))
        assert await ledger.flushed(5)

        assert states(ledger.transitions(SERVICE, NOW, minute(60))) == [
            (NOW, State.UP),
            (minute(4), State.UNPLANNED_OUTAGE),
        ]


async def test_entry_that_repeats_the_one_before_is_not_stored(bench: Bench) -> None:
    async with bench.open() as (ledger, _):
        ledger.submit(batch(timeline=(change(SERVICE, (0, State.UP)),)))
        assert await ledger.flushed(5)
        ledger.submit(batch(timeline=(change(SERVICE, (3, State.UP), (4, State.BLOCKED)),)))
        assert await ledger.flushed(5)

        assert states(ledger.transitions(SERVICE, NOW, minute(60))) == [(NOW, State.UP), (minute(4), State.BLOCKED)]


async def test_entry_that_repeats_another_of_a_first_batch_is_not_stored(bench: Bench) -> None:
    changes = (change(SERVICE, (0, State.UP)), change(SERVICE, (3, State.UP), (4, State.BLOCKED)))
    async with bench.open() as (ledger, _):
        ledger.submit(batch(timeline=changes))
        assert await ledger.flushed(5)

        assert states(ledger.transitions(SERVICE, NOW, minute(60))) == [(NOW, State.UP), (minute(4), State.BLOCKED)]


async def test_question_for_a_span_begins_with_what_was_in_force(bench: Bench) -> None:
    async with bench.open() as (ledger, _):
        ledger.submit(batch(timeline=(change(SERVICE, (0, State.UP), (5, State.DEGRADED), (9, State.UP)),)))
        assert await ledger.flushed(5)

        assert states(ledger.transitions(SERVICE, minute(6), minute(9))) == [(minute(5), State.DEGRADED)]
        assert states(ledger.transitions(SERVICE, minute(5), minute(10))) == [
            (minute(5), State.DEGRADED),
            (minute(9), State.UP),
        ]


async def test_incident_is_kept_in_its_last_form(bench: Bench) -> None:
    closed = incident(1, ended_at=minute(8), recovered_at=minute(9), early_start=timedelta(seconds=90))
    overrun = incident(20, kind=Kind.OVERRUN, overrun_at=minute(30), paged_at=minute(35))
    async with bench.open() as (ledger, _):
        ledger.submit(batch(incidents=(incident(1),)))
        assert await ledger.flushed(5)
        ledger.submit(batch(incidents=(closed, overrun)))
        assert await ledger.flushed(5)

        assert ledger.incidents(NOW, minute(60)) == (closed, overrun)
        assert ledger.incidents(minute(8), minute(60)) == (overrun,)
        assert ledger.incidents(NOW, minute(20)) == (closed,)


async def test_usage_adds_up_over_batches_and_processes(bench: Bench) -> None:
    async with bench.open() as (ledger, _):
        ledger.submit(batch(usage=(seconds(State.UP, 60.5), seconds(State.UP, 1, day=date(2026, 3, 2)))))
        ledger.submit(batch(usage=(seconds(State.UP, 60), seconds(State.BLOCKED, 5))))

    async with bench.open() as (ledger, _):
        ledger.submit(batch(usage=(seconds(State.UP, 0.25),)))
        assert await ledger.flushed(5)

        assert ledger.rollups(NOW.date(), date(2026, 3, 2)) == (
            seconds(State.BLOCKED, 5),
            seconds(State.UP, 120.75),
        )


async def test_revision_sent_again_is_kept_once(bench: Bench) -> None:
    async with bench.open() as (ledger, _):
        for _ in range(2):
            ledger.submit(batch(revisions=(revision(1), revision(2))))
            assert await ledger.flushed(5)

        assert ledger.failures == 0

    async with bench.open() as (_, snapshot):
        assert snapshot.revisions == (revision(1), revision(2))


async def test_revision_that_contradicts_a_stored_one_is_told_and_not_kept(bench: Bench) -> None:
    async with bench.open() as (ledger, _):
        ledger.submit(batch(revisions=(revision(),)))
        assert await ledger.flushed(5)
        ledger.submit(batch(records={SERVICE: b"{}"}, revisions=(revision(why="rewritten"),)))
        assert await ledger.flushed(5)

    assert [str(error) for error in bench.ear.failures] == [
        "revision 1 of window works is known otherwise; the former stands"
    ]
    async with bench.open() as (_, snapshot):
        assert snapshot.revisions == (revision(),)
        assert snapshot.records == {SERVICE: b"{}"}


async def test_flushed_says_no_when_the_time_is_up(bench: Bench) -> None:
    ledger = bench.ledger()
    ledger.submit(batch())

    assert not await ledger.flushed(0.01)


async def test_closed_ledger_takes_nothing_and_answers_at_once(bench: Bench) -> None:
    async with bench.open() as (ledger, _):
        pass

    ledger.submit(batch())

    assert ledger.pending == 0
    assert await ledger.flushed(60)


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "no url", "nosuch://host/name"])
def test_storage_that_cannot_hold_a_ledger_is_refused(url: str) -> None:
    with pytest.raises(LedgerError, match=r"^storage: ") as refusal:
        SqlLedger(url, SetClock(), holder="first", retention=timedelta(days=1))

    assert not refusal.value.transient


async def test_url_is_relative_to_the_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ledger = SqlLedger("sqlite:///var/marsad.db", SetClock(), holder="first", retention=timedelta(days=1))

    ledger.load()
    await ledger.close()

    assert (tmp_path / "var" / "marsad.db").exists()
