"""Feeds as a configuration gives them, and the pages that a Statuspage would serve."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from monitor.domain.feed import Feed, FeedKind, Said
from monitor.domain.window import Scope, WindowSpec

PAGES = Path(__file__).parent / "pages"
UPCOMING = "/api/v2/scheduled-maintenances/upcoming.json"
ACTIVE = "/api/v2/scheduled-maintenances/active.json"
SUMMARY = "/api/v2/summary.json"
FEED = Feed(
    id="ministry",
    kind=FeedKind.STATUSPAGE,
    url="https://status.ministry.example",
    platform="absher",
    scope=Scope(everything=True),
    timezone="Asia/Riyadh",
    timeout=timedelta(seconds=5),
)


def page(name: str) -> bytes:
    """A page of the format that Atlassian documents; the words are ours."""
    return (PAGES / f"{name}.json").read_bytes()


def feed_at(url: str, **changes: object) -> Feed:
    return replace(FEED, url=url, **changes)  # type: ignore[arg-type] # fields of a feed


def by_id(said: Said) -> dict[str, WindowSpec]:
    return {spec.id.removeprefix("ministry."): spec for spec in said.specs}
