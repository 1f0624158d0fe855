from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from monitor.domain.observation import Outcome, Reason
from monitor.engine.watch import Watch
from tests.domain import facts
from tests.fakes import FakeClock, FakeLog, FakeProber, quiet

PLATFORM = facts.catalogue().by_platform["absher"]


def watch_over(prober: FakeProber, log: FakeLog) -> Watch:
    return Watch(prober, facts.LOCATION, prober.clock, log)


async def test_what_the_prober_sees_is_handed_on_as_it_is() -> None:
    prober = FakeProber(FakeClock())
    prober.fail(facts.LANDING, Reason.RESET)

    seen = await watch_over(prober, FakeLog()).look(facts.check(), PLATFORM)

    assert (seen.outcome, seen.reason) == (Outcome.FAILED, Reason.RESET)


async def test_prober_that_raises_saw_nothing_and_says_so_in_the_log() -> None:
    clock, log = FakeClock(), FakeLog()
    prober = FakeProber(clock, takes=timedelta(seconds=3))
    prober.sees[facts.LANDING] = ValueError("a bug " + "x" * 500)
    started_at = clock.now()

    looking = asyncio.create_task(watch_over(prober, log).look(facts.check(), PLATFORM))
    await clock.advance(timedelta(seconds=3))
    seen = await looking

    assert (seen.outcome, seen.reason) == (Outcome.NOTHING, Reason.SELF)
    assert (seen.started_at, seen.completed_at) == (started_at, started_at + timedelta(seconds=3))
    assert (seen.check_id, seen.location) == (facts.LANDING, facts.LOCATION)
    assert [(one.rule, len(one.found)) for one in seen.evidence] == [("probe.raised", 200)]
    [said] = log.said("probe_raised")
    assert said["check"] == facts.LANDING


async def test_cancellation_is_not_swallowed() -> None:
    log = FakeLog()
    prober = FakeProber(FakeClock(), takes=timedelta(seconds=3))

    looking = asyncio.create_task(watch_over(prober, log).look(facts.check(), PLATFORM))
    await quiet()
    looking.cancel()

    with pytest.raises(asyncio.CancelledError):
        await looking
    assert prober.given_up == [facts.LANDING]
    assert log.lines == []


@pytest.mark.parametrize("end", [KeyboardInterrupt, SystemExit])
async def test_end_of_the_program_is_not_a_fault_of_the_prober(end: type[BaseException]) -> None:
    prober = FakeProber(FakeClock())
    prober.sees[facts.LANDING] = end()

    with pytest.raises(end):
        await watch_over(prober, FakeLog()).look(facts.check(), PLATFORM)
