"""Whole texts, invented: what they announce, and that the parts which decide are awake."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.domain.announcement.cues import Judgement, Times, find_cues, judge
from monitor.domain.announcement.draft import Kind
from monitor.domain.announcement.folding import Span, fold
from monitor.domain.announcement.mention import Calendar, DateMention, Day
from monitor.domain.announcement.sentences import sentences
from monitor.domain.window import Impact
from tests.domain.announcement import cue_alikes, cue_texts
from tests.domain.announcement.cue_texts import Told

_TIMED = re.compile(
    r"[ap]m\b|\d:\d|\d (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|(?:mon|tues|wednes|thurs|fri|satur|sun)day|"
    r"الساعة|صباح|مساء|فجر|ظهر|الأحد|الاثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت|غدا|الغد",
    re.IGNORECASE,
)
TEXTS = [
    told
    for group in (
        cue_texts.ARABIC,
        cue_texts.ARABIC_CALM,
        cue_texts.ARABIC_ODD,
        cue_texts.ARABIC_MORE,
        cue_texts.ENGLISH,
        cue_texts.ENGLISH_CALM,
        cue_texts.ENGLISH_ODD,
        cue_texts.ENGLISH_MORE,
        cue_texts.THIRD_CALM,
        cue_texts.THIRD,
        cue_texts.FOURTH,
        cue_texts.FIFTH,
        cue_alikes.ALIKE_ENGLISH,
        cue_alikes.ALIKE_ARABIC,
        cue_alikes.TOLD_ENGLISH,
        cue_alikes.TOLD_ARABIC,
    )
    for told in group
]


def read(text: str, times: Times | None = None) -> Judgement | None:
    folded = fold(text)
    return judge(folded, sentences(folded), find_cues(folded), times or Times())


def timed(told: Told) -> Times:
    """A start that is known wherever the text has a time: what other scanners would find, publication unknown."""
    has_time = _TIMED.search(told.text) is not None
    starts = told.starts or (date(2030, 1, 1) if has_time else None)
    return Times(published=told.published, starts=starts, ends=told.ends, has_time=has_time)


@pytest.mark.parametrize("told", TEXTS, ids=range(len(TEXTS)))
def test_text_is_judged_as_its_readers_would(told: Told) -> None:
    judgement = read(told.text, timed(told))

    assert (judgement.kind if judgement is not None else None) == told.kind
    if judgement is not None and told.impact is not None:
        assert judgement.impact is told.impact


def test_texts_are_many_and_of_every_kind() -> None:
    assert len(TEXTS) > 200
    assert {told.kind for told in TEXTS} == {*Kind, None}


def days_of(text: str, *written: tuple[str, date]) -> tuple[Day, ...]:
    folded = fold(text).text
    return tuple(
        Day(
            mention=DateMention(
                span=Span(folded.index(words), folded.index(words) + len(words)),
                rule="date.test",
                calendar=Calendar.GREGORIAN,
            ),
            day=day,
            confidence=1,
        )
        for words, day in written
    )


NEWEST_LAST = "3 may - the portal is down.\n4 may - the portal is back online."
NEWEST_FIRST = "4 may - the portal is down.\n3 may - the portal is back online."


@pytest.mark.parametrize(("text", "kind"), [(NEWEST_LAST, Kind.FINISHED), (NEWEST_FIRST, Kind.ONGOING)])
def test_newest_line_decides_wherever_it_stands(text: str, kind: Kind) -> None:
    days = days_of(text, ("3 may", date(2026, 5, 3)), ("4 may", date(2026, 5, 4)))

    judgement = read(text + " We are working on it." if kind is Kind.ONGOING else text, Times(days=days))

    assert judgement is not None
    assert judgement.current is not None
    assert text[judgement.current.start :].startswith("4 may")


def test_heads_without_dates_are_told_by_how_far_along_they_are() -> None:
    judgement = read("Resolved - it works again.\nInvestigating - the portal is down.")

    assert judgement is not None
    assert judgement.kind is Kind.FINISHED


def test_list_of_windows_is_no_stack_of_updates() -> None:
    text = "Maintenance of the portal:\n3 may: 2am to 4am\n4 may: 2am to 4am"
    days = days_of(text, ("3 may", date(2026, 5, 3)), ("4 may", date(2026, 5, 4)))

    judgement = read(text, Times(days=days, starts=date(2026, 5, 3), has_time=True))

    assert judgement is not None
    assert judgement.current is None


PLAIN = "The portal is unavailable for maintenance on 3 May."


@pytest.mark.parametrize(
    ("published", "ends", "kind"),
    [
        (date(2026, 5, 1), None, Kind.SCHEDULED),
        (date(2026, 5, 4), None, Kind.ONGOING),
        (date(2026, 5, 4), date(2026, 5, 6), Kind.ONGOING),
        (date(2026, 5, 9), date(2026, 5, 6), Kind.FINISHED),
    ],
)
def test_dates_decide_where_the_publication_is_known(published: date, ends: date | None, kind: Kind) -> None:
    judgement = read(PLAIN, Times(published=published, starts=date(2026, 5, 3), ends=ends, has_time=True))

    assert judgement is not None
    assert judgement.kind is kind


def test_named_platform_is_something_digital() -> None:
    text = "إيقاف معاملاتي يوم الأحد."

    assert read(text, Times(starts=date(2026, 5, 3))) is None
    assert read(text, Times(starts=date(2026, 5, 3), named=(Span(6, 14),))) is not None


def test_recovery_remark_is_its_clause() -> None:
    text = "The portal is down for maintenance, and services will be restored by noon. Call us."

    judgement = read(text)

    assert judgement is not None
    assert judgement.recovery is not None
    assert text[judgement.recovery.start : judgement.recovery.end] == "and services will be restored by noon"


def test_judgement_names_the_rules_it_rests_on() -> None:
    judgement = read("The outage of the portal planned for Friday has been cancelled.")

    assert judgement is not None
    assert judgement.rules == ("cancelled.en", "kind.cancelled")
    assert judgement.confidence > 0.8
    assert judgement.impact is Impact.OUTAGE


def test_doubtful_kind_says_so() -> None:
    judgement = read("Portal outage.")

    assert judgement is not None
    assert judgement.warnings != ()


def test_order_of_sentences_that_are_not_given_is_no_error() -> None:
    folded = fold(PLAIN)

    assert judge(folded, (), find_cues(folded), Times()) is not None


_WORDS = st.sampled_from(
    ["ستتوقف", "المنصة", "unavailable", "if", "denied", "not true", "road", "\n", ". ", "Resolved - ", "maintenance",
     "تأجيل", "إيقاف", "court", "holiday", "3 may:", "غير صحيح", "extended", "will", "كان", ""]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(_WORDS, max_size=30), st.booleans())
def test_any_words_are_judged_without_an_exception(words: list[str], has_time: bool) -> None:
    text = " ".join(words)

    judgement = read(text, Times(has_time=has_time, starts=date(2026, 5, 3) if has_time else None))

    assert judgement is None or 0 <= judgement.cue.start < judgement.cue.end <= len(fold(text).text)


def test_denied_maintenance_is_none() -> None:
    text = "The ministry denied that its portal would be offline for maintenance on Friday."

    assert read(text, Times(starts=date(2026, 5, 3), has_time=True)) is None


def test_ending_that_is_to_come_has_not_happened() -> None:
    judgement = read("The portal is down because of a fault. As soon as service is fully restored, we will tell you.")

    assert judgement is not None
    assert judgement.kind is Kind.ONGOING
