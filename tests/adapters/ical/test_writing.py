from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events  # type: ignore[import-untyped]  # the library has no types
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from monitor.adapters.ical import write
from monitor.adapters.ical.findings import Findings
from monitor.adapters.ical.lines import Component, parse
from monitor.domain.book import Book, Revision
from monitor.domain.recurrence import occurrences
from monitor.domain.window import Fold, Impact, Rule, Scope, Status, WindowSpec
from tests.adapters.ical.events import instant
from tests.domain.facts import catalogue, service

NOW = instant("2026-06-01")
CATALOGUE = catalogue(service("absher/passport"), service("absher/fines"))
FIRST = datetime.fromisoformat("2026-07-01T02:00")
HOUR = timedelta(hours=1)
SPEC = WindowSpec(
    id="absher-1",
    platform="absher",
    scope=Scope(everything=True),
    starts=FIRST,
    ends=FIRST + 2 * HOUR,
    timezone="Europe/Berlin",
)


def revised(*specs: WindowSpec) -> tuple[Revision, ...]:
    """A chain of one revision a day."""
    return tuple(
        Revision(
            window_id=spec.id,
            number=number,
            known_at=NOW + timedelta(days=number - 1),
            declared_at=NOW,
            spec=spec,
            by="a",
            why="b",
            origin="file",
        )
        for number, spec in enumerate(specs, start=1)
    )


def export(*chains: tuple[Revision, ...]) -> bytes:
    return write(Book(chains={chain[0].window_id: chain for chain in chains}), CATALOGUE, NOW)


def events(data: bytes) -> list[Component]:
    findings = Findings("export.ics")
    [found] = parse(data, findings)
    assert findings.problems == []
    return found.inner("VEVENT")


def test_event_says_what_the_last_revision_says_and_how_many_there_were() -> None:
    revisions = revised(SPEC, replace(SPEC, ends=FIRST + 3 * HOUR, source_url="https://example.org/1"))

    [found] = events(export(revisions))

    said = {one.name: one.text for one in found.properties if not one.name.startswith("X-")}
    assert said == {
        "UID": "absher-1",
        "SEQUENCE": "1",
        "DTSTAMP": "20260602T000000Z",
        "LAST-MODIFIED": "20260602T000000Z",
        "CREATED": "20260601T000000Z",
        "DTSTART": "20260701T020000",
        "DTEND": "20260701T050000",
        "SUMMARY": "Maintenance: absher / صيانة: absher",
        "CATEGORIES": "outage",
        "STATUS": "CONFIRMED",
        "TRANSP": "TRANSPARENT",
        "URL": "https://example.org/1",
    }


def test_few_services_are_named_in_both_languages() -> None:
    spec = replace(SPEC, scope=Scope(services=frozenset({"passport"})), impact=Impact.DEGRADED)

    [found] = events(export(revised(spec)))

    assert found.text("SUMMARY") == (
        "Maintenance, reduced service: absher (Portal) / صيانة مع بطء في الخدمة: absher (البوابة)"
    )


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.VOID])
def test_withdrawn_window_is_a_cancelled_event(status: Status) -> None:
    [found] = events(export(revised(SPEC, replace(SPEC, status=status))))

    assert (found.text("STATUS"), found.text("SEQUENCE")) == ("CANCELLED", "1")


def test_occurrence_revised_alone_names_the_start_it_had() -> None:
    series = replace(SPEC, rule=Rule(rrule="FREQ=WEEKLY"))
    alone = replace(SPEC, id="absher-1@2026-07-08T02:00", starts=FIRST + timedelta(days=8))
    alone = replace(alone, ends=alone.starts + HOUR)

    whole, single = events(export(revised(series), revised(alone, replace(alone, impact=Impact.NONE))))

    assert (whole.text("UID"), whole.text("SEQUENCE")) == ("absher-1", "0")
    assert (single.text("UID"), single.text("SEQUENCE")) == ("absher-1", "1")
    [recurrence] = single.all("RECURRENCE-ID")
    assert (recurrence.parameters, recurrence.text) == ({"TZID": "Europe/Berlin"}, "20260708T020000")


def test_bytes_are_the_same_while_the_book_is() -> None:
    book = Book(chains={"absher-1": revised(SPEC)})

    assert write(book, CATALOGUE, NOW) == write(book, CATALOGUE, NOW + timedelta(days=30))


def test_lines_are_short_and_end_as_they_must() -> None:
    data = export(revised(replace(SPEC, source_text="صيانة " * 60)))

    assert data.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert b"\n" not in data.replace(b"\r\n", b"")


HOSTILE = st.text(
    st.one_of(st.characters(), st.sampled_from("\r\n\x0b\x0c\x1c\x85\u2028\u2029\u202e\x00;:,\\\"'^")), max_size=60
)


