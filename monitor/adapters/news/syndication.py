"""RSS and Atom, whatever of the two it is: the entries of a feed as feedparser finds them."""

from __future__ import annotations

import calendar
import io
from datetime import UTC, datetime
from typing import Any

import feedparser  # type: ignore[import-untyped]  # no stubs

from monitor.adapters.news import parts
from monitor.adapters.news.markup import plain
from monitor.adapters.news.parts import NotNewsError, Paper
from monitor.domain.entry import Entry

_ENDS = (b"</rss", b"</feed", b"</rdf:rdf", b"</channel")
_TAIL_BYTES = 4096


def entries(paper: Paper) -> list[Entry]:
    """Every entry of the feed, in its order.

    Raises:
        NotNewsError: it is no feed, or cut off.

    """
    # A stream: of a text feedparser would open the file, or the URL, of that name. Markup is taken off here.
    parsed = feedparser.parse(
        io.BytesIO(paper.body),
        response_headers={"content-type": paper.content_type} if paper.content_type else {},
        resolve_relative_uris=False,
        sanitize_html=False,
    )
    if not parsed.get("version"):  # of nothing at all there is none
        raise NotNewsError("neither RSS nor Atom")
    tail = paper.body[-_TAIL_BYTES:].replace(b"\0", b"").lower()  # also of UTF-16
    if parsed.bozo and not any(end in tail for end in _ENDS):
        raise NotNewsError("cut off: an entry may have lost its end")
    return [_entry(paper, one) for one in parsed.entries]


def _entry(paper: Paper, one: Any) -> Entry:  # noqa: ANN401 - a mapping of feedparser's
    url = parts.link(paper, one.get("link"))
    texts = [one.get("summary", ""), *(content.get("value", "") for content in one.get("content", ()))]
    return parts.entry(
        title=plain(one.get("title", "")),
        text=plain(max(texts, key=len)),
        url=url,
        identity=str(one.get("id", "")),
        published=_published(one),
    )


def _published(one: Any) -> datetime | None:  # noqa: ANN401 - a mapping of feedparser's
    for key in ("published_parsed", "updated_parsed"):  # asked by `in`: reading one may answer with the other
        if key in one and one[key] is not None:
            return _instant(one[key])
    return None


def _instant(parsed: Any) -> datetime | None:  # noqa: ANN401 - feedparser's own tuple, in UTC
    try:
        return parts.within_reason(datetime.fromtimestamp(calendar.timegm(parsed), UTC), "UTC")
    except (ValueError, OverflowError, OSError):
        return None
