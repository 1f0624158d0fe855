"""What became of a window: what was declared, beside what was observed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from operator import attrgetter

from monitor.domain.account import Accounts, Part, Stretch, Tie, accounts, meant, promises_of
from monitor.domain.book import Revision
from monitor.domain.catalogue import Catalogue
from monitor.domain.chronicle import Chronicle
from monitor.domain.declared import Declared
from monitor.domain.history import TimelineEntry
from monitor.domain.notice import Notice, pieces
from monitor.domain.spans import Spans
from monitor.domain.verdict import State
from monitor.domain.window import Impact, Status, WindowSpec

_AHEAD = timedelta(days=30)
_EXCUSED = frozenset({Tie.PLANNED, Tie.OVERRUN, Tie.EARLY})
_GOOD = frozenset({State.UP, State.DEGRADED})


class Stage(StrEnum):
    """Where a window stands at an instant."""

    UPCOMING = "upcoming"
    EARLY = "early"  # not begun, and a service is down within its `early_start_tolerance`
    ACTIVE = "active"
    RECOVERY = "recovery"  # over, and its recovery span runs
    ENDED = "ended"
    UNUSED = "unused"  # ended, seen working, and nothing it covers was down in it (O14)
    OVERRUN = "overrun"  # ended, and a service is still in overrun of it, recovery span or not
    CANCELLED = "cancelled"  # before its end
    VOID = "void"


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What one service made of one window, in observed time.

    Slips are those of the outages that the window excused, or else of the one carried into it; ``None`` where there is
    none, or not yet an end.
    """

    service_id: str
    impact: Impact
    planned_seconds: float = 0.0  # in `planned_downtime` inside it, attributed to the window declared first (W11)
    overrun_seconds: float = 0.0  # in `overrun` after its end
    carried_seconds: float = 0.0  # of a latched unplanned outage inside it
    reclassified_seconds: float = 0.0  # lost inside what became known after its end (W2)
    start_slip: timedelta | None = None  # from the declared start to the first failure; negative is an early start
    end_slip: timedelta | None = None  # from the declared end to the recovery; negative is early, positive an overrun
    early_start: timedelta = timedelta(0)  # as recorded by the incident (O9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fulfilment:
    """One window that does not repeat, or one occurrence, as last revised and as observed until now."""

    window_id: str  # `id`, or `id@<local start>`
    revision: Revision  # the last one that speaks of it
    revisions: int  # how many there are of it
    starts: datetime
    ends: datetime
    stage: Stage
    notice: Notice  # of its first span; what was added to its end later may be of another class
    extended_late: timedelta = timedelta(0)  # added to its end after its start
    uses: tuple[Use, ...] = ()  # one per service that the window itself names, in the catalogue's order

    @property
    def declared_seconds(self) -> float:
        """The length of its span, once, whatever number of services it covers."""
        return (self.ends - self.starts).total_seconds()

    @property
    def by_service(self) -> Mapping[str, Use]:
        """The uses by service id."""
        return {use.service_id: use for use in self.uses}


def fulfilments(
    chronicle: Chronicle,
    catalogue: Catalogue,
    at: datetime,
    *,
    notice_minimum: timedelta,
    until: datetime | None = None,
) -> tuple[Fulfilment, ...]:
    """The windows and occurrences that touch ``[chronicle.since, until)`` (30 days ahead by default), by their starts.

    Of a chronicle with the timelines of some services alone, the others count as not seen.
    """
    found = accounts(chronicle, catalogue, until=until or at + _AHEAD)
    return fulfilled(found, chronicle, catalogue, at, notice_minimum=notice_minimum)


def fulfilled(
    found: Accounts,
    chronicle: Chronicle,
    catalogue: Catalogue,
    at: datetime,
    *,
    notice_minimum: timedelta,
) -> tuple[Fulfilment, ...]:
    """The same from accounts that were made up already."""
    desk = _Reckoner(found, chronicle, catalogue, at, notice_minimum)
    return tuple(desk.fulfilment(one) for one in sorted(found.windows, key=lambda one: (one.starts, one.rank)))


