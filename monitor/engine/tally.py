"""Counts how long successful probes took, by check and UTC hour, until an hour is over and the ledger may have it.

Asked at every probe, so it does little: one dictionary, one logarithm. An hour may be handed over in parts, since the
ledger adds them up.
"""

from __future__ import annotations

from collections import deque
from datetime import UTC, datetime, timedelta

from monitor.domain.latency import HourOfLatency, bucket_of
from monitor.domain.observation import Observation, Outcome

_HOUR = timedelta(hours=1)
_MOST_AT_ONCE = 500  # rows of one batch: when an hour ends, every check has one, and nobody waits for them
_NEVER = datetime.min.replace(tzinfo=UTC)


class Tally:
    """The probes of the present hour, and of those that are over and not handed out yet."""

    def __init__(self) -> None:
        self._begins = self._ends = _NEVER
        self._counts: dict[tuple[str, str], dict[int, int]] = {}
        self._over: deque[HourOfLatency] = deque()

    def count(self, seen: Observation) -> None:
        """Count a probe, if it was successful and was timed."""
        phases = seen.phases
        if phases is None or (seen.outcome is not Outcome.OK and seen.outcome is not Outcome.SLOW):
            return
        if not self._begins <= seen.completed_at < self._ends:
            self._turn(seen.completed_at)
        key = (seen.check_id, seen.location)
        counts = self._counts.get(key)
        if counts is None:
            counts = self._counts[key] = {}
        bucket = bucket_of(phases.total)
        counts[bucket] = counts.get(bucket, 0) + 1

    def over(self, now: datetime) -> tuple[HourOfLatency, ...]:
        """Some of the hours that are over at ``now``; each is handed out once."""
        if now >= self._ends and self._counts:
            self._turn(now)
        if not self._over:
            return ()
        return tuple(self._over.popleft() for _ in range(min(len(self._over), _MOST_AT_ONCE)))

    def rest(self) -> tuple[HourOfLatency, ...]:
        """Everything that was not handed out yet, the hour that is not over included."""
        self._turn(self._begins)
        rest = tuple(self._over)
        self._over.clear()
        return rest

    def _turn(self, at: datetime) -> None:
        """Begin the hour of ``at``; also one before, where the wall clock was set back."""
        self._over += (
            HourOfLatency(check_id=check_id, location=location, hour=self._begins, counts=counts)
            for (check_id, location), counts in self._counts.items()
        )
        self._counts = {}
        self._begins = at.replace(minute=0, second=0, microsecond=0)
        self._ends = self._begins + _HOUR
