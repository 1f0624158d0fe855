"""Which probes are due now: one heap for all checks of a location, for the live fleet and for replays alike.

Synchronous and without a clock. Instants look like wall time but never step (SEMANTICS D8): the caller derives them
from a monotonic clock. A scheduled probe that conduct refuses waits for its host's next turn if that comes before its
own next grid instant, else it is skipped and counted. Of those waiting for a host, the one served longest ago goes
first, so that none starves. Without ``Conduct`` (replays) nothing is ever refused.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from heapq import heappop, heappush
from itertools import count

from monitor.domain.cadence import FIRST_PROBES, DueKind, first_due, next_on_grid, phase
from monitor.domain.catalogue import Check
from monitor.domain.conduct import PERMIT, Conduct, Permit, Refusal, SkipReason
from monitor.domain.observation import Observation
from monitor.engine.dues import Due, Entry, Item, Skip
from monitor.engine.hosts import Busy, Hosts

_NEAR = timedelta(seconds=1)  # an extra probe this near to a scheduled one of its check tells nothing more
_LAG = timedelta(seconds=1)  # a start this late is charged as if on time; else lateness would push a check off its grid
_FIRST_APART = timedelta(milliseconds=5)  # the first probes of a large fleet: 200 a second, not all within ten seconds
_REOPENING = timedelta(seconds=5)  # after a back-off the checks of a host come back spread over this


class Agenda:
    """The probes to come of one location: ``take`` hands out what is due, ``finished`` hears what was seen."""

    def __init__(self, checks: Iterable[Check], started_at: datetime, conduct: Conduct | None) -> None:
        checks = tuple(checks)
        self._hosts = Hosts(checks, conduct) if conduct is not None else None
        self._conduct = conduct
        self._heap: list[tuple[datetime, int, Item]] = []
        self._order = count()
        self._entries: dict[str, Entry] = {}
        self._in_flight: set[str] = set()
        self._waiting: dict[str, list[Item]] = {}  # by the busy host
        self._now = started_at
        self._spread = _spread(checks)
        for check in checks:
            self._enter(check)

    def next_at(self) -> datetime | None:
        """When ``take`` has something to decide; ``None`` if nothing is to come but what waits for a probe."""
        while self._heap and not self._heap[0][2].live:
            heappop(self._heap)
        return self._heap[0][0] if self._heap else None

    def take(self, now: datetime) -> tuple[tuple[Due, ...], tuple[Skip, ...]]:
        """Hand out what is due at ``now``; grid instants missed by a late call count as overlap, one probe is made."""
        self._now = max(self._now, now)
        dues, skips = list[Due](), list[Skip]()
        for item in self._ripe(now):
            if item.live:  # the item before may have made it pointless
                decide = self._decide_scheduled if item.kind is DueKind.SCHEDULED else self._decide_extra
                if (due := decide(item, now, skips)) is not None:
                    dues.append(due)
        return tuple(dues), tuple(skips)

    def finished(self, check_id: str, observation: Observation | None, now: datetime) -> None:
        """Take back a probe that was handed out (``None``: given up unseen); who waits for its hosts is due now."""
        self._now = max(self._now, now)
        self._in_flight.discard(check_id)
        if self._hosts is None:
            return
        self._release(self._hosts.finish(check_id, observation, now), now)

    def ask_guest(self, host: str, now: datetime, *, holds: bool) -> Permit | Refusal | Busy:
        """Whether somebody beside the checks may ask ``host`` now, and if so that it is asked (``Hosts.ask_guest``)."""
        return PERMIT if self._hosts is None else self._hosts.ask_guest(host, now, holds=holds)

    def finish_guest(self, hosts: Sequence[str], observation: Observation | None, now: datetime) -> None:
        """A guest lets go of ``hosts``; who waits for one of them is due now."""
        if self._hosts is not None:
            self._hosts.finish_guest(hosts, observation, now)
            self._release(hosts, now)

    def recall(self, observation: Observation, at: datetime) -> None:
        """A probe made before this process: the floor and a back-off it began hold over a restart."""
        if self._hosts is not None:
            self._hosts.recall(observation, at)

    def recheck(self, check_id: str, at: datetime) -> None:
        """Look again at ``at``, instead of any re-check still to come."""
        self._replace_extras(check_id, DueKind.RECHECK, (at,))

    def cancel_recheck(self, check_id: str) -> None:
        """Forget the re-check of this check, if there is one."""
        self._replace_extras(check_id, DueKind.RECHECK, ())

    def edges(self, check_id: str, instants: Iterable[datetime]) -> None:
        """Replace the edge probes of this check; instants already past are left out."""
        self._replace_extras(check_id, DueKind.EDGE, (instant for instant in instants if instant > self._now))

    def at_once(self, check_id: str, now: datetime) -> None:
        """Look now, after an edit of a window."""
        self._replace_extras(check_id, DueKind.EDIT, (now,))

    def interval(self, check_id: str) -> timedelta:
        """The interval that a check really gets, given the floor, its neighbours, its redirects and any back-off."""
        return self._entries[check_id].interval if self._hosts is None else self._hosts.interval(check_id)

    def replace(self, checks: Iterable[Check], now: datetime, conduct: Conduct | None = None) -> None:
        """Take over a reloaded configuration (``conduct`` where it changed): kept checks stay on their grid."""
        self._now = max(self._now, now)
        self._conduct = conduct or self._conduct
        checks = tuple(checks)
        if self._hosts is not None and self._conduct is not None:
            self._hosts.replace(checks, self._conduct)
        self._spread = _spread(checks)
        kept = {check.id for check in checks}
        for gone in [entry for entry in self._entries.values() if entry.id not in kept]:
            _retire(gone)
            del self._entries[gone.id]
        for check in checks:
            self._enter(check)

    def resume(self, now: datetime) -> None:
        """Go on after an absence of the monitor: first probes anew; re-checks and probes in flight are forgotten."""
        self._now = max(self._now, now)
        self._in_flight.clear()
        self._waiting.clear()
        if self._hosts is not None:
            self._hosts.land()
        for entry in self._entries.values():
            edges = [item.due_at for item in entry.extras if item.kind is DueKind.EDGE]
            _retire(entry)
            self._arm(entry, first_due(entry.id, entry.interval, now, spread=self._spread))
            self.edges(entry.id, edges)

    def _ripe(self, now: datetime) -> list[Item]:
        ripe = []
        while self._heap and self._heap[0][0] <= now:
            ripe.append(heappop(self._heap)[2])
        return sorted(ripe, key=_turn) if len(ripe) > 1 else ripe

    def _decide_scheduled(self, item: Item, now: datetime, skips: list[Skip]) -> Due | None:
        entry = item.entry
        following = next_on_grid(entry.id, entry.interval, now)
        if now - item.due_at >= entry.interval:
            skips.extend(_catch_up(item, following))
        if entry.id in self._in_flight:
            skips.append(Skip(check_id=entry.id, reason=SkipReason.OVERLAP))
            self._arm(entry, following)
            return None
        answer = self._ask(item, now)
        if isinstance(answer, Permit):
            entry.served_at = now
            self._arm(entry, following)
            return self._hand_out(item, now)
        if isinstance(answer, Refusal):
            self._put_off(item, answer, following, skips)
        return None

    def _put_off(self, item: Item, answer: Refusal, following: datetime, skips: list[Skip]) -> None:
        entry = item.entry
        in_backoff = answer.reason is SkipReason.BACKOFF
        if not in_backoff and answer.until < following and not self._keeps_floor_by_grid(entry):
            self._push(item, answer.until)
            return
        skips.append(Skip(check_id=entry.id, reason=answer.reason))
        if in_backoff:  # the first look afterwards comes at the end of it, not up to an interval later
            following = min(following, answer.until + phase(entry.id, _REOPENING))
        self._arm(entry, following)

    def _decide_extra(self, item: Item, now: datetime, skips: list[Skip]) -> Due | None:
        entry = item.entry
        scheduled_at = entry.slot.ready_at if entry.slot is not None else now
        if _is_superseded(item, scheduled_at, now):
            _forget(item)
            return None
        if entry.id in self._in_flight:
            answer: Permit | Refusal | Busy = Refusal(reason=SkipReason.OVERLAP, until=scheduled_at)
        else:
            answer = self._ask(item, now)
        if isinstance(answer, Permit):
            _forget(item)
            return self._hand_out(item, now)
        if isinstance(answer, Refusal):
            self._put_off_extra(item, answer, scheduled_at, skips)
        return None

    def _put_off_extra(self, item: Item, answer: Refusal, scheduled_at: datetime, skips: list[Skip]) -> None:
        if answer.reason is SkipReason.POLITENESS and answer.until < scheduled_at:
            self._push(item, answer.until)
            return
        skips.append(Skip(check_id=item.entry.id, reason=answer.reason, scheduled=False))
        _forget(item)

    def _ask(self, item: Item, now: datetime) -> Permit | Refusal | Busy:
        if self._hosts is None:
            return PERMIT
        answer = self._hosts.ask(item.entry.id, item.kind, now)
        if isinstance(answer, Busy):
            self._waiting.setdefault(answer.host, []).append(item)
        return answer

    def _hand_out(self, item: Item, now: datetime) -> Due:
        check_id = item.entry.id
        self._in_flight.add(check_id)
        if self._hosts is not None:
            self._hosts.begin(check_id, item.kind, item.ready_at if now - item.ready_at <= _LAG else now)
        return Due(check_id=check_id, due_at=item.due_at, ready_at=item.ready_at, kind=item.kind)

    def _release(self, hosts: Iterable[str], now: datetime) -> None:
        for host in hosts:
            for item in self._waiting.pop(host, ()):
                self._push(item, now)

    def _keeps_floor_by_grid(self, entry: Entry) -> bool:
        return self._hosts is not None and self._hosts.keeps_floor_by_grid(entry.id)

    def _enter(self, check: Check) -> None:
        entry = self._entries.get(check.id)
        if entry is None:
            self._entries[check.id] = entry = Entry(check.id, check.interval)
            self._arm(entry, first_due(check.id, check.interval, self._now, spread=self._spread))
        elif entry.interval != check.interval:
            entry.interval = check.interval
            self._arm(entry, next_on_grid(check.id, check.interval, self._now))

    def _arm(self, entry: Entry, at: datetime) -> None:
        if entry.slot is not None:
            entry.slot.live = False
        entry.slot = Item(entry, DueKind.SCHEDULED, at, at, self._now)
        self._push(entry.slot, at)

    def _push(self, item: Item, at: datetime) -> None:
        item.ready_at = at
        heappush(self._heap, (at, next(self._order), item))

    def _replace_extras(self, check_id: str, kind: DueKind, instants: Iterable[datetime]) -> None:
        if (entry := self._entries.get(check_id)) is None:  # removed by a reload while its observation was judged
            return
        if entry.extras:  # as after few probes
            for item in [item for item in entry.extras if item.kind is kind]:
                _forget(item)
        for at in instants:
            item = Item(entry, kind, at, at, self._now)
            entry.extras.append(item)
            self._push(item, at)


def _spread(checks: Collection[Check]) -> timedelta:
    return max(FIRST_PROBES, _FIRST_APART * len(checks))


def _turn(item: Item) -> tuple[bool, datetime, datetime, str]:
    return (item.kind is not DueKind.SCHEDULED, item.entry.served_at, item.due_at, item.entry.id)


def _catch_up(item: Item, following: datetime) -> list[Skip]:
    """Make ``item`` the latest grid instant; one skip for each it leaves behind."""
    entry = item.entry
    missed = (following - next_on_grid(entry.id, entry.interval, item.due_at)) // entry.interval
    item.due_at = following - entry.interval
    item.ready_at = max(item.ready_at, item.due_at)  # one that waited for its host was not ready sooner
    return [Skip(check_id=entry.id, reason=SkipReason.OVERLAP)] * missed


def _is_superseded(item: Item, scheduled_at: datetime, now: datetime) -> bool:
    """Whether a scheduled probe of the same check comes at nearly the same instant, or just came since the request."""
    served_at = item.entry.served_at
    near = min(_NEAR, item.entry.interval / 10)
    return scheduled_at - now < near or (item.asked_at < served_at and now - served_at < near)


def _forget(item: Item) -> None:
    item.live = False
    item.entry.extras.remove(item)


def _retire(entry: Entry) -> None:
    for item in (entry.slot, *entry.extras):
        if item is not None:
            item.live = False
    entry.extras.clear()
