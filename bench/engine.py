"""What the engine costs per probe, by part: ``python -m bench.engine``.

The real fleet, judge, scribe, exposition and ledger watch a steady fleet through a prober that answers at once, so that
all of the CPU measured is the engine's. The clock runs ``--speed`` times as fast as the wall, heartbeats included: what
is spent per probe is what is spent at the interval given. The ledger's own pauses are not sped up, but a heartbeat that
waits for the disk ends them. Opens no connection.
"""

from __future__ import annotations

import argparse
import asyncio
import cProfile
import gc
import importlib.util
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from prometheus_client import CollectorRegistry
from pydantic import TypeAdapter

from bench.fleet_files import write_configuration
from bench.scrape import quantile
from monitor.adapters import manifest
from monitor.adapters.clock import SystemClock
from monitor.adapters.exposition import Metrics
from monitor.adapters.ledger import SqlLedger
from monitor.adapters.log import LogFormat, LogLevel, configured_log
from monitor.domain.book import Book
from monitor.domain.catalogue import Check, Configuration, Platform, Settings
from monitor.domain.observation import HttpFacts, Observation, Outcome, Phases, TlsFacts
from monitor.engine.casebook import Record
from monitor.engine.fleet import Fleet
from monitor.engine.judge import Decision, Judge
from monitor.engine.outfit import Outfit
from monitor.engine.ports import Canary, Prober
from monitor.engine.scribe import Scribe
from monitor.engine.view import Build

P = ParamSpec("P")
R = TypeVar("R")

_US = 1e6
_MS = 1e3
_SCRAPED_EVERY = 15.0
_OPENMETRICS = "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5"
_NOT_AFTER = datetime(2031, 1, 1, tzinfo=UTC)


class HurriedClock:
    """The machine's clock, running ``speed`` times as fast from its making on."""

    def __init__(self, speed: float) -> None:
        self._speed = speed
        self._real = SystemClock()
        self._wall, self._start = datetime.now(UTC), time.monotonic()

    def now(self) -> datetime:
        """The present instant of the hurried time."""
        return self._wall + timedelta(seconds=self.monotonic() - self._start)

    def monotonic(self) -> float:
        """Hurried seconds."""
        return self._start + (time.monotonic() - self._start) * self._speed

    async def sleep(self, seconds: float) -> None:
        """Wait ``seconds`` of the hurried time."""
        await self._real.sleep(seconds / self._speed)

    async def wait(self, event: asyncio.Event, seconds: float) -> bool:
        """Wait until ``event`` is set, ``seconds`` of the hurried time at the most."""
        return await self._real.wait(event, seconds / self._speed)


class ReadyProber:
    """Answers at once that all is well, with numbers that vary a little."""

    def __init__(self, clock: HurriedClock, location: str) -> None:
        self._clock = clock
        self._location = location
        self.answered = 0
        self._goal, self._reached = 0, asyncio.Event()

    async def probe(self, check: Check, platform: Platform) -> Observation:  # noqa: ARG002 - the port's
        """One success; as real probes do, it gives way to the others once."""
        started_at = self._clock.now()
        await asyncio.sleep(0)
        self.answered += 1
        if self.answered == self._goal:
            self._reached.set()
        drift = self.answered % 997 / _US
        return Observation(
            check_id=check.id,
            location=self._location,
            started_at=started_at,
            completed_at=self._clock.now(),
            outcome=Outcome.OK,
            phases=Phases(
                resolve=0.0012 + drift,
                connect=0.0101 + drift,
                tls=0.0203,
                processing=0.05 + drift,
                transfer=drift,
                total=0.09,
            ),
            http=HttpFacts(status=200, version="1.1", body_bytes=300),
            tls=TlsFacts(version="TLSv1.3", cipher="TLS_AES_256_GCM_SHA384", not_after=_NOT_AFTER, verified=True),
        )

    async def has_answered(self, probes: int) -> None:
        """Wait for so many probes."""
        self._goal, self._reached = probes, asyncio.Event()
        await self._reached.wait()

    async def reachable(self, target: str) -> bool:
        """There are no canaries; had we any, they would answer."""
        return bool(target)


