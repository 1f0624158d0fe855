"""Finds the probes behind glimpses: when each began, what it saw, and when our own network reached nothing.

A glimpse is dated at the end of its probe. A replayed probe takes no time, so each is put back to where its probe
began: a place on the grid, or a second look after the glimpse before. Where neither fits, a ``Look`` is made at it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.domain.cadence import next_on_grid
from monitor.domain.catalogue import Catalogue, Check
from monitor.domain.history import Glimpse, Seen
from monitor.domain.observation import UNREACHED, Outcome, Reason
from monitor.engine.scenario import CanaryChange, Look, Sight

_LATE = timedelta(seconds=1)  # a probe begins so long after its place on the grid at most, save in a crowd
_TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A glimpse, and when its probe began; ``placed`` where the replay makes that probe by itself."""

    glimpse: Glimpse
    at: datetime
    placed: bool


def sightings(glimpses: Sequence[Glimpse], catalogue: Catalogue) -> tuple[Sighting, ...]:
    """Each glimpse with its probe, in the order of the probes."""
    last: dict[str, Sighting] = {}
    found: list[Sighting] = []
    for glimpse in sorted(glimpses, key=lambda glimpse: glimpse.at):
        last[glimpse.check_id] = placed = _placed(
            glimpse, catalogue.checks[glimpse.check_id], last.get(glimpse.check_id)
        )
        found.append(placed)
    return tuple(sorted(found, key=lambda sighting: sighting.at))


def sights(glimpses: Sequence[Glimpse], catalogue: Catalogue, starts: datetime) -> tuple[Sight, ...]:
    """What each check sees, and from when; before its first glimpse nobody looks."""
    unseen = (Sight(at=starts, check_id=check_id, outcome=Outcome.NOTHING) for check_id in catalogue.checks)
    seen = (sight_of(one.glimpse, max(one.at, starts)) for one in sightings(glimpses, catalogue))
    return (*unseen, *seen)


def sight_of(glimpse: Glimpse, at: datetime) -> Sight:
    """What the glimpse saw, before anybody asked from where it was seen or whether our network was there."""
    reason = Reason(glimpse.reason) if glimpse.reason else None
    failed = glimpse.seen is Seen.DOUBTED or (glimpse.seen is Seen.BLOCKED and reason in UNREACHED)
    outcome = Outcome.FAILED if failed else Outcome(glimpse.seen.value)
    return Sight(at=at, check_id=glimpse.check_id, outcome=outcome, reason=reason)


def looks(glimpses: Sequence[Glimpse], catalogue: Catalogue) -> tuple[Look, ...]:
    """Probes that the grid does not make: after a refused turn, at an edge, by hand."""
    return tuple(
        Look(at=one.at + _TICK, check_id=one.glimpse.check_id, since=one.at)
        for one in sightings(glimpses, catalogue)
        if not one.placed
    )


def canaries(glimpses: Sequence[Glimpse], catalogue: Catalogue) -> tuple[CanaryChange, ...]:
    """From a doubted failure on our network is gone, until that check is believed again, or any failure is."""
    return tuple(_canaries(sightings(glimpses, catalogue)))


def _canaries(seen: Sequence[Sighting]) -> Iterator[CanaryChange]:
    doubted: set[str] = set()
    for one in seen:
        reachable = not doubted
        if one.glimpse.seen is Seen.DOUBTED:
            doubted.add(one.glimpse.check_id)
        elif one.glimpse.seen is Seen.FAILED:
            doubted.clear()
        else:
            doubted.discard(one.glimpse.check_id)
        if reachable == bool(doubted):
            yield CanaryChange(at=one.at, reachable=not doubted)


def _placed(glimpse: Glimpse, check: Check, before: Sighting | None) -> Sighting:
    reach = check.timeout + _LATE
    grid = next_on_grid(check.id, check.interval, glimpse.at) - check.interval
    begun = [grid] if glimpse.at - grid <= reach else []
    if before is not None:
        begun = [at for at in begun if at > before.at]
        if timedelta(0) <= glimpse.at - (before.glimpse.at + check.policy.recheck) <= reach:
            begun.append(before.at + check.policy.recheck)
    return Sighting(glimpse=glimpse, at=max(begun, default=glimpse.at), placed=bool(begun))
