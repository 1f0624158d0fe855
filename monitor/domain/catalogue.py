"""What is watched: platforms, their services, the checks that observe them, and the settings of the monitor.

Facts only. Loading and validation are the manifest adapter's; nothing here reads a file.
Identity everywhere: ``platform/service`` and ``platform/service/check``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from functools import cached_property

from monitor.domain.errors import Problem
from monitor.domain.feed import Feed
from monitor.domain.target import Target
from monitor.domain.window import WindowSpec


class Needs(StrEnum):
    """How the checks of a service make its verdict."""

    ALL = "all"
    ANY = "any"


class Strength(StrEnum):
    """How much a service loses with the one it depends on; only ``hard`` explains an outage."""

    HARD = "hard"
    LOGIN = "login"
    FUNCTION = "function"


class Resolver(StrEnum):
    """Who looks names up: the system's own resolver, or c-ares, which asks without threads."""

    SYSTEM = "system"
    C_ARES = "c-ares"


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A name in English and Arabic."""

    en: str
    ar: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependency:
    """An edge to the service (``platform/service``) that this one rests on."""

    service_id: str
    strength: Strength


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmationPolicy:
    """When a failure or a recovery is believed (SEMANTICS section 2)."""

    down_after: int = 2
    up_after: int = 2
    share_of: int = 10
    share_ratio: float = 0.5
    recheck: timedelta = timedelta(seconds=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One way to observe a service from outside."""

    id: str  # platform/service/check
    target: Target
    interval: timedelta
    timeout: timedelta
    slow: timedelta
    depth: int = 0
    policy: ConfirmationPolicy = ConfirmationPolicy()
    proxy_url: str | None = field(default=None, repr=False)

    @property
    def service_id(self) -> str:
        """``platform/service``."""
        return self.id.rpartition("/")[0]

    @property
    def name(self) -> str:
        """The last part of the identity, used as the ``check`` label."""
        return self.id.rpartition("/")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """What a person does on a platform. Either ``checks`` observe it or it is ``inferred_from`` another service."""

    id: str  # platform/service
    name: Text
    tier: int
    aliases: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    needs: Needs = Needs.ALL
    checks: tuple[Check, ...] = ()
    inferred_from: str | None = None  # platform/service
    depends_on: tuple[Dependency, ...] = ()  # the platform's edges and its own
    objective: float = 99.5  # percent
    certificate_warning: timedelta = timedelta(days=21)
    quorum: int | None = None  # locations; None is the majority

    @property
    def platform_id(self) -> str:
        """The platform part of the identity."""
        return self.id.partition("/")[0]

    @property
    def name_part(self) -> str:
        """The service part of the identity, as windows name it."""
        return self.id.partition("/")[2]

    @property
    def hard_roots(self) -> tuple[str, ...]:
        """The services without which nothing of this one works."""
        return tuple(edge.service_id for edge in self.depends_on if edge.strength is Strength.HARD)


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """A public system with one operator; redirects of its probes may go to ``hosts`` and nowhere else."""

    id: str
    name: Text
    operator: Text
    timezone: str
    hosts: tuple[str, ...]
    reachable_from: tuple[str, ...] = ()
    services: tuple[Service, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceService:
    """Something that people do at a place, with the words for it."""

    id: str
    name: Text
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A platform or operator of the gazetteer, known by name and not watched.

    ``country`` is an ISO 3166-1 alpha-2 code, ``within`` the entry that runs this one.
    """

    id: str
    name: Text
    country: str
    timezone: str
    aliases: tuple[str, ...] = ()
    services: tuple[PlaceService, ...] = ()
    within: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A vantage point; ``country`` is an ISO 3166-1 alpha-2 code."""

    id: str
    country: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The monitor's own settings, as CONTRACT names them, with defaults filled in."""

    location: Location
    timezone: str
    storage_url: str
    retention: timedelta
    listen: tuple[str, ...]
    external_url: str
    canaries: tuple[str, ...]
    contact: str
    contact_is_placeholder: bool
    own_hosts: tuple[str, ...]
    proxy_url: str | None = field(default=None, repr=False)
    notice_minimum: timedelta = timedelta(hours=24)
    grace: timedelta = timedelta(minutes=5)
    longest_window: timedelta = timedelta(hours=24)
    resolver: Resolver = Resolver.SYSTEM
    probe_allow: tuple[str, ...] = ()  # hosts, or host:port, that /probe may ask beside the catalogue's
    probe_modules_file: str | None = None
    api_token_file: str | None = None  # what it holds is read by the program alone


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """All platforms, with look-ups by identity."""

    platforms: tuple[Platform, ...]

    @cached_property
    def services(self) -> Mapping[str, Service]:
        """Every service by ``platform/service``, in the order of the files."""
        return {service.id: service for platform in self.platforms for service in platform.services}

    @cached_property
    def checks(self) -> Mapping[str, Check]:
        """Every check by ``platform/service/check``."""
        return {check.id: check for service in self.services.values() for check in service.checks}

    @cached_property
    def by_platform(self) -> Mapping[str, Platform]:
        """Every platform by its identity."""
        return {platform.id: platform for platform in self.platforms}

    @cached_property
    def depended_on(self) -> frozenset[str]:
        """The services that others rest on, by whatever strength."""
        return frozenset(edge.service_id for service in self.services.values() for edge in service.depends_on)

    def inferred_from(self, service_id: str) -> Iterator[Service]:
        """The services that take their verdict from ``service_id``."""
        return (service for service in self.services.values() if service.inferred_from == service_id)


@dataclass(frozen=True, kw_only=True)
class Configuration:
    """One load of all files, accepted as a whole."""

    settings: Settings
    catalogue: Catalogue
    windows: tuple[WindowSpec, ...]
    sha256: str  # over names and bytes of every file read
    files: tuple[str, ...]  # every file that was read
    warnings: tuple[Problem, ...] = ()
    feeds: tuple[Feed, ...] = ()  # where more windows are read from while the monitor runs
    gazetteer: tuple[Place, ...] = ()  # what announcements may speak of
