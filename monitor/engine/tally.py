"""Counts how long successful probes took, by check and UTC hour, until an hour is over and the ledger may have it.

Asked at every probe, so it does little: one dictionary, one logarithm. An hour may be handed over in parts, since the
ledger adds them up.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice

from monitor.domain.latency import HourOfLatency, bucket_of
from monitor.domain.observation import Observation, Outcome

_HOUR = timedelta(hours=1)
_MOST_AT_ONCE = 500  # rows of one batch: when an hour ends, every check has one, and nobody waits for them
_NEVER = datetime.min.replace(tzinfo=UTC)

Counts = dict[tuple[str, str], dict[int, int]]  # by check and location, and then by bucket


class Tally:
    """The probes of the present hour, and of those that are over and not handed out yet."""

    def __init__(self) -> None:
        self._begins = self._ends = _NEVER
        self._counts: Counts = {}
        self._past: deque[tuple[datetime, Counts]] = deque()

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
        if now >= self._ends:
            self._turn(now)
        return tuple(islice(self._taken(), _MOST_AT_ONCE)) if self._past else ()

    def rest(self) -> tuple[HourOfLatency, ...]:
        """Everything that was not handed out yet, the hour that is not over included."""
        self._turn(self._begins)
        return tuple(self._taken())

    def _turn(self, at: datetime) -> None:
        """Begin the hour of ``at``; also one before, where the wall clock was set back."""
        if self._counts:
            self._past.append((self._begins, self._counts))
            self._counts = {}
        self._begins = at.replace(minute=0, second=0, microsecond=0)
        self._ends = self._begins + _HOUR

    def _taken(self) -> Iterator[HourOfLatency]:
        # Made one by one when they are asked for: of 10,000 checks at once they would hold up the probes.
        while self._past:
            hour, counts_of = self._past[0]
            while counts_of:
                (check_id, location), counts = counts_of.popitem()
                yield HourOfLatency(check_id=check_id, location=location, hour=hour, counts=counts)
            self._past.popleft()
