"""One probe of any kind: one look within one deadline, and an observation whatever happens.

Nothing of the target is an exception to the caller: errors end in ``faults``, answers in ``classification``. Only a
cancellation from outside passes through, and leaves no connection behind.
"""

from __future__ import annotations

import asyncio
from datetime import datetime

from monitor.adapters.probes.faults import judge_fault
from monitor.adapters.probes.http import request_headers
from monitor.adapters.probes.job import Equipment, Job
from monitor.adapters.probes.registry import LOOKS
from monitor.adapters.probes.secrecy import concealed, concealed_evidence
from monitor.adapters.transport.addresses import canonical_host
from monitor.adapters.transport.journal import Journal
from monitor.adapters.transport.names import Resolver
from monitor.adapters.transport.phases import Stopwatch
from monitor.adapters.transport.reasons import NETWORK_ERRORS
from monitor.adapters.transport.tls import TlsContexts
from monitor.domain.catalogue import Check, Location, Platform, Settings
from monitor.domain.classification import Judgement
from monitor.domain.observation import Observation, Phases
from monitor.domain.target import Kind, TlsSettings
from monitor.engine.ports import Clock


class NetworkProber:
    """Probes from one location (port ``Prober``)."""

    def __init__(
        self, clock: Clock, location: Location, settings: Settings, version: str, *, resolver: Resolver | None = None
    ) -> None:
        self._clock = clock
        self._location = location
        self._equipment = Equipment(
            clock=clock,
            resolver=resolver or Resolver(),
            contexts=TlsContexts(),
            headers=request_headers(version, settings.contact),
            own_hosts=frozenset(map(canonical_host, settings.own_hosts)),
            proxy_url=settings.proxy_url,
        )
        self._equipment.contexts.get(TlsSettings())  # built at the start, not inside somebody's first probe

    async def probe(self, check: Check, platform: Platform) -> Observation:
        """One probe within ``check.timeout``, redirects and retries included."""
        started_at = self._clock.now()
        journal = Journal(watch=Stopwatch(self._clock.monotonic))
        judgement = await self._look(check, platform, journal)
        phases, completed_at = journal.watch.read(), self._clock.now()
        return self._observation(check, journal, judgement, phases, (started_at, completed_at))

    async def _look(self, check: Check, platform: Platform, journal: Journal) -> Judgement:
        job = Job(check=check, platform=platform, journal=journal, equipment=self._equipment)
        try:
            async with asyncio.timeout(check.timeout.total_seconds()):
                return await LOOKS[check.target.kind](job)
        except NETWORK_ERRORS as error:
            return judge_fault(error, check, journal)

    def _observation(
        self, check: Check, journal: Journal, judgement: Judgement, phases: Phases, span: tuple[datetime, datetime]
    ) -> Observation:
        return Observation(
            check_id=check.id,
            location=self._location.id,
            started_at=span[0],
            completed_at=span[1],
            outcome=judgement.outcome,
            reason=judgement.reason,
            phases=phases,
            attempts=1 + len(journal.retries),
            retries=tuple(journal.retries),
            http=journal.http() if check.target.kind is Kind.HTTP else None,
            tls=journal.tls,
            answer=tuple([concealed(line, check.target) for line in journal.answer]),
            evidence=concealed_evidence(judgement.evidence, check.target),
            retry_after=judgement.retry_after,
        )
