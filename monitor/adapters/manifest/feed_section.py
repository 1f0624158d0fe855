"""The keys of one feed in ``marsad.yaml`` and the ``Feed`` they become."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Annotated

from pydantic import Field, Strict

from monitor.adapters.manifest.fields import Duration, Identity, PositiveDuration, Section, WebUrl, Words, Zone
from monitor.adapters.manifest.window_file import ScopeField, excluding
from monitor.domain.feed import Feed, FeedKind
from monitor.domain.window import Impact


class FeedSection(Section):
    """A published list of maintenance, and what it leaves unsaid."""

    id: Annotated[Identity, Field(max_length=40)]  # it begins the ids of all its windows
    kind: Annotated[FeedKind, Strict(strict=False)]
    url: WebUrl
    platform: Identity
    services: ScopeField
    exclude: list[Identity] = Field(default_factory=list)
    timezone: Zone | None = None
    impact: Annotated[Impact, Strict(strict=False)] = Impact.OUTAGE
    components: dict[Words, Annotated[list[Identity], Field(min_length=1)]] = Field(default_factory=dict)
    ignore: list[Words] = Field(default_factory=list)
    interval: PositiveDuration = timedelta(minutes=15)
    timeout: PositiveDuration = timedelta(seconds=20)
    recovery: Duration = timedelta(0)
    long: bool = False
    ca_file: Words | None = None
    token_file: Words | None = None


def feed(section: FeedSection, timezone: str, folder: Path) -> Feed:
    """The feed as the domain keeps it; ``timezone`` stands in for a missing one, files are read from ``folder``."""
    return Feed(
        id=section.id,
        kind=section.kind,
        url=section.url,
        platform=section.platform,
        scope=excluding(section.services, section.exclude),
        timezone=section.timezone or timezone,
        impact=section.impact,
        components=tuple((name, tuple(services)) for name, services in section.components.items()),
        ignore=tuple(section.ignore),
        interval=section.interval,
        timeout=section.timeout,
        recovery=section.recovery,
        long=section.long,
        ca_file=str(folder / section.ca_file) if section.ca_file else None,
        token_file=str(folder / section.token_file) if section.token_file else None,
    )
