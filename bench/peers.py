"""CPU per probe beside blackbox_exporter: ``python -m bench.peers``.

One nginx on loopback is probed at the same rate by ``marsad run`` and by blackbox_exporter, in turns: plain HTTP, HTTPS
with an ECDSA chain, HTTPS with an RSA chain. What each process cost by the scheduler's account is divided by the
requests that nginx answered meanwhile. Marsad is scraped every 15 s while it is measured; the exporter is asked for
each probe, as Prometheus does. Ratios are of medians. Where Marsad answers ``/probe``, that is measured too.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http.client import HTTPException
from pathlib import Path

from bench.blackbox import Asker, exporter, modules
from bench.fleet_files import write_site
from bench.legs import Leg, Prober, figures, told
from bench.nginx import Kind, Nginx, serving
from bench.process import cpu_seconds, free_port, started, wait_until_ready
from bench.report import Report, machine, peers, stoppable
from bench.scrape import Scrape, Scraper

_LOCATION = '{location="bench"}'
_SCRAPE_SECONDS = 15.0
_SETTLING_SECONDS = 4.0
_STEADY_SECONDS = 120.0
_RUSH = 1.5  # times the rate that was asked for: the first probes begin 200 a second


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How long and how often each leg is run."""

    rate: float = 10_000 / 60  # the fleet of the design
    interval_seconds: int = 30
    seconds: float = 20
    rounds: int = 3


QUICK = Pace(interval_seconds=15, seconds=5, rounds=1)
SLOW = 50.0  # probes per second; told beside the other, since seldom wake-ups cost both probers more


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the table, keep it; 1 when a figure does not hold."""
    parser = argparse.ArgumentParser(prog="python -m bench.peers", description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="one short turn of each, kept nowhere")
    parser.add_argument("--rate", type=float, default=Pace().rate, help="probes per second")
    parser.add_argument("--seconds", type=float, default=None, help="of each measured span")
    parser.add_argument("--rounds", type=int, default=None)
    options = parser.parse_args(arguments)
    base = QUICK if options.quick else Pace()
    pace = Pace(
        rate=min(max(options.rate, 1), 500),
        interval_seconds=base.interval_seconds,
        seconds=min(options.seconds or base.seconds, 600),
        rounds=min(options.rounds or base.rounds, 20),
    )
    with stoppable():
        report = reported(pace)
    print(report.text())
    if not options.quick:
        report.keep(write=False)
    return 0 if report.holds else 1


def reported(pace: Pace) -> Report:
    """The table of one run."""
    before = machine()
    legs = measured(pace)
    seldom = measured(replace(pace, rate=SLOW, seconds=pace.seconds / 2, rounds=1), (Kind.PLAIN, Kind.ECDSA))
    return Report(
        name="peers",
        title=f"CPU per probe at {pace.rate:.0f} probes a second, spans of {pace.seconds:g} s",
        figures=(*figures(legs), *told(seldom, f"at {SLOW:g} a second")),
        machine={**before, **peers(), "load average after": machine()["load average"]},
    )


# ---- measuring


def measured(pace: Pace, kinds: Sequence[Kind] = tuple(Kind)) -> list[Leg]:
    """All legs, in turns; what is only told (RSA, ``/probe``) once and half as long."""
    legs: list[Leg] = []
    with tempfile.TemporaryDirectory(prefix="marsad-bench-") as name, serving(Path(name)) as nginx:
        for turn in range(pace.rounds):
            for kind in kinds if turn == 0 else (Kind.PLAIN, Kind.ECDSA):
                folder = nginx.folder / f"{kind.name}-{turn}"
                folder.mkdir()
                for leg in _side_by_side(nginx, kind, pace, folder, endpoint=turn == 0 and kind is not Kind.RSA):
                    print(leg, flush=True)
                    legs.append(leg)
    return legs


def _side_by_side(nginx: Nginx, kind: Kind, pace: Pace, folder: Path, *, endpoint: bool) -> Iterator[Leg]:
    """Marsad first: the rate it really made, which its grid decides, is the rate of the others."""
    briefly = replace(pace, seconds=pace.seconds / 2)
    ours = _marsad(nginx, kind, briefly if kind is Kind.RSA else pace, folder)
    yield ours
    pace, briefly = replace(pace, rate=ours.rate), replace(briefly, rate=ours.rate)
    yield _blackbox(nginx, kind, briefly if kind is Kind.RSA else pace, folder)
    if endpoint:
        yield from _endpoint(nginx, kind, briefly, folder)


def _marsad(nginx: Nginx, kind: Kind, pace: Pace, folder: Path) -> Leg:
    checks = int(pace.rate * pace.interval_seconds)
    with _running_marsad(nginx, kind, checks, f"{pace.interval_seconds}s", folder / "marsad") as (pid, port):
        scraper = Scraper(port)
        _await_steady(nginx, checks, pace.rate)
        scraper.fetch()  # makes the text of all first probes: the next is short, and its counts are of one instant
        first = scraper.scrape()
        span = _Span(nginx, pid)
        scraping, last = 0.0, first
        for due in _scrape_times(pace.seconds):
            time.sleep(max(span.began + due - time.monotonic(), 0))
            before = cpu_seconds(pid)
            last = scraper.scrape()
            scraping += cpu_seconds(pid) - before
        span.end()
        made, failed = _probes(last) - _probes(first), _failures(last) - _failures(first)
        return span.leg(Prober.MARSAD, kind, counted=made, failed=failed, scraping_seconds=scraping)


def _blackbox(nginx: Nginx, kind: Kind, pace: Pace, folder: Path) -> Leg:
    root = nginx.root(kind) if kind is not Kind.PLAIN else None
    with exporter(folder / "blackbox", root) as (program, port):
        return _asked(Asker(port), nginx, kind, pace, program.pid, Prober.BLACKBOX)


def _endpoint(nginx: Nginx, kind: Kind, pace: Pace, folder: Path) -> Iterator[Leg]:
    """The same of Marsad's own ``/probe``; nothing where that does not answer."""
    with _running_marsad(nginx, kind, len(nginx.site(kind).hosts), "1h", folder / "endpoint") as (pid, port):
        asker = Asker(port)
        time.sleep(1)
        try:
            answers = asker.succeeds(nginx.site(kind).url(0))
        except (OSError, HTTPException) as error:
            print(f"{Prober.ENDPOINT}, {kind}: {error}")
            answers = False
        if not answers:
            print(f"{Prober.ENDPOINT}, {kind}: no success, so it is left out")
            return
        yield _asked(asker, nginx, kind, pace, pid, Prober.ENDPOINT)


