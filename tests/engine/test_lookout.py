from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime, timedelta

import pytest

from monitor.domain.catalogue import Service
from monitor.domain.incident import Kind
from monitor.domain.observation import Observation, Outcome, Reason
from monitor.domain.verdict import State
from monitor.domain.window import Impact, Scope, WindowSpec
from monitor.engine.judge import Judge
from monitor.engine.lookout import own_network, service_view
from monitor.engine.view import OwnNetwork, ServiceView, WindowView
from tests.domain import facts
from tests.domain.facts import DAY, HOUR, LANDING, LOCATION, MINUTE, PORTAL, SECOND
from tests.fakes import NOON

RENEWAL = "absher/renewal"
SIGN_ON = "nafath/sign-on"


class Post:
    """A judge and what was seen last, in a few words."""

    def __init__(self, *services: Service, windows: Sequence[WindowSpec] = (), known_at: datetime = NOON - DAY) -> None:
        book = facts.book_of(*windows, at=known_at, services=services)
        self.judge = Judge(facts.catalogue(*services), facts.settings(), book, NOON)
        self.last: dict[str, Observation] = {}

    def see(self, at: datetime, outcome: Outcome, reason: Reason | None = None, check_id: str = LANDING) -> None:
        seen = Observation(
            check_id=check_id, location=LOCATION, started_at=at, completed_at=at, outcome=outcome, reason=reason
        )
        self.judge.observe(seen, scheduled=True)
        self.last[check_id] = seen

    def fail(self, since: datetime, check_id: str = LANDING, reason: Reason = Reason.STATUS) -> None:
        """Down, confirmed ten seconds after ``since``."""
        for at in (since, since + 10 * SECOND):
            self.see(at, Outcome.FAILED, reason, check_id)

    def view(self, service_id: str = PORTAL, at: datetime = NOON + MINUTE) -> ServiceView:
        self.judge.advance(at)
        return service_view(self.judge, service_id, self.last, at)


def window(starts: timedelta, ends: timedelta, window_id: str = "w1", **fields_: object) -> WindowSpec:
    return facts.window(NOON + starts, NOON + ends, id=window_id, **fields_)  # type: ignore[arg-type] # keywords of the test


def test_service_that_nobody_looked_at_is_unknown_and_all_else_is_empty() -> None:
    post = Post(facts.service())

    view = post.view()

    assert view == ServiceView(
        service=post.judge.catalogue.services[PORTAL],
        platform=post.judge.catalogue.by_platform["absher"],
        state=State.UNKNOWN,
        state_since=NOON,
        seconds=dict.fromkeys(State, 0.0),
    )


def test_state_its_start_and_settled_seconds_are_the_records() -> None:
    post = Post(facts.service())
    post.see(NOON + 10 * SECOND, Outcome.OK)
    post.judge.settle(NOON + 40 * SECOND)

    view = post.view()

    assert (view.state, view.state_since) == (State.UP, NOON + 10 * SECOND)
    assert view.seconds == {**dict.fromkeys(State, 0.0), State.UNKNOWN: 10.0, State.UP: 30.0}


def test_inferred_service_names_its_source_and_rests_on_its_checks() -> None:
    post = Post(facts.service(), facts.service(RENEWAL, inferred_from=PORTAL))
    post.fail(NOON)

    view = post.view(RENEWAL)

    assert view.source == post.judge.catalogue.services[PORTAL]
    assert [check.id for check in view.checks] == [LANDING]
    assert view.state is State.UNPLANNED_OUTAGE
    assert view.incident_open is None  # it never pages


# ---- pages and their explanation


