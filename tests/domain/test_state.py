from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from monitor.domain import state
from monitor.domain.fold import Sighting
from monitor.domain.history import TimelineChange, TimelineEntry, Usage
from monitor.domain.incident import Incident, Kind
from monitor.domain.plan import Plan
from monitor.domain.state import Effect, Standing, Terms
from monitor.domain.verdict import State, Verdict
from tests.domain.facts import HOUR, MINUTE, PORTAL, planned, utc, window

GRACE = 5 * MINUTE
NOTHING_PLANNED = Terms(plan=Plan(), grace=GRACE)
NINE_TO_TEN = Terms(plan=planned(window()), grace=GRACE)  # one window, 09:00 to 10:00
UP, DEGRADED, DOWN, BLOCKED, UNKNOWN = (
    Verdict.UP, Verdict.DEGRADED, Verdict.DOWN, Verdict.BLOCKED, Verdict.UNKNOWN,
)  # fmt: skip


class Case:
    """One service, told what is seen and what time it is; it crosses the plan's edges on its way as the judge does."""

    def __init__(self, terms: Terms = NOTHING_PLANNED, start: str = "08:00") -> None:
        self.terms = terms
        self.at = utc(start)
        self.standing: Standing = state.enrolled(PORTAL, self.at, terms)
        self.effects: list[Effect] = []
        self.recovering = False
        self.see(UP, start)

    def see(self, verdict: Verdict, at: str, since: str | None = None, *, reason: str = "status") -> Case:
        """``verdict`` is decided at ``at`` and holds from ``since`` on."""
        return self.reads([(since or at, verdict)], at, reason=reason, failed=verdict is DOWN)

    def reads(
        self, seen: Sequence[tuple[str, Verdict]], at: str, *, reason: str = "status", failed: bool = False
    ) -> Case:
        self.until(at)
        sightings = [Sighting(since=utc(since), verdict=verdict) for since, verdict in seen]
        return self._take(state.see(self.standing, sightings, utc(at), self.terms, reason=reason, failed=failed))

    def until(self, at: str) -> Case:
        """Let time pass: plan edges, then a page that falls due."""
        instant = utc(at)
        while (due := self._next()) is not None and due <= instant:
            self.at = due
            if self.terms.plan.is_in(due) != self.standing.plan_in:
                self._take(state.cross(self.standing, due, self.terms))
            page = self.standing.page_due_at
            if page is not None and page <= due and not self.standing.page_waits:
                self._take(state.come_due(self.standing, due, recovering=self.recovering))
        self.at = max(self.at, instant)
        return self

    def replan(self, terms: Terms, at: str) -> Case:
        """The book changed at ``at``."""
        self.until(at)
        self.terms = terms
        return self._take(state.replanned(self.standing, utc(at), terms, recovering=self.recovering))

    def _next(self) -> datetime | None:
        page = None if self.standing.page_waits else self.standing.page_due_at
        return min((i for i in (self.terms.plan.next_edge(self.at), page) if i is not None), default=None)

    def _take(self, step: state.Step) -> Case:
        self.standing, effects = step
        self.effects += effects
        return self

    @property
    def incidents(self) -> list[Incident]:
        """Every incident as last written, in the order of opening."""
        return list({effect.id: effect for effect in self.effects if isinstance(effect, Incident)}.values())

    @property
    def incident(self) -> Incident:
        return self.incidents[-1]

    @property
    def states(self) -> list[str]:
        """``09:00 up`` and so on."""
        return [f"{entry.at:%H:%M} {entry.state.value}" for entry in self.standing.timeline]

    @property
    def pages(self) -> list[str]:
        return [f"{i.paged_at:%H:%M} {i.kind.value}" for i in self.incidents if i.paged_at]


def open_(case: Case) -> bool:
    return case.standing.incident is not None


# ---- outside any window


def test_confirmed_outage_is_dated_back_latched_and_paged_at_once() -> None:
    case = Case().see(DOWN, "09:01", since="09:00", reason="timeout")

    assert case.standing.state is State.UNPLANNED_OUTAGE
    assert case.standing.since == utc("09:00")
    assert case.standing.page_open is Kind.UNPLANNED
    assert case.incident == Incident(
        id="absher/portal@2026-03-10T09:00:00.000000Z", service_id=PORTAL, kind=Kind.UNPLANNED, reason="timeout",
        started_at=utc("09:00"), confirmed_at=utc("09:01"), paged_at=utc("09:01"),
    )  # fmt: skip


