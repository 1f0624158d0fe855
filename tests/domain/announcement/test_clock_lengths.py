"""How long something lasts, in words and digits; and lengths that are no duration of the work."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.announcement.clock import find_lengths
from monitor.domain.announcement.clock.lengths import RULES
from monitor.domain.announcement.folding import fold
from monitor.domain.announcement.mention import LengthMention

# rule, a text that it must hit, one that looks alike
ROWS = [
    ("length.arabic", "لمدة 48 ساعة", "الساعة 48"),
    ("length.arabic", "ثلاث ساعات ونصف", "ثلاث سنوات"),
    ("length.arabic", "لثلاثة أيام", "إلى 6 يوم الأحد"),
    ("length.arabic-dual", "ليومين", "اليومين الأولين"),
    ("length.arabic-one", "لمدة ساعة ونصف", "ساعة ونصف الساعة"),
    ("length.arabic-one", "المنافذ تتوقف يوماً", "تتوقف يوم الأحد"),
    ("length.arabic-one-only", "ساعة واحدة", "ساعة أخرى"),
    ("length.arabic-fraction", "نصف ساعة", "الثامنة ونصف"),
    ("length.arabic-quarters", "ثلاثة أرباع الساعة", "ثلاثة أرباع السكان"),
    ("length.arabic-vague", "لبضع ساعات", "ساعات العمل"),
    ("length.arabic-vague", "تستمر ساعات", "عدة خدمات"),
    ("length.english", "for three hours", "for three years"),
    ("length.english", "a 24-hour outage", "$24 hours"),
    ("length.english-short", "for 6h", "for 5G"),
    ("length.english-one", "for an hour and a half", "an hourly notice"),
    ("length.english-one", "it takes a day", "once a day"),
    ("length.english-fraction", "half an hour", "half the hours"),
    ("length.english-half-day", "for half a day", "half of the day"),
    ("length.clock-like", "for 1:30 hours", "scheduled for 20:00"),
    ("length.english-vague", "for a few hours", "office hours"),
]


def lengths(text: str, *without: str) -> tuple[LengthMention, ...]:
    return find_lengths(fold(text), frozenset(without))


def minutes(text: str) -> list[int | None]:
    return [one.minutes for one in lengths(text)]


@pytest.mark.parametrize(("rule", "hit", "miss"), ROWS)
def test_rule_hits_its_wording_and_not_what_looks_alike(rule: str, hit: str, miss: str) -> None:
    assert rule in {one.rule for one in lengths(hit)}
    assert rule not in {one.rule for one in lengths(miss)}
    assert rule not in {one.rule for one in lengths(hit, rule)}


# rule, a length that it refuses, and the same length where it has nothing to say
REFUSED = [
    ("length.not-after", "within 24 hours", "for 24 hours"),
    ("length.not-after", "every 2 hours", "in all 2 hours"),
    ("length.not-after", "over the next few days, the next 3 days", "for the next 3 days"),
    ("length.not-after", "تعمل 24 ساعة", "تتوقف 24 ساعة"),
    ("length.not-after", "خلال 24 ساعة", "لمدة 24 ساعة"),
    ("length.not-after", "منذ 3 ساعات", "حوالي 3 ساعات"),
    ("length.not-after", "valid for 10 minutes", "down for 10 minutes"),
    ("length.not-before", "24 hours a day", "24 hours on Sunday"),
    ("length.not-before", "24 ساعة يومياً", "24 ساعة يوم الأحد"),
    ("length.not-before", "less than 5 hours from now", "less than 5 hours from start to end"),
    ("length.not-before", "3 hours ago", "3 hours"),
    ("length.not-before", "ثلاثة أيام عمل", "ثلاثة أيام عملت"),
    ("length.not-before", "a 30-day grace period", "a 30-day outage"),
    ("length.not-after", "صلاحية الرمز 5 دقائق", "توقف الرمز 5 دقائق"),
    ("length.not-round-the-clock", "على مدار 24 ساعة", "على مدار ثلاثة أيام"),
]


@pytest.mark.parametrize(("rule", "refused", "kept"), REFUSED)
def test_length_that_is_no_duration_is_left_out(rule: str, refused: str, kept: str) -> None:
    assert lengths(refused) == ()
    assert len(lengths(refused, rule)) == 1
    assert len(lengths(kept)) == 1


BOUNDED = [
    ("length.at-most", "مدة لا تزيد على ثلاثة أيام", 3 * 1440),
    ("length.at-most", "مدة لا تتجاوز ساعتين", 120),
    ("length.at-most", "up to 4 hours", 240),
    ("length.at-most", "no more than three hours", 180),
    ("length.at-most", "less than 3 hours", 180),
    ("length.at-most", "2-4 hours", 240),
    ("length.at-most", "two to four hours", 240),
    ("length.at-most", "من 2 إلى 4 ساعات", 240),
    ("length.at-most", "من ساعتين إلى أربع ساعات", 240),
    ("length.at-most", "two hours or three hours", 180),
    ("length.at-most", "بين 3 و5 ساعات", 300),
    ("length.at-most-after", "three hours at most", 180),
    ("length.at-most-after", "ثلاث ساعات كحد أقصى", 180),
]


@pytest.mark.parametrize(("rule", "text", "expected"), BOUNDED)
def test_longest_that_it_may_last_is_told_from_how_long_it_lasts(rule: str, text: str, expected: int) -> None:
    (one,) = lengths(text)
    (unbounded,) = lengths(text, rule)

    assert (one.minutes, one.at_most) == (expected, True)
    assert not unbounded.at_most


def test_of_two_lengths_the_greater_is_kept() -> None:
    assert minutes("من ساعتين إلى أربع ساعات") == minutes("two hours to four hours") == [240]
    assert len(lengths("two hours to four hours", "length.not-lower-end")) == 2


def test_every_rule_has_a_row() -> None:
    rows = {row[0] for row in ROWS} | {row[0] for row in REFUSED} | {row[0] for row in BOUNDED}

    assert rows | {"length.not-lower-end"} == {rule.name for rule in RULES}
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert all(rule.why for rule in RULES)


LENGTHS = [
    ("لمدة أربع وعشرين ساعة", [1440]),
    ("لمدة اثنتين وسبعين ساعة", [4320]),
    ("خمس عشرة دقيقة", [15]),
    ("تسعين دقيقة", [90]),
    ("لمدة ساعة", [60]),
    ("لمدة ساعة وثلث", [80]),
    ("ساعتين ونصف", [150]),
    ("ساعة واحدة", [60]),
    ("لمدة يوم ونصف", [2160]),
    ("يوم كامل", [1440]),
    ("أسبوعين", [20160]),
    ("نصف ساعة", [30]),
    ("ثلاثة أرباع الساعة", [45]),
    ("لمدة (6) ساعات", [360]),
    ("ست (6) ساعات", [360]),
    ("ثلاث ساعات و30 دقيقة", [210]),
    ("عدة ساعات", [None]),
    ("لساعات قليلة", [None]),
    ("two-and-a-half hours", [150]),
    ("2.5 hours", [150]),
    ("2½ hours", [150]),
    ("three and a half hours", [210]),
    ("an hour and a half", [90]),
    ("1 hour and 30 minutes", [90]),
    ("two hours and a half", [150]),
    ("Duration: 2h 30m", [150]),
    ("six (6) hours", [360]),
    ("a full hour", [60]),
    ("for a day and a half", [2160]),
    ("for half a day", [720]),
    ("three quarters of an hour", [45]),
    ("a couple of hours", [None]),
    ("two-day outage, 90 minutes", [2880, 90]),
    ("الساعة الخامسة وعشر دقائق مساءً", []),
    ("20.30 hrs", []),
]


@pytest.mark.parametrize(("text", "expected"), LENGTHS)
def test_length_is_read_in_minutes(text: str, expected: list[int | None]) -> None:
    assert minutes(text) == expected


@given(st.integers(3, 99))
def test_every_number_of_hours_is_read_back(hours: int) -> None:
    found = minutes(f"for {hours} hours; a {hours}-hour outage; for {hours}hrs; لمدة {hours} ساعة")

    assert found == [60 * hours] * 4


_ONES = ("ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع")
_TENS = ("عشرين", "ثلاثين", "أربعين", "خمسين", "ستين", "سبعين", "ثمانين", "تسعين")


@given(st.integers(3, 9), st.integers(2, 9))
def test_every_compound_number_is_read_back_from_arabic_words(ones: int, tens: int) -> None:
    assert minutes(f"لمدة {_ONES[ones - 3]} و{_TENS[tens - 2]} دقيقة") == [10 * tens + ones]
    assert minutes(f"لمدة {_ONES[ones - 3]} عشرة دقيقة") == [10 + ones]
