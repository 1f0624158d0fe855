"""The zone of a text's times: the one it names, else the platform's, and what is in doubt."""

from __future__ import annotations

from monitor.domain.announcement.clock import find_zones
from monitor.domain.announcement.folding import fold
from monitor.domain.announcement.zoning import Zone, zone_of


def zone(text: str, fallback: str = "Asia/Riyadh", *, is_known: bool = True) -> Zone:
    return zone_of(find_zones(fold(text)), fallback, is_known=is_known)


def test_text_without_a_zone_is_in_the_platforms() -> None:
    assert zone("Down from 9 pm") == Zone(name="Asia/Riyadh", confidence=0.9)
    assert zone("Down from 9 pm local time") == Zone(name="Asia/Riyadh", confidence=0.9)


def test_zone_that_nobody_tells_is_the_monitors_and_hardly_sure() -> None:
    found = zone("Down from 9 pm", is_known=False)

    assert (found.name, found.confidence) == ("Asia/Riyadh", 0.3)
    assert found.doubts == ("timezone: nothing tells it; Asia/Riyadh is the monitor's",)


def test_zone_of_the_text_is_not_doubted_where_the_platforms_is_not_known() -> None:
    assert zone("Down from 9 pm UTC", is_known=False).doubts == ()


def test_zone_of_the_text_wins_and_is_doubted_where_the_platform_has_another() -> None:
    found = zone("Down from 9 pm UTC")

    assert found.name == "UTC"
    assert found.span is not None
    assert found.confidence == 0.95
    assert found.rules != ()
    assert found.doubts == ("timezone: UTC is not the platform's own zone (Asia/Riyadh)",)


def test_zone_of_the_text_that_is_the_platforms_is_not_doubted() -> None:
    english, arabic = zone("Down from 9 pm (Riyadh time)"), zone("تتوقف الساعة 9 مساءً بتوقيت الرياض")

    assert (english.name, english.doubts) == ("Asia/Riyadh", ())
    assert (arabic.name, arabic.doubts) == ("Asia/Riyadh", ())


def test_abbreviation_of_winter_stands_for_civil_time() -> None:
    assert zone("Down from 9 pm EST on 5 May", fallback="America/New_York").doubts == ()


def test_second_zone_is_a_doubt_and_the_first_holds() -> None:
    found = zone("Down from 9 pm UTC (5 pm EST)", fallback="UTC")

    assert found.name == "UTC"
    assert found.doubts == ("timezone: the text names UTC and EST",)


def test_zone_named_twice_is_no_doubt() -> None:
    assert zone("From 9 pm UTC to 11 pm UTC", fallback="UTC").doubts == ()
