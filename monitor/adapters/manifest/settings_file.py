"""The keys of ``marsad.yaml`` (CONTRACT section 2) and what they become in the domain.

The part that a scenario's ``settings`` share is ``CommonSettings``; each default stands here and nowhere else.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import Field, PlainValidator, Strict, WithJsonSchema

from monitor.adapters.manifest.feed_section import FeedSection
from monitor.adapters.manifest.fields import (
    Canary,
    Contact,
    Country,
    Duration,
    Endpoint,
    Host,
    Identity,
    ListenAddress,
    PositiveDuration,
    ProxyUrl,
    Section,
    StorageUrl,
    WebUrl,
    Words,
    Zone,
)
from monitor.adapters.manifest.notation import written_endpoint
from monitor.domain.catalogue import ConfirmationPolicy, Location, Resolver, Settings

PLACEHOLDER_HOSTS = frozenset({"example.org", "example.com", "example.net"})  # RFC 2606: nobody can be reached there


def _quorum(value: object) -> int | None:
    if value is None or value == "majority":
        return None
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ValueError("must be majority or a number of locations.")
    return value


Quorum = Annotated[
    int | None,
    PlainValidator(_quorum),
    WithJsonSchema({"anyOf": [{"const": "majority"}, {"type": "integer", "minimum": 1}, {"type": "null"}]}),
]
Streak = Annotated[int, Field(ge=1, le=100)]
Percent = Annotated[float, Field(gt=0, le=100, allow_inf_nan=False)]


class LocationSection(Section):
    """Where this monitor stands."""

    id: Identity
    country: Country


class StorageSection(Section):
    """Where the ledger is kept, and for how long."""

    url: StorageUrl = "sqlite:///var/marsad.db"
    retention: PositiveDuration = timedelta(days=400)


class WebSection(Section):
    """Where the HTTP server listens, and how others reach it."""

    listen: list[ListenAddress] = Field(default_factory=lambda: ["127.0.0.1:10115"], min_length=1)
    external_url: WebUrl = "http://127.0.0.1:10115"


class NoticeSection(Section):
    """What counts as notice in time."""

    minimum: Duration = timedelta(hours=24)


class LimitsSection(Section):
    """Bounds on what may be declared."""

    longest_window: PositiveDuration = timedelta(hours=24)


class ApiSection(Section):
    """Credentials for writing through the API."""

    token_file: Words | None = None


class ProbeSection(Section):
    """What ``/probe`` may look at besides the configured targets, and the modules it looks with."""

    allow: list[Endpoint] = Field(default_factory=list)
    modules: Words | None = None


class ShareSection(Section):
    """Confirmation by share: ``ratio`` of the last ``of`` scheduled probes failed."""

    of: Annotated[int, Field(ge=2, le=1000)] = 10
    ratio: Annotated[float, Field(gt=0, le=1, allow_inf_nan=False)] = 0.5


class DefaultsSection(Section):
    """What a check or service has where it says nothing else."""

    interval: PositiveDuration = timedelta(seconds=60)
    timeout: PositiveDuration = timedelta(seconds=10)
    slow: PositiveDuration = timedelta(seconds=3)
    down_after: Streak = 2
    up_after: Streak = 2
    down_share: ShareSection = ShareSection()
    recheck: PositiveDuration = timedelta(seconds=10)
    quorum: Quorum = None
    objective: Percent = 99.5
    certificate_warning: Duration = timedelta(days=21)

    @property
    def policy(self) -> ConfirmationPolicy:
        """When a failure or a recovery is believed, unless a check says otherwise."""
        return ConfirmationPolicy(
            down_after=self.down_after,
            up_after=self.up_after,
            share_of=self.down_share.of,
            share_ratio=self.down_share.ratio,
            recheck=self.recheck,
        )


class CommonSettings(Section):
    """What a scenario may set as well."""

    timezone: Zone = "Asia/Riyadh"
    notice: NoticeSection = NoticeSection()
    grace: Duration = timedelta(minutes=5)
    limits: LimitsSection = LimitsSection()
    defaults: DefaultsSection = DefaultsSection()


class MarsadFile(CommonSettings):
    """``marsad.yaml``."""

    location: LocationSection
    platforms: list[Words] = Field(default_factory=lambda: ["platforms/*.yaml"], min_length=1)
    windows: list[Words] = Field(default_factory=lambda: ["windows/*.yaml"])
    storage: StorageSection = StorageSection()
    web: WebSection = WebSection()
    canaries: list[Canary] = Field(default_factory=list)
    contact: Contact = "https://example.org/marsad"
    own_hosts: list[Host] = Field(default_factory=list)
    proxy_url: ProxyUrl | None = None
    resolver: Annotated[Resolver, Strict(strict=False)] = Resolver.SYSTEM
    api: ApiSection = ApiSection()
    feeds: list[FeedSection] = Field(default_factory=list)
    probe: ProbeSection = ProbeSection()
    gazetteer: Words | None = None


def settings(file: MarsadFile, modules_file: str | None, token_file: str | None) -> Settings:
    """The monitor's settings as the engine reads them, with the files for ``/probe`` and for the API's token."""
    return Settings(
        location=Location(id=file.location.id, country=file.location.country),
        timezone=file.timezone,
        storage_url=file.storage.url,
        retention=file.storage.retention,
        listen=tuple(file.web.listen),
        external_url=file.web.external_url,
        canaries=tuple(file.canaries),
        contact=file.contact,
        contact_is_placeholder=is_placeholder(file.contact),
        own_hosts=tuple(file.own_hosts),
        proxy_url=file.proxy_url,
        notice_minimum=file.notice.minimum,
        grace=file.grace,
        longest_window=file.limits.longest_window,
        resolver=file.resolver,
        probe_allow=tuple(written_endpoint(host, port) for host, port in file.probe.allow),
        probe_modules_file=modules_file,
        api_token_file=token_file,
    )


def is_placeholder(contact: str) -> bool:
    """Whether ``contact`` leads to a domain that is reserved for examples."""
    parts = urlsplit(contact)
    host = parts.hostname or parts.path.rpartition("@")[2].lower()
    return ".".join(host.split(".")[-2:]) in PLACEHOLDER_HOSTS
