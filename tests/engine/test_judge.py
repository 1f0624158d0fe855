from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from monitor.domain.book import Book, cancel, declare, end, revise
from monitor.domain.catalogue import Catalogue, Needs, Settings
from monitor.domain.history import TimelineChange, TimelineEntry, Usage, rewritten
from monitor.domain.incident import Incident, Kind
from monitor.domain.observation import UNREACHED, Observation, Outcome, Reason
from monitor.domain.state import Effect
from monitor.domain.verdict import State
from monitor.domain.window import Impact, Rule, Scope, WindowSpec
from monitor.engine.judge import Decision, Judge
from tests.domain.facts import (
    ANNOUNCED,
    AUTHOR,
    DAY,
    HOUR,
    LANDING,
    LOCATION,
    MINUTE,
    PORTAL,
    book_of,
    catalogue,
    check,
    policy,
    rules,
    service,
    settings,
    utc,
    window,
)

OK, SLOW, FAILED, BLOCKED, NOTHING = (
    Outcome.OK, Outcome.SLOW, Outcome.FAILED, Outcome.BLOCKED, Outcome.NOTHING,
)  # fmt: skip
TICK = timedelta(microseconds=1)
STEADY = catalogue(service(PORTAL, check(interval=4 * HOUR)))  # nothing goes stale within these tests
Change = Callable[[Book, datetime], Book]


class Desk:
    """A judge, and beside it what a ledger would hold of its effects."""

    def __init__(
        self,
        *specs: WindowSpec,
        watched: Catalogue | None = None,
        own: Settings | None = None,
        start: str = "08:00",
        known_at: datetime = ANNOUNCED,
    ) -> None:
        self.catalogue = watched or catalogue()
        self.settings = own or settings()
        self.book = book_of(*specs, at=known_at, services=[*self.catalogue.services.values()])
        self.judge = Judge(self.catalogue, self.settings, self.book, utc(start))
        self.timelines = {name: record.standing.timeline for name, record in self.judge.records.items()}
        self.incidents: dict[str, Incident] = {}
        self.booked: dict[tuple[str, State], float] = {}
        self.last = Decision()

    def sees(
        self,
        outcome: Outcome,
        at: str,
        *,
        started: str | None = None,
        check_id: str = LANDING,
        scheduled: bool = True,
        reason: Reason | None = None,
        interval: timedelta | None = None,
    ) -> Desk:
        observation = seen(outcome, at, started=started, check_id=check_id, reason=reason)
        return self._written(self.judge.observe(observation, scheduled=scheduled, interval=interval))

    def advance(self, at: str) -> Desk:
        return self._written(self.judge.advance(utc(at)))

    def settle(self, at: str) -> Desk:
        return self.advance(at)._written(self.judge.settle(utc(at)))

    def absent(self, since: str, until: str) -> Desk:
        return self._written(self.judge.absent(utc(since), utc(until)))

    def edit(self, change: Change, at: str) -> Desk:
        self.book = change(self.book, utc(at))
        return self.reconfigure(at)

    def reconfigure(self, at: str, watched: Catalogue | None = None, own: Settings | None = None) -> Desk:
        self.catalogue, self.settings = watched or self.catalogue, own or self.settings
        return self._written(self.judge.reconfigure(self.catalogue, self.settings, self.book, utc(at)))

    def _written(self, decision: Decision) -> Desk:
        self.last = decision
        for effect in decision.effects:
            self._write(effect)
        return self

    def _write(self, effect: Effect) -> None:
        if isinstance(effect, TimelineChange):
            known: tuple[TimelineEntry, ...] = self.timelines.get(effect.service_id, ())
            self.timelines[effect.service_id] = rewritten(known, effect.since, effect.entries)
        elif isinstance(effect, Usage):
            key = (effect.service_id, effect.state)
            self.booked[key] = self.booked.get(key, 0.0) + effect.seconds
        else:
            self.incidents[effect.id] = effect

    def states(self, service_id: str = PORTAL) -> list[str]:
        return [f"{written(entry.at)} {entry.state.value}" for entry in self.timelines[service_id]]

    def pages(self) -> list[str]:
        paged = [incident for incident in self.incidents.values() if incident.paged_at]
        return [f"{written(i.paged_at)} {i.kind.value} {i.service_id}" for i in paged if i.paged_at]

    def seconds(self, service_id: str = PORTAL) -> dict[str, float]:
        counted = self.judge.records[service_id].standing.seconds
        return {state.value: seconds for state, seconds in counted.items() if seconds}


def written(at: datetime) -> str:
    return f"{at:%H:%M:%S}" if at.second else f"{at:%H:%M}"


def seen(
    outcome: Outcome,
    at: str,
    *,
    started: str | None = None,
    check_id: str = LANDING,
    reason: Reason | None = None,
) -> Observation:
    return Observation(
        check_id=check_id,
        location=LOCATION,
        started_at=utc(started or at),
        completed_at=utc(at),
        outcome=outcome,
        reason=reason or (Reason.STATUS if outcome is FAILED else None),
    )


