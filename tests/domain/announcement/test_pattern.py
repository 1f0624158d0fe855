"""A rule has a name, folds its own spelling and counts no blanks; it can be left out by name."""

from __future__ import annotations

from monitor.domain.announcement.folding import Span, fold
from monitor.domain.announcement.pattern import allowed, pattern, span_of

RULE = pattern("one.rule", r"إلى[ ](?P<what> أحمد | مدرسة)  # who", "why")


def test_expression_in_ordinary_spelling_finds_folded_text() -> None:
    assert [match[0] for match in RULE.find(fold("إلى أحمد، الى مدرسه، إلى مُدرّسة"))] == [
        "الي احمد",
        "الي مدرسه",
        "الي مدرسه",
    ]


def test_blank_in_an_expression_counts_for_nothing() -> None:
    assert not list(RULE.find(fold("إلىأحمد")))


def test_span_of_a_match_and_of_its_group_is_where_they_stand() -> None:
    (match,) = RULE.find(fold("من هنا إلى أحمد"))

    assert span_of(match) == Span(7, 15)
    assert span_of(match, "what") == Span(11, 15)


def test_rule_is_left_out_by_its_name() -> None:
    other = pattern("another.rule", "x", "why")

    assert list(allowed((RULE, other), frozenset({"one.rule"}))) == [other]
    assert list(allowed((RULE, other), frozenset())) == [RULE, other]