class _Reckoner:
    """Holds what is the same for every window."""

    def __init__(
        self, found: Accounts, chronicle: Chronicle, catalogue: Catalogue, at: datetime, notice_minimum: timedelta
    ) -> None:
        self._timelines = chronicle.timelines
        self._catalogue = catalogue
        self._at = at
        self._minimum = notice_minimum
        self._idle: dict[tuple[object, ...], Mapping[str, Use]] = {}
        self._parts: dict[str, dict[str, list[Part]]] = {}
        for service_id, parts in found.parts.items():
            for part in parts:
                if part.window_id is not None:
                    self._parts.setdefault(part.window_id, {}).setdefault(service_id, []).append(part)
        by_platform: dict[str, list[Stretch]] = {}
        for service_id, stretches in found.stretches.items():
            by_platform.setdefault(service_id.partition("/")[0], []).extend(stretches)
        self._down = {platform: Spans(stretches) for platform, stretches in by_platform.items()}

    def fulfilment(self, one: Declared) -> Fulfilment:
        """One window, beside what was observed of it."""
        parts = self._parts.get(one.window_id, {})
        uses = self._named(one, parts)
        return Fulfilment(
            window_id=one.window_id,
            revision=one.revision,
            revisions=one.revisions,
            starts=one.starts,
            ends=one.ends,
            stage=self._stage(one, uses, parts),
            notice=pieces(promises_of(one.said, self._impacts))[0].notice(self._minimum),
            extended_late=one.extended_late,
            uses=tuple(_use(use, one, parts[name]) if name in parts else use for name, use in uses.items()),
        )

    def _named(self, one: Declared, parts: Mapping[str, object]) -> Mapping[str, Use]:
        """What the window names; services that an earlier revision named stay, where they were down in it."""
        idle = self._idle_uses(one.last.revision.spec)
        left = parts.keys() - idle.keys()
        earlier = {name for said in one.said for name in self._idle_uses(said.revision.spec) if name in left}
        if not earlier:
            return idle
        found = {**idle}
        for said in one.said:
            found |= {name: use for name, use in self._idle_uses(said.revision.spec).items() if name in earlier}
        return {name: found[name] for name in self._catalogue.services if name in found}

    def _idle_uses(self, spec: WindowSpec) -> Mapping[str, Use]:
        """What the window covers, as if nothing had been down; the same for all windows of one scope."""
        key = (spec.platform, spec.scope, spec.impact, spec.impacts)
        if key not in self._idle:
            self._idle[key] = {use.service_id: use for use in _covered(self._catalogue, spec)}
        return self._idle[key]

    def _impacts(self, spec: WindowSpec) -> Mapping[str, Impact]:
        return {name: use.impact for name, use in self._idle_uses(spec).items()}

    def _stage(self, one: Declared, uses: Mapping[str, Use], parts: Mapping[str, Sequence[Part]]) -> Stage:
        if one.withdrawn is not None:
            return Stage.VOID if one.withdrawn.spec.status is Status.VOID else Stage.CANCELLED
        if self._at < one.starts:
            return Stage.EARLY if self._is_open(uses, parts, Tie.EARLY) else Stage.UPCOMING
        if self._at < one.ends:
            return Stage.ACTIVE
        if self._is_open(uses, parts, Tie.OVERRUN):
            return Stage.OVERRUN
        if self._at < one.ends + one.last.revision.spec.recovery:
            return Stage.RECOVERY
        return Stage.UNUSED if self._is_unused(one, uses, parts) else Stage.ENDED

    def _is_open(self, uses: Mapping[str, Use], parts: Mapping[str, Sequence[Part]], tie: Tie) -> bool:
        return any(
            part.tie is tie and part.incident and (part.incident.ended_at is None or part.incident.ended_at > self._at)
            for name, those in parts.items()
            if name in uses
            for part in those
        )

    def _is_unused(self, one: Declared, uses: Mapping[str, Use], parts: Mapping[str, Sequence[Part]]) -> bool:
        if any(part.tie is Tie.PLANNED for those in parts.values() for part in those):  # of what rests on a root too
            return False
        down = self._down.get(one.last.revision.spec.platform)
        for stretch in down.touching(one.starts, one.ends) if down else ():
            use = uses.get(stretch.service_id)
            if use is not None and use.impact is Impact.OUTAGE:
                return False
        named = (name for name, use in uses.items() if use.impact is Impact.OUTAGE)
        return any(_was_good(self._timelines.get(name, ()), one.starts, one.ends) for name in named)


def _covered(catalogue: Catalogue, spec: WindowSpec) -> Iterator[Use]:
    platform = catalogue.by_platform.get(spec.platform)
    for service in platform.services if platform else ():
        if (impact := meant(spec, (service,))) is not None:
            yield Use(service_id=service.id, impact=impact)


def _was_good(timeline: Sequence[TimelineEntry], starts: datetime, ends: datetime) -> bool:
    index = max(bisect_right(timeline, starts, key=attrgetter("at")) - 1, 0)
    while index < len(timeline) and timeline[index].at < ends:
        if timeline[index].state in _GOOD:
            return True
        index += 1
    return False


def _use(idle: Use, one: Declared, parts: Sequence[Part]) -> Use:
    seconds = dict.fromkeys(Tie, 0.0)
    for part in parts:
        seconds[part.tie] += part.seconds
    excused = [part.incident for part in parts if part.incident and part.tie in _EXCUSED]
    held = excused or [part.incident for part in parts if part.incident and part.tie is Tie.CARRIED]
    ends = [incident.ended_at for incident in held]
    over = [ended for ended in ends if ended is not None]
    return Use(
        service_id=idle.service_id,
        impact=idle.impact,
        planned_seconds=round(seconds[Tie.PLANNED], 6),
        overrun_seconds=round(seconds[Tie.OVERRUN], 6),
        carried_seconds=round(seconds[Tie.CARRIED], 6),
        reclassified_seconds=round(seconds[Tie.RECLASSIFIED], 6),
        start_slip=min(incident.started_at for incident in held) - one.starts if held else None,
        end_slip=max(over) - one.over_at if held and len(over) == len(ends) else None,
        early_start=max((incident.early_start for incident in held), default=timedelta(0)),
    )
