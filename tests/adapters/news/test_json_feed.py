from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from monitor.adapters.news.json_feed import entries
from monitor.adapters.news.parts import NotNewsError
from monitor.domain.entry import Entry, EntryPaths
from monitor.domain.feed import FeedKind
from tests.adapters.news.papers import file, paper

HEADLINES = EntryPaths(
    entries="data.items[?type == 'news']", title="headline", text="body", link="href", published="at"
)


def read(document: Any, paths: EntryPaths | None = None) -> list[Entry]:  # noqa: ANN401 - JSON
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    return entries(paper(body, FeedKind.JSON, paths=paths))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_json_feed_is_read_with_its_texts_links_and_dates() -> None:
    first, second = read(file("feed.json"))

    assert (first.title, first.text) == ("صيانة مجدولة", "تتوقف الخدمة غداً.\n\nمن 1 إلى 5 صباحاً.")
    assert (first.url, first.published) == ("https://press.example/2", at("2025-12-03 18:50"))
    assert (second.title, second.text) == ("", "The portal < is down > tonight.")
    assert (second.url, second.published) == ("https://press.example/1", at("2025-12-01 09:00"))


def test_list_of_objects_is_read_by_the_paths_that_are_named() -> None:
    first, second = read(file("list.json"), HEADLINES)

    assert (first.title, first.text) == ("Work & rest", "One.\n\nTwo.")
    assert (first.url, first.published) == ("https://press.example/news/9", at("2025-12-03 19:00"))
    assert (second.title, second.text, second.url, second.published) == ("7", "", "", None)


def test_bare_list_with_usual_names_needs_no_path() -> None:
    [entry] = read([{"id": 4, "title": "Work", "text": "tonight", "link": "https://a.example/4"}], EntryPaths())

    assert (entry.title, entry.text, entry.url) == ("Work", "tonight", "https://a.example/4")


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("2025-12-03T21:50:00", "2025-12-03 18:50"),  # of the feed's zone
        ("2025-12-03", "2025-12-02 21:00"),
        ("Wed, 03 Dec 2025 21:50:00 +0300", "2025-12-03 18:50"),
        (1764788400, "2025-12-03 19:00"),
        ("1764788400", "2025-12-03 19:00"),
        (1764788400000, "2025-12-03 19:00"),
    ],
)
def test_date_is_understood_as_it_is_usually_written(written: object, wanted: str) -> None:
    [entry] = read([{"title": "t", "published": written}], EntryPaths())

    assert entry.published == at(wanted)


@pytest.mark.parametrize(
    "written", [None, True, [], {}, "", "tonight", 1e300, -1e300, "9" * 500, "0001-01-01", "x" * 999]
)
def test_date_that_is_none_is_no_date(written: object) -> None:
    [entry] = read([{"title": "t", "published": written}], EntryPaths())

    assert entry.published is None


def test_half_a_character_is_no_text_that_a_ledger_takes() -> None:
    [entry] = read(b'[{"title": "a \\ud800 b \\u0000 c", "text": "\\udfff"}]', EntryPaths())

    assert (entry.title, entry.text) == ("a ? b c", "?")


def test_function_that_meets_a_value_it_does_not_take_finds_nothing() -> None:
    [entry] = read([{"title": 5, "text": "tonight"}], EntryPaths(title="join(', ', title)"))

    assert (entry.title, entry.text) == ("", "tonight")


@pytest.mark.parametrize(
    ("body", "paths"),
    [
        (b"", None),
        (b"<rss/>", None),
        (b"\xff\xfe\x00", None),
        (b"[" * 100_000, None),
        (file("feed.json")[:-20], None),
        (b"[]", None),
        (b'{"version": 1, "items": []}', None),
        (b'{"version": "https://jsonfeed.org/version/1.1"}', None),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": {}}', None),
        (b'{"data": {"items": "none"}}', HEADLINES),
        (b"[" + b"0," * 5000 + b"0]", EntryPaths()),
    ],
)
def test_what_has_no_list_of_entries_is_refused(body: bytes, paths: EntryPaths | None) -> None:
    with pytest.raises(NotNewsError):
        read(body, paths)


@pytest.mark.parametrize("item", [{}, {"content_html": 5, "title": [[["deep"]]], "id": {}, "url": 7}, {"tags": None}])
def test_odd_items_say_nothing_and_break_nothing(item: object) -> None:
    [entry] = read({"version": "https://jsonfeed.org/version/1", "items": [item, 5, None]})

    assert not entry.url
    assert isinstance(entry.wording, str)
