"""The keys of a platform's file (CONTRACT section 2)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, Strict

from monitor.adapters.manifest.fields import (
    Address,
    Country,
    Duration,
    HeaderName,
    HeaderValue,
    Host,
    Identity,
    LabelKey,
    PositiveDuration,
    ProxyUrl,
    Section,
    ServiceId,
    StatusRange,
    WebUrl,
    Words,
    Zone,
)
from monitor.adapters.manifest.settings_file import Percent, Quorum, ShareSection, Streak
from monitor.domain.catalogue import Needs, Strength
from monitor.domain.target import IpProtocol


def _as_text(value: object) -> object:
    """A bare ``4`` is a number to YAML and a name to us."""
    return str(value) if type(value) is int else value


class TextSection(Section):
    """A name in both languages."""

    en: Words
    ar: Words


class DependencySection(Section):
    """One edge to a service that this one rests on."""

    service: ServiceId
    strength: Annotated[Strength, Strict(strict=False)]


class TlsSection(Section):
    """How the TLS session is made and verified."""

    ca_file: Words | None = None
    min_version: Literal["TLSv1.2", "TLSv1.3"] | None = None
    server_name: Host | None = None
    insecure_skip_verify: bool = False


class ExpectSection(Section):
    """What an answer must be."""

    status: list[StatusRange] = Field(default_factory=lambda: [(200, 200)], min_length=1)
    contains: list[Words] = Field(default_factory=list)
    excludes: list[Words] = Field(default_factory=list)


class HttpSection(Section):
    """One request and what must come back. Only methods that change nothing at the other side."""

    url: WebUrl
    method: Literal["GET", "HEAD"] = "GET"
    headers: dict[HeaderName, HeaderValue] = Field(default_factory=dict)
    ip_protocol: Annotated[IpProtocol, Strict(strict=False), BeforeValidator(_as_text)] = IpProtocol.ANY
    resolve: dict[Host, Address] = Field(default_factory=dict)
    tls: TlsSection = TlsSection()
    expect: ExpectSection = ExpectSection()


class CheckSection(Section):
    """One way to observe a service; what is ``None`` comes from ``defaults``."""

    id: Identity
    http: HttpSection
    interval: PositiveDuration | None = None
    timeout: PositiveDuration | None = None
    slow: PositiveDuration | None = None
    depth: Annotated[int, Field(ge=0)] = 0
    down_after: Streak | None = None
    up_after: Streak | None = None
    down_share: ShareSection | None = None
    recheck: PositiveDuration | None = None
    proxy_url: ProxyUrl | None = None


class ServiceSection(Section):
    """What a person does on the platform."""

    id: Identity
    name: TextSection
    aliases: list[Words] = Field(default_factory=list)
    tier: Literal[1, 2, 3] = 2
    labels: dict[LabelKey, str] = Field(default_factory=dict)
    needs: Annotated[Needs, Strict(strict=False)] = Needs.ALL
    checks: list[CheckSection] = Field(default_factory=list)
    inferred_from: Words | None = None
    depends_on: list[DependencySection] = Field(default_factory=list)
    objective: Percent | None = None
    certificate_warning: Duration | None = None
    quorum: Quorum = None


class PlatformFile(Section):
    """A file of ``config/platforms``."""

    platform: Identity
    name: TextSection
    operator: TextSection | None = None
    timezone: Zone | None = None
    hosts: list[Host] = Field(min_length=1)
    reachable_from: list[Country] = Field(default_factory=list)
    depends_on: list[DependencySection] = Field(default_factory=list)
    services: list[ServiceSection] = Field(min_length=1)
