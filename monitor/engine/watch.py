"""One look at one check: whatever comes of a probe, an exception of ours included, is an observation.

Holds the engine's only broad ``except``: a probe that *raises* is our own bug, becomes the reason ``self``, is counted
and logged, and never says anything about the target.
"""

from __future__ import annotations

from datetime import datetime

from monitor.domain.catalogue import Check, Platform
from monitor.domain.observation import Evidence, Observation, Outcome, Reason
from monitor.engine.ports import Clock, Log, Prober


class Watch:
    """Looks at checks with the prober of the present configuration."""

    def __init__(self, prober: Prober, location: str, clock: Clock, log: Log) -> None:
        self._prober = prober
        self._location = location
        self._clock = clock
        self._log = log

    async def look(self, check: Check, platform: Platform) -> Observation:
        """One observation; whatever the target does is data."""
        started_at = self._clock.now()
        try:
            return await self._prober.probe(check, platform)
        except Exception as bug:  # noqa: BLE001 - the one place where our own bug must not stop the watching
            self._log.error("probe_raised", check=check.id, error=repr(bug))
            return self._own_fault(check, started_at, repr(bug))

    def _own_fault(self, check: Check, started_at: datetime, error: str) -> Observation:
        return Observation(
            check_id=check.id,
            location=self._location,
            started_at=started_at,
            completed_at=self._clock.now(),
            outcome=Outcome.NOTHING,
            reason=Reason.SELF,
            evidence=(Evidence(rule="probe.raised", found=error[:200]),),
        )
