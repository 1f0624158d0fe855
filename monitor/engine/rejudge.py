"""A recorded history judged once more, by the windows and settings of now, and what would differ.

Differences of less than one interval of a service's checks are tolerated: a ledger does not say when a probe began.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from monitor.domain.catalogue import Catalogue, Service
from monitor.domain.history import TimelineEntry, spent
from monitor.domain.incident import Incident, Kind
from monitor.domain.verdict import State
from monitor.engine.recorded import Recorded
from monitor.engine.replayed import Replayed


class Aspect(StrEnum):
    """In what a re-judged incident or page differs from the recorded one."""

    NEW = "new"
    GONE = "gone"
    KIND = "other kind"
    INSTANTS = "other instants"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """From ``since`` to ``until`` the history says one thing and the new judgement another."""

    since: datetime
    until: datetime
    recorded: State
    rejudged: State


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """An incident, or the page of one, as far as it is compared."""

    service_id: str
    kind: Kind
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A recorded happening and what becomes of it; one of the two may be missing."""

    aspect: Aspect
    recorded: Happening | None
    rejudged: Happening | None

    @property
    def service_id(self) -> str:
        """Whose it is."""
        either = self.recorded or self.rejudged
        return either.service_id if either else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrast:
    """One service, from ``since`` to ``until``: seconds of every state twice, and where they part."""

    service_id: str
    since: datetime
    until: datetime
    tolerance: timedelta
    recorded: dict[State, float]
    rejudged: dict[State, float]
    stretches: tuple[Stretch, ...]
    incidents: tuple[Shift, ...]
    pages: tuple[Shift, ...]

    @property
    def differs(self) -> bool:
        """Whether anything is different by an interval or more."""
        return bool(self.stretches or self.incidents or self.pages)


def contrasts(recorded: Recorded, replayed: Replayed, service_ids: Iterable[str]) -> tuple[Contrast, ...]:
    """What differs for each of these services that both know."""
    known = [name for name in service_ids if name in recorded.timelines and name in replayed.timelines]
    return tuple(_contrast(recorded, replayed, name) for name in known)


def _contrast(recorded: Recorded, replayed: Replayed, service_id: str) -> Contrast:
    before, after = recorded.timelines[service_id], replayed.timelines[service_id]
    since, until = max(recorded.since, before[0].at), recorded.until
    tolerance = _interval(replayed.scenario.catalogue, replayed.scenario.catalogue.services[service_id])
    then = [incident for incident in recorded.incidents if incident.service_id == service_id]
    now = [i for i in replayed.incidents if i.service_id == service_id and (i.ended_at is None or i.ended_at > since)]
    match = _Match(tolerance, until)
    return Contrast(
        service_id=service_id,
        since=since,
        until=until,
        tolerance=tolerance,
        recorded=_seconds(service_id, before, since, until),
        rejudged=_seconds(service_id, after, since, until),
        stretches=tuple(s for s in _stretches(before, after, since, until) if s.until - s.since >= tolerance),
        incidents=tuple(match.shifts([_outage(one) for one in then], [_outage(one) for one in now])),
        pages=tuple(match.shifts(list(_pages(then)), list(_pages(now)))),
    )


def _interval(catalogue: Catalogue, service: Service) -> timedelta:
    source = catalogue.services[service.inferred_from] if service.inferred_from else service
    return max((check.interval for check in source.checks), default=timedelta(minutes=1))


def _seconds(
    service_id: str, timeline: tuple[TimelineEntry, ...], since: datetime, until: datetime
) -> dict[State, float]:
    total = dict.fromkeys(State, 0.0)
    for usage in spent(service_id, timeline, since, until):
        total[usage.state] += usage.seconds
    return total


def _stretches(
    before: Sequence[TimelineEntry], after: Sequence[TimelineEntry], since: datetime, until: datetime
) -> Iterator[Stretch]:
    """The spans in which the two disagree, each with one pair of states."""
    cuts = sorted({since, until, *(entry.at for entry in (*before, *after) if since < entry.at < until)})
    disagree: Stretch | None = None
    for start, stop in pairwise(cuts):
        pair = _in_force(before, start), _in_force(after, start)
        if disagree is not None and (disagree.recorded, disagree.rejudged) == pair:
            disagree = Stretch(since=disagree.since, until=stop, recorded=pair[0], rejudged=pair[1])
            continue
        if disagree is not None:
            yield disagree
        same = pair[0] is pair[1]
        disagree = None if same else Stretch(since=start, until=stop, recorded=pair[0], rejudged=pair[1])
    if disagree is not None:
        yield disagree


def _in_force(timeline: Sequence[TimelineEntry], at: datetime) -> State:
    index = bisect_right(timeline, at, key=lambda entry: entry.at)
    return timeline[index - 1].state if index else State.UNKNOWN


def _outage(incident: Incident) -> Happening:
    return Happening(
        service_id=incident.service_id, kind=incident.kind, since=incident.started_at, until=incident.ended_at
    )


def _pages(incidents: Iterable[Incident]) -> Iterator[Happening]:
    for incident in incidents:
        if incident.paged_at is not None:
            yield Happening(
                service_id=incident.service_id,
                kind=incident.kind,
                since=incident.paged_at,
                until=incident.recovered_at,
            )


class _Match:
    """Which of the new happenings is which of the old ones: the nearest that touches it, each once."""

    def __init__(self, tolerance: timedelta, ends: datetime) -> None:
        self.tolerance = tolerance
        self.ends = ends

    def shifts(self, then: list[Happening], now: list[Happening]) -> Iterator[Shift]:
        """How the old list becomes the new one, as far as the two differ."""
        left = list(now)
        for old in then:
            near = [new for new in left if self._touches(old, new)]
            new = min(near, key=lambda one: abs(one.since - old.since), default=None)
            if new is None:
                yield Shift(aspect=Aspect.GONE, recorded=old, rejudged=None)
                continue
            left.remove(new)
            if new.kind is not old.kind:
                yield Shift(aspect=Aspect.KIND, recorded=old, rejudged=new)
            elif not self._is_near(old, new):
                yield Shift(aspect=Aspect.INSTANTS, recorded=old, rejudged=new)
        for new in left:
            yield Shift(aspect=Aspect.NEW, recorded=None, rejudged=new)

    def _touches(self, old: Happening, new: Happening) -> bool:
        return (
            old.since <= (new.until or self.ends) + self.tolerance
            and new.since <= (old.until or self.ends) + self.tolerance
        )

    def _is_near(self, old: Happening, new: Happening) -> bool:
        ends = abs((old.until or self.ends) - (new.until or self.ends))
        return max(abs(old.since - new.since), ends) < self.tolerance