def up(*specs: WindowSpec, at: str = "08:58", watched: Catalogue = STEADY, own: Settings | None = None) -> Desk:
    """A service seen up since five seconds after the start."""
    return Desk(*specs, watched=watched, own=own).sees(OK, "08:00:05").sees(OK, at)


# ---- second looks


@pytest.mark.parametrize(
    ("outcomes", "recheck", "decided"),
    [
        ("o", False, True),
        ("of", True, False),  # a first failure is looked at again
        ("off", False, True),
        ("ofoo", False, True),
        ("ofb", False, True),
        ("offo", True, False),  # and so is a first recovery
        ("offoo", False, True),
        ("offof", False, True),
        ("offofo", True, False),
        ("f", True, False),
        ("bf", True, False),
    ],
)
def test_first_failure_and_first_recovery_are_looked_at_again(outcomes: str, recheck: bool, decided: bool) -> None:
    desk = Desk()
    for minute, letter in enumerate(outcomes):
        desk.sees({"o": OK, "f": FAILED, "b": BLOCKED}[letter], f"08:{minute + 1:02}")

    assert desk.last.recheck == ((LANDING,) if recheck else ())
    assert desk.last.decided == ((LANDING,) if decided else ())
    assert desk.last.changed == (PORTAL,)


def test_third_look_comes_on_the_grid() -> None:
    three = Desk(watched=catalogue(service(PORTAL, check(policy=policy(down_after=3)))))

    assert three.sees(OK, "08:00").sees(FAILED, "08:01").last.recheck == (LANDING,)
    assert three.sees(FAILED, "08:01:10").last.recheck == ()


def test_o11_first_failure_after_the_count_was_reset_is_looked_at_again() -> None:
    desk = up(window(), at="09:58").sees(FAILED, "09:59:30").advance("10:00")

    assert desk.sees(FAILED, "10:00:30").last.recheck == (LANDING,)


# ---- staleness


@pytest.mark.parametrize(
    ("now", "states"),
    [
        ("08:04:09.999999", ["08:00 unknown", "08:02 up"]),
        ("08:04:10", ["08:00 unknown", "08:02 up", "08:04:10 unknown"]),
        ("08:30", ["08:00 unknown", "08:02 up", "08:04:10 unknown"]),
    ],
)
def test_results_are_too_old_after_two_intervals_and_a_timeout(now: str, states: list[str]) -> None:
    assert Desk().sees(OK, "08:02").advance(now).states() == states


def test_next_observation_ends_the_gap_at_its_own_instant() -> None:
    desk = Desk().sees(OK, "08:02").sees(OK, "08:10")

    assert desk.states() == ["08:00 unknown", "08:02 up", "08:04:10 unknown", "08:10 up"]


def test_staleness_follows_the_interval_that_conduct_grants() -> None:
    desk = Desk().sees(BLOCKED, "08:02", interval=15 * MINUTE)

    assert desk.advance("08:32:09").states()[-1] == "08:02 blocked"
    assert desk.advance("08:32:10").states()[-1] == "08:32:10 unknown"


def test_gap_inside_an_incident_is_unknown_and_the_first_failure_resumes_the_outage() -> None:
    desk = up(watched=catalogue()).sees(FAILED, "09:00").sees(FAILED, "09:00:10").sees(FAILED, "09:10")

    assert desk.states()[-3:] == ["09:00 unplanned_outage", "09:02:20 unknown", "09:10 unplanned_outage"]
    assert len(desk.incidents) == 1


def test_stale_run_that_is_confirmed_later_is_down_at_once() -> None:
    desk = up(watched=catalogue()).sees(FAILED, "09:00").sees(FAILED, "09:10")

    assert desk.states()[-3:] == ["09:00 unplanned_outage", "09:02:10 unknown", "09:10 unplanned_outage"]
    assert desk.pages() == [f"09:10 unplanned {PORTAL}"]


def test_probe_that_saw_nothing_and_one_of_an_unknown_check_are_no_observations() -> None:
    desk = Desk().sees(OK, "08:02")
    before = desk.judge.records

    for odd in (seen(NOTHING, "08:03"), seen(FAILED, "08:03", check_id="absher/portal/gone")):
        assert desk.judge.observe(odd, scheduled=True) == Decision()

    assert desk.judge.records == before
    assert not desk.judge.awaits_canaries(seen(FAILED, "08:03", check_id="absher/portal/gone"))


def test_observation_that_comes_late_counts_from_where_all_is_judged() -> None:
    desk = up(window()).sees(FAILED, "08:59:50").advance("09:00:30").sees(FAILED, "08:59:55")

    assert [(i.confirmed_at, i.kind) for i in desk.incidents.values()] == [(utc("09:00:30"), Kind.PLANNED)]