def test_recovery_closes_the_incident_at_its_first_success_and_resolves_at_its_confirmation() -> None:
    case = Case().see(DOWN, "09:01", since="09:00").see(UP, "09:31", since="09:30")

    assert not open_(case)
    assert (case.incident.ended_at, case.incident.recovered_at) == (utc("09:30"), utc("09:31"))
    assert case.incident.paged_at == utc("09:01")
    assert case.states == ["08:00 up", "09:00 unplanned_outage", "09:30 up"]
    assert (case.standing.last_ended_at, case.standing.page_due_at) == (utc("09:30"), None)
    assert not case.standing.page_waits


@pytest.mark.parametrize("verdict", [UP, DEGRADED])
def test_up_and_degraded_close_an_incident_and_nothing_else_does(verdict: Verdict) -> None:
    case = Case().see(DOWN, "09:01", since="09:00")

    assert open_(case.see(BLOCKED, "09:05"))
    assert open_(case.see(UNKNOWN, "09:10"))
    assert not open_(case.see(verdict, "09:15"))
    assert case.standing.state is State(verdict.value)


@pytest.mark.parametrize("verdict", [UP, DEGRADED, BLOCKED, UNKNOWN])
def test_only_down_opens_an_incident(verdict: Verdict) -> None:
    case = Case().see(verdict, "09:00")

    assert case.incidents == []
    assert case.standing.state is State(verdict.value)


def test_blocked_and_unknown_are_shown_inside_an_incident_and_its_page_stays() -> None:
    case = Case().see(DOWN, "09:01", since="09:00").see(BLOCKED, "09:10").see(UNKNOWN, "09:15").see(DOWN, "09:20")

    assert case.states[-4:] == [
        "09:00 unplanned_outage", "09:10 blocked", "09:15 unknown", "09:20 unplanned_outage",
    ]  # fmt: skip
    assert [entry.incident_id for entry in case.standing.timeline[-4:]] == [case.incident.id] * 4
    assert len(case.incidents) == 1
    assert case.pages == ["09:01 unplanned"]


def test_incident_is_not_on_the_entries_before_it_began_or_after_it_ended() -> None:
    case = Case().see(DOWN, "09:01", since="09:00").see(UP, "09:31", since="09:30")

    assert [entry.incident_id for entry in case.standing.timeline[-3:]] == [None, case.incident.id, None]


@pytest.mark.parametrize("blind", [UNKNOWN, BLOCKED])
def test_incident_ends_with_the_first_success_of_its_recovery_whatever_was_unseen_since_then(blind: Verdict) -> None:
    case = Case().see(DOWN, "09:01", since="09:00")

    case.reads([("09:20", UP), ("09:25", blind), ("09:30", DEGRADED), ("09:35", UP)], "09:36")

    assert case.incident.ended_at == utc("09:20")
    assert case.states[-4:] == ["09:20 up", f"09:25 {blind.value}", "09:30 degraded", "09:35 up"]
    assert [entry.incident_id for entry in case.standing.timeline[-4:]] == [None] * 4


def test_incident_that_recovered_out_of_a_blind_spell_ends_with_the_first_success_after_it() -> None:
    case = Case().see(DOWN, "09:01", since="09:00").see(UNKNOWN, "09:10")

    case.reads([("09:20", UNKNOWN), ("09:30", UP)], "09:31")

    assert case.incident.ended_at == utc("09:30")


def test_incident_that_was_down_again_ends_after_the_last_of_it() -> None:
    case = Case().see(DOWN, "09:01", since="09:00")

    case.reads([("09:20", UP), ("09:25", DOWN), ("09:30", UNKNOWN), ("09:35", UP)], "09:36")

    assert case.incident.ended_at == utc("09:35")


def test_verdict_that_reads_differently_from_some_time_ago_rewrites_history_from_there() -> None:
    case = Case().see(DEGRADED, "08:30")

    case.reads([("08:10", DOWN), ("08:40", BLOCKED), ("08:45", DOWN)], "08:50", failed=True)

    assert case.states[-4:] == ["08:00 up", "08:10 unplanned_outage", "08:40 blocked", "08:45 unplanned_outage"]
    assert case.incident.started_at == utc("08:10")


def test_incident_begins_at_the_first_down_of_what_is_seen() -> None:
    case = Case().reads([("08:10", BLOCKED), ("08:20", DOWN)], "08:21", failed=True)

    assert case.incident.started_at == utc("08:20")


