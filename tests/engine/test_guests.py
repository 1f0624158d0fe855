"""Guests take turns with the checks: within the floor, one connection at a time, and nobody is forgotten."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from datetime import timedelta

from monitor.domain.catalogue import Check
from monitor.domain.conduct import PERMIT, Conduct, Refusal, SkipReason
from monitor.domain.observation import HttpFacts, Observation, Outcome, Reason
from monitor.domain.target import HttpTarget
from monitor.engine.agenda import Agenda
from monitor.engine.guests import Guests, Turn
from monitor.engine.hosts import Busy
from tests.fakes import NOON, FakeClock, quiet

MINUTE = timedelta(minutes=1)
HOST = "portal.example"


def check_of(name: str, host: str = HOST, interval: timedelta = 10 * MINUTE) -> Check:
    second = timedelta(seconds=1)
    target = HttpTarget(url=f"https://{host}/{name}")
    return Check(id=f"absher/portal/{name}", target=target, interval=interval, timeout=second, slow=second)


class Rig:
    """Guests and checks of one location on a clock that stands."""

    def __init__(self, checks: Collection[Check] = (), own_hosts: tuple[str, ...] = ()) -> None:
        self.clock = FakeClock()
        self.agenda = Agenda(checks, NOON, Conduct(own_hosts=own_hosts))
        self.pokes = 0
        self.guests = Guests(self.agenda, self.clock, self.clock.now, self._poke)

    async def enter(self, host: str = HOST, patience_seconds: float = 5.0) -> Turn:
        turn = await self.guests.enter(host, patience_seconds)
        assert isinstance(turn, Turn)
        return turn

    def due(self) -> list[str]:
        dues, _ = self.agenda.take(self.clock.now())
        return [due.check_id for due in dues]

    def _poke(self) -> None:
        self.pokes += 1


def observation(outcome: Outcome, reason: Reason | None = None, retry_after: timedelta | None = None) -> Observation:
    return Observation(
        check_id="",
        location="",
        started_at=NOON,
        completed_at=NOON,
        outcome=outcome,
        reason=reason,
        http=HttpFacts(status=200),
        retry_after=retry_after,
    )


async def test_a_guest_spends_the_turn_of_a_minute() -> None:
    rig = Rig()
    (await rig.enter()).leave(None)

    refused = await rig.guests.enter(HOST, 5.0)

    assert refused == Refusal(reason=SkipReason.POLITENESS, until=NOON + MINUTE)
    assert rig.guests.wait_seconds(refused) == 60.0


async def test_own_hosts_give_turns_at_any_time() -> None:
    rig = Rig(own_hosts=(HOST,))

    turns = [await rig.enter() for _ in range(3)]

    assert len(turns) == 3


async def test_a_scheduled_check_waits_until_the_guest_has_left() -> None:
    rig = Rig([check_of("landing")])
    await rig.clock.advance((rig.agenda.next_at() or NOON) - NOON)
    turn = await rig.enter()
    await rig.clock.advance(MINUTE)

    before = rig.due()
    turn.leave(None)
    after = rig.due()

    assert (before, after) == ([], ["absher/portal/landing"])
    assert rig.pokes == 1


async def test_a_guest_waits_for_the_connection_of_a_check() -> None:
    rig = Rig([check_of("landing")])
    await rig.clock.advance((rig.agenda.next_at() or NOON) - NOON)
    assert rig.due() == ["absher/portal/landing"]
    await rig.clock.advance(MINUTE)
    entering = asyncio.create_task(rig.guests.enter(HOST, 5.0))
    await quiet()

    assert not entering.done()
    rig.agenda.finished("absher/portal/landing", None, rig.clock.now())
    await rig.clock.advance(timedelta(seconds=1))

    assert isinstance(await entering, Turn)


async def test_a_guest_gives_up_when_patience_ends() -> None:
    rig = Rig()
    await rig.enter()
    await rig.clock.advance(2 * MINUTE)
    entering = asyncio.create_task(rig.guests.enter(HOST, 3.0))
    await quiet()
    await rig.clock.advance(timedelta(seconds=3))

    refused = await entering

    assert isinstance(refused, Refusal)
    assert refused.reason is SkipReason.OVERLAP


async def test_one_more_request_to_a_host_that_is_held_is_charged_and_never_refused() -> None:
    rig = Rig()
    turn = await rig.enter()

    assert turn.ask(HOST) == PERMIT
    turn.leave(None)
    refused = await rig.guests.enter(HOST, 5.0)

    assert isinstance(refused, Refusal)
    assert refused.until == NOON + 2 * MINUTE


async def test_a_host_on_the_way_is_held_and_given_back_as_well() -> None:
    rig = Rig()
    turn, other = await rig.enter(), "other.example"
    assert turn.ask(other) == PERMIT
    await rig.clock.advance(2 * MINUTE)
    late = Turn(rig.agenda, rig.clock.now, rig._poke)

    held = late.ask(other)
    turn.leave(None)

    assert held == Busy(host=other)
    assert late.ask(other) == PERMIT


async def test_what_a_host_answers_to_a_guest_closes_it_to_everybody() -> None:
    rig = Rig([check_of("landing", interval=MINUTE)])
    turn = await rig.enter()
    turn.leave(observation(Outcome.BLOCKED, Reason.RATE_LIMITED, retry_after=timedelta(seconds=120)))
    await rig.clock.advance(timedelta(seconds=119))

    refused = await rig.guests.enter(HOST, 5.0)
    skipped = rig.agenda.take(rig.clock.now())

    assert isinstance(refused, Refusal)
    assert refused.reason is SkipReason.BACKOFF
    assert skipped[0] == ()
    await rig.clock.advance(timedelta(seconds=2))
    assert isinstance(await rig.guests.enter(HOST, 5.0), Turn)


async def test_a_refusal_behind_a_redirect_closes_both_ends_of_the_way() -> None:
    rig = Rig()
    turn = await rig.enter()
    assert [turn.ask("between.example"), turn.ask("refuses.example")] == [PERMIT, PERMIT]
    turn.leave(observation(Outcome.BLOCKED, Reason.BLOCKED))
    await rig.clock.advance(2 * MINUTE)

    answers = {
        host: Turn(rig.agenda, rig.clock.now, rig._poke).ask(host)
        for host in (HOST, "between.example", "refuses.example")
    }

    assert answers["between.example"] == PERMIT
    assert [getattr(answers[host], "reason", None) for host in (HOST, "refuses.example")] == [SkipReason.BACKOFF] * 2


async def test_an_answer_ends_the_back_off_as_it_does_for_a_check() -> None:
    rig = Rig()
    for _ in range(2):
        turn = await rig.enter()
        turn.leave(observation(Outcome.BLOCKED, Reason.BLOCKED))
        await rig.clock.advance(timedelta(minutes=31))
    (await rig.enter()).leave(observation(Outcome.OK))
    await rig.clock.advance(2 * MINUTE)
    (await rig.enter()).leave(observation(Outcome.BLOCKED, Reason.BLOCKED))

    refused = await rig.guests.enter(HOST, 5.0)

    assert rig.guests.wait_seconds(refused) == 15 * 60  # type: ignore[arg-type]  # a refusal, as the floor alone would be


async def test_a_host_that_became_ours_meanwhile_is_not_held_for_ever() -> None:
    rig = Rig()
    turn = await rig.enter()
    rig.agenda.replace((), rig.clock.now(), Conduct(own_hosts=(HOST,)))
    turn.leave(None)
    rig.agenda.replace((), rig.clock.now(), Conduct())
    await rig.clock.advance(2 * MINUTE)

    assert isinstance(await rig.guests.enter(HOST, 5.0), Turn)
