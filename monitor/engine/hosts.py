"""Who may be asked now: the budgets of all hosts of a location, and which of them have a probe in flight.

Applies ``domain.conduct`` to whole probes: a probe asks and charges every host on its route, that is the host of its
URL and those it was redirected to last time. Synchronous, without a clock; knows nothing of grids or queues.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import lru_cache

from monitor.domain.cadence import DueKind
from monitor.domain.catalogue import Check
from monitor.domain.conduct import (
    PERMIT,
    Conduct,
    Demand,
    HostBudget,
    Permit,
    Refusal,
    answered,
    backoff,
    effective_interval,
    exempt,
    host_of,
    refused,
    spend,
    verdict,
)
from monitor.domain.observation import Observation
from monitor.domain.target import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Busy:
    """The one connection to ``host`` is in use; ask again once it is free."""

    host: str


@dataclass(slots=True, eq=False)
class _Host:
    name: str
    budget: HostBudget
    demands: dict[str, Demand] = field(default_factory=dict)  # by check, those that are redirected here included
    busy: bool = False


@dataclass(slots=True, eq=False)
class _Visitor:
    check: Check
    names: tuple[str, ...]  # the host of its URL and of every redirect seen last, repetitions included
    route: tuple[_Host, ...] = ()  # those of them that are not exempt, each once
    pause: timedelta | None = None  # the back-off in force since its last probe


@dataclass(frozen=True, slots=True)
class _Flight:
    route: tuple[_Host, ...]
    kind: DueKind
    spent_at: datetime


class Hosts:
    """The hosts of all checks, as far as they are not exempt."""

    def __init__(self, checks: Iterable[Check], conduct: Conduct) -> None:
        self._conduct = conduct
        self._hosts: dict[str, _Host] = {}
        self._visitors: dict[str, _Visitor] = {}
        self._flights: dict[str, _Flight] = {}
        self.replace(checks, conduct)

    def replace(self, checks: Iterable[Check], conduct: Conduct) -> None:
        """Take over a reloaded configuration. What a host was asked and how it answered stays known."""
        self._conduct = conduct
        for host in self._hosts.values():
            host.demands.clear()
            host.budget = replace(host.budget, conduct=conduct)
        former, self._visitors = self._visitors, {}
        for check in checks:
            known = former.get(check.id)
            names = known.names if known is not None and known.check.target == check.target else check.target.hosts
            pause = known.pause if known is not None else None
            self._visitors[check.id] = visitor = _Visitor(check=check, names=names, pause=pause)
            self._link(visitor)

    def ask(self, check_id: str, kind: DueKind, at: datetime) -> Permit | Refusal | Busy:
        """Whether every host on the check's route may be asked at ``at``; of several refusals the longest."""
        route = self._visitors[check_id].route
        if not route:
            return PERMIT
        answers = [verdict(host.budget, kind, at) for host in route]
        refusals = [answer for answer in answers if isinstance(answer, Refusal)]
        if refusals:
            return max(refusals, key=lambda refusal: refusal.until)
        return next((Busy(host=host.name) for host in route if host.busy), PERMIT)

    def begin(self, check_id: str, kind: DueKind, at: datetime) -> None:
        """A permitted probe starts; it holds the connection to every host on its route until ``finish``."""
        route = self._visitors[check_id].route
        if not route:
            return
        for host in route:
            host.busy = True
        own = self._visitors[check_id].check.target.hosts
        for host in route:
            if host.name in own:
                host.budget = spend(host.budget, kind, at)
        self._flights[check_id] = _Flight(route, kind, at)

    def finish(self, check_id: str, observation: Observation | None, now: datetime) -> tuple[str, ...]:
        """A probe ended, unseen if ``observation`` is ``None``; the hosts whose connection is free again."""
        flight = self._flights.pop(check_id, None)
        if flight is None:
            return ()
        for host in flight.route:
            host.busy = False
        visitor = self._visitors.get(check_id)
        if observation is not None and visitor is not None:
            self._learn(visitor, flight, observation, now)
        return tuple(host.name for host in flight.route)

    def ask_guest(self, name: str, at: datetime, *, holds: bool) -> Permit | Refusal | Busy:
        """Whether somebody beside the checks may ask the host ``name``; if so, that request is charged and begun.

        One more to a host that the guest ``holds`` already is charged only, as the redirects of a check are.
        """
        host = self._host(name)
        if host is None:
            return PERMIT
        answer = PERMIT if holds else verdict(host.budget, DueKind.SCHEDULED, at)
        if isinstance(answer, Refusal):
            return answer
        if host.busy and not holds:
            return Busy(host=name)
        host.busy = True
        host.budget = spend(host.budget, DueKind.SCHEDULED, at)
        return PERMIT

    def finish_guest(self, names: Sequence[str], observation: Observation | None, now: datetime) -> None:
        """A guest lets go of the hosts it held, the last of which answered with ``observation``."""
        # Not by `_host`: a reload may have made one exempt meanwhile, and it must not stay held for ever.
        hosts = [self._hosts[name] for name in names if name in self._hosts]
        for host in hosts:
            host.busy = False
        if observation is not None:
            for host in {host.name: host for host in (hosts[:1] + hosts[-1:])}.values():
                self._hear(host, observation, now)

    def recall(self, observation: Observation, at: datetime) -> None:
        """A probe that another process made at ``at``, as far as it limits the next one."""
        self.begin(observation.check_id, DueKind.SCHEDULED, at)
        self.finish(observation.check_id, observation, at)

    def land(self) -> None:
        """Forget all probes in flight: the process that made them is gone."""
        for flight in self._flights.values():
            for host in flight.route:
                host.busy = False
        self._flights.clear()

    def interval(self, check_id: str) -> timedelta:
        """The interval a check really gets; during a back-off the back-off's (SEMANTICS section 2)."""
        visitor = self._visitors[check_id]
        wanted = visitor.check.interval
        granted = (effective_interval(wanted, host.demands.values(), self._conduct) for host in visitor.route)
        return max((wanted, visitor.pause or wanted, *granted))

    def keeps_floor_by_grid(self, check_id: str) -> bool:
        """Whether a check, alone on its hosts, can keep the floor by leaving out instants of its own grid."""
        visitor = self._visitors[check_id]
        alone = all(len(host.demands) == 1 for host in visitor.route)
        return alone and not self._conduct.floor % visitor.check.interval

    def _learn(self, visitor: _Visitor, flight: _Flight, observation: Observation, now: datetime) -> None:
        visitor.pause = None
        if observation.http is not None:
            own = visitor.check.target.hosts
            hops = tuple(host_of(url) or own[0] for url in observation.http.redirects)
            names = (*own, *hops)
            if names != visitor.names:
                self._unlink(visitor)
                visitor.names = names
                self._link(visitor)
            for host in filter(None, map(self._host, hops)):
                # At the instant of the first request: from the end of the probe each would drift by its duration.
                host.budget = spend(host.budget, flight.kind, flight.spent_at)
        if visitor.check.target.kind is not Kind.HTTP:
            return  # only pages refuse us: that a host answers a ping does not make us welcome there again
        ends = {host.name: host for host in map(self._host, (visitor.names[0], visitor.names[-1])) if host is not None}
        for host in ends.values():
            self._hear(host, observation, now)

    def _hear(self, host: _Host, observation: Observation, now: datetime) -> None:
        if refused(observation):
            pause = backoff(observation, host.budget.refusals)
            for check_id in host.demands:
                shut = self._visitors[check_id]
                shut.pause = max(pause, shut.pause or pause)
        host.budget = answered(host.budget, observation, now)

    def _host(self, name: str) -> _Host | None:
        if _is_exempt(name, self._conduct.own_hosts):
            return None
        if name not in self._hosts:
            self._hosts[name] = _Host(name=name, budget=HostBudget(conduct=self._conduct))
        return self._hosts[name]

    def _link(self, visitor: _Visitor) -> None:
        route = {name: host for name in visitor.names if (host := self._host(name)) is not None}
        visitor.route = tuple(route.values())
        for name, host in route.items():
            requests = visitor.names.count(name)
            host.demands[visitor.check.id] = Demand(interval=visitor.check.interval, requests=requests)

    def _unlink(self, visitor: _Visitor) -> None:
        for host in visitor.route:
            host.demands.pop(visitor.check.id, None)


@lru_cache(maxsize=1 << 12)
def _is_exempt(name: str, own_hosts: tuple[str, ...]) -> bool:
    # Many checks share a host, and to read an address takes longer than all else that is done for a check here.
    return exempt(name, own_hosts)
