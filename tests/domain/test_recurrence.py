from __future__ import annotations

import zoneinfo
from datetime import date, datetime, timedelta
from importlib import resources
from io import BytesIO
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from monitor.domain.recurrence import (
    Edge,
    comes_to_pass,
    local_start_of,
    moved_edges,
    occurrence_id,
    occurrences,
    resolve,
    rule_of,
    span,
    zone_of,
)
from monitor.domain.window import Fold, Rule, WindowSpec
from tests.domain.facts import DAY, HOUR, MINUTE, SECOND, local, utc, window

RIYADH, WARSAW, NEW_YORK, LORD_HOWE = "Asia/Riyadh", "Europe/Warsaw", "America/New_York", "Australia/Lord_Howe"
TICK = timedelta(microseconds=1)
FAR = utc("2028-12-31 00:00")
LONG_AGO = utc("2020-01-01 00:00")


def weekly(
    starts: str,
    ends: str | None,
    zone: str = RIYADH,
    *,
    rrule: str = "FREQ=WEEKLY",
    rule: Rule | None = None,
    duration: timedelta | None = None,
) -> WindowSpec:
    rule = rule or Rule(rrule=rrule)
    return window(local(starts), local(ends) if ends else None, timezone=zone, rule=rule, duration=duration)


def found(
    spec: WindowSpec, since: datetime = LONG_AGO, until: datetime = FAR, first: int = 4
) -> list[tuple[datetime, datetime]]:
    return [(one.starts, one.ends) for one in list(occurrences(spec, since, until))[:first]]


# ---- D1: a local time that does not exist


@pytest.mark.parametrize("edge", list(Edge))
@pytest.mark.parametrize(
    ("zone", "written", "instant", "moved"),
    [
        (WARSAW, "2026-03-29 01:59:59", "2026-03-29 00:59:59", False),
        (WARSAW, "2026-03-29 02:00:00", "2026-03-29 01:00:00", True),
        (WARSAW, "2026-03-29 02:30:00", "2026-03-29 01:00:00", True),
        (WARSAW, "2026-03-29 02:59:59", "2026-03-29 01:00:00", True),
        (WARSAW, "2026-03-29 03:00:00", "2026-03-29 01:00:00", False),
        (WARSAW, "2026-03-29 03:00:01", "2026-03-29 01:00:01", False),
        (NEW_YORK, "2026-03-08 01:59:59", "2026-03-08 06:59:59", False),
        (NEW_YORK, "2026-03-08 02:00:00", "2026-03-08 07:00:00", True),
        (NEW_YORK, "2026-03-08 02:59:59", "2026-03-08 07:00:00", True),
        (NEW_YORK, "2026-03-08 03:00:00", "2026-03-08 07:00:00", False),
        (LORD_HOWE, "2026-10-04 01:59:59", "2026-10-03 15:29:59", False),
        (LORD_HOWE, "2026-10-04 02:00:00", "2026-10-03 15:30:00", True),
        (LORD_HOWE, "2026-10-04 02:29:59", "2026-10-03 15:30:00", True),
        (LORD_HOWE, "2026-10-04 02:30:00", "2026-10-03 15:30:00", False),
        (RIYADH, "2026-03-29 02:30:00", "2026-03-28 23:30:00", False),
    ],
)
def test_d1_a_missing_local_time_is_the_first_valid_instant(
    zone: str, written: str, instant: str, moved: bool, edge: Edge
) -> None:
    assert resolve(local(written), ZoneInfo(zone), edge=edge) == (utc(instant), moved)


@pytest.mark.parametrize("fold", list(Fold))
def test_d1_fold_does_not_bring_a_missing_time_back(fold: Fold) -> None:
    moved = resolve(local("2026-03-29 02:30"), ZoneInfo(WARSAW), edge=Edge.START, fold=fold)

    assert moved == (utc("2026-03-29 01:00"), True)


@pytest.mark.parametrize(
    ("starts", "ends", "warned"),
    [
        ("2026-03-29 02:30", "2026-03-29 05:00", ("starts",)),
        ("2026-03-28 23:00", "2026-03-29 02:00", ("ends",)),
        ("2026-03-29 02:00", "2026-03-29 02:59", ("starts", "ends")),
        ("2026-03-29 01:59", "2026-03-29 03:00", ()),
    ],
)
def test_d1_the_moved_edges_are_named_for_the_warning(starts: str, ends: str, warned: tuple[str, ...]) -> None:
    assert moved_edges(window(local(starts), local(ends), timezone=WARSAW)) == warned