@dataclass(slots=True)
class Tally:
    """The time spent in each part of the event loop's thread, and how often it was entered."""

    seconds: dict[str, float] = field(default_factory=dict)
    calls: dict[str, int] = field(default_factory=dict)

    def watch(self, thing: object, part: str, *names: str) -> None:
        """Time these methods of ``thing`` from now on; none may call another that is watched."""
        self.seconds.setdefault(part, 0.0)
        for name in names:
            setattr(thing, name, self._timed(getattr(thing, name), part))

    def _timed(self, method: Callable[P, R], part: str) -> Callable[P, R]:
        clock = time.thread_time  # of this thread alone: neither the writer nor another process counts

        def timed(*arguments: P.args, **keywords: P.kwargs) -> R:
            began = clock()
            try:
                return method(*arguments, **keywords)
            finally:
                self.seconds[part] += clock() - began
                self.calls[part] = self.calls.get(part, 0) + 1

        return timed


class Workshop:
    """The engine as ``marsad run`` builds it, without server and network."""

    def __init__(self, configuration: Configuration, folder: Path, speed: float) -> None:
        settings = configuration.settings
        self.configuration = configuration
        self.clock = HurriedClock(speed)
        self.prober = ReadyProber(self.clock, settings.location.id)
        self.metrics = Metrics(CollectorRegistry(), Build(version="0", revision="0", pythonversion="3", tzdata="0"))
        self.ledger = SqlLedger(
            f"sqlite:///{folder}/engine.db", self.clock.now, holder="bench", retention=settings.retention
        )
        self.ledger.load()
        self.judge = Judge(configuration.catalogue, settings, Book(), self.clock.now())
        self.scribe = Scribe(self.judge, self.ledger, self.metrics, self.clock, TypeAdapter(Record).dump_json)
        self.scribe.note(Decision(effects=self.judge.beginnings))
        log = configured_log(LogLevel.WARN, LogFormat.LOGFMT)
        outfit = Outfit(clock=self.clock, log=log, publisher=self.metrics, equip=self._equip)
        self.fleet = Fleet(configuration, self.judge, self.scribe, outfit)

    def _equip(self, _settings: Settings) -> tuple[Prober, Canary]:
        return self.prober, self.prober

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """The fleet watches, and stops at the end."""
        await self.fleet.adopt(self.configuration)
        stopping = asyncio.Event()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.fleet.run(stopping))
            try:
                yield
            finally:
                stopping.set()
        await self.ledger.close()

    def put_under(self, tally: Tally) -> None:
        """Put a stopwatch on every part."""
        tally.watch(self.fleet._agenda, "agenda", "take", "finished", "next_at", "interval", "cancel_recheck")  # noqa: SLF001 - measured from within
        tally.watch(self.judge, "judge", "observe", "awaits_canaries")
        tally.watch(self.judge, "judge, time", "advance", "settle", "look_ahead", "turning")
        tally.watch(self.metrics, "exposition, probes", *_OF_PROBES)
        tally.watch(self.metrics, "exposition, services", "publish_service", "set_ledger")
        tally.watch(self.metrics, "scrapes, in their thread", "render")
        tally.watch(self.scribe, "scribe: encode, submit", "note", "submit")


_OF_PROBES = ("publish_check", "count_probe", "count_scheduled", "observe_lateness", "set_heartbeat")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """CPU of a stretch of work: of the whole process, and of the event loop's thread."""

    probes: int
    process: float
    loop: float


async def spent(workshop: Workshop, seconds: float, speed: float) -> Spent:
    """What the fleet costs while ``seconds`` pass, scraped every 15 s of its own time."""
    probes, process, loop = workshop.prober.answered, time.process_time(), time.thread_time()
    pause = _SCRAPED_EVERY / speed
    for _ in range(max(round(seconds / pause), 1)):
        await asyncio.sleep(pause)
        await asyncio.to_thread(workshop.metrics.render, _OPENMETRICS, gzip=True)
    return Spent(
        probes=workshop.prober.answered - probes,
        process=time.process_time() - process,
        loop=time.thread_time() - loop,
    )


async def measured(workshop: Workshop, seconds: float, speed: float) -> tuple[Spent, Spent, Tally]:
    """The cost without any stopwatch, and then by part."""
    async with workshop.at_work():
        checks = len(workshop.configuration.catalogue.checks)
        await workshop.prober.has_answered(2 * checks)  # the first probes of all are over: now the fleet is steady
        workshop.metrics.render(_OPENMETRICS, gzip=True)  # the first makes all of the text
        gc.collect()
        gc.freeze()
        whole = await spent(workshop, seconds, speed)
        tally = Tally()
        workshop.put_under(tally)
        return whole, await spent(workshop, seconds, speed), tally


