"""What the engine shows to the outside: facts about services, checks and the monitor, ready to be published.

Read by the exposition and by the page; neither looks into the judge's records. Every instant is aware and UTC.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from monitor.domain.catalogue import Check, Dependency, Platform, Service
from monitor.domain.conduct import SkipReason
from monitor.domain.incident import Kind
from monitor.domain.observation import Observation
from monitor.domain.verdict import State
from monitor.domain.window import Impact

__all__ = ["Build", "CheckView", "FleetView", "OwnNetwork", "ServiceView", "SkipReason", "SourceView", "WindowView"]


class OwnNetwork(StrEnum):
    """What the canaries of this location say of our own uplink."""

    UNCHECKED = "unchecked"  # `canaries: []`: no failure is ever doubted
    UNKNOWN = "unknown"  # no result yet
    REACHABLE = "reachable"
    UNREACHABLE = "unreachable"  # all canaries fail; failures are discarded


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """Which program this is; the labels of ``marsad_build_info``."""

    version: str
    revision: str
    pythonversion: str
    tzdata: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowView:
    """One live window as it bears on one service."""

    id: str
    starts: datetime
    ends: datetime
    notice_seconds: float  # from `declared_at` to the start; negative for a late one
    impact: Impact


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceView:
    """All that is published of one service at one instant.

    ``source`` is the service it is inferred from. ``seconds`` are settled totals: they never fall.
    ``window`` is the present or next one, ``windows`` the present and coming ones of the next 30 days.
    """

    service: Service
    platform: Platform
    state: State
    state_since: datetime
    seconds: Mapping[State, float]
    source: Service | None = None
    incident_open: Kind | None = None  # whose page is open
    explained_by: str | None = None  # the hard root that explains an open incident
    hampered_by: tuple[Dependency, ...] = ()  # services that log its users in, or lend a function, and are down
    suspected_in: tuple[str, ...] = ()  # services that rest on this one and fail together while nobody sees it
    maintenance_active: bool = False
    maintenance_recovery: bool = False
    maintenance_page: bool = False
    window: WindowView | None = None
    windows: tuple[WindowView, ...] = ()
    has_dependants: bool = False

    @property
    def checks(self) -> tuple[Check, ...]:
        """The checks its verdict rests on: its own, or those of the service it is inferred from."""
        return (self.source or self.service).checks


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckView:
    """The last observation of one check from one location, ``None`` before the first."""

    check: Check
    location: str
    observation: Observation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceView:
    """One feed of windows: when it was last read, ``None`` for not since the start, and how old that may be."""

    name: str
    read_at: datetime | None
    stale_after: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetView:
    """Everything the page shows: the services in the order of the files, and how far our own sight can be trusted."""

    services: tuple[ServiceView, ...]
    location: str
    timezone: str  # the monitor's own, for instants that belong to no platform
    grace: timedelta
    own_network: OwnNetwork
    updated_at: datetime | None  # last completed probe
    build: Build
    sources: tuple[SourceView, ...] = ()