def test_d1_a_window_with_a_duration_has_no_end_to_move() -> None:
    spec = window(local("2026-03-29 02:30"), None, duration=HOUR, timezone=WARSAW)

    assert moved_edges(spec) == ("starts",)
    assert span(spec, spec.starts) == (utc("2026-03-29 01:00"), utc("2026-03-29 02:00"))


# ---- D2: a local time that happens twice


@pytest.mark.parametrize(
    ("zone", "written", "first", "second"),
    [
        (WARSAW, "2026-10-25 01:59:59", "2026-10-24 23:59:59", "2026-10-24 23:59:59"),
        (WARSAW, "2026-10-25 02:00:00", "2026-10-25 00:00:00", "2026-10-25 01:00:00"),
        (WARSAW, "2026-10-25 02:59:59", "2026-10-25 00:59:59", "2026-10-25 01:59:59"),
        (WARSAW, "2026-10-25 03:00:00", "2026-10-25 02:00:00", "2026-10-25 02:00:00"),
        (NEW_YORK, "2026-11-01 00:59:59", "2026-11-01 04:59:59", "2026-11-01 04:59:59"),
        (NEW_YORK, "2026-11-01 01:00:00", "2026-11-01 05:00:00", "2026-11-01 06:00:00"),
        (NEW_YORK, "2026-11-01 01:59:59", "2026-11-01 05:59:59", "2026-11-01 06:59:59"),
        (NEW_YORK, "2026-11-01 02:00:00", "2026-11-01 07:00:00", "2026-11-01 07:00:00"),
        (LORD_HOWE, "2026-04-05 01:29:59", "2026-04-04 14:29:59", "2026-04-04 14:29:59"),
        (LORD_HOWE, "2026-04-05 01:30:00", "2026-04-04 14:30:00", "2026-04-04 15:00:00"),
        (LORD_HOWE, "2026-04-05 01:59:59", "2026-04-04 14:59:59", "2026-04-04 15:29:59"),
        (LORD_HOWE, "2026-04-05 02:00:00", "2026-04-04 15:30:00", "2026-04-04 15:30:00"),
        (RIYADH, "2026-10-25 02:30:00", "2026-10-24 23:30:00", "2026-10-24 23:30:00"),
    ],
)
def test_d2_a_start_takes_the_first_pass_and_an_end_the_second(
    zone: str, written: str, first: str, second: str
) -> None:
    at, where = local(written), ZoneInfo(zone)

    assert resolve(at, where, edge=Edge.START) == (utc(first), False)
    assert resolve(at, where, edge=Edge.END) == (utc(second), False)
    assert resolve(at, where, edge=Edge.START, fold=Fold.SECOND) == (utc(second), False)
    assert resolve(at, where, edge=Edge.END, fold=Fold.FIRST) == (utc(first), False)


def test_d2_fold_decides_both_edges_of_a_window() -> None:
    starts, ends = local("2026-10-25 02:15"), local("2026-10-25 02:45")
    specs = [window(starts, ends, timezone=WARSAW, fold=fold) for fold in (None, Fold.FIRST, Fold.SECOND)]

    spans = [span(spec, spec.starts) for spec in specs]

    assert spans == [
        (utc("2026-10-25 00:15"), utc("2026-10-25 01:45")),
        (utc("2026-10-25 00:15"), utc("2026-10-25 00:45")),
        (utc("2026-10-25 01:15"), utc("2026-10-25 01:45")),
    ]


# ---- D3 and D4: what the author gave is kept; only instants are added and compared


