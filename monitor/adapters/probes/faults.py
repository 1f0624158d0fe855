"""From the error that ended a probe to its outcome, reason and evidence."""

from __future__ import annotations

import ssl

from monitor.adapters.transport.journal import Journal
from monitor.adapters.transport.reasons import decisive_cause, reason_of
from monitor.adapters.transport.refusals import RefusedError
from monitor.domain.catalogue import Check
from monitor.domain.classification import Judgement, excerpt
from monitor.domain.observation import Evidence, Outcome, Reason


def judge_fault(error: BaseException, check: Check, journal: Journal) -> Judgement:
    """What ``error`` says about the target, or that it says nothing since the fault is ours."""
    reason = reason_of(error)
    if reason is Reason.TIMEOUT and journal.waiting:
        reason = Reason.SELF  # the deadline struck while we waited for our own fault to pass
    if journal.unmet is not None and reason in {Reason.TIMEOUT, Reason.RESET}:
        # Something came, and it was not what the check waits for; that no more came afterwards says less.
        return Judgement(outcome=Outcome.FAILED, reason=Reason.EXPECT, evidence=(journal.unmet,))
    outcome = Outcome.NOTHING if reason is Reason.SELF else Outcome.FAILED
    return Judgement(outcome=outcome, reason=reason, evidence=(_evidence(error, reason, check, journal),))


def _evidence(error: BaseException, reason: Reason, check: Check, journal: Journal) -> Evidence:
    cause = decisive_cause(error)
    if isinstance(cause, RefusedError):
        return Evidence(rule=cause.rule, found=excerpt(cause.found), wanted=cause.wanted)  # it may quote the server
    if reason is Reason.TIMEOUT:
        phase = journal.watch.last or "start"
        return Evidence(
            rule="fault.timeout", found=f"still in {phase}", wanted=f"all within {check.timeout.total_seconds():g}s"
        )
    return Evidence(rule=f"fault.{reason}", found=excerpt(_words(cause)))


def _words(cause: BaseException) -> str:
    if isinstance(cause, ssl.SSLCertVerificationError):
        return cause.verify_message or str(cause)
    return f"{type(cause).__name__}: {cause}" if str(cause) else type(cause).__name__
