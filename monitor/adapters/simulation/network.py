"""All that the monitor can reach in the demonstration: some platforms, and two canaries for its own uplink."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from types import TracebackType
from typing import Self

from monitor.adapters.simulation.listener import Listener
from monitor.adapters.simulation.platform import SimulatedPlatform

_CANARIES = 2  # a single one draws a warning


class SimulatedNetwork:
    """Everything answers inside ``async with``, except while it is cut."""

    def __init__(self, platforms: Iterable[SimulatedPlatform]) -> None:
        self.platforms = {platform.host: platform for platform in platforms}
        self._canaries = [Listener(_hang_up) for _ in range(_CANARIES)]

    @property
    def canaries(self) -> tuple[str, ...]:
        """The canaries as the configuration names them."""
        return tuple(f"tcp://127.0.0.1:{canary.port}" for canary in self._canaries)

    async def mend(self) -> None:
        """Everything can be reached, the canaries last."""
        for listener in (*self._pages, *self._canaries):
            await listener.open()

    async def cut(self) -> None:
        """Nothing can be reached, the canaries first: a platform must not fail while they still answer."""
        for listener in (*self._canaries, *self._pages):
            await listener.close()

    @property
    def _pages(self) -> list[Listener]:
        return [platform.listener for platform in self.platforms.values()]

    async def __aenter__(self) -> Self:
        try:
            await self.mend()
        except BaseException:
            await self.cut()
            raise
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        await self.cut()


async def _hang_up(_reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    """A canary only has to be there."""
