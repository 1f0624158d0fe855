from __future__ import annotations

import asyncio
from datetime import datetime

from monitor.domain.book import Book
from monitor.domain.incident import Kind
from monitor.domain.observation import Observation, Outcome, Reason
from monitor.domain.verdict import State
from monitor.engine.casebook import Record
from monitor.engine.judge import Decision, Judge
from monitor.engine.ports import Batch
from monitor.engine.scribe import Scribe
from tests.domain import facts
from tests.domain.facts import LANDING, LOCATION, MINUTE, PORTAL, SECOND
from tests.engine.rig import RECORD
from tests.fakes import NOON, FakeClock, FakeLedger, FakePublisher, quiet

OTHER = "absher/violations"


class Desk:
    """A scribe, what it writes to and what it judges by."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.ledger = FakeLedger(self.clock)
        self.publisher = FakePublisher()
        catalogue = facts.catalogue(facts.service(), facts.service(OTHER))
        self.judge = Judge(catalogue, facts.settings(), Book(), NOON)
        self.scribe = Scribe(self.judge, self.ledger, self.publisher, self.clock, RECORD.dump_json)

    def observe(self, outcome: Outcome = Outcome.OK, check_id: str = LANDING) -> Decision:
        return self.judge.observe(seen(self.clock.now(), outcome, check_id), scheduled=True)

    async def carry_out(self, decision: Decision) -> asyncio.Task[None]:
        carrying = asyncio.create_task(self.scribe.carry_out(decision))
        await quiet()
        return carrying


def seen(at: datetime, outcome: Outcome, check_id: str) -> Observation:
    return Observation(
        check_id=check_id,
        location=LOCATION,
        started_at=at,
        completed_at=at,
        outcome=outcome,
        reason=None if outcome is Outcome.OK else Reason.STATUS,
    )


async def test_changed_state_is_shown_once_it_is_on_disk_and_not_before() -> None:
    desk = Desk()
    desk.ledger.stuck = True

    carrying = await desk.carry_out(desk.observe())
    await desk.clock.advance(SECOND / 2)

    assert len(desk.ledger.batches) == 1
    assert desk.publisher.shown == []

    desk.ledger.free()
    await quiet()

    assert carrying.done()
    assert desk.ledger.on_disk == 1
    assert [view.state for view in desk.publisher.shown] == [State.UP]
    assert desk.publisher.ledger == [(1, 0, True)]


async def test_change_is_shown_after_a_second_though_the_ledger_fails() -> None:
    desk = Desk()
    desk.ledger.stuck = True
    desk.ledger.failures, desk.ledger.leader = 3, False

    carrying = await desk.carry_out(desk.observe())
    await desk.clock.advance(SECOND)

    assert carrying.done()
    assert [view.state for view in desk.publisher.shown] == [State.UP]
    assert desk.publisher.ledger == [(0, 3, False)]


async def test_change_that_is_not_on_disk_is_not_shown_on_the_back_of_one_that_is() -> None:
    """What was submitted while an earlier change waited for the disk was shown together with it, and could be lost."""
    desk = Desk()
    desk.ledger.stuck = True
    await desk.carry_out(desk.observe())  # up; waits until a second has passed
    await desk.clock.advance(SECOND * 0.9)
    desk.observe(Outcome.FAILED)
    later = await desk.carry_out(desk.observe(Outcome.FAILED))  # an outage, of which the disk knows nothing

    await desk.clock.advance(SECOND * 0.1)
    assert [view.state for view in desk.publisher.shown] == [State.UP]

    await desk.clock.advance(SECOND * 0.9)
    assert later.done()
    assert [view.state for view in desk.publisher.shown] == [State.UP, State.UNPLANNED_OUTAGE]


async def test_one_batch_carries_record_timeline_incident_and_usage_together() -> None:
    desk = Desk()
    await desk.carry_out(desk.observe())
    await desk.clock.advance(MINUTE)
    desk.scribe.note(desk.judge.settle(desk.clock.now()))
    desk.scribe.note(desk.observe(Outcome.FAILED))
    await desk.clock.advance(10 * SECOND)

    await desk.carry_out(desk.observe(Outcome.FAILED))

    batch = desk.ledger.batches[-1]
    assert batch.heartbeat_at == desk.clock.now()
    assert [incident.kind for incident in batch.incidents] == [Kind.UNPLANNED]
    [change] = batch.timeline
    assert (change.since, [entry.state for entry in change.entries]) == (NOON + MINUTE, [State.UNPLANNED_OUTAGE])
    standing = RECORD.validate_json(batch.records[PORTAL]).standing
    assert standing == desk.judge.records[PORTAL].standing
    assert sum(used.seconds for used in batch.usage if used.service_id == PORTAL) == 60.0


async def test_usage_is_in_the_batch_of_the_record_it_was_counted_into() -> None:
    """Apart they would be added twice after a kill between the two, or never."""
    desk = Desk()
    counted = 0.0
    for turn in range(200):
        outcome = Outcome.FAILED if turn % 17 < 5 else Outcome.OK
        await desk.carry_out(desk.observe(outcome))
        if turn % 3:
            desk.scribe.note(desk.judge.settle(desk.clock.now()))
        if turn % 2:
            desk.scribe.submit(desk.clock.now())
        await desk.clock.advance(7 * SECOND)

    for batch in desk.ledger.batches:
        counted += sum(used.seconds for used in batch.usage if used.service_id == PORTAL)
        if PORTAL in batch.records:
            standing = RECORD.validate_json(batch.records[PORTAL]).standing
            assert sum(standing.seconds.values()) == counted

    assert counted > 1000


async def test_mere_seconds_wait_for_the_next_batch() -> None:
    desk = Desk()
    await desk.carry_out(desk.observe())
    await desk.clock.advance(MINUTE)
    written = len(desk.ledger.batches)

    await desk.carry_out(desk.judge.settle(desk.clock.now()))
    assert len(desk.ledger.batches) == written

    desk.scribe.submit(desk.clock.now())
    assert {used.service_id for used in desk.ledger.batches[-1].usage} == {PORTAL, OTHER}
    assert desk.ledger.batches[-1].records.keys() == {PORTAL, OTHER}


async def test_what_was_written_is_not_written_again() -> None:
    desk = Desk()
    await desk.carry_out(desk.observe())

    desk.scribe.submit(desk.clock.now())

    assert desk.ledger.batches[-1] == Batch(heartbeat_at=NOON)


async def test_only_changed_services_are_shown() -> None:
    desk = Desk()

    await desk.carry_out(desk.observe())

    assert desk.publisher.services.keys() == {PORTAL}


async def test_service_removed_while_the_disk_was_awaited_is_not_shown() -> None:
    desk = Desk()
    desk.ledger.stuck = True
    await desk.carry_out(desk.observe(check_id=f"{OTHER}/landing"))
    desk.judge.reconfigure(facts.catalogue(), facts.settings(), Book(), desk.clock.now())
    desk.ledger.free()

    await quiet()

    assert desk.publisher.shown == []


async def test_record_of_a_service_that_was_removed_is_not_written() -> None:
    desk = Desk()
    desk.scribe.note(desk.observe(check_id=f"{OTHER}/landing"))
    desk.judge.reconfigure(facts.catalogue(), facts.settings(), Book(), desk.clock.now())

    desk.scribe.submit(desk.clock.now(), dropped=(OTHER,))

    assert desk.ledger.batches[-1].records == {}
    assert desk.ledger.batches[-1].dropped == (OTHER,)


async def test_resubmission_holds_every_record_with_its_timeline_and_open_incident() -> None:
    desk = Desk()
    await desk.carry_out(desk.observe())
    desk.observe(Outcome.FAILED, f"{OTHER}/landing")
    await desk.clock.advance(10 * SECOND)
    await desk.carry_out(desk.observe(Outcome.FAILED, f"{OTHER}/landing"))
    [revision] = facts.book_of(facts.window()).chains["w1"]

    desk.scribe.resubmit(desk.clock.now(), (revision,))

    batch = desk.ledger.batches[-1]
    standings = {name: record.standing for name, record in desk.judge.records.items()}
    assert batch.records.keys() == {PORTAL, OTHER}
    assert {change.service_id: change.entries for change in batch.timeline} == {
        name: standing.timeline for name, standing in standings.items()
    }
    assert {change.service_id: change.since for change in batch.timeline} == {PORTAL: NOON, OTHER: NOON}
    assert batch.incidents == (standings[OTHER].incident,)
    assert batch.revisions == (revision,)


async def test_held_seconds_are_in_the_batch_of_the_record_they_were_counted_into() -> None:
    desk = Desk()
    await desk.carry_out(desk.observe())
    for _ in range(3):
        await desk.clock.advance(7 * SECOND)
        desk.scribe.hold(desk.judge.settle(desk.clock.now()))
        desk.scribe.submit(desk.clock.now())
    assert desk.ledger.batches[-1] == Batch(heartbeat_at=desk.clock.now())

    desk.scribe.note(desk.observe())
    desk.scribe.submit(desk.clock.now())

    batch = desk.ledger.batches[-1]
    assert batch.records.keys() == {PORTAL}
    assert sum(RECORD.validate_json(batch.records[PORTAL]).standing.seconds.values()) == 21.0
    assert [(used.service_id, used.seconds) for used in batch.usage] == [(PORTAL, 7.0)] * 3


async def test_held_seconds_of_a_service_that_was_removed_are_written_with_its_end() -> None:
    desk = Desk()
    await desk.clock.advance(MINUTE)
    desk.scribe.hold(desk.judge.settle(desk.clock.now()))
    decision = desk.judge.reconfigure(facts.catalogue(), facts.settings(), Book(), desk.clock.now())
    desk.scribe.note(decision)

    desk.scribe.submit(desk.clock.now(), dropped=(OTHER,))

    assert sum(used.seconds for used in desk.ledger.batches[-1].usage if used.service_id == OTHER) == 60.0


async def test_seconds_that_were_shown_and_held_are_counted_again_after_a_kill() -> None:
    """What was exported must never fall: a restart counts up to the heartbeat what the records do not hold yet."""
    desk = Desk()
    await desk.carry_out(desk.observe())
    desk.scribe.submit(desk.clock.now())
    for part in (0.1, 7.3, 11.2, 20.700001):
        await desk.clock.advance(SECOND * part)
        desk.scribe.submit(desk.clock.now())
        desk.scribe.hold(desk.judge.settle(desk.clock.now()))
    shown = desk.judge.records[PORTAL].standing.seconds
    records: dict[str, Record] = {}
    for batch in desk.ledger.batches:
        records |= {name: RECORD.validate_json(text) for name, text in batch.records.items()}
    assert records[PORTAL].standing.seconds[State.UP] == 0.0

    killed_at = desk.ledger.batches[-1].heartbeat_at
    later = killed_at + 3 * SECOND
    judge = Judge(desk.judge.catalogue, facts.settings(), Book(), later, records)
    judge.absent(killed_at, later)
    judge.settle(later)

    after = judge.records[PORTAL].standing.seconds
    assert all(after[state] >= seconds for state, seconds in shown.items())
    assert after[State.UP] == shown[State.UP] == 39.300001