def test_new_incident_never_begins_before_the_last_one_ended() -> None:
    case = Case().see(DOWN, "09:01", since="09:00").see(UP, "09:31", since="09:30")

    case.see(DOWN, "09:40", since="09:20")

    assert case.incident.started_at == utc("09:30")
    assert case.states[-2:] == ["09:00 unplanned_outage", "09:30 unplanned_outage"]


def test_same_outage_seen_again_opens_and_writes_nothing_new() -> None:
    case = Case().see(DOWN, "09:01", since="09:00")
    before = case.standing.timeline

    case.see(DOWN, "09:05")

    assert case.standing.timeline == before
    assert len(case.incidents) == 1


def test_inferred_service_never_pages() -> None:
    case = Case(replace(NINE_TO_TEN, pages=False))

    case.see(DOWN, "08:31", since="08:30").see(UP, "08:41", since="08:40").see(DOWN, "09:11", since="09:10").until(
        "11:00"
    )

    assert [incident.kind for incident in case.incidents] == [Kind.UNPLANNED, Kind.OVERRUN]
    assert case.pages == []
    assert case.standing.page_due_at is None


# ---- O1 to O7: outage against window


def test_o1_o3_an_outage_confirmed_before_the_start_is_latched_through_and_after() -> None:
    case = Case(NINE_TO_TEN).see(DOWN, "08:59:59", since="08:59").until("12:00")

    assert case.states[-1] == "08:59 unplanned_outage"
    assert case.pages == ["08:59 unplanned"]
    assert case.incident.overrun_at is None


def test_o2_a_latched_outage_that_recovers_inside_resolves_at_once() -> None:
    case = Case(NINE_TO_TEN).see(DOWN, "08:51", since="08:50").see(UP, "09:31", since="09:30")

    assert case.states[-2:] == ["08:50 unplanned_outage", "09:30 up"]
    assert case.incident.recovered_at == utc("09:31")


def test_o4_the_second_outage_inside_is_overrun_from_the_end() -> None:
    case = Case(NINE_TO_TEN).see(DOWN, "08:51", since="08:50").see(UP, "09:11", since="09:10")

    case.see(DOWN, "09:31", since="09:30").until("11:00")

    assert [incident.kind for incident in case.incidents] == [Kind.UNPLANNED, Kind.OVERRUN]
    assert case.pages == ["08:51 unplanned", "10:05 overrun"]
    assert case.states[-4:] == ["08:50 unplanned_outage", "09:10 up", "09:30 planned_downtime", "10:00 overrun"]


def test_o5_an_outage_within_the_window_is_planned_and_pages_no_one() -> None:
    case = Case(NINE_TO_TEN).see(DOWN, "09:11", since="09:10").see(UP, "09:51", since="09:50").until("12:00")

    assert case.states[-2:] == ["09:10 planned_downtime", "09:50 up"]
    assert (case.incident.kind, case.pages) == (Kind.PLANNED, [])


@pytest.mark.parametrize(
    ("confirmed", "kind", "state_then"),
    [
        ("08:59:59", Kind.UNPLANNED, State.UNPLANNED_OUTAGE),
        ("09:00", Kind.PLANNED, State.PLANNED_DOWNTIME),
        ("09:00:01", Kind.PLANNED, State.PLANNED_DOWNTIME),
        ("09:59:59", Kind.PLANNED, State.PLANNED_DOWNTIME),
        ("10:00", Kind.OVERRUN, State.OVERRUN),
        ("10:00:01", Kind.OVERRUN, State.OVERRUN),
    ],
)
def test_plan_at_the_instant_of_confirmation_latches(confirmed: str, kind: Kind, state_then: State) -> None:
    started = "08:59" if confirmed < "09:30" else "09:59"

    case = Case(NINE_TO_TEN).see(DOWN, confirmed, since=started)

    assert (case.incident.kind, case.standing.state) == (kind, state_then)


@pytest.mark.parametrize(
    ("now", "paged"),
    [("10:00", []), ("10:04:59.999999", []), ("10:05", ["10:05 overrun"]), ("10:05:01", ["10:05 overrun"])],
)
def test_o6_down_at_the_end_is_overrun_from_it_and_pages_at_end_plus_grace(now: str, paged: list[str]) -> None:
    case = Case(NINE_TO_TEN).see(DOWN, "09:11", since="09:10").until(now)

    assert case.states[-2:] == ["09:10 planned_downtime", "10:00 overrun"]
    assert (case.incident.kind, case.incident.overrun_at) == (Kind.OVERRUN, utc("10:00"))
    assert case.pages == paged


