"""Time zones as written, and words that look like one."""

from __future__ import annotations

import zoneinfo

import pytest

from monitor.domain.announcement.clock import find_zones
from monitor.domain.announcement.clock.regions import ABBREVIATIONS, BROKEN_OFFSETS, ELSEWHERE, PLACES, at_offset
from monitor.domain.announcement.clock.zones import PATTERNS
from monitor.domain.announcement.folding import fold
from monitor.domain.announcement.mention import ZoneMention

# rule, a text that it must hit, one that looks alike
ROWS = [
    ("zone.offset", "21:00 UTC+3", "10:00-11:00"),
    ("zone.offset", "10:00 (GMT +05:30)", "23:00 UTC - 06 Sept"),
    ("zone.offset", "2025-12-05T00:00+03:00", "call +966 11"),
    ("zone.offset", "10:00 UTC-05:00", "23:00 UTC-05:00 UTC"),
    ("zone.zulu", "2025-12-05T00:00Z", "00:00zone"),
    ("zone.abbreviation", "8 p.m. ET", "8 p.m. et al"),
    ("zone.abbreviation", "midnight AEST on Sunday", "the EST of others"),
    ("zone.abbreviation", "all times in UTC", "THE EAST IS"),
    ("zone.abbreviation", "10 PM GST", "from 10 PM 18% GST applies"),
    ("zone.abbreviation", "9 am CT", "9 am, 4 CT scans"),
    ("zone.place-time", "9 PM Saudi time", "the first time in Saudi Arabia"),
    ("zone.place-time", "12:01 AM Eastern Time", "Eastern Province"),
    ("zone.short-name", "8 p.m. Eastern", "in the Eastern"),
    ("zone.local-time", "9 am local time", "local times vary"),
    ("zone.arabic-place", "بتوقيت مكة المكرمة", "توقيت الصيانة"),
    ("zone.arabic-place", "بالتوقيت السعودي", "التوقيت الشتوي"),
    ("zone.arabic-local", "بالتوقيت المحلي", "الإدارة المحلية"),
    ("zone.arabic-season", "بالتوقيت الصيفي", "العمل بالتوقيت الشتوي"),
]


def zones(text: str, *without: str) -> tuple[ZoneMention, ...]:
    return find_zones(fold(text), frozenset(without))


@pytest.mark.parametrize(("rule", "hit", "miss"), ROWS)
def test_rule_hits_its_wording_and_not_what_looks_alike(rule: str, hit: str, miss: str) -> None:
    assert rule in {one.rule for one in zones(hit)}
    assert rule not in {one.rule for one in zones(miss)}
    assert rule not in {one.rule for one in zones(hit, rule)}


def test_every_rule_has_a_row() -> None:
    assert {row[0] for row in ROWS} == {rule.name for rule in PATTERNS}
    assert len({rule.name for rule in PATTERNS}) == len(PATTERNS)
    assert all(rule.why for rule in PATTERNS)


ZONES = [
    ("8 p.m. ET", "America/New_York", None),
    ("10PM EST", "America/New_York", True),
    ("10PM EDT", "America/New_York", False),
    ("from 10 a.m. to 3 p.m., Friday, October 14 ET", "America/New_York", None),
    ("5 p.m. PT", "America/Los_Angeles", None),
    ("10:00pm AEST", "Australia/Sydney", True),
    ("10:00pm AEST, Brisbane", "Australia/Brisbane", None),
    ("2 PM IST", "Asia/Kolkata", None),
    ("2 PM IST, Dublin", "Europe/Dublin", False),
    ("11 PM AST", "America/Halifax", True),
    ("11 PM AST, Saudi Arabia", "Asia/Riyadh", None),
    ("12.30am – 6.30am SGT", "Asia/Singapore", None),
    ("11pm-5am BST", "Europe/London", False),
    ("from 11:00 PM on Sept 30 to 5:00 AM on Oct 1 EDT the portal", "America/New_York", False),
    ("at 8 p.m. (Eastern) and", "America/New_York", None),
    ("بتوقيت غرينتش+1", "Etc/GMT-1", None),
    ("23:00 UTC", "UTC", None),
    ("9 PM KSA time", "Asia/Riyadh", None),
    ("9 PM Gulf Standard Time", "Asia/Dubai", None),
    ("9 PM Pacific Standard Time", "America/Los_Angeles", True),
    ("Australian Eastern Daylight Time", "Australia/Sydney", False),
    ("British Summer Time", "Europe/London", False),
    ("9 am local time", "", None),
    ("بتوقيت عمّان", "Asia/Amman", None),
    ("بتوقيت عُمان", "Asia/Muscat", None),
    ("بتوقيت سلطنة عمان", "Asia/Muscat", None),
    ("بتوقيت غرينتش", "UTC", None),
    ("وبتوقيت أبو ظبي", "Asia/Dubai", None),
    ("بتوقيت العاصمة دمشق", "Asia/Damascus", None),
    ("بالتوقيت المحلي لمدينة الرياض", "Asia/Riyadh", None),
    ("بالتوقيت المحلي للعاصمة", "", None),
    ("بتوقيت مصر الصيفي", "Africa/Cairo", False),
    ("بالتوقيت الشتوي", "", True),
    ("UTC+3", "Etc/GMT-3", None),
    ("GMT-5", "Etc/GMT+5", None),
    ("GMT+0", "UTC", None),
    ("UTC +05:30", "Asia/Kolkata", None),
    ("UTC+5.5", "Asia/Kolkata", None),
]


@pytest.mark.parametrize(("text", "zone", "standard"), ZONES)
def test_zone_is_read(text: str, zone: str, standard: bool | None) -> None:
    (one,) = zones(text)

    assert (one.zone, one.standard) == (zone, standard)


def test_words_of_a_zone_are_kept_as_written() -> None:
    (one,) = zones("تتوقف الساعة 9 مساءً بتوقيت مكّة المكرّمة")

    assert one.written == "بتوقيت مكّة المكرّمة"


def test_every_zone_of_the_tables_exists() -> None:
    named = {zone for zone, _ in ABBREVIATIONS.values()} | set(PLACES.values()) | set(BROKEN_OFFSETS.values())
    named |= {zone for rows in ELSEWHERE.values() for _, zone, _ in rows}
    named |= {zone for hours in range(-12, 15) if (zone := at_offset(hours, 0)) is not None}

    assert named <= zoneinfo.available_timezones()


@pytest.mark.parametrize("hours", [-13, 15])
def test_offset_that_nobody_keeps_is_no_zone(hours: int) -> None:
    assert at_offset(hours, 0) is None
    assert "zone.offset" not in {one.rule for one in zones(f"10:00 UTC{hours:+d}")}
