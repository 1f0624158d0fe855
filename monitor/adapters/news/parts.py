"""What entries of every kind are put together from: a text within bounds, a link that is one, an instant, a key."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from hashlib import sha256
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

from monitor.domain.entry import LONGEST_TEXT, Entry
from monitor.domain.feed import Feed

_LINK = re.compile(r"https?://[!-~]{1,300}")
_YEARS = range(1970, 2200)  # as in our own files: at the ends of the calendar arithmetic fails
_LONGEST_DATE, _LONGEST_LINK, _LONGEST_NUMBER = 100, 2000, 20
_MILLISECONDS = 1e11  # since 1970: as seconds they would be of the year 5138
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)


class NotNewsError(ValueError):
    """What was sent is nothing of the kind that was expected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One file as it came, and the feed that it should be of."""

    body: bytes
    content_type: str
    feed: Feed

    @property
    def charset(self) -> str | None:
        """The encoding that its server names."""
        found = _CHARSET.search(self.content_type)
        return found[1] if found else None


def entry(*, title: str, text: str, url: str = "", identity: str = "", published: datetime | None = None) -> Entry:
    """One entry; ``identity`` is what its feed calls it."""
    title, text = bounded(title), bounded(text)
    digest = sha256("\0".join((identity or url, title, text)).encode())
    return Entry(key=digest.hexdigest()[:32], title=" ".join(title.split()), text=text, url=url, published=published)


def bounded(text: str) -> str:
    """The text without blanks that are none of its own, control characters and half characters, and not too long."""
    lines = (" ".join(_sound(line).split()) for line in text[:LONGEST_TEXT].splitlines())
    joined = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return joined.encode()[:LONGEST_TEXT].decode("utf-8", "ignore")


def link(paper: Paper, written: object) -> str:
    """Where an entry can be read, seen from the server of its feed; empty for what leads nowhere."""
    if not isinstance(written, str) or len(written) > _LONGEST_LINK:
        return ""
    try:
        # Not from the address of the feed itself: it may be a secret, and an entry is shown.
        found = urljoin(_root(paper.feed.url), written.strip())
    except ValueError:
        return ""
    return found if _LINK.fullmatch(found) else ""


def instant(paper: Paper, written: object) -> datetime | None:
    """When it was published, as ISO 8601, as in mails, or since 1970; a local time is in the feed's zone."""
    try:
        found = _moment(written)
        return None if found is None else within_reason(found, paper.feed.timezone)
    except (ValueError, OverflowError, OSError, TypeError):
        return None


def within_reason(found: datetime, timezone: str) -> datetime | None:
    """The instant in UTC, if it is of our time; a local one is of ``timezone``."""
    if found.year not in _YEARS:
        return None
    return (found if found.tzinfo else found.replace(tzinfo=ZoneInfo(timezone))).astimezone(UTC)


def _moment(written: object) -> datetime | None:
    if isinstance(written, str) and written.isascii() and written.isdigit():
        written = int(written[:_LONGEST_NUMBER])
    if isinstance(written, (int, float)) and not isinstance(written, bool):
        return datetime.fromtimestamp(written / 1000 if written > _MILLISECONDS else written, UTC)
    if not isinstance(written, str) or len(written) > _LONGEST_DATE:
        return None
    try:
        return datetime.fromisoformat(written.strip())
    except ValueError:
        return parsedate_to_datetime(written)


def _root(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"


def _sound(line: str) -> str:
    whole = line.encode("utf-8", "replace").decode()  # JSON can write half a character as an escape
    return "".join(" " if unicodedata.category(char) == "Cc" else char for char in whole)