@pytest.mark.parametrize(
    ("zone", "starts", "ends", "length"),
    [
        (WARSAW, "2026-03-28 23:00", "2026-03-29 05:00", 5 * HOUR),
        (WARSAW, "2026-10-24 23:00", "2026-10-25 05:00", 7 * HOUR),
        (NEW_YORK, "2026-03-07 23:00", "2026-03-08 05:00", 5 * HOUR),
        (NEW_YORK, "2026-10-31 23:00", "2026-11-01 05:00", 7 * HOUR),
        (LORD_HOWE, "2026-10-03 23:00", "2026-10-04 05:00", 6 * HOUR - 30 * MINUTE),
        (LORD_HOWE, "2026-04-04 23:00", "2026-04-05 05:00", 6 * HOUR + 30 * MINUTE),
        (RIYADH, "2026-03-28 23:00", "2026-03-29 05:00", 6 * HOUR),
    ],
)
def test_d3_an_end_or_a_duration_is_kept_over_a_clock_change(
    zone: str, starts: str, ends: str, length: timedelta
) -> None:
    by_end = window(local(starts), local(ends), timezone=zone)
    by_duration = window(local(starts), None, duration=6 * HOUR, timezone=zone)

    begin, end = span(by_end, by_end.starts)

    assert end - begin == length
    assert span(by_duration, by_duration.starts) == (begin, begin + 6 * HOUR)


def test_d4_an_instant_with_an_offset_needs_no_zone() -> None:
    starts, ends = (
        datetime.fromisoformat("2026-03-29T02:30:00+01:00"),
        datetime.fromisoformat("2026-03-29T04:30:00+02:00"),
    )
    spec = window(starts, ends, timezone=NEW_YORK)

    assert span(spec, spec.starts) == (utc("2026-03-29 01:30"), utc("2026-03-29 02:30"))
    assert moved_edges(spec) == ()
    assert zone_of(spec) == starts.tzinfo


def test_d4_an_instant_is_handed_out_in_utc() -> None:
    instant, _ = resolve(datetime.fromisoformat("2026-03-29T04:30:00+03:00"), ZoneInfo(WARSAW), edge=Edge.START)

    assert instant.utcoffset() == timedelta(0)
    assert instant == utc("2026-03-29 01:30")


# ---- D5: a weekly rule keeps local wall time


@pytest.mark.parametrize(
    ("zone", "starts", "ends", "instants"),
    [
        (WARSAW, "2026-03-22 04:00", "2026-03-22 06:00", ["2026-03-22 03:00", "2026-03-29 02:00", "2026-04-05 02:00"]),
        (WARSAW, "2026-10-18 04:00", "2026-10-18 06:00", ["2026-10-18 02:00", "2026-10-25 03:00", "2026-11-01 03:00"]),
        (
            NEW_YORK,
            "2026-03-01 04:00",
            "2026-03-01 06:00",
            ["2026-03-01 09:00", "2026-03-08 08:00", "2026-03-15 08:00"],
        ),
        (
            LORD_HOWE,
            "2026-09-27 04:00",
            "2026-09-27 06:00",
            ["2026-09-26 17:30", "2026-10-03 17:00", "2026-10-10 17:00"],
        ),
        (RIYADH, "2026-03-22 04:00", "2026-03-22 06:00", ["2026-03-22 01:00", "2026-03-29 01:00", "2026-04-05 01:00"]),
    ],
)
def test_d5_a_weekly_window_keeps_its_wall_time(zone: str, starts: str, ends: str, instants: list[str]) -> None:
    spec = weekly(starts, ends, zone)

    assert found(spec, first=3) == [(utc(at), utc(at) + 2 * HOUR) for at in instants]


def test_d5_each_later_end_keeps_its_distance_in_days_and_clock_time() -> None:
    spec = weekly("2026-03-21 23:00", "2026-03-22 05:00", WARSAW)

    lengths = [ends - starts for starts, ends in found(spec, first=3)]

    assert lengths == [6 * HOUR, 5 * HOUR, 6 * HOUR]


def test_d5_a_weekly_window_with_a_duration_keeps_its_duration() -> None:
    spec = weekly("2026-03-21 23:00", None, WARSAW, duration=6 * HOUR)

    assert [ends - starts for starts, ends in found(spec, first=3)] == [6 * HOUR] * 3


def test_d5_a_weekly_start_in_the_gap_moves_that_week_alone() -> None:
    spec = weekly("2026-03-22 02:30", "2026-03-22 04:00", WARSAW)

    starts = [start for start, _ in found(spec, first=3)]

    assert starts == [utc("2026-03-22 01:30"), utc("2026-03-29 01:00"), utc("2026-04-05 00:30")]


