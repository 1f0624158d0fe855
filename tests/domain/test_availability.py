from __future__ import annotations

import pytest

from monitor.domain.availability import gross, net
from monitor.domain.verdict import State


def test_worked_example_of_section_5() -> None:
    minutes = {State.UP: 30 * 1440 - 240 - 43, State.PLANNED_DOWNTIME: 240, State.UNPLANNED_OUTAGE: 43}
    seconds = {state: 60.0 * spent for state, spent in minutes.items()}

    assert net(seconds) == pytest.approx(100 * (1 - 43 / 42_960))
    assert gross(seconds) == pytest.approx(100 * (1 - 283 / 43_200))
    assert (round(net(seconds) or 0, 3), round(gross(seconds) or 0, 3)) == (99.9, 99.345)


@pytest.mark.parametrize(
    ("seconds", "net_percent", "gross_percent"),
    [
        ({State.UP: 3600.0}, 100, 100),
        ({State.UP: 487.133245}, 100, 100),  # not a hair more
        ({State.DEGRADED: 3600.0}, 100, 100),
        ({State.UP: 900.0, State.DEGRADED: 900.0, State.UNPLANNED_OUTAGE: 1800.0}, 50, 50),
        ({State.UP: 900.0, State.OVERRUN: 300.0}, 75, 75),
        ({State.UP: 900.0, State.UNPLANNED_OUTAGE: 50.0, State.OVERRUN: 50.0}, 90, 90),
        ({State.UP: 900.0, State.PLANNED_DOWNTIME: 900.0}, 100, 50),
        ({State.UP: 600.0, State.PLANNED_DOWNTIME: 200.0, State.OVERRUN: 200.0}, 75, 60),
        ({State.UP: 900.0, State.BLOCKED: 5000.0, State.UNKNOWN: 5000.0}, 100, 100),
        ({State.UNPLANNED_OUTAGE: 0.5}, 0, 0),
        ({State.PLANNED_DOWNTIME: 3600.0}, None, 0),
        ({State.BLOCKED: 1800.0, State.UNKNOWN: 1800.0}, None, None),
        ({}, None, None),
        (dict.fromkeys(State, 0.0), None, None),
    ],
)
def test_availability_counts_what_is_on_each_side(
    seconds: dict[State, float], net_percent: float | None, gross_percent: float | None
) -> None:
    assert net(seconds) == net_percent
    assert gross(seconds) == gross_percent