def test_o7_recovery_within_grace_pages_no_one_and_the_seconds_after_the_end_are_lost() -> None:
    case = Case(NINE_TO_TEN).see(DOWN, "09:11", since="09:10").see(UP, "10:04:30", since="10:04").until("12:00")

    assert case.states[-3:] == ["09:10 planned_downtime", "10:00 overrun", "10:04 up"]
    assert case.pages == []


def test_recovery_dated_back_before_the_end_takes_the_overrun_away() -> None:
    case = Case(NINE_TO_TEN).see(DOWN, "09:11", since="09:10").see(UP, "10:00:30", since="09:59")

    assert case.states[-2:] == ["09:10 planned_downtime", "09:59 up"]
    assert case.pages == []


def test_overrun_is_latched_through_a_later_window() -> None:
    terms = replace(NINE_TO_TEN, plan=planned(window(), window("10:30", "11:00", id="w2")))

    case = Case(terms).see(DOWN, "09:11", since="09:10").until("12:00")

    assert case.states[-2:] == ["09:10 planned_downtime", "10:00 overrun"]
    assert case.pages == ["10:05 overrun"]


def test_window_of_lesser_impact_leaves_an_outage_unplanned() -> None:
    case = Case(Terms(plan=Plan(covers=planned(window()).covers), grace=GRACE)).see(DOWN, "09:11", since="09:10")

    assert case.pages == ["09:11 unplanned"]


# ---- O9: early start


def tolerant(starts: str = "09:00", ends: str = "10:00") -> Terms:
    return Terms(plan=planned(window(starts, ends, early_start_tolerance=15 * MINUTE)), grace=GRACE)


@pytest.mark.parametrize(
    ("started", "held"), [("08:44:59", False), ("08:45", True), ("08:45:01", True), ("08:59", True)]
)
def test_o9_an_early_start_within_the_tolerance_is_not_latched(started: str, held: bool) -> None:
    case = Case(tolerant()).see(DOWN, "08:59:30", since=started)

    assert case.standing.held is held
    assert case.standing.state is State.UNPLANNED_OUTAGE
    assert case.incident.kind is (Kind.PLANNED if held else Kind.UNPLANNED)
    assert case.incident.early_start == (utc("09:00") - utc(started) if held else timedelta(0))
    assert case.pages == ([] if held else ["08:59 unplanned"])


def test_o9_it_is_planned_from_the_start_and_overrun_after_the_end() -> None:
    case = Case(tolerant()).see(DOWN, "08:51", since="08:50").until("11:00")

    assert case.states[-3:] == ["08:50 unplanned_outage", "09:00 planned_downtime", "10:00 overrun"]
    assert case.pages == ["10:05 overrun"]
    assert case.incident.early_start == 10 * MINUTE
    assert not case.standing.held


def test_o9_recovery_before_the_start_leaves_no_page() -> None:
    case = Case(tolerant()).see(DOWN, "08:51", since="08:50").see(UP, "08:56", since="08:55").until("12:00")

    assert case.states[-2:] == ["08:50 unplanned_outage", "08:55 up"]
    assert case.pages == []
    assert not case.standing.held


@pytest.mark.parametrize("terms", [NOTHING_PLANNED, tolerant("11:00", "12:00")])
def test_o9_the_held_page_is_due_at_once_when_the_window_is_withdrawn_or_moved(terms: Terms) -> None:
    case = Case(tolerant()).see(DOWN, "08:51", since="08:50").replan(terms, "08:55")

    assert case.pages == ["08:55 unplanned"]
    assert (case.incident.kind, case.incident.early_start) == (Kind.UNPLANNED, timedelta(0))
    assert not case.standing.held
    assert case.until("13:00").states[-1] == "08:50 unplanned_outage"


def test_o9_a_held_page_stays_held_while_a_window_still_excuses_it() -> None:
    case = Case(tolerant()).see(DOWN, "08:51", since="08:50").replan(tolerant("09:05", "10:00"), "08:55")

    assert (case.pages, case.standing.held, case.incident.kind) == ([], True, Kind.PLANNED)


