"""One synchronous entry for everything that happens: an observation, time, a change of the book, an absence.

The rules are the domain's. The judge knows which tracks make which service, which services are inferred from it, and
in which order simultaneous things count: plan edges first, then staleness, then pages that fall due, then the event.
Live monitor and replay call the same methods; only the origin of the instants differs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.domain import confirmation, state
from monitor.domain.book import Book
from monitor.domain.cadence import EDGE_INTERVAL
from monitor.domain.catalogue import Catalogue, Check, Service, Settings
from monitor.domain.confirmation import Track
from monitor.domain.fold import Sighting, sightings, would_recover
from monitor.domain.observation import UNREACHED, Observation, Outcome
from monitor.domain.state import Effect, Standing, Terms
from monitor.domain.verdict import Verdict
from monitor.engine.terms import TermBook
from monitor.engine.wakeups import Wakeups

_GOOD = {Outcome.OK: Verdict.UP, Outcome.SLOW: Verdict.DEGRADED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """All that must survive a restart about one service. Inferred services have no tracks of their own."""

    standing: Standing
    tracks: tuple[Track, ...] = ()
    as_of: datetime  # everything up to here is judged


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What came of one event: effects to write, and checks to look at again."""

    effects: tuple[Effect, ...] = ()
    recheck: tuple[str, ...] = ()  # check ids: a first failure or first recovery awaits its second look
    decided: tuple[str, ...] = ()  # check ids whose run is decided: a pending re-check is no longer needed
    probe_now: tuple[str, ...] = ()  # check ids: an edit moved an edge
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
        self.records: dict[str, Record] = {}
        self._terms = TermBook(catalogue, settings.grace, book, now)
        self._wakeups = Wakeups()
        self._adopt(records or {}, now)

    # ------------------------------------------------------------------ what happens

    def observe(self, observation: Observation, *, scheduled: bool, interval: timedelta | None = None) -> Decision:
        """Judge one observation; ``interval`` is what conduct really grants the check, for the staleness rule."""
        check = self.catalogue.checks.get(observation.check_id)
        if check is None or observation.outcome is Outcome.NOTHING:
            return Decision()
        service = self.catalogue.services[check.service_id]
        at = max(observation.completed_at, self.records[service.id].as_of)
        effects = self._advance(service, at)
        outcome = self._outcome(observation, service)
        doubted = outcome is Outcome.FAILED and not self.network_reachable
        before = self._track(service, check)
        after, since = self._step(before, observation, outcome, check, at, scheduled=scheduled)
        if not doubted:
            after = replace(after, seen_at=at, patience=(interval or check.interval) * 2 + check.timeout)
        failed = outcome is Outcome.FAILED and not doubted
        effects += self._judge(service, before, after, at, since, failed=failed)
        return Decision(
            effects=effects,
            recheck=(check.id,) if _wants_second_look(before, after) else (),
            decided=(check.id,) if after.pending_since is None else (),
            changed=self._group(service),
            doubted=doubted,
        )

    def advance(self, now: datetime) -> Decision:
        """Let time pass: staleness, window edges and pages that fall due, each at its exact instant."""
        self._terms.extend(now)
        effects: tuple[Effect, ...] = ()
        changed: list[str] = []
        for service_id in self._wakeups.due(now):
            service = self.catalogue.services.get(service_id)
            if service is not None:
                effects += self._advance(service, now)
                changed += self._group(service)
        return Decision(effects=effects, changed=tuple(changed))

    def settle(self, now: datetime) -> Decision:
        """Count the seconds of every service up to ``now``, or to the start of a run that is still pending."""
        advanced = self.advance(now)
        effects = list(advanced.effects)
        for service in self._sources():
            pending = [track.pending_since for track in self.records[service.id].tracks]
            until = min([now, *(instant for instant in pending if instant is not None)])
            for follower in self._group(service):
                standing, used = state.settle(self.records[follower].standing, until)
                self.records[follower] = replace(self.records[follower], standing=standing)
                effects += used
        return Decision(effects=tuple(effects), changed=tuple(self.records))

    def reconfigure(self, catalogue: Catalogue, settings: Settings, book: Book, at: datetime) -> Decision:
        """Go on with another catalogue, settings or book; streaks and latches of what stays are kept."""
        effects: tuple[Effect, ...] = ()
        for service in self._sources():
            effects += self._advance(service, at)
        known = {check_id: self._foresight(check_id, at) for check_id in self.catalogue.checks}
        self.catalogue, self.settings, self.book = catalogue, settings, book
        self._terms.replace(catalogue, settings.grace, book, at)
        self._adopt(self.records, at)
        for service in self._sources():
            effects += self._replan(service, at)
            self._wake(service)
        kept = [check_id for check_id in known if check_id in catalogue.checks]
        moved = tuple(check_id for check_id in kept if self._foresight(check_id, at) != known[check_id])
        return Decision(effects=effects, probe_now=moved, changed=tuple(self.records))

    def absent(self, since: datetime, until: datetime) -> Decision:
        """Nobody looked in ``[since, until)``: the monitor was not running, or stood still."""
        effects: tuple[Effect, ...] = ()
        for service in self._sources():
            start = max(since, self.records[service.id].as_of)
            if start >= until:
                continue
            effects += self._advance(service, start)
            before = self.records[service.id].tracks
            self._keep(service, tuple(confirmation.lose_sight(track, start)[0] for track in before))
            effects += self._see(service, start, start)
            effects += self._advance(service, until)
            blind = self.records[service.id].tracks
            regained = (confirmation.regain_sight(t, b.now, until)[0] for t, b in zip(blind, before, strict=True))
            self._keep(service, tuple(regained))
            effects += self._see(service, until, until)
            self._wake(service)
        return Decision(effects=effects, changed=tuple(self.records))

    # ------------------------------------------------------------------ what is asked

    def terms(self, service_id: str) -> Terms:
        """The plan and grace that the service is judged by."""
        return self._terms[service_id]

    def edges(self, check_id: str, after: datetime) -> tuple[datetime, ...]:
        """The coming window edges of every service that the check speaks for."""
        service = self.catalogue.services[self.catalogue.checks[check_id].service_id]
        found = {edge for follower in self._group(service) for edge in self._terms[follower].plan.edges}
        return tuple(sorted(edge for edge in found if edge > after))

    def _foresight(self, check_id: str, at: datetime) -> tuple[object, ...]:
        """What an edit must change for a look at once: the plan in force (W6), and coming edges if looks are rare."""
        check = self.catalogue.checks[check_id]
        group = self._group(self.catalogue.services[check.service_id])
        in_force = tuple(self.records[name].standing.plan_in for name in group)
        return (in_force, self.edges(check_id, at)) if check.interval > EDGE_INTERVAL else (in_force,)

    def is_first_failure(self, observation: Observation) -> bool:
        """Whether the canaries must be asked before this observation may be judged: it could confirm something."""
        check = self.catalogue.checks.get(observation.check_id)
        if check is None:
            return False
        service = self.catalogue.services[check.service_id]
        return self._outcome(observation, service) is Outcome.FAILED and not self._track(service, check).now.failing

    # ------------------------------------------------------------------ one service and those inferred from it

    def _outcome(self, observation: Observation, service: Service) -> Outcome:
        """From outside ``reachable_from`` a dns, connect, reset or timeout failure says nothing about the service."""
        reachable_from = self.catalogue.by_platform[service.platform_id].reachable_from
        outside = reachable_from and self.settings.location.country not in reachable_from
        if observation.outcome is Outcome.FAILED and outside and observation.reason in UNREACHED:
            return Outcome.BLOCKED
        return observation.outcome

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
        self.records[service.id] = replace(record, tracks=tracks)
        awaited = failed and any(self.records[name].standing.page_waits for name in self._group(service))
        effects: tuple[Effect, ...] = ()
        if since is not None or awaited:
            effects = self._see(service, since or at, at, reason=after.reason, failed=failed)
            self._keep(service, _trimmed(tracks, at))
        self._wake(service)
        return effects

    def _see(
        self, service: Service, since: datetime, at: datetime, *, reason: str = "", failed: bool = False
    ) -> tuple[Effect, ...]:
        seen: Sequence[Sighting] = sightings(service, self.records[service.id].tracks, since)
        effects: tuple[Effect, ...] = ()
        for name in self._group(service):
            step = state.see(self.records[name].standing, seen, at, self._terms[name], reason=reason, failed=failed)
            effects += self._stand(name, step)
        return effects

    def _advance(self, service: Service, to: datetime) -> tuple[Effect, ...]:
        effects: tuple[Effect, ...] = ()
        while (due := self._next(service)) is not None and due <= to:
            at = max(due, self.records[service.id].as_of)
            effects += self._cross(service, at) + self._go_stale(service, at) + self._come_due(service, at)
            self._mark(service, at)
        self._mark(service, to)
        self._wake(service)
        return effects

    def _next(self, service: Service) -> datetime | None:
        record = self.records[service.id]
        instants = [track.stale_at for track in record.tracks]
        for name in self._group(service):
            standing = self.records[name].standing
            instants += [self._terms[name].plan.next_edge(record.as_of)]
            instants += [None if standing.page_waits else standing.page_due_at]
        return min((instant for instant in instants if instant is not None), default=None)

    def _cross(self, service: Service, at: datetime) -> tuple[Effect, ...]:
        effects: tuple[Effect, ...] = ()
        for name in self._group(service):
            standing = self.records[name].standing
            if self._terms[name].plan.is_in(at) != standing.plan_in:
                effects += self._stand(name, state.cross(standing, at, self._terms[name]))
                self._start_clean(name)
        return effects

    def _replan(self, service: Service, at: datetime) -> tuple[Effect, ...]:
        effects: tuple[Effect, ...] = ()
        recovering = would_recover(service, self.records[service.id].tracks)
        for name in self._group(service):
            standing = self.records[name].standing
            was_in = standing.plan_in
            effects += self._stand(name, state.replanned(standing, at, self._terms[name], recovering=recovering))
            if was_in:
                self._start_clean(name)
        return effects

    def _start_clean(self, service_id: str) -> None:
        """The plan went out: failure counts and share spans of the service's own checks begin anew."""
        record = self.records[service_id]
        if not record.standing.plan_in:
            self.records[service_id] = replace(
                record, tracks=tuple(confirmation.forget_failures(track) for track in record.tracks)
            )

    def _go_stale(self, service: Service, at: datetime) -> tuple[Effect, ...]:
        tracks = self.records[service.id].tracks
        stale = [track for track in tracks if track.stale_at is not None and track.stale_at <= at]
        if not stale:
            return ()
        self._keep(service, tuple(confirmation.lose_sight(t, at)[0] if t in stale else t for t in tracks))
        return self._see(service, at, at)

    def _come_due(self, service: Service, at: datetime) -> tuple[Effect, ...]:
        effects: tuple[Effect, ...] = ()
        for name in self._group(service):
            standing = self.records[name].standing
            if standing.page_due_at is not None and standing.page_due_at <= at and not standing.page_waits:
                recovering = would_recover(service, self.records[service.id].tracks)
                effects += self._stand(name, state.come_due(standing, at, recovering=recovering))
        return effects

    # ------------------------------------------------------------------ bookkeeping

    def _sources(self) -> list[Service]:
        return [service for service in self.catalogue.services.values() if service.inferred_from is None]

    def _group(self, service: Service) -> tuple[str, ...]:
        return self._groups[service.id]

    def _track(self, service: Service, check: Check) -> Track:
        location = self.settings.location.id
        tracks = self.records[service.id].tracks
        return next(track for track in tracks if (track.check_id, track.location) == (check.id, location))

    def _stand(self, service_id: str, step: state.Step) -> tuple[Effect, ...]:
        self.records[service_id] = replace(self.records[service_id], standing=step[0])
        return step[1]

    def _keep(self, service: Service, tracks: tuple[Track, ...]) -> None:
        self.records[service.id] = replace(self.records[service.id], tracks=tracks)

    def _mark(self, service: Service, at: datetime) -> None:
        for name in self._group(service):
            record = self.records[name]
            if record.as_of < at:
                self.records[name] = replace(record, as_of=at)

    def _wake(self, service: Service) -> None:
        self._wakeups.at(service.id, self._next(service))

    def _adopt(self, records: Mapping[str, Record], now: datetime) -> None:
        """Take over the records of services that stay, enrol new ones, forget the rest."""
        sources = self._sources()
        self._groups = {s.id: (s.id, *(i.id for i in self.catalogue.inferred_from(s.id))) for s in sources}
        self.records = {
            service.id: self._adopted(service, records.get(service.id), now)
            for service in self.catalogue.services.values()
        }
        for service in sources:
            self._wake(service)

    def _adopted(self, service: Service, known: Record | None, now: datetime) -> Record:
        location = self.settings.location.id
        old = {(track.check_id, track.location): track for track in known.tracks} if known else {}
        tracks = tuple(
            old.get((check.id, location)) or confirmation.enrolled(check.id, location, now) for check in service.checks
        )
        if known is not None:
            return replace(known, tracks=tracks)
        standing = state.enrolled(service.id, now, self._terms[service.id])
        return Record(standing=standing, tracks=tracks, as_of=now)


def _wants_second_look(before: Track, after: Track) -> bool:
    """A first failure or a first recovery is looked at again after ``recheck``, not a whole interval later."""
    if after.now.failing:
        return after.successes == 1 and before.successes == 0
    began = after.failing_since is not None and before.failing_since is None
    return began or (after.failures == 1 and before.failures == 0)


def _trimmed(tracks: tuple[Track, ...], at: datetime) -> tuple[Track, ...]:
    """The tracks without what no dating back can reach any more."""
    needed = [at]
    for track in tracks:
        needed += [track.share[0][0]] if track.share else []
        needed += [track.pending_since] if track.pending_since else []
    return tuple(confirmation.trimmed(track, min(needed)) for track in tracks)
