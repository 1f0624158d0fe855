"""Whatever bytes come, the answer is windows, problems, or the one promised error; and soon."""

from __future__ import annotations

import contextlib
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.adapters.ical import CalendarMapping, read
from monitor.domain.errors import ConfigurationError, Severity
from monitor.domain.recurrence import span
from monitor.domain.window import WindowSpec
from tests.adapters.ical.events import MAPPING, OWN, SPAN, calendar, event, windows

CALENDARS = sorted((Path(__file__).parent / "calendars").glob("*.ics"))
PIECES = [  # what a mutation puts in: words that mean something, at places where they do not
    *(
        b"BEGIN:VEVENT",
        b"END:VEVENT",
        b"END:VCALENDAR",
        b"BEGIN:VTIMEZONE",
        b"\r\n",
        b"\r",
        b" ",
        b";",
        b":",
        b'"',
        b",",
    ),
    *(
        b"\x00",
        b"\xff",
        "\u202e".encode(),
        b"TZID=Nowhere",
        b"TZID=../../etc/passwd",
        b"VALUE=DATE",
        b"99999999T999999Z",
    ),
    *(
        b"RRULE:FREQ=HOURLY",
        b"RRULE:FREQ=SECONDLY",
        b"INTERVAL=0",
        b"COUNT=-1",
        b"BYDAY=9XX",
        b"UNTIL=99991231T235959Z",
    ),
    *(
        b"BYSETPOS=0",
        b"BYMONTH=13",
        b"DURATION:P99999D",
        b"EXDATE:",
        b"RDATE:",
        b"RECURRENCE-ID:20260101",
        b"-",
        b"9" * 40,
    ),
    *(b"BYEASTER=1", b"BYMONTHDAY=", b"WKST=XX", b"FREQ=", b"19000101T000000", b"21991231T235959", b"X-MARSAD-RULE:{}"),
    *(
        b"X-MARSAD-SCOPE:[]",
        b"X-MARSAD-PLATFORM:x",
        b"X-MARSAD-STARTS:0001-01-01",
        b"X-MARSAD-RECOVERY:1e9",
        b"\xc2\x85",
    ),
]


def taken(data: bytes, mapping: CalendarMapping = MAPPING) -> tuple[WindowSpec, ...]:
    """The windows of ``data``, each fit to be held against the book's rules; none of it raises anything else."""
    with contextlib.suppress(ConfigurationError):
        specs, problems = read(data, mapping, "feed.ics")
        assert all(str(problem).isprintable() for problem in problems)
        for spec in specs:
            starts, ends = span(spec, spec.starts if spec.rule is None else spec.starts.replace(tzinfo=None))
            assert starts < ends
        return specs
    return ()


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_refused_in_order(data: bytes) -> None:
    with pytest.raises(ConfigurationError):
        read(data, MAPPING, "feed.ics")


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(st.text(max_size=40), st.sampled_from([piece.decode(errors="replace") for piece in PIECES]))))
def test_any_lines_inside_an_event_are_taken_or_named(lines: list[str]) -> None:
    taken(calendar(event(*SPAN, *(line.replace("\n", " ") for line in lines))))


PROPERTIES = (
    "DTSTART",
    "DTEND",
    "DURATION",
    "RRULE",
    "EXDATE",
    "RDATE",
    "RECURRENCE-ID",
    "SEQUENCE",
    "CREATED",
    "STATUS",
)


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(PROPERTIES),
    st.sampled_from(["", ";VALUE=DATE", ";TZID=Europe/Berlin", ";TZID=", ";RANGE=THISANDFUTURE"]),
    st.one_of(st.text(max_size=30), st.from_regex(r"[0-9]{8}(T[0-9]{6}Z?)?", fullmatch=True)),
)
def test_any_value_of_a_property_is_taken_or_named(name: str, parameter: str, value: str) -> None:
    lines = [line for line in SPAN if not line.startswith(name)]

    taken(calendar(event(*lines, f"{name}{parameter}:{value}"), event(*SPAN, "RRULE:FREQ=DAILY;COUNT=3", uid="w1")))


