"""What a story is told from: what was known at an instant, and nothing that came later.

``Facts`` are collected by the engine, from the ledger or from a replay. ``case_of`` cuts them at the instant in
question and works out what several rules ask for: the plan as it was known, the outage that the state is about, the
windows in play.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.domain.account import LINKED
from monitor.domain.book import Book
from monitor.domain.catalogue import Check, Service
from monitor.domain.errors import WindowRefusedError
from monitor.domain.explanation.lives import Life, lives_of
from monitor.domain.explanation.wording import told
from monitor.domain.history import Glimpse, TimelineEntry
from monitor.domain.incident import Incident, Kind
from monitor.domain.plan import Cover, Plan, expand, plan
from monitor.domain.verdict import State
from monitor.domain.window import Impact

DAY = timedelta(days=1)  # how far around the instant windows and past outages are told of
_PLANNED_AROUND = 9 * DAY  # a weekly window has an occurrence on both sides


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A declaration or revision that the book did not take."""

    at: datetime
    error: WindowRefusedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """Nobody looked in ``[since, until)``; ``kind`` is ``kill``, ``stop`` or ``stall``."""

    since: datetime
    until: datetime
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """The settings by which the state was judged, and whose clock is shown."""

    timezone: str
    grace: timedelta
    notice_minimum: timedelta
    longest_window: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything kept about one service around ``at``; later facts may be among them and are left aside."""

    service: Service
    checks: tuple[Check, ...]  # its own, or those of the service it is inferred from
    roots: tuple[Service, ...]  # hard roots, nearest first
    at: datetime
    measures: Measures
    timeline: tuple[TimelineEntry, ...]
    incidents: tuple[Incident, ...]  # of the service and of its roots
    book: Book
    glimpses: tuple[Glimpse, ...]  # of the checks
    kept_since: datetime  # what lies before was not looked up
    refusals: tuple[Refusal, ...] = ()
    absences: tuple[Absence, ...] = ()
    heard_until: datetime | None = None  # last heartbeat of the monitor; ``None``: it does not matter


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """An incident as it stood at the instant in question: what happened afterwards is not yet so."""

    incident: Incident
    kind: Kind
    is_confirmed: bool
    is_held: bool  # its page waits for a coming window that excuses an early start (O9)
    overrun_at: datetime | None
    ended_at: datetime | None
    paged_at: datetime | None

    @property
    def started_at(self) -> datetime:
        """The first failed observation."""
        return self.incident.started_at

    @property
    def confirmed_at(self) -> datetime:
        """The observation that confirmed it."""
        return self.incident.confirmed_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """One stretch ``[starts, ends)`` in which ``down`` is planned, by one window or several together."""

    starts: datetime
    ends: datetime
    covers: tuple[Cover, ...]

    def holds(self, instant: datetime | None) -> bool:
        """Whether ``instant`` lies in it."""
        return instant is not None and self.starts <= instant < self.ends

    @property
    def starts_as_declared(self) -> bool:
        """Whether it begins at a start that somebody announced, not at the instant at which a window was learned."""
        return any(cover.nominal.starts == self.starts for cover in self.covers)

    @property
    def names(self) -> str:
        """The windows that make it."""
        return ", ".join(dict.fromkeys(cover.window_id for cover in self.covers))


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """The facts cut at their instant, and what follows from them."""

    facts: Facts
    plan: Plan  # by the revisions known at the instant
    spells: tuple[Spell, ...]  # those in play: they touch the outage, or the day around the instant
    timeline: tuple[TimelineEntry, ...]
    glimpses: tuple[Glimpse, ...]
    outages: tuple[Outage, ...]
    outage: Outage | None  # the one that the state is about: open, or the last one of the past day
    lives: tuple[Life, ...]  # the windows in play, whomever on the platforms concerned they mean
    since: datetime  # where what is in play begins

    @property
    def at(self) -> datetime:
        """The instant in question."""
        return self.facts.at

    @property
    def state(self) -> State:
        """The state at the instant."""
        return self.timeline[-1].state if self.timeline else State.UNKNOWN

    @property
    def state_since(self) -> datetime:
        """From when on it was in that state without a break."""
        since = self.at
        for entry in reversed(self.timeline):
            if entry.state is not self.state:
                break
            since = entry.at
        return since

    @property
    def is_good(self) -> bool:
        """Whether the service works, if slowly."""
        return self.state in {State.UP, State.DEGRADED}

    @property
    def confirmed(self) -> Outage | None:
        """The outage, if its confirmation had come by then: rules about outages ask for nothing less."""
        return self.outage if self.outage and self.outage.is_confirmed else None

    @property
    def running(self) -> Spell | None:
        """The planned stretch that the instant lies in."""
        return self.spell_at(self.at)

    def spell_at(self, instant: datetime | None) -> Spell | None:
        """The planned stretch that holds ``instant``."""
        return next((spell for spell in self.spells if spell.holds(instant)), None)

    def state_at(self, instant: datetime) -> State:
        """The state in force at an earlier instant."""
        return next((entry.state for entry in reversed(self.timeline) if entry.at <= instant), State.UNKNOWN)

    def stretches(self) -> Iterator[tuple[datetime, datetime, State]]:
        """The timeline as ``(from, to, state)``, the last one up to the instant."""
        ends = [*(entry.at for entry in self.timeline[1:]), self.at]
        return ((entry.at, end, entry.state) for entry, end in zip(self.timeline, ends, strict=False))

    def glimpses_of(self, check_id: str) -> tuple[Glimpse, ...]:
        """What one check saw, in order."""
        return tuple(glimpse for glimpse in self.glimpses if glimpse.check_id == check_id)

    def tell(self, instant: datetime) -> str:
        """The instant in words."""
        return told(instant, self.facts.measures.timezone, self.at)


def case_of(facts: Facts) -> Case:
    """Cut ``facts`` at their instant."""
    at = facts.at
    known = plan_known(facts, at)
    outages = tuple(
        _outage(facts, incident, known)
        for incident in sorted(facts.incidents, key=lambda incident: incident.started_at)
        if incident.service_id == facts.service.id and incident.started_at <= at
    )
    last = outages[-1] if outages else None
    outage = last if last and (last.ended_at is None or last.ended_at >= at - DAY) else None
    since = outage.started_at - LINKED if outage else at - DAY
    spells = tuple(spell for spell in _spells(known) if spell.ends > since and spell.starts < at + DAY)
    return Case(
        facts=facts,
        plan=known,
        spells=spells,
        timeline=tuple(entry for entry in facts.timeline if entry.at <= at),
        glimpses=tuple(glimpse for glimpse in facts.glimpses if glimpse.at <= at),
        outages=outages,
        outage=outage,
        lives=lives_of(book_known(facts.book, at), (facts.service, *facts.roots), since, at + DAY),
        since=since,
    )


def book_known(book: Book, at: datetime) -> Book:
    """The book as it was at ``at``."""
    known = {name: tuple(r for r in chain if r.known_at <= at) for name, chain in book.chains.items()}
    return Book(chains={name: chain for name, chain in known.items() if chain})


def plan_known(facts: Facts, known_at: datetime) -> Plan:
    """The plan around the instant in question, by what was known at ``known_at``."""
    since, until = facts.at - _PLANNED_AROUND, facts.at + _PLANNED_AROUND
    covers = expand(book_known(facts.book, known_at), since, until)
    return plan(covers, (facts.service, *facts.roots), until)


def _spells(known: Plan) -> Iterator[Spell]:
    for starts, ends in zip(known.edges[::2], known.edges[1::2], strict=True):
        inside = (cover for cover in known.covers if cover.starts < ends and cover.ends > starts)
        covers = tuple(cover for cover in inside if cover.impact is Impact.OUTAGE)
        yield Spell(starts=starts, ends=ends, covers=covers)


def _outage(facts: Facts, incident: Incident, known: Plan) -> Outage:
    kind = _kind(facts, incident, known)
    waits = kind is Kind.PLANNED and not known.is_in(incident.confirmed_at)
    coming = known.excusing(incident.started_at, incident.confirmed_at) if waits else None
    return Outage(
        incident=incident,
        kind=kind,
        is_confirmed=incident.confirmed_at <= facts.at,
        is_held=coming is not None and coming.starts > facts.at,
        overrun_at=_overrun_at(facts, incident),
        ended_at=_by(incident.ended_at, facts.at),
        paged_at=_by(incident.paged_at, facts.at),
    )


def _kind(facts: Facts, incident: Incident, known: Plan) -> Kind:
    """What the incident was at the instant: an overrun was planned before, and so was an excused early start."""
    if incident.kind is Kind.OVERRUN and _overrun_at(facts, incident) is None:
        return Kind.PLANNED
    if incident.kind is Kind.UNPLANNED and known.excusing(incident.started_at, incident.confirmed_at):
        return Kind.PLANNED if was_excused(facts, incident) else Kind.UNPLANNED
    return incident.kind


def _overrun_at(facts: Facts, incident: Incident) -> datetime | None:
    """From when on it was overrun; a recovery begun before the end, and confirmed after it, leaves nothing of that."""
    at, ended_at = _by(incident.overrun_at, facts.at), _by(incident.ended_at, facts.at)
    return None if at is None or (ended_at is not None and ended_at <= at) else at


def was_excused(facts: Facts, incident: Incident) -> bool:
    """Whether a coming window excused the outage when it was confirmed (O9)."""
    then = plan_known(facts, incident.confirmed_at)
    return not then.is_in(incident.confirmed_at) and bool(then.excusing(incident.started_at, incident.confirmed_at))


def _by(instant: datetime | None, at: datetime) -> datetime | None:
    return instant if instant is not None and instant <= at else None
