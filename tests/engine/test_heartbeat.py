from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from monitor.domain.book import Book
from monitor.domain.catalogue import Service
from monitor.domain.observation import Observation, Outcome, Reason
from monitor.domain.verdict import State
from monitor.engine.heartbeat import Heartbeat
from monitor.engine.judge import Judge
from monitor.engine.outfit import Outfit
from monitor.engine.scribe import Scribe
from monitor.engine.view import ServiceView
from tests.domain import facts
from tests.domain.facts import DAY, HOUR, LANDING, LOCATION, MINUTE, PORTAL, SECOND
from tests.engine.rig import RECORD
from tests.fakes import NOON, FakeCanary, FakeClock, FakeLedger, FakeLog, FakeProber, FakePublisher, quiet

LARGE_FLEET = (facts.service(), *(facts.service(f"absher/s{number:02}") for number in range(60)))


@dataclass
class Witness(FakePublisher):
    """Notes for each view up to when the ledger's disk said that the monitor was alive."""

    disk: FakeLedger | None = None
    alive_until: list[datetime] = field(default_factory=list)

    def publish_service(self, view: ServiceView) -> None:
        super().publish_service(view)
        assert self.disk is not None
        self.alive_until.append(self.disk.batches[self.disk.on_disk - 1].heartbeat_at)


class Pulse:
    """A heartbeat over fakes, with what it asked to be looked at anew."""

    def __init__(self, services: Sequence[Service], book: Book) -> None:
        self.clock = FakeClock()
        self.ledger = FakeLedger(self.clock)
        self.publisher = Witness(disk=self.ledger)
        self.log = FakeLog()
        self.anew: list[bool] = []
        outfit = Outfit(
            clock=self.clock,
            log=self.log,
            publisher=self.publisher,
            equip=lambda _: (FakeProber(self.clock), FakeCanary(self.clock)),
        )
        self.judge = Judge(facts.catalogue(*services), facts.settings(), book, NOON)
        self.scribe = Scribe(self.judge, self.ledger, self.publisher, self.clock, RECORD.dump_json)
        self.heartbeat = Heartbeat(self.judge, self.scribe, outfit, self._look_anew)

    def _look_anew(self, *, absent: bool) -> None:
        self.anew.append(absent)

    def observe(self, outcome: Outcome = Outcome.OK) -> None:
        seen = Observation(
            check_id=LANDING,
            location=LOCATION,
            started_at=self.clock.now(),
            completed_at=self.clock.now(),
            outcome=outcome,
            reason=None if outcome is Outcome.OK else Reason.STATUS,
        )
        self.scribe.note(self.judge.observe(seen, scheduled=True))

    def states(self) -> list[tuple[datetime, State]]:
        """What was written of the portal's history."""
        changes = [change for batch in self.ledger.batches for change in batch.timeline]
        return [(entry.at, entry.state) for change in changes for entry in change.entries]


@asynccontextmanager
async def beating(*services: Service, book: Book | None = None) -> AsyncIterator[Pulse]:
    pulse = Pulse(services, book or Book())
    task = asyncio.create_task(pulse.heartbeat.run())
    try:
        await quiet()
        yield pulse
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def test_ledger_hears_a_heartbeat_every_second() -> None:
    async with beating() as pulse:
        await pulse.clock.advance(10 * SECOND)

        assert [batch.heartbeat_at for batch in pulse.ledger.batches] == [NOON + n * SECOND for n in range(1, 11)]


async def test_ledger_of_a_large_fleet_hears_a_heartbeat_every_third_second_while_nothing_happens() -> None:
    async with beating(*LARGE_FLEET) as pulse:
        await pulse.clock.advance(10 * SECOND)

        assert [batch.heartbeat_at for batch in pulse.ledger.batches] == [NOON + n * SECOND for n in (1, 4, 7, 10)]


