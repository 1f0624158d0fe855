"""Which end belongs to which start, on which day, and what is left in doubt. Texts are of Monday 1 December 2025."""

from __future__ import annotations

import pytest

from monitor.domain.announcement.intervals import MIDNIGHT_DOUBT, intervals
from tests.domain.announcement.timewords import loose, reading, shown

OPEN = "before or after noon is not said"


@pytest.mark.parametrize(
    "text",
    [
        "Down from 10 pm on Friday 5 December to 6 am",
        "Down on Friday 5 December from 10 pm to 6 am",
        "Down from 22:00 Friday to 06:00",
        "ستتوقف الخدمات من الساعة 10 مساءً يوم الجمعة 5 ديسمبر حتى 6 صباحاً",
        "ستتوقف الخدمات يوم الجمعة 5 ديسمبر من الساعة العاشرة مساءً وحتى السادسة صباحاً",
    ],
)
def test_end_before_its_start_is_on_the_next_day(text: str) -> None:
    assert loose(text) == ["05T22:00/06T06:00"]


def test_end_at_its_start_is_on_the_next_day() -> None:
    assert loose("Down from 22:00 on Friday 5 December until 22:00") == ["05T22:00/06T22:00"]


def test_end_on_a_day_of_its_own_stays_there() -> None:
    assert loose("Down from 10 pm on Friday 5 December to 6 am on Sunday") == ["05T22:00/07T06:00"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Unavailable 10 a.m. to 3 p.m., Friday", "05T10:00/05T15:00"),
        ("Down from 9 to 11 pm on Friday", "05T21:00/05T23:00"),
        ("Down between 10 am and 3 pm on 5 December", "05T10:00/05T15:00"),
        ("تتوقف الخدمة من 10 صباحاً إلى 3 مساءً يوم الجمعة", "05T10:00/05T15:00"),
    ],
)
def test_start_without_a_day_takes_that_of_its_end(text: str, wanted: str) -> None:
    assert loose(text) == [wanted]


def test_start_later_in_the_day_than_its_end_is_on_the_day_before_with_a_doubt() -> None:
    (found,) = reading("Down from 10 pm to 6 am, Saturday 6 December").loose

    assert shown([found]) == ["05T22:00/06T06:00"]
    assert "starts: the day is taken to be the one before the end's" in found.doubts


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The work is on Friday 5 December. The portal is down from 9 pm to 11 pm.", "05T21:00/05T23:00"),
        ("The app is down on Friday.\n\nFrom 9 pm until 11 pm.", "05T21:00/05T23:00"),
        ("تنفذ الأعمال يوم الجمعة 5 ديسمبر. تتوقف المنصة من 9 مساءً حتى 11 مساءً.", "05T21:00/05T23:00"),
        ("The bank said on Sunday that its app is down from 9 pm to 11 pm", "2025-11-30T21:00/2025-11-30T23:00"),
        ("Down from 9 pm to 11 pm. All of it is on Friday 5 December.", "05T21:00/05T23:00"),
    ],
)
def test_hours_without_a_day_take_the_one_of_a_sentence_beside_them(text: str, wanted: str) -> None:
    assert wanted in loose(text)


def test_day_named_last_before_the_hours_is_theirs() -> None:
    text = "It is Thursday 4 December. Work is on Friday 5 December. Down from 9 pm to 11 pm."

    assert loose(text)[-1] == "05T21:00/05T23:00"


def test_hours_without_any_day_have_no_wall_time() -> None:
    assert loose("Down from 9 pm to 11 pm") == ["?/?"]


@pytest.mark.parametrize(
    ("text", "wanted", "is_doubted"),
    [
        ("Down from midnight Friday to 5 am", "05T00:00/05T05:00", True),
        ("تتوقف من منتصف ليل الجمعة حتى 5 صباحاً", "05T00:00/05T05:00", True),
        ("Down from 12:00 a.m. Friday to 5 am", "05T00:00/05T05:00", False),
        ("Down from 00:00 Friday to 5 am", "05T00:00/05T05:00", False),
    ],
)
def test_midnight_as_a_start_is_the_beginning_of_its_day(text: str, wanted: str, *, is_doubted: bool) -> None:
    (found,) = reading(text).loose

    assert shown([found]) == [wanted]
    assert (f"starts: {MIDNIGHT_DOUBT}" in found.doubts) is is_doubted


