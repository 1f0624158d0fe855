"""The ledger of 1,000 checks every 30 s after a year, and what is asked of it: ``python -m bench.ledger``.

The year is written by the ledger's own writer (``bench.year`` says what happens in it). Then its file is weighed, and
the questions of an operator are asked: a month's report of all services, the list of windows, a year's replay of one
service. Writers at once are a turn of ``bench.writers``.
"""

from __future__ import annotations

import argparse
import asyncio
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from bench import replay, writers, year
from bench.fleet_files import write_configuration
from bench.process import ENVIRON
from bench.report import Figure, Limit, Report, machine, stoppable
from monitor.adapters import manifest
from monitor.adapters.ledger import LedgerArchive
from monitor.domain.catalogue import Configuration
from monitor.domain.report import report
from monitor.engine.replay import replay as play

CHECKS, INTERVAL = 1000, "30s"
_ROUNDS = 3
_WRITERS = 8
_SMALL, _SOON = Limit(200, "< 200 MB", strict=True), Limit(2, "< 2 s", strict=True)
_AT_ONCE, _IN_TIME = Limit(300, "< 300 ms", strict=True), Limit(20, "< 20 s", strict=True)
_NONE = Limit(0, "none")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How much of it: the whole, or a short turn."""

    days: int
    revisions: int


WHOLE, QUICK = Plan(days=365, revisions=10_000), Plan(days=8, revisions=200)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the table, keep it; 1 when a figure does not hold."""
    parser = argparse.ArgumentParser(prog="python -m bench.ledger", description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="a week, kept nowhere")
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    options = parser.parse_args(arguments)
    with stoppable():
        found = reported(QUICK if options.quick else WHOLE)
    print(found.text())
    if not options.quick:
        found.keep(write=options.write)
    return 0 if found.holds else 1


def reported(plan: Plan) -> Report:
    """The table of one ledger."""
    before = machine()
    with tempfile.TemporaryDirectory(prefix="marsad-bench-") as name:
        figures = tuple(_figures(Path(name), plan))
    return Report(
        name="ledger",
        title=f"{plan.days} days of {CHECKS:,} checks every 30 s",
        figures=figures,
        machine={**before, "load average after": machine()["load average"]},
    )


def _figures(folder: Path, plan: Plan) -> Iterator[Figure]:
    path = write_configuration(folder, CHECKS, INTERVAL, platform_port=1, listen_port=1)
    configuration = manifest.load(path, {})
    ends = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)  # the command looks at the clock too
    began = time.monotonic()
    asyncio.run(year.Year(configuration, ends, plan.days).write(configuration.settings.storage_url))
    written = time.monotonic() - began
    yield from _weighed(folder / "marsad.db")
    yield Figure("written in", written, "s", "drawn by lot and put through the writer, six hours at a time")
    yield from _reported(configuration, ends)
    yield from _listed(path)
    yield from _replayed(plan.days)
    yield from _crowded(folder / "crowd" / "marsad.db", plan.revisions)


def _weighed(ledger: Path) -> Iterator[Figure]:
    tables = ("transitions", "incidents", "glimpses", "rollups", "latencies", "window_revisions")
    with closing(sqlite3.connect(ledger)) as connection:
        rows = {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}
    size = sum(file.stat().st_size for file in ledger.parent.glob(f"{ledger.name}*")) / 1e6
    told = ", ".join(f"{number:,} {table.replace('_', ' ')}" for table, number in rows.items())
    yield Figure("size of the ledger", size, "MB", told).held_against(_SMALL)


def _reported(configuration: Configuration, ends: datetime) -> Iterator[Figure]:
    """A month's report of all services, as `marsad report` makes it from the ledger."""
    archive, since = LedgerArchive(configuration.settings.storage_url), ends - timedelta(days=31)
    read, made, lines = [], [], 0
    for _ in range(_ROUNDS):
        began = time.monotonic()
        chronicle = archive.chronicle(since, ends, latencies=True)
        between = time.monotonic()
        found = report(
            chronicle,
            configuration.catalogue,
            configuration.settings,
            since=since,
            until=ends,
            at=ends,
            timezone=configuration.settings.timezone,
        )
        read.append(between - began)
        made.append(time.monotonic() - between)
        lines = sum(len(service.incidents) for service in found.services)
    total = median(one + other for one, other in zip(read, made, strict=True))
    note = f"31 days, {CHECKS:,} services, {lines:,} incidents, {len(found.windows)} windows"
    yield Figure("a monthly report", total, "s", note).held_against(_SOON)
    hours = f"{len(chronicle.latencies):,} hours of latency"
    yield Figure("of it reading the ledger", median(read), "s", hours)
    yield Figure("of it making the report", median(made), "s")


def _listed(path: Path) -> Iterator[Figure]:
    """The list of windows, right after a change of the files and while a monitor has been running since."""
    [slow] = _timed(path, 1)
    with closing(sqlite3.connect(path.parent / "marsad.db")) as connection, connection:
        heard_at = datetime.now(UTC) + timedelta(minutes=1)
        connection.execute("UPDATE heartbeat SET at = ?", (int(heard_at.timestamp() * 1_000_000),))
    taken = _timed(path, _ROUNDS)
    each = " ".join(f"{ms:.0f}" for ms in taken)
    yield Figure("windows list", median(taken), "ms", f"the command, from exec to its end: {each}").held_against(
        _AT_ONCE
    )
    yield Figure("windows list, files just changed", slow, "ms", "it reads the whole configuration then")


def _timed(path: Path, rounds: int) -> list[float]:
    command = [sys.executable, "-m", "monitor", "windows", "list", f"--config.file={path}"]
    taken = []
    for _ in range(rounds + 1):  # the first leaves the bytecode behind
        began = time.monotonic()
        subprocess.run(command, env=ENVIRON, stdout=subprocess.DEVNULL, check=True)
        taken.append(1000 * (time.monotonic() - began))
    return taken[1:]


def _replayed(days: int) -> Iterator[Figure]:
    scenario = replay.scenario(timedelta(days=days), INTERVAL)
    began = time.process_time()
    play(scenario)
    cpu = time.process_time() - began
    note = f"CPU of {days} days of one service every 30 s"
    yield Figure("a year's replay of one service", cpu, "s", note).held_against(_IN_TIME)


def _crowded(ledger: Path, revisions: int) -> Iterator[Figure]:
    began = time.monotonic()
    told = writers.crowd(ledger, _WRITERS, revisions)
    seconds = time.monotonic() - began
    made, refused = sum(len(one.made) for one in told), sum(len(one.refused) for one in told)
    note = f"{made:,} revisions of {writers.WINDOWS} windows in {seconds:.1f} s, {refused:,} refused for their version"
    yield Figure(f"faults after {_WRITERS} writers at once", len(writers.faults(ledger, told)), "", note).held_against(
        _NONE
    )
    yield Figure("each revision", 1000 * seconds / max(made, 1), "ms", "on disk, eight processes taking turns")


if __name__ == "__main__":
    sys.exit(main())
