"""The past of a service: its states, the seconds spent in each, what its checks saw. Facts for the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from monitor.domain.observation import Observation
from monitor.domain.verdict import State

_DAY = timedelta(days=1)
_EVIDENCE = 300  # characters of it that are kept


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """From ``at`` on the service was in ``state``, until the next entry."""

    at: datetime
    state: State
    incident_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineChange:
    """The history of a service from ``since`` on reads as ``entries``; what stood there before is replaced."""

    service_id: str
    since: datetime
    entries: tuple[TimelineEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Decided seconds of one state of one service on one UTC day, to be added to the roll-up."""

    service_id: str
    day: date
    state: State
    seconds: float


class Seen(StrEnum):
    """How an observation was taken, before anything was confirmed."""

    OK = "ok"
    SLOW = "slow"
    FAILED = "failed"
    BLOCKED = "blocked"
    DOUBTED = "doubted"  # failed while our own network reached nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Glimpse:
    """From ``at`` on a check saw this, until its next glimpse: kept only where it differs from the observation before.

    The first observation after a start of the monitor is always one.
    """

    check_id: str
    location: str
    at: datetime
    seen: Seen
    reason: str = ""
    evidence: str = ""


def rewritten(
    timeline: Iterable[TimelineEntry], since: datetime, entries: Iterable[TimelineEntry]
) -> tuple[TimelineEntry, ...]:
    """The timeline with everything from ``since`` on replaced; equal neighbours are one entry."""
    merged: list[TimelineEntry] = []
    for entry in [*(old for old in timeline if old.at < since), *entries]:
        if not merged or (merged[-1].state, merged[-1].incident_id) != (entry.state, entry.incident_id):
            merged.append(entry)
    return tuple(merged)


def spent(service_id: str, timeline: tuple[TimelineEntry, ...], since: datetime, until: datetime) -> Iterator[Usage]:
    """The seconds of each state in ``[since, until)``, cut at UTC midnights."""
    last = len(timeline) - 1
    for index, entry in enumerate(timeline):
        start, stop = max(entry.at, since), until if index == last else min(timeline[index + 1].at, until)
        while start < stop:
            cut = stop
            if start.date() != stop.date():
                cut = min(start.replace(hour=0, minute=0, second=0, microsecond=0) + _DAY, stop)
            yield Usage(
                service_id=service_id, day=start.date(), state=entry.state, seconds=(cut - start).total_seconds()
            )
            start = cut


def glimpse_of(observation: Observation, seen: Seen, reason: str, at: datetime) -> Glimpse:
    """What is kept of an observation: how it was taken, and its evidence in short."""
    facts = (
        f"{fact.rule}: found {fact.found}" + (f", wanted {fact.wanted}" if fact.wanted else "")
        for fact in observation.evidence
    )
    return Glimpse(
        check_id=observation.check_id,
        location=observation.location,
        at=at,
        seen=seen,
        reason=reason,
        evidence="; ".join(facts)[:_EVIDENCE],
    )
