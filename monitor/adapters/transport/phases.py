"""Where the time of a probe went: a stopwatch with one hand for each phase.

A phase that was entered is measured, also when it failed or the deadline cut it: its length then says how long
nothing came. A phase that was never entered is absent, not zero.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum

from monitor.domain.observation import Phases


class Phase(StrEnum):
    """The parts of a probe, in their order."""

    RESOLVE = "resolve"
    CONNECT = "connect"
    TLS = "tls"
    PROCESSING = "processing"
    TRANSFER = "transfer"


class Stopwatch:
    """Sums the time spent in each phase over all hops; ``last`` is the phase entered most recently."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self.now = monotonic
        self._started = monotonic()
        self._spent: dict[Phase, float] = {}
        self._entered = 0.0
        self._running = False
        self.last: Phase | None = None

    def enter(self, phase: Phase, *, at: float | None = None) -> None:
        """Leave the present phase, if any, and begin ``phase``, now or at an instant that has passed since."""
        at = self.now() if at is None else at
        self.leave(at=at)
        self.last, self._entered, self._running = phase, at, True

    def leave(self, *, at: float | None = None) -> None:
        """End the present phase, if any, now or at an instant that has passed since."""
        if self._running and self.last is not None:
            at = self.now() if at is None else at
            # Bytes may have come before anybody waited for them: that is no time at all, and not less.
            self._spent[self.last] = self._spent.get(self.last, 0.0) + max(0.0, at - self._entered)
        self._running = False

    @contextmanager
    def during(self, phase: Phase) -> Iterator[None]:
        """Measure the block as ``phase``, however it ends."""
        self.enter(phase)
        try:
            yield
        finally:
            self.leave()

    @property
    def total(self) -> float:
        """Seconds since the stopwatch was made; the present phase goes on."""
        return self.now() - self._started

    def read(self) -> Phases:
        """All phases until now, and the total since the stopwatch was made."""
        self.leave()
        return Phases(
            resolve=self._spent.get(Phase.RESOLVE),
            connect=self._spent.get(Phase.CONNECT),
            tls=self._spent.get(Phase.TLS),
            processing=self._spent.get(Phase.PROCESSING),
            transfer=self._spent.get(Phase.TRANSFER),
            total=self.total,
        )
