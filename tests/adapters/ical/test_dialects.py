"""Calendars as Google, Outlook and Apple write them, and the instants they mean.

Every instant below was reckoned by hand from the zone's offsets before the first run.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.adapters.ical import CalendarMapping, read
from monitor.domain.errors import Problem
from monitor.domain.recurrence import occurrences
from monitor.domain.window import Scope, Status, WindowSpec

CALENDARS = Path(__file__).parent / "calendars"
RIYADH = CalendarMapping(platform="absher", scope=Scope(everything=True), timezone="Asia/Riyadh")
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
FAR = datetime(2030, 1, 1, tzinfo=UTC)
OUTLOOK = "040000008200E00074C5B7101A82E0080000000010B5E8D2F4"  # what is kept of an id of 112 letters and more


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    calendar: str
    window: str
    spans: tuple[str, ...]  # "start/end" in UTC, month-day hour:minute of 2026


def load(calendar: str) -> tuple[dict[str, WindowSpec], tuple[Problem, ...]]:
    specs, problems = read((CALENDARS / f"{calendar}.ics").read_bytes(), RIYADH, f"{calendar}.ics")
    return {spec.id: spec for spec in specs}, problems


def spans(spec: WindowSpec) -> tuple[str, ...]:
    return tuple(f"{one.starts:%m-%d %H:%M}/{one.ends:%m-%d %H:%M}" for one in occurrences(spec, LONG_AGO, FAR))


CASES = [
    # Google: instants, zones by their IANA names
    Case(calendar="google", window="3c1upgrade0303-google.com", spans=("03-03 22:00/03-04 01:00",)),
    Case(  # +01:00 until 29 March 01:00Z, +02:00 after it; 12 April left out; the last one before 25 April 21:59:59Z
        calendar="google",
        window="weekly0berlin-google.com",
        spans=(
            "03-15 00:00/03-15 04:00",
            "03-22 00:00/03-22 04:00",
            "03-29 00:00/03-29 03:00",
            "04-04 23:00/04-05 03:00",
            "04-18 23:00/04-19 03:00",
        ),
    ),
    Case(calendar="google", window="weekly0berlin-google.com@2026-04-05T01:00", spans=("04-05 23:00/04-06 03:00",)),
    Case(calendar="google", window="allday0may-google.com", spans=("04-30 21:00/05-01 21:00",)),
    Case(  # -05:00 until 8 March 07:00Z, -04:00 after it
        calendar="google",
        window="weekly0newyork-google.com",
        spans=("03-01 06:30/03-01 08:30", "03-08 06:30/03-08 07:30", "03-15 05:30/03-15 07:30"),
    ),
    Case(calendar="google", window="autumn0night-google.com", spans=("10-24 23:30/10-25 00:30",)),
    # Outlook: names of Windows, one zone of nobody's, rules since 1601
    Case(  # 02:00 comes twice on 25 October; the first is meant
        calendar="outlook-desktop",
        window=f"{OUTLOOK}-2f200bbf46fcb9a9",
        spans=("10-18 00:00/10-18 04:00", "10-25 00:00/10-25 05:00", "11-01 01:00/11-01 05:00"),
    ),
    Case(calendar="outlook-desktop", window=f"{OUTLOOK}-f3e893a26171fa4b", spans=("11-01 04:30/11-01 05:30",)),
    Case(calendar="outlook-desktop", window="outlook-after", spans=("11-01 07:30/11-01 09:00",)),
    Case(calendar="outlook-desktop", window="outlook-riyadh", spans=("04-09 22:00/04-10 02:00",)),
    Case(calendar="outlook-desktop", window="outlook-day", spans=("09-22 21:00/09-23 21:00",)),
    Case(  # +00:00 in Ramadan, 15 February to 22 March, whatever Exchange's rule for it says
        calendar="outlook-365",
        window="o365-casablanca",
        spans=(
            "02-11 01:00/02-11 03:00",
            "02-18 02:00/02-18 04:00",
            "02-25 02:00/02-25 04:00",
            "03-04 02:00/03-04 04:00",
            "03-11 02:00/03-11 04:00",
            "03-18 02:00/03-18 04:00",
            "03-25 01:00/03-25 03:00",
        ),
    ),
    Case(calendar="outlook-365", window="o365-casablanca@2026-02-25T02:00", spans=("02-25 02:00/02-25 04:00",)),
    Case(calendar="outlook-365", window="o365-casablanca@2026-03-04T02:00", spans=("03-04 01:00/03-04 06:00",)),
    Case(calendar="outlook-365", window="o365-utc", spans=("06-01 00:00/06-01 02:30",)),
    Case(calendar="outlook-365", window="o365-tzone", spans=("06-02 00:00/06-02 02:30",)),
    # Apple: +02:00 in Beirut until 28 March 22:00Z, +03:00 until 24 October 21:00Z; both changes at midnight
    Case(calendar="apple", window="5D1C7F0A-3A0E-4E0B-9E68-0F6C7C1D2E3F", spans=("03-28 20:00/03-28 23:00",)),
    Case(calendar="apple", window="APPLE-AUTUMN", spans=("10-24 20:30/10-24 23:00",)),
    Case(calendar="apple", window="APPLE-GAP", spans=("03-28 22:00/03-29 00:00",)),  # D1
    Case(  # 26 April left out
        calendar="apple",
        window="APPLE-MONTHLY",
        spans=("02-22 21:00/02-23 00:00", "03-29 20:00/03-29 23:00", "05-31 20:00/05-31 23:00"),
    ),
    Case(calendar="apple", window="APPLE-FLOATING", spans=("04-04 23:00/04-05 01:00",)),
    Case(calendar="apple", window="APPLE-ONE-DAY", spans=("03-28 10:00/03-29 09:00",)),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.calendar}-{case.window}")
def test_event_is_the_instants_that_its_author_meant(case: Case) -> None:
    specs, _ = load(case.calendar)

    assert spans(specs[case.window]) == case.spans


@pytest.mark.parametrize("calendar", ["google", "outlook-desktop", "outlook-365", "apple"])
def test_every_window_of_the_calendar_is_in_the_table(calendar: str) -> None:
    specs, _ = load(calendar)

    assert len(specs) == sum(case.calendar == calendar for case in CASES) + (calendar == "google")  # the cancelled one


def test_words_of_an_event_are_kept_in_arabic_and_over_folds() -> None:
    specs, _ = load("google")

    spec = specs["3c1upgrade0303-google.com"]

    assert spec.source_text == (
        "صيانة مجدولة\nتحديث الأنظمة, تتوقف الخدمة أثناء العمل.\n"
        'See <a href="https://status.example/notice">the notice</a>'
    )


def test_words_of_a_private_event_are_not_published() -> None:
    specs, _ = load("outlook-desktop")

    assert specs["outlook-riyadh"].source_text == ""


@pytest.mark.parametrize(
    ("calendar", "window", "declared_at"),
    [
        ("google", "3c1upgrade0303-google.com", datetime(2026, 2, 1, 8, tzinfo=UTC)),
        ("google", "weekly0berlin-google.com", None),  # revised since; nobody says when it was announced as it stands
        ("google", "allday0may-google.com", None),  # CREATED:1900
        ("outlook-365", "o365-utc", None),  # no CREATED, and DTSTAMP is the export's
    ],
)
def test_window_was_declared_when_its_event_was_created(
    calendar: str, window: str, declared_at: datetime | None
) -> None:
    specs, _ = load(calendar)

    assert specs[window].declared_at == declared_at


@pytest.mark.parametrize(
    ("calendar", "window"),
    [("google", "called0off-google.com"), ("outlook-365", "o365-casablanca@2026-02-25T02:00")],
)
def test_cancelled_event_is_a_cancelled_window(calendar: str, window: str) -> None:
    specs, _ = load(calendar)

    assert specs[window].status is Status.CANCELLED


def test_duration_is_kept_as_a_duration() -> None:
    specs, _ = load("apple")

    assert (specs["APPLE-MONTHLY"].duration, specs["APPLE-MONTHLY"].ends) == (timedelta(hours=3), None)


def test_notice_of_an_event_is_the_source_of_the_window() -> None:
    specs, _ = load("apple")

    assert specs["5D1C7F0A-3A0E-4E0B-9E68-0F6C7C1D2E3F"].source_url == "https://example.org/notices/17"


def test_problems_name_file_line_and_event() -> None:
    google, outlook, exchange, apple = (load(name)[1] for name in ("google", "outlook-desktop", "outlook-365", "apple"))

    assert [str(one) for one in google] == [
        "warning: google.ics:137: STATUS: perhaps@google.com: a tentative event announces nothing yet.",
    ]
    assert [str(one) for one in apple] == [
        (
            "warning: apple.ics:46: APPLE-GAP/starts: 2026-03-29 00:30:00: this local time does not exist there; "
            "the first instant after the clock change is taken."
        ),
    ]
    assert outlook == exchange == ()
