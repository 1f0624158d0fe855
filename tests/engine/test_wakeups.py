from __future__ import annotations

import pytest

from monitor.engine.wakeups import Wakeups
from tests.domain.facts import MINUTE, utc


@pytest.mark.parametrize(
    ("now", "rung"), [("08:59:59.999999", []), ("09:00", ["a"]), ("09:00:00.000001", ["a"]), ("10:00", ["a", "b"])]
)
def test_service_is_rung_at_its_instant_and_not_before(now: str, rung: list[str]) -> None:
    wakeups = Wakeups()
    wakeups.at("b", utc("09:30"))
    wakeups.at("a", utc("09:00"))

    assert [*wakeups.due(utc(now))] == rung


def test_service_is_rung_once() -> None:
    wakeups = Wakeups()
    wakeups.at("a", utc("09:00"))

    assert [*wakeups.due(utc("09:00"))] == ["a"]
    assert [*wakeups.due(utc("12:00"))] == []


def test_timer_is_moved_earlier_and_rings_once() -> None:
    wakeups = Wakeups()
    wakeups.at("a", utc("09:30"))
    wakeups.at("a", utc("09:00"))

    assert [*wakeups.due(utc("09:10"))] == ["a"]
    assert [*wakeups.due(utc("10:00"))] == []


def test_later_wish_does_not_put_a_timer_off() -> None:
    wakeups = Wakeups()
    wakeups.at("a", utc("09:00"))
    wakeups.at("a", utc("09:30"))

    assert [*wakeups.due(utc("09:00"))] == ["a"]


def test_nothing_to_wait_for_sets_no_timer() -> None:
    wakeups = Wakeups()
    wakeups.at("a", None)

    assert [*wakeups.due(utc("09:00"))] == []


def test_service_that_is_rung_can_ask_again() -> None:
    wakeups = Wakeups()
    for step in range(3):
        wakeups.at("a", utc("09:00") + step * MINUTE)
        assert [*wakeups.due(utc("09:00") + step * MINUTE)] == ["a"]
