"""What an answer comes to: an outcome, its reason, and the facts behind it.

It knows neither rules nor expectations, so that faults of the network can be told in the same form.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from monitor.domain.observation import Evidence, Outcome, Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """An outcome with its reason, and the facts behind it."""

    outcome: Outcome
    reason: Reason | None = None
    evidence: tuple[Evidence, ...] = ()
    retry_after: timedelta | None = None