def test_o9_a_held_page_due_while_blocked_waits_for_the_next_failure() -> None:
    case = Case(tolerant()).see(DOWN, "08:51", since="08:50").see(BLOCKED, "08:53").replan(NOTHING_PLANNED, "08:55")

    assert (case.pages, case.standing.page_waits, case.incident.kind) == ([], True, Kind.UNPLANNED)
    assert case.see(DOWN, "09:15").pages == ["09:15 unplanned"]


def test_o9_a_held_page_due_while_a_recovery_is_pending_waits_for_it() -> None:
    case = Case(tolerant()).see(DOWN, "08:51", since="08:50")
    case.recovering = True

    case.replan(NOTHING_PLANNED, "08:55")

    assert (case.pages, case.standing.page_waits) == ([], True)
    assert case.see(UP, "08:56", since="08:54:30").until("12:00").pages == []


def test_o9_a_held_outage_of_an_inferred_service_is_latched_without_a_page() -> None:
    case = Case(replace(tolerant(), pages=False)).see(DOWN, "08:51", since="08:50")

    case.replan(replace(NOTHING_PLANNED, pages=False), "08:55")

    assert (case.pages, case.incident.kind, case.standing.page_due_at) == ([], Kind.UNPLANNED, None)


# ---- O10 and O11: first failure on one side, confirmation on the other


def test_o10_first_failure_before_the_start_confirmed_inside_carries_both_facts() -> None:
    case = Case(NINE_TO_TEN).see(DOWN, "09:00:30", since="08:58").until("11:00")

    assert case.states[-3:] == ["08:58 unplanned_outage", "09:00 planned_downtime", "10:00 overrun"]
    assert case.pages == ["10:05 overrun"]
    assert (case.incident.early_start, case.incident.overrun_at) == (2 * MINUTE, utc("10:00"))


def test_o10_a_run_begun_at_the_start_itself_was_not_early() -> None:
    case = Case(NINE_TO_TEN).see(DOWN, "09:01", since="09:00")

    assert case.incident.early_start == timedelta(0)


@pytest.mark.parametrize(
    ("confirmed", "paged"), [("10:01", "10:05 overrun"), ("10:05", "10:05 overrun"), ("10:20", "10:20 overrun")]
)
def test_o11_a_run_begun_inside_and_confirmed_after_the_end_is_overrun_from_it(confirmed: str, paged: str) -> None:
    case = Case(NINE_TO_TEN).see(DOWN, confirmed, since="09:59").until("11:00")

    assert case.states[-2:] == ["09:59 planned_downtime", "10:00 overrun"]
    assert case.pages == [paged]
    assert case.incident.overrun_at == utc("10:00")


def test_run_begun_at_the_end_itself_is_an_ordinary_outage() -> None:
    case = Case(NINE_TO_TEN).see(DOWN, "10:01", since="10:00")

    assert case.states[-1] == "10:00 unplanned_outage"
    assert case.pages == ["10:01 unplanned"]


def test_run_begun_before_the_window_and_confirmed_after_it_is_latched_as_unplanned() -> None:
    case = Case(NINE_TO_TEN).see(DOWN, "10:01", since="08:59").until("11:00")

    assert case.states[-1] == "08:59 unplanned_outage"
    assert case.pages == ["10:01 unplanned"]


# ---- section 4: the plan goes out, and nobody sees it


def test_edit_that_takes_the_window_away_is_its_end() -> None:
    cut = replace(NINE_TO_TEN, plan=planned(window("09:00", "09:30")))

    case = Case(NINE_TO_TEN).see(DOWN, "09:11", since="09:10").replan(cut, "09:30").until("11:00")

    assert case.states[-2:] == ["09:10 planned_downtime", "09:30 overrun"]
    assert case.pages == ["09:35 overrun"]


def test_edit_without_an_edge_changes_nothing() -> None:
    longer = replace(NINE_TO_TEN, plan=planned(window("09:00", "11:00")))
    case = Case(NINE_TO_TEN).see(DOWN, "09:11", since="09:10")
    before = case.standing

    case.replan(longer, "09:30")

    assert case.standing == before
    assert case.until("11:06").pages == ["11:05 overrun"]


def test_window_declared_over_a_latched_outage_changes_no_second_of_it() -> None:
    case = Case().see(DOWN, "09:01", since="09:00").replan(replace(NOTHING_PLANNED, plan=NINE_TO_TEN.plan), "09:10")

    assert case.standing.plan_in
    assert case.until("11:00").states[-1] == "09:00 unplanned_outage"
    assert case.pages == ["09:01 unplanned"]