# ---- doubt


@pytest.mark.parametrize(
    ("outcome", "state", "doubted"),
    [(FAILED, "unknown", True), (OK, "up", False), (SLOW, "degraded", False), (BLOCKED, "blocked", False)],
)
def test_while_all_canaries_fail_only_a_failure_is_doubted(outcome: Outcome, state: str, doubted: bool) -> None:
    desk = up()
    desk.judge.network_reachable = False

    desk.sees(outcome, "09:00")

    assert desk.states()[-1].endswith(f" {state}")
    assert desk.last.doubted is doubted


def test_doubted_failures_confirm_nothing_until_they_are_believed_again() -> None:
    desk = up()
    desk.judge.network_reachable = False
    desk.sees(FAILED, "09:00").sees(FAILED, "09:01").sees(FAILED, "09:02")
    desk.judge.network_reachable = True

    desk.sees(FAILED, "09:03")
    assert desk.states()[-1] == "09:00 unknown"

    desk.sees(FAILED, "09:03:10")
    assert desk.states()[-2:] == ["09:00 unknown", "09:03 unplanned_outage"]


def test_doubted_failure_is_unknown_until_the_next_believed_observation_even_if_that_confirms() -> None:
    desk = up().sees(FAILED, "09:00")
    desk.judge.network_reachable = False
    desk.sees(FAILED, "09:01")
    desk.judge.network_reachable = True

    desk.sees(FAILED, "09:02")

    assert desk.states()[-3:] == ["09:00 unplanned_outage", "09:01 unknown", "09:02 unplanned_outage"]
    assert desk.pages() == [f"09:02 unplanned {PORTAL}"]
    assert [incident.started_at for incident in desk.incidents.values()] == [utc("09:00")]


def test_canaries_are_asked_before_any_failure_that_could_confirm_something() -> None:
    desk = up()
    assert desk.judge.awaits_canaries(seen(FAILED, "09:00"))
    assert not desk.judge.awaits_canaries(seen(OK, "09:00"))
    assert not desk.judge.awaits_canaries(seen(BLOCKED, "09:00"))

    desk.sees(FAILED, "09:00")
    assert desk.judge.awaits_canaries(seen(FAILED, "09:00:10"))

    desk.sees(FAILED, "09:00:10")
    assert not desk.judge.awaits_canaries(seen(FAILED, "09:01"))


def test_canaries_are_asked_again_while_our_own_network_is_thought_lost() -> None:
    """A confirmed outage asks no canaries; so a doubt once outlasted its cause by up to thirty seconds."""
    desk = up().sees(FAILED, "09:00").sees(FAILED, "09:00:10")
    desk.judge.network_reachable = False

    assert desk.judge.awaits_canaries(seen(FAILED, "09:01"))


def test_seconds_after_a_failure_that_waits_for_the_canaries_are_not_decided() -> None:
    """They were counted as up while the canaries were asked, and history was dated back behind the counters."""
    desk = up().settle("09:00")
    before = desk.seconds()["up"]

    assert desk.judge.awaits_canaries(seen(FAILED, "09:00:01"))
    desk.settle("09:00:05")
    assert desk.seconds()["up"] == before + 1

    desk.sees(FAILED, "09:00:01").sees(FAILED, "09:00:11").settle("09:00:20")
    assert desk.seconds()["unplanned_outage"] == 19


# ---- what a reload changes in the makeup of a service


def test_history_of_a_service_begins_with_its_enrolment() -> None:
    desk = Desk()

    assert [(change.service_id, change.entries[0].state) for change in changes(desk.judge.beginnings)] == [
        (PORTAL, State.UNKNOWN)
    ]


def test_history_of_a_service_that_leaves_ends_unseen_and_begins_unseen_when_it_returns() -> None:
    desk = up()

    desk.reconfigure("09:00", watched=catalogue(service("absher/other", check("absher/other/page"))))
    assert desk.states()[-1] == "09:00 unknown"

    desk.reconfigure("10:00", watched=catalogue()).sees(OK, "10:00:05")
    assert desk.states()[-2:] == ["09:00 unknown", "10:00:05 up"]


def test_outage_of_a_check_that_was_removed_does_not_keep_its_service_down() -> None:
    """Without a new look at the verdict the incident stayed open for ever: what is left was up and changed nothing."""
    deep = check("absher/portal/deep", interval=4 * HOUR)
    desk = Desk(watched=catalogue(service(PORTAL, check(interval=4 * HOUR), deep)))
    desk.sees(OK, "08:01").sees(FAILED, "09:00", check_id=deep.id).sees(FAILED, "09:00:10", check_id=deep.id)
    assert desk.states()[-1] == "09:00 unplanned_outage"

    desk.reconfigure("09:30", watched=STEADY)

    assert desk.states()[-1] == "09:30 up"
    assert [incident.recovered_at for incident in desk.incidents.values()] == [utc("09:30")]


