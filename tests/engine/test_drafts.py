from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from monitor.domain.announcement.draft import Draft, Kind, Wall
from monitor.domain.approval import Approval
from monitor.domain.change import Verb
from monitor.domain.errors import DraftDecidedError, DraftIncompleteError, DraftUnknownError, WindowRefusedError
from monitor.domain.proposal import Decision, Proposal
from monitor.domain.seen import SeenEntry
from monitor.domain.window import Status
from monitor.engine.desk import Decided, Desk
from monitor.engine.drawer import Drawer
from monitor.engine.ports import Snapshot
from tests.domain import facts
from tests.domain.drafts import draft, proposal, source
from tests.domain.facts import HOUR, MINUTE
from tests.engine.rig import Rig, configuration, running
from tests.fakes import quiet

AISHA = Approval(by="aisha", why="read it")


def desk_of(rig: Rig) -> Desk:
    return Desk(rig.fleet, rig.ledger, rig.clock, Drawer(rig.publisher))


def at(instant: datetime) -> Wall:
    return Wall(day=instant.date(), clock=instant.time())


def beginning_now(rig: Rig, **changes: object) -> Draft:
    starts = rig.clock.now()
    return draft(timezone="UTC", starts=at(starts), ends=at(starts + HOUR), services=(), **changes)


def waiting(desk: Desk, read: Draft, text: str = "a notice") -> Proposal:
    found = desk.receive(read, source(text))
    assert found is not None
    return found


async def test_outage_in_the_span_of_a_draft_is_unplanned_and_pages_until_the_draft_is_confirmed() -> None:
    async with running(configuration()) as rig:
        waiting(desk_of(rig), beginning_now(rig))
        rig.prober.fail(facts.LANDING)

        await rig.advance(10 * MINUTE)

        assert rig.state() == "unplanned_outage"
        assert rig.publisher.services[facts.PORTAL].incident_open is not None
        assert not rig.publisher.services[facts.PORTAL].maintenance_active


async def test_outage_in_the_span_of_a_confirmed_draft_is_planned() -> None:
    async with running(configuration()) as rig:
        desk = desk_of(rig)
        decided = await desk.confirm(waiting(desk, beginning_now(rig)).id, AISHA)
        rig.prober.fail(facts.LANDING)

        await rig.advance(10 * MINUTE)

        assert decided.on_disk
        assert rig.state() == "planned_downtime"
        assert rig.publisher.services[facts.PORTAL].maintenance_active


async def test_window_and_decision_are_one_batch_and_say_who_and_on_what_ground() -> None:
    async with running(configuration()) as rig:
        desk = desk_of(rig)
        known = waiting(desk, beginning_now(rig))

        decided = await desk.confirm(known.id, AISHA)

        (batch,) = [batch for batch in rig.ledger.batches if batch.revisions]
        (revision,) = batch.revisions
        assert batch.proposals == (decided.proposal,)
        assert (revision.by, revision.origin) == ("aisha", "draft")
        assert revision.why == "read it; announced: https://example.org/1"
        assert decided.proposal == replace(
            known,
            decision=Decision.CONFIRMED,
            decided_by="aisha",
            decided_at=rig.clock.now(),
            why="read it",
            window_ids=(revision.window_id,),
        )


async def test_draft_goes_to_the_ledger_once_and_is_counted_until_it_is_decided() -> None:
    async with running(configuration()) as rig:
        desk = desk_of(rig)
        known = waiting(desk, beginning_now(rig))
        again = waiting(desk, beginning_now(rig))
        await desk.reject(known.id, AISHA)

        kept = [one for batch in rig.ledger.batches for one in batch.proposals]
        assert again is known
        assert [one.decision for one in kept] == [Decision.WAITING, Decision.REJECTED]
        assert rig.publisher.drafts == [1, 0]
        assert desk.book.chains == {}


async def test_of_two_who_confirm_at_once_one_is_told_and_one_window_comes_of_it() -> None:
    async with running(configuration()) as rig:
        desk = desk_of(rig)
        known = waiting(desk, beginning_now(rig))
        both = (desk.confirm(known.id, AISHA), desk.confirm(known.id, Approval(by="omar")))

        first, second = await asyncio.gather(*both, return_exceptions=True)  # noqa: TID251 - two at once are the point

        assert isinstance(first, Decided)
        assert isinstance(second, DraftDecidedError)
        assert str(second) == f"{known.id} was confirmed by aisha before"
        assert len(desk.book.chains) == 1


async def test_decision_counts_while_the_disk_is_waited_for() -> None:
    async with running(configuration()) as rig:
        desk = desk_of(rig)
        known = waiting(desk, beginning_now(rig))
        rig.ledger.stuck = True
        first = asyncio.create_task(desk.confirm(known.id, AISHA))
        await quiet()

        with pytest.raises(DraftDecidedError):
            await desk.confirm(known.id, Approval(by="omar"))
        await rig.advance(10 * facts.SECOND)

        assert not (await first).on_disk
        assert len(desk.book.chains) == 1


