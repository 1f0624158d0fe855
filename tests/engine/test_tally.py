"""Latency counted by the hour (domain.latency) on its way to the ledger."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.domain.catalogue import Check, Platform
from monitor.domain.latency import HourOfLatency, bucket_of
from monitor.domain.observation import Observation, Outcome, Phases, Reason
from monitor.engine import tally as module
from monitor.engine.tally import Tally
from tests.domain.facts import HOUR, SECOND
from tests.engine.rig import Rig, configuration
from tests.fakes import FakeProber

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
ONE = NOON + timedelta(hours=1)


def seen(
    minute: float, total: float | None = 0.1, outcome: Outcome = Outcome.OK, check_id: str = "a/b/c"
) -> Observation:
    at = NOON + timedelta(minutes=minute)
    return Observation(
        check_id=check_id,
        location="riyadh-1",
        started_at=at,
        completed_at=at,
        outcome=outcome,
        reason=None if outcome in {Outcome.OK, Outcome.SLOW} else Reason.STATUS,
        phases=None if total is None else Phases(total=total),
    )


def counted(*observations: Observation) -> Tally:
    tally = Tally()
    for observation in observations:
        tally.count(observation)
    return tally


def hour(counts: dict[float, int], begins: datetime = NOON, check_id: str = "a/b/c") -> HourOfLatency:
    by_bucket = {bucket_of(seconds): number for seconds, number in counts.items()}
    return HourOfLatency(check_id=check_id, location="riyadh-1", hour=begins, counts=by_bucket)


def test_hour_is_handed_out_when_it_is_over_and_once() -> None:
    tally = counted(seen(0), seen(30), seen(59.9, 2.0, Outcome.SLOW))

    assert tally.over(ONE - timedelta(microseconds=1)) == ()
    assert tally.over(ONE) == (hour({0.1: 2, 2.0: 1}),)
    assert tally.over(ONE) == ()
    assert tally.rest() == ()


@pytest.mark.parametrize("outcome", [Outcome.FAILED, Outcome.BLOCKED, Outcome.NOTHING])
def test_only_successful_probes_that_were_timed_are_counted(outcome: Outcome) -> None:
    tally = counted(seen(1, 0.1, outcome), seen(2, None))

    assert tally.rest() == ()


def test_probe_of_the_next_hour_ends_the_one_before() -> None:
    tally = counted(seen(59), seen(60))

    assert tally.over(ONE) == (hour({0.1: 1}),)
    assert tally.rest() == (hour({0.1: 1}, ONE),)


def test_rest_is_the_present_hour_too_which_then_begins_anew() -> None:
    tally = counted(seen(10), seen(20, check_id="a/b/d"))

    assert sorted(tally.rest(), key=lambda part: part.check_id) == [
        hour({0.1: 1}),
        hour({0.1: 1}, check_id="a/b/d"),
    ]

    tally.count(seen(30))
    assert tally.over(ONE) == (hour({0.1: 1}),)


def test_clock_that_is_set_back_makes_parts_and_loses_nothing() -> None:
    tally = counted(seen(60), seen(30), seen(61))

    assert tally.rest() == (hour({0.1: 1}, ONE), hour({0.1: 1}), hour({0.1: 1}, ONE))


def test_hours_of_a_large_fleet_come_in_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_AT_ONCE", 2)
    tally = counted(*(seen(1, check_id=f"a/b/{number}") for number in range(3)))

    assert [len(tally.over(ONE)) for _ in range(3)] == [2, 1, 0]


class TimedProber(FakeProber):
    async def probe(self, check: Check, platform: Platform) -> Observation:
        return replace(await super().probe(check, platform), phases=Phases(total=0.1))


async def test_every_probe_of_a_fleet_reaches_the_ledger_by_its_hour_the_last_ones_at_the_stop() -> None:
    rig = Rig(configuration())
    rig.prober = TimedProber(rig.clock)
    await rig.fleet.adopt(replace(configuration(), sha256="second"))
    task = asyncio.create_task(rig.fleet.run(rig.stopping))
    await rig.advance(HOUR)
    await rig.advance(HOUR / 2)
    written_before = [part for batch in rig.ledger.batches for part in batch.latencies]
    rig.stopping.set()
    await rig.advance(SECOND)
    await task

    parts = [part for batch in rig.ledger.batches for part in batch.latencies]
    hours = [part.hour for part in parts]
    assert hours == sorted(set(hours))
    assert len(written_before) == len(parts) - 1
    assert sum(sum(part.counts.values()) for part in parts) == len(rig.publisher.probes) == 90
