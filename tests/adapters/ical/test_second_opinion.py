"""Our recurrence and that of ``recurring-ical-events`` over generated rules, read from one and the same calendar.

Where the two differ by intention the generator keeps away, and says which rule of SEMANTICS decides.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import recurring_ical_events  # type: ignore[import-untyped]  # the library has no types
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from monitor.domain.recurrence import occurrences, rule_of
from monitor.domain.window import WindowSpec
from tests.adapters.ical.events import calendar, event, windows

ZONES = ["Europe/Berlin", "America/New_York", "Asia/Riyadh", "Africa/Casablanca", "Asia/Beirut", "Australia/Lord_Howe"]
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
HOUR = timedelta(hours=1)
FIRST, LAST = datetime.fromisoformat("2025-06-01"), datetime.fromisoformat("2026-12-31")
Span = tuple[datetime, datetime]


@st.composite
def by_days(draw: st.DrawFn, *, numbered: bool) -> str:
    """All days with a number or none: what mixes them we refuse, for dateutil, below both, counts it wrongly."""
    days = draw(st.lists(st.sampled_from(DAYS), min_size=1, max_size=3, unique=True))
    numbers = st.sampled_from(["1", "2", "-1", "-2"]) if numbered and draw(st.booleans()) else st.just("")
    return "BYDAY=" + ",".join(f"{draw(numbers)}{day}" for day in days)


@st.composite
def parts(draw: st.DrawFn) -> list[str]:
    """FREQ and what narrows it."""
    match draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY-DAY", "MONTHLY-DATE", "MONTHLY-SET", "YEARLY"])):
        case "DAILY":
            return ["FREQ=DAILY"]
        case "WEEKLY":
            return ["FREQ=WEEKLY", draw(by_days(numbered=False)), f"WKST={draw(st.sampled_from(DAYS))}"]
        case "MONTHLY-DAY":
            return ["FREQ=MONTHLY", draw(by_days(numbered=True))]
        case "MONTHLY-DATE":
            dates = st.lists(st.sampled_from([*range(1, 32), -1, -2]), min_size=1, max_size=3, unique=True)
            return ["FREQ=MONTHLY", "BYMONTHDAY=" + ",".join(map(str, draw(dates)))]
        case "MONTHLY-SET":
            return ["FREQ=MONTHLY", "BYDAY=MO,TU,WE,TH,FR", f"BYSETPOS={draw(st.sampled_from(['1', '2', '-1']))}"]
        case _:
            months = draw(st.lists(st.integers(1, 12), min_size=1, max_size=3, unique=True))
            return ["FREQ=YEARLY", "BYMONTH=" + ",".join(map(str, months)), draw(by_days(numbered=True))]


@st.composite
def rules(draw: st.DrawFn, starts: datetime, zone: ZoneInfo) -> str:
    last = starts + draw(st.integers(0, 500)) * timedelta(days=1)
    until = last.replace(tzinfo=zone).astimezone(UTC)
    ending = draw(st.sampled_from(["", f"COUNT={draw(st.integers(1, 30))}", f"UNTIL={until:%Y%m%dT%H%M%SZ}"]))
    interval = draw(st.sampled_from(["", "INTERVAL=2", "INTERVAL=3"]))
    return ";".join(part for part in (*draw(parts()), interval, ending) if part)


@st.composite
def series(draw: st.DrawFn) -> tuple[bytes, WindowSpec]:
    """A calendar of one recurring event with dates left out, and the window that it is read as."""
    name = draw(st.sampled_from(ZONES))
    zone = ZoneInfo(name)
    starts = draw(st.datetimes(FIRST, LAST)).replace(microsecond=0, second=0)
    length = draw(st.integers(1, 30)) * HOUR
    rrule = draw(rules(starts, zone))
    # RFC 5545 3.8.5.3 leaves open what a start is that its own rule has not: ours is the rule, theirs both (warned of).
    spec = read_of(event_of(name, starts, starts + length, rrule))
    first = next(iter(rule_of(spec)), None)
    assume(first is not None and first.year < 2030)
    assert first is not None
    if "UNTIL" in rrule:
        assume(first <= starts + timedelta(days=300))
    known = [local for local, _ in zip(rule_of(spec), range(20), strict=False)]
    left_out = draw(st.lists(st.sampled_from(known), max_size=3, unique=True))
    assume(len(left_out) < len(known))
    data = event_of(name, first, first + length, rrule, *left_out)
    return data, read_of(data)


def event_of(zone: str, starts: datetime, ends: datetime, rrule: str, *left_out: datetime) -> bytes:
    exdates = [f"EXDATE;TZID={zone}:{at:%Y%m%dT%H%M%S}" for at in left_out]
    edges = [f"{name};TZID={zone}:{at:%Y%m%dT%H%M%S}" for name, at in (("DTSTART", starts), ("DTEND", ends))]
    return calendar(event(*edges, f"RRULE:{rrule}", *exdates), head=("VERSION:2.0", "PRODID:-//test//EN"))


def read_of(data: bytes) -> WindowSpec:
    return windows(data)[0]["w1"]


def theirs(data: bytes, since: datetime, until: datetime) -> list[Span]:
    found = recurring_ical_events.of(Calendar.from_ical(data)).between(since, until)
    return sorted((one.start.astimezone(UTC), one.end.astimezone(UTC)) for one in found)


def is_gap(local: datetime, zone: ZoneInfo) -> bool:
    return local.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None) != local


def touches_a_gap(spec: WindowSpec, since: datetime, until: datetime) -> bool:
    """D1: for us a time in the spring gap is the first instant after it, for them as far behind it as it was inside."""
    assert spec.ends is not None
    zone, length = ZoneInfo(spec.timezone), spec.ends - spec.starts
    margin = timedelta(days=3)
    near = rule_of(spec).between(since.replace(tzinfo=None) - margin, until.replace(tzinfo=None) + margin)
    return any(is_gap(local, zone) or is_gap(local + length, zone) for local in near)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(series(), st.integers(-100, 500), st.integers(1, 400))
def test_recurrence_agrees_with_the_library(made: tuple[bytes, WindowSpec], after: int, days: int) -> None:
    data, spec = made
    since = (spec.starts + timedelta(days=after)).replace(tzinfo=UTC)
    until = since + timedelta(days=days)
    assume(not touches_a_gap(spec, since, until))

    ours = [(one.starts, one.ends) for one in occurrences(spec, since, until)]

    assert sorted(ours) == theirs(data, since, until)


def test_time_in_a_gap_is_where_the_two_part() -> None:
    """D1 decides for us; the library goes by the offset before the gap, as RFC 5545 section 3.3.5 has it."""
    first = datetime.fromisoformat("2026-03-28T02:30")
    data = event_of("Europe/Berlin", first, first + 2 * HOUR, "FREQ=DAILY;COUNT=2")
    since, until = datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 3, 30, tzinfo=UTC)

    [ours] = occurrences(read_of(data), since, until)
    [other] = theirs(data, since, until)

    assert ours.starts == datetime(2026, 3, 29, 1, tzinfo=UTC)
    assert other[0] == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
