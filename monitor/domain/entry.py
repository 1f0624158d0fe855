"""One piece of news as a feed gives it, and which of its drafts are worth a person's look: pure.

How it was written (RSS, Atom, JSON, a page) is gone by then; what it announces is for ``domain.announcement`` to say.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from monitor.domain.announcement.draft import Draft, Wall

LONGEST_TEXT = 32 * 1024
"""Bytes of an entry's text in UTF-8; an announcement has some hundred."""

MOST_ENTRIES = 200
"""Of one look; what a feed holds beyond them is older."""

PAST = timedelta(days=7)
"""Entries that were older when a feed was read for the first time are not read: most feeds begin with their past."""

BYGONE = timedelta(days=1)
"""A window that was over for longer when it was announced is not proposed."""

_END_OF_DAY = time(23, 59)
_LAST = datetime.combine(date.max, _END_OF_DAY)


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


def is_bygone(draft: Draft, timezone: str, at: datetime) -> bool:
    """Whether everything that it speaks of was over long ``at``; ``timezone`` is for a draft that has none."""
    last = _last(draft)
    # Compared as it is: in UTC the last day of the calendar may be none.
    return last is not None and last.replace(tzinfo=_zone(draft.timezone, timezone)) < at - BYGONE


def plain(draft: Draft) -> Draft:
    """The draft without where in the text it stands: two texts that say the same give the same."""
    return replace(draft, confidence={}, evidence={})


def hinted(draft: Draft, platform: str, timezone: str) -> Draft:
    """The draft with the platform that its feed is about, and its zone, where the text names no platform at all."""
    if not platform or draft.platform is not None or draft.platform_name:
        return draft
    remark = f"the text names no platform; the feed is about {platform}"
    zone = draft.timezone if "timezone" in draft.evidence else timezone
    return replace(draft, platform=platform, platforms=(platform,), timezone=zone, warnings=(*draft.warnings, remark))


def day_of(entry: Entry, timezone: str, met_at: datetime | None) -> date | None:
    """The local day that "today" in it means; ``met_at`` stands in where its feed does not say."""
    instant = entry.published or met_at
    return None if instant is None else instant.astimezone(ZoneInfo(timezone)).date()


def _last(draft: Draft) -> datetime | None:
    """The last wall time that it speaks of."""
    if draft.ends is not None:
        return _wall(draft.ends)
    if draft.starts is not None:
        starts = _wall(draft.starts)
        return starts + min(draft.duration or timedelta(0), _LAST - starts)
    former = draft.former_ends or draft.former_starts
    return None if former is None else _wall(former)


def _wall(wall: Wall) -> datetime:
    return datetime.combine(wall.day, wall.clock or _END_OF_DAY)


def _zone(*names: str) -> ZoneInfo:
    """The first that is one; a text may name any."""
    for name in names:
        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError):
            continue
    return ZoneInfo("UTC")
