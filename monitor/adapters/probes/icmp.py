"""The ICMP look: one echo request and its reply."""

from __future__ import annotations

from monitor.adapters.probes.job import Job, dial
from monitor.adapters.probes.pace import judge_pace
from monitor.adapters.transport.echo import echo
from monitor.domain.classification import Judgement
from monitor.domain.target import IcmpTarget


async def look(job: Job) -> Judgement:
    """Whether the host answers, whatever proxy there is: pings do not go through one."""
    target = job.check.target
    assert isinstance(target, IcmpTarget)
    with dial(job, target.host) as dialer:
        address = await dialer.address(target.host)
    reply = await echo(address, payload_bytes=target.payload_bytes, hop_limit=None, journal=job.journal)
    hops = "" if reply.hop_limit is None else f", hop limit {reply.hop_limit}"
    job.journal.answer.append(f"reply from {address}{hops}")
    return judge_pace(job)