def test_open_page_is_shown_with_its_kind_until_the_recovery_is_confirmed() -> None:
    post = Post(facts.service())
    post.see(NOON, Outcome.OK)
    post.see(NOON + SECOND, Outcome.FAILED, Reason.STATUS)
    assert post.view(at=NOON + 2 * SECOND).incident_open is None

    post.see(NOON + 11 * SECOND, Outcome.FAILED, Reason.STATUS)
    assert post.view(at=NOON + 11 * SECOND).incident_open is Kind.UNPLANNED

    post.see(NOON + 20 * SECOND, Outcome.OK)
    assert post.view(at=NOON + 20 * SECOND).incident_open is Kind.UNPLANNED

    post.see(NOON + 30 * SECOND, Outcome.OK)
    assert post.view(at=NOON + 30 * SECOND).incident_open is None


@pytest.mark.parametrize(
    ("after_end", "page"),
    [(5 * MINUTE - SECOND, None), (5 * MINUTE, Kind.OVERRUN), (5 * MINUTE + SECOND, Kind.OVERRUN)],
    ids=["just before", "at", "just after"],
)
def test_overrun_pages_at_the_end_of_grace(after_end: timedelta, page: Kind | None) -> None:
    post = Post(facts.service(PORTAL, facts.check(interval=HOUR)), windows=[window(-HOUR, HOUR)])
    post.fail(NOON)

    view = post.view(at=NOON + HOUR + after_end)

    assert view.state is State.OVERRUN
    assert view.incident_open is page


@pytest.mark.parametrize(
    ("dependence", "root_down", "explained_by"),
    [("hard", True, SIGN_ON), ("hard", False, None), ("login", True, None)],
)
def test_outage_is_explained_by_a_hard_root_that_is_down(
    dependence: str, explained_by: str | None, *, root_down: bool
) -> None:
    portal = facts.service(PORTAL, hard=[SIGN_ON]) if dependence == "hard" else facts.service(PORTAL, login=[SIGN_ON])
    post = Post(portal, facts.service(SIGN_ON))
    if root_down:
        post.fail(NOON, f"{SIGN_ON}/landing")
    post.fail(NOON)

    assert post.view().explained_by == explained_by
    assert post.view(SIGN_ON).explained_by is None


def test_service_that_works_needs_no_explanation() -> None:
    post = Post(facts.service(PORTAL, hard=[SIGN_ON]), facts.service(SIGN_ON))
    post.fail(NOON, f"{SIGN_ON}/landing")
    post.see(NOON, Outcome.OK)

    assert post.view().explained_by is None


def test_nearest_of_several_roots_that_are_down_explains() -> None:
    far = "rega/portal"
    post = Post(facts.service(PORTAL, hard=[SIGN_ON]), facts.service(SIGN_ON, hard=[far]), facts.service(far))
    for name in (far, SIGN_ON, PORTAL):
        post.fail(NOON, f"{name}/landing")

    assert post.view().explained_by == SIGN_ON
    assert post.view(SIGN_ON).explained_by == far


def test_root_further_off_explains_where_the_nearest_is_up() -> None:
    far = "rega/portal"
    post = Post(facts.service(PORTAL, hard=[SIGN_ON]), facts.service(SIGN_ON, hard=[far]), facts.service(far))
    for name in (far, PORTAL):
        post.fail(NOON, f"{name}/landing")

    assert post.view().explained_by == far


def test_services_that_others_rest_on_are_marked() -> None:
    post = Post(facts.service(PORTAL, login=[SIGN_ON]), facts.service(SIGN_ON))

    assert post.view(SIGN_ON).has_dependants
    assert not post.view(PORTAL).has_dependants


# ---- windows


@pytest.mark.parametrize(
    ("at", "active"),
    [(10 * MINUTE - SECOND, False), (10 * MINUTE, True), (20 * MINUTE - SECOND, True), (20 * MINUTE, False)],
)
@pytest.mark.parametrize("impact", [Impact.DEGRADED, Impact.OUTAGE])
def test_maintenance_is_active_from_its_start_to_before_its_end(at: timedelta, impact: Impact, *, active: bool) -> None:
    post = Post(facts.service(), windows=[window(10 * MINUTE, 20 * MINUTE, impact=impact)])

    assert post.view(at=NOON + at).maintenance_active is active


