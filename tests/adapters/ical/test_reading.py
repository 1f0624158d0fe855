from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from monitor.adapters.ical import CalendarRule, read, unread
from monitor.adapters.ical.lines import LARGEST_BYTES, MOST_EVENTS, MOST_RULES
from monitor.domain.errors import ConfigurationError, Severity
from monitor.domain.recurrence import occurrences
from monitor.domain.window import Fold, Impact, Scope, Status
from tests.adapters.ical.events import MAPPING, SPAN, calendar, event, instant, windows

LONG_AGO, FAR = instant("2020-01-01"), instant("2030-01-01")
WEEKLY = ("DTSTART;TZID=Europe/Berlin:20260315T010000", "DTEND;TZID=Europe/Berlin:20260315T050000", "RRULE:FREQ=WEEKLY")
ODD_ZONE = (  # the clocks of nobody: two hours forth in May, back in September
    "BEGIN:VTIMEZONE",
    "TZID:Atlantis",
    "BEGIN:DAYLIGHT",
    "DTSTART:20000501T020000",
    "RRULE:FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=1",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0300",
    "END:DAYLIGHT",
    "BEGIN:STANDARD",
    "DTSTART:20000901T030000",
    "RRULE:FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=1",
    "TZOFFSETFROM:+0300",
    "TZOFFSETTO:+0100",
    "END:STANDARD",
    "END:VTIMEZONE",
)


# ---- what an event says, and what the mapping adds


def test_event_takes_from_the_mapping_what_a_calendar_cannot_say() -> None:
    mapping = replace(
        MAPPING,
        scope=Scope(services=frozenset({"passport"})),
        impact=Impact.DEGRADED,
        recovery=timedelta(hours=2),
        long=True,
        prefix="feed-",
    )

    specs, problems = windows(calendar(event(*SPAN)), mapping)

    spec = specs["feed-w1"]
    assert (spec.platform, spec.scope, spec.impact) == ("absher", mapping.scope, Impact.DEGRADED)
    assert (spec.recovery, spec.long, spec.timezone) == (timedelta(hours=2), True, "Asia/Riyadh")
    assert problems == ()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("SUMMARY:Passport database", ("passport", Impact.DEGRADED)),
        ("CATEGORIES:Works,PASSPORT", ("passport", Impact.DEGRADED)),
        ("SUMMARY:Traffic", ("fines", Impact.OUTAGE)),
        ("DESCRIPTION:passport", ("fines", Impact.OUTAGE)),  # says too much to be told by
    ],
)
def test_first_rule_that_fits_decides(line: str, expected: tuple[str, Impact]) -> None:
    passport, fines = Scope(services=frozenset({"passport"})), Scope(services=frozenset({"fines"}))
    rules = (
        CalendarRule(contains="passport", scope=passport, impact=Impact.DEGRADED),
        CalendarRule(contains="database", impact=Impact.NONE),
    )

    specs, _ = windows(calendar(event(*SPAN, line)), replace(MAPPING, scope=fines, rules=rules))

    assert (next(iter(specs["w1"].scope.services)), specs["w1"].impact) == expected


def test_ignored_event_is_no_window_and_no_problem() -> None:
    rules = (CalendarRule(contains="national day", ignore=True),)

    specs, problems = windows(calendar(event(*SPAN, "SUMMARY:National Day")), replace(MAPPING, rules=rules))

    assert (specs, problems) == ({}, ())


def test_what_another_calendar_says_in_our_words_counts_for_nothing() -> None:
    hostile = event(*SPAN, "X-MARSAD-ID:other", "X-MARSAD-PLATFORM:nafath", 'X-MARSAD-SCOPE:{"all":true}')

    specs, _ = windows(calendar(hostile))

    assert [(spec.id, spec.platform) for spec in specs.values()] == [("w1", "absher")]


def test_created_counts_for_nothing_where_the_mapping_says_so() -> None:
    data = calendar(event(*SPAN, "CREATED:20260101T000000Z"))

    trusted, untrusted = windows(data)[0], windows(data, replace(MAPPING, created=False))[0]

    assert (trusted["w1"].declared_at, untrusted["w1"].declared_at) == (instant("2026-01-01"), None)


