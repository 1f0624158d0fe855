"""The acceptance line of the engine, measured: ``python -m bench.core``, a part of ``make bench``.

2,000 simulated checks every 60 s on loopback for three minutes: no skipped probe, lateness p99 under 250 ms, /metrics
under 300 ms while probing. The program is the real one, started as an operator starts it and scraped as Prometheus
scrapes. Everything counts from its readiness on, the rush of first probes included. Exit 1 when a figure does not hold.

``--write`` puts the table into docs/performance.md; ``--outlook`` holds the figures against the design's wishes for a
larger fleet and fails nothing. Loopback only.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.fleet_files import HOSTS, write_configuration
from bench.process import ENVIRON, cpu_seconds, free_port, rss_bytes, started, stop, wait_until_ready
from bench.report import Figure, Limit, Report, machine, stoppable
from bench.scrape import Scrape, Scraper, highest_bucket, histogram_quantile, quantile

_MOST_SECONDS = 3600
LOCATION = '{location="bench"}'
_MS = 1000.0
_MIB = 1 << 20
_SETTLED_SECONDS = 30  # by then the first probes of all checks are over and memory has its shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be run."""

    checks: int
    interval: str
    seconds: float
    every: float


@dataclass(slots=True, kw_only=True)
class Run:
    """What was seen of one run."""

    plan: Plan
    ready_seconds: float = 0.0
    first_scrape_seconds: float = 0.0
    cpu_at_ready: float = 0.0
    settled_at: float = 0.0  # seconds after ready
    cpu_settled: float = 0.0
    probes_settled: float = 0.0
    cpu: float = 0.0
    wall: float = 0.0
    rss: list[int] = field(default_factory=list)
    scrapes: list[float] = field(default_factory=list)
    last: Scrape | None = None
    answered: int = 0
    check_cpu: float = 0.0
    check_seconds: float = 0.0
    single_rss: int = 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the table, keep it; 1 when a figure does not hold."""
    parser = argparse.ArgumentParser(prog="python -m bench.core", description=__doc__.partition("\n")[0])
    parser.add_argument("--checks", type=int, default=2000)
    parser.add_argument("--interval", default="60s")
    parser.add_argument("--seconds", type=float, default=180)
    parser.add_argument("--every", type=float, default=5, help="seconds between scrapes")
    parser.add_argument("--outlook", action="store_true", help="the design's wishes for a larger fleet; fails nothing")
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    options = parser.parse_args(arguments)
    plan = Plan(
        checks=options.checks,
        interval=options.interval,
        seconds=min(options.seconds, _MOST_SECONDS),
        every=max(options.every, 0.5),
    )
    with stoppable():
        report = reported(plan, "fleet" if options.outlook else "core")
    print(report.text())
    report.keep(write=options.write)
    return 0 if report.holds or options.outlook else 1


def reported(plan: Plan, name: str) -> Report:
    """The table of one run; ``name`` says which limits: ``core`` those of acceptance, ``fleet`` the design's."""
    before = machine()
    run = measured(plan)
    return Report(
        name=name,
        title=f"{plan.checks:,} checks every {plan.interval} for {run.wall:.0f} s",
        figures=tuple(_figures(run, _ACCEPTANCE if name == "core" else _OUTLOOK)),
        machine={**before, "load average after": machine()["load average"]},
    )


# ---- measuring


def measured(plan: Plan) -> Run:
    """One run from start to stop, and what it must be compared with."""
    run = Run(plan=plan)
    with tempfile.TemporaryDirectory(prefix="marsad-bench-") as name:
        folder = Path(name)
        with simulated_platform() as (port, platform):
            run.single_rss = _memory_with_one_check(folder, port)
            config = _configuration(folder / "full", plan.checks, plan.interval, port)
            _time_the_check(run, config)
            _watch(run, config, folder / "log")
            run.answered = int(stop(platform) or 0)
        _show_trouble(folder / "log")
    return run


def _watch(run: Run, config: tuple[Path, int], log: Path) -> None:
    path, port = config
    began = time.monotonic()
    with started(["-m", "monitor", "run", f"--config.file={path}"], log=log) as program:
        wait_until_ready(program, port)
        run.ready_seconds = time.monotonic() - began
        scraper = Scraper(port)
        scraper.scrape()
        run.first_scrape_seconds = time.monotonic() - began
        run.cpu_at_ready = cpu_seconds(program.pid)
        _scrape_on(run, scraper, program.pid)


def _scrape_on(run: Run, scraper: Scraper, pid: int) -> None:
    began = time.monotonic()
    turns = max(int(run.plan.seconds / run.plan.every), 1)
    for turn in range(1, turns + 1):
        time.sleep(max(began + turn * run.plan.every - time.monotonic(), 0))
        scrape = scraper.scrape()
        run.scrapes.append(scrape.seconds)
        run.rss.append(rss_bytes(pid))
        run.last, run.wall, run.cpu = scrape, time.monotonic() - began, cpu_seconds(pid)
        if not run.settled_at and run.wall >= _SETTLED_SECONDS:
            run.settled_at, run.cpu_settled = run.wall, run.cpu
            run.probes_settled = scrape.value("marsad_probes_total" + LOCATION)


@contextmanager
def simulated_platform() -> Iterator[tuple[int, subprocess.Popen[str]]]:
    port = free_port()
    with started(["-m", "bench.simulated", str(port), str(HOSTS)]) as platform:
        assert platform.stdout is not None
        if platform.stdout.readline().strip() != "ready":
            raise RuntimeError("the simulated platform did not start")
        yield port, platform


def _configuration(folder: Path, checks: int, interval: str, platform_port: int) -> tuple[Path, int]:
    folder.mkdir()
    port = free_port()
    return write_configuration(folder, checks, interval, platform_port=platform_port, listen_port=port), port


