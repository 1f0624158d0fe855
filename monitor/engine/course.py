"""Time passing over one service and those inferred from it, each thing at its exact instant and in a fixed order.

At one instant plan edges count first, then staleness, then pages that fall due.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from monitor.domain import confirmation, state
from monitor.domain.catalogue import Check, Service
from monitor.domain.fold import sightings, would_recover
from monitor.domain.state import Effect
from monitor.domain.verdict import Verdict
from monitor.engine.casebook import Casebook
from monitor.engine.wakeups import Wakeups


class Course:
    """Moves records forward in time; rings for those to whom time alone will do something."""

    def __init__(self, cases: Casebook) -> None:
        self._cases = cases
        self._wakeups = Wakeups()

    def due(self, now: datetime) -> Iterator[Service]:
        """The services for which something is due by ``now``."""
        services = self._cases.catalogue.services
        return (services[name] for name in self._wakeups.due(now) if name in services)

    def wake(self, service: Service) -> None:
        """Remember when time will next change something for this service."""
        self._wakeups.at(service.id, self._next(service))

    def pass_over(self, check: Check, at: datetime, verdict: Verdict, *, scheduled: bool, patience: timedelta) -> bool:
        """Whether a success changed no belief and nothing else is due, as nearly always: then all is done with it.

        It leaves what ``advance`` and ``confirmation.succeed`` would leave.
        """
        service = self._cases.catalogue.services[check.service_id]
        due = self._next(service)
        if len(self._cases.group(service)) > 1 or (due is not None and due <= at):
            return False
        before = self._cases.track(service, check)
        after = confirmation.unmoved(before, at, verdict, scheduled=scheduled, policy=check.policy, patience=patience)
        if after is None:
            return False
        self._cases.go_on(service, before, after, at)
        if after.patience < before.patience:  # else nothing comes sooner than it would have come before
            self.wake(service)
        return True

    def see(
        self, service: Service, since: datetime, at: datetime, *, reason: str = "", failed: bool = False
    ) -> tuple[Effect, ...]:
        """The tracks of the service read differently from ``since`` on."""
        seen = sightings(service, self._cases.records[service.id].tracks, since)
        effects: tuple[Effect, ...] = ()
        for name in self._cases.group(service):
            step = state.see(
                self._cases.records[name].standing, seen, at, self._cases.terms[name], reason=reason, failed=failed
            )
            effects += self._cases.stand(name, step)
        return effects

    def advance(self, service: Service, to: datetime) -> tuple[Effect, ...]:
        """Let everything happen that is due up to ``to``."""
        effects: tuple[Effect, ...] = ()
        while (due := self._next(service)) is not None and due <= to:
            at = max(due, self._cases.records[service.id].as_of)
            effects += self._cross(service, at) + self._go_stale(service, at) + self._come_due(service, at)
            self._cases.mark(service, at)
        self._cases.mark(service, to)
        self._wakeups.at(service.id, due)  # that lies after ``to``, so what comes next is the same as seen from there
        return effects

    def _next(self, service: Service) -> datetime | None:
        record = self._cases.records[service.id]
        soonest: datetime | None = None
        for track in record.tracks:
            soonest = _sooner(soonest, track.stale_at)
        for name in self._cases.group(service):
            standing = self._cases.records[name].standing
            soonest = _sooner(soonest, self._cases.terms[name].plan.next_edge(record.as_of))
            soonest = soonest if standing.page_waits else _sooner(soonest, standing.page_due_at)
        return soonest

    def _cross(self, service: Service, at: datetime) -> tuple[Effect, ...]:
        effects: tuple[Effect, ...] = ()
        for name in self._cases.group(service):
            standing = self._cases.records[name].standing
            if self._cases.terms[name].plan.is_in(at) != standing.plan_in:
                effects += self._cases.stand(name, state.cross(standing, at, self._cases.terms[name]))
                self._start_clean(name)
        return effects

    def replan(self, service: Service, at: datetime) -> tuple[Effect, ...]:
        """The plans of the service and of those inferred from it were made anew at ``at``."""
        effects: tuple[Effect, ...] = ()
        recovering = would_recover(service, self._cases.records[service.id].tracks)
        for name in self._cases.group(service):
            standing = self._cases.records[name].standing
            was_in = standing.plan_in
            effects += self._cases.stand(
                name, state.replanned(standing, at, self._cases.terms[name], recovering=recovering)
            )
            if was_in:
                self._start_clean(name)
        return effects

    def _start_clean(self, service_id: str) -> None:
        """The plan went out: failure counts and share spans of the service's own checks begin anew."""
        record = self._cases.records[service_id]
        if not record.standing.plan_in:
            self._cases.records[service_id] = replace(
                record, tracks=tuple(confirmation.forget_failures(track) for track in record.tracks)
            )

    def _go_stale(self, service: Service, at: datetime) -> tuple[Effect, ...]:
        tracks = self._cases.records[service.id].tracks
        stale = {track.check_id for track in tracks if track.stale_at is not None and track.stale_at <= at}
        if not stale:
            return ()
        self._cases.keep(
            service, tuple(confirmation.lose_sight(t, at)[0] if t.check_id in stale else t for t in tracks)
        )
        return self.see(service, at, at)

    def _come_due(self, service: Service, at: datetime) -> tuple[Effect, ...]:
        effects: tuple[Effect, ...] = ()
        for name in self._cases.group(service):
            standing = self._cases.records[name].standing
            if standing.page_due_at is not None and standing.page_due_at <= at and not standing.page_waits:
                recovering = would_recover(service, self._cases.records[service.id].tracks)
                effects += self._cases.stand(name, state.come_due(standing, at, recovering=recovering))
        return effects


def _sooner(one: datetime | None, other: datetime | None) -> datetime | None:
    """Asked several times for every observation."""
    if one is None or other is None:
        return one or other
    return min(one, other)
