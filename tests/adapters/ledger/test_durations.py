"""Latency by the hour, and the correction log: written in batches, added up, swept."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from monitor.adapters.ledger.database import Database
from monitor.adapters.ledger.durations import Hours, hours_near
from monitor.adapters.ledger.merging import merge
from monitor.adapters.ledger.packing import pack, unpack
from monitor.domain.correction import Correction
from monitor.domain.latency import HourOfLatency
from tests.adapters.ledger.ledgers import NOW, Bench, batch, correction, hour, incident, minute, wait_until

_counts = st.dictionaries(st.integers(0, 254), st.integers(1, 0xFFFF), min_size=1, max_size=255)
DAY = 24 * 60


@given(st.dictionaries(st.integers(0, 23), _counts))
def test_day_is_unpacked_as_it_was_packed(hours: dict[int, dict[int, int]]) -> None:
    assert dict(unpack(pack(hours))) == hours


def test_what_no_check_can_have_is_cut_and_does_not_stop_the_writer() -> None:
    assert dict(unpack(pack({1: {3: 70_000, 255: 1}}))) == {1: {3: 65_535}}


def test_hour_of_a_check_every_thirty_seconds_takes_some_dozen_bytes() -> None:
    assert len(pack({9: dict.fromkeys(range(40, 52), 10)})) == 26


def _all_of(_: str, day: date) -> Hours:
    midnight = datetime.combine(day, time(), UTC)
    return {number: midnight + timedelta(hours=number) for number in range(24)}


def stored(bench: Bench) -> tuple[HourOfLatency, ...]:
    with Database(f"sqlite:///{bench.path}").reading() as connection:
        since, until = NOW - timedelta(days=99), NOW + timedelta(days=99)
        return hours_near(connection, since, until, _all_of)


def told(bench: Bench) -> tuple[Correction, ...]:
    answer = bench.archive().incident("absher/portal@1")
    return () if answer is None else answer[1]


async def test_parts_of_an_hour_are_added_up_over_a_restart(bench: Bench) -> None:
    async with bench.open() as (ledger, _):
        ledger.submit(batch(latencies=(hour(0, {40: 2, 41: 1}), hour(1, {40: 5}))))
    async with bench.open() as (ledger, _):
        ledger.submit(batch(latencies=(hour(0, {41: 1, 42: 3}), hour(0, {7: 1}, check_id="absher/portal/login"))))

    assert stored(bench) == (
        hour(0, {40: 2, 41: 2, 42: 3}),
        hour(1, {40: 5}),
        hour(0, {7: 1}, check_id="absher/portal/login"),
    )


async def test_many_checks_are_added_up_in_one_batch(bench: Bench) -> None:
    many = tuple(hour(0, {1: 1}, check_id=f"absher/portal/{number:04}") for number in range(1100))
    async with bench.open() as (ledger, _):
        for _ in range(2):
            ledger.submit(batch(latencies=many))
            assert await ledger.flushed(10)

    assert stored(bench) == tuple(replace(part, counts={1: 2}) for part in many)


async def test_hours_of_two_days_are_told_apart(bench: Bench) -> None:
    async with bench.open() as (ledger, _):
        ledger.submit(batch(latencies=(hour(11, {1: 1}), hour(12, {2: 2}))))
        assert await ledger.flushed(5)
        ledger.submit(batch(latencies=(hour(36, {3: 300}),)))

    assert stored(bench) == (hour(11, {1: 1}), hour(12, {2: 2}), hour(36, {3: 300}))


def test_merged_batches_have_the_sum_of_their_hours_and_each_correction_once() -> None:
    first = batch(minute(1), latencies=(hour(0, {1: 1}), hour(1, {1: 1})), corrections=(correction(1),))
    second = batch(minute(2), latencies=(hour(0, {1: 2, 2: 1}),), corrections=(correction(1), correction(2)))

    merged = merge([first, second])

    assert merged.latencies == (hour(0, {1: 3, 2: 1}), hour(1, {1: 1}))
    assert merged.corrections == (correction(1), correction(2))


async def test_correction_that_is_handed_over_twice_stands_once(bench: Bench) -> None:
    async with bench.open() as (ledger, _):
        ledger.submit(batch(incidents=(incident(1),), corrections=(correction(2, "later"), correction(1))))
        assert await ledger.flushed(5)
        ledger.submit(batch(corrections=(correction(1),)))
        assert await ledger.flushed(5)

    assert told(bench) == (correction(1), correction(2, "later"))


async def test_latency_goes_after_five_weeks_and_a_correction_with_its_incident(bench: Bench) -> None:
    old = incident(1, id="old", started_at=minute(-401 * DAY), recovered_at=minute(-401 * DAY))
    kept = incident(1, started_at=minute(-401 * DAY), recovered_at=minute(-DAY))
    async with bench.open() as (ledger, _):
        ledger.submit(
            batch(
                incidents=(old, kept),
                corrections=(correction(-401 * DAY, incident_id="old"), correction(-401 * DAY)),
                latencies=(hour(-36 * 24, {1: 1}), hour(-35 * 24, {2: 1})),
            )
        )
        await wait_until(lambda: len(stored(bench)) == 1 and ledger.incidents(minute(-999 * DAY), NOW) == (kept,))

    assert stored(bench) == (hour(-35 * 24, {2: 1}),)
    assert told(bench) == (correction(-401 * DAY),)
    with Database(f"sqlite:///{bench.path}").reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM corrections").scalar_one() == 1


async def test_short_retention_is_that_of_the_latency_too(bench: Bench) -> None:
    async with bench.open(retention=timedelta(days=7)) as (ledger, _):
        ledger.submit(batch(latencies=(hour(-8 * 24, {1: 1}), hour(0, {2: 1}))))
        await wait_until(lambda: stored(bench) == (hour(0, {2: 1}),))
