"""One piece of news as a feed gives it, and whether it is to be read: pure.

How it was written (RSS, Atom, JSON, a page) is gone by then; what it announces is for ``domain.announcement`` to say.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

LONGEST_TEXT = 32 * 1024
"""Bytes of an entry's text in UTF-8; an announcement has some hundred."""

MOST_ENTRIES = 200
"""Of one look; what a feed holds beyond them is older."""

PAST = timedelta(days=7)
"""Entries that were older when a feed was read for the first time are not read: most feeds begin with their past."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPaths:
    """Where in a JSON answer its entries are, and where in each of them its parts: JMESPath."""

    entries: str = "@"
    id: str = "id"
    title: str = "title"
    text: str = "text"
    link: str = "link"
    published: str = "published"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One piece of news without markup. ``key`` changes with its wording; ``published`` is aware, if it is said."""

    key: str
    title: str
    text: str
    url: str = ""
    published: datetime | None = None

    @property
    def wording(self) -> str:
        """Title and text as one; many feeds begin the text with the title."""
        if not self.title or self.text.startswith(self.title):
            return self.text
        return f"{self.title}\n{self.text}" if self.text else self.title


def is_past(entry: Entry, at: datetime) -> bool:
    """Whether it is too old to be read at the first look at its feed; an entry without a date is not."""
    return entry.published is not None and entry.published < at - PAST


def is_ignored(entry: Entry, words: Collection[str]) -> bool:
    """Whether its title holds one of these, in capitals or not."""
    title = entry.title.casefold()
    return any(word.casefold() in title for word in words)


def day_of(entry: Entry, timezone: str, met_at: datetime | None) -> date | None:
    """The local day that "today" in it means; ``met_at`` stands in where its feed does not say."""
    instant = entry.published or met_at
    return None if instant is None else instant.astimezone(ZoneInfo(timezone)).date()