async def test_decided_and_unknown_drafts_are_not_decided_again() -> None:
    async with running(configuration()) as rig:
        desk = desk_of(rig)
        known = waiting(desk, beginning_now(rig))
        await desk.reject(known.id, AISHA)

        with pytest.raises(DraftDecidedError):
            await desk.confirm(known.id, AISHA)
        with pytest.raises(DraftDecidedError):
            await desk.reject(known.id, AISHA)
        with pytest.raises(DraftUnknownError):
            await desk.confirm("draft-of-nobody", AISHA)


async def test_draft_without_an_end_waits_until_somebody_says_it() -> None:
    async with running(configuration()) as rig:
        desk = desk_of(rig)
        known = waiting(desk, replace(beginning_now(rig), ends=None))

        with pytest.raises(DraftIncompleteError, match="ends is not said"):
            await desk.confirm(known.id, AISHA)
        decided = await desk.confirm(known.id, replace(AISHA, changes={"duration": 2 * HOUR}))

        assert [revision.spec.duration for revision in decided.revisions] == [2 * HOUR]


async def test_refused_confirmation_leaves_the_draft_waiting_and_the_book_as_it_was() -> None:
    async with running(configuration()) as rig:
        desk = desk_of(rig)
        known = waiting(desk, beginning_now(rig))

        with pytest.raises(WindowRefusedError, match="no such platform"):
            await desk.confirm(known.id, replace(AISHA, changes={"platform": "nobody"}))

        assert desk.drawer.proposals[known.id].is_waiting
        assert desk.book.chains == {}


@pytest.mark.parametrize(
    ("kind", "verb", "status", "ends"),
    [
        (Kind.EXTENDED, Verb.REVISE, Status.SCHEDULED, 3 * HOUR),
        (Kind.CANCELLED, Verb.CANCEL, Status.CANCELLED, HOUR),
        (Kind.FINISHED, Verb.END, Status.SCHEDULED, 10 * MINUTE),
    ],
)
async def test_confirmed_change_revises_the_window_that_it_speaks_of(
    kind: Kind, verb: Verb, status: Status, ends: timedelta
) -> None:
    async with running(configuration()) as rig:
        desk, starts = desk_of(rig), rig.clock.now()
        declared = await desk.confirm(waiting(desk, beginning_now(rig)).id, AISHA)
        await rig.advance(10 * MINUTE)
        change = draft(kind=kind, timezone="UTC", starts=None, ends=at(starts + 3 * HOUR) if ends > HOUR else None)

        known = waiting(desk, change, text="another notice")
        decided = await desk.confirm(known.id, AISHA)

        assert (known.verb, known.revises) == (verb, declared.proposal.window_ids)
        spec = decided.revisions[-1].spec
        assert spec.status is status
        assert spec.ends is not None
        assert (spec.ends.replace(tzinfo=starts.tzinfo) - starts) == ends
        assert [one.number for one in desk.book.chains[spec.id]] == [1, 2]


async def test_plan_that_was_called_off_before_anybody_confirmed_it_declares_nothing() -> None:
    async with running(configuration()) as rig:
        desk = desk_of(rig)
        read = beginning_now(rig)
        known = waiting(desk, read)
        off = waiting(desk, replace(read, kind=Kind.CANCELLED), text="called off")

        decided = await desk.confirm(off.id, AISHA)

        assert off.id == known.id
        assert (decided.revisions, decided.proposal.window_ids, desk.book.chains) == ((), (), {})


async def test_entries_of_feeds_are_remembered_and_handed_to_the_ledger() -> None:
    async with running(configuration()) as rig:
        desk = desk_of(rig)
        entry = SeenEntry(feed="news", key="a", at=rig.clock.now())

        desk.note([entry])

        assert desk.drawer.seen == {("news", "a"): entry.at}
        assert [one for batch in rig.ledger.batches for one in batch.seen] == [entry]


async def test_everything_is_handed_over_again_to_a_ledger_that_starts_anew() -> None:
    async with running(configuration()) as rig:
        desk = desk_of(rig)
        known = waiting(desk, beginning_now(rig))
        entry = SeenEntry(feed="news", key="a", at=rig.clock.now())
        desk.note([entry])

        desk.keep_all_again()

        assert (rig.ledger.batches[-1].proposals, rig.ledger.batches[-1].seen) == ((known,), (entry,))


async def test_ledger_that_opens_late_keeps_its_decisions_and_learns_what_came_meanwhile() -> None:
    async with running(configuration()) as rig:
        drawer = Drawer(rig.publisher)
        decided = proposal(decision=Decision.REJECTED, decided_by="aisha")
        held = Snapshot(
            heartbeat_at=None,
            records={},
            revisions=(),
            proposals=(decided,),
            seen=(SeenEntry(feed="news", key="a", at=rig.clock.now()),),
        )
        news = proposal(id="draft-of-meanwhile")
        drawer.put(proposal(), news)

        again = drawer.fill(held)

        assert again == (decided, news)
        assert drawer.proposals == {decided.id: decided, news.id: news}
        assert rig.publisher.drafts[-1] == 1
        assert list(drawer.seen) == [("news", "a")]
