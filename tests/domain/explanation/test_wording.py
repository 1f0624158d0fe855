from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.domain.explanation.wording import dated, length, listed, told
from tests.domain.facts import utc


@pytest.mark.parametrize(
    ("instant", "said"),
    [
        ("10:05", "13:05:00 (10:05:00 UTC)"),
        ("2026-03-11 10:05", "2026-03-11 13:05:00 (10:05:00 UTC)"),
        ("2026-03-09 22:30", "01:30:00 (2026-03-09 22:30:00 UTC)"),
        ("22:30", "2026-03-11 01:30:00 (2026-03-10 22:30:00 UTC)"),
    ],
)
def test_instant_is_told_with_a_date_where_that_differs(instant: str, said: str) -> None:
    assert told(utc(instant), "Asia/Riyadh", utc("12:00")) == said


def test_instant_in_full_names_the_zone() -> None:
    assert dated(utc("22:30"), "Asia/Riyadh") == "2026-03-11 01:30:00 Asia/Riyadh (2026-03-10 22:30:00 UTC)"
    assert dated(utc("10:30"), "Asia/Riyadh") == "2026-03-10 13:30:00 Asia/Riyadh (10:30:00 UTC)"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "0 s"), (41.4, "41 s"), (60, "1 min"), (12061, "3 h 21 min"), (90000, "1 d 1 h"), (-90, "1 min 30 s")],
)
def test_length_is_told_in_its_two_largest_units(seconds: float, said: str) -> None:
    assert length(timedelta(seconds=seconds)) == said


@pytest.mark.parametrize(("names", "said"), [(["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")])
def test_names_are_listed(names: list[str], said: str) -> None:
    assert listed(names) == said
