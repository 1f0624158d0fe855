"""The HTTP look: one GET of one page, redirects as far as they may go, and what the answer means."""

from __future__ import annotations

from datetime import timedelta

from monitor.adapters.probes.job import Job, dial
from monitor.adapters.probes.redirects import configured_url
from monitor.adapters.probes.visit import Page, Visit
from monitor.adapters.transport.http import ProbeTransport
from monitor.domain.classification import Answer, Judgement, judge_answer
from monitor.domain.target import HttpTarget


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
    target, equipment = job.check.target, job.equipment
    assert isinstance(target, HttpTarget)
    ours = tuple(equipment.headers.items())
    with dial(job, configured_url(target.url).host) as dialer:
        sender = ProbeTransport(dialer, equipment.contexts.get(target.tls), job.journal)
        page = await Visit(sender, target, ours, job.platform.hosts, journal=job.journal).page()
    return judge_answer(_answer(page, job), target.expect, slow=job.check.slow)


def _answer(page: Page, job: Job) -> Answer:
    return Answer(
        status=page.status,
        headers=page.headers,
        text=page.text,
        duration=timedelta(seconds=job.journal.watch.total),
        at=job.equipment.clock.now(),
        body=page.body,
        host=page.host,
        truncated=job.journal.truncated,
    )
