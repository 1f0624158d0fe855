"""Scrapes of many series, and what they do to probing: ``python -m bench.series``.

Fleets whose /metrics has about 10,000, 100,000 and 300,000 series, probing every 60 s. Two spans, once the first probes
are over: a scrape every 15 s as Prometheus makes them, timed to its last byte; then scrapes without a pause, so that
every probe of that span begins while a scrape is being served. The first kind finds more changed since the scrape
before, the second meets every probe. Lateness is the program's own histogram between two scrapes.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.core import LOCATION, simulated_platform
from bench.fleet_files import write_configuration
from bench.process import free_port, started, wait_until_ready
from bench.report import Figure, Limit, Report, machine, stoppable
from bench.scrape import Scraper, between, highest_bucket, histogram_quantile, quantile

_MS = 1000.0
_MIB = 1 << 20
_SIZES = (10_000, 100_000, 300_000)
_APART_SECONDS = 15.0
_SERIES_PER_CHECK = 48
_FIRST_PROBES_SECONDS = 120
_HELD = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was seen of one fleet."""

    wanted: int
    checks: int
    series: int
    body_bytes: int
    wire_bytes: int
    scrapes: tuple[float, ...]
    regular: dict[float, float]
    pressed: dict[float, float]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the table, keep it; 1 when a figure does not hold."""
    parser = argparse.ArgumentParser(prog="python -m bench.series", description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=10, help="of scrapes without a pause")
    parser.add_argument("--scrapes", type=int, default=4, help="15 s apart; half as many of the sizes not held")
    parser.add_argument("--series", type=int, nargs="+", default=list(_SIZES))
    options = parser.parse_args(arguments)
    with stoppable():
        report = reported(min(max(options.scrapes, 1), 240), min(options.seconds, 600), options.series)
    print(report.text())
    report.keep(write=False)
    return 0 if report.holds else 1


def reported(scrapes: int, seconds: float, sizes: Sequence[int] = _SIZES) -> Report:
    """The table of fleets of these sizes."""
    before = machine()
    seen = [_measured(size, scrapes if size == _HELD else max(scrapes // 2, 1), seconds) for size in sizes]
    return Report(
        name="series",
        title=f"Scrapes {_APART_SECONDS:g} s apart, and {seconds:g} s of scrapes without a pause",
        figures=tuple(figure for fleet in seen for figure in _figures(fleet)),
        machine={**before, "load average after": machine()["load average"]},
    )


# ---- measuring


def _measured(size: int, scrapes: int, seconds: float) -> Seen:
    checks = max(round(size / _SERIES_PER_CHECK), 1)
    with tempfile.TemporaryDirectory(prefix="marsad-bench-") as name, simulated_platform() as (platform_port, _):
        port = free_port()
        path = write_configuration(Path(name), checks, "60s", platform_port=platform_port, listen_port=port)
        with started(["-m", "monitor", "run", f"--config.file={path}"]) as program:
            wait_until_ready(program, port)
            scraper = Scraper(port)
            _await_first_probes(scraper, checks)
            return _watched(scraper, size, checks, scrapes, seconds)


def _watched(scraper: Scraper, size: int, checks: int, scrapes: int, seconds: float) -> Seen:
    begins = scraper.scrape().lateness("bench")
    regular = [_a_while_later(scraper) for _ in range(scrapes)]
    between_spans = scraper.scrape().lateness("bench")
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        scraper.fetch()
    ends = scraper.scrape()
    return Seen(
        wanted=size,
        checks=checks,
        series=ends.series,
        body_bytes=len(ends.body),
        wire_bytes=ends.wire_bytes,
        scrapes=tuple(regular),
        regular=between(between_spans, begins),
        pressed=between(ends.lateness("bench"), between_spans),
    )


def _a_while_later(scraper: Scraper) -> float:
    time.sleep(_APART_SECONDS)
    return scraper.fetch()[0]


def _await_first_probes(scraper: Scraper, checks: int) -> None:
    until = time.monotonic() + _FIRST_PROBES_SECONDS
    while scraper.scrape().value("marsad_probes_total" + LOCATION) < checks:
        if time.monotonic() > until:
            raise RuntimeError(f"the first probes are not over after {_FIRST_PROBES_SECONDS} s")
        time.sleep(2)
    time.sleep(2)


# ---- the table


def _figures(seen: Seen) -> Iterator[Figure]:
    held = seen.wanted == _HELD
    about = f"{seen.wanted // 1000}k series"
    size = f"{seen.body_bytes / _MIB:.1f} MiB as {seen.wire_bytes / 1024:.0f} KiB gzip"
    yield Figure(f"{about}: exposed", seen.series, "", f"{seen.checks:,} checks, {size}")
    scrape = Figure(f"{about}: scrape p50", _MS * quantile(seen.scrapes, 0.5), "ms", f"{len(seen.scrapes)} scrapes")
    yield scrape.held_against(Limit(60, "< 60 ms", strict=True) if held else None)
    yield Figure(f"{about}: scrape max", _MS * max(seen.scrapes), "ms")
    yield _lateness(f"{about}: lateness p99", seen.regular)
    pressed = _lateness(f"{about}: lateness p99 in scrapes", seen.pressed)
    yield pressed.held_against(Limit(10, "< 10 ms", strict=True) if held else None)


def _lateness(name: str, counts: dict[float, float]) -> Figure:
    probes, most = max(counts.values(), default=0.0), _MS * highest_bucket(counts)
    p50 = _MS * histogram_quantile(counts, 0.5)
    said = f"{probes:.0f} probes, p50 {p50:.3g} ms, none above {most:g} ms"
    return Figure(name, _MS * histogram_quantile(counts, 0.99), "ms", said)


if __name__ == "__main__":
    sys.exit(main())