# ---- times


@pytest.mark.parametrize(
    ("head", "lines", "expected"),
    [
        ((), ("DTSTART:20260110T020000", "DTEND:20260110T030000"), "01-09 23:00/01-10 00:00"),
        (
            ("X-WR-TIMEZONE:Asia/Dubai",),
            ("DTSTART:20260110T020000", "DTEND:20260110T030000"),
            "01-09 22:00/01-09 23:00",
        ),
        (("X-WR-TIMEZONE:Nowhere",), ("DTSTART:20260110T020000", "DURATION:PT1H"), "01-09 23:00/01-10 00:00"),
        ((), ("DTSTART;VALUE=DATE:20260110",), "01-09 21:00/01-10 21:00"),
        ((), ("DTSTART;VALUE=DATE:20260110", "DTEND;VALUE=DATE:20260110"), "01-09 21:00/01-10 21:00"),
        ((), ("DTSTART;VALUE=DATE:20260110", "DURATION:P2D"), "01-09 21:00/01-11 21:00"),
        ((), ("DTSTART:20260110T020000Z", "DTEND;TZID=Asia/Dubai:20260110T070000"), "01-10 02:00/01-10 03:00"),
        (
            (),
            ("DTSTART;TZID=Europe/Berlin:20260110T020000", "DTEND;TZID=Asia/Dubai:20260110T070000"),
            "01-10 01:00/01-10 03:00",
        ),
        ((), ('DTSTART;TZID="UTC+05:30":20260110T053000', "DURATION:PT90M"), "01-10 00:00/01-10 01:30"),
        (
            (),
            ("DTSTART;TZID=/mozilla.org/20050126_1/Asia/Dubai:20260110T040000", "DURATION:P1W"),
            "01-10 00:00/01-17 00:00",
        ),
        # a day of a duration is the calendar's: 23 hours; 24 hours are hours
        ((), ("DTSTART;TZID=Europe/Berlin:20260328T120000", "DURATION:P1D"), "03-28 11:00/03-29 10:00"),
        ((), ("DTSTART;TZID=Europe/Berlin:20260328T120000", "DURATION:PT24H"), "03-28 11:00/03-29 11:00"),
        ((), ("DTSTART:20261231T235960Z", "DTEND:20270101T010000Z"), "12-31 23:59/01-01 01:00"),
    ],
)
def test_time_is_read_in_the_zone_it_was_written_in(
    head: tuple[str, ...], lines: tuple[str, ...], expected: str
) -> None:
    specs, _ = windows(calendar(event(*lines), head=head))

    [found] = occurrences(specs["w1"], LONG_AGO, FAR)
    assert f"{found.starts:%m-%d %H:%M}/{found.ends:%m-%d %H:%M}" == expected


def test_zone_that_only_the_calendar_knows_gives_instants() -> None:
    data = calendar(*ODD_ZONE, event("DTSTART;TZID=Atlantis:20260501T013000", "DTEND;TZID=Atlantis:20260501T060000"))

    specs, problems = windows(data)

    assert (specs["w1"].starts, specs["w1"].ends) == (instant("2026-05-01 00:30"), instant("2026-05-01 03:00"))
    assert problems == ()


def test_recurrence_in_a_zone_that_only_the_calendar_knows_is_refused_and_named() -> None:
    lines = ("DTSTART;TZID=Atlantis:20260501T013000", "DURATION:PT1H", "RRULE:FREQ=DAILY")

    specs, problems = windows(calendar(*ODD_ZONE, event(*lines)))

    assert specs == {}
    assert [(one.key_path, one.sentence) for one in problems] == [
        ("w1/RRULE", "repeats in a zone with clock changes that no zone has."),
    ]


def test_zone_of_one_offset_repeats_in_that_offset() -> None:
    zone = (
        *("BEGIN:VTIMEZONE", "TZID:Ship", "BEGIN:STANDARD", "DTSTART:19700101T000000"),
        *("TZOFFSETFROM:+0217", "TZOFFSETTO:+0217", "END:STANDARD", "END:VTIMEZONE"),
    )
    lines = ("DTSTART;TZID=Ship:20260301T021700", "DURATION:PT1H", "RRULE:FREQ=MONTHLY;COUNT=2")

    specs, _ = windows(calendar(*zone, event(*lines)))

    starts = [one.starts for one in occurrences(specs["w1"], LONG_AGO, FAR)]
    assert starts == [instant("2026-03-01"), instant("2026-04-01")]