def changes(effects: tuple[Effect, ...]) -> list[TimelineChange]:
    return [effect for effect in effects if isinstance(effect, TimelineChange)]


# ---- from abroad


@pytest.mark.parametrize(
    "reason", sorted({Reason.DNS, Reason.CONNECT, Reason.RESET, Reason.TIMEOUT, Reason.TLS, Reason.STATUS})
)
@pytest.mark.parametrize(
    ("country", "reachable_from", "abroad"), [("SA", ("SA",), False), ("PL", ("SA",), True), ("PL", (), False)]
)  # fmt: skip
def test_unreached_from_outside_is_blocked_and_an_answer_is_judged(
    country: str, reachable_from: tuple[str, ...], abroad: bool, reason: Reason
) -> None:
    desk = Desk(watched=catalogue(service(), reachable_from=reachable_from), own=settings(country=country))
    desk.sees(OK, "08:59").sees(FAILED, "09:00", reason=reason).sees(FAILED, "09:00:10", reason=reason)

    blocked = abroad and reason in UNREACHED

    assert desk.states()[-1] == ("09:00 blocked" if blocked else "09:00 unplanned_outage")
    assert desk.judge.awaits_canaries(seen(FAILED, "09:01", reason=reason)) is False


# ---- O12: a probe in flight over an edge


def test_o12_a_failure_in_flight_over_the_end_counts_as_planned() -> None:
    desk = up(window(), at="09:59").sees(FAILED, "10:00:05", started="09:59:55")

    assert desk.sees(FAILED, "10:00:15").states()[-1].endswith("up")  # the one in flight does not count
    desk.sees(FAILED, "10:01").advance("11:00")

    assert desk.states()[-2:] == ["09:59:55 planned_downtime", "10:00 overrun"]
    assert [(i.started_at, i.kind) for i in desk.incidents.values()] == [(utc("09:59:55"), Kind.OVERRUN)]
    assert desk.pages() == [f"10:05 overrun {PORTAL}"]


def test_o12_a_failure_begun_at_the_end_instant_is_an_ordinary_one() -> None:
    desk = up(window(), at="09:59").sees(FAILED, "10:00:05", started="10:00").sees(FAILED, "10:00:15")

    assert desk.states()[-1] == "10:00:05 unplanned_outage"
    assert desk.pages() == [f"10:00:15 unplanned {PORTAL}"]


def test_o12_a_failure_completed_at_the_end_instant_was_in_flight_over_it() -> None:
    desk = up(window(), at="09:59").sees(FAILED, "10:00", started="09:59:50")

    desk.sees(FAILED, "10:00:10").sees(FAILED, "10:00:20")

    assert desk.states()[-2:] == ["09:59:50 planned_downtime", "10:00 overrun"]


def test_o12_a_failure_in_flight_over_the_start_counts_as_planned() -> None:
    desk = up(window()).sees(FAILED, "09:00:05", started="08:59:55").sees(FAILED, "09:00:15")

    assert desk.states()[-1] == "09:00:05 planned_downtime"
    assert [incident.early_start for incident in desk.incidents.values()] == [timedelta(0)]


def test_o12_a_failure_in_flight_is_no_sight_after_the_end() -> None:
    desk = up(window()).sees(FAILED, "09:30").sees(FAILED, "09:30:10").sees(BLOCKED, "09:50")

    desk.sees(FAILED, "10:00:05", started="09:59:55").sees(FAILED, "10:01").advance("11:00")

    assert desk.states()[-3:] == ["09:30 planned_downtime", "09:50 blocked", "10:01 overrun"]
    assert desk.pages() == [f"10:05 overrun {PORTAL}"]


def test_o12_a_success_in_flight_counts_at_its_end_instant() -> None:
    desk = up(window()).sees(FAILED, "09:30").sees(FAILED, "09:30:10").sees(FAILED, "09:59")

    desk.sees(OK, "10:00:05", started="09:59:55").sees(OK, "10:00:15")

    assert desk.states()[-3:] == ["09:30 planned_downtime", "10:00 overrun", "10:00:05 up"]


# ---- edges and pages at their exact instants


@pytest.mark.parametrize("looked_at", ["10:05", "10:05:00.4", "10:06", "12:00"])
def test_page_carries_its_due_instant_however_late_time_is_told(looked_at: str) -> None:
    desk = up(window())
    desk.sees(FAILED, "09:30").sees(FAILED, "09:30:10")

    assert desk.advance(looked_at).pages() == [f"10:05 overrun {PORTAL}"]
    assert desk.states()[-2:] == ["09:30 planned_downtime", "10:00 overrun"]


def test_page_is_not_sent_a_moment_early() -> None:
    desk = up(window())
    desk.sees(FAILED, "09:30").sees(FAILED, "09:30:10")

    assert desk.advance("10:04:59.999999").pages() == []