def _asked(asker: Asker, nginx: Nginx, kind: Kind, pace: Pace, pid: int, prober: Prober) -> Leg:
    site = nginx.site(kind)

    def target(number: int) -> str:
        return site.url(number % len(site.hosts))  # those that Marsad is configured with

    try:
        asker.ask(target, rate=pace.rate, seconds=_SETTLING_SECONDS)
        span = _Span(nginx, pid)
        asked = asker.ask(target, rate=pace.rate, seconds=pace.seconds)
        span.end()
        return span.leg(prober, kind, counted=asked.probes, failed=asked.failed)
    finally:
        asker.close()


class _Span:
    """From its making to its end: the CPU of one process and nginx's answers."""

    def __init__(self, nginx: Nginx, pid: int) -> None:
        self._nginx, self._pid = nginx, pid
        self._answered, self._cpu, self.began = nginx.requests(), cpu_seconds(pid), time.monotonic()
        self._seconds = 0.0

    def end(self) -> None:
        """Keep what was spent since then."""
        self._cpu, self._seconds = cpu_seconds(self._pid) - self._cpu, time.monotonic() - self.began
        self._answered = self._nginx.requests() - self._answered - 1  # the question that began the span

    def leg(self, prober: Prober, kind: Kind, *, counted: float, failed: float, scraping_seconds: float = 0.0) -> Leg:
        """The ended span as a leg; ``counted`` is how many probes the prober says it made."""
        return Leg(
            prober=prober,
            kind=kind,
            cpu_seconds=self._cpu,
            probes=self._answered,
            counted=int(counted),
            seconds=self._seconds,
            failed=int(failed),
            scraping_seconds=scraping_seconds,
        )


def _await_steady(nginx: Nginx, checks: int, rate: float) -> None:
    """Wait until each check has been probed and the rush of first probes is over.

    Raises:
        RuntimeError: that does not come to pass.

    """
    began, before = time.monotonic(), nginx.requests()
    first, rush = before, _RUSH * rate * _SETTLING_SECONDS
    while time.monotonic() - began < _STEADY_SECONDS:
        time.sleep(_SETTLING_SECONDS)
        answered = nginx.requests()
        if answered - first >= checks and answered - before < rush:
            return
        before = answered
    raise RuntimeError(f"the first {checks} probes are not over after {_STEADY_SECONDS:g} s")


@contextmanager
def _running_marsad(nginx: Nginx, kind: Kind, checks: int, interval: str, folder: Path) -> Iterator[tuple[int, int]]:
    folder.mkdir()
    port = free_port()
    path = write_site(folder, checks, interval, site=nginx.site(kind), listen_port=port)
    root = nginx.root(kind) if kind is not Kind.PLAIN else None
    (folder / "modules.yml").write_text(modules(root), encoding="utf-8")
    with started(["-m", "monitor", "run", f"--config.file={path}"], log=folder / "log") as program:
        wait_until_ready(program, port)
        yield program.pid, port


def _scrape_times(seconds: float) -> list[float]:
    """Every 15 s, and at the end."""
    return [*(_SCRAPE_SECONDS * turn for turn in range(1, int((seconds - 1) // _SCRAPE_SECONDS) + 1)), seconds]


def _probes(scrape: Scrape) -> float:
    return scrape.value("marsad_probes_total" + _LOCATION)


def _failures(scrape: Scrape) -> float:
    return sum(scrape.sums_by("marsad_probe_failures_total", "reason").values())


if __name__ == "__main__":
    sys.exit(main())
