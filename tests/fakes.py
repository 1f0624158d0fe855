"""One hand-written fake for each port of ``monitor/engine/ports.py``. Time is virtual and moves only when told to."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from threading import Event, Lock

from monitor.domain.catalogue import Check, Configuration, Platform
from monitor.domain.feed import Feed, Fetched, Memory
from monitor.domain.observation import Observation, Outcome, Reason
from monitor.engine.ports import Batch, Snapshot
from monitor.engine.view import CheckView, ServiceView, SkipReason

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
EMPTY = Snapshot(heartbeat_at=None, records={}, revisions=())


async def quiet() -> None:
    """Let every coroutine run until all of them wait for time, for a thread or for the test."""
    loop = asyncio.get_running_loop()
    await asyncio.sleep(0)
    while loop._ready:  # type: ignore[attr-defined] # noqa: ASYNC110 - a count of turns would be a guess
        await asyncio.sleep(0)


class FakeClock:
    """Stands until it is moved; whoever sleeps wakes at his exact instant, one after the other."""

    def __init__(self, at: datetime = NOON) -> None:
        self._start = at
        self._passed = timedelta(0)
        self._stepped = timedelta(0)
        self._sleepers: list[tuple[timedelta, int, asyncio.Future[None]]] = []
        self._order = count()

    def now(self) -> datetime:
        return self._start + self._passed + self._stepped

    def monotonic(self) -> float:
        return self._passed.total_seconds()

    async def sleep(self, seconds: float) -> None:
        await (self._sleeper(seconds) if seconds > 0 else asyncio.sleep(0))

    async def wait(self, event: asyncio.Event, seconds: float) -> bool:
        if seconds <= 0:
            await asyncio.sleep(0)
            return event.is_set()
        sleeper = self._sleeper(seconds)
        told = asyncio.create_task(event.wait())
        told.add_done_callback(lambda _: _wake(sleeper))
        try:
            await sleeper
        finally:
            told.cancel()
        return event.is_set()

    async def advance(self, by: timedelta) -> None:
        """Let time pass; at each instant at which somebody wakes everything runs until it waits again."""
        end = self._passed + by
        await quiet()
        while self._sleepers and self._sleepers[0][0] <= end:
            at, _, sleeper = heappop(self._sleepers)
            if not sleeper.done():
                self._passed = max(self._passed, at)
                sleeper.set_result(None)
                await quiet()
        self._passed = end

    @property
    def sleepers(self) -> int:
        """How many wait for time to pass."""
        return sum(not sleeper.done() for _, _, sleeper in self._sleepers)

    def stall(self, by: timedelta) -> None:
        """Time passes and nobody gets to run."""
        self._passed += by

    def step(self, by: timedelta) -> None:
        """Somebody sets the wall clock."""
        self._stepped += by

    def _sleeper(self, seconds: float) -> asyncio.Future[None]:
        sleeper: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heappush(self._sleepers, (self._passed + timedelta(seconds=seconds), next(self._order), sleeper))
        return sleeper


def _wake(sleeper: asyncio.Future[None]) -> None:
    if not sleeper.done():
        sleeper.set_result(None)


@dataclass
class FakeProber:
    """Sees what it is told to see, ``ok`` where nothing was said; an exception is raised."""

    clock: FakeClock
    location: str = "riyadh-1"
    takes: timedelta = timedelta(0)
    sees: dict[str, tuple[Outcome, Reason | None] | BaseException] = field(default_factory=dict)
    retries: tuple[str, ...] = ()
    asked: list[tuple[datetime, str]] = field(default_factory=list)
    given_up: list[str] = field(default_factory=list)
    in_flight: list[str] = field(default_factory=list)
    most_at_once: dict[str, int] = field(default_factory=dict)

    async def probe(self, check: Check, platform: Platform) -> Observation:
        started_at = self.clock.now()
        self.asked.append((started_at, check.id))
        self.in_flight.append(check.id)
        at_once = self.in_flight.count(check.id)
        self.most_at_once[check.id] = max(self.most_at_once.get(check.id, 0), at_once)
        try:
            await self.clock.sleep(self.takes.total_seconds())
        except asyncio.CancelledError:
            self.given_up.append(check.id)
            raise
        finally:
            self.in_flight.remove(check.id)
        return self._observation(check, started_at)

    def fail(self, check_id: str, reason: Reason = Reason.STATUS) -> None:
        self.sees[check_id] = (Outcome.FAILED, reason)

    def times(self, check_id: str) -> list[datetime]:
        return [at for at, asked in self.asked if asked == check_id]

    def _observation(self, check: Check, started_at: datetime) -> Observation:
        answer = self.sees.get(check.id, (Outcome.OK, None))
        if isinstance(answer, BaseException):
            raise answer
        outcome, reason = answer
        return Observation(
            check_id=check.id,
            location=self.location,
            started_at=started_at,
            completed_at=self.clock.now(),
            outcome=outcome,
            reason=reason,
            retries=self.retries,
        )


@dataclass
class FakeCanary:
    """Every target answers, unless it is among the ``silent``."""

    clock: FakeClock
    takes: timedelta = timedelta(0)
    silent: set[str] = field(default_factory=set)
    asked: list[tuple[datetime, str]] = field(default_factory=list)

    async def reachable(self, target: str) -> bool:
        self.asked.append((self.clock.now(), target))
        await self.clock.sleep(self.takes.total_seconds())
        return target not in self.silent

    def rounds(self) -> list[datetime]:
        """When a round began."""
        return sorted({at for at, _ in self.asked})


@dataclass
class FakeLedger:
    """Writes at once, unless ``stuck``: then ``flushed`` waits in vain until ``free`` is called."""

    clock: FakeClock
    held: Snapshot = EMPTY
    batches: list[Batch] = field(default_factory=list)
    on_disk: int = 0
    stuck: bool = False
    closed: bool = False
    failures: int = 0
    leader: bool = True
    _freed: asyncio.Event = field(default_factory=asyncio.Event)

    def load(self) -> Snapshot:
        return self.held

    def submit(self, batch: Batch) -> None:
        self.batches.append(batch)

    async def flushed(self, seconds: float) -> bool:
        wanted = len(self.batches)
        if self.stuck:
            await self.clock.wait(self._freed, seconds)
        if not self.stuck:
            self.on_disk = max(self.on_disk, wanted)
        return self.on_disk >= wanted

    async def close(self) -> None:
        self.closed = True

    @property
    def writes(self) -> int:
        return self.on_disk

    def free(self) -> None:
        self.stuck = False
        self._freed.set()


@dataclass
class FakePublisher:
    """Keeps all that was published; ``services`` and ``checks`` hold what is shown now."""

    enrolled: list[tuple[str, int]] = field(default_factory=list)
    services: dict[str, ServiceView] = field(default_factory=dict)
    shown: list[ServiceView] = field(default_factory=list)
    checks: dict[tuple[str, str], CheckView] = field(default_factory=dict)
    probes: list[Observation] = field(default_factory=list)
    scheduled: int = 0
    skips: list[SkipReason] = field(default_factory=list)
    retries: list[str] = field(default_factory=list)
    clock_steps: int = 0
    lateness: list[float] = field(default_factory=list)
    canaries: dict[int, bool] = field(default_factory=dict)
    heartbeats: list[datetime] = field(default_factory=list)
    sources: dict[str, datetime | None] = field(default_factory=dict)
    stale_after: dict[str, timedelta] = field(default_factory=dict)
    reloads: list[tuple[bool, datetime, str]] = field(default_factory=list)
    ledger: list[tuple[int, int, bool]] = field(default_factory=list)
    drafts: list[int] = field(default_factory=list)

    def enrol_location(self, location: str, canaries: int) -> None:
        self.enrolled.append((location, canaries))
        self.canaries = {ordinal: reachable for ordinal, reachable in self.canaries.items() if ordinal < canaries}

    def publish_service(self, view: ServiceView) -> None:
        self.services[view.service.id] = view
        self.shown.append(view)

    def publish_check(self, view: CheckView) -> None:
        self.checks[view.check.id, view.location] = view

    def count_probe(self, observation: Observation) -> None:
        self.probes.append(observation)

    def count_scheduled(self, location: str) -> None:
        self.scheduled += 1

    def count_skip(self, location: str, reason: SkipReason) -> None:
        self.skips.append(reason)

    def count_retry(self, location: str, fault: str) -> None:
        self.retries.append(fault)

    def count_clock_step(self) -> None:
        self.clock_steps += 1

    def observe_lateness(self, location: str, seconds: float) -> None:
        self.lateness.append(seconds)

    def set_canary(self, location: str, ordinal: int, *, reachable: bool) -> None:
        self.canaries[ordinal] = reachable

    def set_heartbeat(self, location: str, instant: datetime) -> None:
        self.heartbeats.append(instant)

    def set_source(self, source: str, instant: datetime | None, *, stale_after: timedelta | None = None) -> None:
        self.sources[source] = instant
        if stale_after is not None:
            self.stale_after[source] = stale_after

    def set_drafts(self, waiting: int) -> None:
        self.drafts.append(waiting)

    def set_reload(self, *, ok: bool, instant: datetime, sha256: str) -> None:
        self.reloads.append((ok, instant, sha256))

    def set_ledger(self, writes: int, failures: int, *, leader: bool) -> None:
        self.ledger.append((writes, failures, leader))

    def retain(self, services: Collection[str], checks: Collection[tuple[str, str]], sources: Collection[str]) -> None:
        self.services = {name: view for name, view in self.services.items() if name in services}
        self.checks = {pair: view for pair, view in self.checks.items() if pair in checks}
        self.sources = {name: at for name, at in self.sources.items() if name in sources}


@dataclass
class FakeFeedReader:
    """Answers with what it is told to, by feed; the last answer of a list is given again and again."""

    clock: FakeClock
    takes: timedelta = timedelta(0)
    answers: dict[str, list[Fetched]] = field(default_factory=dict)
    asked: list[tuple[datetime, str]] = field(default_factory=list)
    memories: list[Memory] = field(default_factory=list)

    async def fetch(self, feed: Feed, memory: Memory) -> Fetched:
        self.asked.append((self.clock.now(), feed.id))
        self.memories.append(memory)
        await self.clock.sleep(self.takes.total_seconds())
        left = self.answers[feed.id]
        return left.pop(0) if len(left) > 1 else left[0]

    def times(self, feed_id: str) -> list[datetime]:
        return [at for at, asked in self.asked if asked == feed_id]


class FakeManifest:
    """Files whose contents a test sets; ``load`` is called in a thread and may be held there."""

    def __init__(self, configuration: Configuration) -> None:
        self.answer: Configuration | Exception = configuration
        self.contents = "first"
        self.loads = 0
        self.polls = 0
        self.most_at_once = 0
        self.go = Event()
        self.go.set()
        self._lock = Lock()
        self._busy = 0

    def load(self) -> Configuration:
        with self._lock:
            self.loads += 1
            self._busy += 1
            self.most_at_once = max(self.most_at_once, self._busy)
        self.go.wait()
        with self._lock:
            self._busy -= 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def fingerprint(self) -> str:
        self.polls += 1
        return self.contents


@dataclass
class FakeLog:
    """Keeps what was said: level, event, facts."""

    lines: list[tuple[str, str, dict[str, object]]] = field(default_factory=list)

    def info(self, event: str, **facts: object) -> None:
        self.lines.append(("info", event, facts))

    def warning(self, event: str, **facts: object) -> None:
        self.lines.append(("warning", event, facts))

    def error(self, event: str, **facts: object) -> None:
        self.lines.append(("error", event, facts))

    def said(self, event: str) -> list[dict[str, object]]:
        return [facts for _, said, facts in self.lines if said == event]
