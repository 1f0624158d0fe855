"""Which spans are windows, what a length gives them, and how a kind turns them. Texts are of Monday 1 December 2025."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.domain.announcement.choice import as_kind, choose, edge, with_length
from monitor.domain.announcement.draft import Kind, Wall
from tests.domain.announcement.timewords import MONDAY, at, reading, shown, windows


def lasting(text: str) -> tuple[str, timedelta | None, tuple[str, ...]]:
    """The first window with what a length makes of it."""
    found = reading(text)
    window, length = with_length(found.choice.windows[0], found.lengths, found.sentences)
    return shown([window])[0], length, tuple(one for one in window.doubts if one.startswith("duration"))


def turned(text: str, kind: Kind, finished: frozenset[int] = frozenset()) -> tuple[str, str, str]:
    """The first window as its kind has it, and the former start and end."""
    choice = reading(text).choice
    first, starts, ends = as_kind(kind, choice.windows, choice.left, finished)
    return shown([first])[0], at(starts), at(ends)


# ---- the work's spans


def test_span_of_the_sentence_that_speaks_of_the_work_is_the_window() -> None:
    text = "The fair is open from 1 am to 3 am on 8 December. The portal is down from 9 pm to 11 pm on 5 December."

    assert windows(text)[0] == "05T21:00/05T23:00"


def test_several_windows_keep_the_order_of_the_text() -> None:
    text = "The app is down on 6 December from 1 am to 3 am. The site is down on 5 December from 1 am to 3 am."

    assert windows(text) == ["06T01:00/06T03:00", "05T01:00/05T03:00"]


def test_span_that_frames_the_others_is_first() -> None:
    text = (
        "The app is down on 5 December from 1 am to 3 am. The site is down on 6 December from 1 am to 3 am. "
        "All services are down from 1 am on 5 December to 3 am on 6 December."
    )

    assert windows(text) == ["05T01:00/06T03:00", "05T01:00/05T03:00", "06T01:00/06T03:00"]


def test_longer_one_of_two_spans_is_no_frame() -> None:
    text = "The app is down on 5 December from 1 am to 3 am. The site is down on 5 December from 1 am to 5 am."

    assert windows(text) == ["05T01:00/05T03:00", "05T01:00/05T05:00"]


def test_span_told_twice_is_one_window() -> None:
    text = "The site is down on 5 December from 1 am to 3 am. The site is down on 5 December from 1 am to 3 am."

    assert windows(text) == ["05T01:00/05T03:00"]


@pytest.mark.parametrize(
    "text",
    [
        "The site is down on 5 December. The site is down from 1 am on 5 December to 3 am.",
        "The site is down from 1 am on 5 December to 3 am. The site is down on 5 December.",
    ],
)
def test_day_that_a_fuller_span_says_too_is_dropped(text: str) -> None:
    choice = reading(text).choice

    assert shown(choice.windows) == ["05T01:00/05T03:00"]
    assert choice.left == ()


def test_what_is_no_window_is_left_and_told() -> None:
    choice = reading("The site is down from 1 am on 5 December to 3 am. Services resume at 9 am on 7 December.").choice

    assert shown(choice.windows) == ["05T01:00/05T03:00"]
    assert shown(choice.left) == ["?/07T09:00"]


def test_text_without_times_has_no_windows() -> None:
    assert choose((), (), ()).windows == ()
    assert windows("The site is down from 1 am to 3 am") == []


def test_edge_of_a_day_alone_is_its_beginning_or_its_end() -> None:
    wall = Wall(day=MONDAY)

    assert edge(None, last=True) is None
    assert f"{edge(wall, last=False)}" == "2025-12-01 00:00:00"
    assert f"{edge(wall, last=True)}" == "2025-12-02 00:00:00"


# ---- lengths


@pytest.mark.parametrize(
    ("text", "wanted", "hours"),
    [
        ("The portal is down from 9 pm on 5 December for 4 hours.", "05T21:00/06T01:00", 4),
        ("ستتوقف المنصة الساعة 9 مساءً يوم 5 ديسمبر لمدة 4 ساعات.", "05T21:00/06T01:00", 4),
        ("The portal is down from 9 pm on 5 December. It takes two hours.", "05T21:00/05T23:00", 2),
        ("The portal is down from 5 December for two days.", "05/06", 48),
        ("The portal is down on 5 December for 3 hours.", "05/?", 3),
    ],
)
def test_length_gives_the_end(text: str, wanted: str, hours: int) -> None:
    assert lasting(text) == (wanted, timedelta(hours=hours), ())


def test_length_that_contradicts_the_ends_leaves_them_and_is_a_doubt() -> None:
    assert lasting("The portal is down from 9 pm to 11 pm on 5 December, for 4 hours.") == (
        "05T21:00/05T23:00",
        timedelta(hours=4),
        ("duration: 4 h is said, and from start to end it is 2 h; the ends are kept",),
    )


@pytest.mark.parametrize(
    "text",
    [
        "The portal is down from 9 pm to 11 pm on 5 December, for 2 hours.",
        "The portal is down from 9 pm to 10:55 pm on 5 December, for 2 hours.",
        "The portal is down from 9 pm to 11 pm on 5 December, for no more than 4 hours.",
        "ستتوقف المنصة من 9 مساءً حتى 11 مساءً يوم 5 ديسمبر، لمدة لا تتجاوز 4 ساعات.",
        "The portal is down from 5 to 7 December, for 2 hours.",
    ],
)
def test_length_that_the_ends_allow_is_no_doubt(text: str) -> None:
    assert lasting(text)[2] == ()


def test_span_longer_than_its_longest_length_is_a_doubt() -> None:
    doubts = lasting("The portal is down from 9 pm to 11:30 pm on 5 December, for no more than one hour.")[2]

    assert doubts == ("duration: 1 h is said, and from start to end it is 2 h 30 min; the ends are kept",)


def test_length_far_from_the_window_is_anothers() -> None:
    text = "The portal is down from 9 pm on 5 December. One is here. Another came. The talk takes 4 hours."

    assert lasting(text) == ("05T21:00/?", None, ())


def test_vague_length_gives_nothing() -> None:
    assert lasting("The portal is down from 9 pm on 5 December for a few hours.") == ("05T21:00/?", None, ())


@pytest.mark.parametrize(
    ("text", "wanted", "is_settled"),
    [
        (
            "The site is down from midnight Friday 5 December to 6 am on 6 December, for 6 hours.",
            "06T00:00/06T06:00",
            True,
        ),
        (
            "The site is down from midnight Friday 5 December to 6 am on 6 December, for 30 hours.",
            "05T00:00/06T06:00",
            False,
        ),
        (
            "The site is down from 00:00 Friday 5 December to 6 am on 6 December, for 6 hours.",
            "05T00:00/06T06:00",
            False,
        ),
        (
            "The site is down from midnight Friday 5 December to 6 am on 6 December, up to 6 hours.",
            "05T00:00/06T06:00",
            False,
        ),
    ],
)
def test_length_tells_which_midnight_is_the_start(text: str, wanted: str, *, is_settled: bool) -> None:
    found = reading(text)
    window, _ = with_length(found.choice.windows[0], found.lengths, found.sentences)

    assert shown([window]) == [wanted]
    assert ("starts: midnight is the end of the day that is named, by the duration" in window.doubts) is is_settled


# ---- kinds


@pytest.mark.parametrize(
    "text",
    [
        "The maintenance of the portal has been postponed from 5 December to 12 December.",
        "The maintenance of 5 December has been postponed to 12 December.",
        "تأجيل صيانة المنصة من 5 ديسمبر إلى 12 ديسمبر.",
    ],
)
def test_work_moved_from_one_day_to_another_starts_on_the_other(text: str) -> None:
    assert turned(text, Kind.POSTPONED) == ("12/?", "05", "?")


def test_work_moved_from_one_window_to_another_keeps_the_later() -> None:
    text = "The outage moves to 12 December from 1 am to 3 am. The outage of 5 December from 1 am to 3 am is not held."

    assert turned(text, Kind.POSTPONED) == ("12T01:00/12T03:00", "05T01:00", "05T03:00")


def test_work_put_off_without_a_new_day_has_only_the_former_span() -> None:
    text = "The maintenance of the portal on 5 December from 9 pm to 11 pm has been postponed."

    assert turned(text, Kind.POSTPONED) == ("?/?", "05T21:00", "05T23:00")


def test_work_put_off_within_one_night_is_no_move_between_days() -> None:
    text = "The maintenance of the portal from 9 pm on 5 December to 3 am on 6 December has been postponed."

    assert turned(text, Kind.POSTPONED) == ("?/?", "05T21:00", "06T03:00")


def test_extended_work_has_the_later_end() -> None:
    text = "The outage of the portal ends at 6 am on 5 December. It has been extended until 10 am on 5 December."

    first, starts, ends = turned(text, Kind.EXTENDED)

    assert first.endswith("/05T10:00")
    assert (starts, ends) == ("?", "05T06:00")


def test_extended_work_with_one_end_has_no_former() -> None:
    assert turned("The outage of the portal is extended until 10 am on 5 December.", Kind.EXTENDED) == (
        "?/05T10:00",
        "?",
        "?",
    )


@pytest.mark.parametrize(
    "text",
    [
        "The outage of the portal planned for 5 December from 9 pm to 11 pm is cancelled.",
        "إلغاء توقف المنصة المقرر يوم 5 ديسمبر من 9 مساءً حتى 11 مساءً.",
    ],
)
def test_cancelled_work_keeps_its_former_span(text: str) -> None:
    assert turned(text, Kind.CANCELLED) == ("?/?", "05T21:00", "05T23:00")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            (
                "The portal was down from 9 pm on 5 December until 5 am on 6 December. "
                "It was restored at 6 am on 6 December."
            ),
            ("05T21:00/06T06:00", "?", "06T05:00"),
        ),
        (
            "The portal was down from 9 pm on 5 December. It is back since 6 am on 6 December.",
            ("05T21:00/06T06:00", "?", "?"),
        ),
        ("The portal was down from 9 pm to 11 pm on 5 December.", ("05T21:00/05T23:00", "?", "?")),
    ],
)
def test_finished_work_ends_at_the_return(text: str, wanted: tuple[str, str, str]) -> None:
    assert turned(text, Kind.FINISHED) == wanted


def test_lone_time_of_a_sentence_that_says_service_is_back_is_the_end() -> None:
    text = "The fault of the portal is over at 6 am on 6 December."

    assert turned("Working as usual at 6 am on 6 December.", Kind.FINISHED, frozenset({0})) == ("?/06T06:00", "?", "?")
    assert turned(text, Kind.FINISHED)[0].endswith("06T06:00")


def test_weekday_of_work_that_is_over_is_the_one_gone_by() -> None:
    text = "The portal was down from 9 pm on Friday. It was restored at 6 am on 29 November."

    assert turned(text, Kind.FINISHED)[0] == "2025-11-28T21:00/2025-11-29T06:00"


def test_return_before_the_start_ends_nothing() -> None:
    text = "The portal was down from 9 pm on 5 December until 11 pm. It was restored at 6 am on 3 December."

    assert turned(text, Kind.FINISHED)[0] == "05T21:00/05T23:00"


@pytest.mark.parametrize("kind", list(Kind))
def test_work_without_any_span_has_no_times_whatever_its_kind(kind: Kind) -> None:
    first, starts, ends = as_kind(kind, (), ())

    assert (first.starts, first.ends, starts, ends) == (None, None, None, None)


@pytest.mark.parametrize("kind", [Kind.SCHEDULED, Kind.ONGOING])
def test_planned_and_present_work_keeps_its_span(kind: Kind) -> None:
    assert turned("The portal is down from 9 pm to 11 pm on 5 December.", kind) == ("05T21:00/05T23:00", "?", "?")


def test_end_that_is_named_as_replaced_is_the_former_one() -> None:
    text = "The outage is extended until 3 pm on 7 December instead of 8 am on 6 December."

    assert turned(text, Kind.EXTENDED) == ("?/07T15:00", "?", "06T08:00")
