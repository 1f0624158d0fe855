from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from monitor.domain.announcement.draft import Evidence, Kind, Wall
from monitor.domain.worth import hinted, is_bygone, plain
from tests.domain.drafts import FRIDAY, draft, wall
from tests.domain.facts import utc

NOON = {"starts": None, "ends": wall(hour=12)}  # of Friday in Riyadh, which is 09:00 UTC


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}Z")


@pytest.mark.parametrize(
    ("fields", "bygone_after"),
    [
        (NOON, "2025-12-06T09:00"),
        (NOON | {"timezone": "Asia/Dubai"}, "2025-12-06T08:00"),
        (NOON | {"timezone": ""}, "2025-12-06T09:00"),
        (NOON | {"timezone": "Nowhere/At-All"}, "2025-12-06T09:00"),
        ({"ends": wall()}, "2025-12-06T20:59"),  # a day without an hour is over with the day
        ({"ends": None, "starts": wall(hour=12), "duration": timedelta(hours=3)}, "2025-12-06T12:00"),
        ({"ends": None, "starts": wall(hour=12)}, "2025-12-06T09:00"),
        ({"kind": Kind.CANCELLED, "starts": None, "ends": None, "former_starts": wall(hour=12)}, "2025-12-06T09:00"),
        ({"kind": Kind.POSTPONED, "starts": None, "ends": None, "former_ends": wall(hour=12)}, "2025-12-06T09:00"),
    ],
)
def test_draft_is_bygone_a_day_after_the_last_time_it_speaks_of(fields: dict[str, object], bygone_after: str) -> None:
    last = at(bygone_after)

    assert not is_bygone(draft(**fields), "Asia/Riyadh", last)
    assert is_bygone(draft(**fields), "Asia/Riyadh", last + timedelta(seconds=1))


@pytest.mark.parametrize("kind", [Kind.ONGOING, Kind.EXTENDED, Kind.FINISHED])
def test_work_whose_end_is_open_is_not_bygone_however_long_ago_it_began(kind: Kind) -> None:
    assert not is_bygone(draft(kind=kind, ends=None), "Asia/Riyadh", at("2026-03-01T00:00"))


@pytest.mark.parametrize("length", [timedelta(0), timedelta(days=400), timedelta.max])
def test_draft_at_the_end_of_the_calendar_or_without_any_time_is_not_bygone(length: timedelta) -> None:
    last_day = draft(ends=None, starts=Wall(day=date.max), duration=length, timezone="Etc/GMT+12")

    assert not is_bygone(last_day, "Asia/Riyadh", utc("12:00"))
    assert not is_bygone(draft(starts=None, ends=None), "Asia/Riyadh", at("2026-03-01T00:00"))


def test_first_day_of_the_calendar_is_bygone_in_every_zone() -> None:
    assert is_bygone(draft(ends=Wall(day=date.min), timezone="Pacific/Kiritimati"), "Asia/Riyadh", utc("12:00"))


def test_text_that_names_nobody_is_about_the_platform_of_its_feed_and_in_its_zone() -> None:
    nobody = draft(platform=None, platform_name="", platforms=(), timezone="Asia/Riyadh")

    found = hinted(nobody, "uaepass", "Asia/Dubai")

    assert (found.platform, found.platforms, found.timezone) == ("uaepass", ("uaepass",), "Asia/Dubai")
    assert found.warnings == ("the text names no platform; the feed is about uaepass",)


def test_zone_that_the_text_gives_is_kept() -> None:
    given = {"timezone": Evidence(start=0, end=3, text="AST")}
    nobody = draft(platform=None, platform_name="", platforms=(), evidence=given)

    assert hinted(nobody, "uaepass", "Asia/Dubai").timezone == "Asia/Riyadh"


@pytest.mark.parametrize("name", [{"platform": "absher"}, {"platform": None, "platform_name": "منصة أخرى"}])
def test_platform_that_the_text_names_is_kept_though_it_be_unknown(name: dict[str, object]) -> None:
    named = draft(**name)

    assert hinted(named, "uaepass", "Asia/Dubai") is named


def test_feed_about_everything_hints_at_nothing() -> None:
    nobody = draft(platform=None, platform_name="", platforms=())

    assert hinted(nobody, "", "Asia/Dubai") is nobody


def test_two_texts_that_say_the_same_are_equal_when_plain() -> None:
    here = {"starts": Evidence(start=0, end=3, text="Fri")}
    there = {"starts": Evidence(start=90, end=93, text="Fri")}

    assert plain(draft(evidence=here)) == plain(draft(evidence=there, confidence={"starts": 0.5}))
    assert plain(draft()) != plain(draft(ends=wall(FRIDAY, 13)))
