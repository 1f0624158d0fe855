"""Export, then import, is the identity on windows: whatever the book can hold."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from monitor.adapters.ical import read, write
from monitor.domain.book import Book, Revision
from monitor.domain.catalogue import Catalogue
from monitor.domain.recurrence import comes_to_pass, occurrence_id, rule_of, span
from monitor.domain.window import Fold, Impact, Rule, Scope, Status, WindowSpec
from tests.adapters.ical.events import OWN, instant

NOW = instant("2026-06-01")
CATALOGUE = Catalogue(platforms=())  # only for the words
ZONES = [
    "Europe/Berlin",
    "America/New_York",
    "Asia/Riyadh",
    "Africa/Casablanca",
    "Asia/Beirut",
    "Australia/Lord_Howe",
    "UTC",
]
FIRST, LAST = datetime.fromisoformat("2025-01-01"), datetime.fromisoformat("2027-12-31")
LOCAL_TIMES = st.datetimes(FIRST, LAST).map(lambda at: at.replace(microsecond=0))
CHANGES = st.sampled_from(  # inside the hours that do not exist or come twice
    [
        datetime.fromisoformat(text)
        for text in (
            "2026-03-29T02:30",
            "2026-10-25T02:30",
            "2026-03-08T02:00",
            "2026-11-01T01:59:59",
            "2026-04-05T01:45",
        )
    ]
)
LOCALS = st.one_of(LOCAL_TIMES, CHANGES)
# An instant's zone is UTC or an offset: no door makes one in a named zone, which a calendar takes for a local time.
OFFSETS = st.sampled_from([UTC, *(timezone(timedelta(minutes=minutes)) for minutes in (180, 330, -570, 1))])
FRACTIONS = st.sampled_from([0, 0, 1, 999_999])
INSTANTS = st.builds(lambda at, zone, part: at.replace(tzinfo=zone, microsecond=part), LOCALS, OFFSETS, FRACTIONS)
NAMES = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?", fullmatch=True)
IDS = st.from_regex(r"[A-Za-z0-9]([A-Za-z0-9._-]{0,20}[A-Za-z0-9])?", fullmatch=True)
SPANS = st.builds(timedelta, seconds=st.integers(0, 90_000), microseconds=FRACTIONS)
SCOPES = st.builds(
    Scope,
    everything=st.booleans(),
    services=st.frozensets(NAMES, max_size=3),
    selectors=st.lists(st.lists(st.tuples(NAMES, st.text()), max_size=2).map(tuple), max_size=2).map(tuple),
    exclude=st.frozensets(NAMES, max_size=2),
)
RRULES = st.sampled_from(
    [
        "FREQ=DAILY;COUNT=5",
        "FREQ=WEEKLY;BYDAY=SU,FR;INTERVAL=2;WKST=SU",
        "RRULE:FREQ=MONTHLY;BYDAY=-1SU",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;UNTIL=20270101",
        "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;UNTIL=20271231T220000Z",
        "FREQ=HOURLY;INTERVAL=7;COUNT=30",
        "FREQ=WEEKLY;UNTIL=20261224T020000",
    ]
)
DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))


@st.composite
def specs(draw: st.DrawFn, window_id: str | None = None, *, repeats: bool | None = None) -> WindowSpec:
    starts = draw(st.one_of(LOCALS, INSTANTS))
    length = draw(st.builds(timedelta, seconds=st.integers(1, 200_000)))
    ends = draw(
        st.sampled_from([starts + length, *((starts + length).replace(tzinfo=zone) for zone in (UTC, None)), None])
    )
    rule = None
    if draw(st.booleans()) if repeats is None else repeats:
        rrule = draw(RRULES)
        until = draw(st.one_of(st.none(), LOCALS, INSTANTS)) if "COUNT" not in rrule and "UNTIL" not in rrule else None
        rule = Rule(
            rrule=rrule, until=until, exdates=tuple(draw(st.lists(st.one_of(LOCALS, DAYS, INSTANTS), max_size=3)))
        )
    spec = WindowSpec(
        id=window_id or draw(IDS),
        platform=draw(NAMES),
        scope=draw(SCOPES),
        starts=starts,
        ends=ends,
        duration=length + timedelta(microseconds=draw(FRACTIONS)) if ends is None else None,
        timezone=draw(st.sampled_from(ZONES)),
        fold=draw(st.sampled_from([None, *Fold])),
        impact=draw(st.sampled_from(Impact)),
        impacts=tuple(draw(st.lists(st.tuples(NAMES, st.sampled_from(Impact)), max_size=2))),
        declared_at=draw(st.one_of(st.none(), INSTANTS)),
        recovery=draw(SPANS),
        early_start_tolerance=draw(SPANS),
        long=draw(st.booleans()),
        status=draw(st.sampled_from(Status)),
        source_url=draw(st.one_of(st.just(""), st.text(), st.just("https://example.org/a?b=c&d=%20#e"))),
        source_text=draw(st.text()),
        rule=rule,
    )
    assume(allowed(spec))
    return spec


def allowed(spec: WindowSpec) -> bool:
    """What the book takes: it ends after it starts, and its rule comes to pass."""
    starts, ends = span(spec, spec.starts if spec.rule is None else spec.starts.replace(tzinfo=None))
    return ends > starts and (spec.rule is None or comes_to_pass(spec))


def revision(spec: WindowSpec, number: int = 1, at: datetime = NOW) -> Revision:
    return Revision(
        window_id=spec.id, number=number, known_at=at, declared_at=at, spec=spec, by="a", why="b", origin="file"
    )


def book(*windows: WindowSpec) -> Book:
    return Book(chains={spec.id: (revision(spec),) for spec in windows})


def back(exported: bytes) -> dict[str, WindowSpec]:
    found, problems = read(exported, OWN, "export.ics")
    assert [
        str(one) for one in problems if "does not exist" not in one.sentence and "own rule" not in one.sentence
    ] == []
    return {spec.id: spec for spec in found}


def facts(spec: WindowSpec) -> tuple[Any, ...]:
    """Everything of a window, offsets too: instants of several offsets are equal to Python."""
    written = [spec.starts, spec.ends, *([spec.rule.until, *spec.rule.exdates] if spec.rule else [])]
    return spec, tuple(at.isoformat() if at else None for at in written)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(specs())
def test_window_is_read_back_as_it_was_written(spec: WindowSpec) -> None:
    found = back(write(book(spec), CATALOGUE, NOW))

    assert [facts(one) for one in found.values()] == [facts(spec)]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(st.data(), st.integers(0, 3))
def test_occurrence_revised_alone_is_read_back_under_its_name(data: st.DataObject, which: int) -> None:
    series = data.draw(specs("series", repeats=True))
    locals_ = [local for local, _ in zip(rule_of(series), range(which + 1), strict=False)]
    assume(len(locals_) > which)
    occurrence = data.draw(specs(occurrence_id("series", locals_[which]), repeats=False))

    found = back(write(book(series, occurrence), CATALOGUE, NOW))

    assert {key: facts(one) for key, one in found.items()} == {one.id: facts(one) for one in (series, occurrence)}


@settings(max_examples=15, deadline=None)
@given(st.lists(specs(), max_size=4, unique_by=lambda spec: spec.id))
def test_book_is_read_back_whole(windows: Sequence[WindowSpec]) -> None:
    assert back(write(book(*windows), CATALOGUE, NOW)) == {spec.id: spec for spec in windows}


def test_occurrence_that_its_series_no_longer_has_is_an_event_of_its_own() -> None:
    series = a_window("s", rule=Rule(rrule="FREQ=WEEKLY"))
    gone = a_window("s@2026-07-02T02:00")

    exported = write(book(series, gone), CATALOGUE, NOW)

    assert b"\r\nUID:s@2026-07-02T02:00\r\n" in exported
    assert b"RECURRENCE-ID" not in exported
    assert set(back(exported)) == {"s", "s@2026-07-02T02:00"}


def a_window(window_id: str, rule: Rule | None = None, zone: str = "Europe/Berlin") -> WindowSpec:
    first = datetime.combine(date(2026, 7, 1), time(2))
    return WindowSpec(
        id=window_id,
        platform="absher",
        scope=Scope(everything=True),
        starts=first,
        ends=first + timedelta(hours=2),
        timezone=zone,
        rule=rule,
    )


@pytest.mark.parametrize(
    ("line", "moved", "expected"),
    [
        (
            b"DTSTART;TZID=Europe/Berlin:20260701T020000",
            b"DTSTART;TZID=Europe/Berlin:20260701T010000",
            "2026-06-30 23:00",
        ),
        (b"RRULE:FREQ=WEEKLY", b"RRULE:FREQ=WEEKLY;BYDAY=TH", "2026-07-02 00:00"),
    ],
)
def test_event_that_somebody_moved_in_a_calendar_program_moves_the_window(
    line: bytes, moved: bytes, expected: str
) -> None:
    spec = a_window("w1", rule=Rule(rrule="FREQ=WEEKLY", exdates=(date(2026, 8, 1),)))

    exported = write(book(spec), CATALOGUE, NOW)

    found = back(exported.replace(line, moved))["w1"]
    local = next(iter(rule_of(found)))
    assert line in exported
    assert span(found, local)[0] == instant(expected)
    assert found.scope == spec.scope
