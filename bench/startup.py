"""How long 10,000 checks take from exec to the first scrape: ``python -m bench.startup``.

The real program is started anew each time, with an empty ledger, and asked until it is ready; then it is scraped once.
What the configuration takes of that is measured apart, in fresh processes: ``marsad check`` on the same files, and
inside one the imports, the whole loader, and the YAML alone.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

from bench.core import simulated_platform
from bench.fleet_files import write_configuration
from bench.process import ENVIRON, free_port, started, wait_until_ready
from bench.report import Figure, Limit, Report, machine, stoppable
from bench.scrape import Scraper

_CHECKS = 10_000
_LIMIT = Limit(3, "< 3 s", strict=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the table, keep it; 1 when a figure does not hold."""
    parser = argparse.ArgumentParser(prog="python -m bench.startup", description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args(arguments)
    with stoppable():
        report = reported(min(max(options.rounds, 1), 20))
    print(report.text())
    report.keep(write=False)
    return 0 if report.holds else 1


def reported(rounds: int) -> Report:
    """The table of so many starts."""
    before = machine()
    with tempfile.TemporaryDirectory(prefix="marsad-bench-") as name, simulated_platform() as (platform_port, _):
        port = free_port()
        path = write_configuration(Path(name), _CHECKS, "60s", platform_port=platform_port, listen_port=port)
        shares = [_shares(path) for _ in range(rounds)]  # first, since it leaves the bytecode behind
        checks = [_check(path) for _ in range(rounds)]
        starts = [_start(path, port) for _ in range(rounds)]
    return Report(
        name="startup",
        title=f"Start with {_CHECKS:,} checks, medians of {rounds}",
        figures=tuple(_figures(starts, checks, shares)),
        machine={**before, "load average after": machine()["load average"]},
    )


def _start(path: Path, port: int) -> tuple[float, float]:
    """Seconds from exec to readiness and to the last byte of the first scrape; the ledger is a new one."""
    for file in path.parent.glob("marsad.db*"):
        file.unlink()
    began = time.monotonic()
    with started(["-m", "monitor", "run", f"--config.file={path}"]) as program:
        wait_until_ready(program, port)
        ready = time.monotonic() - began
        Scraper(port).fetch()
        return ready, time.monotonic() - began


def _check(path: Path) -> float:
    began = time.monotonic()
    _said("monitor", "check", f"--config.file={path}")
    return time.monotonic() - began


def _shares(path: Path) -> dict[str, float]:
    shares: dict[str, float] = json.loads(_said("bench.loading", str(path)))
    if shares["checks"] != _CHECKS:
        raise RuntimeError(f"the loader found {shares['checks']} checks")
    return shares


def _said(*arguments: str) -> str:
    """What a Python module says on standard output.

    Raises:
        RuntimeError: it fails.

    """
    ended = subprocess.run([sys.executable, "-m", *arguments], capture_output=True, env=ENVIRON, text=True, check=False)
    if ended.returncode != 0:
        raise RuntimeError(f"{arguments[0]} ended with {ended.returncode}: {ended.stderr[-500:]}")
    return ended.stdout


def _figures(
    starts: Sequence[tuple[float, float]], checks: Sequence[float], shares: Sequence[dict[str, float]]
) -> Iterator[Figure]:
    scraped = median(scraped for _, scraped in starts)
    each = " ".join(f"{seconds:.2f}" for _, seconds in starts)
    yield Figure("start to first scrape", scraped, "s", f"from exec to the last byte: {each}").held_against(_LIMIT)
    yield Figure("start to ready", median(ready for ready, _ in starts), "s")
    yield Figure("marsad check", median(checks), "s", "the same files read and checked, nothing else")
    for key, name in (("imports", "of it imports"), ("load", "of it the loader"), ("yaml", "of that YAML")):
        value = median(share[key] for share in shares)
        yield Figure(name, value, "s", f"{100 * value / scraped:.0f} % of the start")


if __name__ == "__main__":
    sys.exit(main())
