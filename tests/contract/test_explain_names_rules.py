"""For every edge scenario ``marsad explain`` names the rule that decided, and none that had nothing to do with it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import pytest

from monitor.adapters.manifest import load_scenario
from monitor.domain.explanation import Story
from monitor.domain.explanation.story import RULES
from monitor.domain.observation import Outcome
from monitor.engine.inquiry import from_replay
from monitor.engine.replay import Replayed, replay

EDGES = Path(__file__).parents[2] / "config" / "scenarios" / "edges"
FILES = {path.stem: path for path in sorted(EDGES.glob("*.yaml"))}
PORTAL, VIOLATIONS = "absher/portal", "absher/violations"


@lru_cache
def replayed(stem: str) -> Replayed:
    return replay(load_scenario(FILES[stem], {}))


def stories(stem: str) -> Iterator[Story]:
    """Asked at every instant at which the scenario expects something, and at its end."""
    played = replayed(stem)
    asked = {(wanted.service_id, wanted.at) for wanted in played.scenario.expect.states}
    asked |= {(service_id, played.scenario.ends) for service_id in played.timelines}
    return (from_replay(played, service_id, at) for service_id, at in sorted(asked))


def named_for(stem: str) -> str:
    family, number = stem[0], int(stem.partition("-")[0][1:])
    return f"section {number}" if family == "s" else f"{family.upper()}{number}"


def outage_and_window_rules(story: Story) -> set[str]:
    return {rule for rule in story.rules if rule[0] in "OW"}


@pytest.mark.parametrize("stem", FILES)
def test_scenario_is_explained_by_the_rule_it_is_named_for(stem: str) -> None:
    assert named_for(stem) in {rule for story in stories(stem) for rule in story.rules}


@pytest.mark.parametrize("stem", FILES)
def test_story_tells_the_state_of_the_final_history(stem: str) -> None:
    for story in stories(stem):
        assert story.state is replayed(stem).state_at(story.service_id, story.at)


@pytest.mark.parametrize(
    "stem",
    [stem for stem in FILES if all(s.outcome is not Outcome.FAILED for s in load_scenario(FILES[stem], {}).sights)],
)
def test_where_nothing_failed_no_rule_about_outages_is_named(stem: str) -> None:
    named = {rule for story in stories(stem) for rule in outage_and_window_rules(story) if rule[0] == "O"}

    assert named <= {"O13", "O14", "O15"}


def test_every_rule_of_the_tables_is_named_by_some_scenario() -> None:
    named = {rule for stem in FILES for story in stories(stem) for rule in story.rules}

    assert {rule.name for rule in RULES} <= named


# Written from SEMANTICS section 6: what had happened by that instant, and no more. UTC, on the day of the scenarios.
EXACTLY = [
    ("o01-down-before-still-down-at-start", "08:29:00", set()),
    ("o01-down-before-still-down-at-start", "08:45:00", set()),
    ("o01-down-before-still-down-at-start", "09:20:00", {"O1"}),
    ("o02-down-before-recovers-inside", "09:10:00", {"O1"}),
    ("o02-down-before-recovers-inside", "09:45:00", {"O2", "W7"}),
    ("o02-down-before-recovers-inside", "10:30:00", {"O2"}),
    ("o03-down-before-through-and-after", "10:15:00", {"O3"}),
    ("o03-down-before-through-and-after", "11:00:00", {"O3"}),
    ("o04-recovers-inside-down-again-down-at-end", "09:40:00", set()),
    ("o04-recovers-inside-down-again-down-at-end", "10:10:00", {"O4"}),
    ("o05-down-and-up-inside", "09:10:00", {"O14"}),
    ("o05-down-and-up-inside", "09:30:00", set()),
    ("o05-down-and-up-inside", "11:00:00", {"O5"}),
    ("o06-down-at-the-end", "09:30:00", set()),
    ("o06-down-at-the-end", "10:02:00", {"O6"}),
    ("o07-recovers-within-grace", "10:01:00", {"O6"}),
    ("o07-recovers-within-grace", "11:00:00", {"O7"}),
    ("o08-up-at-end-fails-later", "10:20:00", {"O8"}),
    ("o09-early-start-within-tolerance", "08:55:00", {"O9"}),
    ("o09-early-start-down-at-the-end", "10:10:00", {"O6", "O9"}),
    ("o09-default-tolerance-latches", "09:10:00", {"O1", "O9"}),
    ("o09-held-page-window-cancelled", "08:54:00", {"O9"}),
    ("o09-held-page-window-cancelled", "09:10:00", {"O9", "W8"}),
    ("o10-confirmed-inside-recovers-inside", "08:59:50", set()),  # confirmed only later
    ("o10-confirmed-inside-recovers-inside", "09:15:00", {"O10"}),
    ("o11-first-failure-inside-confirmed-after", "10:30:00", {"O11"}),
    ("o11-run-begun-inside-broken-after", "09:59:50", set()),
    ("o11-run-begun-inside-broken-after", "10:30:00", {"O11"}),
    ("o12-recovery-at-the-end-instant", "09:30:00", {"O12"}),
    ("o13-edge-probe-sees-the-outage", "10:10:00", {"O6", "O13"}),
    ("o14-up-through-the-window", "08:30:00", set()),
    ("o14-up-through-the-window", "09:30:00", {"O14"}),
    ("o15-blocked-inside-stays-blocked", "09:30:00", {"O15"}),
    ("o16-degraded-window-fully-down", "09:30:00", {"O16"}),
    ("o17-shallow-does-not-close-deep", "09:15:00", {"O17"}),
    ("o18-maintenance-page-undeclared", "08:45:00", {"O18"}),
    ("o18-maintenance-page-outlives-the-window", "09:30:00", set()),  # covered: it has nothing to excuse
    ("o18-maintenance-page-outlives-the-window", "10:10:00", {"O6", "O18"}),
    ("o19-flapping-inside", "09:07:00", set()),
    ("o19-flapping-inside", "11:00:00", {"O5", "O19"}),
    ("w01-late-covers-later-outages", "08:45:00", set()),  # not known yet
    ("w01-late-covers-later-outages", "09:10:00", {"W1"}),
    ("w02-retroactive", "09:30:00", set()),
    ("w02-retroactive", "11:00:00", {"W2"}),
    ("w03-short-notice", "09:30:00", {"W3"}),
    ("w04-extended-while-running", "10:15:00", {"W4"}),
    ("w05-extended-after-the-old-end", "10:05:00", {"O6"}),
    ("w05-extended-after-the-old-end", "10:15:00", {"O6", "W5"}),
    ("w05-extended-after-the-old-end", "10:45:00", {"W5"}),
    ("w06-ended-early-while-down", "09:45:00", {"O6", "W6"}),
    ("w06-ended-early-while-up", "10:10:00", {"W6"}),
    ("w07-recovery-does-not-end-the-window", "09:30:00", {"O5", "W7"}),
    ("w08-cancelled-before-the-start", "09:30:00", {"W8"}),
    ("w09-cancelled-while-running-down", "09:45:00", {"O6", "W9"}),
    ("w10-moved-past-the-old-end", "09:20:00", {"W3", "W10"}),  # moving sets the notice class anew
    ("w11-touching", "10:30:00", {"W11"}),
    ("w11-one-second-apart", "10:30:00", {"O6", "W11"}),
    ("w13-no-end", "09:30:00", {"W13"}),
    ("w13-revision-too-long", "10:20:00", {"O6", "W13"}),
    ("w14-unknown-service", "09:30:00", {"W14"}),
    ("w15-first-observed-inside", "09:30:00", {"W15"}),
    ("w16-restart-over-the-end", "10:20:00", {"W16"}),
    ("s4-impact-lowered-while-down", "10:00:00", {"O6"}),  # lowering an impact is no new announcement
    ("s4-run-of-successes-survives-the-end", "10:30:00", {"O5"}),
    ("s2-share-confirmation", "09:09:00", set()),
    ("s5-overrun-counts-in-both", "11:30:00", {"O6"}),
]  # fmt: skip


@pytest.mark.parametrize(("stem", "clock", "rules"), EXACTLY)
def test_exactly_the_rules_that_bear_on_it_are_named(stem: str, clock: str, rules: set[str]) -> None:
    at = datetime.fromisoformat(f"2026-03-10T{clock}").replace(tzinfo=UTC)

    assert outage_and_window_rules(from_replay(replayed(stem), PORTAL, at)) == rules


@pytest.mark.parametrize(
    ("stem", "service_id", "rules"),
    [
        ("w12-all-minus-exclude", PORTAL, set()),
        ("w12-all-minus-exclude", VIOLATIONS, {"W12"}),
        ("w12-label-selector", PORTAL, {"W12"}),
        ("w12-named-and-all", PORTAL, {"W11", "W12"}),
        ("w12-outside-the-scope", PORTAL, set()),
        ("w12-outside-the-scope", VIOLATIONS, {"W12"}),
        ("s4-scope-narrowed-while-down", VIOLATIONS, set()),
        ("s3-inferred-has-its-own-plan", "absher/passport-renewal", set()),
    ],
)
def test_services_of_one_platform_are_explained_apart(stem: str, service_id: str, rules: set[str]) -> None:
    at = datetime(2026, 3, 10, 9, 40, tzinfo=UTC)

    assert outage_and_window_rules(from_replay(replayed(stem), service_id, at)) == rules
