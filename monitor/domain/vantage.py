"""What an observation means from where it was made (SEMANTICS section 2, ``blocked``)."""

from __future__ import annotations

from monitor.domain.catalogue import Location, Platform
from monitor.domain.observation import UNREACHED, Observation, Outcome


def outcome_from(observation: Observation, platform: Platform, location: Location) -> Outcome:
    """From outside ``reachable_from`` a dns, connect, reset or timeout failure says nothing about the service."""
    outside = platform.reachable_from and location.country not in platform.reachable_from
    if observation.outcome is Outcome.FAILED and outside and observation.reason in UNREACHED:
        return Outcome.BLOCKED
    return observation.outcome
