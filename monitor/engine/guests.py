"""Those who ask hosts beside the checks, within the budgets that the checks keep (SEMANTICS section 8).

A guest takes one scheduled turn of a host: where the floor or a back-off refuses, nothing waits; where only the one
connection is in use, the guest waits for it. Exempt hosts are asked at any time.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from monitor.domain.conduct import Permit, Refusal, SkipReason
from monitor.domain.observation import Observation
from monitor.engine.agenda import Agenda
from monitor.engine.hosts import Busy
from monitor.engine.ports import Clock

_AGAIN_SECONDS = 0.1


class Guests:
    """Hands out turns; ``steady`` is the agenda's clock, ``poke`` says that something became due."""

    def __init__(self, agenda: Agenda, clock: Clock, steady: Callable[[], datetime], poke: Callable[[], None]) -> None:
        self._agenda = agenda
        self._clock = clock
        self._steady = steady
        self._poke = poke

    async def enter(self, host: str, patience_seconds: float) -> Turn | Refusal:
        """A turn at ``host``, after ``patience_seconds`` at most; a refusal's ``until`` is on the steady clock."""
        turn = Turn(self._agenda, self._steady, self._poke)
        given_up_at = self._clock.monotonic() + patience_seconds
        while True:
            answer = turn.ask(host)
            if isinstance(answer, Permit):
                return turn
            if isinstance(answer, Refusal):
                return answer
            if self._clock.monotonic() + _AGAIN_SECONDS >= given_up_at:
                return Refusal(reason=SkipReason.OVERLAP, until=self._steady())
            await self._clock.sleep(_AGAIN_SECONDS)

    def wait_seconds(self, refusal: Refusal) -> float:
        """How long it is until ``refusal`` ends."""
        return max((refusal.until - self._steady()).total_seconds(), 0.0)


class Turn:
    """One guest's turn at a host and at those it is redirected to, held until ``leave``."""

    def __init__(self, agenda: Agenda, steady: Callable[[], datetime], poke: Callable[[], None]) -> None:
        self._agenda = agenda
        self._steady = steady
        self._poke = poke
        self._held: list[str] = []  # in the order of the visit, each once

    def ask(self, host: str) -> Permit | Refusal | Busy:
        """Whether ``host`` may be asked now; if so, it is, and is held."""
        now = self._steady()
        answer = self._agenda.ask_guest(host, now, holds=host in self._held)
        if isinstance(answer, Permit):
            self._held += [] if host in self._held else [host]
        return answer

    def leave(self, observation: Observation | None) -> None:
        """Give back what is held; ``observation`` is what the host last asked answered, if anything came."""
        self._agenda.finish_guest(self._held, observation, self._steady())
        self._held = []
        self._poke()
