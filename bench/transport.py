"""CPU of one probe inside this process, without scheduler and metrics: ``python -m bench.transport [--profile]``.

nginx answers from another process. ``probe`` is all of ``NetworkProber.probe``; ``wire`` is the transport alone, from
the dialer to the last byte of the body. One after the other, as at the rates of a fleet: a turn of the loop is then
shared with nobody.
"""

from __future__ import annotations

import argparse
import asyncio
import cProfile
import pstats
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from statistics import median

import uvloop

from bench.nginx import HOSTS, Kind, Nginx, serving
from monitor.adapters.clock import SystemClock
from monitor.adapters.probes import NetworkProber
from monitor.adapters.probes.http import request_headers
from monitor.adapters.probes.job import Equipment, Job, dial
from monitor.adapters.probes.visit import Visit
from monitor.adapters.transport.http import ProbeTransport
from monitor.adapters.transport.journal import Journal
from monitor.adapters.transport.names import Resolver
from monitor.adapters.transport.phases import Stopwatch
from monitor.adapters.transport.tls import TlsContexts
from monitor.domain.catalogue import Check, Location, Platform, Settings, Text
from monitor.domain.observation import Outcome
from monitor.domain.target import Expect, HttpTarget, TlsSettings

PROBES = 1000
ROUNDS = 5
LOOPS = {"asyncio": asyncio.run, "uvloop": uvloop.run}

Ask = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One check against nginx and what it takes to probe it."""

    check: Check
    platform: Platform
    settings: Settings

    def probe(self) -> Ask:
        """All of a probe."""
        prober = NetworkProber(SystemClock(), self.settings.location, self.settings, "0.1.0")

        async def ask() -> None:
            seen = await prober.probe(self.check, self.platform)
            if seen.outcome is not Outcome.OK:
                raise RuntimeError(f"not ok: {seen}")

        return ask

    def wire(self) -> Ask:
        """The transport alone."""
        target, clock = self.check.target, SystemClock()
        assert isinstance(target, HttpTarget)
        equipment = Equipment(
            clock=clock,
            resolver=Resolver(),
            contexts=TlsContexts(),
            headers=request_headers("0.1.0", "x"),
            own_hosts=frozenset(),
            proxy_url=None,
        )
        ours = tuple(equipment.headers.items())
        context = equipment.contexts.get(target.tls)

        async def ask() -> None:
            journal = Journal(watch=Stopwatch(clock.monotonic))
            job = Job(check=self.check, platform=self.platform, journal=journal, equipment=equipment)
            with dial(job, HOSTS[0]) as dialer:
                sender = ProbeTransport(dialer, context, journal)
                await Visit(sender, target, ours, (), journal=journal).page()

        return ask


def subject_of(nginx: Nginx, kind: Kind) -> Subject:
    """The check that looks at the page as ``kind`` serves it."""
    plain = kind is Kind.PLAIN
    target = HttpTarget(
        url=f"{'http' if plain else 'https'}://{HOSTS[0]}:{nginx.ports[kind]}/",
        tls=TlsSettings() if plain else TlsSettings(ca_file=str(nginx.root(kind))),
        expect=Expect(status=((200, 200),)),
    )
    seconds = timedelta(seconds=10)
    check = Check(id="bench/page/front", target=target, interval=seconds, timeout=seconds, slow=seconds)
    name = Text(en="Bench", ar="قياس")
    return Subject(
        check=check,
        platform=Platform(id="bench", name=name, operator=name, timezone="UTC", hosts=HOSTS),
        settings=Settings(
            location=Location(id="here", country="SA"),
            timezone="UTC",
            storage_url="",
            retention=seconds,
            listen=(),
            external_url="",
            canaries=(),
            contact="https://example.org/",
            contact_is_placeholder=True,
            own_hosts=(),
        ),
    )


async def measure(ask: Ask) -> float:
    """Microseconds of CPU for one, the median of some rounds."""
    found = []
    for _ in range(ROUNDS):
        before = time.process_time()
        for _ in range(PROBES):
            await ask()
        found.append(1e6 * (time.process_time() - before) / PROBES)
    return median(found[1:])


async def profiled(ask: Ask) -> None:
    """Print where the time goes, by function."""
    for _ in range(100):
        await ask()
    with cProfile.Profile(time.process_time) as profile:  # CPU, and not what nginx takes of it
        for _ in range(2 * PROBES):
            await ask()
    pstats.Stats(profile).sort_stats("tottime").print_stats(45)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--kind", choices=[kind.name for kind in Kind])
    parser.add_argument("--loop", choices=LOOPS)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as nginx:
        for kind in [Kind[arguments.kind]] if arguments.kind else Kind:
            subject = subject_of(nginx, kind)
            for name in [arguments.loop] if arguments.loop else LOOPS:
                if arguments.profile:
                    LOOPS[name](profiled(subject.wire()))
                    continue
                wire, probe = LOOPS[name](measure(subject.wire())), LOOPS[name](measure(subject.probe()))
                print(f"{kind:22} {name:8} wire {wire:7.1f} us   probe {probe:7.1f} us")


if __name__ == "__main__":
    main()