async def test_what_happens_to_a_large_fleet_is_written_at_the_next_tick() -> None:
    async with beating(*LARGE_FLEET) as pulse:
        await pulse.clock.advance(SECOND)
        pulse.observe()
        await pulse.clock.advance(SECOND)

        assert pulse.ledger.batches[-1].heartbeat_at == NOON + 2 * SECOND
        assert (NOON + SECOND, State.UP) in pulse.states()


async def test_absence_of_a_large_fleet_is_written_before_anything_else_is_shown() -> None:
    async with beating(*LARGE_FLEET) as pulse:
        pulse.observe()
        await pulse.clock.advance(4 * SECOND)
        pulse.publisher.alive_until.clear()
        pulse.clock.stall(30 * SECOND)
        await pulse.clock.advance(0 * SECOND)

        assert set(pulse.publisher.alive_until) == {NOON + 34 * SECOND}


async def test_seconds_are_counted_and_shown_at_every_tick() -> None:
    async with beating() as pulse:
        pulse.observe()
        await pulse.clock.advance(5 * SECOND)

        assert pulse.publisher.services[PORTAL].seconds[State.UP] == 5.0
        assert sum(used.seconds for batch in pulse.ledger.batches for used in batch.usage) == 4.0  # the rest comes next


@pytest.mark.parametrize("fleet", [(), LARGE_FLEET], ids=["small", "large"])
@pytest.mark.parametrize("stuck", [False, True])
async def test_no_second_is_shown_beyond_the_last_heartbeat_handed_to_the_ledger(
    *, stuck: bool, fleet: tuple[Service, ...]
) -> None:
    """A restart goes on from the last heartbeat; a counter that was further ahead would fall."""
    async with beating(*fleet) as pulse:
        await pulse.clock.advance(SECOND)
        pulse.ledger.stuck = stuck
        pulse.observe()
        await pulse.clock.advance(MINUTE)

        shown = list(zip(pulse.publisher.shown, pulse.publisher.alive_until, strict=True))
        assert len(shown) > 20
        handed = [batch.heartbeat_at for batch in pulse.ledger.batches]
        for view, alive_until in shown:
            known = handed[-1] if stuck else alive_until  # after its patience it is shown all the same
            assert sum(view.seconds.values()) <= (known - NOON).total_seconds()


async def test_seconds_of_a_pending_run_are_withheld() -> None:
    async with beating() as pulse:
        pulse.observe()
        await pulse.clock.advance(5 * SECOND)
        pulse.observe(Outcome.FAILED)
        await pulse.clock.advance(5 * SECOND)
        assert sum(pulse.publisher.services[PORTAL].seconds.values()) == 5.0

        pulse.observe(Outcome.FAILED)
        await pulse.clock.advance(SECOND)

        assert pulse.publisher.services[PORTAL].seconds[State.UNPLANNED_OUTAGE] == 6.0


async def test_states_that_time_alone_changes_are_shown_at_the_next_tick() -> None:
    async with beating() as pulse:
        pulse.observe()
        stale_at = 2 * MINUTE + 10 * SECOND
        await pulse.clock.advance(stale_at - SECOND)
        assert pulse.publisher.services[PORTAL].state is State.UP

        await pulse.clock.advance(SECOND)

        assert pulse.publisher.services[PORTAL].state is State.UNKNOWN
        assert pulse.states()[-1] == (NOON + stale_at, State.UNKNOWN)


async def test_window_is_shown_at_its_edges_though_no_state_changes() -> None:
    book = facts.book_of(facts.window(NOON + 10 * SECOND, NOON + 20 * SECOND))

    async with beating(book=book) as pulse:
        pulse.publisher.shown.clear()
        seen = []
        for _ in range(25):
            await pulse.clock.advance(SECOND)
            seen.append(pulse.publisher.services[PORTAL].maintenance_active)

        assert seen == [False] * 9 + [True] * 10 + [False] * 6


