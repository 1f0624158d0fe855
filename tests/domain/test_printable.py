from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.printable import printable, printable_lines


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Absher", "Absher"),
        ("أبشر", "أبشر"),
        ("می\u200cخواهم", "می\u200cخواهم"),  # a joiner is spelling
        ("a\nb", "a\\u000ab"),
        ("\x1b[31mred", "\\u001b[31mred"),
        ("gov\u202eas", "gov\\u202eas"),
        ("tag\U000e0041", "tag\\U000e0041"),
        ("\ud800", "\\ud800"),
    ],
)
def test_what_would_be_acted_upon_is_shown_as_an_escape(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_line_ends_stay_where_they_are_meant() -> None:
    assert printable_lines("a\r\nb\x07") == "a\\u000d\nb\\u0007"


@given(st.text())
def test_nothing_shown_can_steer_a_terminal(text: str) -> None:
    assert all(char.isprintable() or char in "\u200c\u200d" for char in printable(text))
