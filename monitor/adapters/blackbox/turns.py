"""Conduct behind the door of ``/probe``: what a probe that has begun may go on to, and what its host answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from monitor.adapters.blackbox.journey import plain_host
from monitor.adapters.blackbox.permission import Permission
from monitor.domain.classification import Answer, judge_answer
from monitor.domain.conduct import Permit, Refusal, SkipReason, exempt
from monitor.domain.observation import HttpFacts, Observation
from monitor.domain.target import Expect
from monitor.engine.guests import Turn

_NEVER_SLOW = timedelta(days=1)
_SENTENCES = {
    SkipReason.BACKOFF: "{host} refused us lately and is left alone for a while.",
    SkipReason.OVERLAP: "{host} has a probe in flight, and one connection at a time is all it gets.",
}
_ASKED = "{host} was asked as often as it may be asked."


def refusal_sentence(host: str, reason: SkipReason) -> str:
    """Why ``host`` may not be asked now."""
    return _SENTENCES.get(reason, _ASKED).format(host=host)


@dataclass(slots=True, kw_only=True)
class Gatekeeper:
    """The gate of one probe (``journey.Gate``); holds the turn until ``leave``."""

    permission: Permission
    turn: Turn
    first: str
    own_hosts: tuple[str, ...]
    heard: Observation | None = None

    def refusal(self, host: str, port: int) -> str | None:
        """Why a redirect may not be followed to ``host``; ``None`` lets it go there and counts it."""
        host = plain_host(host)
        if not self.permission.admits_redirect(self.first, host, port):
            return f"{host} is neither a host of a configured check nor listed in probe.allow."
        answer = self.turn.ask(host)
        if isinstance(answer, Permit):
            return None
        reason = answer.reason if isinstance(answer, Refusal) else SkipReason.OVERLAP
        return refusal_sentence(host, reason)

    def is_exempt(self, host: str) -> bool:
        """Whether ``host`` is ours, so that no bound of conduct holds for it."""
        return exempt(plain_host(host), self.own_hosts)

    def hear(self, answer: Answer) -> None:
        """Note how the host answered: a refusal closes it to the checks as well, any other answer opens it."""
        judgement = judge_answer(answer, Expect(), slow=_NEVER_SLOW)
        self.heard = Observation(
            check_id="",
            location="",
            started_at=answer.at,
            completed_at=answer.at,
            outcome=judgement.outcome,
            reason=judgement.reason,
            http=HttpFacts(status=answer.status),
            retry_after=judgement.retry_after,
        )

    def leave(self) -> None:
        """Give the turn back."""
        self.turn.leave(self.heard)