def test_d5_occurrences_given_as_instants_repeat_in_their_own_offset() -> None:
    first = datetime.fromisoformat("2026-03-22T04:00:00+01:00")
    spec = window(first, first + HOUR, timezone=WARSAW, rule=Rule(rrule="FREQ=WEEKLY"))

    assert [start for start, _ in found(spec, first=2)] == [utc("2026-03-22 03:00"), utc("2026-03-29 03:00")]


def test_d5_exdates_leave_out_a_start_or_a_whole_day() -> None:
    rule = Rule(rrule="FREQ=DAILY", exdates=(local("2026-03-11 04:00"), date(2026, 3, 12), local("2026-03-13 05:00")))
    spec = weekly("2026-03-10 04:00", "2026-03-10 05:00", rule=rule)

    days = [start.day for start, _ in found(spec, first=3)]

    assert days == [10, 13, 14]


@pytest.mark.parametrize(("until", "count"), [("03:59", 2), ("04:00", 3), ("04:01", 3)])
def test_d5_until_names_the_last_local_start_inclusively(until: str, count: int) -> None:
    rule = Rule(rrule="FREQ=DAILY", until=local(f"2026-03-12 {until}"))

    assert len(found(weekly("2026-03-10 04:00", "2026-03-10 05:00", rule=rule))) == count


@pytest.mark.parametrize(("until", "count"), [("005959", 2), ("010000", 3)])
def test_d5_an_until_in_utc_is_brought_to_the_zone_of_the_window(until: str, count: int) -> None:
    spec = weekly("2026-03-10 04:00", "2026-03-10 05:00", rrule=f"FREQ=DAILY;UNTIL=20260312T{until}Z")

    assert len(found(spec)) == count


# ---- D6: midnight, whole days, several days, month end, leap day


@pytest.mark.parametrize(
    ("starts", "ends", "begins", "length"),
    [
        ("2026-03-10 23:00", "2026-03-11 01:00", "2026-03-10 20:00", 2 * HOUR),
        ("2026-03-11 00:00", "2026-03-11 01:00", "2026-03-10 21:00", HOUR),
        ("2026-03-10 00:00", "2026-03-11 00:00", "2026-03-09 21:00", DAY),
        ("2026-03-10 22:00", "2026-03-13 06:00", "2026-03-10 19:00", 2 * DAY + 8 * HOUR),
        ("2026-01-31 22:00", "2026-02-01 02:00", "2026-01-31 19:00", 4 * HOUR),
        ("2028-02-28 22:00", "2028-02-29 02:00", "2028-02-28 19:00", 4 * HOUR),
        ("2028-02-28 22:00", "2028-03-01 02:00", "2028-02-28 19:00", DAY + 4 * HOUR),
        ("2026-02-28 22:00", "2026-03-01 02:00", "2026-02-28 19:00", 4 * HOUR),
        ("2026-12-31 23:00", "2027-01-01 01:00", "2026-12-31 20:00", 2 * HOUR),
    ],
)
def test_d6_a_window_crosses_midnight_months_and_the_leap_day(
    starts: str, ends: str, begins: str, length: timedelta
) -> None:
    spec = window(local(starts), local(ends))

    assert span(spec, spec.starts) == (utc(begins), utc(begins) + length)


@pytest.mark.parametrize(
    ("rrule", "first", "days"),
    [
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "2028-01-31", ["2028-01-31", "2028-02-29", "2028-03-31"]),
        ("FREQ=MONTHLY", "2026-01-31", ["2026-01-31", "2026-03-31", "2026-05-31"]),
        ("FREQ=YEARLY", "2024-02-29", ["2024-02-29", "2028-02-29"]),
        ("FREQ=DAILY", "2028-02-28", ["2028-02-28", "2028-02-29", "2028-03-01"]),
        ("FREQ=WEEKLY;BYDAY=TU,FR;COUNT=3", "2026-03-10", ["2026-03-10", "2026-03-13", "2026-03-17"]),
    ],
)
def test_d6_a_rule_knows_month_ends_and_leap_days(rrule: str, first: str, days: list[str]) -> None:
    spec = weekly(f"{first} 22:00", f"{first} 23:30", rrule=rrule)

    assert [start for start, _ in found(spec, first=3)] == [utc(f"{day} 19:00") for day in days]