def test_end_in_the_hour_that_comes_twice_is_the_first_as_the_format_has_it() -> None:
    lines = ("DTSTART;TZID=Europe/Berlin:20261025T010000", "DTEND;TZID=Europe/Berlin:20261025T023000")

    specs, _ = windows(calendar(event(*lines)))

    [found] = occurrences(specs["w1"], LONG_AGO, FAR)
    assert (specs["w1"].fold, found.ends) == (Fold.FIRST, instant("2026-10-25 00:30"))


# ---- recurrence


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("EXDATE;TZID=Europe/Berlin:20260322T010000", datetime.fromisoformat("2026-03-22T01:00")),
        ("EXDATE:20260322T000000Z", instant("2026-03-22")),
        ("EXDATE;TZID=Asia/Dubai:20260322T040000", instant("2026-03-22")),
        ("EXDATE;VALUE=DATE:20260322", date(2026, 3, 22)),
        (
            "EXDATE;TZID=W. Europe Standard Time:20260322T010000,20260329T010000",
            datetime.fromisoformat("2026-03-22T01:00"),
        ),
    ],
)
def test_date_left_out_is_read_in_every_form(line: str, expected: date) -> None:
    specs, problems = windows(calendar(event(*WEEKLY, line)))

    rule = specs["w1"].rule
    starts = [one.starts for one in occurrences(specs["w1"], LONG_AGO, instant("2026-03-29"))]
    assert rule is not None
    assert (rule.exdates[0], starts, problems) == (expected, [instant("2026-03-15")], ())


def test_last_day_without_a_time_is_meant_with_its_hours() -> None:
    specs, _ = windows(calendar(event(*WEEKLY[:2], "RRULE:FREQ=WEEKLY;UNTIL=20260322")))

    assert [one.id for one in occurrences(specs["w1"], LONG_AGO, FAR)] == ["w1@2026-03-15T01:00", "w1@2026-03-22T01:00"]


def test_added_dates_are_windows_of_their_own() -> None:
    rdate = "RDATE;TZID=Europe/Berlin:20260401T030000,20260322T010000"

    specs, problems = windows(calendar(event(*WEEKLY, rdate)))

    assert list(specs) == ["w1", "w1@2026-04-01T03:00"]  # the other one is the rule's already
    [found] = occurrences(specs["w1@2026-04-01T03:00"], LONG_AGO, FAR)
    assert (found.starts, found.ends) == (instant("2026-04-01 01:00"), instant("2026-04-01 05:00"))
    assert problems == ()


def test_length_of_an_added_period_is_told_to_be_the_event_s() -> None:
    specs, problems = windows(calendar(event(*WEEKLY, "RDATE;VALUE=PERIOD:20260401T010000Z/PT9H")))

    assert "w1@2026-04-01T03:00" in specs
    assert [str(one) for one in problems] == [
        (
            "warning: feed.ics:8: w1/RDATE: 20260401T010000Z/PT9H: the end of a period is not supported; "
            "the length of the event is taken."
        ),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "RECURRENCE-ID;TZID=Europe/Berlin:20260405T010000",
        "RECURRENCE-ID:20260404T230000Z",
        "RECURRENCE-ID;VALUE=DATE:20260405",
        "RECURRENCE-ID;TZID=Asia/Dubai:20260405T030000",
    ],
)
def test_occurrence_revised_alone_is_named_by_its_local_start(line: str) -> None:
    alone = event("DTSTART:20260406T000000Z", "DTEND:20260406T020000Z", line)

    specs, problems = windows(calendar(alone, event(*WEEKLY)))

    assert list(specs) == ["w1", "w1@2026-04-05T01:00"]
    assert specs["w1@2026-04-05T01:00"].starts == instant("2026-04-06")
    assert problems == ()


