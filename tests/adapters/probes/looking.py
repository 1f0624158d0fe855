"""One probe of any kind of target through the real prober, as the loop's own time sees it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from monitor.adapters.probes import NetworkProber, Resolver
from monitor.domain.catalogue import Check
from monitor.domain.observation import Observation
from monitor.domain.target import Target
from tests.adapters.probes.conftest import LoopClock, check_of, platform_of, settings_of


def no_names(host: str, family: int) -> list[str]:
    raise AssertionError(f"{host} is looked up")


@dataclass
class Looking:
    """A prober and the way it resolves names."""

    lookup: Callable[[str, int], list[str]] = no_names

    async def __call__(
        self,
        target: Target,
        *,
        deadline: float = 5.0,
        slow: float = 5.0,
        own_hosts: Sequence[str] = (),
        proxy_url: str | None = None,
    ) -> Observation:
        settings = settings_of(own_hosts=own_hosts)
        resolver = Resolver(self.lookup)
        prober = NetworkProber(LoopClock(), settings.location, settings, "0.1.0", resolver=resolver)
        check: Check = check_of(target, timeout=deadline, slow=slow, proxy_url=proxy_url)
        return await prober.probe(check, platform_of(["127.0.0.1"]))

    async def cancelled(self, target: Target, turns: int) -> None:
        """Begin a probe and cancel it after so many turns of the loop."""
        task = asyncio.create_task(self(target, deadline=30))
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait({task})


def open_descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - names alone


async def let_go_of(before: int) -> int:
    """How many descriptors are open once the loop has closed what it still has to close."""
    for _ in range(100):
        if open_descriptors() <= before:
            break
        await asyncio.sleep(0.01)
    return open_descriptors()