RULE_PARTS = st.sampled_from(
    [
        *(f"FREQ={word}" for word in ("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY", "NEVER", "")),
        *("COUNT=0", "COUNT=-1", "COUNT=x", "INTERVAL=0", "INTERVAL=-1", "INTERVAL=99999", "UNTIL=x", "UNTIL=20260101"),
        *(
            "BYDAY=",
            "BYDAY=MO",
            "BYDAY=99MO",
            "BYDAY=0MO",
            "BYMONTHDAY=31",
            "BYMONTHDAY=0",
            "BYMONTHDAY=99",
            "BYSETPOS=0",
        ),
        *(
            "BYMONTH=2",
            "BYMONTH=13",
            "BYHOUR=25",
            "BYMINUTE=61",
            "BYSECOND=60",
            "BYWEEKNO=53",
            "BYWEEKNO=60",
            "BYYEARDAY=366",
        ),
        *("BYYEARDAY=999", "WKST=MO", "WKST=1", "BYEASTER=1", "RSCALE=CHINESE", "SKIP=OMIT", "X=Y", "BYSETPOS=400"),
    ]
)


@settings(max_examples=250, deadline=None)
@given(st.lists(RULE_PARTS, max_size=5))
def test_any_rule_is_taken_or_named(parts: list[str]) -> None:
    start = ("DTSTART;TZID=Europe/Berlin:20260110T020000", "DURATION:PT1H")

    specs, problems = windows(calendar(event(*start, f"RRULE:{';'.join(parts)}")))

    assert specs or any(problem.severity is Severity.ERROR for problem in problems)


@pytest.mark.parametrize("path", CALENDARS, ids=lambda path: path.stem)
@pytest.mark.parametrize("mapping", [MAPPING, OWN], ids=["foreign", "own"])
def test_mutated_calendar_is_taken_or_refused(path: Path, mapping: CalendarMapping) -> None:
    random_ = random.Random(path.stem)
    whole = path.read_bytes()

    for _ in range(40):
        data = bytearray(whole)
        for _ in range(random_.randint(1, 4)):
            place = random_.randrange(len(data))
            data[place : place + random_.choice([0, 0, 1, 5, 30])] = random_.choice([*PIECES, bytes([place % 256])])
        taken(bytes(data), mapping)


@pytest.mark.parametrize("path", CALENDARS, ids=lambda path: path.stem)
def test_calendar_that_was_cut_off_anywhere_is_refused(path: Path) -> None:
    whole = path.read_bytes().rstrip()

    for length in range(0, len(whole) - 1, 97):
        with pytest.raises(ConfigurationError):
            read(whole[:length], MAPPING, "feed.ics")


@pytest.mark.parametrize(
    "lines",
    [
        ("RRULE:FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30",),
        ("RRULE:FREQ=DAILY;COUNT=999999999",),
        ("RRULE:FREQ=HOURLY;UNTIL=21991231T000000Z",),
        ("RRULE:FREQ=DAILY;UNTIL=99991231T235959Z",),
        (f"EXDATE:{','.join(['20260101T000000Z'] * 50_000)}", "RRULE:FREQ=DAILY"),
        (f"RDATE:{','.join(['20260101T000000Z'] * 50_000)}",),
        ("SUMMARY:" + "a" * 1_000_000,),
        ("SUMMARY" + ";A=b" * 20_000 + ":x",),
        (" " * 100_000,),
    ],
    ids=lambda lines: str(lines[0])[:40],
)
@pytest.mark.timeout(10)
def test_event_that_costs_much_to_read_is_read_or_named_soon(lines: tuple[str, ...]) -> None:
    specs, problems = windows(calendar(event(*SPAN, *lines)))

    assert specs or problems


def test_zone_that_costs_much_to_define_defines_nothing() -> None:
    zone = (
        *("BEGIN:VTIMEZONE", "TZID:Slow", "BEGIN:STANDARD", "DTSTART:19700101T000000", "RRULE:FREQ=SECONDLY"),
        *("TZOFFSETFROM:+0300", "TZOFFSETTO:+0300", "END:STANDARD", "END:VTIMEZONE"),
    )

    specs, problems = windows(calendar(*zone, event("DTSTART;TZID=Slow:20260110T020000", "DURATION:PT1H")))

    assert specs == {}
    assert [one.sentence for one in problems] == ["no zone has this name, and no VTIMEZONE defines it."]
