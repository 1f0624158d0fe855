from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from monitor.domain.cadence import next_on_grid
from monitor.domain.catalogue import Catalogue
from monitor.domain.history import Glimpse, Seen
from monitor.domain.observation import Outcome, Reason
from monitor.engine.scenario import CanaryChange
from monitor.engine.sightings import canaries, looks, sight_of, sightings
from tests.domain import facts
from tests.fakes import NOON

CATALOGUE: Catalogue = facts.catalogue()
CHECK = CATALOGUE.checks[facts.LANDING]
GRID = next_on_grid(CHECK.id, CHECK.interval, NOON)
TOOK = timedelta(milliseconds=300)


def glimpse(at: datetime, seen: Seen = Seen.FAILED, reason: str = "status") -> Glimpse:
    return Glimpse(check_id=CHECK.id, location="riyadh-1", at=at, seen=seen, reason="" if seen is Seen.OK else reason)


@pytest.mark.parametrize("took", [timedelta(0), TOOK, CHECK.timeout, CHECK.timeout + timedelta(milliseconds=20)])
def test_probe_that_ended_soon_after_a_place_on_the_grid_began_there(took: timedelta) -> None:
    [one] = sightings([glimpse(GRID + took)], CATALOGUE)

    assert (one.at, one.placed) == (GRID, True)


def test_second_look_began_a_recheck_after_the_first() -> None:
    recheck = CHECK.policy.recheck
    first, second = sightings([glimpse(GRID + TOOK), glimpse(GRID + recheck + 2 * TOOK, Seen.OK)], CATALOGUE)

    assert (first.at, second.at) == (GRID, GRID + recheck)
    assert second.placed


def test_probe_that_stands_nowhere_is_looked_at_where_it_ended() -> None:
    at = GRID + CHECK.timeout + timedelta(seconds=20)
    [one] = sightings([glimpse(at)], CATALOGUE)
    [look] = looks([glimpse(at)], CATALOGUE)

    assert (one.at, one.placed) == (at, False)
    assert (look.since, look.at) == (at, at + timedelta(microseconds=1))


def test_doubted_failure_takes_the_network_away_until_the_check_is_believed_again() -> None:
    gone = [glimpse(GRID, Seen.DOUBTED), glimpse(GRID + 2 * CHECK.interval, Seen.OK)]

    assert canaries(gone, CATALOGUE) == (
        CanaryChange(at=GRID, reachable=False),
        CanaryChange(at=GRID + 2 * CHECK.interval, reachable=True),
    )


@pytest.mark.parametrize(
    ("seen", "reason", "outcome"),
    [
        (Seen.DOUBTED, "timeout", Outcome.FAILED),
        (Seen.BLOCKED, "blocked", Outcome.BLOCKED),
        (Seen.BLOCKED, "dns", Outcome.FAILED),  # from abroad: whether that is a failure, the settings say
        (Seen.SLOW, "", Outcome.SLOW),
    ],
)
def test_sight_is_what_was_seen_before_anybody_judged_it(seen: Seen, reason: str, outcome: Outcome) -> None:
    sight = sight_of(glimpse(GRID, seen, reason), GRID)

    assert sight.outcome is outcome
    assert sight.reason == (Reason(reason) if reason else None)
