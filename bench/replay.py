"""How long a year takes on virtual time: one check every 60 s, ten minutes down each week.

525,600 probes through the very agenda and judge that run in production; the design wants them in under 20 s. An
outlook: it prints, and fails nothing. ``--write`` puts the table into docs/performance.md.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.fleet_files import write_configuration
from bench.report import Figure, Limit, Report, machine
from monitor.adapters import manifest
from monitor.domain.catalogue import Configuration, Text
from monitor.domain.incident import Kind
from monitor.domain.observation import Outcome, Reason
from monitor.engine.replay import Replayed, replay
from monitor.engine.scenario import Expectations, Scenario, Sight

_STARTS = datetime(2025, 1, 1, tzinfo=UTC)
_WEEK = timedelta(weeks=1)
_OUTAGE = timedelta(minutes=10)


def main(arguments: Sequence[str] | None = None) -> int:
    """Replay, print the table, keep it."""
    parser = argparse.ArgumentParser(prog="python -m bench.replay", description=__doc__.partition("\n")[0])
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    options = parser.parse_args(arguments)
    days = min(options.days, 3660)
    before = machine()
    played = scenario(timedelta(days=days))
    wall, cpu = time.monotonic(), time.process_time()
    replayed = replay(played)
    wall, cpu = time.monotonic() - wall, time.process_time() - cpu
    report = Report(
        name="replay",
        title=f"{days} days of one check every 60 s, replayed",
        figures=_figures(replayed, wall, cpu),
        machine=before,
    )
    print(report.text())
    report.keep(write=options.write)
    return 0


def _figures(replayed: Replayed, wall: float, cpu: float) -> tuple[Figure, ...]:
    probes = (replayed.scenario.ends - replayed.scenario.starts) // timedelta(minutes=1)
    unplanned = sum(incident.kind is Kind.UNPLANNED for incident in replayed.incidents)
    return (
        Figure("replayed probes", probes, "", f"on the grid; {unplanned} outages, each seen and confirmed"),
        # One thread that waits for nothing: its CPU is what the wall clock shows where nothing else runs.
        Figure("replay, CPU", cpu, "s").held_against(Limit(20, "< 20 s", strict=True)),
        Figure("replay, wall", wall, "s"),
        Figure("CPU per replayed probe", cpu / max(probes, 1) * 1e6, "µs"),
    )


def scenario(length: timedelta, interval: str = "60s") -> Scenario:
    """So long of one check, ten minutes down each week."""
    configuration = _configuration(interval)
    (check_id,) = configuration.catalogue.checks
    ends = _STARTS + length
    sights = [Sight(at=_STARTS, check_id=check_id, outcome=Outcome.OK)]
    for week in range(length // _WEEK):
        down = _STARTS + week * _WEEK + timedelta(days=3)
        sights.append(Sight(at=down, check_id=check_id, outcome=Outcome.FAILED, reason=Reason.STATUS))
        sights.append(Sight(at=down + _OUTAGE, check_id=check_id, outcome=Outcome.OK))
    return Scenario(
        name="a-year",
        title=Text(en="A year", ar="سنة"),
        source_text="",
        source_url="",
        starts=_STARTS,
        ends=ends,
        settings=configuration.settings,
        catalogue=configuration.catalogue,
        sights=tuple(sights),
        canaries=(),
        windows=(),
        restarts=(),
        expect=Expectations(),
    )


def _configuration(interval: str) -> Configuration:
    with tempfile.TemporaryDirectory(prefix="marsad-bench-") as folder:
        path = write_configuration(Path(folder), 1, interval, platform_port=1, listen_port=1)
        return manifest.load(path, {})


if __name__ == "__main__":
    sys.exit(main())
