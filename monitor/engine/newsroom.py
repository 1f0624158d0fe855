"""Reads the news that feeds bring, each entry once, and lays what they announce before a person.

Nothing of it reaches the book: what becomes of a draft is the desk's matter and its reviewer's. An entry that leaves
its feed takes nothing along.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date, datetime, timedelta

from monitor.domain.announcement.draft import Draft
from monitor.domain.entry import Entry, day_of, is_ignored, is_past
from monitor.domain.feed import Feed, FeedKind, News
from monitor.domain.proposal import Source
from monitor.domain.seen import SeenEntry
from monitor.domain.worth import hinted, is_bygone, plain
from monitor.engine.desk import Desk
from monitor.engine.ports import Clock, Log

Reading = Callable[[str, date | None], tuple[Draft, ...]]
"""What a text announces, given the day it was published on; pure, and may take a tenth of a second."""

_REFRESHED_AFTER = timedelta(days=1)  # so that the ledger forgets no entry that still stands in its feed
# Whoever writes a feed chooses the text, so a mistake of the reader's must not end the monitor.
_MISREAD = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, AssertionError, RecursionError)


class Newsroom:
    """Between the feeds of news on one side and the desk on the other."""

    def __init__(self, desk: Desk, read: Reading, *, clock: Clock, log: Log) -> None:
        self._desk = desk
        self._read = read
        self._clock = clock
        self._log = log
        self._last: dict[str, list[Draft]] = {}  # by feed, what its page said when it was last read

    async def take(self, feed: Feed, news: News) -> None:
        """Read what is new in the feed, the oldest entry first, and remember that it was read."""
        now = self._clock.now()
        known = {key: at for (name, key), at in self._desk.drawer.seen.items() if name == feed.id}
        is_first, fresh = not known, now - _REFRESHED_AFTER
        for entry in reversed(news.entries):
            is_old = entry.key in known or (is_first and is_past(entry, now))
            if not is_old and not is_ignored(entry, feed.ignore):
                await self._read_entry(feed, entry, None if is_first else now)
        due = {entry.key: now for entry in news.entries if known.get(entry.key, fresh) <= fresh}
        if due:
            self._desk.note(SeenEntry(feed=feed.id, key=key, at=at) for key, at in due.items())

    async def _read_entry(self, feed: Feed, entry: Entry, met_at: datetime | None) -> None:
        # A page that changes was not written on that day: it may be a counter on it that changed.
        day = day_of(entry, feed.timezone, met_at if feed.kind is not FeedKind.PAGE else None)
        try:
            drafts = await asyncio.to_thread(self._read, entry.wording, day)
            self._lay_down(feed, entry, day, [hinted(draft, feed.platform, feed.timezone) for draft in drafts])
        except _MISREAD as error:
            self._log.error("entry_misread", feed=feed.id, entry=entry.key, why=f"{type(error).__name__}: {error}")

    def _lay_down(self, feed: Feed, entry: Entry, day: date | None, drafts: list[Draft]) -> None:
        if feed.kind is FeedKind.PAGE and self._says_the_same(feed, drafts):
            return
        source = Source(
            url=entry.url,
            text=entry.wording,
            origin=feed.origin,
            received_at=self._clock.now(),
            published=entry.published or day,
        )
        for draft in drafts:
            self._receive(feed, draft, source)

    def _says_the_same(self, feed: Feed, drafts: list[Draft]) -> bool:
        """Whether the page only changed around what it announces."""
        former, self._last[feed.id] = self._last.get(feed.id), list(map(plain, drafts))
        return former == self._last[feed.id]

    def _receive(self, feed: Feed, draft: Draft, source: Source) -> None:
        if is_bygone(draft, feed.timezone, source.received_at) or not self._desk.may_concern(draft):
            return
        known = frozenset(self._desk.drawer.proposals)
        proposal = self._desk.receive(draft, source)
        if proposal is not None and proposal.id not in known:
            self._log.info("draft_received", feed=feed.id, draft=proposal.id, verb=proposal.verb.value)
