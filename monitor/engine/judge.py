"""One synchronous entry for everything that happens: an observation, time, a change of the book, an absence.

The rules are the domain's. The judge knows which tracks make which service, which services are inferred from it, and
in which order simultaneous things count: plan edges first, then staleness, then pages that fall due, then the event.
Live monitor and replay call the same methods; only the origin of the instants differs.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.domain import confirmation, state
from monitor.domain.book import Book
from monitor.domain.cadence import EDGE_INTERVAL
from monitor.domain.catalogue import Catalogue, Check, Service, Settings
from monitor.domain.confirmation import Track
from monitor.domain.fold import would_recover
from monitor.domain.history import Glimpse, Seen, glimpse_of
from monitor.domain.observation import Observation, Outcome
from monitor.domain.state import Effect, Terms
from monitor.domain.vantage import outcome_from
from monitor.domain.verdict import Verdict
from monitor.engine.casebook import Casebook, Record
from monitor.engine.course import Course
from monitor.engine.terms import TermBook

_GOOD = {Outcome.OK: Verdict.UP, Outcome.SLOW: Verdict.DEGRADED}
_TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What came of one event: effects to write, and checks to look at again."""

    effects: tuple[Effect, ...] = ()
    glimpses: tuple[Glimpse, ...] = ()  # to write with the effects: a check saw something else than before
    recheck: tuple[str, ...] = ()  # check ids: a first failure or first recovery awaits its second look
    decided: tuple[str, ...] = ()  # check ids whose run is decided: a pending re-check is no longer needed
    probe_now: tuple[str, ...] = ()  # check ids: an edit moved an edge, or a dependant of theirs fails
    changed: tuple[str, ...] = ()  # service ids whose record changed
    doubted: bool = False


