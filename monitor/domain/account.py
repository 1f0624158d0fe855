"""Which window each second of an outage belongs to: planned, carried, overrun or reclassified, and how announced.

Each second is given once, to the window declared first (SEMANTICS W11). Lists of windows and reports add up what is
said here; neither decides anew.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from itertools import pairwise

from monitor.domain.catalogue import Catalogue, Service
from monitor.domain.chronicle import Chronicle
from monitor.domain.declared import Declared, Said, declared
from monitor.domain.dependency import hard_roots
from monitor.domain.history import TimelineEntry
from monitor.domain.incident import Incident, Kind
from monitor.domain.notice import Piece, Promise, pieces
from monitor.domain.plan import Cover, expand
from monitor.domain.spans import Spans
from monitor.domain.verdict import State
from monitor.domain.window import Impact, WindowSpec

_DOWN = frozenset({State.PLANNED_DOWNTIME, State.UNPLANNED_OUTAGE, State.OVERRUN})
LINKED = timedelta(minutes=30)  # how long after a window's end an outage is still linked to it (O8)
_BEFORE = timedelta(days=1)  # a window that ended this long before an outage that is still told of
_WORSE = {Impact.NONE: 0, Impact.DEGRADED: 1, Impact.OUTAGE: 2}


class Tie(Enum):
    """What a stretch of an outage has to do with a window."""

    PLANNED = "planned"
    CARRIED = "carried"  # latched as unplanned before, inside a window known when it began
    OVERRUN = "overrun"
    EARLY = "early"  # before the start, excused by its tolerance (O9); lost all the same
    FOLLOWED = "followed"  # began soon after its end (O8): no second of it, a link alone
    RECLASSIFIED = "reclassified"  # lost inside a window that became known after its end (W2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A run of one outage state of a service."""

    service_id: str
    starts: datetime
    ends: datetime
    state: State
    incident: Incident | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Part of a stretch, tied to a window; of ``planned`` seconds no window is known any more where it is ``None``."""

    tie: Tie
    starts: datetime
    ends: datetime
    window_id: str | None
    incident: Incident | None
    piece: Piece | None = None  # the announcement that planned seconds rest on

    @property
    def seconds(self) -> float:
        """Its length."""
        return (self.ends - self.starts).total_seconds()


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounts:
    """The windows of a chronicle, and the outages of its services by window."""

    windows: tuple[Declared, ...]
    stretches: Mapping[str, tuple[Stretch, ...]]  # by service, only of those that were down
    parts: Mapping[str, tuple[Part, ...]]  # by service


def meant(spec: WindowSpec, services: Sequence[Service]) -> Impact | None:
    """The worst that a window says of ``services``, of one and the roots it rests on; ``None``: of none of them."""
    found = [
        spec.impact_on(service.name_part)
        for service in services
        if spec.platform == service.platform_id and spec.scope.covers(service.name_part, service.labels)
    ]
    return max(found, key=_WORSE.__getitem__, default=None)


def accounts(
    chronicle: Chronicle, catalogue: Catalogue, *, until: datetime, services: Collection[str] | None = None
) -> Accounts:
    """What every outage of ``services`` (all by default) in the chronicle has to do with the windows of its book."""
    incidents = {incident.id: incident for incident in chronicle.incidents}
    chosen = [service for service in catalogue.services.values() if services is None or service.id in services]
    found = {
        service.id: tuple(_stretches(chronicle, service.id, incidents))
        for service in chosen
        if service.id in chronicle.timelines
    }
    stretches = {service_id: those for service_id, those in found.items() if those}
    since = min([chronicle.since, *(incident.started_at for incident in chronicle.incidents)]) - _BEFORE
    windows = declared(chronicle.book, since, until)
    tied = _Ties(chronicle, windows, since, until)
    parts = {
        service_id: tuple(tied.of((service := catalogue.services[service_id], *hard_roots(catalogue, service)), those))
        for service_id, those in stretches.items()
    }
    return Accounts(
        windows=tuple(one for one in windows if one.touches(chronicle.since, until)), stretches=stretches, parts=parts
    )


def spans_of(
    timeline: Sequence[TimelineEntry], since: datetime, until: datetime
) -> Iterator[tuple[datetime, datetime, TimelineEntry]]:
    """The timeline in ``[since, until)``, each entry with its span there; nothing where it has not begun."""
    last = len(timeline) - 1
    for index, entry in enumerate(timeline):
        starts = max(entry.at, since)
        ends = until if index == last else min(timeline[index + 1].at, until)
        if starts < ends:
            yield starts, ends, entry


def _stretches(chronicle: Chronicle, service_id: str, incidents: Mapping[str, Incident]) -> Iterator[Stretch]:
    for starts, ends, entry in spans_of(chronicle.timelines[service_id], chronicle.since, chronicle.until):
        if entry.state in _DOWN:
            yield Stretch(
                service_id=service_id,
                starts=starts,
                ends=ends,
                state=entry.state,
                incident=incidents.get(entry.incident_id or ""),
            )


class _Ties:
    """Ties stretches to windows; holds what is the same for every service."""

    def __init__(self, chronicle: Chronicle, windows: Sequence[Declared], since: datetime, until: datetime) -> None:
        self._windows = {one.window_id: one for one in windows}
        self._covers = {platform: Spans(covers) for platform, covers in expand(chronicle.book, since, until).items()}
        late: dict[str, list[Declared]] = {}
        for one in windows:
            if not one.withdrawn and any(said.revision.known_at >= said.starts for said in one.said):
                late.setdefault(one.revision.spec.platform, []).append(one)
        self._learned_late = {platform: Spans(those) for platform, those in late.items()}

    def of(self, services: Sequence[Service], stretches: Sequence[Stretch]) -> Iterator[Part]:
        """Every part of the outages of ``services[0]``, whose hard roots follow it."""
        for stretch in stretches:
            if stretch.state is State.PLANNED_DOWNTIME:
                yield from self._planned(services, stretch)
                continue
            if stretch.state is State.OVERRUN:
                yield self._overrun(services, stretch)
            elif stretch.incident is not None and stretch.incident.kind is Kind.UNPLANNED:
                yield from self._carried(services, stretch, stretch.incident)
                yield from self._followed(services, stretch, stretch.incident)
            elif stretch.incident is not None and stretch.incident.early_start:
                yield self._early(services, stretch, stretch.incident)
            yield from self._reclassified(services, stretch)

    def _planned(self, services: Sequence[Service], stretch: Stretch) -> Iterator[Part]:
        for cover, starts, ends in self._cut(services, stretch.starts, stretch.ends):
            if cover is None:
                yield _part(Tie.PLANNED, stretch, None, starts, ends)
                continue
            for piece in self._pieces(services, cover):
                if piece.starts < ends and piece.ends > starts:
                    cut = (max(piece.starts, starts), min(piece.ends, ends))
                    yield _part(Tie.PLANNED, stretch, cover.window_id, *cut, piece)

    def _carried(self, services: Sequence[Service], stretch: Stretch, incident: Incident) -> Iterator[Part]:
        for cover, starts, ends in self._cut(services, stretch.starts, stretch.ends):
            for piece in self._pieces(services, cover) if cover else ():
                known = piece.known_at <= incident.started_at
                if cover and known and piece.starts < ends and piece.ends > starts:
                    cut = (max(piece.starts, starts), min(piece.ends, ends))
                    yield _part(Tie.CARRIED, stretch, cover.window_id, *cut, piece)

    def _followed(self, services: Sequence[Service], stretch: Stretch, incident: Incident) -> Iterator[Part]:
        if incident.started_at != stretch.starts:
            return
        since = incident.started_at - LINKED
        found = self._outages(services, since, incident.started_at)
        over = [cover for cover in found if cover.ends <= incident.started_at]
        if over:
            last = min(over, key=lambda cover: (-cover.ends.timestamp(), self._rank(cover)))
            yield _part(Tie.FOLLOWED, stretch, last.window_id, stretch.starts, stretch.starts)

    def _overrun(self, services: Sequence[Service], stretch: Stretch) -> Part:
        """The window that the outage outlived: the one that ended last before it, of several the one declared first."""
        incident = stretch.incident
        over: list[Cover] = []
        if incident is not None and (at := incident.overrun_at) is not None:
            over = [cover for cover in self._outages(services, incident.started_at - _BEFORE, at) if cover.ends <= at]
        last = min(over, key=lambda cover: (-cover.ends.timestamp(), self._rank(cover)), default=None)
        return _part(Tie.OVERRUN, stretch, last.window_id if last else None, stretch.starts, stretch.ends)

    def _early(self, services: Sequence[Service], stretch: Stretch, incident: Incident) -> Part:
        start = incident.started_at + incident.early_start
        found = self._outages(services, start, start + timedelta(microseconds=1))
        excuse = min((c for c in found if c.starts == start), key=self._rank, default=None)
        return _part(Tie.EARLY, stretch, excuse.window_id if excuse else None, stretch.starts, stretch.ends)

    def _reclassified(self, services: Sequence[Service], stretch: Stretch) -> Iterator[Part]:
        platforms = dict.fromkeys(service.platform_id for service in services)
        late = [self._learned_late[name] for name in platforms if name in self._learned_late]
        found = [
            (piece.starts, piece.ends, one.window_id, piece)
            for spans in late
            for one in spans.touching(stretch.starts, stretch.ends)
            for piece in _pieces_for(one.said, services)
            if piece.known_at >= piece.ends and meant(one.last.revision.spec, services) is Impact.OUTAGE
        ]
        told_until = stretch.starts
        for piece_starts, piece_ends, window_id, piece in sorted(found, key=lambda told: told[:3]):
            starts, ends = max(piece_starts, told_until), min(piece_ends, stretch.ends)
            if starts < ends:
                yield _part(Tie.RECLASSIFIED, stretch, window_id, starts, ends, piece)
                told_until = ends

    def _cut(
        self, services: Sequence[Service], since: datetime, until: datetime
    ) -> Iterator[tuple[Cover | None, datetime, datetime]]:
        """``[since, until)`` by the window declared first, ``None`` where none plans an outage."""
        covers = self._outages(services, since, until)
        edges = {edge for cover in covers for edge in (cover.starts, cover.ends) if since < edge < until}
        for starts, ends in pairwise(sorted({since, until} | edges)):
            running = (cover for cover in covers if cover.starts <= starts < cover.ends)
            yield min(running, key=self._rank, default=None), starts, ends

    def _outages(self, services: Sequence[Service], since: datetime, until: datetime) -> list[Cover]:
        """What plans an outage of a service that rests on the others, in the order of the starts on each platform."""
        platforms = dict.fromkeys(service.platform_id for service in services)
        return [
            cover
            for spans in (self._covers[name] for name in platforms if name in self._covers)
            for cover in spans.touching(since, until)
            if meant(cover.revision.spec, services) is Impact.OUTAGE
        ]

    def _rank(self, cover: Cover) -> tuple[int, datetime]:
        one = self._windows.get(cover.window_id)
        return (one.rank if one else cover.rank), cover.nominal.starts

    def _pieces(self, services: Sequence[Service], cover: Cover) -> tuple[Piece, ...]:
        """The window as the covering revision has it, cut by announcement."""
        one = self._windows[cover.window_id]
        count = next(i for i, said in enumerate(one.said, 1) if said.revision is cover.revision)
        return _pieces_for(one.said[:count], services)


def promises_of(said: Sequence[Said], impacts: Callable[[WindowSpec], Mapping[str, Impact]]) -> list[Promise]:
    """What each revision said, to the services that ``impacts`` finds in it."""
    return [
        Promise(
            starts=one.starts,
            ends=one.ends,
            impacts=impacts(one.revision.spec),
            declared_at=one.revision.declared_at,
            known_at=one.revision.known_at,
        )
        for one in said
    ]


def _pieces_for(said: Sequence[Said], services: Sequence[Service]) -> tuple[Piece, ...]:
    def impacts(spec: WindowSpec) -> Mapping[str, Impact]:
        impact = meant(spec, services)
        return {services[0].id: impact} if impact else {}

    return pieces(promises_of(said, impacts))


def _part(
    tie: Tie, stretch: Stretch, window_id: str | None, starts: datetime, ends: datetime, piece: Piece | None = None
) -> Part:
    return Part(tie=tie, starts=starts, ends=ends, window_id=window_id, incident=stretch.incident, piece=piece)
