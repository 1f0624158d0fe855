from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.domain.caution import cautions
from monitor.domain.window import Rule, Status
from tests.domain.facts import local, utc, window

WEEKLY = window(local("2026-03-10 04:00"), local("2026-03-10 06:00"), rule=Rule(rrule="FREQ=WEEKLY"))
GAP = window(local("2026-03-29 02:30"), local("2026-03-29 04:00"), timezone="Europe/Berlin")


def keys_of(given: object, known_at: str, *, declared_at: str | None = None) -> list[str]:
    said = cautions(
        given,  # type: ignore[arg-type] # a window
        declared_at=utc(declared_at or known_at),
        known_at=utc(known_at),
        notice_minimum=timedelta(hours=24),
    )
    return [sentence.partition(":")[0] for sentence in said]


@pytest.mark.parametrize(
    ("known_at", "declared_at", "warned_of"),
    [
        ("2026-03-08 09:00", None, []),
        ("2026-03-09 09:00", None, []),  # a day ahead to the second
        ("2026-03-09 09:01", None, ["declared_at"]),
        ("2026-03-10 09:30", None, ["declared_at"]),
        ("2026-03-10 09:30", "2026-03-08 09:00", []),
        ("2026-03-10 10:00", None, ["ends"]),
        ("2026-03-08 09:00", "2026-03-08 09:01", ["declared_at"]),
    ],
)
def test_notice_is_told_from_its_class(known_at: str, declared_at: str | None, warned_of: list[str]) -> None:
    assert keys_of(window(), known_at, declared_at=declared_at) == warned_of


def test_d1_time_that_does_not_exist_is_told() -> None:
    assert keys_of(GAP, "2026-03-01 09:00") == ["starts"]


def test_series_is_told_by_its_next_occurrence() -> None:
    assert keys_of(WEEKLY, "2026-03-13 09:00") == []
    assert keys_of(WEEKLY, "2026-03-16 09:00") == ["declared_at"]


def test_withdrawal_warns_of_nothing() -> None:
    assert keys_of(window(status=Status.CANCELLED), "2026-03-10 10:00") == []