def _memory_with_one_check(folder: Path, platform_port: int) -> int:
    """The program with as little to watch as a configuration allows: what interpreter and libraries take."""
    path, port = _configuration(folder / "single", 1, "15s", platform_port)
    with started(["-m", "monitor", "run", f"--config.file={path}"]) as program:
        wait_until_ready(program, port)
        scraper = Scraper(port)
        for _ in range(3):
            time.sleep(1)
            scraper.scrape()
        return rss_bytes(program.pid)


def _time_the_check(run: Run, config: tuple[Path, int]) -> None:
    """``marsad check`` reads the same files and does nothing else."""
    before, began = os.times(), time.monotonic()
    command = [sys.executable, "-m", "monitor", "check", f"--config.file={config[0]}"]
    subprocess.run(command, check=True, capture_output=True, env=ENVIRON)
    after = os.times()
    run.check_seconds = time.monotonic() - began
    run.check_cpu = after.children_user + after.children_system - before.children_user - before.children_system


def _show_trouble(log: Path) -> None:
    lines = [
        line
        for line in log.read_text(encoding="utf-8").splitlines()
        if "level=info" not in line and "event=configuration" not in line
    ]
    for line in lines[:20]:
        print("log:", line)


# ---- the table

_ACCEPTANCE = {
    "skipped probes": Limit(0, "none"),
    "lateness p99": Limit(250, "< 250 ms", strict=True),
    "scrape max": Limit(300, "< 300 ms", strict=True),
}
_OUTLOOK = {
    "skipped probes": Limit(0, "none"),
    "lateness p99": Limit(100, "< 100 ms", strict=True),
    "memory per check": Limit(60, "<= 60 KB"),
}
_ALWAYS = {
    "probes unaccounted for": Limit(0, "none"),
    "failed probes": Limit(0, "none"),
}


def _figures(run: Run, limits: dict[str, Limit]) -> Iterator[Figure]:
    scrape = run.last
    assert scrape is not None
    limits = limits | _ALWAYS
    groups: tuple[Callable[[Run, Scrape], Iterator[Figure]], ...] = (_probes, _lateness, _scrapes, _costs)
    for group in groups:
        for figure in group(run, scrape):
            yield figure.held_against(limits.get(figure.name))


def _probes(run: Run, scrape: Scrape) -> Iterator[Figure]:
    scheduled = scrape.value("marsad_probes_scheduled_total" + LOCATION)
    completed = scrape.value("marsad_probes_total" + LOCATION)
    skipped = scrape.sums_by("marsad_probes_skipped_total", "reason")
    failed = scrape.sums_by("marsad_probe_failures_total", "reason")
    reasons = ", ".join(f"{reason} {count:.0f}" for reason, count in skipped.items() if count)
    failures = ", ".join(f"{reason} {count:.0f}" for reason, count in failed.items() if count)
    # In flight at the last scrape: a loopback probe takes a few ms, so hardly any; a second's worth is no loss.
    lost = scheduled - completed - sum(skipped.values())
    in_flight = max(run.plan.checks / 60, 1)
    yield Figure("scheduled probes", scheduled, "")
    yield Figure("completed probes", completed, "", f"the platform answered {run.answered}, until the stop")
    yield Figure("skipped probes", sum(skipped.values()), "", reasons)
    yield Figure("failed probes", sum(failed.values()), "", failures)
    yield Figure("probes unaccounted for", lost if lost > in_flight or lost < 0 else 0, "", f"in flight: {lost:.0f}")


def _lateness(_run: Run, scrape: Scrape) -> Iterator[Figure]:
    counts = scrape.lateness("bench")
    said = "interpolated in its bucket"
    for ratio in (0.5, 0.99, 0.999):
        yield Figure(f"lateness p{100 * ratio:g}", _MS * histogram_quantile(counts, ratio), "ms", said)
    yield Figure("lateness max", _MS * highest_bucket(counts), "ms", "at most: the bound of the highest bucket used")


def _scrapes(run: Run, scrape: Scrape) -> Iterator[Figure]:
    size = f"{len(run.scrapes)} scrapes, {scrape.series:,} series, {len(scrape.body) / _MIB:.1f} MiB as "
    yield Figure("scrape p50", _MS * quantile(run.scrapes, 0.5), "ms", f"{size}{scrape.wire_bytes / 1024:.0f} KiB gzip")
    yield Figure("scrape max", _MS * max(run.scrapes), "ms", "while probing, to the last byte")


def _costs(run: Run, scrape: Scrape) -> Iterator[Figure]:
    probes = scrape.value("marsad_probes_total" + LOCATION) - run.probes_settled
    seconds, wall = run.cpu - run.cpu_settled, run.wall - run.settled_at
    if not run.settled_at:
        seconds -= run.cpu_at_ready
    yield Figure("CPU per probe", _MS * seconds / max(probes, 1), "ms", "whole process, scrapes and ledger included")
    yield Figure("CPU share", 100 * seconds / max(wall, 1), "%", "of one core, after the first 30 s")
    yield Figure("start to ready", run.ready_seconds, "s")
    yield Figure("start to first scrape", run.first_scrape_seconds, "s")
    said = f"the same files read and checked, {run.check_cpu:.2f} s of CPU"
    yield Figure("marsad check", run.check_seconds, "s", said)
    yield Figure("memory", max(run.rss) / _MIB, "MiB", f"highest RSS; with a single check {run.single_rss / _MIB:.0f}")
    yield Figure(
        "memory per check",
        (max(run.rss) - run.single_rss) / 1024 / max(run.plan.checks - 1, 1),
        "KB",
        "more than with a single check",
    )


if __name__ == "__main__":
    sys.exit(main())
