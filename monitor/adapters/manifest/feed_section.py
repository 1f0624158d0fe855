"""The keys of one feed in ``marsad.yaml`` and the ``Feed`` they become."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Annotated

from pydantic import Field, Strict

from monitor.adapters.manifest.fields import (
    Duration,
    Identity,
    JsonPath,
    PositiveDuration,
    Section,
    WebUrl,
    Words,
    Zone,
)
from monitor.adapters.manifest.window_file import ScopeField, excluding
from monitor.domain.entry import EntryPaths
from monitor.domain.feed import Feed, FeedKind
from monitor.domain.window import Impact, Scope

_OFTEN, _SELDOM = timedelta(minutes=15), timedelta(hours=1)  # lists of maintenance, and news of everything


class PathsSection(Section):
    """Where the entries stand in JSON that is no JSON Feed, and in each of them its parts."""

    entries: JsonPath = EntryPaths().entries
    id: JsonPath = EntryPaths().id
    title: JsonPath = EntryPaths().title
    text: JsonPath = EntryPaths().text
    link: JsonPath = EntryPaths().link
    published: JsonPath = EntryPaths().published


class FeedSection(Section):
    """A published list of maintenance with what it leaves unsaid, or news of which announcements are read."""

    id: Annotated[Identity, Field(max_length=40)]  # it begins the ids of all its windows
    kind: Annotated[FeedKind, Strict(strict=False)]
    url: WebUrl
    platform: Identity | None = None
    services: ScopeField | None = None
    exclude: list[Identity] = Field(default_factory=list)
    timezone: Zone | None = None
    impact: Annotated[Impact, Strict(strict=False)] = Impact.OUTAGE
    components: dict[Words, Annotated[list[Identity], Field(min_length=1)]] = Field(default_factory=dict)
    ignore: list[Words] = Field(default_factory=list)
    interval: PositiveDuration | None = None
    timeout: PositiveDuration = timedelta(seconds=20)
    recovery: Duration = timedelta(0)
    long: bool = False
    ca_file: Words | None = None
    token_file: Words | None = None
    paths: PathsSection | None = None

    @property
    def pace(self) -> timedelta:
        """How often it is looked at."""
        return self.interval or (_OFTEN if self.kind.brings_windows else _SELDOM)


def feed(section: FeedSection, timezone: str, folder: Path) -> Feed:
    """The feed as the domain keeps it; ``timezone`` stands in for a missing one, files are read from ``folder``."""
    return Feed(
        id=section.id,
        kind=section.kind,
        url=section.url,
        platform=section.platform or "",
        scope=excluding(section.services or Scope(everything=True), section.exclude),
        timezone=section.timezone or timezone,
        impact=section.impact,
        components=tuple((name, tuple(services)) for name, services in section.components.items()),
        ignore=tuple(section.ignore),
        interval=section.pace,
        timeout=section.timeout,
        recovery=section.recovery,
        long=section.long,
        ca_file=str(folder / section.ca_file) if section.ca_file else None,
        token_file=str(folder / section.token_file) if section.token_file else None,
        paths=None if section.paths is None else EntryPaths(**section.paths.model_dump()),
    )
