from __future__ import annotations

from datetime import date

import pytest

from monitor.domain.history import TimelineEntry, Usage, rewritten, spent
from monitor.domain.verdict import State
from tests.domain.facts import DAY, PORTAL, utc


def entry(at: str, state: State, incident_id: str | None = None) -> TimelineEntry:
    return TimelineEntry(at=utc(at), state=state, incident_id=incident_id)


UP, DOWN, PLANNED, UNKNOWN = State.UP, State.UNPLANNED_OUTAGE, State.PLANNED_DOWNTIME, State.UNKNOWN
DAY_OF_TESTS = (entry("08:00", UNKNOWN), entry("08:01", UP), entry("09:00", DOWN, "i1"), entry("09:30", UP))


@pytest.mark.parametrize(
    ("since", "entries", "states"),
    [
        ("09:30", (entry("09:30", DOWN, "i1"),), ["08:00 unknown", "08:01 up", "09:00 unplanned_outage"]),
        ("09:29:59", (entry("09:29:59", UP),), ["08:00 unknown", "08:01 up", "09:00 unplanned_outage", "09:29:59 up"]),
        ("09:30:01", (entry("09:30:01", UP),), ["08:00 unknown", "08:01 up", "09:00 unplanned_outage", "09:30 up"]),
        ("09:00", (entry("09:00", UP),), ["08:00 unknown", "08:01 up"]),
        ("09:00", (entry("09:00", DOWN, "i2"), entry("09:10", PLANNED, "i2")),
         ["08:00 unknown", "08:01 up", "09:00 unplanned_outage", "09:10 planned_downtime"]),
        ("07:00", (entry("07:00", UP),), ["07:00 up"]),
        ("09:10", (), ["08:00 unknown", "08:01 up", "09:00 unplanned_outage"]),
    ],
)  # fmt: skip
def test_rewriting_replaces_everything_from_an_instant_on(
    since: str, entries: tuple[TimelineEntry, ...], states: list[str]
) -> None:
    timeline = rewritten(DAY_OF_TESTS, utc(since), entries)

    assert [(one.at, one.state) for one in timeline] == [
        (utc(at), State(state)) for at, state in map(str.split, states)
    ]


def test_neighbours_of_one_state_but_two_incidents_stay_apart() -> None:
    timeline = rewritten(DAY_OF_TESTS[:3], utc("09:20"), (entry("09:20", DOWN, "i2"),))

    assert [(one.at, one.incident_id) for one in timeline[2:]] == [(utc("09:00"), "i1"), (utc("09:20"), "i2")]


@pytest.mark.parametrize(
    ("since", "until", "seconds"),
    [
        ("08:00", "10:00", {UNKNOWN: 60.0, UP: 3540.0 + 1800.0, DOWN: 1800.0}),
        ("09:00", "09:30", {DOWN: 1800.0}),
        ("08:59:59", "09:00", {UP: 1.0}),
        ("08:59:59", "09:00:01", {UP: 1.0, DOWN: 1.0}),
        ("09:29:59.5", "09:30:00.25", {DOWN: 0.5, UP: 0.25}),
        ("07:00", "08:00", {}),
        ("07:00", "08:00:30", {UNKNOWN: 30.0}),
        ("09:10", "09:10", {}),
        ("09:45", "09:15", {}),
    ],
)
def test_seconds_of_a_span_are_those_of_the_states_in_force(
    since: str, until: str, seconds: dict[State, float]
) -> None:
    total: dict[State, float] = {}
    for usage in spent(PORTAL, DAY_OF_TESTS, utc(since), utc(until)):
        total[usage.state] = total.get(usage.state, 0.0) + usage.seconds

    assert total == seconds


def test_seconds_are_booked_on_the_utc_day_they_belong_to() -> None:
    timeline = (entry("2026-03-10 23:00", PLANNED), entry("2026-03-12 01:00", UP))

    used = list(spent(PORTAL, timeline, utc("2026-03-10 23:30"), utc("2026-03-12 02:00")))

    assert used == [
        Usage(service_id=PORTAL, day=date(2026, 3, 10), state=PLANNED, seconds=1800.0),
        Usage(service_id=PORTAL, day=date(2026, 3, 11), state=PLANNED, seconds=86400.0),
        Usage(service_id=PORTAL, day=date(2026, 3, 12), state=PLANNED, seconds=3600.0),
        Usage(service_id=PORTAL, day=date(2026, 3, 12), state=UP, seconds=3600.0),
    ]


def test_span_that_ends_at_midnight_books_nothing_on_the_next_day() -> None:
    used = list(spent(PORTAL, (entry("23:59:59", UP),), utc("23:59:59"), utc("2026-03-11 00:00")))

    assert [(usage.day, usage.seconds) for usage in used] == [(date(2026, 3, 10), 1.0)]


@pytest.mark.parametrize("midnight", ["2026-03-10 21:00", "2026-03-10 23:00", "2026-03-11 00:00", "2026-03-11 04:00"])
def test_w19_a_window_over_a_report_boundary_is_split_there(midnight: str) -> None:
    timeline = (entry("2026-03-10 20:00", PLANNED), entry("2026-03-11 05:00", UP))
    boundary = utc(midnight)

    before, after = (
        sum(usage.seconds for usage in spent(PORTAL, timeline, since, until) if usage.state is PLANNED)
        for since, until in ((boundary - DAY, boundary), (boundary, boundary + DAY))
    )

    assert before == (boundary - utc("2026-03-10 20:00")).total_seconds()
    assert before + after == 9 * 3600


def test_timeline_without_entries_has_no_seconds() -> None:
    assert list(spent(PORTAL, (), utc("09:00"), utc("10:00"))) == []