def test_informational_window_is_neither_active_nor_next() -> None:
    post = Post(facts.service(), windows=[window(-HOUR, HOUR, impact=Impact.NONE)])

    view = post.view()

    assert not view.maintenance_active
    assert view.window is None
    assert view.windows == ()


@pytest.mark.parametrize(
    ("at", "recovering"),
    [(MINUTE - SECOND, False), (MINUTE, True), (3 * MINUTE - SECOND, True), (3 * MINUTE, False)],
)
def test_recovery_runs_from_the_end_for_as_long_as_it_was_given(at: timedelta, *, recovering: bool) -> None:
    post = Post(facts.service(), windows=[window(-HOUR, MINUTE, recovery=2 * MINUTE)])

    assert post.view(at=NOON + at).maintenance_recovery is recovering


def test_window_shown_is_the_present_one_and_then_the_next() -> None:
    present, following = window(-HOUR, 10 * MINUTE), window(HOUR, 2 * HOUR, "w2", impact=Impact.DEGRADED)
    post = Post(facts.service(), windows=[following, present])

    before, after = post.view(), post.view(at=NOON + 10 * MINUTE)

    assert [shown.id for shown in before.windows] == ["w1", "w2"]
    assert before.window == before.windows[0]
    assert after.window == WindowView(
        id="w2",
        starts=NOON + HOUR,
        ends=NOON + 2 * HOUR,
        notice_seconds=(DAY + HOUR).total_seconds(),
        impact=Impact.DEGRADED,
    )
    assert after.windows == (after.window,)


def test_no_window_is_shown_after_the_last() -> None:
    post = Post(facts.service(), windows=[window(-HOUR, MINUTE)])

    view = post.view(at=NOON + MINUTE)

    assert view.window is None
    assert view.windows == ()


def test_window_beyond_thirty_days_is_the_next_one_and_not_in_the_list() -> None:
    post = Post(facts.service(), windows=[window(30 * DAY + MINUTE, 30 * DAY + HOUR)])

    now, later = post.view(at=NOON + MINUTE), post.view(at=NOON + MINUTE + SECOND)

    assert now.window is not None
    assert now.window.id == "w1"
    assert now.windows == ()
    assert [shown.id for shown in later.windows] == ["w1"]


@pytest.mark.parametrize(
    ("starts", "declared_at", "notice"),
    [
        (HOUR, -DAY, 90000.0),
        (HOUR, HOUR, 0.0),
        (-HOUR, -DAY, 82800.0),
        (-HOUR, -30 * MINUTE, -1800.0),
    ],
    ids=["announced", "at the start", "running", "late"],
)
def test_notice_is_from_the_declaration_to_the_start(starts: timedelta, declared_at: timedelta, notice: float) -> None:
    post = Post(facts.service(), windows=[window(starts, 2 * HOUR, declared_at=NOON + declared_at)])

    shown = post.view().window

    assert shown is not None
    assert shown.notice_seconds == notice


def test_late_window_is_shown_with_the_start_its_author_gave() -> None:
    post = Post(facts.service(), windows=[window(-2 * HOUR, HOUR)], known_at=NOON - HOUR)

    shown = post.view().window

    assert shown is not None
    assert (shown.starts, shown.notice_seconds) == (NOON - 2 * HOUR, -3600.0)


def test_window_of_another_service_is_not_shown() -> None:
    scope = Scope(services=frozenset({"violations"}))
    post = Post(facts.service(), facts.service("absher/violations"), windows=[window(-HOUR, HOUR, scope=scope)])

    assert post.view().window is None
    assert post.view("absher/violations").maintenance_active


def test_window_of_a_hard_root_is_shown() -> None:
    """The root's window covers whoever cannot work without it."""
    works = facts.window(NOON - HOUR, NOON + HOUR, platform="nafath")
    post = Post(facts.service(PORTAL, hard=[SIGN_ON]), facts.service(SIGN_ON), windows=[works])

    assert post.view(PORTAL).maintenance_active


