from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from monitor.domain.entry import PAST, Entry, day_of, is_ignored, is_past
from tests.domain.facts import utc

NOON = utc("12:00")
LATE = datetime.fromisoformat("2026-03-10T22:30Z")


def entry(**changes: object) -> Entry:
    facts: dict[str, object] = {"key": "k", "title": "Maintenance", "text": "The portal is down tonight."}
    return Entry(**(facts | changes))  # type: ignore[arg-type] # its fields


@pytest.mark.parametrize(
    ("title", "text", "wording"),
    [
        ("Maintenance", "Tonight.", "Maintenance\nTonight."),
        ("Maintenance", "Maintenance tonight.", "Maintenance tonight."),
        ("Maintenance", "", "Maintenance"),
        ("", "Tonight.", "Tonight."),
    ],
)
def test_title_is_read_with_the_text_and_not_twice(title: str, text: str, wording: str) -> None:
    assert entry(title=title, text=text).wording == wording


@pytest.mark.parametrize(("age", "past"), [(PAST, False), (PAST + timedelta(seconds=1), True), (-PAST, False)])
def test_entry_is_past_after_a_week(age: timedelta, past: bool) -> None:
    assert is_past(entry(published=NOON - age), NOON) is past


def test_entry_without_a_date_is_not_past() -> None:
    assert not is_past(entry(), NOON)


@pytest.mark.parametrize(("word", "ignored"), [("MAINT", True), ("portal", False), ("تدريب", False)])
def test_word_in_the_title_alone_leaves_an_entry_out(word: str, ignored: bool) -> None:
    assert is_ignored(entry(), (word,)) is ignored


@pytest.mark.parametrize(
    ("published", "met_at", "day"),
    [
        (LATE, NOON, date(2026, 3, 11)),  # half past one in Riyadh
        (None, LATE, date(2026, 3, 11)),
        (None, None, None),
    ],
)
def test_today_of_an_entry_is_the_local_day_of_its_publication(
    published: datetime | None, met_at: datetime | None, day: date | None
) -> None:
    assert day_of(entry(published=published), "Asia/Riyadh", met_at) == day
