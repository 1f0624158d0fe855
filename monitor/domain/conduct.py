"""How often a host may be asked: the floor, the allowance for extra probes and the back-off of SEMANTICS section 8.

One frozen budget per host and location; every transition returns a new one. Values only: who waits for whom is the
agenda's, and nothing here reads a clock. Exempt hosts have no budget at all: for them neither the floor nor the
back-off nor the single connection holds.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from ipaddress import IPv4Address, IPv4Network, IPv6Address, ip_address
from urllib.parse import urlsplit

from monitor.domain.cadence import EPOCH, DueKind
from monitor.domain.observation import REFUSALS, Observation, Outcome, Reason

FLOOR = timedelta(minutes=1)
PLACEHOLDER_FLOOR = timedelta(minutes=15)
EXTRAS = 3
EXTRAS_SPAN = timedelta(minutes=5)
EXTRAS_APART = timedelta(seconds=10)
BACKOFF_FIRST = timedelta(minutes=15)
BACKOFF_LONGEST = timedelta(hours=6)

_LOOPBACK = IPv4Network("127.0.0.0/8")
_LOOPBACK_6 = IPv6Address("::1")
_DOUBLINGS = 5  # 15 min doubled five times is past the longest; more would only make large numbers


class SkipReason(StrEnum):
    """Why a due probe did not happen; the closed set of ``marsad_probes_skipped_total``."""

    OVERLAP = "overlap"
    POLITENESS = "politeness"
    BACKOFF = "backoff"
    SHUTDOWN = "shutdown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conduct:
    """The settings that the floor depends on."""

    own_hosts: tuple[str, ...] = ()
    contact_is_placeholder: bool = False

    @property
    def floor(self) -> timedelta:
        """The least distance between two scheduled requests to one host."""
        return PLACEHOLDER_FLOOR if self.contact_is_placeholder else FLOOR


@dataclass(frozen=True, slots=True, kw_only=True)
class Permit:
    """The request may be made now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """The request may not be made before ``until``."""

    reason: SkipReason
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HostBudget:
    """What a host was asked lately, as far as it limits the next request."""

    conduct: Conduct = Conduct()
    free_at: datetime = EPOCH  # the next scheduled request
    extras: tuple[datetime, ...] = ()  # extra requests of the last five minutes
    refusals: int = 0  # consecutive
    closed_until: datetime = EPOCH  # end of the back-off


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What one check wants of a host: ``requests`` (one and its redirect hops) every ``interval``."""

    interval: timedelta
    requests: int = 1


PERMIT = Permit()


def host_of(url: str) -> str:
    """The host that a budget is kept for: lower case, without port and root dot."""
    return (urlsplit(url).hostname or "").rstrip(".")


def exempt(url_host: str, own_hosts: Collection[str]) -> bool:
    """Whether the floor spares this *literal* host: listed itself in ``own_hosts`` (no subdomains), or loopback."""
    if url_host == "localhost" or url_host in {own.lower() for own in own_hosts}:
        return True
    try:
        address = ip_address(url_host)
    except ValueError:
        return False
    return address in _LOOPBACK if isinstance(address, IPv4Address) else address == _LOOPBACK_6


def verdict(budget: HostBudget, kind: DueKind, at: datetime) -> Permit | Refusal:
    """Whether a request of this kind may go to the host at ``at``, and if not, why and until when."""
    if at < budget.closed_until:
        return Refusal(reason=SkipReason.BACKOFF, until=budget.closed_until)
    until = budget.free_at if _shares_floor(budget, kind) else _extras_free_at(budget.extras, at)
    return PERMIT if until <= at else Refusal(reason=SkipReason.POLITENESS, until=until)


def spend(budget: HostBudget, kind: DueKind, at: datetime, requests: int = 1) -> HostBudget:
    """The budget after ``requests`` of one probe made at ``at``; redirect hops are spent like first requests."""
    if _shares_floor(budget, kind):
        return replace(budget, free_at=max(budget.free_at, at) + budget.conduct.floor * requests)
    recent = (instant for instant in budget.extras if instant > at - EXTRAS_SPAN)
    return replace(budget, extras=(*recent, *(at,) * requests))


def refused(observation: Observation) -> bool:
    """Whether the answer says that this prober is unwanted; being unreachable from abroad does not say so."""
    return observation.outcome is Outcome.BLOCKED and observation.reason in REFUSALS


def answered(budget: HostBudget, observation: Observation, at: datetime) -> HostBudget:
    """The budget after a probe ended at ``at``: a refusal starts or doubles the back-off, any other answer ends it.

    A probe without an answer (timeout, reset, our own fault) says nothing about being welcome and changes nothing.
    """
    if refused(observation):
        closed_until = at + backoff(observation, budget.refusals)
        return replace(budget, refusals=budget.refusals + 1, closed_until=max(closed_until, budget.closed_until))
    has_answer = observation.http is not None and observation.http.status != 0
    if has_answer or observation.outcome in {Outcome.OK, Outcome.SLOW}:
        return replace(budget, refusals=0)
    return budget


def backoff(observation: Observation, earlier_refusals: int) -> timedelta:
    """How long a refusal closes its host: 15 min doubling to 6 h with the consecutive ones before it.

    ``Retry-After`` on a 429 is taken at its word, shorter or longer, up to 6 h; on any other refusal it only lengthens.
    """
    step = BACKOFF_FIRST * (1 << min(earlier_refusals, _DOUBLINGS))
    if observation.retry_after is not None:
        is_429 = observation.reason is Reason.RATE_LIMITED
        step = observation.retry_after if is_429 else max(step, observation.retry_after)
    return min(step, BACKOFF_LONGEST)


def fair_share(demands: Collection[Demand], floor: timedelta) -> timedelta:
    """The least interval that a host grants each check when all take turns; zero where the floor limits nobody.

    Max-min fair: who asks seldomer than the share keeps its own interval, the others divide what is left.
    """
    room = 1.0  # the part of the host's requests not yet given away
    limited = sorted(demands, key=lambda demand: demand.interval)
    while limited:
        share = floor * sum(demand.requests for demand in limited) / room
        if limited[-1].interval <= share:
            return share
        modest = limited.pop()
        room -= floor * modest.requests / modest.interval
    return timedelta(0)


def effective_interval(interval: timedelta, on_host: Collection[Demand], conduct: Conduct) -> timedelta:
    """The interval to expect of a check; ``on_host`` holds the demands of all checks on its host, its own included.

    At least the fair share, and half the longest wait for a turn, when everybody else goes first: two of these
    intervals, the measure of staleness, always span the distance between two probes.
    """
    everybody = conduct.floor * sum(demand.requests for demand in on_host)
    return max(interval, fair_share(on_host, conduct.floor), (interval + everybody) / 2)


def _shares_floor(budget: HostBudget, kind: DueKind) -> bool:
    # With the placeholder for a contact nobody could complain to us: extra requests then wait like all others.
    return kind is DueKind.SCHEDULED or budget.conduct.contact_is_placeholder


def _extras_free_at(extras: tuple[datetime, ...], at: datetime) -> datetime:
    if not extras:
        return at
    apart = extras[-1] + EXTRAS_APART
    return max(apart, extras[-EXTRAS] + EXTRAS_SPAN) if len(extras) >= EXTRAS else apart