async def scraped(workshop: Workshop, times: int) -> tuple[list[float], list[float], int, int]:
    """How long scrapes take while the fleet works, how long the loop stands still meanwhile, series and bytes."""
    late: list[float] = []
    async with workshop.at_work():
        await workshop.prober.has_answered(len(workshop.configuration.catalogue.checks))
        gc.collect()
        gc.freeze()  # as the program does once it has started
        ticking = asyncio.create_task(_tick(late))
        took = []
        for _ in range(times + 1):
            began = time.perf_counter()
            packed = (await asyncio.to_thread(workshop.metrics.render, _OPENMETRICS, gzip=True))[1]
            took.append(time.perf_counter() - began)
            await asyncio.sleep(0.2)
        ticking.cancel()
    body = workshop.metrics.render(_OPENMETRICS, gzip=False)[1]
    return took, late, body.count(b"\n") - body.count(b"\n#"), len(packed)


async def _tick(late: list[float]) -> None:
    while True:
        began = time.perf_counter()
        await asyncio.sleep(0.001)
        late.append(time.perf_counter() - began - 0.001)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.engine", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--checks", type=int, default=2000)
    parser.add_argument("--interval", default="60s")
    parser.add_argument("--speed", type=float, default=4, help="how much faster than the wall the clock runs")
    parser.add_argument("--seconds", type=float, default=10, help="of the wall, for each of two measurements")
    parser.add_argument("--scrapes", type=int, default=20, help="0 leaves them out")
    parser.add_argument(
        "--profile", metavar="FILE", help="write a cProfile of the whole there; its figures are no costs"
    )
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="marsad-bench-") as name:
        folder = Path(name)
        path = write_configuration(folder, options.checks, options.interval, platform_port=9, listen_port=9)
        configuration = manifest.load(path, {})
        gc.collect()
        gc.freeze()
        work = partial(_costs, configuration, folder, options.speed, options.seconds)
        if options.profile:
            cProfile.runctx("_run(work)", {"_run": _run, "work": work}, {}, options.profile)
        else:
            _run(work)
        if options.scrapes:
            _run(partial(_scrapes, configuration, folder, options.scrapes))
    return 0


def _run(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    if importlib.util.find_spec("uvloop") is None:
        asyncio.run(work())
        return
    with asyncio.Runner(loop_factory=importlib.import_module("uvloop").new_event_loop) as runner:
        runner.run(work())


async def _costs(configuration: Configuration, folder: Path, speed: float, seconds: float) -> None:
    workshop = Workshop(configuration, folder, speed)
    whole, parted, tally = await measured(workshop, seconds, speed)
    loop = type(asyncio.get_running_loop()).__module__
    checks = len(configuration.catalogue.checks)
    print(f"{checks:,} checks, {whole.probes / seconds:.0f} probes a second at {speed:g} times the speed, {loop}")
    print(f"{'us of CPU per probe':32}{_US * whole.process / whole.probes:10.1f}")
    scrapes = tally.seconds["scrapes, in their thread"]
    rest, others = parted.loop + scrapes, parted.process - parted.loop - scrapes
    for part, of_part in tally.seconds.items():
        rest -= of_part
        calls = tally.calls.get(part, 0) / parted.probes
        print(f"  {part:30}{_US * of_part / parted.probes:10.1f}   {calls:5.1f} calls")
    print(f"  {'fleet, loop, stopwatch':30}{_US * rest / parted.probes:10.1f}")
    print(f"  {'ledger: the writing thread':30}{_US * others / parted.probes:10.1f}")


async def _scrapes(configuration: Configuration, folder: Path, times: int) -> None:
    took, late, series, size = await scraped(Workshop(configuration, folder / "scraped", 1), times)
    first, *took = took
    print(f"{times} scrapes of {series:,} series, {size / 1024:.0f} KiB gzip, while probing: ", end="")
    print(
        f"p50 {_MS * quantile(took, 0.5):.1f} ms, max {_MS * max(took):.1f} ms, the very first {_MS * first:.0f} ms; ",
        end="",
    )
    print(f"the loop stood still {_MS * max(late):.1f} ms at most, p99 {_MS * quantile(late, 0.99):.1f} ms")


if __name__ == "__main__":
    sys.exit(main())
