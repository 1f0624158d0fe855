from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

import pytest

from monitor.engine.canaries import EVERY_SECONDS, Canaries
from tests.fakes import NOON, FakeCanary, FakeClock, quiet

SECOND = timedelta(seconds=1)
TARGETS = ("https://one.example/", "https://two.example/")


class Post:
    """Canaries that go round, and what was heard of them."""

    def __init__(self, canary: FakeCanary, targets: Sequence[str] = TARGETS) -> None:
        self.canary = canary
        self.clock = canary.clock
        self.heard: list[tuple[bool, ...]] = []
        self.canaries = Canaries(canary, targets, canary.clock, lambda results: self.heard.append(tuple(results)))


@asynccontextmanager
async def going_round(canary: FakeCanary) -> AsyncIterator[Post]:
    post = Post(canary)
    rounds = asyncio.create_task(post.canaries.run())
    try:
        await quiet()
        yield post
    finally:
        rounds.cancel()
        with suppress(asyncio.CancelledError):
            await rounds


async def test_rounds_begin_at_once_and_then_every_thirty_seconds() -> None:
    async with going_round(FakeCanary(FakeClock())) as post:
        await post.clock.advance(SECOND * 65)

        assert post.canary.rounds() == [NOON, NOON + SECOND * 30, NOON + SECOND * 60]
        assert SECOND * EVERY_SECONDS == SECOND * 30


async def test_all_targets_are_asked_at_once_and_heard_in_their_order() -> None:
    canary = FakeCanary(FakeClock(), takes=SECOND * 4, silent={TARGETS[1]})

    async with going_round(canary) as post:
        await post.clock.advance(SECOND * 4)

        assert canary.asked == [(NOON, TARGETS[0]), (NOON, TARGETS[1])]
        assert post.heard == [(True, False)]


async def test_fresh_waits_for_a_round_that_begins_after_the_call() -> None:
    """A failure seen while a round is under way is not judged by that round: it may have begun before the trouble."""
    async with going_round(FakeCanary(FakeClock(), takes=SECOND * 3)) as post:
        await post.clock.advance(SECOND)
        asked = asyncio.create_task(post.canaries.fresh())

        await post.clock.advance(SECOND * 2)  # the round under way ends

        assert len(post.heard) == 1
        assert not asked.done()

        await post.clock.advance(SECOND * 3)  # the one that began afterwards ends

        assert post.canary.rounds() == [NOON, NOON + SECOND * 3]
        assert len(post.heard) == 2
        assert asked.done()


async def test_fresh_does_not_wait_for_the_next_turn_of_thirty_seconds() -> None:
    async with going_round(FakeCanary(FakeClock())) as post:
        await post.clock.advance(SECOND * 10)
        asked = asyncio.create_task(post.canaries.fresh())
        await quiet()

        assert asked.done()
        assert post.canary.rounds() == [NOON, NOON + SECOND * 10]


async def test_result_is_heard_before_its_waiters_go_on() -> None:
    canary = FakeCanary(FakeClock())
    known: list[int] = []

    async with going_round(canary) as post:
        await post.clock.advance(SECOND * 10)

        async def judge() -> None:
            await post.canaries.fresh()
            known.append(len(post.heard))

        judging = asyncio.create_task(judge())
        await quiet()
        await judging

    assert known == [2]


async def test_any_number_of_callers_share_one_round() -> None:
    async with going_round(FakeCanary(FakeClock(), takes=SECOND)) as post:
        await post.clock.advance(SECOND * 10)
        asked = [asyncio.create_task(post.canaries.fresh()) for _ in range(1000)]
        await post.clock.advance(SECOND)

        assert all(one.done() for one in asked)
        assert post.canary.rounds() == [NOON, NOON + SECOND * 10]


async def test_rounds_on_demand_keep_a_second_apart() -> None:
    async with going_round(FakeCanary(FakeClock())) as post:
        for _ in range(20):
            asked = asyncio.create_task(post.canaries.fresh())
            await post.clock.advance(SECOND / 10)
        await post.clock.advance(SECOND)

        assert asked.done()
        assert post.canary.rounds() == [NOON + SECOND * number for number in range(3)]


async def test_caller_who_gave_up_does_not_disturb_the_round() -> None:
    async with going_round(FakeCanary(FakeClock(), takes=SECOND)) as post:
        await post.clock.advance(SECOND * 10)
        gone = asyncio.create_task(post.canaries.fresh())
        stays = asyncio.create_task(post.canaries.fresh())
        await quiet()
        gone.cancel()
        await post.clock.advance(SECOND)

        assert stays.done()
        assert not stays.cancelled()
        with pytest.raises(asyncio.CancelledError):
            await gone


async def test_without_canaries_nothing_is_asked_and_nobody_waits() -> None:
    post = Post(FakeCanary(FakeClock()), targets=())

    await post.canaries.run()
    await post.canaries.fresh()

    assert post.canary.asked == []
    assert post.heard == []


async def test_retired_canaries_let_their_waiters_go_and_are_heard_no_more() -> None:
    """A reload to ``canaries: []`` amid a failing round left every later failure doubted, and its waiters hanging."""
    canary = FakeCanary(FakeClock(), takes=SECOND * 5, silent=set(TARGETS))

    async with going_round(canary) as post:
        before = asyncio.create_task(post.canaries.fresh())
        await post.clock.advance(SECOND * 6)  # the first round ended; the one that `before` waits for is under way
        during = asyncio.create_task(post.canaries.fresh())
        await quiet()
        post.canaries.retire()
        await quiet()

        assert before.done()
        assert during.done()

        await post.clock.advance(SECOND * 5)

        assert post.heard == [(False, False)]
