from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.domain.notice import Notice, Promise, class_of, pieces
from monitor.domain.window import Impact
from tests.domain.facts import DAY, HOUR, MINUTE, SECOND, utc

MINIMUM = 24 * HOUR


def promise(
    starts: str = "09:00",
    ends: str = "10:00",
    *,
    at: str = "2026-03-01 00:00",
    known: str | None = None,
    impact: Impact | None = Impact.OUTAGE,
) -> Promise:
    return Promise(
        starts=utc(starts),
        ends=utc(ends),
        impacts={"portal": impact} if impact else {},
        declared_at=utc(at),
        known_at=utc(known or at),
    )


def told(*promises: Promise) -> list[str]:
    return [f"{one.starts:%H:%M}-{one.ends:%H:%M} {one.notice(MINIMUM)}" for one in pieces(promises)]


@pytest.mark.parametrize(
    ("ahead", "notice"),
    [
        (30 * DAY, Notice.ANNOUNCED),
        (24 * HOUR, Notice.ANNOUNCED),
        (24 * HOUR - SECOND, Notice.SHORT),
        (SECOND, Notice.SHORT),
        (timedelta(0), Notice.LATE),
        (-30 * MINUTE, Notice.LATE),
        (-HOUR + SECOND, Notice.LATE),
        (-HOUR, Notice.RETROACTIVE),
        (-DAY, Notice.RETROACTIVE),
    ],
)
def test_class_follows_the_time_between_announcement_and_start(ahead: timedelta, notice: Notice) -> None:
    at = utc("09:00") - ahead

    assert class_of(utc("09:00"), utc("10:00"), declared_at=at, known_at=at, minimum=MINIMUM) is notice


def test_announcement_learned_late_keeps_the_class_of_its_day() -> None:
    """``declared_at`` decides the class, ``known_at`` only whether it was known before the end."""
    assert told(promise(at="2026-03-01 00:00", known="09:30")) == ["09:00-10:00 announced"]
    assert told(promise(at="2026-03-01 00:00", known="10:00")) == ["09:00-10:00 retroactive"]


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        ({"starts": "09:30"}, ["09:30-10:00 short notice"]),
        ({"starts": "08:30"}, ["08:30-10:00 short notice"]),
        ({"ends": "11:00"}, ["09:00-10:00 announced", "10:00-11:00 short notice"]),
        ({"ends": "11:00", "at": "09:30"}, ["09:00-10:00 announced", "10:00-11:00 short notice"]),
        ({"ends": "11:00", "at": "10:00"}, ["09:00-10:00 announced", "10:00-11:00 late"]),
        ({"ends": "11:00", "at": "12:00"}, ["09:00-10:00 announced", "10:00-11:00 retroactive"]),
        ({"ends": "09:40"}, ["09:00-09:40 announced"]),
        ({}, ["09:00-10:00 announced"]),
        ({"impact": Impact.DEGRADED}, ["09:00-10:00 announced"]),
    ],
)
def test_edit_sets_the_class_anew_only_where_it_announces_more(edit: dict[str, str], expected: list[str]) -> None:
    after = promise(**{"at": "08:00", **edit})  # type: ignore[arg-type] # keywords of the test

    assert told(promise(), after) == expected


@pytest.mark.parametrize("before", [Impact.DEGRADED, Impact.NONE, None])
def test_worse_impact_and_a_service_more_are_announcements_of_their_own(before: Impact | None) -> None:
    assert told(promise(impact=before), promise(at="08:00")) == ["09:00-10:00 short notice"]


def test_what_was_cut_off_and_added_again_is_classed_from_the_last_edit() -> None:
    assert told(promise(), promise(ends="09:30", at="08:00"), promise(at="09:15")) == [
        "09:00-09:30 announced",
        "09:30-10:00 short notice",
    ]


def test_extension_that_was_announced_in_time_is_announced() -> None:
    assert told(promise(), promise(ends="11:00", at="2026-03-08 00:00")) == [
        "09:00-10:00 announced",
        "10:00-11:00 announced",
    ]