def test_d6_a_weekly_window_over_midnight_ends_on_the_next_local_day() -> None:
    spec = weekly("2026-03-10 23:00", "2026-03-11 01:30")

    assert found(spec, first=2) == [
        (utc("2026-03-10 20:00"), utc("2026-03-10 22:30")),
        (utc("2026-03-17 20:00"), utc("2026-03-17 22:30")),
    ]


# ---- D7: which zone data


@pytest.mark.parametrize("zone", [RIYADH, WARSAW, NEW_YORK, LORD_HOWE])
def test_d7_zone_data_is_that_of_the_bundled_tzdata(zone: str) -> None:
    bundled = ZoneInfo.from_file(BytesIO(resources.files("tzdata.zoneinfo").joinpath(*zone.split("/")).read_bytes()))
    instants = [LONG_AGO + 7 * hours * HOUR for hours in range(9000)]

    assert zoneinfo.TZPATH == ()
    assert [at.astimezone(ZoneInfo(zone)).utcoffset() for at in instants] == [
        at.astimezone(bundled).utcoffset() for at in instants
    ]


# ---- which occurrences touch a span


@pytest.mark.parametrize(
    ("since", "until", "touches"),
    [
        ("08:00", "09:00", False),
        ("08:00", "09:00:00.000001", True),
        ("09:30", "09:31", True),
        ("09:59:59.999999", "11:00", True),
        ("10:00", "11:00", False),
    ],
)
def test_occurrence_touches_a_half_open_span(since: str, until: str, touches: bool) -> None:
    once = window("09:00", "10:00")
    daily = window("09:00", "10:00", rule=Rule(rrule="FREQ=DAILY"))

    for spec in (once, daily):
        assert bool(found(spec, utc(since), utc(until))) is touches


def test_long_occurrence_that_began_well_before_the_span_is_found() -> None:
    spec = weekly("2026-03-01 00:00", "2026-03-06 00:00")

    running = list(occurrences(spec, utc("2026-03-12 20:00"), utc("2026-03-12 20:00") + TICK))

    assert [one.id for one in running] == ["w1@2026-03-08T00:00"]


def test_occurrences_come_in_order_and_do_not_repeat() -> None:
    starts = [start for start, _ in found(weekly("2026-03-01 00:00", "2026-03-01 02:00", WARSAW), first=60)]

    assert all(sooner < later for sooner, later in pairwise(starts))


# ---- the name of one occurrence


def test_occurrence_is_named_by_its_local_start() -> None:
    [one, *_] = occurrences(weekly("2026-03-10 04:00", "2026-03-10 05:00"), LONG_AGO, FAR)

    assert one.id == "w1@2026-03-10T04:00" == occurrence_id("w1", local("2026-03-10 04:00"))


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("w1@2026-03-17T04:00", "2026-03-17 04:00"),
        ("w1@2026-03-17T04:01", None),
        ("w1@2026-03-16T04:00", None),
        ("w1@2026-03-24T04:00", None),
        ("w1@2026-03-17T04:00+03:00", None),
        ("w1@soon", None),
        ("w1", None),
    ],
)
def test_only_a_start_of_the_rule_names_an_occurrence(name: str, start: str | None) -> None:
    rule = Rule(rrule="FREQ=WEEKLY", exdates=(date(2026, 3, 24),))
    spec = weekly("2026-03-10 04:00", "2026-03-10 05:00", rule=rule)

    assert local_start_of(spec, name) == (local(start) if start else None)


def test_window_that_does_not_repeat_has_no_occurrences_to_name() -> None:
    spec = window(local("2026-03-10 04:00"), local("2026-03-10 05:00"))

    assert local_start_of(spec, "w1@2026-03-10T04:00") is None
    with pytest.raises(ValueError, match="does not repeat"):
        rule_of(spec)