def test_grace_is_the_configured_one() -> None:
    desk = up(window(), own=settings(grace=20 * MINUTE))
    desk.sees(FAILED, "09:30").sees(FAILED, "09:30:10")

    assert desk.advance("12:00").pages() == [f"10:20 overrun {PORTAL}"]


def test_page_due_while_a_run_of_successes_is_pending_waits_for_it() -> None:
    def first_success_within_the_grace() -> Desk:
        desk = up(window(), at="09:50").sees(FAILED, "09:55").sees(FAILED, "09:55:10").sees(FAILED, "10:04")
        return desk.sees(OK, "10:04:55").advance("10:05")

    assert first_success_within_the_grace().sees(OK, "10:05:05").advance("10:07").pages() == []
    assert first_success_within_the_grace().sees(FAILED, "10:05:05").pages() == [f"10:05:05 overrun {PORTAL}"]


def test_recovery_begun_before_the_end_and_confirmed_after_it_closes_a_planned_incident() -> None:
    desk = up(window(), at="09:50").sees(FAILED, "09:55").sees(FAILED, "09:55:10").sees(OK, "09:59:55")

    desk.sees(OK, "10:00:05")

    assert [(i.kind, i.overrun_at) for i in desk.incidents.values()] == [(Kind.PLANNED, None)]
    assert desk.states()[-2:] == ["09:55 planned_downtime", "09:59:55 up"]


def test_single_failure_of_another_check_breaks_no_pending_recovery() -> None:
    slow = 4 * HOUR
    two = service(PORTAL, check("absher/portal/a", interval=slow), check("absher/portal/b", interval=slow))
    desk = Desk(window(), watched=catalogue(two))
    for name, outcome in (("a", OK), ("b", OK), ("a", FAILED), ("a", FAILED)):
        desk.sees(outcome, "09:30", check_id=f"absher/portal/{name}")
    desk.sees(FAILED, "10:01", check_id="absher/portal/a").sees(OK, "10:04:55", check_id="absher/portal/a")

    desk.advance("10:05").sees(FAILED, "10:05:01", check_id="absher/portal/b")
    assert desk.pages() == []

    desk.sees(OK, "10:05:05", check_id="absher/portal/a")
    assert [(i.kind, i.paged_at) for i in desk.incidents.values()] == [(Kind.OVERRUN, None)]


def test_second_check_that_fails_keeps_a_pending_recovery_from_holding_the_page() -> None:
    slow = 4 * HOUR
    two = service(PORTAL, check("absher/portal/a", interval=slow), check("absher/portal/b", interval=slow))
    desk = Desk(window(), watched=catalogue(two))
    for name, outcome in (("a", OK), ("b", OK), ("a", FAILED), ("a", FAILED), ("b", FAILED), ("b", FAILED), ("a", OK)):
        desk.sees(outcome, "09:30", check_id=f"absher/portal/{name}")

    assert desk.advance("10:30").pages() == [f"10:05 overrun {PORTAL}"]
    assert len(desk.incidents) == 1


# ---- absence


def test_absence_is_unknown_and_what_was_believed_holds_on_while_it_is_fresh() -> None:
    desk = up(watched=catalogue()).absent("08:58:30", "08:59").advance("09:05")

    assert desk.states()[-3:] == ["08:58:30 unknown", "08:59 up", "09:00:10 unknown"]


@pytest.mark.parametrize(
    ("until", "regained"), [("09:00:09.999999", True), ("09:00:10", False), ("09:00:11", False), ("12:00", False)]
)
def test_absence_past_staleness_is_unknown_until_somebody_sees(until: str, regained: bool) -> None:
    desk = up(watched=catalogue()).absent("08:58:30", until)

    assert desk.states()[-1].endswith("up") is regained
    assert desk.sees(OK, "12:01").states()[-1].endswith("up")


def test_absence_neither_feeds_nor_breaks_a_run_and_stays_unknown_when_it_is_dated_back() -> None:
    desk = up().sees(FAILED, "09:00").absent("09:00:05", "09:00:50").sees(FAILED, "09:00:55")

    assert desk.states()[-3:] == ["09:00 unplanned_outage", "09:00:05 unknown", "09:00:50 unplanned_outage"]
    assert desk.pages() == [f"09:00:55 unplanned {PORTAL}"]


def test_absence_keeps_a_latch_and_does_not_page_twice() -> None:
    desk = up().sees(FAILED, "09:00").sees(FAILED, "09:00:10").absent("09:01", "12:00").sees(FAILED, "12:00:05")

    assert desk.states()[-3:] == ["09:00 unplanned_outage", "09:01 unknown", "12:00 unplanned_outage"]
    assert desk.pages() == [f"09:00:10 unplanned {PORTAL}"]


