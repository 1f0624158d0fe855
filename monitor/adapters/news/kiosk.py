"""Has a file of news read by another process, within bounds of time and memory.

Parsers of feeds and pages were written by others, for files of good will: a page of one tag with 100,000 attributes
keeps one busy for minutes. No thread can be stopped then, and one that runs Python keeps the probes waiting.
"""

from __future__ import annotations

import asyncio
import json
import math
import sys
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from monitor.domain.classification import excerpt
from monitor.domain.entry import Entry
from monitor.domain.feed import Copy, Feed, News

LONGEST = timedelta(seconds=20)
"""Of the clock, and of the processor; what is meant well takes a tenth of a second."""

_KEYS = ("id", "kind", "url", "timezone")


class UnreadableNewsError(ValueError):
    """What was sent is no news of the kind that was expected, or more than can be read."""


async def read(copy: Copy, feed: Feed, *, within: timedelta = LONGEST) -> News:
    """The entries of a file.

    Raises:
        UnreadableNewsError: it holds none that can be read.
        OSError: no process can be started.

    """
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-I", "-m", "monitor.adapters.news"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,  # what its libraries have to say quotes the file
        env={},
    )
    try:
        async with asyncio.timeout(within.total_seconds()):
            answer, _ = await process.communicate(_order(copy, feed, within))
    except TimeoutError:
        raise UnreadableNewsError("it takes too long to read") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0:
        raise UnreadableNewsError(f"it takes too much to read: its reader ended with {process.returncode}")
    return _news(json.loads(answer))


def _order(copy: Copy, feed: Feed, within: timedelta) -> bytes:
    """One line of what the file is, then the file."""
    facts: dict[str, Any] = {key: getattr(feed, key) for key in _KEYS}
    facts |= {"paths": feed.paths and asdict(feed.paths), "content_type": copy.content_type}
    facts["seconds"] = math.ceil(within.total_seconds())
    return json.dumps(facts).encode() + b"\n" + copy.body


def _news(answer: dict[str, Any]) -> News:
    if "unreadable" in answer:
        raise UnreadableNewsError(excerpt(answer["unreadable"]))
    return News(
        entries=tuple(Entry(**one | {"published": _instant(one["published"])}) for one in answer["entries"]),
        remarks=tuple(answer["remarks"]),
    )


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
