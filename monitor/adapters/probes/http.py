"""The HTTP probe: one GET of one page within one deadline, and an observation whatever happens.

Nothing of the target is an exception to the caller: errors end in ``faults``, answers in ``classification``. Only a
cancellation from outside passes through, and leaves no connection behind.
"""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from monitor.adapters.probes.addresses import AddressPolicy, canonical_host
from monitor.adapters.probes.faults import judge_fault
from monitor.adapters.probes.journal import Journal
from monitor.adapters.probes.network import ProbeNetwork, Route
from monitor.adapters.probes.phases import Stopwatch
from monitor.adapters.probes.reasons import NETWORK_ERRORS
from monitor.adapters.probes.redirects import configured_url
from monitor.adapters.probes.refusals import OwnFaultError
from monitor.adapters.probes.resolver import Resolver
from monitor.adapters.probes.tls import TlsContexts
from monitor.adapters.probes.transport import FreshTransport
from monitor.adapters.probes.visit import Page, Visit
from monitor.domain.catalogue import Check, Location, Platform, Settings, TlsSettings
from monitor.domain.classification import Answer, Judgement, judge_answer
from monitor.domain.observation import Observation, Phases
from monitor.engine.ports import Clock


def request_headers(version: str, contact: str) -> dict[str, str]:
    """What every request says: who we are and where to complain, never varied after a block (SEMANTICS section 8)."""
    return {
        "Accept": "text/html,*/*;q=0.8",
        "Accept-Encoding": "gzip, deflate",
        "Connection": "close",
        "User-Agent": f"marsad/{version} (+{contact})",
    }


class HttpProber:
    """Probes over HTTP and HTTPS from one location (port ``Prober``)."""

    def __init__(
        self, clock: Clock, location: Location, settings: Settings, version: str, *, resolver: Resolver | None = None
    ) -> None:
        self._clock = clock
        self._location = location
        self._proxy_url = settings.proxy_url
        self._own_hosts = frozenset(map(canonical_host, settings.own_hosts))
        self._headers = request_headers(version, settings.contact)
        self._resolver = resolver or Resolver()
        self._contexts = TlsContexts()
        self._contexts.get(TlsSettings())  # built at the start, not inside somebody's first probe

    async def probe(self, check: Check, platform: Platform) -> Observation:
        """One probe within ``check.timeout``, redirects and retries included."""
        started_at = self._clock.now()
        journal = Journal(watch=Stopwatch(self._clock.monotonic))
        seen = await self._look(check, platform, journal)
        phases, completed_at = journal.watch.read(), self._clock.now()
        if isinstance(seen, Page):
            judgement = judge_answer(_answer(seen, phases, completed_at), check.http.expect, slow=check.slow)
        else:
            judgement = judge_fault(seen, check, journal)
        return self._observation(check, journal, judgement, phases, (started_at, completed_at))

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
            http=journal.http(),
            tls=journal.tls,
            evidence=judgement.evidence,
            retry_after=judgement.retry_after,
        )

    async def _look(self, check: Check, platform: Platform, journal: Journal) -> Page | Exception:
        try:
            async with asyncio.timeout(check.timeout.total_seconds()), self._transport(check, journal) as sender:
                return await Visit(
                    sender, check.http, self._headers, platform.hosts, journal=journal, sleep=self._clock.sleep
                ).page()
        except NETWORK_ERRORS as error:
            return error

    def _transport(self, check: Check, journal: Journal) -> FreshTransport:
        """A transport for one probe, so that no connection outlives it."""
        proxy_url = check.proxy_url or self._proxy_url
        if proxy_url is not None and (check.http.resolve or check.http.tls.server_name):
            # The proxy resolves, and httpcore knows no server name inside a tunnel. Rather nothing seen than the
            # wrong server measured and called the target.
            raise OwnFaultError("resolve and tls.server_name cannot be used with a proxy")
        policy = AddressPolicy(
            first_host=canonical_host(configured_url(check.http.url).host),
            own_hosts=self._own_hosts,
            overrides={canonical_host(host): address for host, address in check.http.resolve.items()},
        )
        route = Route(policy=policy, protocol=check.http.ip_protocol, proxied=proxy_url is not None)
        return FreshTransport(
            ProbeNetwork(self._resolver, route, journal),
            self._contexts.get(check.http.tls),
            proxy_url=proxy_url,
            proxy_tls=self._contexts.get(TlsSettings()),
        )


def _answer(page: Page, phases: Phases, at: datetime) -> Answer:
    return Answer(
        status=page.status, headers=page.headers, text=page.text, duration=timedelta(seconds=phases.total), at=at
    )
