from __future__ import annotations

from datetime import datetime

import pytest

from monitor.domain.cadence import next_on_grid
from monitor.domain.history import Glimpse, Seen, TimelineEntry
from monitor.domain.observation import Outcome
from monitor.domain.verdict import State
from monitor.engine.absences import Absences, absences
from tests.domain import facts
from tests.domain.facts import MINUTE, SECOND
from tests.fakes import NOON

OTHER = "absher/renewal"
OTHERS_CHECK = f"{OTHER}/page"
CATALOGUE = facts.catalogue(
    facts.service(facts.PORTAL, facts.check(facts.LANDING)), facts.service(OTHER, facts.check(OTHERS_CHECK))
)
ENDS = NOON + 60 * MINUTE
AT = next_on_grid(facts.LANDING, MINUTE, NOON + 20 * MINUTE)
PATIENCE = 2 * MINUTE + CATALOGUE.checks[facts.LANDING].timeout


def timeline(*blind: tuple[datetime, datetime]) -> tuple[TimelineEntry, ...]:
    changes = [(NOON, State.UNKNOWN), (NOON + SECOND, State.UP)]
    for since, until in blind:
        changes += [(since, State.UNKNOWN), (until, State.UP)]
    return tuple(TimelineEntry(at=at, state=state) for at, state in changes)


def glimpse(at: datetime, seen: Seen = Seen.OK, check_id: str = facts.LANDING) -> Glimpse:
    return Glimpse(check_id=check_id, location="riyadh-1", at=at, seen=seen)


def found(
    *glimpses: Glimpse, portal: tuple[TimelineEntry, ...] = timeline(), other: tuple[TimelineEntry, ...] = timeline()
) -> Absences:
    return absences({facts.PORTAL: portal, OTHER: other}, glimpses, CATALOGUE, NOON, (NOON, ENDS))


def test_monitor_was_away_while_all_were_unknown_and_nobody_was_looked_at_alone() -> None:
    told = found(
        portal=timeline((AT, AT + 90 * SECOND)), other=timeline((AT + SECOND, AT + 100 * SECOND), (ENDS, ENDS))
    )

    [away] = told.restarts
    assert (away.at, away.at + away.down_for) == (AT + SECOND, AT + 90 * SECOND)
    assert told.unseen == ()


def test_time_before_the_first_look_is_no_absence() -> None:
    assert found() == Absences(restarts=(), unseen=())


def test_long_absence_ends_before_the_first_look_after_it() -> None:
    back = AT + 10 * MINUTE
    told = found(portal=timeline((AT, back)), other=timeline((AT, back + 4 * SECOND)))

    [away] = told.restarts
    assert back - 10 * SECOND < away.at + away.down_for < back


@pytest.mark.parametrize("doubting", [facts.LANDING, OTHERS_CHECK])
def test_doubt_is_no_absence(doubting: str) -> None:
    blind = timeline((AT, AT + 5 * MINUTE))

    told = found(glimpse(AT, Seen.DOUBTED, facts.LANDING), glimpse(AT, Seen.DOUBTED, OTHERS_CHECK), portal=blind)

    assert told == Absences(restarts=(), unseen=())
    assert found(glimpse(AT, Seen.DOUBTED, doubting), portal=blind, other=blind).restarts == ()


def test_service_that_is_unknown_alone_was_not_looked_at_until_then() -> None:
    until = AT + 5 * MINUTE
    told = found(glimpse(NOON, Seen.OK), portal=timeline((AT, until)))

    nothing, again = told.unseen
    assert told.restarts == ()
    assert (nothing.check_id, nothing.outcome) == (facts.LANDING, Outcome.NOTHING)
    assert AT - PATIENCE < nothing.at < AT - PATIENCE + SECOND
    assert (again.at, again.outcome) == (until, Outcome.OK)
