"""Whether our own network reaches anything: the canaries' rounds, every 30 s and at once on a first failure.

A failure is doubted while *all* canaries fail (SEMANTICS section 2). A result must be younger than the failure it
judges, so ``fresh`` waits for a round that began after it was called; any number of callers share one round.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence

from monitor.engine.ports import Canary, Clock

EVERY_SECONDS = 30.0
_APART_SECONDS = 1.0  # rounds on demand, so that a thousand failing checks do not beat on the canaries
Heard = Callable[[Sequence[bool]], None]


class Canaries:
    """The canaries of one location. ``heard`` gets the result of each round; no canaries: never a doubt."""

    def __init__(self, canary: Canary, targets: Sequence[str], clock: Clock, heard: Heard) -> None:
        self._canary = canary
        self._targets = tuple(targets)
        self._clock = clock
        self._heard = heard
        self._asked = asyncio.Event()
        self._waiting: list[asyncio.Future[None]] = []
        self._served: list[asyncio.Future[None]] = []  # by the round under way
        self._last_began: float | None = None
        self._retired = False

    async def run(self) -> None:
        """Go round until cancelled."""
        while self._targets:
            await self._round()
            await self._clock.wait(self._asked, EVERY_SECONDS)

    async def fresh(self) -> None:
        """Wait for a round that began after this call."""
        if not self._targets or self._retired:
            return
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(done)
        self._asked.set()
        await done

    def retire(self) -> None:
        """Be heard no more: a reload brought others. Who waits is let go, and asks those."""
        self._retired = True
        _release((*self._served, *self._waiting))

    async def _round(self) -> None:
        now = self._clock.monotonic()
        if self._last_began is not None:
            await self._clock.sleep(max(0.0, self._last_began + _APART_SECONDS - now))
        self._last_began = self._clock.monotonic()
        self._asked.clear()
        self._served, self._waiting = self._waiting, []
        async with asyncio.TaskGroup() as tasks:
            asked = [tasks.create_task(self._canary.reachable(target)) for target in self._targets]
        if not self._retired:
            self._heard([task.result() for task in asked])
            _release(self._served)


def _release(waiting: Iterable[asyncio.Future[None]]) -> None:
    for done in waiting:
        if not done.done():  # a probe that was cancelled while it waited
            done.set_result(None)