@pytest.mark.parametrize(
    ("late", "absent"),
    [(timedelta(seconds=8.999), False), (timedelta(seconds=9), False), (timedelta(seconds=9.001), True)],
    ids=["just before", "at", "just after"],
)
async def test_tick_more_than_ten_seconds_after_the_last_is_an_absence(late: timedelta, *, absent: bool) -> None:
    async with beating() as pulse:
        pulse.observe()
        await pulse.clock.advance(5 * SECOND)
        pulse.clock.stall(SECOND + late)

        await pulse.clock.advance(0 * SECOND)

        assert pulse.anew == ([True] if absent else [])
        assert ((NOON + 5 * SECOND, State.UNKNOWN) in pulse.states()) is absent
        assert [said["seconds"] for said in pulse.log.said("stalled")] == ([(SECOND + late).total_seconds()] * absent)
        assert pulse.publisher.clock_steps == 0


async def test_after_an_absence_what_was_believed_holds_on_while_it_is_fresh() -> None:
    async with beating() as pulse:
        pulse.observe()
        await pulse.clock.advance(5 * SECOND)
        pulse.clock.stall(30 * SECOND)
        await pulse.clock.advance(0 * SECOND)

        assert pulse.states()[-2:] == [(NOON + 5 * SECOND, State.UNKNOWN), (NOON + 35 * SECOND, State.UP)]
        await pulse.clock.advance(SECOND)
        seconds = pulse.publisher.services[PORTAL].seconds
        assert (seconds[State.UP], seconds[State.UNKNOWN]) == (6.0, 30.0)


@pytest.mark.parametrize("by", [HOUR, -HOUR, timedelta(seconds=2.001), timedelta(seconds=-2.001)])
async def test_step_of_the_wall_clock_is_logged_and_counted_and_is_no_absence(by: timedelta) -> None:
    async with beating() as pulse:
        pulse.observe()
        await pulse.clock.advance(5 * SECOND)
        pulse.clock.step(by)
        await pulse.clock.advance(SECOND)

        assert pulse.anew == [False]  # edges are known anew, no probe was missed
        assert pulse.publisher.clock_steps == 1
        assert [said["seconds"] for said in pulse.log.said("clock_stepped")] == [by.total_seconds()]
        assert pulse.log.said("stalled") == []
        assert (NOON + 5 * SECOND, State.UNKNOWN) not in pulse.states()

        await pulse.clock.advance(5 * SECOND)
        assert pulse.publisher.clock_steps == 1


@pytest.mark.parametrize("by", [2 * SECOND, -2 * SECOND, 0 * SECOND])
async def test_drift_of_two_seconds_is_no_step(by: timedelta) -> None:
    async with beating() as pulse:
        pulse.clock.step(by)
        await pulse.clock.advance(SECOND)

        assert pulse.anew == []
        assert pulse.publisher.clock_steps == 0


async def test_tick_that_is_late_by_less_than_a_stall_is_no_step_either() -> None:
    async with beating() as pulse:
        await pulse.clock.advance(SECOND)
        pulse.clock.stall(6 * SECOND)
        await pulse.clock.advance(SECOND)

        assert pulse.anew == []
        assert pulse.log.lines == []


async def test_counters_never_fall_over_a_step_backwards() -> None:
    async with beating() as pulse:
        pulse.observe()
        await pulse.clock.advance(MINUTE)
        before = dict(pulse.publisher.services[PORTAL].seconds)
        pulse.clock.step(-30 * SECOND)

        for _ in range(60):
            await pulse.clock.advance(SECOND)
            now = pulse.publisher.services[PORTAL].seconds
            assert all(now[state] >= before[state] for state in State)
            before = dict(now)


