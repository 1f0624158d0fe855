"""The TLS look: one handshake, and how long the certificates behind it are still valid."""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.adapters.probes.job import Job, dial
from monitor.adapters.probes.pace import judge_pace
from monitor.domain.classification import Judgement
from monitor.domain.observation import Evidence, Outcome, Reason, TlsFacts
from monitor.domain.target import TlsTarget


async def look(job: Job) -> Judgement:
    """Whether the handshake succeeds, with the version and the chain that are wanted, for long enough."""
    target = job.check.target
    assert isinstance(target, TlsTarget)
    with dial(job, target.host) as dialer:
        channel = await dialer.connect(target.host, target.port)
        await channel.start_tls(job.equipment.contexts.get(target.tls), target.tls.server_name or target.host)
    return expiring(job.journal.tls, target.min_left, job.equipment.clock.now()) or judge_pace(job)


def expiring(facts: TlsFacts | None, min_left: timedelta, now: datetime) -> Judgement | None:
    """Why a session's certificates are not valid for long enough, if they are not."""
    # The verified chain may leave out what the server shows beside it; without verification all of that counts.
    ends = None if facts is None else facts.chain_not_after or facts.earliest_not_after
    if ends is not None and ends - now >= min_left:
        return None
    if ends is None and not min_left:
        return None
    found = "no expiry" if ends is None else f"{ends:%Y-%m-%dT%H:%M:%SZ}, {_days(ends - now)} left"
    evidence = Evidence(rule="expect.min_left", found=found, wanted=f"{_days(min_left)} at least")
    return Judgement(outcome=Outcome.FAILED, reason=Reason.EXPECT, evidence=(evidence,))


def _days(span: timedelta) -> str:
    return f"{span / timedelta(days=1):.1f} days"
