"""What a scenario becomes; its wrong forms are in invalid/scenario-*.yaml."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.adapters.manifest import load_scenario
from monitor.domain.change import Verb
from monitor.domain.observation import Outcome, Reason
from monitor.domain.window import Impact, Rule, Scope
from monitor.engine.scenario import Scenario

FULL = Path(__file__).parent / "scenario.yaml"
SMALL = """\
scenario: small
starts: 2025-12-05T00:00:00Z
ends: 2025-12-05T12:00:00Z
platforms:
  - platform: absher
    name: {en: Absher, ar: أبشر}
    timezone: Asia/Dubai
    hosts: [absher.example]
    services:
      - {id: portal, name: {en: P, ar: ب}, checks: [{id: landing, http: {url: "https://absher.example/"}}]}
      - {id: visa, name: {en: V, ar: ت}, inferred_from: portal}
"""


def scenario(folder: Path, text: str) -> Scenario:
    path = folder / "scenario.yaml"
    path.write_text(SMALL + text, "utf-8")
    return load_scenario(path, {})


def test_full_scenario_loads() -> None:
    found = load_scenario(FULL, {})

    assert found.name == "o6-overrun"
    assert found.starts == datetime(2025, 12, 4, 20, tzinfo=UTC)
    assert [event.verb for event in found.windows] == [
        Verb.DECLARE,
        Verb.REVISE,
        Verb.REVISE,
        Verb.END,
        Verb.CANCEL,
    ]
    assert found.windows[1].line == 15
    assert found.restarts[0].down_for == timedelta(minutes=5)
    assert found.expect.pages is not None
    assert found.expect.pages[0].resolved_checked
    assert found.expect.seconds[0].seconds == 41400


def test_small_scenario_has_the_defaults(tmp_path: Path) -> None:
    found = scenario(tmp_path, "")

    assert (found.settings.location.id, found.settings.timezone) == ("replay-1", "Asia/Riyadh")
    assert found.settings.grace == timedelta(minutes=5)
    assert not found.settings.contact_is_placeholder
    assert found.settings.canaries == ()
    assert found.expect.pages is None
    assert found.catalogue.checks["absher/portal/landing"].interval == timedelta(seconds=60)


@pytest.mark.parametrize(
    ("sees", "outcome", "reason"),
    [
        ("ok", Outcome.OK, None),
        ("slow", Outcome.SLOW, None),
        ("nothing", Outcome.NOTHING, Reason.SELF),
        ("{fail: self}", Outcome.NOTHING, Reason.SELF),
        ("{fail: timeout}", Outcome.FAILED, Reason.TIMEOUT),
        ("maintenance_page", Outcome.FAILED, Reason.MAINTENANCE_PAGE),
        ("{fail: maintenance_page}", Outcome.FAILED, Reason.MAINTENANCE_PAGE),
        ("blocked", Outcome.BLOCKED, Reason.BLOCKED),
        ("challenged", Outcome.BLOCKED, Reason.CHALLENGED),
        ("rate_limited", Outcome.BLOCKED, Reason.RATE_LIMITED),
        ("{fail: blocked}", Outcome.BLOCKED, Reason.BLOCKED),
    ],
)
def test_every_form_of_sight_is_read(tmp_path: Path, sees: str, outcome: Outcome, reason: Reason | None) -> None:
    text = f"observations: [{{at: 2025-12-05T01:00:00Z, check: absher/portal/landing, sees: {sees}}}]\n"

    (sight,) = scenario(tmp_path, text).sights

    assert (sight.outcome, sight.reason) == (outcome, reason)


def test_declaration_takes_the_events_instant_and_the_platforms_zone(tmp_path: Path) -> None:
    text = """\
windows:
  - at: 2025-12-04T00:00:00Z
    declare: {id: w, platform: absher, services: all, starts: 2025-12-05T00:00, duration: 1h}
"""

    (event,) = scenario(tmp_path, text).windows

    assert event.spec is not None
    assert event.spec.declared_at == datetime(2025, 12, 4, tzinfo=UTC)
    assert event.spec.timezone == "Asia/Dubai"


def test_revision_holds_what_is_written_in_the_words_of_the_domain(tmp_path: Path) -> None:
    text = """\
windows:
  - at: 2025-12-01T00:00:00Z
    declare:
      {id: w, platform: absher, services: all, starts: 2025-12-05T00:00, duration: 1h, rrule: FREQ=WEEKLY}
  - {at: 2025-12-02T00:00:00Z, revise: {id: w, ends: 2025-12-05T02:00}}
  - {at: 2025-12-03T00:00:00Z, revise: {id: w, duration: 3h, fold: null, impact: degraded}}
  - {at: 2025-12-04T00:00:00Z, revise: {id: w, exclude: [portal], until: 2026-01-01, source: {text: moved}}}
  - {at: 2025-12-04T00:00:01Z, revise: {id: w, services: [portal], declared_at: 2025-12-03T04:00}}
