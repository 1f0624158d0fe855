"""Files of news read by another process: what comes back, and files that are made to keep it busy."""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.adapters.news import kiosk
from monitor.adapters.news.kiosk import UnreadableNewsError
from monitor.domain.entry import MOST_ENTRIES, EntryPaths
from monitor.domain.feed import FeedKind, News
from tests.adapters.news.papers import copy, feed, file, rss

SECOND = timedelta(seconds=1)
LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
ATTRIBUTES = "<p " + " ".join(f"a{number}=1" for number in range(120_000)) + ">A text that is long enough, surely.</p>"


async def read(body: bytes | str, kind: FeedKind = FeedKind.RSS, content_type: str = "") -> News:
    return await kiosk.read(copy(body, content_type), feed(kind))


@pytest.mark.parametrize(
    ("name", "kind", "number"),
    [
        ("ministry.rss", FeedKind.RSS, 3),  # of four one says nothing
        ("ministry.rss", FeedKind.ATOM, 3),
        ("vendor.atom", FeedKind.RSS, 2),
        ("feed.json", FeedKind.JSON, 2),
        ("notice.html", FeedKind.PAGE, 1),
    ],
)
async def test_file_of_each_kind_comes_back_as_entries(name: str, kind: FeedKind, number: int) -> None:
    news = await read(file(name), kind)

    assert len(news.entries) == number
    assert all(entry.wording and len(entry.key) == 32 for entry in news.entries)


async def test_facts_of_the_feed_reach_the_reader() -> None:
    paths = EntryPaths(entries="data", title="headline", published="at")
    body = '{"data": [{"headline": "Work", "at": "2025-12-03T21:50:00"}]}'

    [entry] = (await kiosk.read(copy(body), feed(FeedKind.JSON, paths))).entries

    assert (entry.title, entry.published) == ("Work", datetime(2025, 12, 3, 18, 50, tzinfo=UTC))


async def test_newest_entries_come_first_and_those_beyond_the_bound_are_left_out() -> None:
    item = "<title>{0}</title><pubDate>Wed, 03 Dec 2025 {1:02}:{2:02}:00 +0000</pubDate>"
    oldest_first = [item.format(number, *divmod(number, 60)) for number in range(MOST_ENTRIES + 50)]

    news = await read(rss(*oldest_first))

    assert [entry.title for entry in news.entries] == [str(number) for number in range(249, 49, -1)]
    assert news.remarks == ("250 entries; the newest 200 are read",)


async def test_entries_without_dates_stay_in_the_order_of_the_feed() -> None:
    news = await read(rss("<title>new</title>", "<title>old</title>"))

    assert [entry.title for entry in news.entries] == ["new", "old"]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", FeedKind.RSS),
        (b"<html><body>sign in</body></html>", FeedKind.RSS),
        (b"[" * 1_000_000, FeedKind.JSON),
        (b"", FeedKind.PAGE),
        (bytes(range(256)) * 400, FeedKind.ATOM),
    ],
)
async def test_what_is_no_news_is_refused(body: bytes, kind: FeedKind) -> None:
    with pytest.raises(UnreadableNewsError):
        await read(body, kind)


@pytest.mark.parametrize(
    "body",
    [
        rss("<title>&a11;</title>", head=f'<!DOCTYPE r [<!ENTITY a0 "lol">{LAUGHS}]>'),
        rss(f"<description>{'&lt;div&gt;' * 50_000}deep</description>"),
        rss("<title>" + "a" * 1_500_000 + "</title>"),
        rss(*["<title>t</title>"] * 5000),
        '<rss version="2.0"><channel>' + "<item>" * 20_000 + "</channel></rss>",
    ],
    ids=["laughs", "deep markup", "long line", "many", "nested"],
)
async def test_feed_that_is_made_to_swell_stays_within_bounds(body: str) -> None:
    try:
        news = await read(body)
    except UnreadableNewsError:
        return

    assert len(news.entries) <= MOST_ENTRIES
    assert all(len(entry.wording) <= 2 * 32 * 1024 for entry in news.entries)


async def test_page_that_keeps_its_reader_busy_is_given_up() -> None:
    """A tag of 120,000 attributes takes libxml2 a minute; no thread that runs it could be stopped."""
    with pytest.raises(UnreadableNewsError, match="it takes too"):
        await kiosk.read(copy(ATTRIBUTES), feed(FeedKind.PAGE), within=SECOND)


def children() -> set[int]:
    """The processes that this one started and that are not gone yet."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it ended just now
            if int(stat.read_text().rpartition(")")[2].split()[1]) == os.getpid():
                found.add(int(stat.parent.name))
    return found


async def test_reader_is_ended_with_whoever_waits_for_it() -> None:
    before = children()
    task = asyncio.create_task(kiosk.read(copy(ATTRIBUTES), feed(FeedKind.PAGE)))
    while not children() - before:  # noqa: ASYNC110 - the process tells nobody
        await asyncio.sleep(0.01)

    task.cancel()
    async with asyncio.timeout(5):
        await asyncio.wait({task})

    assert task.cancelled()
    assert children() <= before