@pytest.mark.parametrize("blind", [BLOCKED, UNKNOWN])
@pytest.mark.parametrize(
    ("sight", "paged"), [("10:02", "10:05 overrun"), ("10:05", "10:05 overrun"), ("10:30", "10:30 overrun")]
)
def test_planned_outage_still_down_at_the_first_sight_after_the_end_is_overrun_from_that_sight(
    sight: str, paged: str, blind: Verdict
) -> None:
    case = Case(NINE_TO_TEN).see(DOWN, "09:11", since="09:10").see(blind, "09:50").see(DOWN, sight).until("11:00")

    assert case.states[-3:] == ["09:10 planned_downtime", f"09:50 {blind.value}", f"{sight} overrun"]
    assert case.pages == [paged]
    assert case.incident.overrun_at == utc(sight)


def test_planned_outage_that_nobody_saw_end_and_that_recovered_meanwhile_pages_no_one() -> None:
    case = Case(NINE_TO_TEN).see(DOWN, "09:11", since="09:10").see(UNKNOWN, "09:50").see(UP, "10:31", since="10:30")

    assert case.states[-3:] == ["09:10 planned_downtime", "09:50 unknown", "10:30 up"]
    assert (case.incident.kind, case.pages) == (Kind.PLANNED, [])


def test_sight_inside_the_window_resumes_planned_downtime() -> None:
    case = Case(NINE_TO_TEN).see(DOWN, "09:11", since="09:10").see(UNKNOWN, "09:20").see(DOWN, "09:40")

    assert case.states[-1] == "09:40 planned_downtime"
    assert case.incident.kind is Kind.PLANNED


@pytest.mark.parametrize("blind", [BLOCKED, UNKNOWN])
def test_page_that_falls_due_while_nobody_sees_waits_for_the_next_failure(blind: Verdict) -> None:
    case = Case(NINE_TO_TEN).see(DOWN, "09:11", since="09:10").see(blind, "10:02").until("10:20")

    assert (case.pages, case.standing.page_waits) == ([], True)
    assert case.see(DOWN, "10:30").pages == ["10:30 overrun"]
    assert (case.standing.page_waits, case.standing.page_due_at) == (False, None)


def test_belief_regained_without_a_failed_observation_sends_no_page() -> None:
    case = Case(NINE_TO_TEN).see(DOWN, "09:11", since="09:10").see(UNKNOWN, "09:58")

    case.reads([("10:20", DOWN)], "10:20", failed=False)  # the monitor runs again; nobody looked yet

    assert (case.pages, case.standing.page_waits, case.incident.kind) == ([], True, Kind.OVERRUN)
    assert case.see(DOWN, "10:21").pages == ["10:21 overrun"]


def test_belief_regained_before_the_page_is_due_leaves_it_due() -> None:
    case = Case(NINE_TO_TEN).see(DOWN, "09:11", since="09:10").see(UNKNOWN, "09:58")

    case.reads([("10:02", DOWN)], "10:02", failed=False)

    assert not case.standing.page_waits
    assert case.until("10:30").pages == ["10:05 overrun"]


def test_page_due_while_a_recovery_is_pending_waits_and_is_sent_when_it_breaks() -> None:
    case = Case(NINE_TO_TEN).see(DOWN, "09:11", since="09:10")
    case.recovering = True

    assert case.until("10:06").pages == []
    assert case.see(DOWN, "10:07").pages == ["10:07 overrun"]


def test_page_due_while_a_recovery_is_pending_is_never_sent_when_it_is_confirmed() -> None:
    case = Case(NINE_TO_TEN).see(DOWN, "09:11", since="09:10")
    case.recovering = True

    assert case.until("10:06").see(UP, "10:07", since="10:04:30").until("12:00").pages == []


def test_failure_before_the_page_is_due_does_not_send_it() -> None:
    case = Case(NINE_TO_TEN).see(DOWN, "09:11", since="09:10").see(DOWN, "10:04:59")

    assert case.pages == []
    assert case.until("10:05").pages == ["10:05 overrun"]


def test_page_is_sent_once() -> None:
    case = Case(NINE_TO_TEN).see(DOWN, "09:11", since="09:10").until("10:05")

    for at in ("10:06", "10:20", "11:00"):
        case.see(BLOCKED, at).see(DOWN, f"{at}:30")

    assert case.incident.paged_at == utc("10:05")
    assert len(case.incidents) == 1


