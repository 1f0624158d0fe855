"""Feeds of news on real sockets: what is asked, what is remembered, and servers that mean no good."""

from __future__ import annotations

import gzip
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from monitor.adapters.feeds import NetworkFeeds, Readers
from monitor.adapters.feeds.download import LONGEST_FILE
from monitor.adapters.news import kiosk
from monitor.adapters.transport.names import Resolver
from monitor.domain.entry import EntryPaths
from monitor.domain.feed import Failed, Feed, FeedKind, Fetched, News, Said, Unchanged
from tests import faulty_server as faults
from tests.adapters.news.papers import file, rss
from tests.adapters.probes.conftest import LoopClock
from tests.domain import facts
from tests.faulty_server import Behaviour, Exchange, FaultyServer, faulty_server

TYPES = {
    FeedKind.RSS: ("ministry.rss", "application/rss+xml"),
    FeedKind.ATOM: ("vendor.atom", "application/atom+xml"),
    FeedKind.JSON: ("feed.json", "application/feed+json"),
    FeedKind.PAGE: ("notice.html", "text/html; charset=utf-8"),
}


def no_calendar(data: bytes, feed: Feed) -> Said:
    raise AssertionError(data, feed)


def reader() -> NetworkFeeds:
    settings = replace(facts.settings(), contact="https://marsad.example/")
    readers = Readers(calendar=no_calendar, news=kiosk.read)
    return NetworkFeeds(LoopClock(), settings, readers, version="0.1.0", resolver=Resolver())


def feed_at(server: FaultyServer, kind: FeedKind = FeedKind.RSS, **changes: object) -> Feed:
    feed = Feed(id="press", kind=kind, url=server.url("/news"), timezone="Asia/Riyadh", timeout=timedelta(seconds=5))
    return replace(feed, **changes)  # type: ignore[arg-type] # fields of a feed


async def fetched(behaviour: Behaviour, kind: FeedKind = FeedKind.RSS, **changes: object) -> Fetched:
    async with faulty_server(behaviour) as server:
        return await reader().fetch(feed_at(server, kind, **changes), {})


def serves(kind: FeedKind, etag: str = "", changed: str = "") -> Behaviour:
    name, content_type = TYPES[kind]
    return faults.answers(file(name), Content_Type=content_type, ETag=etag, Last_Modified=changed)


@pytest.mark.parametrize("kind", TYPES)
async def test_news_of_each_kind_are_asked_for_by_its_type_and_in_our_name(kind: FeedKind) -> None:
    async with faulty_server(serves(kind)) as server:
        news = await reader().fetch(feed_at(server, kind), {})

    assert isinstance(news, News)
    assert news.entries
    [seen] = server.seen
    assert (seen.method, seen.path) == ("GET", "/news")
    assert seen.headers["user-agent"] == "marsad/0.1.0 (+https://marsad.example/)"
    assert TYPES[kind][1].partition(";")[0] in seen.headers["accept"]


@pytest.mark.parametrize("kind", TYPES)
async def test_server_is_asked_whether_anything_changed_and_believed_when_nothing_did(kind: FeedKind) -> None:
    etag, changed = '"17"', "Wed, 03 Dec 2025 18:50:00 GMT"

    async def behave(exchange: Exchange) -> None:
        is_known = exchange.request.headers.get("if-none-match") == etag
        await (faults.answers(b"", 304, ETag=etag) if is_known else serves(kind, etag, changed))(exchange)

    async with faulty_server(behave) as server:
        first = await reader().fetch(feed_at(server, kind), {})
        assert isinstance(first, News)
        second = await reader().fetch(feed_at(server, kind), first.memory)

    assert second == Unchanged()
    assert "if-none-match" not in server.seen[0].headers
    assert server.seen[1].headers["if-none-match"] == etag
    assert server.seen[1].headers["if-modified-since"] == changed


