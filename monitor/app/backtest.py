"""A scenario's history as the monitor would have exported it, and the alerts that rules make of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from prometheus_client import CollectorRegistry

from monitor.adapters.exposition import Metrics
from monitor.adapters.promtool import Alert, Columns, find, fired
from monitor.app.program import built
from monitor.domain.observation import Observation
from monitor.engine.replay import replay
from monitor.engine.replayed import Replayed
from monitor.engine.scenario import Scenario
from monitor.engine.witness import Scene

STEPS = tuple(timedelta(seconds=seconds) for seconds in (15, 30, 60, 120, 240))
"""A rule does not see a sample that is older than five minutes."""

MOST = 4320  # scrapes: three days of one a minute
_MOST_OF_ALL = 100_000  # scrapes of single services, each about sixty series


class TooLongError(Exception):
    """A history that would need more scrapes than promtool should be asked for; its ``str`` says how long it may be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backtest:
    """What came of a scenario, and which alerts fired while it ran; scraped and evaluated every ``step``."""

    replayed: Replayed
    step: timedelta
    alerts: tuple[Alert, ...]


def backtest(scenario: Scenario, rules: Sequence[Path]) -> Backtest:
    """Replay the scenario and hold the rules against what would have been scraped.

    Raises:
        PromtoolError: promtool is not there, or does not take the rules.
        TooLongError: the scenario is too long for it.

    """
    find()  # before an hour of replaying
    step = step_for(scenario)
    scraper = _Scraper(scenario, step)
    replayed = replay(scenario, scraper)
    return Backtest(replayed=replayed, step=step, alerts=fired(rules, scraper.columns, step))


def step_for(scenario: Scenario) -> timedelta:
    """The shortest step that keeps the scrapes few enough.

    Raises:
        TooLongError: none does.

    """
    most = min(MOST, _MOST_OF_ALL // max(len(scenario.catalogue.services), 1))
    length = scenario.ends - scenario.starts
    for step in STEPS:
        if length <= step * most:
            return step
    longest = STEPS[-1] * most
    raise TooLongError(f"{scenario.name}: alert rules are tried on {longest} at the most, for so many services")


class _Scraper:
    """Exports what the live monitor would, and scrapes it."""

    def __init__(self, scenario: Scenario, every: timedelta) -> None:
        self.columns = Columns(scenario.starts.timestamp())
        self._every = every
        self._location = scenario.settings.location.id
        self._canaries = len(scenario.settings.canaries)
        self._metrics = Metrics(CollectorRegistry(), built())
        self._metrics.enrol_location(self._location, self._canaries)
        self._metrics.set_reload(ok=True, instant=scenario.starts, sha256="")
        self._metrics.set_source("files", scenario.starts)
        self._metrics.set_ledger(0, 0, leader=True)

    @property
    def every(self) -> timedelta:
        """The scrape interval."""
        return self._every

    def probed(self, observation: Observation, *, scheduled: bool) -> None:
        """Count as the live fleet does."""
        if scheduled:
            self._metrics.count_scheduled(self._location)
            self._metrics.observe_lateness(self._location, 0.0)
        self._metrics.count_probe(observation)
        self._metrics.set_heartbeat(self._location, observation.completed_at)

    def look(self, scene: Scene) -> None:
        """Publish and scrape."""
        for service in scene.services:
            self._metrics.publish_service(service)
        for check in scene.checks:
            self._metrics.publish_check(check)
        for ordinal in range(self._canaries):
            self._metrics.set_canary(self._location, ordinal, reachable=scene.network_reachable)
        self.columns.scrape(self._metrics.render("", gzip=False)[1].decode())

    def miss(self, at: datetime) -> None:  # noqa: ARG002 - the witness is told when; a scrape is a scrape
        """Nobody answers."""
        self.columns.miss()