def test_window_that_opens_under_a_blind_planned_incident_is_still_planned() -> None:
    terms = replace(NINE_TO_TEN, plan=planned(window(), window("10:30", "11:30", id="w2")))

    case = Case(terms).see(DOWN, "09:11", since="09:10").see(UNKNOWN, "09:50").see(DOWN, "10:40").until("12:00")

    assert case.states[-3:] == ["09:50 unknown", "10:40 planned_downtime", "11:30 overrun"]
    assert case.pages == ["11:35 overrun"]


# ---- counting


def counted(case: Case) -> dict[str, float]:
    return {name.value: seconds for name, seconds in case.standing.seconds.items() if seconds}


def test_seconds_are_those_of_the_timeline_up_to_where_all_is_decided() -> None:
    case = Case(NINE_TO_TEN).see(DOWN, "09:11", since="09:10").until("10:10")

    case._take(state.settle(case.standing, utc("10:10")))

    assert counted(case) == {"up": 70 * 60.0, "planned_downtime": 50 * 60.0, "overrun": 10 * 60.0}
    assert case.standing.settled_until == utc("10:10")


@pytest.mark.parametrize("until", ["08:29", "08:30"])
def test_settling_up_to_what_is_settled_adds_nothing(until: str) -> None:
    case = Case()
    case._take(state.settle(case.standing, utc("08:30")))
    before = case.standing

    assert state.settle(before, utc(until)) == (before, ())


def test_what_was_added_is_never_taken_back() -> None:
    case = Case()
    case._take(state.settle(case.standing, utc("08:30")))

    case.see(DOWN, "08:40", since="08:10")
    case._take(state.settle(case.standing, utc("08:40")))

    assert counted(case) == {"up": 1800.0, "unplanned_outage": 600.0}
    assert case.states[-1] == "08:10 unplanned_outage"


def test_settled_seconds_are_handed_out_once() -> None:
    case = Case()
    for at in ("08:10", "08:20", "08:30"):
        case._take(state.settle(case.standing, utc(at)))

    assert [effect.seconds for effect in case.effects if isinstance(effect, Usage)] == [600.0, 600.0, 600.0]


@pytest.mark.parametrize(("until", "first"), [("08:29:59", "08:00"), ("08:30", "08:30"), ("08:45", "08:30")])
def test_timeline_in_memory_reaches_back_to_the_entry_in_force_where_all_is_settled(until: str, first: str) -> None:
    case = Case().see(DEGRADED, "08:30").see(UP, "09:00")

    standing, _ = state.settle(case.standing, utc(until))

    assert standing.timeline[0].at == utc(first)


# ---- what is written


def test_change_replaces_the_timeline_from_the_first_instant_that_reads_differently() -> None:
    case = Case().see(DOWN, "09:01", since="09:00")

    [change] = [effect for effect in case.effects if isinstance(effect, TimelineChange)][-1:]

    assert change == TimelineChange(
        service_id=PORTAL,
        since=utc("09:00"),
        entries=(TimelineEntry(at=utc("09:00"), state=State.UNPLANNED_OUTAGE, incident_id=case.incident.id),),
    )


def test_nothing_is_written_where_nothing_changed() -> None:
    case = Case()
    case.effects.clear()

    assert case.see(UP, "08:30").effects == []
    assert case.until("12:00").effects == []


def test_new_service_is_unknown_and_knows_its_plan() -> None:
    standing = state.enrolled(PORTAL, utc("09:30"), NINE_TO_TEN)

    assert (standing.state, standing.since, standing.plan_in) == (State.UNKNOWN, utc("09:30"), True)
    assert (standing.verdict, standing.settled_until, standing.page_open) == (UNKNOWN, utc("09:30"), None)
    assert standing.seconds == dict.fromkeys(State, 0.0)
    assert state.enrolled(PORTAL, utc("10:00"), NINE_TO_TEN).plan_in is False


def test_page_shows_only_once_it_is_sent() -> None:
    case = Case(NINE_TO_TEN).see(DOWN, "09:11", since="09:10")

    assert case.until("10:04").standing.page_open is None
    assert case.until("10:05").standing.page_open is Kind.OVERRUN
    assert case.see(UP, "10:11", since="10:10").standing.page_open is None


def test_outage_longer_than_any_grace_keeps_its_first_instant() -> None:
    case = Case(NINE_TO_TEN).see(DOWN, "09:11", since="09:10")

    case.until("10:30").see(DOWN, "11:00")

    assert case.incident.started_at == utc("09:10")
    assert utc("11:00") - case.incident.started_at > HOUR


