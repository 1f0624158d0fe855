"""Days that share their hours: lists, ranges, nightly work. Texts are of Monday 1 December 2025."""

from __future__ import annotations

import pytest

from monitor.domain.announcement import series as module
from monitor.domain.announcement.folding import fold
from monitor.domain.announcement.pattern import Pattern
from tests.domain.announcement.timewords import reading, shown, spans

RULES = {one.name: one for one in vars(module).values() if isinstance(one, Pattern)}

ROWS = [
    ("series.daily", "nightly", "knightly"),
    ("series.daily", "every day", "everyday"),
    ("series.daily", "يوميًا", "يوم"),
    ("series.daily", "كل ليلة", "كل الليالي"),
    ("series.list", ", ", ", not "),
    ("series.list", " and on ", " until "),
    ("series.list", " ويوم ", " حتى "),
    ("series.list", "، و", "، ثم "),
]

ONE_A_DAY = ["05T22:00/06T06:00", "06T22:00/07T06:00", "07T22:00/08T06:00"]
ONE_IN_ALL = ["05T22:00/07T06:00"]
TWO = ["05T01:00/05T03:00", "06T01:00/06T03:00"]


@pytest.mark.parametrize(("name", "hit", "miss"), ROWS)
def test_rule_hits_its_words_and_not_what_looks_alike(name: str, hit: str, miss: str) -> None:
    search = RULES[name].regex.fullmatch if name == "series.list" else RULES[name].regex.search

    assert search(fold(hit).text)
    assert not search(fold(miss).text)


def test_every_rule_has_a_row() -> None:
    assert {row[0] for row in ROWS} == set(RULES)
    assert all(rule.why for rule in RULES.values())


@pytest.mark.parametrize(
    "text",
    [
        "Down from 5 to 7 December, 10 pm to 6 am",
        "Down from 5 December to 7 December, from 10 pm to 6 am",
        "Down from 10 pm to 6 am, from 5 to 7 December",
        "ستتوقف الخدمات من 5 إلى 7 ديسمبر من الساعة 10 مساءً حتى 6 صباحاً",
    ],
)
def test_range_of_days_with_hours_is_one_window_and_doubted(text: str) -> None:
    (found,) = reading(text).found

    assert shown([found]) == ONE_IN_ALL
    assert any("one window from the first to the last day" in doubt for doubt in found.doubts)


@pytest.mark.parametrize(
    "text",
    [
        "Down nightly from 5 to 7 December, 10 pm to 6 am",
        "Down from 5 to 7 December, 10 pm to 6 am daily",
        "Down from 5 to 7 December, each night from 10 pm to 6 am",
        "ستتوقف الخدمات من 5 إلى 7 ديسمبر من الساعة 10 مساءً حتى 6 صباحاً يومياً",
        "ستتوقف الخدمات يومياً من 5 إلى 7 ديسمبر من الساعة 10 مساءً حتى 6 صباحاً",
        "ستتوقف الخدمات من 5 إلى 7 ديسمبر كل ليلة من الساعة 10 مساءً حتى 6 صباحاً",
    ],
)
def test_range_of_days_with_daily_hours_is_one_window_a_day(text: str) -> None:
    found = reading(text).found

    assert shown(found) == ONE_A_DAY
    assert all(any("one window a day" in doubt for doubt in one.doubts) for one in found)


def test_daily_word_far_from_the_hours_makes_no_series() -> None:
    text = "Down from 5 to 7 December, 10 pm to 6 am. We thank our users, who visit us in great numbers every day"

    assert spans(text) == ONE_IN_ALL


def test_daily_hours_of_more_than_a_month_stay_one_window() -> None:
    month = spans("Down daily from 1 to 31 December 2025, 1 am to 3 am")
    longer = spans("Down daily from 1 December 2025 to 10 January 2026, 1 am to 3 am")

    assert len(month) == 31
    assert longer == ["01T01:00/2026-01-10T03:00"]


@pytest.mark.parametrize(
    "text",
    [
        "Down on 5 and 6 December from 1 am to 3 am",
        "Down on Friday 5 and Saturday 6 December, from 1 am to 3 am",
        "Down from 1 am to 3 am on 5 December and 6 December",
        "Down from 1 am to 3 am on these days: 5 December, 6 December",
        "ستتوقف الخدمات يومي الجمعة والسبت 5 و6 ديسمبر من الساعة 1 حتى 3 صباحاً",
        "ستتوقف الخدمات من 1 صباحاً حتى 3 صباحاً يوم 5 ديسمبر ويوم 6 ديسمبر",
    ],
)
def test_days_of_a_list_share_their_hours(text: str) -> None:
    assert spans(text) == TWO


def test_list_of_three_days_behind_its_hours_is_three_windows() -> None:
    assert spans("Down from 1 am to 3 am on 5, 6 and 7 December") == [*TWO, "07T01:00/07T03:00"]


def test_listed_night_ends_on_the_day_behind_each_day() -> None:
    assert spans("Down on 5 and 6 December from 11 pm to 2 am") == ["05T23:00/06T02:00", "06T23:00/07T02:00"]


def test_day_in_another_sentence_is_no_day_of_the_list() -> None:
    text = "Down on 5 December. The app is down on 6 December from 1 am to 3 am."

    assert spans(text) == ["05/?", "06T01:00/06T03:00"]


def test_day_of_the_line_before_is_no_day_of_the_list() -> None:
    text = "The portal is down on 5 December\n6 December from 1 am to 3 am"

    assert spans(text) == ["05/?", "06T01:00/06T03:00"]


def test_day_far_from_the_hours_in_its_sentence_is_no_day_of_the_list() -> None:
    text = "On 5 December a talk is held for the users of the portal and on 6 December from 1 am to 3 am it is down"

    assert spans(text) == ["05/?", "06T01:00/06T03:00"]


def test_days_with_hours_of_their_own_keep_them() -> None:
    text = "Down on 5 December from 1 am to 3 am and on 6 December from 4 am to 5 am"

    assert spans(text) == ["05T01:00/05T03:00", "06T04:00/06T05:00"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Down on Friday 5 and Saturday 6 December 2025", "05/06"),
        ("توقف يومي الجمعة 5 والسبت 6 ديسمبر 2025", "05/06"),
        ("Down on Friday 5 and Saturday 6 December 2025, and back on Sunday 7 December", "05/07"),
    ],
)
def test_days_on_end_without_hours_are_one_window(text: str, wanted: str) -> None:
    assert spans(text) == [wanted]


def test_days_apart_stay_windows_of_their_own() -> None:
    assert spans("Down on Friday 5 and Friday 12 December 2025") == ["05/?", "12/?"]