async def test_type_that_the_server_names_tells_how_a_file_is_written() -> None:
    body = rss("<title>صيانة</title>").encode("cp1256")

    news = await fetched(faults.answers(body, Content_Type="text/xml; charset=windows-1256"))

    assert isinstance(news, News)
    assert [entry.title for entry in news.entries] == ["صيانة"]


async def test_packed_feed_is_read_and_its_bytes_are_not_kept() -> None:
    body = gzip.compress(file("ministry.rss"))

    news = await fetched(faults.answers(body, Content_Encoding="gzip", ETag='"1"'))

    assert isinstance(news, News)
    assert [(copy.body, copy.etag) for copy in news.memory.values()] == [(b"", '"1"')]


async def test_list_of_objects_is_read_by_its_paths() -> None:
    paths = EntryPaths(entries="data.items", title="headline", text="body", link="href", published="at")

    news = await fetched(faults.answers(file("list.json")), FeedKind.JSON, paths=paths)

    assert isinstance(news, News)
    assert [entry.title for entry in news.entries] == ["Work & rest", "Fair", "7"]


@pytest.mark.parametrize(
    ("kind", "body", "content_type"),
    [
        (FeedKind.RSS, file("notice.html"), "text/html"),
        (FeedKind.RSS, file("ministry.rss")[:-40], "application/rss+xml"),
        (FeedKind.JSON, file("ministry.rss"), "application/json"),
        (FeedKind.JSON, file("feed.json")[:-9], "application/json"),
        (FeedKind.PAGE, b"", "text/html"),
    ],
)
async def test_other_or_broken_answer_is_a_failure(kind: FeedKind, body: bytes, content_type: str) -> None:
    answer = await fetched(faults.answers(body, Content_Type=content_type), kind)

    assert isinstance(answer, Failed)
    assert answer.why.startswith("cannot be read")


async def test_file_may_be_two_mebibytes_and_no_byte_more() -> None:
    whole = rss("<title>t</title>").encode()
    padded = whole.replace(b"<channel>", b"<channel><!--" + b" " * (LONGEST_FILE - len(whole) - 7) + b"-->")

    fits = await fetched(faults.answers(padded))
    too_long = await fetched(faults.answers(padded.replace(b"  -->", b"   -->")))

    assert len(padded) == LONGEST_FILE
    assert isinstance(fits, News)
    assert isinstance(too_long, Failed)
    assert "body.limit" in too_long.why


@pytest.mark.parametrize(
    "behaviour",
    [
        faults.answers(b"a" * (10 * 1024 * 1024)),
        faults.sends_an_endless_body,
        faults.gzip_bomb(),
        faults.sends_half_a_body,
        faults.resets_inside_headers,
        faults.answers(b"", 403),
        faults.redirects("http://elsewhere.example/feed"),
        faults.redirects("https://10.0.0.7/feed"),
    ],
    ids=["10 MB", "endless", "bomb", "half", "reset", "refused", "plain", "private"],
)
async def test_server_that_means_no_good_is_a_failure(behaviour: Behaviour) -> None:
    assert isinstance(await fetched(behaviour, FeedKind.PAGE), Failed)


async def test_wait_that_a_server_asks_for_is_told() -> None:
    answer = await fetched(faults.answers(b"", 429, Retry_After="7200"))

    assert answer == Failed(why="status 429", retry_after=timedelta(hours=2))


async def test_page_that_is_the_same_is_the_same_entry_and_a_changed_one_is_another() -> None:
    pages = [file("notice.html"), file("notice.html"), file("notice.html").replace("ظهراً".encode(), "عصراً".encode())]

    async def behave(exchange: Exchange) -> None:
        await faults.answers(pages.pop(0), Content_Type="text/html")(exchange)

    async with faulty_server(behave) as server:
        answers = [await reader().fetch(feed_at(server, FeedKind.PAGE), {}) for _ in range(3)]

    keys = [answer.entries[0].key for answer in answers if isinstance(answer, News)]
    assert [former == later for former, later in pairwise(keys)] == [True, False]
