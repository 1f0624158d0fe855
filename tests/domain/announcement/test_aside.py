"""Times that are not the work's, by the rule that sets them aside. Texts are of Monday 1 December 2025."""

from __future__ import annotations

import pytest

from monitor.domain.announcement import aside as module
from monitor.domain.announcement.aside import CONTEXTS, RULES
from monitor.domain.announcement.folding import fold
from monitor.domain.announcement.pattern import Pattern
from tests.domain.announcement.timewords import loose, reading

PATTERNS = {one.name: one for one in vars(module).values() if isinstance(one, Pattern)}

# rule, a text whose first time it sets aside, one whose times it leaves alone
ROWS = [
    ("aside.byline", "Published: 3 December 2025", "Publishers meet on 3 December 2025"),
    ("aside.byline", "Updated 3 December 2025, 10:00", "The update runs on 3 December 2025"),
    ("aside.byline", "Date of issue: 3 December 2025", "Date of the outage: 3 December 2025"),
    ("aside.byline", "تاريخ النشر: 3 ديسمبر 2025", "تنشر الهيئة بيانها يوم 3 ديسمبر 2025"),
    ("aside.byline", "كتب أحمد 3 ديسمبر 2025", "كتبية المدينة مغلقة يوم 3 ديسمبر 2025"),
    ("aside.label", "Date: Friday 5 December", "Date: from 5 to 7 December"),
    ("aside.label", "التاريخ: الجمعة 5 ديسمبر", "التاريخ: من 5 إلى 7 ديسمبر"),
    ("aside.label", "Date and time: 5 December, 10:00", "The date will be 5 December for all of the users"),
    ("aside.stamp", "Resolved - 5 December, 14:30", "Scheduled (5 December 22:00 - 6 December 02:00)"),
    ("aside.stamp", "Monitoring (5 December 14:30)", "Monitoring runs on 5 December for all of our many users"),
    ("aside.stamp", "5 December 14:30 - The portal is down for all", "From 5 December 14:30 - the portal is down"),
    ("aside.stamp", "Update 5 December, 3.30pm: the work goes on for now", "Down at 3.30pm: the work goes on for now"),
    ("aside.stamp", "Update - 5 December 14:30", "Update of the portal 5 December"),
    ("aside.stamp", "Riyadh - 5 December 2025", "Down from 5 December 2025"),
    ("aside.stamp", "الرياض - 5 ديسمبر 2025", "من 5 ديسمبر 2025"),
    ("aside.stamp", "الحالة: 5 ديسمبر", "من 9 مساءً حتى 11 مساءً"),
    ("aside.deadline", "The deadline to file is 15 December", "It is dead: the line of 15 December"),
    ("aside.deadline", "The portal is down; the due date of 10 December stands", "The portal is down on 10 December"),
    ("aside.deadline", "آخر موعد للتقديم 15 ديسمبر", "موعد انطلاق المعرض الكبير في 15 ديسمبر"),
    ("aside.hours", "Our opening hours are 8 am to 4 pm", "The opening of the new hall is at 8 am"),
    ("aside.hours", "Our call centre answers from 8 am to 8 pm", "All callers may gather from 8 am to 8 pm"),
    ("aside.hours", "ساعات العمل من 8 صباحاً حتى 4 مساءً", "يعمل الفريق من 8 صباحاً حتى 4 مساءً"),
    ("aside.validity", "The OTP can be used until 9 pm", "The option can be used until 9 pm"),
    ("aside.validity", "رمز التحقق لكل مستخدم صالح حتى 9 مساءً", "رمز المنصة الجديد لكل مستخدم حتى 9 مساءً"),
    ("aside.history", "The last outage was on 3 December", "The outage lasts to 3 December"),
    ("aside.history", "آخر صيانة كانت في 3 ديسمبر", "صيانة المنصة تكون في 3 ديسمبر"),
    (
        "aside.spoken",
        "The bank said on Sunday that its app is down from 9 pm",
        "The app is down on Sunday, we are told",
    ),
    ("aside.spoken", "In a statement late on Tuesday: the app is down", "The statement of account is out on Tuesday"),
    ("aside.spoken", "قالت الوزارة في بيان اليوم إن المنصة متوقفة", "تتوقف المنصة اليوم"),
    ("aside.spoken-that", "The bank announced to users in Egypt today that its app is down", "The app is down today"),
    ("aside.spoken-that", "أعلنت الوزارة اليوم أن المنصة ستتوقف", "ستتوقف المنصة اليوم أن شاء الله"),
    ("aside.spoken-that", "أعلنت الوزارة اليوم عن توقف المنصة", "أعلنت الوزارة توقف المنصة اليوم"),
]


