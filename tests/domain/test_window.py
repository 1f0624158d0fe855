from __future__ import annotations

import pytest

from monitor.domain.window import Impact, Scope, Status
from tests.domain.facts import window

CIVIL, BUSINESS = (("group", "civil"),), (("group", "business"), ("channel", "web"))


@pytest.mark.parametrize(
    ("scope", "covered"),
    [
        (Scope(everything=True), {"portal", "passport", "iqama"}),
        (Scope(everything=True, exclude=frozenset({"passport"})), {"portal", "iqama"}),
        (Scope(services=frozenset({"passport"})), {"passport"}),
        (Scope(services=frozenset({"passport", "iqama"}), exclude=frozenset({"iqama"})), {"passport"}),
        (Scope(selectors=(CIVIL,)), {"passport"}),
        (Scope(selectors=(BUSINESS,)), {"portal"}),
        (Scope(selectors=(CIVIL, BUSINESS)), {"portal", "passport"}),
        (Scope(selectors=((("group", "civil"), ("channel", "web")),)), set()),
        (Scope(selectors=(CIVIL,), services=frozenset({"iqama"})), {"passport", "iqama"}),
        (Scope(selectors=(CIVIL,), exclude=frozenset({"passport"})), set()),
        (Scope(), set()),
    ],
)
def test_w12_scope_covers_if_anything_matches_unless_excluded(scope: Scope, covered: set[str]) -> None:
    labels = {
        "portal": {"group": "business", "channel": "web"},
        "passport": {"group": "civil", "channel": "app"},
        "iqama": {"group": "business", "channel": "app"},
    }

    assert {name for name, own in labels.items() if scope.covers(name, own)} == covered


def test_service_without_the_label_matches_no_selector() -> None:
    assert not Scope(selectors=(CIVIL,)).covers("portal", {})


def test_window_covers_an_outage_unless_it_says_less() -> None:
    spec = window()

    assert (spec.impact, spec.status, spec.long) == (Impact.OUTAGE, Status.SCHEDULED, False)
    assert not spec.recovery
    assert not spec.early_start_tolerance
