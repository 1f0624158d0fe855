"""The HTTP look: one GET of one page, redirects as far as they may go, and what the answer means."""

from __future__ import annotations

from datetime import timedelta

from monitor.adapters.probes.job import Job
from monitor.adapters.probes.network import ProbeNetwork, Route
from monitor.adapters.probes.redirects import configured_url
from monitor.adapters.probes.transport import FreshTransport
from monitor.adapters.probes.visit import Page, Visit
from monitor.adapters.transport.addresses import AddressPolicy, canonical_host
from monitor.adapters.transport.refusals import OwnFaultError
from monitor.domain.classification import Answer, Judgement, judge_answer
from monitor.domain.target import HttpTarget, TlsSettings


def request_headers(version: str, contact: str) -> dict[str, str]:
    """What every request says: who we are and where to complain, never varied after a block (SEMANTICS section 8)."""
    return {
        "Accept": "text/html,*/*;q=0.8",
        "Accept-Encoding": "gzip, deflate",
        "Connection": "close",
        "User-Agent": f"marsad/{version} (+{contact})",
    }


async def look(job: Job) -> Judgement:
    """What the page at the end of the way says."""
    target = job.check.target
    assert isinstance(target, HttpTarget)
    clock, headers = job.equipment.clock, job.equipment.headers
    async with _transport(job, target) as sender:
        visit = Visit(sender, target, headers, job.platform.hosts, journal=job.journal, sleep=clock.sleep)
        page = await visit.page()
    return judge_answer(_answer(page, job), target.expect, slow=job.check.slow)


def _transport(job: Job, target: HttpTarget) -> FreshTransport:
    """A transport for one probe, so that no connection outlives it."""
    contexts = job.equipment.contexts
    proxy_url = job.check.proxy_url or job.equipment.proxy_url
    if proxy_url is not None and (target.resolve or target.tls.server_name):
        # The proxy resolves, and httpcore knows no server name inside a tunnel. Rather nothing seen than the
        # wrong server measured and called the target.
        raise OwnFaultError("resolve and tls.server_name cannot be used with a proxy")
    policy = AddressPolicy(
        first_host=canonical_host(configured_url(target.url).host),
        own_hosts=job.equipment.own_hosts,
        overrides={canonical_host(host): address for host, address in target.resolve.items()},
    )
    route = Route(policy=policy, protocol=target.ip_protocol, proxied=proxy_url is not None)
    return FreshTransport(
        ProbeNetwork(job.equipment.resolver, route, job.journal),
        contexts.get(target.tls),
        proxy_url=proxy_url,
        proxy_tls=contexts.get(TlsSettings()),
    )


def _answer(page: Page, job: Job) -> Answer:
    phases = job.journal.watch.read()
    return Answer(
        status=page.status,
        headers=page.headers,
        text=page.text,
        duration=timedelta(seconds=phases.total),
        at=job.equipment.clock.now(),
    )
