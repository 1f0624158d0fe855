"""The second hand of the live engine: lets time pass, counts seconds, beats for the ledger, notices odd clocks.

A stall of this process is an absence like any other (SEMANTICS section 2). Seconds are counted up to the last
heartbeat on disk, so that a ``kill -9`` never takes back what was exported.
"""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from typing import Protocol

from monitor.engine.judge import Judge
from monitor.engine.outfit import Outfit
from monitor.engine.scribe import Scribe

_TICK_SECONDS = 1.0
_MOST_SILENT_TICKS = 3  # a transaction costs as much as ten probes, and a heartbeat may be 5 s old
_STALL = timedelta(seconds=10)  # a tick this late means that nobody looked: twice the age a heartbeat may have
_STEP = timedelta(seconds=2)  # wall and monotonic clock may drift this far apart in one tick before it is a step
_SETTLE_SECONDS = 15  # each service's seconds are counted this often; all of a small fleet at each tick
_SMALL_FLEET = 50
_MOST_AT_ONCE = 200  # of a fleet beyond 3,000 each is counted somewhat seldomer, lest a tick hold up the probes


class LookAnew(Protocol):
    """Told when window edges stand elsewhere on the steady clock, or nobody looked for a while."""

    def __call__(self, *, absent: bool) -> None:
        """``absent``: probes were missed."""


class Heartbeat:
    """One tick a second; a beat for the ledger at each that has something to write, and at every third."""

    def __init__(self, judge: Judge, scribe: Scribe, outfit: Outfit, look_anew: LookAnew) -> None:
        self._judge = judge
        self._scribe = scribe
        self._clock, self._log, self._publisher = outfit.clock, outfit.log, outfit.publisher
        self._look_anew = look_anew
        self._turn = 0
        self._silent_ticks = _MOST_SILENT_TICKS  # so far the ledger knows of no tick at all
        self._alive_until = self._clock.now()  # as the ledger was told

    async def run(self) -> None:
        """Beat until cancelled."""
        wall, steps = self._clock.now(), self._clock.monotonic()
        while True:
            await self._clock.sleep(_TICK_SECONDS)
            former, wall = wall, self._clock.now()
            passed, steps = self._clock.monotonic() - steps, self._clock.monotonic()
            self._notice(timedelta(seconds=passed), former, wall)
            await self._beat(former, wall)

    async def _beat(self, former: datetime, now: datetime) -> None:
        if self._judge.look_ahead(now):
            self._look_anew(absent=False)  # edges that were beyond the horizon need their probes too
        decision = self._judge.advance(now)
        self._scribe.note(decision)
        self._tell_the_ledger(now)
        await self._scribe.publish({*decision.changed, *self._judge.turning(former, now)})
        turn = self._next_turn()
        settled = self._judge.settle(self._alive_until, turn)
        if len(turn) == len(self._judge.sources):
            self._scribe.note(settled)
        else:
            self._scribe.hold(settled)
        await self._scribe.publish(settled.changed)

    def _tell_the_ledger(self, now: datetime) -> None:
        self._silent_ticks += 1
        if self._scribe.owes or self._silent_ticks >= _MOST_SILENT_TICKS:
            self._scribe.submit(now)
            self._silent_ticks, self._alive_until = 0, now

    def _next_turn(self) -> tuple[str, ...]:
        """The services whose seconds are counted at this tick; the fleet takes turns."""
        sources = self._judge.sources
        size = min(max(_SMALL_FLEET, math.ceil(len(sources) / _SETTLE_SECONDS)), _MOST_AT_ONCE)
        self._turn = 0 if self._turn >= len(sources) else self._turn
        turn = sources[self._turn : self._turn + size]
        self._turn += size
        return turn

    def _notice(self, passed: timedelta, former: datetime, now: datetime) -> None:
        stepped = now - former - passed
        if passed > _STALL:
            self._log.warning("stalled", seconds=passed.total_seconds())
            self._scribe.note(self._judge.absent(former, now))
            self._look_anew(absent=True)
        elif abs(stepped) > _STEP:
            self._log.warning("clock_stepped", seconds=stepped.total_seconds())
            self._publisher.count_clock_step()
            self._look_anew(absent=False)