@pytest.mark.parametrize(
    ("rrule", "sentence"),
    [
        ("FREQ=MINUTELY", "repeats by the hour at the most"),
        ("freq=secondly;COUNT=3", "repeats by the hour at the most"),
        ("FREQ=DAILY;BYHOUR=1,2;BYMINUTE=0,30", "repeats by the hour at the most"),
        ("FREQ=HOURLY;BYSECOND=0,1", "repeats by the hour at the most"),
        ("FREQ=WEEKLY\nEXRULE:FREQ=DAILY", "one RRULE"),
        ("FREQ=SOMETIMES", "invalid"),
        ("FREQ=YEARLY;BYEASTER=9999999", "BYEASTER is unknown"),
        ("FREQ=WEEKLY;BYWEEKDAY=MO", "BYWEEKDAY is unknown"),
        ("FREQ=MONTHLY;BYDAY=MO;BYDAY=1FR,SA", "said twice"),
        ("FREQ=DAILY;", "an empty part is unknown"),
        ("FREQ=HOURLY;BYHOUR=-4", "the numbers of BYHOUR are from 0 to 23"),
        ("FREQ=YEARLY;BYMONTH=3,-1", "the numbers of BYMONTH are from 1 to 12"),
    ],
)
def test_rule_that_does_not_parse_is_an_error(rrule: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        rule_of(weekly("2026-03-10 04:00", "2026-03-10 05:00", rrule=rrule))


def test_two_who_read_one_rule_at_once_both_come_to_its_end() -> None:
    """The loop of a monitor stood still when a page of windows was read in a thread beside it."""
    spec = weekly("2026-03-10 04:00", "2026-03-10 05:00", rrule="FREQ=WEEKLY;COUNT=15")

    one = iter(rule_of(spec))
    next(one)
    other = list(rule_of(spec))

    assert len(other) == 15
    assert len(list(one)) == 14


def test_transition_is_found_to_the_second() -> None:
    instant, _ = resolve(local("2026-03-29 02:17:43"), ZoneInfo(WARSAW), edge=Edge.START)

    assert (instant - SECOND).astimezone(ZoneInfo(WARSAW)).utcoffset() != instant.astimezone(
        ZoneInfo(WARSAW)
    ).utcoffset()


# ---- a rule from outside


@pytest.mark.parametrize(
    ("rrule", "sentence"),
    [
        ("FREQ=DAILY;INTERVAL=0", "INTERVAL of at least 1"),
        ("FREQ=DAILY;INTERVAL=-1", "INTERVAL of at least 1"),
        ("FREQ=HOURLY;BYHOUR=25", "BYHOUR are from 0 to 23"),  # dateutil would look for that hour for ever
        ("FREQ=YEARLY;BYMONTH=0", "BYMONTH are from 1 to 12"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,-32", "BYMONTHDAY are from 1 to 31"),
        ("FREQ=MONTHLY;BYDAY=6MO", "numbered from 1 to 5"),
        ("FREQ=YEARLY;BYMONTH=12;BYDAY=-20MO", "numbered from 1 to 5"),
        ("FREQ=YEARLY;BYDAY=99MO", "numbered from 1 to 53"),
        ("FREQ=MONTHLY;BYDAY=TH,-1SU", "all numbered, or none is"),  # dateutil: the Thursdays that are the last Sunday
    ],
)
def test_rule_that_would_be_counted_wrongly_is_refused(rrule: str, sentence: str) -> None:
    spec = weekly("2026-01-02 02:00", "2026-01-02 04:00", rrule=rrule)

    with pytest.raises(ValueError, match=sentence):
        rule_of(spec)


@pytest.mark.parametrize(
    ("rrule", "expected"),
    [
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", True),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", False),
        ("FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30", False),
        ("FREQ=WEEKLY;UNTIL=20200101T000000Z", True),  # over before it begins, which is another matter
    ],
)
def test_rule_comes_to_pass_or_never(rrule: str, expected: bool) -> None:
    assert comes_to_pass(weekly("2026-01-02 02:00", "2026-01-02 04:00", rrule=rrule)) is expected


def test_starts_at_several_hours_of_a_day_each_have_the_length_of_the_first() -> None:
    spec = weekly("2026-01-02 02:00", "2026-01-02 04:00", rrule="FREQ=DAILY;BYHOUR=2,23")

    assert found(spec, first=2) == [
        (utc("2026-01-01 23:00"), utc("2026-01-02 01:00")),
        (utc("2026-01-02 20:00"), utc("2026-01-02 22:00")),
    ]
