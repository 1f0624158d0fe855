from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from monitor.adapters.ledger import reading
from monitor.adapters.ledger.database import Database
from monitor.domain.announcement.draft import Part, Wall
from monitor.domain.change import Verb
from monitor.domain.proposal import Decision
from monitor.domain.seen import SeenEntry
from monitor.engine.ports import Snapshot
from tests.adapters.ledger.ledgers import NOW, Bench, batch, wait_until
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
