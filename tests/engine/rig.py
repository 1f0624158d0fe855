"""A whole live engine over fakes: one location, virtual time, nothing real."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

from pydantic import TypeAdapter

from monitor.domain.book import Book
from monitor.domain.cadence import next_on_grid
from monitor.domain.catalogue import Configuration, Service, Settings
from monitor.domain.window import WindowSpec
from monitor.engine.casebook import Record
from monitor.engine.fleet import Fleet
from monitor.engine.judge import Judge
from monitor.engine.outfit import Outfit
from monitor.engine.ports import Canary, Prober
from monitor.engine.scribe import Scribe
from tests.domain import facts
from tests.fakes import NOON, FakeCanary, FakeClock, FakeLedger, FakeLog, FakeProber, FakePublisher, quiet

RECORD = TypeAdapter(Record)
# The monitor starts five seconds before the landing page's place on the grid of minutes.
FIRST = next_on_grid(facts.LANDING, facts.MINUTE, NOON)
START = FIRST - 5 * facts.SECOND
CANARIES = ("https://one.example/", "https://two.example/")


def configuration(
    *services: Service, canaries: tuple[str, ...] = (), windows: tuple[WindowSpec, ...] = (), sha256: str = "first"
) -> Configuration:
    """One load of files; hosts are our own, so that conduct holds nothing back."""
    settings = replace(facts.settings(), canaries=canaries, own_hosts=("www.absher.example",))
    return Configuration(
        settings=settings, catalogue=facts.catalogue(*services), windows=windows, sha256=sha256, files=()
    )


class Rig:
    """The fleet and the fakes it works with."""

    def __init__(self, configured: Configuration) -> None:
        self.clock = FakeClock(START)
        self.prober = FakeProber(self.clock)
        self.canary = FakeCanary(self.clock)
        self.ledger = FakeLedger(self.clock)
        self.publisher = FakePublisher()
        self.log = FakeLog()
        self.equipped: list[Settings] = []
        self.outfit = Outfit(clock=self.clock, log=self.log, publisher=self.publisher, equip=self._equip)
        self.judge = Judge(configured.catalogue, configured.settings, Book(), self.clock.now())
        self.scribe = Scribe(self.judge, self.ledger, self.publisher, self.clock, RECORD.dump_json)
        self.fleet = Fleet(configured, self.judge, self.scribe, self.outfit)
        self.stopping = asyncio.Event()

    def _equip(self, settings: Settings) -> tuple[Prober, Canary]:
        self.equipped.append(settings)
        return self.prober, self.canary

    async def advance(self, by: timedelta) -> None:
        await self.clock.advance(by)

    def shown(self, service_id: str = facts.PORTAL) -> str:
        return self.publisher.services[service_id].state.value

    def state(self, service_id: str = facts.PORTAL) -> str:
        return self.judge.records[service_id].standing.state.value


@asynccontextmanager
async def running(configured: Configuration) -> AsyncIterator[Rig]:
    """A fleet at work; it is stopped at the end, unless the test did that, and nothing may be left running."""
    rig = Rig(configured)
    await rig.fleet.adopt(configured)
    task = asyncio.create_task(rig.fleet.run(rig.stopping))
    try:
        await quiet()
        yield rig
    finally:
        rig.ledger.free()
        rig.stopping.set()
        while not task.done():
            await rig.advance(facts.SECOND)
        await task
