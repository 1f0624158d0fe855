"""The announcements that are made up are sound: what they say is what they were made from."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.announcements.frames import FRAMES, Ending, Notation, Window, write_bounds, write_window
from tests.announcements.generator import Example, Manner, announce, examples, manners, windows
from tests.announcements.noise import Noise, sprinkle
from tests.announcements.notation import ClockForm, DayForm, write_clock, write_day, write_length
from tests.announcements.templates import SENTENCES
from tests.announcements.vocabulary import MONTHS_EN, PLATFORMS, WEEKDAYS, Language, Months

LANGUAGES: tuple[Language, ...] = ("ar", "en")
FRIDAY = date(2025, 12, 5)


def bare(text: str) -> str:
    """The text without what typesetting did to it."""
    text = re.sub(r"[\u064e\u064f\u0650\u0652ـ\u200f\u2066\u2069]", "", text)
    return text.translate(str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789"))


def many(language: Language, *, hard: bool = False) -> list[Example]:
    drawn: list[Example] = []

    @settings(max_examples=300, database=None, deadline=None, derandomize=True, phases=[Phase.generate])
    @given(examples(language, hard=hard))
    def draw(example: Example) -> None:
        drawn.append(example)

    draw()
    return drawn


def any_language() -> st.SearchStrategy[Example]:
    return st.one_of(*(examples(language, hard=hard) for language in LANGUAGES for hard in (False, True)))


# --- days, clock times, lengths


@pytest.mark.parametrize(
    ("form", "arabic", "english"),
    [
        (DayForm.FULL, "يوم الجمعة الموافق 5 ديسمبر 2025", "Friday, December 5, 2025"),
        (DayForm.COMMA, "يوم الجمعة، 5 ديسمبر 2025م", "Friday, 5 December 2025"),
        (DayForm.PLAIN, "الجمعة 5 ديسمبر 2025", "Fri 5 Dec 2025"),
        (DayForm.NO_WEEKDAY, "يوم 5 ديسمبر 2025", "5th December 2025"),
        (DayForm.SLASHED, "يوم الجمعة 5/12/2025", "Friday 05/12/2025"),
        (DayForm.SLASHED_BARE, "بتاريخ 05/12/2025", "05/12/2025"),
        (DayForm.YEAR_FIRST, "يوم الجمعة 2025/12/5", "2025-12-05"),
        (
            DayForm.HIJRI,
            "يوم الجمعة 14 جمادى الآخرة 1447هـ الموافق 5 ديسمبر 2025م",
            "Friday, 14 Jumada al-Akhirah 1447 AH (5 December 2025)",
        ),
        (DayForm.NO_YEAR, "يوم الجمعة 5 ديسمبر", "Friday, December 5"),
    ],
)
def test_day_is_written_in_its_form(form: DayForm, arabic: str, english: str) -> None:
    assert write_day(FRIDAY, form, "ar").text == arabic
    assert write_day(FRIDAY, form, "en").text == english


def test_week_and_year_are_in_their_order() -> None:
    week = [write_day(date(2025, 12, day), DayForm.PLAIN, "ar").text.split()[0] for day in range(1, 8)]
    year = [write_day(date(2025, month, 1), DayForm.NO_WEEKDAY, "ar").text.split()[2] for month in range(1, 13)]

    assert " ".join(week) == "الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد"
    assert " ".join(year) == "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر"
    assert [f"{date(2025, month, 1):%B}" for month in range(1, 13)] == MONTHS_EN
    assert tuple(f"{date(2025, 12, day):%A}" for day in range(1, 8)) == WEEKDAYS["en"]


@pytest.mark.parametrize(
    ("days_before", "arabic", "english"),
    [
        (0, "اليوم الجمعة", "today"),
        (1, "غداً الجمعة", "tomorrow"),
        (2, "بعد غدٍ الجمعة", "this Friday"),
        (6, "يوم الجمعة المقبل", "this Friday"),
        (7, "يوم الجمعة 5 ديسمبر", "Friday, December 5"),
        (-1, "يوم الجمعة 5 ديسمبر", "Friday, December 5"),
    ],
)
def test_near_day_is_told_from_the_day_of_publication(days_before: int, arabic: str, english: str) -> None:
    published = FRIDAY - timedelta(days=days_before)

    assert write_day(FRIDAY, DayForm.RELATIVE, "ar", published=published).text == arabic
    assert write_day(FRIDAY, DayForm.RELATIVE, "en", published=published).text == english


@pytest.mark.parametrize(
    ("months", "day", "text"),
    [
        (Months.LEVANT, date(2025, 12, 5), "5 كانون الأول 2025"),
        (Months.BOTH, date(2025, 4, 14), "14 أبريل/نيسان 2025"),
        (Months.ALGIERS, date(2025, 7, 12), "12 جويلية 2025"),
        (Months.RABAT, date(2025, 8, 4), "4 غشت 2025"),
    ],
)
def test_month_has_the_name_of_its_region(months: Months, day: date, text: str) -> None:
    assert write_day(day, DayForm.NO_WEEKDAY, "ar", months=months).text == f"يوم {text}"


@pytest.mark.parametrize(
    ("at", "form", "arabic", "english"),
    [
        (time(21), ClockForm.TWELVE, "الساعة 09:00 مساءً", "9:00 PM"),
        (time(21), ClockForm.BARE, "الساعة 9 مساءً", "9 pm"),
        (time(9, 30), ClockForm.SHORT, "الساعة 9:30 ص", "9:30 a.m."),
        (time(9, 30), ClockForm.DOTTED, "الساعة 9.30 صباحاً", "9.30am"),
        (time(9, 30), ClockForm.TWENTY_FOUR, "الساعة 09:30", "09:30"),
        (time(9, 30), ClockForm.WORDS, "الساعة التاسعة والنصف صباحاً", "half past nine in the morning"),
        (time(22, 45), ClockForm.WORDS, "الساعة الحادية عشرة إلا ربعاً مساءً", "quarter to eleven in the evening"),
        (time(12), ClockForm.TWELVE, "الساعة 12:00 ظهراً", "12:00 PM"),
        (time(12), ClockForm.WORDS, "الساعة الثانية عشرة ظهراً", "noon"),
        (time(0), ClockForm.WORDS, "منتصف الليل", "midnight"),
        (time(0), ClockForm.BARE, "الساعة 12 صباحاً", "12 am"),
        (time(16), ClockForm.BARE, "الساعة 4 عصراً", "4 pm"),
    ],
)
def test_clock_is_written_in_its_form(at: time, form: ClockForm, arabic: str, english: str) -> None:
    assert write_clock(at, form, "ar").text == arabic
    assert write_clock(at, form, "en").text == english


@pytest.mark.parametrize(
    ("minutes", "words", "arabic", "english"),
    [
        (30, True, "نصف ساعة", "half an hour"),
        (60, False, "ساعة واحدة", "1 hour"),
        (90, False, "ساعة ونصف", "1.5 hours"),
        (120, True, "ساعتين", "two hours"),
        (180, True, "ثلاث ساعات", "three hours"),
        (600, False, "10 ساعات", "10 hours"),
        (720, True, "12 ساعة", "twelve hours"),
    ],
)
def test_length_is_written_as_people_count(minutes: int, words: bool, arabic: str, english: str) -> None:
    assert write_length(timedelta(minutes=minutes), "ar", words=words) == arabic
    assert write_length(timedelta(minutes=minutes), "en", words=words) == english


# --- windows


def window(starts: str, ends: str) -> Window:
    return Window(starts=datetime.fromisoformat(starts), ends=datetime.fromisoformat(ends), published=None)


@pytest.mark.parametrize(
    ("ending", "ends", "text"),
    [
        (Ending.EXPLICIT, "2025-12-06T02:00", "from 9 pm on Fri 5 Dec 2025 until 2 am on Sat 6 Dec 2025"),
        (Ending.RANGE, "2025-12-06T02:00", "on Fri 5 Dec 2025 from 9 pm to 2 am"),
        (Ending.NEXT_DAY, "2025-12-06T02:00", "from 9 pm on Fri 5 Dec 2025 until 2 am the next day"),
        (Ending.LENGTH, "2025-12-06T02:00", "for 5 hours from 9 pm on Fri 5 Dec 2025"),
        (Ending.RANGE, "2025-12-07T02:00", "from 9 pm on Fri 5 Dec 2025 until 2 am on Sun 7 Dec 2025"),
        (Ending.LENGTH, "2025-12-05T21:15", "from 9 pm on Fri 5 Dec 2025 until 9:15 pm on Fri 5 Dec 2025"),
    ],
)
def test_end_is_given_as_asked_where_it_can_be(ending: Ending, ends: str, text: str) -> None:
    notation = Notation(language="en", day=DayForm.PLAIN, clock=ClockForm.BARE, ending=ending)

    assert write_window(window("2025-12-05T21:00", ends), notation).text == text


def test_begin_and_end_stand_apart() -> None:
    notation = Notation(language="ar", clock=ClockForm.WORDS, day=DayForm.PLAIN, ending=Ending.NEXT_DAY)

    begin, finish = write_bounds(window("2025-12-05T21:00", "2025-12-06T02:00"), notation)

    assert begin.text == "الساعة التاسعة مساءً الجمعة 5 ديسمبر 2025"
    assert finish.text == "الساعة الثانية صباحاً من اليوم التالي"


TRAILING = len(FRAMES["en", Ending.RANGE]) - 1


@pytest.mark.parametrize(
    ("starts", "ends", "notation", "doubt"),
    [
        ("2025-12-05T21:00", "2025-12-06T02:00", Notation(language="en", ending=Ending.RANGE), False),
        ("2025-12-05T21:00", "2025-12-06T02:00", Notation(language="en", ending=Ending.RANGE, frame=TRAILING), True),
        ("2025-12-05T20:00", "2025-12-05T23:00", Notation(language="en", ending=Ending.RANGE, frame=TRAILING), False),
        ("2025-12-05T00:00", "2025-12-05T06:00", Notation(language="en", ending=Ending.RANGE), False),
        ("2025-12-05T00:00", "2025-12-06T06:00", Notation(language="en"), True),
        ("2025-12-05T00:00", "2025-12-05T06:00", Notation(language="en", ending=Ending.LENGTH), True),
        ("2025-12-05T00:00", "2025-12-06T06:00", Notation(language="en", clock=ClockForm.BARE), False),
        ("2025-12-05T20:00", "2025-12-06T00:00", Notation(language="en"), True),
        ("2025-12-05T20:00", "2025-12-06T00:00", Notation(language="en", ending=Ending.RANGE), False),
        ("2025-12-05T08:00", "2025-12-05T09:00", Notation(language="en", day=DayForm.SLASHED_BARE), True),
        ("2025-12-05T08:00", "2025-12-05T09:00", Notation(language="en", day=DayForm.SLASHED), False),
        ("2025-12-25T08:00", "2025-12-25T09:00", Notation(language="en", day=DayForm.SLASHED_BARE), False),
        ("2025-12-05T08:00", "2025-12-05T09:00", Notation(language="ar", day=DayForm.SLASHED_BARE), False),
        ("2025-12-12T08:00", "2025-12-12T09:00", Notation(language="en", day=DayForm.SLASHED_BARE), False),
    ],
)
def test_two_readings_are_owned_up_to(starts: str, ends: str, notation: Notation, doubt: bool) -> None:
    assert write_window(window(starts, ends), notation).doubt is doubt


# --- whole announcements


@given(any_language())
def test_weekday_words_fit_the_dates(example: Example) -> None:
    said = set(re.findall("|".join(WEEKDAYS[example.language]), bare(example.text).splitlines()[-1]))
    lures = {example.ends.date() + timedelta(days=9), example.starts.date() - timedelta(days=40)}
    days = {example.starts.date(), example.ends.date(), *lures}

    assert said <= {WEEKDAYS[example.language][day.weekday()] for day in days}


@given(any_language())
def test_announcement_names_its_platform(example: Example) -> None:
    assert example.platform_name.lower() in bare(example.text).lower()
    assert example.platform in {platform.id for platform in PLATFORMS}


@given(any_language())
def test_year_is_left_out_only_where_the_publication_is_known(example: Example) -> None:
    assert example.published is not None or str(example.starts.year) in bare(example.text)


@given(windows())
def test_window_begins_before_it_ends_and_not_before_it_is_announced(drawn: Window) -> None:
    assert drawn.starts < drawn.ends
    assert drawn.starts.second == drawn.ends.second == 0
    assert drawn.published is None or drawn.published <= drawn.starts.date()


@given(windows(), manners("ar", hard=True))
def test_noise_changes_no_word(drawn: Window, manner: Manner) -> None:
    noisy = announce(PLATFORMS[0], drawn, manner)

    plain = announce(PLATFORMS[0], drawn, replace(manner, noise=Noise()))

    assert bare(noisy.text) == bare(plain.text)


def test_noise_is_sprinkled() -> None:
    assert sprinkle("الساعة 12:30 مساء", Noise(arabic_indic=True)) == "الساعة ١٢:٣٠ مساء"
    assert sprinkle("صيانة", Noise(tatweel=2)) == "صـيانـة"
    assert sprinkle("صيانة", Noise(tashkeel=3)) == "صَيانْة"
    assert sprinkle("في 5/12", Noise(marks=True)) == "في \u20665/12\u2069"
    assert sprinkle("9:00 PM", Noise(marks=True)) == "9:00\u202fPM"


@pytest.mark.parametrize("language", LANGUAGES)
def test_many_examples_use_many_templates(language: Language) -> None:
    drawn = many(language)

    assert len(SENTENCES[language]) >= 12
    assert len({example.template for example in drawn}) >= 12
    assert len({example.platform for example in drawn}) == len(PLATFORMS)
    assert sum(example.ambiguous for example in drawn) < len(drawn) / 3


@pytest.mark.parametrize(("language", "lure"), [("ar", "موعد لتقديم|مركز الاتصال"), ("en", "deadline|call centre")])
def test_only_hard_examples_have_lures(language: Language, lure: str) -> None:
    assert not any(re.search(lure, bare(example.text)) for example in many(language))
    assert any(re.search(lure, bare(example.text)) for example in many(language, hard=True))
