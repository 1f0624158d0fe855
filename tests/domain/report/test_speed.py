from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from monitor.domain.latency import HourOfLatency, bucket_of
from monitor.domain.report import LatencyChange, report
from monitor.domain.verdict import State
from monitor.domain.window import WindowSpec
from tests.domain.facts import DAY, HOUR, LANDING, LOCATION, MIDNIGHT, book_of, catalogue, settings, utc, window
from tests.domain.past import Past, chronicle, outage, planned_downtime

USED = planned_downtime("09:10", "09:50")


def hours(since: datetime, until: datetime, seconds: float, probes: int = 10) -> list[HourOfLatency]:
    count = int((until - since) / HOUR)
    return [
        HourOfLatency(check_id=LANDING, location=LOCATION, hour=since + n * HOUR, counts={bucket_of(seconds): probes})
        for n in range(count)
    ]


def changes(*pasts: Past, windows: tuple[WindowSpec, ...], latencies: list[HourOfLatency]) -> list[LatencyChange]:
    past = chronicle(*pasts, book=book_of(*windows), until=MIDNIGHT + DAY, latencies=latencies)
    made = report(past, catalogue(), settings(), since=past.since, until=past.until, at=past.until, timezone="UTC")
    return list(made.latency)


EVERY_HOUR = [
    *hours(MIDNIGHT - 2 * DAY, utc("09:00"), 0.2),
    *hours(utc("10:00"), MIDNIGHT + 3 * DAY, 0.4),
]


def test_maintenance_is_framed_by_equal_spans() -> None:
    (found,) = changes(USED, windows=(window(),), latencies=EVERY_HOUR)

    assert (found.window_id, found.check_id, found.span) == ("w1", LANDING, 24 * HOUR)
    assert (found.before_until, found.after_since) == (utc("09:00"), utc("10:00"))
    assert (found.before.probes, found.after.probes, found.is_small) == (240, 240, False)
    assert found.before.median == found.before.p95 == pytest.approx(0.2, rel=0.05)
    assert found.after.median == pytest.approx(0.4, rel=0.05)


def test_hours_of_the_maintenance_as_observed_belong_to_neither_side() -> None:
    longer = outage({"09:10": State.PLANNED_DOWNTIME, "10:00": State.OVERRUN}, "11:20")
    early = outage({"08:40": State.UNPLANNED_OUTAGE, "09:00": State.PLANNED_DOWNTIME}, "09:20")

    (after,) = changes(longer, windows=(window(),), latencies=EVERY_HOUR)
    (before,) = changes(early, windows=(window(),), latencies=EVERY_HOUR)

    assert (after.before_until, after.after_since) == (utc("09:00"), utc("12:00"))
    assert (before.before_until, before.after_since) == (utc("08:00"), utc("10:00"))


@pytest.mark.parametrize(
    ("starts", "ends", "span"),
    [("13:00", "14:00", 3), ("05:30", "06:10", 2), ("10:30", "11:00", 0), ("2026-03-11 20:00", "2026-03-11 21:00", 24)],
)
def test_spans_hold_no_hour_of_another_window(starts: str, ends: str, span: int) -> None:
    found = changes(USED, windows=(window(), window(starts, ends, id="w2")), latencies=EVERY_HOUR)

    assert [one.span for one in found] == ([span * HOUR] if span else [])


def test_spans_end_with_what_the_ledger_knows() -> None:
    (found,) = changes(USED, windows=(window(),), latencies=[one for one in EVERY_HOUR if one.hour < utc("20:00")])

    assert found.span == 14 * HOUR  # until midnight


@pytest.mark.parametrize(("probes", "is_small"), [(2, False), (1, True)])
def test_few_probes_are_said_to_be_few(probes: int, is_small: bool) -> None:
    few = [replace(one, counts=dict.fromkeys(one.counts, probes)) for one in EVERY_HOUR]

    (found,) = changes(USED, windows=(window(),), latencies=few)

    assert found.is_small is is_small


def test_window_that_nothing_was_down_in_is_no_maintenance() -> None:
    assert changes(windows=(window(),), latencies=EVERY_HOUR) == []


def test_maintenance_that_goes_on_has_no_afterwards() -> None:
    running = outage({"09:10": State.PLANNED_DOWNTIME, "10:00": State.OVERRUN}, None)

    assert changes(running, windows=(window(),), latencies=EVERY_HOUR) == []


def test_locations_count_together() -> None:
    other = [replace(one, location="jeddah-1") for one in EVERY_HOUR]

    (found,) = changes(USED, windows=(window(),), latencies=EVERY_HOUR + other)

    assert found.before.probes == 480
