from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.cadence import EPOCH, SLOT, edge_probe_instants, first_due, next_on_grid, phase

MICROSECOND = timedelta(microseconds=1)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
NOON = datetime(2025, 12, 5, 12, tzinfo=UTC)
LANDING = "absher/portal/landing"

intervals = st.timedeltas(min_value=SECOND, max_value=timedelta(days=1))
instants = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 -- naive bounds are what hypothesis takes
ids = st.text(min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("check_id", "interval", "wanted"),
    [
        (LANDING, MINUTE, timedelta(seconds=30, milliseconds=100)),
        (LANDING, 5 * MINUTE, timedelta(minutes=3, seconds=30, milliseconds=100)),
        ("qiwa/portal/landing", MINUTE, timedelta(seconds=48, milliseconds=900)),
    ],
)
def test_phase_is_the_same_in_every_process_and_release(check_id: str, interval: timedelta, wanted: timedelta) -> None:
    # From `printf %s ID | sha256sum`, not from this program: the first 16 digits modulo the slots of 100 ms.
    assert phase(check_id, interval) == wanted


@given(ids, intervals)
def test_phase_lies_within_the_interval(check_id: str, interval: timedelta) -> None:
    assert timedelta(0) <= phase(check_id, interval) < interval


@given(ids, intervals)
def test_grids_meet_in_slots_so_that_checks_begin_together(check_id: str, interval: timedelta) -> None:
    assert phase(check_id, interval) % SLOT == timedelta(0)


def test_interval_shorter_than_a_slot_has_one_place() -> None:
    assert phase(LANDING, SLOT / 2) == timedelta(0)


def test_next_on_grid_is_strictly_after() -> None:
    on_grid = next_on_grid(LANDING, MINUTE, NOON)

    assert next_on_grid(LANDING, MINUTE, on_grid - MICROSECOND) == on_grid
    assert next_on_grid(LANDING, MINUTE, on_grid) == on_grid + MINUTE
    assert next_on_grid(LANDING, MINUTE, on_grid + MICROSECOND) == on_grid + MINUTE


@given(ids, intervals, instants)
def test_grid_instants_stand_at_the_phase_counted_from_the_epoch(
    check_id: str, interval: timedelta, after: datetime
) -> None:
    on_grid = next_on_grid(check_id, interval, after)

    assert after < on_grid <= after + interval
    assert (on_grid - EPOCH) % interval == phase(check_id, interval)


def test_a_year_of_grid_does_not_drift() -> None:
    first = at = next_on_grid(LANDING, MINUTE, NOON)

    for _ in range(525_600):
        at = next_on_grid(LANDING, MINUTE, at)

    assert at == first + timedelta(days=365)


def test_five_hundred_checks_at_thirty_seconds_spread_over_every_second() -> None:
    seconds = Counter(phase(f"platform-{n % 7}/service-{n}/landing", 30 * SECOND) // SECOND for n in range(500))

    assert len(seconds) == 30
    assert max(seconds.values()) <= 2 * 500 / 30


@given(ids, intervals, instants)
def test_first_probe_comes_within_ten_seconds_and_on_the_grid_where_it_can(
    check_id: str, interval: timedelta, started_at: datetime
) -> None:
    due = first_due(check_id, interval, started_at)
    on_grid = next_on_grid(check_id, interval, started_at)

    assert started_at <= due <= started_at + 10 * SECOND
    assert due == on_grid or on_grid > started_at + 10 * SECOND


def test_first_probes_of_ten_thousand_checks_do_not_burst() -> None:
    seconds = Counter((first_due(f"p/s{n}/c", MINUTE, NOON) - NOON) // SECOND for n in range(10_000))

    assert set(seconds) == set(range(10))
    assert max(seconds.values()) < 1.15 * 1_000


@pytest.mark.parametrize("interval", [MINUTE, 2 * MINUTE])
def test_a_check_that_looks_every_two_minutes_gets_no_edge_probe(interval: timedelta) -> None:
    assert edge_probe_instants(LANDING, [NOON], interval, 10 * SECOND) == ()


@given(ids)
def test_edge_probes_are_done_at_the_edge_and_come_within_five_seconds_after(check_id: str) -> None:
    before, after = edge_probe_instants(check_id, [NOON], 2 * MINUTE + MICROSECOND, 10 * SECOND)

    assert before == NOON - 10 * SECOND
    assert NOON + SECOND <= after < NOON + 4 * SECOND


def test_edge_probes_of_several_edges_are_sorted_and_single() -> None:
    probes = edge_probe_instants(LANDING, [NOON + MINUTE, NOON, NOON], 5 * MINUTE, 10 * SECOND)

    assert len(probes) == 4
    assert list(probes) == sorted(probes)