class Judge:
    """The records of all services and the one place that replaces them."""

    def __init__(
        self,
        catalogue: Catalogue,
        settings: Settings,
        book: Book,
        now: datetime,
        records: Mapping[str, Record] | None = None,
    ) -> None:
        self.catalogue = catalogue
        self.settings = settings
        self.book = book
        self.network_reachable = True  # what the canaries of this location said last
        self._terms = TermBook(catalogue, settings.grace, book, now)
        self._cases = Casebook(settings, self._terms)
        self._course = Course(self._cases)
        self._awaited: dict[str, datetime] = {}  # by check: a failure seen then, whose canaries have not answered yet
        self.glimpsed: dict[str, tuple[Seen, str]] = {}  # by check: what its last observation was taken for
        self.beginnings = self._adopt(records or {}, now)  # of services that had no record: to be written first

    def observe(self, observation: Observation, *, scheduled: bool, interval: timedelta | None = None) -> Decision:
        """Judge one observation; ``interval`` is what conduct really grants the check, for the staleness rule."""
        check = self.catalogue.checks.get(observation.check_id)
        if check is None or observation.outcome is Outcome.NOTHING:
            return Decision()
        self._awaited.pop(check.id, None)
        service = self.catalogue.services[check.service_id]
        at = max(observation.completed_at, self.records[service.id].as_of)
        patience = (interval or check.interval) * 2 + check.timeout
        if self._passes_over(check, observation, at, scheduled=scheduled, patience=patience):
            glimpses = self._glimpses(observation, Seen(observation.outcome), at)
            return Decision(glimpses=glimpses, decided=(check.id,), changed=(service.id,))
        effects = self._course.advance(service, at)
        outcome = self._outcome(observation, service)
        doubted = outcome is Outcome.FAILED and not self.network_reachable
        before = self._cases.track(service, check)
        after, since = self._step(before, observation, outcome, check, at, scheduled=scheduled)
        if not doubted:
            after = replace(after, seen_at=at, patience=patience)
        failed = outcome is Outcome.FAILED and not doubted
        again = confirmation.wants_second_look(before, after)
        effects += self._judge(service, before, after, at, since, failed=failed)
        return Decision(
            effects=effects,
            glimpses=self._glimpses(observation, Seen.DOUBTED if doubted else Seen(outcome.value), at),
            recheck=(check.id,) if again else (),
            decided=(check.id,) if after.pending_since is None else (),
            probe_now=self._cases.passing_roots(service) if again and failed else (),
            changed=self._cases.group(service),
            doubted=doubted,
        )

    def advance(self, now: datetime) -> Decision:
        """Let time pass: staleness, window edges and pages that fall due, each at its exact instant."""
        self.look_ahead(now)
        effects: tuple[Effect, ...] = ()
        changed: list[str] = []
        for service in self._course.due(now):
            before = self._cases.beliefs(service)
            effects += self._course.advance(service, now)
            if self._cases.beliefs(service) != before:  # timers are moved later only when they ring: most do in vain
                changed += self._cases.group(service)
        return Decision(effects=effects, changed=tuple(changed))

    def look_ahead(self, now: datetime) -> bool:
        """Expand windows further when the horizon comes near; whether that was done, so that new edges are known."""
        return self._terms.extend(now)

    def settle(self, now: datetime, service_ids: Collection[str] | None = None) -> Decision:
        """Count the seconds of some services (and those inferred from them) or of all, up to ``now``.

        No further than the start of a run that is still pending, or a failure that waits for the canaries; everything
        due until ``now`` was let happen before.
        """
        effects: list[Effect] = []
        changed: list[str] = []
        for service in self._cases.sources_among(service_ids):
            until = self._decided_until(service, now)
            for follower in self._cases.group(service):
                effects += self._cases.stand(follower, state.settle(self.records[follower].standing, until))
                changed.append(follower)
        return Decision(effects=tuple(effects), changed=tuple(changed))

    def reconfigure(self, catalogue: Catalogue, settings: Settings, book: Book, at: datetime) -> Decision:
        """Go on with another catalogue, settings or book; streaks and latches of what stays are kept."""
        effects: tuple[Effect, ...] = ()
        for service in self._cases.sources:  # only up to the edit: at its own instant the new book decides
            effects += self._course.advance(service, at - _TICK)
        if catalogue is self.catalogue and settings is self.settings and book == self.book:  # a start
            return Decision(effects=effects + self._go_over(at), changed=tuple(self.records))
        effects += self._cases.farewells(catalogue, at)
        makeup = self._cases.makeup
        known = {check_id: self._foresight(check_id, at) for check_id in self.catalogue.checks}
        self.catalogue, self.settings, self.book = catalogue, settings, book
        self._terms.replace(catalogue, settings.grace, book, at)
        effects += self._adopt(self.records, at)
        made_anew = [name for name, made_of in self._cases.makeup.items() if makeup.get(name) != made_of]
        effects += self._go_over(at, frozenset(made_anew))
        moved = tuple(id_ for id_ in known if id_ in catalogue.checks and self._foresight(id_, at) != known[id_])
        return Decision(effects=effects, probe_now=moved, changed=tuple(self.records))

    def _go_over(self, at: datetime, made_anew: Collection[str] = ()) -> tuple[Effect, ...]:
        """Hold every service against its plan; the verdicts of those ``made_anew`` rest on other checks now."""
        effects: tuple[Effect, ...] = ()
        for service in self._cases.sources:
            effects += self._course.replan(service, at)
            if service.id in made_anew:
                effects += self._course.see(service, at, at)
            effects += self._course.advance(service, at)
        return effects

    def restore(self, records: Mapping[str, Record], book: Book, heartbeat_at: datetime, now: datetime) -> Decision:
        """Go on from records written until ``heartbeat_at``; nobody looked since."""
        self.book = book
        self._terms.replace(self.catalogue, self.settings.grace, book, heartbeat_at)
        beginnings = self._adopt(records, now)
        past = self.absent(heartbeat_at, now)
        return replace(past, effects=(*beginnings, *past.effects))

    def absent(self, since: datetime, until: datetime, *, returns: bool = True) -> Decision:
        """Nobody looked in ``[since, until)``: the monitor was not running, or stood still, and may never return."""
        effects: tuple[Effect, ...] = ()
        for service in self._cases.sources:
            start = max(since, self.records[service.id].as_of)
            if start >= until:
                continue
            effects += self._course.advance(service, start)
            before = self.records[service.id].tracks
            self._cases.keep(service, tuple(confirmation.lose_sight(track, start)[0] for track in before))
            effects += self._course.see(service, start, start)
            effects += self._course.advance(service, until)
            if not returns:
                continue
            blind = self.records[service.id].tracks
            regained = (confirmation.regain_sight(t, b.now, until)[0] for t, b in zip(blind, before, strict=True))
            self._cases.keep(service, tuple(regained))
            effects += self._course.see(service, until, until)
            self._course.wake(service)
        return Decision(effects=effects, changed=tuple(self.records))

    def _adopt(self, records: Mapping[str, Record], now: datetime) -> tuple[Effect, ...]:
        beginnings = self._cases.adopt(self.catalogue, records, now)
        for service in self._cases.sources:
            self._course.wake(service)
        return beginnings

    # ------------------------------------------------------------------ what is asked

    @property
    def records(self) -> dict[str, Record]:
        """The record of every service."""
        return self._cases.records

    def terms(self, service_id: str) -> Terms:
        """The plan and grace that the service is judged by."""
        return self._terms[service_id]

    def turning(self, since: datetime, until: datetime) -> frozenset[str]:
        """The services for which a window or its recovery span begins or ends in ``(since, until]``."""
        return self._terms.turning(since, until)

    @property
    def sources(self) -> tuple[str, ...]:
        """The services that have checks of their own."""
        return self._cases.source_ids

    def edges(self, check_id: str, after: datetime) -> tuple[datetime, ...]:
        """The coming window edges of every service that the check speaks for."""
        service = self.catalogue.services[self.catalogue.checks[check_id].service_id]
        found = {edge for follower in self._cases.group(service) for edge in self._terms[follower].plan.edges}
        return tuple(sorted(edge for edge in found if edge > after))

    def _foresight(self, check_id: str, at: datetime) -> tuple[object, ...]:
        """What an edit must change for a look at once: the plan in force (W6), and coming edges if looks are rare."""
        check = self.catalogue.checks[check_id]
        group = self._cases.group(self.catalogue.services[check.service_id])
        in_force = tuple(self.records[name].standing.plan_in for name in group)
        return (in_force, self.edges(check_id, at)) if check.interval > EDGE_INTERVAL else (in_force,)

    def awaits_canaries(self, observation: Observation) -> bool:
        """Whether the canaries must be asked before this failure is judged; until then its seconds are not decided.

        It could begin or confirm a run; or our network was lost and may be back, and a doubt must not outlast it.
        """
        check = self.catalogue.checks.get(observation.check_id)
        if check is None or observation.outcome is not Outcome.FAILED:
            return False
        service = self.catalogue.services[check.service_id]
        if self._outcome(observation, service) is not Outcome.FAILED:
            return False
        if self._cases.track(service, check).now.failing and self.network_reachable:
            return False
        self._awaited[check.id] = observation.completed_at
        return True

    def _decided_until(self, service: Service, now: datetime) -> datetime:
        for track in self.records[service.id].tracks:
            for pending in (track.pending_since, self._awaited.get(track.check_id)):
                if pending is not None and pending < now:
                    now = pending
        return now

    # ------------------------------------------------------------------ how it is done
    def _passes_over(
        self, check: Check, seen: Observation, at: datetime, *, scheduled: bool, patience: timedelta
    ) -> bool:
        verdict = _GOOD.get(seen.outcome)
        return verdict is not None and self._course.pass_over(
            check, at, verdict, scheduled=scheduled, patience=patience
        )

    def _glimpses(self, observation: Observation, seen: Seen, at: datetime) -> tuple[Glimpse, ...]:
        told = (seen, observation.reason.value if observation.reason else "")
        if self.glimpsed.get(observation.check_id) == told:
            return ()
        self.glimpsed[observation.check_id] = told
        return (glimpse_of(observation, *told, at),)

    def _outcome(self, observation: Observation, service: Service) -> Outcome:
        return outcome_from(observation, self.catalogue.by_platform[service.platform_id], self.settings.location)

    def _step(
        self, track: Track, observation: Observation, outcome: Outcome, check: Check, at: datetime, *, scheduled: bool
    ) -> confirmation.Step:
        if outcome in _GOOD:
            return confirmation.succeed(track, at, _GOOD[outcome], scheduled=scheduled, policy=check.policy)
        if outcome is Outcome.BLOCKED:
            return confirmation.block(track, at)
        if not self.network_reachable:
            return confirmation.lose_sight(track, at)
        plan = self._terms[check.service_id].plan
        inside = None if plan.is_in(at) else plan.overlapped(max(observation.started_at, track.now.since), at)
        reason = observation.reason.value if observation.reason else ""
        return confirmation.fail(
            track, inside or at, reason, scheduled=scheduled, policy=check.policy, counts=inside is None
        )

    def _judge(
        self, service: Service, before: Track, after: Track, at: datetime, since: datetime | None, *, failed: bool
    ) -> tuple[Effect, ...]:
        record = self.records[service.id]
        tracks = tuple(after if track is before else track for track in record.tracks)
        self._cases.keep(service, tracks)
        failed = failed and not would_recover(service, tracks)  # another check's failure breaks no run of successes
        awaited = failed and any(self.records[name].standing.page_waits for name in self._cases.group(service))
        effects: tuple[Effect, ...] = ()
        if since is not None or awaited:
            effects = self._course.see(service, since or at, at, reason=after.reason, failed=failed)
            self._cases.keep(service, confirmation.without_the_past(tracks, at))
        self._course.wake(service)
        return effects
