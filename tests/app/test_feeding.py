"""Calendars as a feed wants them understood: the seam between the packages of feeds and of calendars."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from monitor.app.feeding import calendar
from monitor.domain.errors import ConfigurationError
from monitor.domain.feed import Feed, FeedKind
from monitor.domain.window import Impact, Scope

FEED = Feed(
    id="ministry",
    kind=FeedKind.ICAL,
    url="https://calendar.example/a.ics",
    platform="absher",
    scope=Scope(services=frozenset({"portal"})),
    timezone="Asia/Riyadh",
    impact=Impact.DEGRADED,
    ignore=("Training",),
    recovery=timedelta(minutes=30),
    long=True,
)
GOOD = "UID:a-1\r\nDTSTART:20260312T210000Z\r\nDTEND:20260313T010000Z\r\nSUMMARY:صيانة مجدولة\r\n"
FLOATING = "UID:a-2\r\nDTSTART:20260312T210000\r\nDTEND:20260312T220000\r\nSUMMARY:Work\r\n"
TRAINING = "UID:a-3\r\nDTSTART:20260312T210000Z\r\nDTEND:20260313T010000Z\r\nSUMMARY:TRAINING day\r\n"
ENDLESS = "UID:a-4\r\nDTSTART:20260312T210000Z\r\nSUMMARY:Work\r\n"
NAMELESS = "DTSTART:20260312T210000Z\r\nDTEND:20260313T010000Z\r\n"


def file_of(*events: str) -> bytes:
    inner = "".join(f"BEGIN:VEVENT\r\nDTSTAMP:20260101T000000Z\r\n{event}END:VEVENT\r\n" for event in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//a//b//EN\r\n{inner}END:VCALENDAR\r\n".encode()


def test_event_is_understood_as_the_feed_says() -> None:
    said = calendar(file_of(GOOD, TRAINING), FEED)

    [spec] = said.specs
    assert spec.id == "ministry.a-1"
    assert (spec.platform, spec.scope, spec.impact) == ("absher", FEED.scope, Impact.DEGRADED)
    assert (spec.recovery, spec.long) == (timedelta(minutes=30), True)
    assert spec.starts == datetime(2026, 3, 12, 21, tzinfo=UTC)
    assert spec.source_text.startswith("صيانة مجدولة")
    assert (said.unread, said.whole) == (frozenset(), True)


def test_floating_time_is_in_the_zone_of_the_feed() -> None:
    [spec] = calendar(file_of(FLOATING), FEED).specs

    assert (spec.starts.tzinfo, spec.timezone) == (None, "Asia/Riyadh")


def test_event_that_cannot_be_read_is_unread_and_told_and_the_others_are_read() -> None:
    said = calendar(file_of(GOOD, ENDLESS), FEED)

    assert [spec.id for spec in said.specs] == ["ministry.a-1"]
    assert said.unread == {"ministry.a-4"}
    assert said.whole
    assert len(said.remarks) == 1


def test_event_without_a_name_may_be_any() -> None:
    said = calendar(file_of(GOOD, NAMELESS), FEED)

    assert not said.whole


@pytest.mark.parametrize("data", [b"", b"<html>", file_of(GOOD)[:-20], file_of(GOOD).partition(b"END:VEVENT")[0]])
def test_what_is_no_whole_calendar_is_refused_as_a_whole(data: bytes) -> None:
    with pytest.raises(ConfigurationError):
        calendar(data, FEED)
