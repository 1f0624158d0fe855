"""Reads one file of news on standard input and writes its entries as JSON; ends by itself where that takes too much."""

from __future__ import annotations

import json
import resource
import sys
from contextlib import suppress
from dataclasses import asdict
from typing import Any

from monitor.adapters.news.parts import NotNewsError, Paper
from monitor.domain.entry import MOST_ENTRIES, Entry, EntryPaths
from monitor.domain.feed import Feed, FeedKind, News

_MOST_BYTES = 256 << 20  # of addresses: what is mapped counts, used or not


def main() -> None:
    """Answer one order."""
    line, _, body = sys.stdin.buffer.read().partition(b"\n")
    order = json.loads(line)
    _bind(order.pop("seconds"))
    sys.stdout.write(json.dumps(_answer(order, body)))


def _bind(seconds: int) -> None:
    """Limit what this process may take; a sandbox may forbid that, then the monitor's own clock has to do."""
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (_MOST_BYTES, _MOST_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def _answer(order: dict[str, Any], body: bytes) -> dict[str, Any]:
    paths, content_type = order.pop("paths"), order.pop("content_type")
    kind = FeedKind(order.pop("kind"))
    feed = Feed(kind=kind, paths=EntryPaths(**paths) if paths else None, **order)
    try:
        news = _read(Paper(body=body, content_type=content_type, feed=feed))
    except (NotNewsError, RecursionError) as error:
        return {"unreadable": str(error)}
    return {"entries": [_row(entry) for entry in news.entries], "remarks": news.remarks}


def _read(paper: Paper) -> News:
    # Each kind has its own libraries, and one process reads one file.
    if paper.feed.kind is FeedKind.PAGE:
        from monitor.adapters.news import page  # noqa: PLC0415 - see above

        return News(entries=(page.entry(paper),))
    if paper.feed.kind is FeedKind.JSON:
        from monitor.adapters.news import json_feed  # noqa: PLC0415 - see above

        return _newest(json_feed.entries(paper))
    from monitor.adapters.news import syndication  # noqa: PLC0415 - see above

    return _newest(syndication.entries(paper))


def _newest(found: list[Entry]) -> News:
    """Those that say something, the newest first; without dates as the feed has them, for it does the same."""
    entries = [entry for entry in found if entry.wording]
    if all(entry.published for entry in entries):
        entries = sorted(entries, key=lambda entry: str(entry.published), reverse=True)
    left = len(entries) - MOST_ENTRIES
    remarks = (f"{len(entries)} entries; the newest {MOST_ENTRIES} are read",) if left > 0 else ()
    return News(entries=tuple(entries[:MOST_ENTRIES]), remarks=remarks)


def _row(entry: Entry) -> dict[str, Any]:
    return asdict(entry) | {"published": entry.published and entry.published.isoformat()}


if __name__ == "__main__":
    main()