@pytest.mark.parametrize(("since", "until"), [("08:58:30", "08:58:30"), ("08:58:40", "08:58:30"), ("08:50", "08:58")])
def test_absence_without_length_or_already_judged_changes_nothing(since: str, until: str) -> None:
    desk = up()
    before = desk.judge.records

    desk.absent(since, until)

    assert desk.judge.records == before
    assert desk.last.effects == ()


def test_w16_absence_over_the_end_of_a_window_still_knows_the_plan() -> None:
    desk = up(window(), watched=catalogue()).sees(FAILED, "09:30").sees(FAILED, "09:30:10").absent("09:31", "10:10")

    assert desk.judge.records[PORTAL].standing.plan_in is False
    assert desk.sees(FAILED, "10:10:05").states()[-2:] == ["09:31 unknown", "10:10:05 overrun"]
    assert desk.pages() == [f"10:10:05 overrun {PORTAL}"]


def test_w16_belief_regained_after_the_end_is_overrun_and_its_page_waits_for_a_failure() -> None:
    desk = up(window()).sees(FAILED, "09:30").sees(FAILED, "09:30:10").absent("09:31", "10:10")

    assert desk.states()[-2:] == ["09:31 unknown", "10:10 overrun"]
    assert desk.advance("10:30").pages() == []
    assert desk.sees(FAILED, "10:31").pages() == [f"10:31 overrun {PORTAL}"]


def test_judge_goes_on_from_its_records() -> None:
    desk = up(window()).sees(FAILED, "09:30").sees(FAILED, "09:30:10")

    again = Judge(desk.catalogue, desk.settings, desk.book, utc("09:31"), desk.judge.records)

    assert again.records == desk.judge.records
    assert [e.kind for e in again.advance(utc("10:00")).effects if isinstance(e, Incident)] == [Kind.OVERRUN]


# ---- edits


def revising(**changes: object) -> Change:
    return lambda book, at: revise(book, "w1", changes, at, AUTHOR, rules())[0]


def ending(book: Book, at: datetime) -> Book:
    return end(book, "w1", at, AUTHOR, rules())[0]


def cancelling(book: Book, at: datetime) -> Book:
    return cancel(book, "w1", at, AUTHOR, rules())[0]


def declaring(starts: str, ends: str, **fields: object) -> Change:
    spec = replace(window(starts, ends, id="w2"), **fields)  # type: ignore[arg-type] # fields of WindowSpec
    return lambda book, at: declare(book, spec, at, AUTHOR, rules())[0]


@pytest.mark.parametrize(
    ("change", "at", "rare", "often"),
    [
        (ending, "09:30", True, True),  # W6
        (cancelling, "09:30", True, True),  # W9
        (cancelling, "08:30", True, False),  # W8
        (revising(ends=utc("11:00")), "09:30", True, False),  # W4: no edge is seen, but one was moved
        (revising(starts=utc("11:00"), ends=utc("12:00")), "09:30", True, True),  # W10
        (revising(impact=Impact.DEGRADED), "09:30", True, True),
        (revising(ends=utc("10:00")), "09:30", False, False),
        (declaring("08:30", "12:00"), "08:45", True, True),  # W1
        (declaring("12:00", "13:00"), "08:45", True, False),
        (declaring("06:00", "07:00"), "08:45", False, False),  # W2
        (declaring("09:15", "09:45"), "08:45", False, False),  # W11
        (declaring("12:00", "13:00", impact=Impact.DEGRADED), "08:45", False, False),
    ],
)
def test_o13_an_edit_that_moves_an_edge_is_looked_at_at_once(change: Change, at: str, rare: bool, often: bool) -> None:
    def probe_now(interval: timedelta) -> tuple[str, ...]:
        desk = Desk(window(), watched=catalogue(service(PORTAL, check(interval=interval)))).sees(OK, "08:00:05")
        return desk.edit(change, at).last.probe_now

    assert bool(probe_now(15 * MINUTE)) is rare
    assert bool(probe_now(2 * MINUTE + TICK)) is rare
    assert bool(probe_now(2 * MINUTE)) is often
    assert bool(probe_now(MINUTE)) is often


def test_edges_of_a_check_are_those_of_every_service_it_speaks_for() -> None:
    watched = catalogue(service(), service("absher/passport", inferred_from=PORTAL))
    desk = Desk(
        window("09:00", "10:00", scope=Scope(services=frozenset({"portal"}))),
        window("09:30", "11:00", id="w2", scope=Scope(services=frozenset({"passport"}))),
        watched=watched,
    )

    edges = [f"{edge:%H:%M}" for edge in desk.judge.edges(LANDING, utc("09:00"))]

    assert edges == ["09:30", "10:00", "11:00"]