# ---- what a step leaves behind


def test_seconds_of_a_state_that_came_twice_are_added_up() -> None:
    case = Case().see(DEGRADED, "08:10").see(UP, "08:20").see(DEGRADED, "08:30").see(UP, "08:35")

    case._take(state.settle(case.standing, utc("09:00")))

    assert counted(case) == {"up": 45 * 60.0, "degraded": 15 * 60.0}
    assert {usage.service_id for usage in case.effects if isinstance(usage, Usage)} == {PORTAL}


def test_closed_incident_leaves_no_page_to_come() -> None:
    within_grace = Case(NINE_TO_TEN).see(DOWN, "09:11", since="09:10").see(UP, "10:03", since="10:02")
    while_waiting = Case(NINE_TO_TEN).see(DOWN, "09:11", since="09:10").see(UNKNOWN, "10:02").see(UP, "10:30")

    for case in (within_grace, while_waiting):
        standing = case.standing
        assert (standing.incident, standing.page_due_at, standing.page_waits, standing.held) == (
            None,
            None,
            False,
            False,
        )
        assert case.until("12:00").pages == []


def test_nothing_but_facts_is_written() -> None:
    case = (
        Case().see(DEGRADED, "08:10").see(DOWN, "08:21", since="08:20").see(UP, "08:41", since="08:40").until("12:00")
    )

    assert {type(effect) for effect in case.effects} == {TimelineChange, Incident}


def test_open_incident_is_written_with_every_step_that_touches_it() -> None:
    case = Case(NINE_TO_TEN).see(DOWN, "09:11", since="09:10")
    case.effects.clear()

    case.until("10:00")
    assert [effect.kind for effect in case.effects if isinstance(effect, Incident)] == [Kind.OVERRUN]

    case.effects.clear()
    case.until("10:05")
    assert [effect.paged_at for effect in case.effects if isinstance(effect, Incident)] == [utc("10:05")]


@pytest.mark.parametrize(("confirmed", "paged"), [("10:04:59", None), ("10:05", "10:05"), ("10:05:01", "10:05:01")])
def test_page_of_a_run_begun_inside_goes_out_with_its_confirmation_where_the_grace_is_over(
    confirmed: str, paged: str | None
) -> None:
    case = Case(NINE_TO_TEN).see(DOWN, confirmed, since="09:59")

    assert case.incident.paged_at == (utc(paged) if paged else None)


def test_page_of_an_overrun_seen_late_goes_out_with_the_failure_that_shows_it() -> None:
    case = Case(NINE_TO_TEN).see(DOWN, "09:11", since="09:10").see(UNKNOWN, "09:50").see(DOWN, "10:30")

    assert case.incident.paged_at == utc("10:30")


def test_sight_is_no_failed_observation_unless_it_is_said_to_be() -> None:
    case = Case(NINE_TO_TEN).see(DOWN, "09:11", since="09:10").see(UNKNOWN, "09:58").until("10:30")
    seen = [Sighting(since=utc("10:30"), verdict=DOWN)]

    standing, _ = state.see(case.standing, seen, utc("10:30"), NINE_TO_TEN)

    assert (standing.page_open, standing.page_waits) == (None, True)
    opened, _ = state.see(Case().standing, [Sighting(since=utc("08:30"), verdict=DOWN)], utc("08:30"), NOTHING_PLANNED)
    assert opened.incident is not None
    assert opened.incident.reason == ""


def test_latched_overrun_resumes_as_overrun_inside_a_later_window() -> None:
    terms = replace(NINE_TO_TEN, plan=planned(window(), window("10:30", "11:30", id="w2")))

    case = Case(terms).see(DOWN, "09:11", since="09:10").see(BLOCKED, "10:20").see(DOWN, "10:40").until("12:00")

    assert case.states[-3:] == ["10:00 overrun", "10:20 blocked", "10:40 overrun"]
    assert case.pages == ["10:05 overrun"]


def test_latched_unplanned_outage_resumes_as_unplanned_inside_a_window() -> None:
    case = Case(NINE_TO_TEN).see(DOWN, "08:51", since="08:50").see(UNKNOWN, "08:55").see(DOWN, "09:20")

    assert case.states[-3:] == ["08:50 unplanned_outage", "08:55 unknown", "09:20 unplanned_outage"]
