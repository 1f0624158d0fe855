"""What the engine judged, accounted for by window: every scenario of the edges adds up."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.adapters import manifest
from monitor.domain.chronicle import Chronicle
from monitor.domain.report import report
from monitor.domain.verdict import State
from monitor.engine.replay import Replayed, replay

EDGES = Path(__file__).parents[2] / "config" / "scenarios" / "edges"
FAMILIES = ("o", "s4", "s7", "w0", "w1", "d0")
SLOW = {"d05-weekly-three-months-on"}  # the others of its family say as much


def scenarios(family: str) -> list[Path]:
    return [path for path in sorted(EDGES.glob(f"{family}*.yaml")) if path.stem not in SLOW]


def told(replayed: Replayed) -> Chronicle:
    return Chronicle(
        since=replayed.scenario.starts,
        until=replayed.scenario.ends,
        timelines=replayed.timelines,
        incidents=replayed.incidents,
        book=replayed.book,
    )


@pytest.mark.parametrize("family", FAMILIES)
def test_every_planned_and_overrun_second_has_its_window(family: str) -> None:
    paths = scenarios(family)
    assert len(paths) > 5

    for path in paths:
        replayed = replay(manifest.load_scenario(path, {}))
        past, scenario = told(replayed), replayed.scenario
        made = report(
            past,
            scenario.catalogue,
            scenario.settings,
            since=past.since,
            until=past.until,
            at=past.until,
            timezone=scenario.settings.timezone,
        )

        for one in made.services:
            assert one.figures.seconds == pytest.approx(replayed.seconds(one.service_id), abs=1e-5), path.stem
            assert one.figures.planned_unattributed == 0, path.stem
            planned = one.figures.seconds[State.PLANNED_DOWNTIME]
            assert sum(one.figures.planned_by_notice.values()) == pytest.approx(planned, abs=1e-5), path.stem
        named = {use.service_id for window in made.windows for use in window.uses}
        overrun = sum(use.overrun_seconds for window in made.windows for use in window.uses)
        of_named = (one.figures.seconds[State.OVERRUN] for one in made.services if one.service_id in named)
        assert overrun == pytest.approx(sum(of_named), abs=1e-5), path.stem
