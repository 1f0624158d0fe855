"""Something published that the monitor reads by itself, and what one reading of it brought.

A list of maintenance brings windows, news bring entries of which announcements are read (``domain.entry``). Facts only:
who fetches is an adapter, when and what becomes of it is the engine's matter. Of a Statuspage,
``upcoming.json`` and ``active.json`` belong together: a maintenance moves from one to the other as it begins, so they
are asked in that order and it is in at least one of them. ``summary.json`` holds both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from monitor.domain.entry import Entry, EntryPaths
from monitor.domain.window import Impact, Scope, WindowSpec


class FeedKind(StrEnum):
    """The formats that can be read."""

    ICAL = "ical"
    STATUSPAGE = "statuspage"
    RSS = "rss"  # and Atom: what it is shows in the answer
    ATOM = "atom"  # and RSS
    JSON = "json"  # JSON Feed, or a list of objects whose parts are named
    PAGE = "page"  # the text of a web page

    @property
    def brings_windows(self) -> bool:
        """Whether it is made for machines; else it is news for people, of which a reading is a draft at most."""
        return self in {FeedKind.ICAL, FeedKind.STATUSPAGE}


_EVERYTHING = Scope(everything=True)
_API = "/api/v2/"
_PAIR = ("scheduled-maintenances/upcoming.json", "scheduled-maintenances/active.json")
_SINGLE = ("summary.json", "scheduled-maintenances.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One feed, with what it leaves unsaid: which services are meant, and how its words are ours.

    ``url`` may itself be the secret (calendars are often shared by an unguessable address). Of news only ``platform``
    counts, for texts that name none; it is empty where they have to.
    """

    id: str
    kind: FeedKind
    url: str = field(repr=False)
    platform: str = ""
    scope: Scope = _EVERYTHING  # of whatever names no component that is mapped
    timezone: str  # of local times without a zone
    impact: Impact = Impact.OUTAGE
    components: tuple[tuple[str, tuple[str, ...]], ...] = ()  # by id or name, the services they stand for
    ignore: tuple[str, ...] = ()  # entries whose title holds one of these are left out
    interval: timedelta = timedelta(minutes=15)
    timeout: timedelta = timedelta(seconds=20)
    recovery: timedelta = timedelta(0)
    long: bool = False
    ca_file: str | None = None
    token_file: str | None = None
    paths: EntryPaths | None = None  # into JSON that is no JSON Feed

    @property
    def origin(self) -> str:
        """Which door its windows come through, as revisions tell it."""
        return f"{ORIGIN}{self.id}"


ORIGIN = "feed:"
"""How the origin of every feed's revisions begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One file of a feed as it was last read, and what its server wants to hear to say that it did not change."""

    body: bytes = field(repr=False)
    etag: str = ""
    last_modified: str = ""
    content_type: str = ""


Memory = Mapping[str, Copy]
"""The copies by URL; losing them costs no more than a whole answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Everything that the feed says now.

    ``unread`` are windows that stand in it and could not be read; ``whole`` is false where it is not even known which.
    """

    specs: tuple[WindowSpec, ...]
    unread: frozenset[str] = frozenset()
    whole: bool = True
    remarks: tuple[str, ...] = ()  # what an operator should know of single entries
    memory: Memory = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What a feed of news holds now, the newest entry first."""

    entries: tuple[Entry, ...]
    remarks: tuple[str, ...] = ()
    memory: Memory = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """The feed says what it said before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """The feed could not be read; ``retry_after`` is how long its server wants to be left alone."""

    why: str
    retry_after: timedelta = timedelta(0)


Fetched = Said | News | Unchanged | Failed


def statuspage_files(url: str) -> tuple[str, ...]:
    """The URLs to ask, in their order, for a status page's base or for one of its files.

    Raises:
        ValueError: it is another file.

    """
    base, found, name = url.partition(_API)
    if name in _PAIR:
        return tuple(f"{base}{_API}{one}" for one in _PAIR)
    if name in _SINGLE:
        return (url,)
    parts = urlsplit(url)
    if found or parts.query or parts.path.endswith((".json", ".ics", ".rss", ".atom")):
        raise ValueError("must be a status page, or its summary.json, upcoming.json or active.json.")
    return (f"{url.rstrip('/')}{_API}{_SINGLE[0]}",)