def test_w5_an_extension_after_the_old_end_leaves_a_running_overrun() -> None:
    desk = up(window(), at="09:50").sees(FAILED, "09:55").sees(FAILED, "09:55:10").sees(FAILED, "10:01")

    desk.edit(revising(ends=utc("11:00")), "10:02").sees(FAILED, "10:03").sees(FAILED, "10:05:10")

    assert desk.states()[-1] == "10:00 overrun"
    assert desk.pages() == [f"10:05 overrun {PORTAL}"]


def test_an_extension_at_the_end_instant_shows_no_edge() -> None:
    desk = up(window(), at="09:50").sees(FAILED, "09:55").sees(FAILED, "09:55:10").sees(FAILED, "09:59:59")

    desk.edit(revising(ends=utc("11:00")), "09:59:59.5").sees(FAILED, "10:01").sees(FAILED, "10:03")

    assert desk.states()[-1] == "09:55 planned_downtime"


def test_w4_an_extension_known_at_the_end_instant_itself_leaves_no_gap() -> None:
    desk = up(window(), at="09:50").sees(FAILED, "09:55").sees(FAILED, "09:55:10").sees(FAILED, "09:59:59")

    desk.edit(revising(ends=utc("11:00")), "10:00").sees(FAILED, "10:01").advance("10:06")

    assert desk.states()[-1] == "09:55 planned_downtime"
    assert desk.pages() == []


def test_w8_a_window_cancelled_at_the_start_instant_itself_never_covered() -> None:
    desk = up(window(early_start_tolerance=HOUR)).sees(FAILED, "08:59").sees(FAILED, "08:59:10")

    desk.edit(lambda book, at: cancel(book, "w1", at, AUTHOR, rules())[0], "09:00").advance("09:01")

    assert desk.states()[-1] == "08:59 unplanned_outage"
    assert desk.pages() == [f"09:00 unplanned {PORTAL}"]


def test_o19_the_end_of_a_window_resets_counts_also_when_an_edit_ends_it() -> None:
    desk = up(window(), at="09:29").sees(FAILED, "09:30").edit(ending, "09:30:05").sees(FAILED, "09:30:10")

    assert desk.incidents == {}
    assert desk.sees(FAILED, "09:31").states()[-2:] == ["09:30 planned_downtime", "09:30:05 overrun"]


def test_start_of_a_window_resets_no_count() -> None:
    desk = up(window()).sees(FAILED, "08:59:55").sees(FAILED, "09:00:05")

    assert desk.states()[-2:] == ["08:59:55 unplanned_outage", "09:00 planned_downtime"]


# ---- the catalogue changes


def test_w15_a_service_added_during_a_window_is_covered_from_its_first_observation() -> None:
    desk = up(window())
    desk.reconfigure("09:30", catalogue(service(), service("absher/passport")))
    desk.timelines["absher/passport"] = desk.judge.records["absher/passport"].standing.timeline

    for at in ("09:31", "09:31:10"):
        desk.sees(FAILED, at, check_id="absher/passport/landing")

    assert desk.states("absher/passport") == ["09:30 unknown", "09:31 planned_downtime"]


def test_w15_a_relabelled_service_is_covered_from_the_edit_on() -> None:
    civil = Scope(selectors=((("group", "civil"),),))
    labelled = catalogue(service(labels={"group": "civil"}), service("absher/passport", labels={"group": "civil"}))
    plain = catalogue(service(), service("absher/passport", labels={"group": "civil"}))
    desk = Desk(window(scope=civil), watched=plain).sees(OK, "09:10").sees(FAILED, "09:11").sees(FAILED, "09:11:10")

    desk.reconfigure("09:12", labelled)
    assert desk.sees(FAILED, "09:13").states()[-1] == "09:11 unplanned_outage"

    desk.sees(OK, "09:14").sees(OK, "09:14:10").sees(FAILED, "09:15").sees(FAILED, "09:15:10")
    assert desk.states()[-3:] == ["09:11 unplanned_outage", "09:14 up", "09:15 planned_downtime"]


def test_service_that_is_gone_is_forgotten_and_one_that_stays_keeps_its_latch() -> None:
    both = catalogue(service(), service("absher/passport"))
    desk = up(watched=both).sees(FAILED, "09:00").sees(FAILED, "09:00:10")

    desk.reconfigure("09:01", catalogue(service()))

    assert [*desk.judge.records] == [PORTAL]
    assert desk.judge.records[PORTAL].standing.page_open is Kind.UNPLANNED


def test_check_added_to_a_service_has_seen_nothing_yet() -> None:
    two = service(PORTAL, check(), check("absher/portal/api"))
    desk = up(at="08:59").reconfigure("09:00", catalogue(two))

    desk.sees(OK, "09:00:05", check_id="absher/portal/api").sees(OK, "09:00:10")

    assert [len(desk.judge.records[PORTAL].tracks), desk.judge.records[PORTAL].standing.state] == [2, State.UP]


# ---- inferred services


