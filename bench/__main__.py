"""Everything that the design wants held, measured in one go: ``make bench``.

``--quick`` is a short turn of each part, to see that it works: it keeps nothing, and its figures are of too few probes
to be told. Otherwise each part writes its JSON to bench/results, and the tables and the plot of docs/performance.md
are renewed; of parts that are not measured in a run the last figures stay. Exit 1 when a line does not hold or a part
could not be measured.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from http.client import HTTPException

from bench import core, ledger, legs, peers, plot, series, startup
from bench.nginx import Kind
from bench.report import DOCS, Figure, Report, kept, machine, stoppable
from bench.report import peers as peer_versions

_PLOT = DOCS / "cpu-per-probe.svg"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One benchmark: the whole of it, and a short turn."""

    whole: Callable[[], Report]
    quick: Callable[[], Report]


def _fleet(checks: int, seconds: float, every: float) -> core.Plan:
    return core.Plan(checks=checks, interval="60s", seconds=seconds, every=every)


_PARTS = {
    "peers": Part(whole=lambda: peers.reported(peers.Pace()), quick=lambda: peers.reported(peers.QUICK)),
    "core": Part(
        whole=lambda: core.reported(_fleet(2000, 180, 5), "core"),
        quick=lambda: core.reported(_fleet(500, 10, 5), "core"),
    ),
    "fleet": Part(
        whole=lambda: core.reported(_fleet(10_000, 300, 15), "fleet"),
        quick=lambda: core.reported(_fleet(10_000, 20, 10), "fleet"),
    ),
    "series": Part(whole=lambda: series.reported(4, 10), quick=lambda: series.reported(1, 3, (10_000, 100_000))),
    "startup": Part(whole=lambda: startup.reported(3), quick=lambda: startup.reported(1)),
    "ledger": Part(whole=lambda: ledger.reported(ledger.WHOLE), quick=lambda: ledger.reported(ledger.QUICK)),
}
# The lines of the design: the part and the figure that each is.
_LINES = (
    ("peers", f"CPU per probe, {Kind.PLAIN}"),
    ("peers", f"CPU per probe, {Kind.ECDSA}"),
    ("peers", f"CPU per probe, {Kind.RSA}"),
    ("fleet", "lateness p99"),
    ("fleet", "skipped probes"),
    ("fleet", "memory per check"),
    ("fleet", "CPU share"),
    ("series", "100k series: scrape p50"),
    ("series", "100k series: lateness p99 in scrapes"),
    ("startup", "start to first scrape"),
    ("ledger", "size of the ledger"),
    ("ledger", "a monthly report"),
    ("ledger", "windows list"),
    ("ledger", "a year's replay of one service"),
    ("ledger", "faults after 8 writers at once"),
)
_ABOUT = {"fleet": "10,000 checks: ", "startup": "10,000 checks: ", "ledger": "a year of 1,000 checks: "}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, keep; 1 when something does not hold."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="a short turn of each part, kept nowhere")
    parser.add_argument("--only", nargs="+", choices=list(_PARTS), default=list(_PARTS), metavar="PART")
    options = parser.parse_args(arguments)
    reports: dict[str, Report] = {}
    with stoppable():
        for name in options.only:
            report = _measured(name, quick=options.quick)
            if report is not None:
                reports[name] = report
    design = _design(reports, quick=options.quick)
    print(f"{design.text()}\n")
    if not options.quick:
        _keep(design, reports)
    complete = len(reports) == len(options.only)
    return 0 if complete and all(report.holds for report in (design, *reports.values())) else 1


def _measured(name: str, *, quick: bool) -> Report | None:
    print(f"--- {name}", flush=True)
    part = _PARTS[name]
    try:
        report = part.quick() if quick else part.whole()
    except (OSError, HTTPException, LookupError, RuntimeError, subprocess.CalledProcessError) as error:
        print(f"{name} could not be measured: {''.join(traceback.format_exception_only(error))}", flush=True)
        return None
    print(f"{report.text()}\n", flush=True)
    return report


def _design(reports: Mapping[str, Report], *, quick: bool) -> Report:
    """The design's table, made of the figures of the parts; of those that were not measured now, of the last ones."""
    figures = {part: report.figures for part, report in reports.items()}
    return Report(
        name="design",
        title="Numbers to hold, of too few probes to be told" if quick else "Numbers to hold",
        figures=tuple(_held(figures if quick else {**{part: kept(part) for part in _PARTS}, **figures})),
        machine={**machine(), **peer_versions()},
    )


def _held(figures: Mapping[str, Sequence[Figure]]) -> Iterator[Figure]:
    for part, name in _LINES:
        found = [figure for figure in figures.get(part, ()) if figure.name == name]
        about = _ABOUT.get(part, "") + name
        if found:
            yield replace(found[0], name=about)
        else:
            yield Figure(about, None, "", "not measured")


def _keep(design: Report, reports: Mapping[str, Report]) -> None:
    for report in (*reports.values(), design):
        report.keep(write=True)
    if "peers" in reports:
        shown = legs.bars(reports["peers"].figures)
        plot.draw(_PLOT, "CPU per probe, whole process (shorter is better)", shown, "ms")


if __name__ == "__main__":
    sys.exit(main())
