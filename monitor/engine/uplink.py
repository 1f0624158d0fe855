"""How far our own sight can be trusted: the canaries of the present configuration, going round, and what they said."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from monitor.engine.canaries import Canaries
from monitor.engine.judge import Judge
from monitor.engine.outfit import Outfit
from monitor.engine.ports import Canary

_RENEWAL_SECONDS = 1.0  # how soon the canaries of a reloaded configuration take over


class Uplink:
    """The canaries of one location, as long as it is watched; each configuration brings its own."""

    def __init__(self, judge: Judge, location: str, outfit: Outfit) -> None:
        self._judge = judge
        self._location = location
        self._clock, self._publisher = outfit.clock, outfit.publisher
        self._canaries: Canaries | None = None
        self.results: tuple[bool, ...] = ()  # of the last round

    def put_on(self, canary: Canary, targets: Sequence[str]) -> None:
        """Listen to other canaries from now on."""
        if self._canaries is not None:
            self._canaries.retire()
        self._canaries = Canaries(canary, targets, self._clock, self._hear)
        self._publisher.enrol_location(self._location, len(targets))
        if not targets:
            self._judge.network_reachable = True

    async def fresh(self) -> None:
        """Wait for a round that began after this call."""
        asked: Canaries | None = None
        while asked is not self._canaries:  # a reload meanwhile brought others, and those have not spoken yet
            asked = self._canaries
            if asked is not None:
                await asked.fresh()

    async def listen(self) -> None:
        """Keep the canaries of the present configuration going round, until cancelled."""
        while True:
            canaries = self._canaries
            async with asyncio.TaskGroup() as tasks:
                rounds = tasks.create_task(canaries.run()) if canaries is not None else None
                while self._canaries is canaries:
                    await self._clock.sleep(_RENEWAL_SECONDS)
                if rounds is not None:
                    rounds.cancel()

    def _hear(self, results: Sequence[bool]) -> None:
        self.results = tuple(results)
        self._judge.network_reachable = any(results)
        for ordinal, reachable in enumerate(results):
            self._publisher.set_canary(self._location, ordinal, reachable=reachable)
