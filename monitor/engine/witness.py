"""Somebody who watches a replay: told of every probe, and at fixed instants how everything stands.

So that what the live monitor exports can be made of a scenario, too. A witness changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from monitor.domain.observation import Observation
from monitor.engine.judge import Judge
from monitor.engine.lookout import service_view
from monitor.engine.view import CheckView, ServiceView


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """How everything stands at one instant."""

    at: datetime
    services: tuple[ServiceView, ...]
    checks: tuple[CheckView, ...]
    network_reachable: bool


class Witness(Protocol):
    """Watches a replay, from its start on every ``every``."""

    @property
    def every(self) -> timedelta:
        """How often it looks."""

    def probed(self, observation: Observation, *, scheduled: bool) -> None:
        """Hear of one probe."""

    def look(self, scene: Scene) -> None:
        """See how everything stands."""

    def miss(self, at: datetime) -> None:
        """See nothing: the monitor is away at ``at``."""


def scene(judge: Judge, last: Mapping[str, Observation], at: datetime) -> Scene:
    """What the judge believes at ``at``; ``last`` holds the last observation of each check."""
    location = judge.settings.location.id
    return Scene(
        at=at,
        services=tuple(service_view(judge, name, last, at) for name in judge.records),
        checks=tuple(
            CheckView(check=check, location=location, observation=last.get(check.id))
            for check in judge.catalogue.checks.values()
        ),
        network_reachable=judge.network_reachable,
    )