def test_occurrence_without_its_series_keeps_the_same_name() -> None:
    specs, _ = windows(calendar(event(*SPAN, "RECURRENCE-ID;TZID=Europe/Berlin:20260405T010000")))

    assert list(specs) == ["w1@2026-04-05T01:00"]


def test_revision_of_all_later_occurrences_is_told_to_be_of_one() -> None:
    alone = event(*SPAN, "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:20260405T010000")

    specs, problems = windows(calendar(event(*WEEKLY), alone))

    assert list(specs) == ["w1", "w1@2026-04-05T01:00"]
    assert [(one.line, one.severity, one.sentence) for one in problems] == [
        (13, Severity.WARNING, "RANGE is not supported; one is revised."),
    ]


@pytest.mark.parametrize(
    ("lines", "key", "sentence"),
    [
        (("RRULE:FREQ=MINUTELY",), "RRULE", "is not a rule that we repeat by: a rule repeats by the hour at the most."),
        (("RRULE:FREQ=SECONDLY",), "RRULE", "is not a rule that we repeat by: a rule repeats by the hour at the most."),
        (
            ("RRULE:FREQ=DAILY;INTERVAL=0",),
            "RRULE",
            "is not a rule that we repeat by: a rule has an INTERVAL of at least 1.",
        ),
        (("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",), "RRULE", "never comes to pass."),
        (("RRULE:FREQ=WEEKLY;BYDAY",), "RRULE", "is not a recurrence rule."),
        (("RRULE:FREQ=DAILY", "EXRULE:FREQ=WEEKLY"), "EXRULE", "EXRULE is not supported."),
        (("RRULE:FREQ=DAILY", "EXDATE:yesterday"), "EXDATE", "is neither a date nor a time."),
    ],
)
def test_rule_that_is_not_repeated_by_costs_its_window_and_is_named(
    lines: tuple[str, ...], key: str, sentence: str
) -> None:
    specs, problems = windows(calendar(event(*WEEKLY[:2], *lines), event(*SPAN, uid="good")))

    assert list(specs) == ["good"]
    assert [(one.key_path, one.sentence) for one in problems] == [(f"w1/{key}", sentence)]
    assert unread(problems) == {"w1"}


def test_start_that_its_own_rule_has_not_is_told() -> None:
    specs, problems = windows(calendar(event(*WEEKLY[:2], "RRULE:FREQ=WEEKLY;BYDAY=MO")))

    assert list(specs) == ["w1"]
    assert [one.sentence for one in problems] == [
        "DTSTART is no start of its own rule; only what the rule says is taken.",
    ]


# ---- one event among others


@pytest.mark.parametrize(
    ("lines", "key", "sentence"),
    [
        ((), "DTSTART", "the event has no start."),
        (("DTSTART:20260110T000000Z",), "DTEND", "the event has neither an end nor a duration."),
        (("DTSTART:20260110T000000Z", "DTEND:20260110T000000Z"), "DTEND", "the event ends before it starts."),
        (("DTSTART:20260230T000000Z", SPAN[1]), "DTSTART", "is no day or hour that exists."),
        (("DTSTART:16010101T000000Z", SPAN[1]), "DTSTART", "is not within 1970 to 2199."),
        (("DTSTART:20260110T000000Z", "DURATION:-PT1H"), "DURATION", "is not a duration above zero."),
        (("DTSTART:20260110T000000Z", "DURATION:P9999W"), "DURATION", "is longer than ten years."),
        (
            ("DTSTART;TZID=Nowhere/City:20260110T000000", SPAN[1]),
            "DTSTART",
            "no zone has this name, and no VTIMEZONE defines it.",
        ),
    ],
)
def test_event_that_cannot_be_read_costs_itself_and_is_named(lines: tuple[str, ...], key: str, sentence: str) -> None:
    specs, problems = windows(calendar(event(*lines), event(*SPAN, uid="good")))

    assert list(specs) == ["good"]
    assert [(one.key_path, one.sentence) for one in problems] == [(f"w1/{key}", sentence)]
    assert unread(problems) == {"w1"}


def test_event_without_a_uid_is_named_by_its_line() -> None:
    specs, problems = windows(calendar(event(*SPAN, uid="")))

    assert specs == {}
    assert [str(one) for one in problems] == ["feed.ics:3: (event)/UID: : the event has no UID to know it by."]
    assert unread(problems) == frozenset()


