"""What is found as a date, by family; each rule has a text that it must hit and one that it must not."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.domain.announcement.dates import RULES, find_dates
from monitor.domain.announcement.dates.months import GREGORIAN, HIJRI
from monitor.domain.announcement.dates.weekdays import ARABIC, ENGLISH, SHORT
from monitor.domain.announcement.folding import fold
from tests.domain.announcement.datewords import WEEKDAYS, mentions

# rule, a text that it must hit, one that looks alike
ROWS = [
    ("date.day-month", "تتوقف 5 ديسمبر 2025", "سكان مدينة 6 أكتوبر"),
    ("date.day-month", "on 12th of October", "up to 10 may be affected"),
    ("date.day-month", "26 يوليو القادم", "في شارع 26 يوليو"),
    ("date.day-month-dashes", "posted 05-Dec-25", "part 05-Dex-25"),
    ("date.month-day", "October 12, 2022", "you may 5 times"),
    ("date.month-day", "Dec 5 at 10", "Dec 10:30"),
    ("date.month-day", "August 17, midnight", "March 10% up"),
    ("date.worded-day", "الخامس من ديسمبر", "الخامس من الموظفين"),
    ("date.worded-day", "the first of March", "the second of three"),
    ("date.month-worded-day", "May the fifth", "you may first call"),
    ("date.numbered-month", "يوم 5 شهر 12", "مدة 5 أشهر 12 يوما"),
    ("date.day-of-this-month", "الخامس من الشهر الجاري", "الخامس من التقرير الشهري"),
    ("date.day-of-this-month", "the 5th of this month", "the 5th of these months"),
    ("date.year-first", "2025-12-05T00:00", "ticket INC-2025-12-05"),
    ("date.year-first", "2025/12/05", "2025/13/45"),
    ("date.year-last", "5/12/2025", "version 5.12.2025.1"),
    ("date.year-last", "5.12.2025", "account 12-05-2025-8899"),
    ("date.short-year", "12/5/25", "sort code 12-05-25"),
    ("date.short-year-after-word", "w.e.f. 1-12-25", "sort code 12-05-25"),
    ("date.numbers-before-clock", "05/12 22:00", "3/4 of all"),
    ("date.numbers-range", "8/31 to 9/10", "between 99/31 and 98/10"),
    ("date.numbers-pair", "on 8/31", "available 24/7"),
    ("date.numbers-pair", "يوم 5/12", "على 1/2 الشبكة"),
    ("date.days-before-numbers", "7-9/12/2025", "7-9/13/2025"),
    ("date.today", "اليوم", "صحيفة المصري اليوم"),
    ("date.today", "مساء اليوم", "في اليوم الأول"),
    ("date.today", "this afternoon", "USA Today"),
    ("date.tomorrow", "غداً", "طعام الغداء"),
    ("date.tomorrow", "صباح الغد", "صحيفة الغد"),
    ("date.day-after-tomorrow", "بعد غد", "بعد غداء العمل"),
    ("date.yesterday", "ليلة أمس", "أمسية"),
    ("date.day-before-yesterday", "أول من أمس", "أول من أمسك"),
    ("date.following-day", "صباح اليوم التالي", "السؤال التالي"),
    ("date.following-day", "6 am the following day", "the following days"),
    ("date.following-day", "until 8:30 am the day after", "the day after the work"),
    ("date.same-day", "في اليوم نفسه", "النظام نفسه"),
    ("date.weekend", "نهاية الأسبوع الفارط", "نهاية السنة"),
    ("date.weekend", "over the weekend", "every weekend"),
    ("date.week", "next week", "per week"),
    ("date.week-start", "بداية الأسبوع المقبل", "بداية العمل"),
    ("date.weekday-arabic", "يوم الجمعة المقبل", "كل يوم جمعة"),
    ("date.weekday-arabic", "الأحد", "أحد العملاء"),
    ("date.weekday-english", "this coming Friday", "every Friday"),
    ("date.weekday-english", "Sunday", "the third Sunday of every month"),
    ("date.weekday-english", "last Sunday", "on Sundays"),
    ("date.weekday-short", "Sat 10pm", "the sun sat on mon"),
    ("date.day-alone", "Thursday, 29.", "Thursday 5 pm"),
    ("date.day-alone", "until the 12th.", "until the 12th edition"),
    ("date.days-before-month", "11 to 27 April", "8 pm to 27 April"),
    ("date.days-after-month", "July 18-22, 2019", "July 18-8 pm"),
    ("date.join-halves", "الجمعة الموافق 5 ديسمبر", "الجمعة ثم 5 ديسمبر"),
    ("date.join-range", "from Friday to Sunday", "Friday or Sunday"),
]


@pytest.mark.parametrize(("rule", "hit", "miss"), ROWS)
def test_rule_reads_its_text_and_leaves_the_look_alike(rule: str, hit: str, miss: str) -> None:
    switched_off = frozenset({rule})

    assert find_dates(fold(hit), switched_off) != find_dates(fold(hit)) != ()
    assert find_dates(fold(miss), switched_off) == find_dates(fold(miss))


def test_every_rule_has_a_row_a_name_of_its_own_and_a_reason() -> None:
    names = [rule.name for rule in RULES]

    assert sorted(set(names)) == sorted(names)
    assert set(names) == {rule for rule, _, _ in ROWS}
    assert all(rule.why for rule in RULES)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("يوم الجمعة المقبل، الموافق 5 ديسمبر 2025، من الساعة 12:00", ["fri 5.12.2025 next"]),
        ("يوم الجمعة القادم الموافق 5 ديسمبر", ["fri 5.12.? next"]),
        ("(الجمعة) 5/12/2025", ["fri 5.12.2025 or-swapped"]),
        ("يوم الأحد الموافق: 7-12-2025م", ["sun 7.12.2025 or-swapped"]),
        ("يوم الجمعة ٥ / ١٢ / ٢٠٢٥", ["fri 5.12.2025 or-swapped"]),
        ("فجر الخميس الموافق 2 أكتوبر 2025", ["thu 2.10.2025"]),
        ("الجمعة ليلاً، الموافق 5 ديسمبر", ["fri 5.12.?"]),
        ("7 ديسمبر (الأحد)", ["sun 7.12.?"]),
        ("الأربعاء (22 مارس 2017)", ["wed 22.3.2017"]),
        ("Wednesday, October 12, 2022", ["wed 12.10.2022"]),
        ("Wed Oct 12", ["wed 12.10.?"]),
        ("Fri. Dec. 5", ["fri 5.12.?"]),
        ("Friday the fifth of December", ["fri 5.12.?"]),
        ("Saturday morning, December 6", ["sat 6.12.?"]),
        ("December 5 (Friday) to December 7 (Sunday)", ["fri 5.12.? ->", "sun 7.12.?"]),
        ("Sat, 06 Dec 2025 22:00:00 GMT", ["sat 6.12.2025"]),
        ("Friday,\n5 December 2025", ["fri 5.12.2025"]),
        ("Nov 5 (Wed) – Nov 7 (Fri)", ["wed 5.11.? ->", "fri 7.11.?"]),
        ("الإثنين الواقع في 3/11/2025", ["mon 3.11.2025 or-swapped"]),
        ("الخميس الواقع فيه 6 تشرين الثاني", ["thu 6.11.?"]),
        ("Fri 12/5 @ 10 PM", ["fri 12.5.? or-swapped"]),
    ],
)
def test_weekday_and_date_are_one_mention(text: str, wanted: list[str]) -> None:
    assert mentions(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("12 Oct", ["12.10.?"]),
        ("05 Sept 2025", ["5.9.2025"]),
        ("October 12th", ["12.10.?"]),
        ("Dec. 5, 2025", ["5.12.2025"]),
        ("5-Dec-2025", ["5.12.2025"]),
        ("05DEC2025 2200Z", ["5.12.2025"]),
        ("5 Dec '25", ["5.12.2025"]),
        ("23rd of Nov' 2025", ["23.11.2025"]),
        ("5 من شهر ديسمبر لعام 2025م", ["5.12.2025"]),
        ("5 ديسمبر من عام 2025", ["5.12.2025"]),
        ("الحادي والثلاثين من كانون الأول/ديسمبر", ["31.12.?"]),
        ("الفاتح من نوفمبر", ["1.11.?"]),
        ("الموافق للسادس من ديسمبر الجاري", ["6.12.? this"]),
        ("14 أبريل نيسان", ["14.4.?"]),
        ("5 تشرين الأول (أكتوبر) 2025", ["5.10.2025"]),
        ("5 شهر 12 الساعة 10", ["5.12.?"]),
        ("5 December 2000 - 2200 hrs", ["5.12.?"]),
        ("Sat 6 Dec 2000-2200", ["sat 6.12.?"]),
        ("May 19, 7PM - 10PM EST", ["19.5.?"]),
        ("from 11 pm on December 5 to 5 am on December 6", ["5.12.?", "6.12.?"]),
        ("2025-12-05T22:00Z to 2025-12-06T04:00Z", ["5.12.2025", "6.12.2025"]),
        ("31/12/2025 - 1/1/2026", ["31.12.2025 ->", "1.1.2026"]),
        ("8/31 to 9/10", ["31.8.? ->", "9.10.? or-swapped"]),
        ("5 ديسمبر المقبل", ["5.12.? next"]),
        ("الخامس من الجاري", ["5.?.? this"]),
        ("20 فبراير 2026 (20/2/2026)", ["20.2.2026"]),
        ("20 فبراير 2026، 20/2/2026", ["20.2.2026", "20.2.2026"]),
        ("2025/31/12", ["31.12.2025"]),
        ("5 أبريل مايو 2025", ["5.4.?"]),
    ],
)
def test_date_is_read_in_each_notation(text: str, wanted: list[str]) -> None:
    assert mentions(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("11 to 27 April 2017", ["11.4.2017 ->", "27.4.2017"]),
        ("من 11 إلى 27 أبريل", ["11.4.? ->", "27.4.?"]),
        ("July 18-22, 2019", ["18.7.2019 ->", "22.7.2019"]),
        ("20 و21 أغسطس", ["20.8.?", "21.8.?"]),
        ("5, 6 and 7 December", ["5.12.?", "6.12.?", "7.12.?"]),
        ("December 5, 6 and 7, 2025", ["5.12.2025", "6.12.2025", "7.12.2025"]),
        ("Friday 5 and Saturday 6 December", ["fri 5.12.?", "sat 6.12.?"]),
        ("من الجمعة 5 إلى السبت 6 ديسمبر", ["fri 5.12.? ->", "sat 6.12.?"]),
        ("من يوم الجمعة الموافق 5 وحتى يوم السبت الموافق 6 ديسمبر 2025", ["fri 5.12.2025 ->", "sat 6.12.2025"]),
        ("يومي الجمعة والسبت الموافقين 5 و6 ديسمبر 2025", ["fri 5.12.2025", "sat 6.12.2025"]),
        ("Saturday and Sunday 6 and 7 December", ["sat 6.12.?", "sun 7.12.?"]),
        ("on the 5th and 6th of December", ["5.12.?", "6.12.?"]),
        ("السادس والسابع من ديسمبر", ["6.12.?", "7.12.?"]),
        ("من الأول وحتى الخامس من الشهر المقبل", ["1.?.? next ->", "5.?.? next"]),
        ("Monday night into Tuesday, 8-9 December", ["mon 8.12.? ->", "tue 9.12.?"]),
        ("05/12 22:00 - 06/12 06:00", ["5.12.? or-swapped", "6.12.? or-swapped"]),
        ("5/6 December", ["5.12.?", "6.12.?"]),
        ("5 و6/12/2025", ["5.12.2025", "6.12.2025"]),
        ("May 5-January 2, 2026", ["5.5.? ->", "2.1.2026"]),
        ("Jan 12 - Feb 1", ["12.1.? ->", "1.2.?"]),
        ("19 places on May 19\nMay 19, 7PM", ["19.5.?", "19.5.?"]),
        ("13 October, 14 October", ["13.10.?", "14.10.?"]),
        ("28 ديسمبر إلى 3 يناير 2026", ["28.12.? ->", "3.1.2026"]),
        ("من مساء الخميس 4 ديسمبر وحتى صباح الأحد 7 ديسمبر", ["thu 4.12.? ->", "sun 7.12.?"]),
        ("8 to 10 pm on December 5", ["5.12.?"]),
        ("Update 1 - 6 Nov 12:10", ["6.11.?"]),
        ("25 to 3 December", ["3.12.?"]),
        ("Terminal 5, 10 December", ["10.12.?"]),
        ("8pm on Friday 14 and 8am on Monday 17 March", ["fri 14.?.?", "mon 17.3.?"]),
        ("at 8, 10 December", ["10.12.?"]),
        ("الساعة 5 وحتى 10 ديسمبر", ["10.12.?"]),
        ("December 5 and 6 branches", ["5.12.?"]),
    ],
)
def test_days_share_their_month_and_year(text: str, wanted: list[str]) -> None:
    assert mentions(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("14 جمادى الآخرة 1447هـ الموافق 5 ديسمبر 2025م", ["5.12.2025 =H14.6.1447"]),
        ("الجمعة 14/6/1447هـ الموافق 5/12/2025م", ["fri 5.12.2025 =H14.6.1447 or-swapped"]),
        ("الجمعة، 5 ديسمبر 2025 الموافق 14 جمادى الآخرة 1447", ["fri 5.12.2025 =H14.6.1447"]),
        ("يوم الجمعة 14 جمادى الآخرة 1447 هـ - 5 ديسمبر 2025 م", ["fri 5.12.2025 =H14.6.1447"]),
        ("14 Jumada al-Akhirah 1447 (5 December 2025)", ["5.12.2025 =H14.6.1447"]),
        ("13-14 جمادى الآخرة 1447هـ، الموافق 4-5 ديسمبر 2025م", ["4.12.2025 =H13.6.1447 ->", "5.12.2025 =H14.6.1447"]),
        (
            "يومي السبت والأحد الموافقين 15 و 16 جمادى الآخرة 1447هـ (6 و 7 ديسمبر 2025م)",
            ["sat 6.12.2025 =H15.6.1447", "sun 7.12.2025 =H16.6.1447"],
        ),
        ("1447/6/14هـ", ["H14.6.1447"]),
        ("9 Dhu al-Hijjah 1446 AH", ["H9.12.1446"]),
        ("من 1 رمضان إلى 5 رمضان 1447هـ", ["H1.9.? ->", "H5.9.1447"]),
        ("غرة رمضان المبارك 1447", ["H1.9.1447"]),
    ],
)
def test_hijri_date_is_read_alone_and_beside_the_gregorian_one(text: str, wanted: list[str]) -> None:
    assert mentions(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("غداً الأربعاء 31/12/2025", ["wed 31.12.2025 today+1"]),
        ("يوم غد الأربعاء", ["wed today+1"]),
        ("اليوم الثلاثاء 14 مارس 2017", ["tue 14.3.2017 today+0"]),
        ("بعد غد الخميس", ["thu today+2"]),
        ("tomorrow (Wednesday, 31 December 2025)", ["wed 31.12.2025 today+1"]),
        ("يوم الجمعة (غداً)", ["fri today+1"]),
        ("tomorrow morning, Saturday", ["sat today+1"]),
        ("closed on Friday, tomorrow open", ["fri", "today+1"]),
        ("فجر الغد", ["today+1"]),
        ("الليلة", ["today+0"]),
        ("هذا المساء", ["today+0"]),
        ("الليلة الماضية", ["today-1"]),
        ("أمس الأول", ["today-2"]),
        ("this morning, tonight, yesterday", ["today+0", "today+0", "today-1"]),
        ("the day after tomorrow", ["today+2"]),
        ("this weekend", ["this weekend"]),
        ("the Friday of next week", ["fri next week"]),
        ("الأحد من الأسبوع المقبل", ["sun next week"]),
        ("اليوم، الجمعة المقبل 5 ديسمبر", ["today+0", "fri 5.12.? next"]),
        ("next Friday, this Saturday, last Sunday", ["fri next", "sat this", "sun last"]),
        ("السبت والأحد القادمين", ["sat", "sun next"]),
        ("الجمعة الماضية والسبت الجاري", ["fri last", "sat this"]),
        ("من الأحد إلى الخميس", ["sun ->", "thu"]),
    ],
)
def test_day_is_read_from_relative_words(text: str, wanted: list[str]) -> None:
    assert mentions(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "version 2.0.1 and 10.30",
        "call 920-020-405 or 1-800-555-1212",
        "fiscal year 2024-2025",
        "السنة المالية 2024/2025",
        "page 5/12, step 2/3",
        "costs 5.12 million",
        "server 10.12.20.25",
        "رقم 2025/12/5544",
        "in May we march on Sundays",
        "the 21st century and the 5th floor",
        "صلاة الجمعة",
        "Black Friday, The Sunday Times, monday.com",
        "5 December 1447",
        "from 24/7 support, by 1/2",
        "9-7/12/2025",
        "الجمعة الأخيرة من كل شهر",
        "طوال اليوم وعلى مدار 24 ساعة في اليوم",
        "مدة ثلاثة أيام و24 ساعة",
    ],
)
def test_look_alike_is_no_date(text: str) -> None:
    assert mentions(text) == []


@pytest.mark.parametrize(("number", "name"), [(at + 1, name) for at in range(12) for name in GREGORIAN[at]])
def test_every_name_of_a_gregorian_month_is_read(number: int, name: str) -> None:
    assert mentions(f"5 {name.title()} 2025") == [f"5.{number}.2025"]
    assert mentions(f"في 5 {name.title()}، الساعة 9") == [f"5.{number}.?"]


@pytest.mark.parametrize(("number", "name"), [(at + 1, name) for at in range(12) for name in HIJRI[at]])
def test_every_name_of_a_hijri_month_is_read(number: int, name: str) -> None:
    assert mentions(f"5 {name.title()} 1447") == [f"H5.{number}.1447"]


def test_english_names_of_hijri_months_may_have_apostrophes() -> None:
    text = "1 Rabi' al-Awwal 1447, 2 Sha'ban 1447, 3 Dhu al-Qi'dah 1447, 4 Dhu'l Hijjah 1447"

    assert mentions(text) == ["H1.3.1447", "H2.8.1447", "H3.11.1447", "H4.12.1447"]


@pytest.mark.parametrize(
    ("weekday", "name"),
    [(at, name) for at in range(7) for name in (*("ال" + one for one in ARABIC[at]), ENGLISH[at], *SHORT[at])],
)
def test_every_name_of_a_weekday_is_read(weekday: int, name: str) -> None:
    assert mentions(f"{name} 5 Dec 2025") == [f"{WEEKDAYS[weekday]} 5.12.2025"]


def test_mention_stands_where_the_text_has_it() -> None:
    folded = fold("تتوقف يَوم الجُمعة (٥ ديسمبر ٢٠٢٥) ليلا")

    [found] = find_dates(folded)

    assert folded.evidence(found.span).text == "يَوم الجُمعة (٥ ديسمبر ٢٠٢٥)"


PIECES = st.sampled_from(
    [
        *(
            "5",
            " ",
            "/",
            "-",
            "12",
            "2025",
            "1447",
            "ديسمبر",
            "الجمعة",
            "اليوم",
            "غدا",
            "من",
            "إلى",
            "و",
            "(",
            ")",
            "\n",
        ),
        *(
            "May",
            "Dec",
            "Friday",
            "Sat",
            "the",
            "12th",
            "of",
            "to",
            "next",
            "week",
            "الموافق",
            "رمضان",
            "هـ",
            ",",
            "الأول",
        ),
        *("الأسبوع", "المقبل", "31", "tomorrow", "99", ".", "0", "this month", "الشهر الجاري", "weekend", "next day"),
    ]
)


@given(st.lists(PIECES, max_size=40).map(" ".join) | st.lists(PIECES, max_size=60).map("".join) | st.text())
@settings(max_examples=300, deadline=None)
def test_mentions_of_any_text_are_in_order_and_apart(text: str) -> None:
    found = find_dates(fold(text))

    assert all(one.span.end <= following.span.start for one, following in pairwise(found))
    assert all(one.span.start < one.span.end for one in found)
