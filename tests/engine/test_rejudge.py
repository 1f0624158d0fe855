"""A history that was recorded comes out the same when it is judged once more; other terms change what they must."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.adapters.manifest import load_scenario
from monitor.domain.history import Glimpse
from monitor.domain.incident import Kind
from monitor.domain.observation import Observation
from monitor.domain.verdict import State
from monitor.domain.window import Scope, WindowSpec
from monitor.engine.recorded import Recorded, rebuilt, seen_from
from monitor.engine.rejudge import Aspect, Contrast, contrasts
from monitor.engine.replay import Replayed, replay
from monitor.engine.scenario import Scenario
from monitor.engine.witness import Scene
from tests.engine.past import minutes, recorded

EDGES = Path(__file__).parents[2] / "config" / "scenarios" / "edges"
NOT_KEPT = {
    "s2-a-missing-probe-neither-feeds-nor-breaks": "a probe that never reports leaves no glimpse",
    "s2-dating-back-keeps-unknown": "a probe that never reports leaves no glimpse",
}
LONG = {"s5-worked-example": "thirty days", "d05-weekly-three-months-on": "three months"}
FILES = [path for path in sorted(EDGES.glob("*.yaml")) if path.stem not in LONG.keys() | NOT_KEPT.keys()]
PORTAL = "absher/portal"
STARTS = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)


def scenario(name: str) -> Scenario:
    return load_scenario(EDGES / f"{name}.yaml", {})


def judged(past: Recorded, of: Scenario, *windows: WindowSpec) -> tuple[Replayed, tuple[Contrast, ...]]:
    replayed = replay(rebuilt(past, of.catalogue, of.settings, windows))
    return replayed, contrasts(past, replayed, of.catalogue.services)


def differing(past: Recorded, of: Scenario, *windows: WindowSpec) -> list[Contrast]:
    return [contrast for contrast in judged(past, of, *windows)[1] if contrast.differs]


def window(starts: datetime, ends: datetime, declared_at: datetime | None = None) -> WindowSpec:
    return WindowSpec(
        id="what-if",
        platform="absher",
        scope=Scope(everything=True),
        starts=starts,
        ends=ends,
        timezone="UTC",
        declared_at=declared_at,
    )


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_unchanged_history_is_judged_as_it_was(path: Path) -> None:
    played = replay(load_scenario(path, {}))

    assert differing(recorded(played), played.scenario) == []


def test_nearly_every_scenario_can_be_told_from_what_a_ledger_keeps() -> None:
    assert len(FILES) >= 195
    assert {path.stem for path in EDGES.glob("*.yaml")} >= LONG.keys() | NOT_KEPT.keys()


def test_cover_of_every_revision_comes_out_as_in_the_ledger() -> None:
    played = replay(scenario("w10-moved-while-running-and-down"))

    again, _ = judged(recorded(played), played.scenario)

    assert again.book == played.book
    assert len(again.book.chains) == 1
    assert len(next(iter(again.book.chains.values()))) > 1


@pytest.mark.parametrize(
    "name",
    [
        *("o06-down-at-the-end", "o07-recovers-within-grace", "s2-one-failure-is-not-an-outage"),
        *("s2-recovery-needs-successes-in-a-row", "s2-doubt-then-believed", "w16-restart-over-the-end"),
    ],
)
def test_probes_that_take_time_are_put_back_to_where_they_began(name: str) -> None:
    played = replay(scenario(name))
    past = recorded(played)

    def later(glimpse: Glimpse) -> Glimpse:
        took = timedelta(seconds=10, milliseconds=2) if glimpse.reason == "timeout" else timedelta(milliseconds=300)
        return replace(glimpse, at=glimpse.at + took)

    assert past.glimpses
    assert differing(replace(past, glimpses=tuple(map(later, past.glimpses))), played.scenario) == []


def test_window_added_turns_an_outage_into_planned_downtime_and_its_page_is_gone() -> None:
    played = replay(scenario("o16-degraded-window-fully-down"))
    [page] = played.pages

    [portal] = differing(
        recorded(played), played.scenario, window(page.starts - minutes(60), page.starts + minutes(120), STARTS)
    )

    assert {stretch.recorded for stretch in portal.stretches} == {State.UNPLANNED_OUTAGE}
    assert {stretch.rejudged for stretch in portal.stretches} == {State.PLANNED_DOWNTIME}
    assert portal.rejudged[State.PLANNED_DOWNTIME] == pytest.approx(portal.recorded[State.UNPLANNED_OUTAGE], abs=60)
    assert [(shift.aspect, shift.rejudged and shift.rejudged.kind) for shift in portal.incidents] == [
        (Aspect.KIND, Kind.PLANNED)
    ]
    assert [(shift.aspect, shift.rejudged) for shift in portal.pages] == [(Aspect.GONE, None)]


def test_longer_grace_moves_the_page_and_no_second() -> None:
    played = replay(scenario("o06-down-at-the-end"))
    patient = replace(played.scenario, settings=replace(played.scenario.settings, grace=minutes(20)))

    [portal] = differing(recorded(played), patient)

    assert portal.recorded == portal.rejudged
    assert portal.incidents == ()
    [shift] = portal.pages
    assert shift.aspect is Aspect.INSTANTS
    assert shift.recorded is not None
    assert shift.rejudged is not None
    assert shift.rejudged.since - shift.recorded.since == minutes(15)


def test_stricter_confirmation_finds_a_new_incident_and_a_new_page() -> None:
    played = replay(scenario("s2-one-failure-is-not-an-outage"))
    [platform] = played.scenario.catalogue.platforms
    [service] = platform.services
    hasty = tuple(replace(check, policy=replace(check.policy, down_after=1)) for check in service.checks)
    catalogue = replace(
        played.scenario.catalogue, platforms=(replace(platform, services=(replace(service, checks=hasty),)),)
    )

    [portal] = differing(recorded(played), replace(played.scenario, catalogue=catalogue))

    assert {shift.aspect for shift in (*portal.incidents, *portal.pages)} == {Aspect.NEW}


def test_window_of_the_same_id_takes_the_place_of_the_recorded_one() -> None:
    played = replay(scenario("o06-down-at-the-end"))
    [window_id] = played.book.chains
    [page] = played.pages
    longer = replace(window(STARTS, STARTS + minutes(180), STARTS - minutes(60 * 48)), id=window_id)

    [portal] = differing(recorded(played), played.scenario, longer)

    assert [shift.aspect for shift in portal.pages] == [Aspect.GONE]
    assert page.kind is Kind.OVERRUN
    assert portal.rejudged[State.OVERRUN] == 0


def test_span_that_begins_in_an_outage_is_compared_from_there_on_alone() -> None:
    played = replay(scenario("o06-down-at-the-end"))
    [incident] = played.incidents
    middle = incident.started_at + minutes(10)

    _, [portal] = judged(recorded(played, since=middle), played.scenario)

    assert not portal.differs
    assert sum(portal.recorded.values()) == sum(portal.rejudged.values()) == (portal.until - middle).total_seconds()


def test_location_may_have_been_renamed_but_two_are_not_mixed() -> None:
    played = replay(scenario("o06-down-at-the-end"))
    past = recorded(played)
    here = played.scenario.settings
    renamed = replace(here, location=replace(here.location, id="riyadh-2"))
    elsewhere = tuple(replace(glimpse, location="jeddah-1") for glimpse in past.glimpses[:1])

    assert seen_from(past, renamed) == past.glimpses
    assert seen_from(replace(past, glimpses=(*past.glimpses, *elsewhere)), here) == past.glimpses
    assert seen_from(replace(past, glimpses=(*past.glimpses, *elsewhere)), renamed) == ()


class _Onlooker:
    every = timedelta(seconds=7)

    def __init__(self) -> None:
        self.seen = self.missed = self.probes = 0

    def probed(self, observation: Observation, *, scheduled: bool) -> None:
        self.probes += 1

    def look(self, scene: Scene) -> None:
        self.seen += 1

    def miss(self, at: datetime) -> None:
        self.missed += 1


@pytest.mark.parametrize(
    "name",
    ["o06-down-at-the-end", "s4-restart-over-the-due-instant", "s2-share-confirmation", "w16-restart-over-the-end"],
)
def test_witness_changes_nothing(name: str) -> None:
    onlooker = _Onlooker()

    watched, alone = replay(scenario(name), onlooker), replay(scenario(name))

    assert (watched.timelines, watched.incidents, watched.pages) == (alone.timelines, alone.incidents, alone.pages)
    assert watched.glimpses == alone.glimpses
    assert onlooker.seen + onlooker.missed == -((watched.scenario.starts - watched.scenario.ends) // onlooker.every)
    assert (onlooker.missed > 0) == bool(watched.scenario.restarts)
    assert onlooker.probes > 0


@pytest.mark.parametrize("number", [1, 5, 7, 10, 11, 14])
def test_outage_of_the_past_with_several_services_is_judged_as_it_was(number: int) -> None:
    [path] = (EDGES.parent / "history").glob(f"r{number:02}-*.yaml")
    played = replay(load_scenario(path, {}))
    late = tuple(replace(glimpse, at=glimpse.at + timedelta(milliseconds=300)) for glimpse in played.glimpses)

    assert differing(replace(recorded(played), glimpses=late), played.scenario) == []