def test_inferred_service_takes_the_verdict_and_has_its_own_plan_and_never_pages() -> None:
    watched = catalogue(service(), service("absher/passport", inferred_from=PORTAL))
    own = window(scope=Scope(services=frozenset({"passport"})))
    desk = Desk(own, watched=watched).sees(OK, "09:29").sees(FAILED, "09:30").sees(FAILED, "09:30:10")

    assert desk.last.changed == (PORTAL, "absher/passport")
    desk.absent("09:31", "10:00:30").sees(FAILED, "10:00:35").advance("10:02")

    assert desk.states()[-3:] == ["09:30 unplanned_outage", "09:31 unknown", "10:00:35 unplanned_outage"]
    assert desk.states("absher/passport")[-3:] == ["09:30 planned_downtime", "09:31 unknown", "10:00:35 overrun"]
    assert desk.pages() == [f"09:30:10 unplanned {PORTAL}"]


def test_end_of_an_inferred_services_window_does_not_reset_the_counts_of_its_source() -> None:
    watched = catalogue(service(), service("absher/passport", inferred_from=PORTAL))
    own = window(scope=Scope(services=frozenset({"passport"})))

    desk = Desk(own, watched=watched).sees(OK, "09:59").sees(FAILED, "09:59:55").sees(FAILED, "10:00:05")

    assert desk.states()[-1] == "09:59:55 unplanned_outage"


def test_hard_root_lends_its_window() -> None:
    root_window = window(scope=Scope(services=frozenset({"gateway"})))
    watched = catalogue(service(hard=["absher/gateway"]), service("absher/gateway"))

    desk = Desk(root_window, watched=watched).sees(OK, "09:29").sees(FAILED, "09:30").sees(FAILED, "09:30:10")

    assert desk.states()[-1] == "09:30 planned_downtime"


# ---- counting


def test_seconds_of_a_pending_run_are_withheld_and_then_added_to_the_state_that_won() -> None:
    desk = up().settle("08:59:50").sees(FAILED, "09:00").settle("09:00:09")
    assert desk.seconds() == {"unknown": 5.0, "up": 3595.0}

    desk.sees(FAILED, "09:00:10").settle("09:00:30")
    assert desk.seconds() == {"unknown": 5.0, "up": 3595.0, "unplanned_outage": 30.0}


def test_run_that_comes_to_nothing_is_added_to_what_held() -> None:
    desk = up().sees(FAILED, "09:00").settle("09:00:09").sees(OK, "09:00:10").settle("09:00:30")

    assert desk.seconds() == {"unknown": 5.0, "up": 3595.0 + 30.0}


def test_settling_again_adds_nothing() -> None:
    desk = up(at="08:59").settle("09:00")

    assert desk.settle("09:00").seconds() == desk.settle("08:30").seconds()
    assert {state.value: seconds for (_, state), seconds in desk.booked.items()} == desk.seconds()


def test_pending_run_of_one_check_withholds_the_seconds_of_its_service_and_of_no_other() -> None:
    watched = catalogue(service(), service("absher/passport"))
    desk = Desk(watched=watched)
    for name in (LANDING, "absher/passport/landing"):
        desk.sees(OK, "08:59", check_id=name)

    desk.sees(FAILED, "09:00").settle("09:00:05")

    settled = {name: record.standing.settled_until for name, record in desk.judge.records.items()}
    assert settled == {PORTAL: utc("09:00"), "absher/passport": utc("09:00:05")}


# ---- a long outage, a long life


def test_recurring_windows_are_expanded_as_time_goes_on() -> None:
    desk = Desk(window("09:00", "10:00", rule=Rule(rrule="FREQ=WEEKLY")))
    last = utc("09:30") + 20 * 7 * DAY

    inside: list[bool] = []
    for week in range(21):
        desk.judge.advance(last - (20 - week) * 7 * DAY)
        inside.append(desk.judge.records[PORTAL].standing.plan_in)
        desk.judge.advance(last - (20 - week) * 7 * DAY + HOUR)
        inside.append(desk.judge.records[PORTAL].standing.plan_in)

    assert inside == [True, False] * 21


def test_any_of_two_checks_keeps_a_service_up() -> None:
    either = service(PORTAL, check("absher/portal/a"), check("absher/portal/b"), needs=Needs.ANY)
    desk = Desk(watched=catalogue(either))
    for name in ("a", "b"):
        desk.sees(OK, "08:59", check_id=f"absher/portal/{name}")

    desk.sees(FAILED, "09:00", check_id="absher/portal/a").sees(FAILED, "09:00:10", check_id="absher/portal/a")
    assert desk.states()[-1] == "09:00 degraded"

    desk.sees(FAILED, "09:00:20", check_id="absher/portal/b").sees(FAILED, "09:00:30", check_id="absher/portal/b")
    assert desk.states()[-1] == "09:00:20 unplanned_outage"