@pytest.mark.parametrize(
    ("first", "second", "winner"),
    [
        (("SEQUENCE:2",), ("SEQUENCE:1",), 1),
        (("SEQUENCE:1",), ("SEQUENCE:10",), 2),
        (("SEQUENCE:1", "LAST-MODIFIED:20260102T000000Z"), ("SEQUENCE:1", "LAST-MODIFIED:20260101T000000Z"), 1),
        (("DTSTAMP:20260101T000000Z",), ("DTSTAMP:20260102T000000Z",), 2),
        ((), (), 2),
    ],
)
def test_newest_of_an_event_counts(first: tuple[str, ...], second: tuple[str, ...], winner: int) -> None:
    data = calendar(event(*SPAN, "SUMMARY:1", *first), event(*SPAN, "SUMMARY:2", *second))

    specs, problems = windows(data)

    assert ([spec.source_text for spec in specs.values()], problems) == ([str(winner)], ())


def test_two_events_of_one_name_are_told() -> None:
    specs, problems = windows(calendar(event(*SPAN, "SUMMARY:1", uid="a@b"), event(*SPAN, "SUMMARY:2", uid="a:b")))

    assert [spec.source_text for spec in specs.values()] == ["1"]
    assert [one.sentence for one in problems] == ["its window would be called a-b, as that of line 3 is."]


@pytest.mark.parametrize(
    ("uid", "expected"),
    [
        ("plain.id_1", "plain.id_1"),
        ("a@b.org", "a-b.org"),
        ("{A1-B2}", "A1-B2"),
        ("a/../b", "a-..-b"),
        ("صيانة", "9c499d210797bcfd"),  # nothing safe in it: a digest
        ("x" * 80, "x" * 80),
        ("x" * 81, f"{'x' * 50}-4d1f7bb876c6aae0"),  # too long: a digest behind its beginning
    ],
)
def test_uid_becomes_an_id_of_safe_characters(uid: str, expected: str) -> None:
    specs, _ = windows(calendar(event(*SPAN, uid=uid)))

    assert list(specs) == [expected]


def test_cancellation_of_a_calendar_cancels_its_events() -> None:
    specs, _ = windows(calendar(event(*SPAN, "STATUS:TENTATIVE"), head=("METHOD:CANCEL",)))

    assert specs["w1"].status is Status.CANCELLED


