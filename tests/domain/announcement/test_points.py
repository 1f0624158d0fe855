"""A day and a clock time that stand together are one point, whichever is first; a range is two."""

from __future__ import annotations

import pytest

from monitor.domain.announcement import points as module
from monitor.domain.announcement.folding import fold
from monitor.domain.announcement.pattern import Pattern
from tests.domain.announcement.timewords import reading, roles

RULES = {one.name: one for one in vars(module).values() if isinstance(one, Pattern)}

ROWS = [
    ("point.filler", ", starting at ", ", and then also "),
    ("point.filler", " على تمام الساعة ", " على المنصة "),
    ("point.filler", " (local time) on ", " lasts "),
    ("point.later-start", "from", "fromage"),
    ("point.later-start", " من الساعة ", " من صباح "),
    ("point.midnight", "midnight", "mid-night"),
    ("point.midnight", "منتصف الليل", "منتصف النهار"),
]


@pytest.mark.parametrize(("name", "hit", "miss"), ROWS)
def test_rule_hits_its_words_and_not_what_looks_alike(name: str, hit: str, miss: str) -> None:
    search = RULES[name].regex.fullmatch if name == "point.filler" else RULES[name].regex.search

    assert search(fold(hit).text)
    assert not search(fold(miss).text)


def test_every_rule_has_a_row() -> None:
    assert {row[0] for row in ROWS} == set(RULES)
    assert all(rule.why for rule in RULES.values())


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Down at 8 p.m., Friday, December 5", "8 p.m., Friday, December 5=none"),
        ("Down on Friday 5 December from 9 pm", "Friday 5 December from 9 pm=start"),
        ("تتوقف يوم الجمعة 5 ديسمبر من الساعة 9 مساءً", "يوم الجمعة 5 ديسمبر من الساعة 9 مساءً=start"),
        ("تتوقف حتى الساعة 9 مساءً من يوم الجمعة", "الساعة 9 مساءً من يوم الجمعة=end"),
        ("Down from 6 pm to 9 pm on Friday", "6 pm=start 9 pm on Friday=end"),
        ("Down from 20 to 22 December, from 8 pm to 9 pm", "20=start 22 December=end 8 pm=start 9 pm=end"),
        ("Down on Friday. At 9 pm the work begins", "Friday=none 9 pm=none"),
        ("Down on Friday, and the app at 9 pm", "Friday=none 9 pm=none"),
        ("Down from Friday evening until Saturday morning", "Friday evening=start Saturday morning=end"),
        ("Down from Friday, 9 pm to Saturday, 6 am", "Friday, 9 pm=start Saturday, 6 am=end"),
        ("Down from 6-9 pm", "6=start 9 pm=end"),
    ],
)
def test_day_and_clock_are_joined_where_they_stand_together(text: str, wanted: str) -> None:
    assert " ".join(roles(text)) == wanted


@pytest.mark.parametrize(
    ("text", "is_spoken"),
    [
        ("Down from midnight", True),
        ("تتوقف من منتصف الليل", True),
        ("Down from 12:00 a.m.", False),
        ("Down from midnight (12 a.m.) on Friday", True),
        ("Down from 00:00", False),
    ],
)
def test_midnight_by_its_name_is_marked(text: str, *, is_spoken: bool) -> None:
    assert [one.is_spoken_midnight for one in reading(text).points] == [is_spoken]


def test_point_with_an_hour_and_a_part_of_the_day_keeps_the_hour() -> None:
    (point,) = reading("Down 5 December evening (local time) at 21:30").points

    assert point.day is not None
    assert point.clock is not None
    assert f"{point.clock.clock:%H:%M}" == "21:30"
    assert point.has_hour


def test_text_without_times_has_no_points() -> None:
    assert reading("").points == ()
    assert reading("The portal is down").points == ()
