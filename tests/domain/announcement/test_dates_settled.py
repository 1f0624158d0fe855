"""Which day a date means: full dates, missing years, numbers in either order, words counted from publication."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hijridate import Gregorian
from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitor.domain.announcement.dates import Reference, find_dates, settle
from monitor.domain.announcement.dates.months import GREGORIAN, HIJRI
from monitor.domain.announcement.folding import fold
from tests.domain.announcement.datewords import days, settled
from tests.domain.announcement.test_dates import PIECES

WRONG_WEEKDAY = "weekday does not match the date"
SWAPPED = "day and month could be swapped"
BY_WEEKDAY = "year missing: settled by the weekday"
BY_PUBLICATION = "year missing: taken from the day of publication"
FAR = "the day is far from when the text was published"
BY_NEIGHBOUR = "year missing: taken from another date of the text"
BY_TEXT = "year missing: taken from a year that the text names"


@pytest.mark.parametrize(
    ("text", "published", "wanted", "confidence", "doubts"),
    [
        ("5 December 2025", None, "2025-12-05", 0.99, ()),
        ("الجمعة 5 ديسمبر 2025", None, "2025-12-05", 0.99, ()),
        ("Friday 6 December 2025", None, "2025-12-06", 0.7, (WRONG_WEEKDAY,)),
        ("31 February 2025", None, "", 0.0, ("no such day",)),
        ("30 February", "2025-02-01", "", 0.0, ("no such day",)),
        ("14 جمادى الآخرة 1447", None, "2025-12-05", 0.95, ()),
        ("30 جمادى الآخرة 1447", None, "", 0.0, ("no such day",)),
        ("14 جمادى الآخرة 1447 الموافق 6 ديسمبر 2025", None, "2025-12-06", 0.99, ()),
        (
            "14 جمادى الآخرة 1447 الموافق 9 ديسمبر 2025",
            None,
            "2025-12-09",
            0.8,
            ("the Hijri and the Gregorian date are not the same day",),
        ),
        ("Friday 5 December", "2025-12-01", "2025-12-05", 0.95, (BY_WEEKDAY,)),
        ("Friday 3 January", "2025-12-01", "2025-01-03", 0.7, (BY_WEEKDAY, FAR)),
        ("next Friday", "2025-12-01", "2025-12-05", 0.7, ("'next' may be a week later",)),
        ("الجمعة القادم", "2025-12-01", "2025-12-05", 0.85, ()),
        ("Saturday 3 January", "2025-12-01", "2026-01-03", 0.95, (BY_WEEKDAY,)),
        ("Friday 5 December", None, "", 0.0, ("year missing, and nothing to settle it by",)),
        ("Friday 5 December. Plan of 2025", None, "2025-12-05", 0.9, (BY_WEEKDAY,)),
        ("5 December. Plan of 2025", None, "2025-12-05", 0.75, (BY_TEXT,)),
        ("Thursday 5 December. Plan of 2025", None, "2025-12-05", 0.55, (BY_TEXT, WRONG_WEEKDAY)),
        ("5 January", "2025-12-20", "2026-01-05", 0.85, (BY_PUBLICATION,)),
        ("28 December", "2026-01-03", "2025-12-28", 0.85, (BY_PUBLICATION,)),
        ("28 December", "2026-03-25", "2025-12-28", 0.85, (BY_PUBLICATION,)),
        ("29 February", "2023-06-01", "2024-02-29", 0.85, (BY_PUBLICATION,)),
        ("Tuesday 5 December", "2025-12-01", "2025-12-05", 0.65, (BY_PUBLICATION, WRONG_WEEKDAY)),
        ("14 جمادى الآخرة", "2025-12-01", "2025-12-05", 0.85, (BY_PUBLICATION,)),
        ("الجمعة 14 جمادى الآخرة", "2025-12-01", "2025-12-05", 0.95, (BY_WEEKDAY,)),
        ("5 ديسمبر المقبل", "2025-12-10", "2026-12-05", 0.9, (BY_PUBLICATION,)),
        ("5 ديسمبر الماضي", "2025-12-10", "2025-12-05", 0.9, (BY_PUBLICATION,)),
        ("الخامس من الشهر الجاري", "2025-12-02", "2025-12-05", 0.9, ()),
        ("the 5th of next month", "2025-12-02", "2026-01-05", 0.9, ()),
        ("last month", "2025-12-02", None, 0.0, ()),
    ],
)
def test_date_is_settled_with_how_sure_it_is(
    text: str, published: str | None, wanted: str | None, confidence: float, doubts: tuple[str, ...]
) -> None:
    found = settled(text, published, "GB")

    assert [str(one.day or "") for one in found] == ([] if wanted is None else [wanted])
    assert [(one.confidence, one.doubts) for one in found] == ([] if wanted is None else [(confidence, doubts)])


@pytest.mark.parametrize(
    ("text", "published", "country", "wanted", "is_guess"),
    [
        ("12/5/2025", None, "US", "2025-12-05", True),
        ("12/5/2025", None, "SA", "2025-05-12", True),
        ("12/5/2025", None, None, "2025-05-12", True),
        ("12/5/2025", "2025-12-01", "SA", "2025-12-05", True),
        ("5/12/2025", "2025-12-01", "US", "2025-12-05", True),
        ("12/5/2025", "2025-09-10", "SA", "2025-05-12", True),
        ("31/12/2025", None, "US", "2025-12-31", False),
        ("12/31/2025", None, "SA", "2025-12-31", False),
        ("Friday 12/5/2025", None, "SA", "2025-12-05", False),
        ("الجمعة 5/12/2025", None, "US", "2025-12-05", False),
        ("14/6/1447 الموافق 5/12/2025", None, "US", "2025-12-05", False),
        ("12/5/2025, that is 5 December 2025", None, "SA", "2025-12-05", False),
        ("5/5/2025", None, "US", "2025-05-05", False),
        ("2025/12/5", None, "US", "2025-12-05", False),
        ("on 2/9", "2021-08-20", "GB", "2021-09-02", True),
        ("Sunday 11/9 from 1 am", "2025-11-05", "GB", "2025-11-09", False),
        ("Friday 1/5 from 1 am", "2025-11-05", "US", "2026-05-01", False),
        ("today (10.01.2025)", "2025-01-10", "US", "2025-01-10", False),
    ],
)
def test_order_of_day_and_month_is_settled(
    text: str, published: str | None, country: str | None, wanted: str, is_guess: bool
) -> None:
    first = settled(text, published, country)[0]

    assert str(first.day) == wanted
    assert (SWAPPED in first.doubts) is is_guess
    assert (first.confidence <= 0.8) is is_guess


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("من 13/11/2025 إلى 5/12/2025", ["2025-11-13", "2025-12-05"]),
        ("8/31/2021 to 9/2/2021", ["2021-08-31", "2021-09-02"]),
        ("الأربعاء 31/12/2025 وتعود الأحد 4/1/2026", ["2025-12-31", "2026-01-04"]),
    ],
)
def test_other_dates_of_the_text_tell_the_order_without_a_doubt(text: str, wanted: list[str]) -> None:
    assert days(text, None) == wanted
    assert all(one.doubts == () for one in settled(text, None))


@pytest.mark.parametrize(
    ("text", "published", "wanted"),
    [
        ("from 28 December to 3 January 2026", None, ["2025-12-28", "2026-01-03"]),
        ("28 ديسمبر إلى 3 يناير", "2025-12-20", ["2025-12-28", "2026-01-03"]),
        ("12 Oct 2022: out 13 October, 14 October", None, ["2022-10-12", "2022-10-13", "2022-10-14"]),
        (
            "الخميس 26 يونيو والجمعة 27 يونيو حتى الثلاثاء 1 يوليو 2025",
            None,
            ["2025-06-26", "2025-06-27", "2025-07-01"],
        ),
        ("from Dec 28 until the 2nd.", "2025-12-20", ["2025-12-28", "2026-01-02"]),
        ("closed on Thursday, November 29, until 1pm on Thursday, 29.", "2018-11-15", ["2018-11-29", "2018-11-29"]),
        ("1 May 2024, 5 June, 1 July 2025", None, ["2024-05-01", "2025-06-05", "2025-07-01"]),
        ("until the 28th, 8 am, and again 3 January 2026", None, ["2025-12-28", "2026-01-03"]),
        ("closed on Thursday, November 29, 2018, until Friday, 29.", None, ["2018-11-29", ""]),
        ("December 2025: the 5th", None, []),
    ],
)
def test_missing_parts_come_from_the_dates_beside(text: str, published: str | None, wanted: list[str]) -> None:
    assert days(text, published) == wanted


def test_year_of_a_neighbour_is_said_to_be_one() -> None:
    first, second = settled("from 28 December to 3 January 2026", "2024-12-01")

    assert (first.day, first.confidence, first.doubts) == (date(2025, 12, 28), 0.9, (BY_NEIGHBOUR,))
    assert (second.confidence, second.doubts) == (0.99, ())


@pytest.mark.parametrize(
    ("text", "published", "wanted"),
    [
        ("يوم الجمعة", "2025-12-01", "2025-12-05"),
        ("يوم الجمعة", "2025-12-05", "2025-12-05"),
        ("يوم الجمعة القادم", "2025-12-05", "2025-12-12"),
        ("الجمعة الماضية", "2025-12-05", "2025-11-28"),
        ("next Friday", "2025-12-01", "2025-12-05"),
        ("this Friday", "2025-12-05", "2025-12-05"),
        ("last Friday", "2025-12-01", "2025-11-28"),
        ("منذ يوم الأربعاء", "2025-12-05", "2025-12-03"),
        ("the portal went down on Wednesday", "2025-12-05", "2025-12-03"),
        ("the portal was moved and will be closed on Wednesday", "2025-12-05", "2025-12-10"),
        ("IDA said on Wednesday", "2025-12-05", "2025-12-03"),
        ("IDA said that on Wednesday it will be closed", "2025-12-05", "2025-12-10"),
        ("Friday of next week", "2025-12-02", "2025-12-12"),
        ("الأحد من الأسبوع المقبل", "2025-12-02", "2025-12-07"),
        ("Friday", None, ""),
    ],
)
def test_weekday_alone_is_counted_from_publication(text: str, published: str | None, wanted: str) -> None:
    assert days(text, published, "SA") == [wanted]


@pytest.mark.parametrize(
    ("text", "published", "wanted"),
    [
        ("Off on Friday\nOn Friday 5 December 2025 it is off", "2025-11-20", ["2025-12-05", "2025-12-05"]),
        ("from 10 pm Friday 5 December 2025 until 6 am Saturday", "2025-11-20", ["2025-12-05", "2025-12-06"]),
        ("from Friday until 6 am on Sunday, 7 December 2025", None, ["2025-12-05", "2025-12-07"]),
        ("from 10 pm Friday until 6 am Monday", "2025-12-06", ["2025-12-12", "2025-12-15"]),
        ("يومي الخميس والجمعة", "2025-12-05", ["2025-12-11", "2025-12-12"]),
        ("8pm on Friday 14 to 8am on Monday 17 March", "2025-03-01", ["2025-03-14", "2025-03-17"]),
        ("off on Friday, 7 Nov 2025 until 6am, QNA said on X on Wednesday", "2025-11-05", ["2025-11-07", "2025-11-05"]),
        ("It broke last Friday; work on Friday 12 December 2025", "2025-12-08", ["2025-12-05", "2025-12-12"]),
        (
            "from Friday 5 December 2025 until Saturday, that is Saturday 13 December 2025",
            None,
            ["2025-12-05", "2025-12-13", "2025-12-13"],
        ),
        ("Saturday it broke, they said on Nov 2, 2013", "2013-11-05", ["2013-11-02", "2013-11-02"]),
        ("from 10 pm on 5 December 2025 to 6 am the following day", None, ["2025-12-05", "2025-12-06"]),
        ("من العاشرة مساء 31 ديسمبر 2025 حتى صباح اليوم التالي", None, ["2025-12-31", "2026-01-01"]),
        ("the following day", "2025-12-05", [""]),
    ],
)
def test_weekday_is_counted_from_the_dates_beside_before_publication(
    text: str, published: str | None, wanted: list[str]
) -> None:
    assert days(text, published) == wanted


@pytest.mark.parametrize(
    ("text", "published", "wanted"),
    [
        ("today", "2025-12-01", "2025-12-01"),
        ("الليلة", "2025-12-31", "2025-12-31"),
        ("غداً", "2025-12-31", "2026-01-01"),
        ("بعد غد", "2025-12-31", "2026-01-02"),
        ("ليلة أمس", "2026-01-01", "2025-12-31"),
        ("أول من أمس", "2026-01-01", "2025-12-30"),
        ("tomorrow", None, ""),
        ("غد الثلاثاء", "2025-12-01", "2025-12-02"),
        ("اليوم الاثنين", "2025-12-02", "2025-12-01"),
        ("اليوم الجمعة 14 أبريل 2017", None, "2017-04-14"),
        ("next week", "2025-12-02", ""),
        ("بداية الأسبوع المقبل", "2025-12-02", "2025-12-07"),
    ],
)
def test_relative_word_is_counted_from_publication(text: str, published: str | None, wanted: str) -> None:
    assert days(text, published, "SA") == [wanted]


def test_word_that_contradicts_its_date_gives_way_with_a_doubt() -> None:
    [found] = settled("غداً الأربعاء 31/12/2025", "2025-12-28", "SY")

    assert found.day == date(2025, 12, 31)
    assert found.doubts == ("the date is not the day that the word beside it means",)


@pytest.mark.parametrize(
    "head",
    [
        "Published: 3 December 2025",
        "Posted by the desk on 3 December 2025",
        "نُشر في 3 ديسمبر 2025",
        "Wed 3 December 2025 10:30 AM",
        "الأربعاء 3 ديسمبر 2025 07:09 مساءً",
        "Today, 3 December 2025, we announce:",
        "اليوم الأربعاء 3 ديسمبر 2025:",
    ],
)
def test_text_tells_its_own_day_of_publication(head: str) -> None:
    assert days(f"{head}\nDown tomorrow", None)[-1] == "2025-12-04"


def test_today_beside_a_date_without_a_year_tells_the_day_of_publication() -> None:
    text = "اليوم الجمعة 14 أبريل. وتعود الخدمة غداً. يستمر العمل من 11 إلى 27 أبريل 2017"

    assert days(text, None) == ["2017-04-14", "2017-04-15", "2017-04-11", "2017-04-27"]


@pytest.mark.parametrize("head", ["The work of 3 December 2025 is over.", "It has been closed since 3 December 2025"])
def test_date_in_the_midst_of_a_line_is_no_day_of_publication(head: str) -> None:
    assert days(f"{head}\nDown tomorrow", None)[-1] == ""


def test_weekday_of_the_next_sentence_is_less_sure_than_the_end_of_a_range() -> None:
    [_, end] = settled("from Friday 5 December 2025 to Saturday", None)
    [_, other] = settled("on Friday 5 December 2025. And to Saturday", None)
    [_, said] = settled("on Friday 5 December 2025 until 6 am, QNA said Saturday", None)

    assert (end.day, end.confidence, end.doubts) == (date(2025, 12, 6), 0.85, ())
    assert (said.confidence, said.doubts) == (other.confidence, other.doubts)
    assert (other.day, other.confidence, other.doubts) == (
        date(2025, 12, 6),
        0.7,
        ("weekday alone: taken as the next one",),
    )


@pytest.mark.parametrize(
    ("country", "published", "wanted"),
    [
        ("SA", "2025-12-02", "2025-12-05"),
        ("EG", "2025-12-02", "2025-12-05"),
        ("DZ", "2025-12-02", "2025-12-05"),
        ("AE", "2025-12-02", "2025-12-06"),
        ("AE", "2021-11-30", "2021-12-03"),
        ("LB", "2025-12-02", "2025-12-06"),
        ("TN", "2025-12-02", "2025-12-06"),
        ("MA", "2025-12-02", "2025-12-06"),
        ("GB", "2025-12-02", "2025-12-06"),
        ("US", "2025-12-07", "2025-12-06"),
        ("SA", "2025-12-06", "2025-12-05"),
    ],
)
def test_weekend_begins_on_the_day_of_the_country(country: str, published: str, wanted: str) -> None:
    [found] = settled("this weekend", published, country)

    assert str(found.day) == wanted
    assert found.doubts == ("a weekend is named: its first day is taken",)


def test_weekend_without_a_country_goes_by_the_language() -> None:
    assert days("نهاية الأسبوع", "2025-12-02") == ["2025-12-05"]
    assert days("this weekend", "2025-12-02") == ["2025-12-06"]
    assert days("last weekend", "2025-12-02", "GB") == ["2025-11-29"]
    assert days("نهاية الأسبوع", None) == [""]


# --- every date in every notation

DAYS = st.dates(date(2001, 1, 1), date(2060, 12, 31))
EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
AR = ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")
EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def english(day: date) -> str:
    return GREGORIAN[day.month - 1][-1 if day.month not in {9, 10, 11, 12} else -2].title()


def hijri(day: date) -> str:
    found = Gregorian(day.year, day.month, day.day).to_hijri()
    return f"{found.day} {HIJRI[found.month - 1][0]} {found.year}هـ"


def hijri_numbers(day: date) -> str:
    found = Gregorian(day.year, day.month, day.day).to_hijri()
    return f"{found.day}/{found.month}/{found.year}"


def nth(day: date) -> str:
    ending = "th" if day.day in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10, "th")
    return f"{day.day}{ending}"


NOTATIONS: dict[str, Callable[[date], str]] = {
    "iso": lambda day: f"{day}",
    "year first": lambda day: f"{day.year}/{day.month}/{day.day}",
    "day first": lambda day: f"{day.day}/{day.month}/{day.year}",
    "padded, dotted": lambda day: f"{day:%d.%m.%Y}",
    "weekday and numbers": lambda day: f"{EN[day.weekday()]} {day.day}-{day.month}-{day.year}",
    "two digits": lambda day: f"{day:%d/%m/%y}",
    "English": lambda day: f"{EN[day.weekday()]}, {day.day} {english(day)} {day.year}",
    "American": lambda day: f"{EN[day.weekday()]}, {english(day)} {day.day}, {day.year}",
    "ordinal": lambda day: f"the {nth(day)} of {english(day)}, {day.year}",
    "short": lambda day: f"{EN[day.weekday()][:3]} {english(day)[:3]} {day.day} {day.year}",
    "month first": lambda day: f"{english(day)} {nth(day)} {day.year}",
    "Gulf": lambda day: f"يوم {AR[day.weekday()]} الموافق {day.day} {GREGORIAN[day.month - 1][0]} {day.year}م",
    "Eastern digits": lambda day: f"{day.day} {GREGORIAN[day.month - 1][0]} {day.year}".translate(EASTERN),
    "Eastern, year first": lambda day: f"{day:%Y/%m/%d}".translate(EASTERN),
    "Hijri": hijri,
    "Hijri numbers": hijri_numbers,
    "both": lambda day: f"{AR[day.weekday()]} {hijri(day)} الموافق {day.day}/{day.month}/{day.year}",
    "in brackets": lambda day: f"{hijri(day)} ({day.day} {GREGORIAN[day.month - 1][0]} {day.year})",
}


@pytest.mark.parametrize("notation", NOTATIONS)
@given(day=DAYS)
@settings(max_examples=60, deadline=None)
def test_any_date_is_read_back_from_each_notation(notation: str, day: date) -> None:
    text = f"تتوقف الخدمة out from {NOTATIONS[notation](day)}، until 6 pm"

    assert days(text, None, "SA") == [str(day)]


@given(day=DAYS, ahead=st.integers(-60, 240), notation=st.sampled_from(["en", "ar", "plain"]))
@settings(max_examples=200, deadline=None)
@example(date(2025, 12, 31), -1, "plain")
def test_any_date_without_a_year_is_settled_by_publication(day: date, ahead: int, notation: str) -> None:
    published = day - timedelta(days=ahead)
    text = {
        "en": f"{EN[day.weekday()]} {english(day)} {day.day}",
        "ar": f"{AR[day.weekday()]} {day.day} {GREGORIAN[day.month - 1][0]}",
        "plain": f"{day.day} {english(day)}",
    }[notation]

    assert days(text, str(published), "SA") == [str(day)]


@given(day=DAYS, length=st.integers(1, 20), form=st.sampled_from(["en", "us", "ar", "numbers"]))
@settings(max_examples=200, deadline=None)
def test_any_range_is_read_back(day: date, length: int, form: str) -> None:
    end = day + timedelta(days=length)
    same = end.month == day.month
    gulf = GREGORIAN[day.month - 1][0], GREGORIAN[end.month - 1][0]
    text = {
        "en": f"from {day.day}{'' if same else ' ' + english(day)} to {end.day} {english(end)} {end.year}",
        "us": f"{english(day)} {day.day} - {'' if same else english(end) + ' '}{end.day}, {end.year}",
        "ar": f"من {day.day} {'' if same else gulf[0]} إلى {end.day} {gulf[1]} {end.year}",
        "numbers": f"{day.day}/{day.month}/{day.year} - {end.day}/{end.month}/{end.year}",
    }[form]

    assert days(text, None, "SA") == [str(day), str(end)]
    assert [one.mention.until_next for one in settled(text, None, "SA")] == [True, False]


@given(
    st.lists(PIECES, max_size=40).map(" ".join) | st.text(),
    st.none() | st.dates(),
    st.sampled_from([None, "SA", "US", "AE"]),
)
@settings(max_examples=300, deadline=None)
def test_any_text_is_settled_without_an_exception(text: str, published: date | None, country: str | None) -> None:
    folded = fold(text)
    found = find_dates(folded)

    settled_days = settle(found, Reference(published, country), folded)

    assert [one.mention for one in settled_days] == list(found)
    assert all(0 <= one.confidence <= 1 for one in settled_days)
    assert all(one.doubts for one in settled_days if one.day is None)


def test_this_weekday_is_the_readers_whatever_other_dates_stand_about() -> None:
    text = "The deadline is on Tuesday, August 31, 2027. The portal is closed this Sunday."
    folded = fold(text)

    days = settle(find_dates(folded), Reference(date(2027, 8, 18)), folded)

    assert days[-1].day == date(2027, 8, 22)