@pytest.mark.parametrize(
    ("text", "wanted", "is_doubted"),
    [
        ("Down until midnight Friday", "?/06T00:00", True),
        ("Down from Thursday 4 December 8 pm until midnight Friday 5 December", "04T20:00/06T00:00", True),
        ("Down from 8 pm until midnight Friday 5 December", "05T20:00/06T00:00", False),
        ("Down on Friday 5 December from 8 pm to midnight", "05T20:00/06T00:00", False),
        ("Down from Thursday 4 December 8 pm until 12:00 a.m. Friday 5 December", "04T20:00/05T00:00", False),
        ("تتوقف من مساء الخميس حتى منتصف ليل الجمعة", "04/06T00:00", True),
    ],
)
def test_midnight_as_an_end_is_the_end_of_its_day(text: str, wanted: str, *, is_doubted: bool) -> None:
    (found,) = reading(text).loose

    assert shown([found]) == [wanted]
    assert (f"ends: {MIDNIGHT_DOUBT}" in found.doubts) is is_doubted


@pytest.mark.parametrize(
    "text",
    [
        "Down between 9 pm on Friday 5 December and 4 am on Saturday 6 December",
        "متوقفة ما بين 9 مساءً يوم الجمعة 5 ديسمبر و4 صباحاً يوم السبت 6 ديسمبر",
    ],
)
def test_between_two_days_is_a_span(text: str) -> None:
    assert loose(text) == ["05T21:00/06T04:00"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Down from 20:00 to 24:00 on 5 December", "05T20:00/06T00:00"),
        ("Down on 5 December from 20:00 to 24:00", "05T20:00/06T00:00"),
        ("ستتوقف الخدمات من الساعة 20:00 حتى 24:00 يوم الجمعة 5 ديسمبر", "05T20:00/06T00:00"),
        ("Down from 20:00 on 4 December to 24:00 on 5 December", "04T20:00/06T00:00"),
        ("Down until 24:00 on Friday 5 December", "?/06T00:00"),
        ("Down from 24:00 on 5 December to 04:00", "06T00:00/06T04:00"),
    ],
)
def test_hour_24_is_the_end_of_its_day(text: str, wanted: str) -> None:
    (found,) = reading(text).loose

    assert shown([found]) == [wanted]
    assert not any("starts" in doubt for doubt in found.doubts)


@pytest.mark.parametrize(
    ("text", "wanted", "doubts"),
    [
        ("Down on Friday 5 December from 6 to 9", "05T06:00/05T09:00", {f"starts: {OPEN}", f"ends: {OPEN}"}),
        ("Down on Friday 5 December from 10 to 3", "05T10:00/05T15:00", {f"starts: {OPEN}", f"ends: {OPEN}"}),
        ("Down on Friday 5 December from 9 am to 5:30", "05T09:00/05T17:30", set()),
        ("Down on Friday 5 December from 10:30 pm to 1:30", "05T22:30/06T01:30", set()),
        ("Down on Friday 5 December: begins at 9:00 and ends at 11 pm", "05T21:00/05T23:00", {f"starts: {OPEN}"}),
        ("Down on Friday 5 December from 14:00 to 16:00", "05T14:00/05T16:00", set()),
    ],
)
def test_hour_without_its_half_of_the_day_is_the_one_nearest_to_the_other_end(
    text: str, wanted: str, doubts: set[str]
) -> None:
    (found,) = reading(text).loose

    assert shown([found]) == [wanted]
    assert {one for one in found.doubts if OPEN in one} == doubts


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Down from 10 pm Friday 5 December. Services resume at 7 am on Saturday.", "05T22:00/06T07:00"),
        ("Down from 10 pm Friday 5 December, to be restored by 7 am", "05T22:00/06T07:00"),
        ("تتوقف الخدمات الساعة 10 مساءً يوم الجمعة 5 ديسمبر وتعود الساعة 7 صباحاً يوم السبت", "05T22:00/06T07:00"),
        ("Services resume at 7 am on Saturday", "?/06T07:00"),
        ("The site works from 9 am on Friday 5 December", "?/05T09:00"),
    ],
)
def test_return_of_service_is_an_end(text: str, wanted: str) -> None:
    (found,) = reading(text).loose

    assert shown([found]) == [wanted]
    assert found.is_return


