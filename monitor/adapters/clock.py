"""The only module that reads a clock."""

from __future__ import annotations

import asyncio
import math
import time
from datetime import UTC, datetime


class SystemClock:
    """The machine's wall and monotonic clocks."""

    def now(self) -> datetime:
        """The present instant, aware and UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds on a clock that never steps."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait ``seconds``."""
        await asyncio.sleep(_whole(seconds))

    async def wait(self, event: asyncio.Event, seconds: float) -> bool:
        """Wait until ``event`` is set, ``seconds`` at the most; whether it is set."""
        try:
            async with asyncio.timeout(_whole(seconds)):
                return await event.wait()
        except TimeoutError:
            return False


def _whole(seconds: float) -> float:
    # uvloop's timers count milliseconds and round to the nearest: who wakes too early must go to sleep once more.
    return math.ceil(seconds * 1000) / 1000