@settings(max_examples=150, deadline=None)
@given(HOSTILE, HOSTILE, HOSTILE)
def test_no_text_from_outside_writes_a_line_of_the_calendar(text: str, url: str, label: str) -> None:
    plain = export(revised(replace(SPEC, source_text="x", source_url="y", scope=Scope(selectors=((("a", "z"),),)))))
    inject = "\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:evil"
    spec = replace(
        SPEC,
        source_text=f"x{text}{inject}",
        source_url=f"y{url}{inject}",
        scope=Scope(selectors=((("a", f"{label}{inject}"),),)),
    )

    found = events(export(revised(spec)))

    # read by the strictest and by the laxest notion of a line: nobody sees a line that is not ours
    names = [one.name for one in found[0].properties if one.name != "X-MARSAD-SOURCE-TEXT"]
    assert [len(found), found[0].text("UID")] == [1, "absher-1"]
    assert names == [one.name for one in events(plain)[0].properties]
    unfolded = re.sub(r"\r\n[ \t]", "", export(revised(spec)).decode())
    assert [line for line in unfolded.splitlines() if line.startswith(("UID", "END:VEVENT"))] == [
        "UID:absher-1",
        "END:VEVENT",
    ]


ZONES = [
    "Europe/Berlin",
    "America/New_York",
    "Asia/Riyadh",
    "Africa/Casablanca",
    "Asia/Beirut",
    "Australia/Lord_Howe",
    "UTC",
]


def seen_by_others(data: bytes) -> dict[str, tuple[datetime, datetime]]:
    """Start and end of every event, by its UID, as another library reads them."""
    seen = {}
    for one in Calendar.from_ical(data).events:
        assert isinstance(one.start, datetime)
        assert isinstance(one.end, datetime)
        seen[str(one["UID"])] = (one.start.astimezone(UTC), one.end.astimezone(UTC))
    return seen


def meant(*specs: WindowSpec) -> dict[str, tuple[datetime, datetime]]:
    found = (one for spec in specs for one in occurrences(spec, instant("2020-01-01"), instant("2030-01-01")))
    return {one.id: (one.starts, one.ends) for one in found}


def a_year_of(zone: str) -> list[WindowSpec]:
    """A window in every night to a Sunday, in which all of these zones change their clocks."""
    nights = [datetime.fromisoformat("2026-01-03T23:00") + timedelta(days=day) for day in range(0, 360, 7)]
    return [replace(SPEC, id=f"w{at:%m%d}", starts=at, ends=at + 5 * HOUR, timezone=zone) for at in nights]


@pytest.mark.parametrize("zone", ZONES)
def test_other_programs_see_the_instants_that_we_mean(zone: str) -> None:
    specs = a_year_of(zone)

    assert seen_by_others(export(*(revised(spec) for spec in specs))) == meant(*specs)


@pytest.mark.parametrize(
    ("zone", "night", "fold"),
    [
        ("Europe/Berlin", "2026-03-29T02:30", None),  # does not exist: D1
        ("Europe/Berlin", "2026-10-25T02:30", None),  # comes twice: D2
        ("Europe/Berlin", "2026-10-25T02:30", Fold.SECOND),
        ("Asia/Beirut", "2026-03-29T00:10", None),
        ("Australia/Lord_Howe", "2026-04-05T01:45", Fold.FIRST),
    ],
)
def test_local_time_that_others_read_otherwise_is_written_as_an_instant(
    zone: str, night: str, fold: Fold | None
) -> None:
    at = datetime.fromisoformat(night)
    spec = replace(SPEC, starts=at - 3 * HOUR, ends=at, timezone=zone, fold=fold)

    assert seen_by_others(export(revised(spec))) == meant(spec)


@pytest.mark.parametrize("zone", ZONES)
def test_definition_of_a_zone_has_its_clock_changes(zone: str) -> None:
    """As a program without zone data sees them: by the onsets alone (RFC 5545 section 3.6.5)."""
    [calendar] = parse(export(revised(replace(SPEC, timezone=zone, rule=Rule(rrule="FREQ=DAILY")))), Findings("x"))
    changes = sorted(
        (datetime.fromisoformat(part.text("DTSTART")), part.text("TZOFFSETFROM"), part.text("TZOFFSETTO"))
        for definition in calendar.inner("VTIMEZONE")
        for part in definition.components
    )

    for local, before, after in changes[1:]:
        at = datetime.fromisoformat(f"{local.isoformat()}{before[:3]}:{before[3:]}")
        assert f"{at.astimezone(ZoneInfo(zone)):%z}" == after
        assert f"{(at - timedelta(seconds=1)).astimezone(ZoneInfo(zone)):%z}" == before
    assert [one.text("TZID") for one in calendar.inner("VTIMEZONE")] == [zone]


def test_recurrence_is_the_same_to_others() -> None:
    rule = Rule(
        rrule="FREQ=WEEKLY;BYDAY=WE,SU",
        until=datetime.fromisoformat("2026-11-30T12:00"),
        exdates=(date(2026, 7, 8), datetime.fromisoformat("2026-10-25T02:00")),
    )
    spec = replace(SPEC, rule=rule)

    found = recurring_ical_events.of(Calendar.from_ical(export(revised(spec)))).between(NOW, instant("2027-06-01"))

    theirs = sorted((one.start.astimezone(UTC), one.end.astimezone(UTC)) for one in found)
    assert theirs == [(one.starts, one.ends) for one in occurrences(spec, NOW, instant("2027-06-01"))]
    assert len(theirs) == 42