"""

    changes = [dict(event.changes) for event in scenario(tmp_path, text).windows[1:]]

    assert changes == [
        {"ends": datetime(2025, 12, 5, 2), "duration": None},  # noqa: DTZ001 -- a local wall time
        {"duration": timedelta(hours=3), "ends": None, "fold": None, "impact": Impact.DEGRADED},
        {
            "scope": Scope(everything=True, exclude=frozenset({"portal"})),
            "rule": Rule(rrule="FREQ=WEEKLY", until=datetime(2026, 1, 1, 23, 59, 59)),  # noqa: DTZ001 -- the same
            "source_url": "",
            "source_text": "moved",
        },
        {
            "scope": Scope(services=frozenset({"portal"}), exclude=frozenset({"portal"})),
            "declared_at": datetime(2025, 12, 3, tzinfo=UTC),
        },
    ]


def test_series_that_repeats_at_local_times_is_moved_in_local_times(tmp_path: Path) -> None:
    text = """\
windows:
  - at: 2025-12-01T00:00:00Z
    declare:
      {id: w, platform: absher, services: all, starts: 2025-12-05T00:00+04:00, ends: 2025-12-05T01:00+04:00,
       timezone: Asia/Dubai, rrule: FREQ=WEEKLY}
  - {at: 2025-12-02T00:00:00Z, revise: {id: w, starts: 2025-12-04T21:00Z, ends: 2025-12-05T02:00}}
  - {at: 2025-12-02T00:00:01Z, revise: {id: w@2025-12-05T01:00, starts: 2025-12-04T20:30Z}}
"""

    declared, moved, alone = scenario(tmp_path, text).windows

    assert declared.spec is not None
    assert declared.spec.starts == datetime(2025, 12, 5)  # noqa: DTZ001 -- a local wall time
    assert moved.changes == {
        "starts": datetime(2025, 12, 5, 1),  # noqa: DTZ001 -- the same
        "ends": datetime(2025, 12, 5, 2),  # noqa: DTZ001 -- the same
        "duration": None,
    }
    assert alone.changes == {"starts": datetime(2025, 12, 4, 20, 30, tzinfo=UTC)}


def test_series_that_repeats_in_an_offset_is_moved_by_an_instant(tmp_path: Path) -> None:
    text = """\
windows:
  - at: 2025-12-01T00:00:00Z
    declare: {id: w, platform: absher, services: all, starts: 2025-12-05T00:00+01:00, duration: 1h, rrule: FREQ=WEEKLY}
  - {at: 2025-12-02T00:00:00Z, revise: {id: w, starts: 2025-12-05T01:00+01:00}}
"""

    _, moved = scenario(tmp_path, text).windows

    assert [str(value) for value in moved.changes.values()] == ["2025-12-05 01:00:00+01:00"]


def test_revision_goes_out_from_the_window_that_stands_and_not_from_a_refused_one(tmp_path: Path) -> None:
    text = """\
windows:
  - at: 2025-12-01T00:00:00Z
    declare: {id: w, platform: absher, services: [portal], starts: 2025-12-05T00:00}
  - at: 2025-12-02T00:00:00Z
    declare: {id: w, platform: absher, services: all, starts: 2025-12-05T00:00, duration: 1h}
  - {at: 2025-12-03T00:00:00Z, revise: {id: w, services: [portal, nowhere]}}
  - {at: 2025-12-04T00:00:00Z, revise: {id: w, exclude: [portal]}}
"""

    *_, last = scenario(tmp_path, text).windows

    assert last.changes == {"scope": Scope(everything=True, exclude=frozenset({"portal"}))}


def test_events_come_in_the_order_of_their_instants(tmp_path: Path) -> None:
    text = """\
windows:
  - {at: 2025-12-05T02:00:00Z, end: w}
  - {at: 2025-12-05T01:00:00Z, cancel: v}
"""

    events = scenario(tmp_path, text).windows

    assert [(event.verb, event.window_id) for event in events] == [(Verb.CANCEL, "v"), (Verb.END, "w")]


def test_page_that_must_stay_open_differs_from_one_unchecked(tmp_path: Path) -> None:
    page = "kind: overrun, service: absher/portal, at: 2025-12-05T01:00:00Z"
    text = f"expect: {{pages: [{{{page}, resolved_at: null}}, {{{page}}}]}}\n"

    pages = scenario(tmp_path, text).expect.pages

    assert pages is not None
    assert [(one.resolved_checked, one.resolved_at) for one in pages] == [(True, None), (False, None)]
