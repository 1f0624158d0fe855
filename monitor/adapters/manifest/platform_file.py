"""The keys of a platform's file (CONTRACT section 2)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, Strict

from monitor.adapters.manifest.fields import (
    Country,
    Duration,
    Host,
    Identity,
    LabelKey,
    PositiveDuration,
    ProxyUrl,
    Section,
    ServiceId,
    Words,
    Zone,
)
from monitor.adapters.manifest.settings_file import Percent, Quorum, ShareSection, Streak
from monitor.adapters.manifest.target_file import (
    DnsSection,
    GrpcSection,
    HttpSection,
    IcmpSection,
    TcpSection,
    TlsCheckSection,
)
from monitor.domain.catalogue import Needs, Strength
from monitor.domain.target import Kind


class TextSection(Section):
    """A name in both languages."""

    en: Words
    ar: Words


class DependencySection(Section):
    """One edge to a service that this one rests on."""

    service: ServiceId
    strength: Annotated[Strength, Strict(strict=False)]


class CheckSection(Section):
    """One way to observe a service, by exactly one kind; what is ``None`` comes from ``defaults``."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": [kind.value]} for kind in Kind]})

    id: Identity
    http: HttpSection | None = None
    tcp: TcpSection | None = None
    tls: TlsCheckSection | None = None
    dns: DnsSection | None = None
    icmp: IcmpSection | None = None
    grpc: GrpcSection | None = None
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
