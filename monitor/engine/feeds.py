"""Keeps the book of windows in step with the configured feeds, and has their news read, as long as the monitor runs.

Waits, asks the reader, and brings what was said through the desk; what is believed and when is ``subscription``'s, what
news announce is ``newsroom``'s. A feed of windows that leaves the configuration is treated as a file that does: what it
announced is withdrawn (W9).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

from monitor.domain.book import Author, Book
from monitor.domain.catalogue import Configuration, Settings
from monitor.domain.feed import ORIGIN, Failed, Fetched, News, Said, Unchanged
from monitor.engine.desk import Desk
from monitor.engine.fleet import Fleet
from monitor.engine.newsroom import Newsroom
from monitor.engine.outfit import Outfit
from monitor.engine.ports import FeedReader
from monitor.engine.subscription import Subscription, stale_after, standing, subscribed
from monitor.engine.view import SourceView

_LONGEST_SLEEP_SECONDS = 3600.0
_MOST_LINES = 20  # of one look; a feed in which everything is wrong need not fill the log


class Feeds:
    """All feeds of the running configuration."""

    def __init__(
        self, fleet: Fleet, desk: Desk, outfit: Outfit, *, equip: Callable[[Settings], FeedReader], newsroom: Newsroom
    ) -> None:
        self._fleet = fleet
        self._desk = desk
        self._newsroom = newsroom
        self._clock, self._log, self._publisher = outfit.clock, outfit.log, outfit.publisher
        self._equip = equip
        self._reader: FeedReader | None = None
        self._configuration: Configuration | None = None
        self._swept: Book | None = None  # the book in which no feed is left that is not configured
        self._subscriptions: dict[str, Subscription] = {}

    async def run(self) -> None:
        """Look at each feed when it is due; until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            while True:
                self._fleet.adopted.clear()
                reader = self._follow()
                await self._withdraw_what_left()
                now = self._clock.monotonic()
                for subscription in self._subscriptions.values():
                    if subscription.due_at <= now and not subscription.busy:
                        subscription.busy = True
                        tasks.create_task(self._look(subscription, reader))
                dues = [one.due_at - now for one in self._subscriptions.values() if not one.busy]
                # A look that ends wakes this loop as a reload does: only then it is known when the next one is due.
                await self._clock.wait(self._fleet.adopted, min([_LONGEST_SLEEP_SECONDS, *dues]))

    def view(self) -> tuple[SourceView, ...]:
        """When each feed was last read."""
        return tuple(
            SourceView(name=one.feed.id, read_at=one.read_at, stale_after=stale_after(one.feed))
            for one in self._subscriptions.values()
        )

    # ---- the configuration

    def _follow(self) -> FeedReader:
        """Take over a new configuration: a feed that stayed as it is goes on where it was."""
        configuration = self._fleet.configuration
        if self._reader is not None and configuration is self._configuration:
            return self._reader
        now, former = self._clock.monotonic(), self._subscriptions
        self._reader = self._equip(configuration.settings)
        self._configuration, self._swept = configuration, None
        self._subscriptions = {}
        for feed in configuration.feeds:
            known = former.get(feed.id)
            self._subscriptions[feed.id] = known if known and known.feed == feed else subscribed(feed, now)
            if known is None:
                self._publisher.set_source(feed.id, None, stale_after=stale_after(feed))
        return self._reader

    async def _withdraw_what_left(self) -> None:
        book = self._desk.book
        if book is self._swept:
            return
        origins = {revision.origin for chain in book.chains.values() for revision in chain}
        left = sorted(name for name in origins if name.startswith(ORIGIN) and not self._reads(name))
        for origin in left:
            windows = standing(origin, self._desk.book, self._clock.now())
            if windows:
                author = Author(by="configuration", why="the feed left the configuration", origin=origin)
                await self._desk.take((), author)
                self._log.warning("feed_left", feed=origin.removeprefix(ORIGIN), withdrawn=len(windows))
        self._swept = self._desk.book

    def _reads(self, origin: str) -> bool:
        found = self._subscriptions.get(origin.removeprefix(ORIGIN))
        return found is not None and found.feed.kind.brings_windows

    # ---- one look

    async def _look(self, subscription: Subscription, reader: FeedReader) -> None:
        started = self._clock.monotonic()
        answer = await reader.fetch(subscription.feed, subscription.memory)
        subscription.plan(started, answer)
        if self._is_configured(subscription):  # no reload changed or removed it meanwhile
            await self._heed(subscription, answer)
        subscription.busy = False
        self._fleet.adopted.set()

    async def _heed(self, subscription: Subscription, answer: Fetched) -> None:
        said = subscription.said if isinstance(answer, Unchanged) else answer
        if said is None:
            said = Failed(why="it says that nothing changed, and was never read")
        if isinstance(said, Failed):
            subscription.is_silent = True
            self._tell(subscription, "feed_failed", [said.why])
        elif isinstance(said, News):
            await self._read(subscription, said)
        elif isinstance(said, Said):
            await self._bring(subscription, said)

    async def _bring(self, subscription: Subscription, said: Said) -> None:
        """A good answer into the book; also one that was given before, for the book may be another one now."""
        feed = subscription.feed
        wanted = subscription.heed(said, self._desk.book, self._clock.now())
        author = Author(by=feed.id, why="the feed says so", origin=feed.origin)
        refusals = await self._desk.take(wanted.specs, author)
        remarks = [*wanted.remarks, *(str(refusal) for refusal in refusals)]
        self._was_read(subscription, said, remarks, windows=len(wanted.specs))

    async def _read(self, subscription: Subscription, news: News) -> None:
        """News to the newsroom; of an answer that was given before everything was read."""
        await self._newsroom.take(subscription.feed, news)
        subscription.said = replace(news, entries=())
        self._was_read(subscription, news, list(news.remarks), entries=len(news.entries))

    def _was_read(self, subscription: Subscription, said: Said | News, remarks: list[str], **facts: int) -> None:
        if not self._is_configured(subscription):
            return  # its series was dropped while the disk was waited for
        feed, subscription.memory, subscription.read_at = subscription.feed, said.memory, self._clock.now()
        self._publisher.set_source(feed.id, subscription.read_at, stale_after=stale_after(feed))
        if subscription.is_silent:
            subscription.is_silent = False
            self._log.info("feed_read", feed=feed.id, **facts)
        self._tell(subscription, "feed_remark", remarks)

    def _is_configured(self, subscription: Subscription) -> bool:
        return subscription.feed in self._fleet.configuration.feeds

    def _tell(self, subscription: Subscription, event: str, lines: list[str]) -> None:
        for line in subscription.news(lines)[:_MOST_LINES]:
            self._log.warning(event, feed=subscription.feed.id, why=line)