async def test_services_of_a_large_fleet_take_turns() -> None:
    """Each service is counted within fifteen ticks, and no tick counts them all."""
    names = [f"absher/s{number:04}" for number in range(2000)]

    async with beating(*(facts.service(name) for name in names)) as pulse:
        counted: list[list[str]] = []
        for _ in range(15):
            pulse.publisher.shown.clear()
            await pulse.clock.advance(SECOND)
            counted.append([view.service.id for view in pulse.publisher.shown])

        assert {len(turn) for turn in counted} <= {134, 2000 - 14 * 134}
        assert sorted(name for turn in counted for name in turn) == names

        pulse.publisher.shown.clear()
        await pulse.clock.advance(SECOND)
        assert [view.service.id for view in pulse.publisher.shown] == names[:134]


async def test_services_of_a_small_fleet_are_all_counted_at_each_tick() -> None:
    names = [f"absher/s{number:04}" for number in range(50)]

    async with beating(*(facts.service(name) for name in names)) as pulse:
        for _ in range(3):
            pulse.publisher.shown.clear()
            await pulse.clock.advance(SECOND)
            assert [view.service.id for view in pulse.publisher.shown] == names


async def test_inferred_service_is_counted_with_its_source() -> None:
    renewal = facts.service("absher/renewal", inferred_from=PORTAL)

    async with beating(facts.service(), renewal) as pulse:
        await pulse.clock.advance(3 * SECOND)

        assert {view.service.id: sum(view.seconds.values()) for view in pulse.publisher.shown[-2:]} == {
            PORTAL: 3.0,
            "absher/renewal": 3.0,
        }


async def test_failing_ledger_neither_stops_the_beat_nor_counts_as_a_stall() -> None:
    async with beating() as pulse:
        pulse.ledger.stuck = True
        pulse.observe()
        await pulse.clock.advance(MINUTE)

        assert pulse.anew == []
        assert pulse.publisher.services[PORTAL].state is State.UP
        assert len(pulse.ledger.batches) >= 60 / 3


async def test_usage_is_split_at_utc_midnight() -> None:
    async with beating() as pulse:
        pulse.clock.step(DAY - 12 * HOUR - 3 * SECOND)
        await pulse.clock.advance(7 * SECOND)

        days = {used.day for batch in pulse.ledger.batches for used in batch.usage}
        assert days == {NOON.date(), (NOON + DAY).date()}


async def test_edges_are_known_anew_when_windows_are_expanded_further() -> None:
    async with beating() as pulse:
        await pulse.clock.advance(3 * SECOND)
        assert pulse.anew == []

        later = pulse.clock.now() + 30 * DAY
        pulse.clock.step(30 * DAY)
        await pulse.clock.advance(3 * SECOND)

        assert pulse.anew == [False, False]  # the clock stepped, and the horizon came near
        assert not pulse.judge.look_ahead(later)


async def test_seconds_of_a_large_fleet_are_written_within_two_minutes_though_no_probe_ends() -> None:
    names = [f"absher/s{number:04}" for number in range(400)]

    async with beating(*(facts.service(name) for name in names)) as pulse:
        await pulse.clock.advance(2 * MINUTE)

        written = [used.service_id for batch in pulse.ledger.batches for used in batch.usage]
        records = [name for batch in pulse.ledger.batches[1:] for name in batch.records]
        shown = len(pulse.publisher.shown)
        settled = sum(used.seconds for batch in pulse.ledger.batches for used in batch.usage)

    assert set(written) == set(names)
    assert len(records) * 3 < shown  # and much seldomer than they are shown
    assert settled >= 400 * 60.0


async def test_services_of_a_huge_fleet_are_counted_two_hundred_at_a_tick() -> None:
    names = [f"absher/s{number:04}" for number in range(4000)]

    async with beating(*(facts.service(name) for name in names)) as pulse:
        counted: list[str] = []
        for _ in range(20):
            pulse.publisher.shown.clear()
            await pulse.clock.advance(SECOND)
            assert len(pulse.publisher.shown) == 200
            counted += [view.service.id for view in pulse.publisher.shown]

    assert counted == names
