from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from monitor.adapters import manifest
from monitor.domain.catalogue import Catalogue
from monitor.domain.window import Fold, Impact, Rule, Scope, Status, WindowSpec

LOCAL = datetime(2026, 3, 10, 9, 0)  # noqa: DTZ001 - a local wall time
PLAIN = WindowSpec(
    id="w1",
    platform="absher",
    scope=Scope(everything=True),
    starts=LOCAL,
    ends=LOCAL + timedelta(hours=2),
    timezone="Asia/Riyadh",
)
FULL = WindowSpec(
    id="w2",
    platform="absher",
    scope=Scope(
        services=frozenset({"portal", "passport"}),
        selectors=((("kind", "visa"), ("tier", "1")), (("kind", "fine"),)),
        exclude=frozenset({"passport"}),
    ),
    starts=LOCAL,
    duration=timedelta(hours=1, minutes=30),
    timezone="Europe/Berlin",
    fold=Fold.SECOND,
    impact=Impact.DEGRADED,
    impacts=(("portal", Impact.OUTAGE),),
    declared_at=datetime(2026, 3, 1, 6, 30, tzinfo=UTC),
    recovery=timedelta(hours=2),
    early_start_tolerance=timedelta(minutes=5),
    long=True,
    status=Status.CANCELLED,
    source_url="https://absher.example/notice",
    source_text="صيانة \u202e",
    rule=Rule(
        rrule="FREQ=WEEKLY;BYDAY=TU",
        until=LOCAL + timedelta(days=90),
        exdates=(date(2026, 3, 17), LOCAL + timedelta(days=14)),
    ),
)
INSTANTS = WindowSpec(
    id="w3",
    platform="absher",
    scope=Scope(services=frozenset({"portal"})),
    starts=datetime(2026, 3, 10, 6, 0, 1, 500000, tzinfo=UTC),
    ends=datetime(2026, 3, 10, 9, 0, tzinfo=timezone(timedelta(hours=3))),
    timezone="Asia/Riyadh",
    impact=Impact.NONE,
)


@pytest.mark.parametrize("spec", [PLAIN, FULL, INSTANTS], ids=lambda spec: spec.id)
def test_window_is_read_back_from_what_is_written_of_it(spec: WindowSpec) -> None:
    text = json.dumps(manifest.written(spec))

    assert manifest.declaration(text, "test", Catalogue(platforms=()), "UTC") == spec


def test_what_is_understood_anyway_is_left_out() -> None:
    assert manifest.written(PLAIN) == {
        "id": "w1",
        "platform": "absher",
        "services": "all",
        "starts": "2026-03-10T09:00:00",
        "ends": "2026-03-10T11:00:00",
        "timezone": "Asia/Riyadh",
    }
