"""What happens when: a list of steps, each with its distance from the beginning in seconds."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import assert_never

from monitor.adapters.simulation.behaviour import Behaviour
from monitor.adapters.simulation.network import SimulatedNetwork


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """From ``offset`` on ``host`` behaves like that; ``told`` says so to whoever watches."""

    offset: float
    host: str
    behaviour: Behaviour
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """From ``offset`` on nothing can be reached, the canaries included."""

    offset: float
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mend:
    """From ``offset`` on everything can be reached again, and goes on as it would have without the cut."""

    offset: float
    told: str


Step = Switch | Cut | Mend
Wait = Callable[[float], Awaitable[bool]]


async def play(steps: Sequence[Step], network: SimulatedNetwork, wait: Wait, tell: Callable[[Step], None]) -> None:
    """Take the steps in order, each after ``wait`` for its offset, until one wait says that it is over."""
    for step in sorted(steps, key=lambda step: step.offset):
        if await wait(step.offset):
            return
        tell(step)
        await _take(step, network)


async def _take(step: Step, network: SimulatedNetwork) -> None:
    match step:
        case Switch():
            network.platforms[step.host].behaviour = step.behaviour
        case Cut():
            await network.cut()
        case Mend():
            await network.mend()
        case _:
            assert_never(step)
