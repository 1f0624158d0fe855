"""A scenario played on virtual time by the very judge and agenda that run in production.

A replayed probe takes no time. At one instant the ledger's events count first, then the canaries, then the probes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import singledispatchmethod
from heapq import merge

from monitor.domain.book import Revision, Rules, read
from monitor.domain.cadence import DueKind, edge_probe_instants
from monitor.domain.dependency import hard_roots
from monitor.domain.errors import WindowRefusedError
from monitor.domain.history import Glimpse, TimelineChange, TimelineEntry, rewritten
from monitor.domain.incident import Incident
from monitor.domain.observation import Observation, Outcome
from monitor.domain.state import Effect
from monitor.engine.agenda import Agenda
from monitor.engine.dues import Due
from monitor.engine.judge import Decision, Judge
from monitor.engine.replayed import Page, Refusal, Replayed
from monitor.engine.scenario import CanaryChange, Known, Look, Restart, Scenario, Sight, WindowEvent, entered
from monitor.engine.witness import Witness, scene

__all__ = ["Page", "Refusal", "Replayed", "replay"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Glance:
    """The witness looks."""

    at: datetime


Event = WindowEvent | Known | CanaryChange | Restart | Look | _Glance
_RANK = {WindowEvent: 0, Known: 0, CanaryChange: 1, Restart: 2, Look: 3, _Glance: 4}


def replay(scenario: Scenario, witness: Witness | None = None) -> Replayed:
    """Play the scenario from its start to its end, before the eyes of ``witness``, if there is one."""
    player = _Player(scenario, witness)
    events = _in_order(scenario)
    if witness is not None:
        events = merge(events, _glances(scenario, witness.every), key=_turn)
    for event in events:
        player.play_until(event.at)
        player.happen(event)
    player.play_until(scenario.ends)
    return player.finished()


def _in_order(scenario: Scenario) -> Iterator[Event]:
    """All scripted events up to the end; what happens during an absence is found at the next start."""
    early = scenario.starts  # the player begins with what was known before
    known = (event for event in scenario.known if event.at > early)
    events: list[Event] = [*known, *scenario.windows, *scenario.canaries, *scenario.restarts, *scenario.looks]
    return iter(sorted((event for event in events if event.at < scenario.ends), key=_turn))


def _glances(scenario: Scenario, every: timedelta) -> Iterator[Event]:
    at = scenario.starts
    while at < scenario.ends:
        yield _Glance(at=at)
        at += every


def _turn(event: Event) -> tuple[datetime, int]:
    return event.at, _RANK[type(event)]


class _Player:
    """The shell of a replay: where the live monitor has sockets, clocks and a ledger, this has a script."""

    def __init__(self, scenario: Scenario, witness: Witness | None = None) -> None:
        self.scenario = scenario
        self.witness = witness
        self.last = scenario.ends - timedelta(microseconds=1)  # a scenario is half-open, as a window is
        self.book = read(event.revision for event in scenario.known if event.at <= scenario.starts)
        self.rules = Rules(catalogue=scenario.catalogue, longest_window=scenario.settings.longest_window)
        early = [event for event in scenario.windows if event.at < scenario.starts]
        self.refusals: list[Refusal] = []
        for event in sorted(early, key=lambda event: event.at):
            self._change_book(event, event.at)
        self.judge = Judge(scenario.catalogue, scenario.settings, self.book, scenario.starts)
        self.agenda = Agenda(scenario.catalogue.checks.values(), scenario.starts, None)
        self.script = _Script(scenario)
        self.absent_until = scenario.starts
        self.rechecking: set[str] = set()  # checks that a second look was asked for
        self.observed: dict[str, Observation] = {}  # by check: the last one
        self.timelines: dict[str, tuple[TimelineEntry, ...]] = {
            service_id: record.standing.timeline for service_id, record in self.judge.records.items()
        }
        self.incidents: dict[str, Incident] = {}
        self.glimpses: list[Glimpse] = []
        self._know_edges(scenario.starts)

    # ---- time

    def play_until(self, until: datetime) -> None:
        """Make every probe that is due before ``until``."""
        while (due_at := self.agenda.next_at()) is not None and due_at < until:
            if self.judge.look_ahead(due_at):
                self._know_edges(due_at)
            dues, _ = self.agenda.take(due_at)
            for due in dues:
                self._look(due, due_at)

    def _look(self, due: Due, at: datetime) -> None:
        sight = self.script.seen(due.check_id, at)
        observation = Observation(
            check_id=due.check_id,
            location=self.scenario.settings.location.id,
            started_at=at,
            completed_at=at,
            outcome=sight.outcome if sight else Outcome.OK,
            reason=sight.reason if sight else None,
        )
        self.observed[due.check_id] = observation
        if self.witness is not None:
            self.witness.probed(observation, scheduled=due.kind is DueKind.SCHEDULED)
        self.agenda.finished(due.check_id, observation, at)
        decision = self.judge.observe(observation, scheduled=due.kind is DueKind.SCHEDULED)
        self._carry_out(decision, at)
        for check_id in decision.probe_now:
            self.agenda.at_once(check_id, at)

    def _carry_out(self, decision: Decision, at: datetime) -> None:
        for effect in decision.effects:
            self._write(effect)
        self.glimpses += decision.glimpses
        for check_id in decision.decided:
            if check_id in self.rechecking:  # nearly every probe decides nothing
                self.rechecking.remove(check_id)
                self.agenda.cancel_recheck(check_id)
        for check_id in decision.recheck:
            self.rechecking.add(check_id)
            self.agenda.recheck(check_id, at + self.scenario.catalogue.checks[check_id].policy.recheck)

    def _write(self, effect: Effect) -> None:
        if isinstance(effect, TimelineChange):
            known = self.timelines[effect.service_id]
            self.timelines[effect.service_id] = rewritten(known, effect.since, effect.entries)
        elif isinstance(effect, Incident):
            self.incidents[effect.id] = effect

    # ---- events

    @singledispatchmethod
    def happen(self, event: Event) -> None:
        """Carry out one scripted event."""
        raise TypeError(event)

    @happen.register
    def _(self, event: CanaryChange) -> None:
        self.judge.network_reachable = event.reachable

    @happen.register
    def _(self, event: Restart) -> None:
        since, until = max(event.at, self.absent_until), event.at + event.down_for
        if until <= since:
            return
        self.absent_until = until
        returns = until < self.scenario.ends
        seen_until = until if returns else self.last
        self._carry_out(self.judge.absent(since, seen_until, returns=returns), seen_until)
        self.agenda.resume(until)
        self._know_edges(until)

    @happen.register
    def _(self, event: WindowEvent) -> None:
        if event.at < self.scenario.starts:
            return
        at = max(event.at, self.absent_until)  # an edit found at start counts from the start
        if at >= self.scenario.ends:
            return
        revised = self._change_book(event, at) is not None
        self._go_by_book(at, look=revised)

    @happen.register
    def _(self, event: Known) -> None:
        at = max(event.at, self.absent_until)
        if at < self.scenario.ends:
            self.book = self.book.with_revision(event.revision)
            self._go_by_book(at, look=True)

    @happen.register
    def _(self, event: Look) -> None:
        last = self.observed.get(event.check_id)
        if event.at >= self.absent_until and (last is None or last.completed_at < event.since):
            self.agenda.at_once(event.check_id, event.at)

    @happen.register
    def _(self, event: _Glance) -> None:
        assert self.witness is not None
        if event.at < self.absent_until:
            self.witness.miss(event.at)
            return
        self._carry_out(self.judge.advance(event.at), event.at)
        self.judge.settle(event.at)
        self.witness.look(scene(self.judge, self.observed, event.at))

    def _go_by_book(self, at: datetime, *, look: bool) -> None:
        decision = self.judge.reconfigure(self.scenario.catalogue, self.scenario.settings, self.book, at)
        self._carry_out(decision, at)
        self._know_edges(at)
        for check_id in decision.probe_now if look else ():
            self.agenda.at_once(check_id, at)

    def _change_book(self, event: WindowEvent, at: datetime) -> Revision | None:
        try:
            self.book, revision = entered(self.book, event, at, self.rules)
        except WindowRefusedError as refusal:
            self.refusals.append(Refusal(at=at, line=event.line, verb=event.verb, error=refusal))
            return None
        return revision

    def _know_edges(self, at: datetime) -> None:
        for check in self.scenario.catalogue.checks.values():
            edges = self.judge.edges(check.id, at)
            self.agenda.edges(check.id, edge_probe_instants(check.id, edges, check.interval, check.timeout))

    # ---- the end

    def finished(self) -> Replayed:
        """Let the last edges pass and put everything together."""
        self._carry_out(self.judge.advance(self.last), self.last)
        self._carry_out(self.judge.settle(self.scenario.ends), self.scenario.ends)
        incidents = tuple(sorted(self.incidents.values(), key=lambda incident: (incident.started_at, incident.id)))
        return Replayed(
            scenario=self.scenario,
            timelines={name: _clipped(entries, self.scenario.ends) for name, entries in self.timelines.items()},
            incidents=incidents,
            pages=tuple(self._page(incident, incidents) for incident in incidents if incident.paged_at),
            refusals=tuple(self.refusals),
            book=self.book,
            glimpses=tuple(self.glimpses),
            counters={name: record.standing.seconds for name, record in self.judge.records.items()},
        )

    def _page(self, incident: Incident, incidents: tuple[Incident, ...]) -> Page:
        at = incident.paged_at or incident.confirmed_at
        roots = hard_roots(self.scenario.catalogue, self.scenario.catalogue.services[incident.service_id])
        explaining = [
            root.id
            for root in roots
            for other in incidents
            if other.service_id == root.id
            and other.started_at <= at
            and (other.ended_at is None or at < other.ended_at)
        ]
        return Page(
            kind=incident.kind,
            service_id=incident.service_id,
            starts=at,
            ends=incident.recovered_at,
            explained_by=explaining[0] if explaining else None,
        )


class _Script:
    """What each check would see at an instant; instants are asked about in their order."""

    def __init__(self, scenario: Scenario) -> None:
        self._coming: dict[str, list[Sight]] = {}  # by check: the next one last
        self._present: dict[str, Sight] = {}
        for sight in sorted(scenario.sights, key=lambda sight: sight.at)[::-1]:  # of two at one instant the later holds
            self._coming.setdefault(sight.check_id, []).append(sight)

    def seen(self, check_id: str, at: datetime) -> Sight | None:
        """The entry in force at ``at``; ``None`` before the first: all is well."""
        coming = self._coming.get(check_id)
        while coming and coming[-1].at <= at:
            self._present[check_id] = coming.pop()
        return self._present.get(check_id)


def _clipped(entries: tuple[TimelineEntry, ...], ends: datetime) -> tuple[TimelineEntry, ...]:
    return tuple(entry for entry in entries if entry.at < ends)