# ---- the file as a whole


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "is not a calendar (BEGIN:VCALENDAR); an error page, perhaps."),
        (b"<html><body>502</body></html>", "is not a calendar (BEGIN:VCALENDAR); an error page, perhaps."),
        (calendar(event(*SPAN))[:-17], "ends inside VCALENDAR of line 1; it was cut off."),
        (calendar(event(*SPAN))[:90], "ends inside VEVENT of line 3; it was cut off."),
        (calendar("END:VEVENT"), "END:VEVENT closes VCALENDAR."),
        (calendar(*["BEGIN:X"] * 9), "nests deeper than 8 components."),
        (calendar("BEGIN:VCALENDAR"), "a calendar stands inside another component."),
        (
            calendar(event(*SPAN)).decode().encode("utf-16"),
            "is not a calendar (BEGIN:VCALENDAR); an error page, perhaps.",
        ),
        (b"x" * (LARGEST_BYTES + 1), "is larger than 2048 KiB."),
        (calendar(*[event()] * (MOST_EVENTS + 1)), "holds 5001 events, more than 5000."),
        (calendar(*[event("RRULE:")] * (MOST_RULES + 1)), "holds 501 recurring events, more than 500."),
    ],
    ids=["empty", "html", "cut", "cut-inside", "unopened", "deep", "nested", "utf-16", "large", "many", "many-rules"],
)
def test_file_that_is_no_calendar_is_refused_as_a_whole(data: bytes, sentence: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        read(data, MAPPING, "feed.ics")

    assert [one.sentence for one in caught.value.problems if one.severity is Severity.ERROR] == [sentence]


def test_calendar_without_events_is_one() -> None:
    assert windows(calendar()) == ({}, ())


def test_line_that_cannot_be_read_costs_no_event() -> None:
    data = calendar(event(*SPAN, "a line that was never folded", "SUMMARY:x")).replace(b"x", b"caf\xe9")

    specs, problems = windows(data)

    assert specs["w1"].source_text == "caf�"
    assert [str(one) for one in problems] == [
        "warning: feed.ics:7: VEVENT: a line that was never folded: is not a property; the line is left out.",
        "warning: feed.ics:8: (line): : is not UTF-8; what could not be read is marked.",
    ]


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_a_byte_order_mark_make_no_difference(end: bytes, mark: bytes) -> None:
    data = mark + calendar(event(*SPAN)).replace(b"\r\n", end)

    specs, problems = windows(data)

    assert (list(specs), problems) == (["w1"], ())


def test_several_calendars_in_one_file_are_all_read() -> None:
    specs, _ = windows(calendar(event(*SPAN)) + calendar(event(*SPAN, uid="w2")))

    assert list(specs) == ["w1", "w2"]


def test_fold_inside_a_letter_is_undone() -> None:
    data = calendar(event(*SPAN, "SUMMARY:صيانة")).replace("ص".encode(), b"\xd8\r\n \xb5")

    specs, _ = windows(data)

    assert specs["w1"].source_text == "صيانة"


# ---- zones and times in their odder forms


def test_zone_of_another_name_with_the_changes_of_a_known_one_is_that_one() -> None:
    zone = tuple(line.replace("Atlantis", "Ours") for line in ODD_ZONE)
    berlin = tuple(
        line.replace("BYMONTH=5;BYMONTHDAY=1", "BYMONTH=3;BYDAY=-1SU")
        .replace("BYMONTH=9;BYMONTHDAY=1", "BYMONTH=10;BYDAY=-1SU")
        .replace("20000501", "20000326")
        .replace("20000901", "20001029")
        .replace("+0300", "+0200")
        for line in zone
    )

    specs, problems = windows(
        calendar(*berlin, event("DTSTART;TZID=Ours:20260315T010000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY")),
        replace(MAPPING, timezone="Europe/Berlin"),
    )

    assert (specs["w1"].timezone, specs["w1"].starts.tzinfo, problems) == ("Europe/Berlin", None, ())


def test_zone_that_names_its_place_is_that_place() -> None:
    zone = ("BEGIN:VTIMEZONE", "TZID:Ours", "X-LIC-LOCATION:Asia/Dubai", "END:VTIMEZONE")

    specs, _ = windows(calendar(*zone, event("DTSTART;TZID=Ours:20260315T010000", "DURATION:PT1H")))

    assert specs["w1"].timezone == "Asia/Dubai"


def test_hour_that_comes_twice_in_a_zone_of_the_calendar_is_the_first() -> None:
    specs, _ = windows(calendar(*ODD_ZONE, event("DTSTART;TZID=Atlantis:20260901T020000", "DURATION:PT1H")))

    assert specs["w1"].starts == instant("2026-08-31 23:00")


def test_zone_on_a_day_says_nothing() -> None:
    specs, problems = windows(calendar(event("DTSTART;VALUE=DATE;TZID=Nowhere:20260110")))

    assert (specs["w1"].starts, problems) == (datetime.fromisoformat("2026-01-10"), ())


@pytest.mark.parametrize("text", ["19700101T000000Z", "20260101T000000", "never"])
def test_created_that_says_nothing_is_passed_over(text: str) -> None:
    specs, problems = windows(calendar(event(*SPAN, f"CREATED:{text}")))

    assert (specs["w1"].declared_at, problems) == (None, ())


def test_later_end_in_the_hour_that_comes_twice_is_the_first_too() -> None:
    lines = ("DTSTART;TZID=Europe/Berlin:20261018T010000", "DTEND;TZID=Europe/Berlin:20261018T023000")

    specs, _ = windows(calendar(event(*lines, "RRULE:FREQ=WEEKLY;COUNT=2")))

    assert [one.ends for one in occurrences(specs["w1"], LONG_AGO, FAR)] == [
        instant("2026-10-18 00:30"),
        instant("2026-10-25 00:30"),
    ]