# ---- the page itself


@pytest.mark.parametrize(
    ("outcome", "reason", "says"),
    [
        (Outcome.FAILED, Reason.MAINTENANCE_PAGE, True),
        (Outcome.FAILED, Reason.STATUS, False),
        (Outcome.OK, None, False),
    ],
)
def test_maintenance_page_is_what_was_seen_last(outcome: Outcome, reason: Reason | None, *, says: bool) -> None:
    post = Post(facts.service(), facts.service(RENEWAL, inferred_from=PORTAL))
    post.see(NOON, Outcome.FAILED, Reason.MAINTENANCE_PAGE)
    post.see(NOON + 10 * SECOND, outcome, reason)

    assert post.view().maintenance_page is says
    assert post.view(RENEWAL).maintenance_page is says


def test_one_check_that_shows_a_maintenance_page_is_enough() -> None:
    second = f"{PORTAL}/second"
    post = Post(facts.service(PORTAL, facts.check(), facts.check(second)))
    post.see(NOON, Outcome.OK)
    post.see(NOON, Outcome.FAILED, Reason.MAINTENANCE_PAGE, second)

    assert post.view().maintenance_page


# ---- what others suffer from


def test_login_edge_to_a_failing_service_is_words_and_changes_no_state() -> None:
    post = Post(facts.service(login=[SIGN_ON]), facts.service(SIGN_ON))
    post.see(NOON + SECOND, Outcome.OK)
    before = post.view()

    post.fail(NOON + 10 * SECOND, f"{SIGN_ON}/landing")
    view = post.view()

    assert before.hampered_by == ()
    assert [edge.service_id for edge in view.hampered_by] == [SIGN_ON]
    assert view.state is State.UP
    assert view.explained_by is None


def test_three_that_fail_together_while_their_root_is_unseen_are_one_suspicion_shown_at_the_root() -> None:
    names = [f"absher/s{number}" for number in range(3)]
    post = Post(facts.service(SIGN_ON), *(facts.service(name, hard=[SIGN_ON]) for name in names))

    for number, name in enumerate(names):
        post.fail(NOON + (20 + 20 * number) * SECOND, f"{name}/landing")

    assert post.view(SIGN_ON).suspected_in == tuple(names)
    assert post.view(names[0]).explained_by is None


def test_root_that_is_seen_to_work_is_suspected_of_nothing() -> None:
    names = [f"absher/s{number}" for number in range(3)]
    post = Post(facts.service(SIGN_ON), *(facts.service(name, hard=[SIGN_ON]) for name in names))

    post.see(NOON + SECOND, Outcome.OK, check_id=f"{SIGN_ON}/landing")
    for name in names:
        post.fail(NOON + 20 * SECOND, f"{name}/landing")

    assert post.view(SIGN_ON).suspected_in == ()


def test_every_field_of_a_view_is_filled_in_somewhere_above() -> None:
    """A new field needs a test here, and a line in the exposition or on the page."""
    assert {field.name for field in fields(ServiceView)} == {
        "service",
        "platform",
        "state",
        "state_since",
        "seconds",
        "source",
        "incident_open",
        "explained_by",
        "hampered_by",
        "suspected_in",
        "maintenance_active",
        "maintenance_recovery",
        "maintenance_page",
        "window",
        "windows",
        "has_dependants",
    }


# ---- our own sight


@pytest.mark.parametrize(
    ("canaries", "results", "expected"),
    [
        ((), (), OwnNetwork.UNCHECKED),
        ((), (False,), OwnNetwork.UNCHECKED),
        (("a", "b"), (), OwnNetwork.UNKNOWN),
        (("a", "b"), (False, True), OwnNetwork.REACHABLE),
        (("a", "b"), (False, False), OwnNetwork.UNREACHABLE),
    ],
)
def test_own_network(canaries: tuple[str, ...], results: tuple[bool, ...], expected: OwnNetwork) -> None:
    assert own_network(canaries, results) is expected
