# Files of news as they come from a server; the words are ours.
from __future__ import annotations

from pathlib import Path

from monitor.adapters.news.parts import Paper
from monitor.domain.entry import EntryPaths
from monitor.domain.feed import Copy, Feed, FeedKind

PAGES = Path(__file__).parent / "pages"


def feed(kind: FeedKind, paths: EntryPaths | None = None) -> Feed:
    url = "https://press.example/s3cret/feed?token=s3cret"
    return Feed(id="press", kind=kind, url=url, timezone="Asia/Riyadh", paths=paths)


def file(name: str) -> bytes:
    return (PAGES / name).read_bytes()


def paper(
    body: bytes | str, kind: FeedKind = FeedKind.RSS, *, paths: EntryPaths | None = None, content_type: str = ""
) -> Paper:
    content = body.encode() if isinstance(body, str) else body
    return Paper(body=content, content_type=content_type, feed=feed(kind, paths))


def copy(body: bytes | str, content_type: str = "") -> Copy:
    return Copy(body=body.encode() if isinstance(body, str) else body, content_type=content_type)


def rss(*items: str, head: str = "") -> str:
    listed = "".join(f"<item>{item}</item>" for item in items)
    return f'<?xml version="1.0"?>{head}<rss version="2.0"><channel><title>t</title>{listed}</channel></rss>'
