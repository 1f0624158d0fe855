"""The last question of every look: expectations are met, but was it fast enough?"""

from __future__ import annotations

from monitor.adapters.probes.job import Job
from monitor.domain.classification import Judgement
from monitor.domain.observation import Evidence, Outcome


def judge_pace(job: Job) -> Judgement:
    """``ok``, or ``slow`` when the whole probe took longer than the check's ``slow``."""
    seconds, slow = job.journal.watch.total, job.check.slow.total_seconds()
    if seconds <= slow:
        return Judgement(outcome=Outcome.OK)
    evidence = Evidence(rule="slow", found=f"{seconds:.3f}s", wanted=f"{slow:g}s at most")
    return Judgement(outcome=Outcome.SLOW, evidence=(evidence,))