def set_aside(text: str, *without: str) -> list[str]:
    return [one.rule for one in reading(text, *without).aside]


@pytest.mark.parametrize(("rule", "hit", "miss"), ROWS)
def test_rule_sets_its_time_aside_and_leaves_what_looks_alike(rule: str, hit: str, miss: str) -> None:
    assert set_aside(hit)[:1] == [rule]
    assert rule not in set_aside(miss)
    assert rule not in set_aside(hit, rule)


def test_every_rule_has_a_row() -> None:
    assert {row[0] for row in ROWS} == {rule.name for rule in RULES}
    assert {rule.name for rule in RULES} | {"aside.saying"} == set(PATTERNS)
    assert all(rule.why for rule in PATTERNS.values())


@pytest.mark.parametrize(
    ("hit", "miss"),
    [("the bank announced", "the announcer"), ("وأعلنت الوزارة", "المعلنة"), ("أكد المتحدث", "مؤكد")],
)
def test_saying_is_a_verb_of_saying(hit: str, miss: str) -> None:
    regex = PATTERNS["aside.saying"].regex

    assert regex.search(fold(hit).text)
    assert not regex.search(fold(miss).text)


def test_rules_that_lend_their_day_are_rules() -> None:
    assert {rule.name for rule in RULES} >= CONTEXTS


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The bank said on Sunday that its app is down from 9 pm to 11 pm", "2025-11-30T21:00/2025-11-30T23:00"),
        ("أعلنت الوزارة اليوم أن المنصة ستتوقف من الساعة 9 مساءً حتى 11 مساءً", "01T21:00/01T23:00"),
        ("5 December 14:30 - The portal is down for all until 5 pm", "?/05T17:00"),
        ("Date: Friday 5 December\nTime: 10 pm - 2 am", "05T22:00/06T02:00"),
        ("التاريخ: الجمعة 5 ديسمبر\nالوقت: 10 مساءً - 2 صباحاً", "05T22:00/06T02:00"),
    ],
)
def test_time_of_a_statement_lends_its_day(text: str, wanted: str) -> None:
    assert loose(text) == [wanted]


@pytest.mark.parametrize(
    "text",
    [
        "Published: 3 December 2025\nThe portal is down from 9 pm to 11 pm",
        "The deadline is 3 December 2025\nThe portal is down from 9 pm to 11 pm",
        "نشر في 3 ديسمبر 2025\nستتوقف المنصة من الساعة 9 مساءً حتى 11 مساءً",
    ],
)
def test_byline_and_deadline_lend_no_day(text: str) -> None:
    assert loose(text) == ["?/?"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Start: 5 December 2025 22:00\nEnd: 6 December 2025 06:00", ["05T22:00/06T06:00"]),
        ("From 9 pm to 11 pm, 5 December", ["05T21:00/05T23:00"]),
        ("5 December 22:00 – 6 December 02:00", ["05T22:00/06T02:00"]),
        ("Updated on 3 December\nDown on 5 December from 9 pm to 11 pm", ["05T21:00/05T23:00"]),
        ("Opening hours: 8 am to 4 pm.\nDown on 5 December from 9 pm to 11 pm", ["05T21:00/05T23:00"]),
    ],
)
def test_line_of_nothing_but_a_span_is_the_works(text: str, wanted: list[str]) -> None:
    assert loose(text) == wanted


def test_deadline_far_in_front_of_the_work_claims_nothing_of_it() -> None:
    near = "The portal is down and the deadline moves to 5 December"
    far = "The deadline has passed for many of you, and for the work the portal is down on 5 December"

    assert set_aside(near) == ["aside.deadline"]
    assert set_aside(far) == []


def test_day_with_words_of_a_span_before_it_is_not_the_day_of_speaking() -> None:
    assert set_aside("The bank said from Friday that its app is down") == []
