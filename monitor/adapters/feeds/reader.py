"""Reads one feed: the files it consists of, within one deadline, and what they say as windows or as news.

Whatever a server does ends as a ``Failed``, never as an exception and never as an empty answer. Calendars and news are
read by whoever is handed in, since adapters do not know each other.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import httpx

from monitor.adapters.feeds import statuspage
from monitor.adapters.feeds.download import Download, Downloader, Means
from monitor.adapters.transport.addresses import canonical_host
from monitor.adapters.transport.names import Resolver
from monitor.adapters.transport.reasons import NETWORK_ERRORS, decisive_cause, reason_of
from monitor.adapters.transport.tls import TlsContexts
from monitor.domain.catalogue import Settings
from monitor.domain.classification import excerpt, parse_retry_after
from monitor.domain.errors import ConfigurationError
from monitor.domain.feed import Copy, Failed, Feed, FeedKind, Fetched, Memory, News, Said, Unchanged, statuspage_files
from monitor.engine.ports import Clock

Calendar = Callable[[bytes, Feed], Said]
"""Reads an iCalendar file; raises ``ConfigurationError`` for one that is none, or is cut off."""

Clippings = Callable[[Copy, Feed], Awaitable[News]]
"""Reads a file of news, elsewhere and within bounds; raises ``ValueError`` for what is none, else ``OSError``."""

MOST_WINDOWS, MOST_SERIES = 2000, 100
"""Of one feed; a platform announces some dozens."""

_WITHIN_A_DAY = re.compile(r"FREQ=(?:HOURLY|MINUTELY|SECONDLY)|BYHOUR=|BYMINUTE=|BYSECOND=")
_SYNDICATED = "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1"
_ACCEPT = {
    FeedKind.ICAL: "text/calendar, */*;q=0.1",
    FeedKind.STATUSPAGE: "application/json",
    FeedKind.RSS: _SYNDICATED,
    FeedKind.ATOM: _SYNDICATED,
    FeedKind.JSON: "application/feed+json, application/json;q=0.9, */*;q=0.1",
    FeedKind.PAGE: "text/html, application/xhtml+xml;q=0.9, */*;q=0.1",
}
# What parsers written by others have been seen to raise over a hostile file; none of it may end the monitor.
_UNREADABLE = (ConfigurationError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError)


class _NoFileError(Exception):
    """The server answered, and not with the file."""

    def __init__(self, failed: Failed) -> None:
        super().__init__(failed.why)
        self.failed = failed


def bounded(said: Said) -> Said | Failed:
    """What the engine can take without keeping the probes waiting: each occurrence ahead is looked at when it enters.

    A series that repeats within a day counts as unread; a feed of too many windows says nothing.
    """
    series = [spec for spec in said.specs if spec.rule is not None]
    if len(said.specs) > MOST_WINDOWS or len(series) > MOST_SERIES:
        found = f"{len(said.specs)} windows, {len(series)} of them recurring"
        return Failed(why=f"too large: {found}; at most {MOST_WINDOWS} and {MOST_SERIES} are read")
    crowded = [spec.id for spec in series if spec.rule is not None and _WITHIN_A_DAY.search(spec.rule.rrule)]
    if not crowded:
        return said
    return replace(
        said,
        specs=tuple(spec for spec in said.specs if spec.id.partition("@")[0] not in crowded),
        unread=said.unread | frozenset(crowded),
        remarks=(*said.remarks, *(f"{name}: repeats more than once a day, which no feed may" for name in crowded)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Readers:
    """Who reads what is not read here."""

    calendar: Calendar
    news: Clippings


class NetworkFeeds:
    """Reads feeds from where the configuration says they are (port ``FeedReader``)."""

    def __init__(
        self, clock: Clock, settings: Settings, readers: Readers, *, version: str, resolver: Resolver | None = None
    ) -> None:
        self._clock = clock
        self._readers = readers
        self._means = Means(
            clock=clock,
            resolver=resolver or Resolver(),
            own_hosts=frozenset(map(canonical_host, settings.own_hosts)),
            user_agent=f"marsad/{version} (+{settings.contact})",
            proxy_url=settings.proxy_url,
            contexts=TlsContexts(),
        )

    async def fetch(self, feed: Feed, memory: Memory) -> Fetched:
        """What the feed says now, in ``feed.timeout`` at the most."""
        try:
            async with asyncio.timeout(feed.timeout.total_seconds()):
                copies = await self._copies(feed, memory)
        except NETWORK_ERRORS as error:
            return Failed(why=f"{reason_of(error)}: {excerpt(str(decisive_cause(error)))}".removesuffix(": "))
        except _NoFileError as error:
            return error.failed
        if copies is None:
            return Unchanged()
        if not feed.kind.brings_windows:
            return await self._news(feed, copies)
        # The parsers are quick with what they are meant for, and nobody knows with what else they are slow.
        return await asyncio.to_thread(self._read, feed, copies)

    async def _copies(self, feed: Feed, memory: Memory) -> Memory | None:
        """Every file of the feed; ``None`` where none of them changed."""
        downloader = Downloader(self._means, feed, _ACCEPT[feed.kind])
        urls = statuspage_files(feed.url) if feed.kind is FeedKind.STATUSPAGE else (feed.url,)
        copies: dict[str, Copy] = {}
        changed = False
        for url in urls:
            known = memory.get(url)
            answer = await downloader.get(url, known)
            if answer.status == httpx.codes.NOT_MODIFIED and known is not None:
                copies[url] = known
                continue
            self._refuse(answer)
            copies[url] = answer.copy
            changed = True
        return copies if changed else None

    def _refuse(self, answer: Download) -> None:
        if answer.status != httpx.codes.OK:
            wait = parse_retry_after(answer.headers.get("retry-after", ""), self._clock.now())
            raise _NoFileError(Failed(why=f"status {answer.status}", retry_after=wait or timedelta(0)))

    async def _news(self, feed: Feed, copies: Memory) -> Fetched:
        [copy] = copies.values()
        try:
            news = await self._readers.news(copy, feed)
        except (ValueError, OSError) as error:
            return Failed(why=f"cannot be read: {excerpt(str(error))}")
        # The bytes are of no further use: of news an answer that did not change brings nothing.
        return replace(news, memory={url: replace(one, body=b"") for url, one in copies.items()})

    def _read(self, feed: Feed, copies: Memory) -> Fetched:
        bodies = [copy.body for copy in copies.values()]
        try:
            said = (
                self._readers.calendar(bodies[0], feed) if feed.kind is FeedKind.ICAL else statuspage.read(bodies, feed)
            )
        except _UNREADABLE as error:
            return Failed(why=f"cannot be read: {excerpt(str(error) or type(error).__name__)}")
        return bounded(replace(said, memory=copies))