def test_staged_returns_are_ends_of_their_own() -> None:
    found = reading(
        "Down from 10 pm Friday 5 December. Cards are back at 7 am on Saturday. Transfers resume at 9 am on Sunday."
    ).loose

    assert shown(found) == ["05T22:00/06T07:00", "?/07T09:00"]
    assert [one.is_return for one in found] == [True, True]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The site runs until 9 pm on Friday 5 December", "05T21:00/?"),
        ("يعمل الموقع حتى الساعة 9 مساءً يوم الجمعة 5 ديسمبر", "05T21:00/?"),
        ("The maintenance runs until 9 pm on Friday 5 December", "?/05T21:00"),
    ],
)
def test_last_hour_of_service_is_a_start_and_of_the_work_an_end(text: str, wanted: str) -> None:
    assert loose(text) == [wanted]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Down from Friday evening until Saturday morning", "05/06"),
        ("تتوقف من مساء الجمعة 5 ديسمبر حتى فجر السبت", "05/06"),
        ("Start: 5 December 2025 22:00\nEnd: 6 December 2025 06:00", "05T22:00/06T06:00"),
        ("من: 5 ديسمبر الساعة 10 مساءً\nإلى: 6 ديسمبر الساعة 6 صباحاً", "05T22:00/06T06:00"),
        ("Down from 5 to 9 December", "05/09"),
        ("Down on 5 December. The hour is 9 pm.", "05T21:00/?"),
        ("Down from 9 pm on Friday 5 December until further notice", "05T21:00/?"),
    ],
)
def test_days_parts_and_labels_make_spans(text: str, wanted: str) -> None:
    assert loose(text) == [wanted]


def test_part_of_the_day_is_kept_beside_the_day() -> None:
    (found,) = reading("Down from Friday evening until Saturday morning").loose

    assert found.starts is not None
    assert found.ends is not None
    assert (found.starts.part, found.ends.part) == ("evening", "morning")


def test_return_on_an_earlier_day_ends_nothing() -> None:
    assert loose("Down since 5 December. Services resume on 3 December.") == ["05/?", "?/03"]


def test_end_far_away_in_the_text_ends_nothing() -> None:
    near = "Down from 9 pm on Friday 5 December. One. Until 11 pm."
    far = "Down from 9 pm on Friday 5 December. One. Two. Three. Until 11 pm."

    assert loose(near) == ["05T21:00/05T23:00"]
    assert loose(far) == ["05T21:00/?", "?/05T23:00"]


def test_several_windows_keep_the_order_of_the_text() -> None:
    text = "A is down on 6 December from 1 am to 3 am. B is down on 5 December from 1 am to 3 am."

    assert loose(text) == ["06T01:00/06T03:00", "05T01:00/05T03:00"]


def test_span_is_as_sure_as_the_less_sure_of_its_days() -> None:
    sure = reading("Down from 5 December 2025 10 pm to 6 December 2025 6 am").loose[0]
    unsure = reading("Down from 5 December 2025 10 pm to Saturday 7 December 2025 6 am").loose[0]
    lent = reading("It is on 5 December 2025. Down from 9 pm to 11 pm.").loose[-1]

    assert sure.confidence == 0.99
    assert unsure.confidence < sure.confidence
    assert lent.confidence == 0.99
    assert reading("Down from 9 pm to 11 pm").loose[0].confidence == 0.5


def test_doubts_of_a_day_are_those_of_its_span() -> None:
    (found,) = reading("Down on Saturday 5 December 2025 from 9 pm to 11 pm").loose

    assert found.doubts == ("weekday does not match the date",)


def test_no_points_make_no_spans() -> None:
    assert intervals(()) == ()
    assert loose("") == []
