"""The only module that reads a clock."""

from __future__ import annotations

import math
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import asyncio

_APART_SECONDS = 0.005  # wake-ups of this process; nothing it waits for is so urgent
_AFTER_SECONDS = 0.0005  # they come so much after the round times at which checks are due: never just before them
_EPOCH = time.time() - time.monotonic()  # so that the places are those of the grids, which are counted in wall time


class SystemClock:
    """The machine's wall and monotonic clocks."""

    def now(self) -> datetime:
        """The present instant, aware and UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds on a clock that never steps."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait ``seconds``, some milliseconds more at the most."""
        import asyncio  # noqa: PLC0415 - commands that only ask for the time are spared a tenth of their own

        await asyncio.sleep(_shared(seconds))

    async def wait(self, event: asyncio.Event, seconds: float) -> bool:
        """Wait until ``event`` is set, ``seconds`` and some milliseconds at the most; whether it is set."""
        import asyncio  # noqa: PLC0415 - see above

        try:
            async with asyncio.timeout(_shared(seconds)):
                return await event.wait()
        except TimeoutError:
            return False


def _shared(seconds: float) -> float:
    """As long as ``seconds``, and on to the next instant at which others wake up too.

    To wake an idle process costs more than to start a probe. Whole milliseconds, because uvloop's timers count those
    and round to the nearest: without that some would ring too early.
    """
    now = _EPOCH + time.monotonic() - _AFTER_SECONDS
    until = math.ceil((now + max(seconds, 0.0)) / _APART_SECONDS) * _APART_SECONDS
    return math.ceil((until - now) * 1000) / 1000
