from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.domain.book import Author, Book, end
from monitor.domain.feed import statuspage_files
from monitor.domain.sources import sync
from monitor.domain.window import WindowSpec
from tests.domain import facts
from tests.domain.facts import AUTHOR, HOUR, MINUTE, utc

PAGE = "https://status.example"
PAIR = (
    f"{PAGE}/api/v2/scheduled-maintenances/upcoming.json",
    f"{PAGE}/api/v2/scheduled-maintenances/active.json",
)
FEED = Author(by="feed", why="the feed says so", origin="feed:ministry")
RULES = facts.rules()


@pytest.mark.parametrize(
    ("url", "files"),
    [
        (PAGE, (f"{PAGE}/api/v2/summary.json",)),
        (f"{PAGE}/", (f"{PAGE}/api/v2/summary.json",)),
        (f"{PAGE}/ar/", (f"{PAGE}/ar/api/v2/summary.json",)),
        (f"{PAGE}/api/v2/summary.json", (f"{PAGE}/api/v2/summary.json",)),
        (f"{PAGE}/api/v2/scheduled-maintenances.json", (f"{PAGE}/api/v2/scheduled-maintenances.json",)),
        (PAIR[0], PAIR),
        (PAIR[1], PAIR),
    ],
)
def test_files_of_a_status_page_are_those_that_hold_what_is_ahead_and_what_runs(
    url: str, files: tuple[str, ...]
) -> None:
    assert statuspage_files(url) == files


@pytest.mark.parametrize(
    "url",
    [f"{PAGE}/api/v2/incidents.json", f"{PAGE}/history.atom", f"{PAGE}/a.ics", f"{PAGE}/?a=b", f"{PAGE}/api/v2/"],
)
def test_other_files_are_none_of_maintenance(url: str) -> None:
    with pytest.raises(ValueError, match=r"status page"):
        statuspage_files(url)


# ---- a source against what others revised


def brought(book: Book, spec: WindowSpec, at: str) -> Book:
    book, _, refused = sync(book, [spec], utc(at), FEED, RULES)
    assert refused == ()
    return book


def test_window_of_a_source_that_was_ended_by_hand_stays_ended_when_only_its_text_changes() -> None:
    spec = facts.window("09:00", "12:00", source_text="scheduled")
    book, _ = end(brought(Book(), spec, "08:00"), spec.id, utc("10:00"), AUTHOR, RULES)

    again = brought(book, replace(spec, source_text="in progress", source_url="https://a.example/"), "10:05")

    assert again is book


def test_window_of_a_source_that_was_ended_by_hand_follows_a_new_end_that_is_announced() -> None:
    spec = facts.window("09:00", "12:00")
    book, _ = end(brought(Book(), spec, "08:00"), spec.id, utc("10:00"), AUTHOR, RULES)

    again = brought(book, replace(spec, ends=utc("12:00") + HOUR), "10:05")

    assert again.chains[spec.id][-1].spec.ends == utc("13:00")


def test_new_text_of_a_source_is_a_revision_where_nobody_else_spoke() -> None:
    spec = facts.window("09:00", "12:00", source_text="scheduled")
    book = brought(Book(), spec, "08:00")

    again = brought(book, replace(spec, source_text="in progress"), "08:30")

    assert [revision.spec.source_text for revision in again.chains[spec.id]] == ["scheduled", "in progress"]
    assert again.chains[spec.id][-1].known_at - book.chains[spec.id][-1].known_at == 30 * MINUTE


def test_new_text_is_no_new_announcement_and_a_new_start_is_one() -> None:
    spec = facts.window("09:00", "12:00", declared_at=utc("07:00"))
    book = brought(brought(Book(), spec, "08:00"), replace(spec, source_text="in progress"), "09:30")

    moved = brought(book, replace(spec, source_text="in progress", starts=utc("09:40")), "09:35")

    assert [one.declared_at for one in moved.chains[spec.id]] == [utc("07:00"), utc("07:00"), utc("09:35")]
