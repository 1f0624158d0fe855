from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text

from monitor.adapters.ledger import LedgerRegistry, reading
from monitor.adapters.ledger.database import Database
from monitor.domain.announcement.draft import Part, Wall
from monitor.domain.approval import Approval, Outcome, confirmed
from monitor.domain.book import Book
from monitor.domain.change import Verb
from monitor.domain.errors import (
    DraftDecidedError,
    DraftIncompleteError,
    DraftUnknownError,
    LedgerError,
    LedgerInUseError,
)
from monitor.domain.proposal import Decision, Proposal
from monitor.domain.seen import SeenEntry
from monitor.engine.ports import Snapshot
from tests.adapters.ledger.ledgers import NOW, Bench, batch, wait_until
from tests.domain import facts
from tests.domain.drafts import draft, proposal, source

DECIDED = proposal(
    id="draft-absher-2025-12-06-00000000",
    draft=draft(
        starts=Wall(day=date(2025, 12, 6), part=Part.DAWN), ends=None, duration=timedelta(minutes=90), warnings=("?",)
    ),
    sources=(
        source(published=datetime(2025, 12, 3, 18, 50, tzinfo=UTC)),
        source("another", published=date(2025, 12, 3), url=""),
    ),
    verb=Verb.REVISE,
    revises=("absher-2025-12-05",),
    conflicts=("ends: 12:00 or 13:00",),
    decision=Decision.CONFIRMED,
    decided_by="aisha",
    decided_at=NOW,
    why="read it",
    window_ids=("absher-2025-12-05",),
)


async def test_draft_comes_back_after_a_restart_as_it_was_handed_over(bench: Bench) -> None:
    waiting = proposal()
    async with bench.open() as (ledger, snapshot):
        assert snapshot.proposals == ()
        ledger.submit(batch(proposals=(waiting, DECIDED)))
        assert await ledger.flushed(5)

    async with bench.open() as (_, snapshot):
        assert snapshot.proposals == (waiting, DECIDED)
        # A datetime is a date to Python; a day of publication must not come back as its midnight.
        assert [type(one.published) for one in snapshot.proposals[1].sources] == [datetime, date]


async def test_draft_stands_as_it_was_handed_over_last(bench: Bench) -> None:
    later = replace(proposal(), decision=Decision.REJECTED, decided_by="aisha", decided_at=NOW)
    async with bench.open() as (ledger, _):
        ledger.submit(batch(proposals=(proposal(),)))
        ledger.submit(batch(proposals=(later,)))
        assert await ledger.flushed(5)
        ledger.submit(batch(proposals=(DECIDED,)))
        assert await ledger.flushed(5)

    async with bench.open() as (_, snapshot):
        assert snapshot.proposals == (later, DECIDED)


async def test_decided_draft_goes_with_the_retention_and_a_waiting_one_stays(bench: Bench) -> None:
    old = NOW - timedelta(days=31)
    waiting = proposal(sources=(source(received_at=old),))
    decided = replace(DECIDED, decided_at=old)
    async with bench.open(retention=timedelta(days=30)) as (ledger, _):
        ledger.submit(batch(proposals=(waiting, decided)))
        assert await ledger.flushed(5)
        await wait_until(lambda: kept(bench).proposals == (waiting,))


async def test_entry_of_a_feed_is_known_after_a_restart(bench: Bench) -> None:
    entry = SeenEntry(feed="news", key="a", at=NOW)
    async with bench.open() as (ledger, _):
        ledger.submit(batch(seen=(replace(entry, at=NOW - timedelta(days=40)),)))
        ledger.submit(batch(seen=(entry,)))
        assert await ledger.flushed(5)

    async with bench.open() as (_, snapshot):
        assert snapshot.seen == (entry,)


async def test_entry_of_a_feed_goes_once_it_was_not_met_for_long(bench: Bench) -> None:
    lately = SeenEntry(feed="news", key="a", at=NOW)
    once = SeenEntry(feed="news", key="b", at=NOW - timedelta(days=31))
    async with bench.open(retention=timedelta(days=30)) as (ledger, _):
        ledger.submit(batch(seen=(lately, once)))
        assert await ledger.flushed(5)
        await wait_until(lambda: kept(bench).seen == (lately,))


def kept(bench: Bench) -> Snapshot:
    with Database(f"sqlite:///{bench.path}").reading() as connection:
        return reading.snapshot(connection)


# ---- while no monitor runs


def registry(bench: Bench) -> LedgerRegistry:
    return LedgerRegistry(f"sqlite:///{bench.path}", bench.clock, "marsad windows")


def settled(proposal_: Proposal, book: Book, at: datetime) -> Outcome:
    return confirmed(proposal_, book, Approval(by="aisha"), at, rules=facts.rules(), timezone="Asia/Riyadh")


def test_ledger_that_is_not_there_knows_no_drafts_and_is_not_made(bench: Bench) -> None:
    assert registry(bench).proposals() == ()
    assert not bench.path.exists()


def test_texts_of_one_event_join_in_the_ledger_and_say_whether_they_are_news(bench: Bench) -> None:
    (first,) = registry(bench).receive([draft()], source())
    (again,) = registry(bench).receive([draft()], source())
    (other,) = registry(bench).receive([draft()], source("other words"))

    assert [is_news for _, is_news in (first, again, other)] == [True, False, True]
    (kept_one,) = registry(bench).proposals()
    assert [one.text for one in kept_one.sources] == [source().text, "other words"]


def test_window_and_decision_are_written_together(bench: Bench) -> None:
    ((waiting, _),) = registry(bench).receive([draft()], source())

    outcome = registry(bench).confirm(waiting.id, settled)

    assert registry(bench).proposals() == (outcome.proposal,)
    assert registry(bench).book().chains["absher-2025-12-05"] == outcome.revisions


def test_confirmation_that_is_refused_writes_neither(bench: Bench) -> None:
    ((waiting, _),) = registry(bench).receive([draft(ends=None)], source())

    with pytest.raises(DraftIncompleteError):
        registry(bench).confirm(waiting.id, settled)

    assert registry(bench).proposals() == (waiting,)
    assert registry(bench).book().chains == {}


def test_draft_is_decided_once(bench: Bench) -> None:
    ((waiting, _),) = registry(bench).receive([draft()], source())
    registry(bench).reject(waiting.id, Approval(by="aisha"))

    with pytest.raises(DraftDecidedError, match="rejected by aisha"):
        registry(bench).confirm(waiting.id, settled)
    with pytest.raises(DraftUnknownError):
        registry(bench).reject("nobody", Approval(by="aisha"))


async def test_drafts_of_a_running_monitor_are_read_and_not_written(bench: Bench) -> None:
    async with bench.open() as (ledger, _):
        ledger.submit(batch(proposals=(proposal(),)))
        assert await ledger.flushed(5)

        assert registry(bench).proposals() == (proposal(),)
        with pytest.raises(LedgerInUseError):
            registry(bench).reject(proposal().id, Approval(by="aisha"))


def test_drafts_of_a_ledger_of_another_version_are_not_guessed_at(bench: Bench) -> None:
    registry(bench).receive([draft()], source())
    with Database(f"sqlite:///{bench.path}").writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0003'"))

    with pytest.raises(LedgerError, match="another version"):
        registry(bench).proposals()
