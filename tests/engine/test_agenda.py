from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitor.domain.cadence import EPOCH, DueKind, next_on_grid, phase
from monitor.domain.catalogue import Check
from monitor.domain.conduct import Conduct, SkipReason
from monitor.domain.observation import HttpFacts, Observation, Outcome, Reason
from monitor.domain.target import HttpTarget
from monitor.engine.agenda import Agenda
from monitor.engine.dues import Due, Skip

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
NOON = datetime(2025, 12, 5, 12, tzinfo=UTC)
POLITE = Conduct()
LANDING = "absher/portal/landing"


def check(check_id: str = LANDING, *, host: str = "www.absher.example", interval: timedelta = MINUTE) -> Check:
    return Check(
        id=check_id,
        target=HttpTarget(url=f"https://{host}/"),
        interval=interval,
        timeout=10 * SECOND,
        slow=3 * SECOND,
    )


def seen(
    check_id: str = LANDING,
    outcome: Outcome = Outcome.OK,
    reason: Reason | None = None,
    *,
    redirects: tuple[str, ...] = (),
    retry_after: timedelta | None = None,
) -> Observation:
    return Observation(
        check_id=check_id,
        location="riyadh-1",
        started_at=NOON,
        completed_at=NOON,
        outcome=outcome,
        reason=reason,
        http=HttpFacts(status=200, redirects=redirects),
        retry_after=retry_after,
    )


def rate_limited(check_id: str = LANDING, retry_after: timedelta | None = None) -> Observation:
    return seen(check_id, Outcome.BLOCKED, Reason.RATE_LIMITED, retry_after=retry_after)


@dataclass
class Run:
    """Virtual time: takes whatever is due, lets every probe last ``duration``, and writes down what happened."""

    agenda: Agenda
    sees: Callable[[Due, datetime], Observation] = lambda due, _: seen(due.check_id)
    duration: timedelta = timedelta(0)
    made: list[tuple[datetime, Due]] = field(default_factory=list)
    skips: list[tuple[datetime, Skip]] = field(default_factory=list)
    flights: list[tuple[datetime, Due]] = field(default_factory=list)

    def until(self, end: datetime) -> Run:
        while (at := self._next_at()) is not None and at < end:
            while self.flights and self.flights[0][0] <= at:
                ended_at, due = self.flights.pop(0)
                self.agenda.finished(due.check_id, self.sees(due, ended_at), ended_at)
            dues, skips = self.agenda.take(at)
            self.skips += [(at, skip) for skip in skips]
            self.made += [(at, due) for due in dues]
            self.flights += [(at + self.duration, due) for due in dues]
        return self

    def _next_at(self) -> datetime | None:
        instants = [at for at in (self.agenda.next_at(), *(at for at, _ in self.flights[:1])) if at is not None]
        return min(instants, default=None)

    def times(self, check_id: str = LANDING, kind: DueKind = DueKind.SCHEDULED) -> list[datetime]:
        return [at for at, due in self.made if due.check_id == check_id and due.kind is kind]

    def reasons(self) -> Counter[SkipReason]:
        return Counter(skip.reason for _, skip in self.skips)


def settled(checks: list[Check], conduct: Conduct | None = POLITE) -> tuple[Agenda, datetime]:
    """An agenda whose first probes are long over, and the next grid instant of its first check, not yet taken."""
    agenda = Agenda(checks, NOON - HOUR, conduct)
    on_grid = next_on_grid(checks[0].id, checks[0].interval, NOON)
    Run(agenda).until(on_grid)
    return agenda, on_grid


# ---- the grid


def test_first_probe_comes_within_ten_seconds_and_the_others_stand_on_the_grid() -> None:
    agenda = Agenda([check()], NOON, None)

    times = Run(agenda).until(NOON + HOUR).times()

    assert NOON <= times[0] <= NOON + 10 * SECOND
    assert times[1] == next_on_grid(LANDING, MINUTE, times[0])
    assert all((at - EPOCH) % MINUTE == phase(LANDING, MINUTE) for at in times[1:])
    assert all(later - sooner == MINUTE for sooner, later in pairwise(times[1:]))


def test_a_year_of_probes_does_not_drift_nor_skip() -> None:
    agenda = Agenda([check(interval=HOUR)], NOON, None)

    run = Run(agenda).until(NOON + timedelta(days=365))

    assert len(run.made) in {365 * 24, 365 * 24 + 1}
    assert (run.times()[-1] - EPOCH) % HOUR == phase(LANDING, HOUR)
    assert run.skips == []


def test_five_hundred_checks_never_burst() -> None:
    checks = [check(f"p/s{n}/c", host="127.0.0.1", interval=30 * SECOND) for n in range(500)]

    run = Run(Agenda(checks, NOON, POLITE)).until(NOON + 3 * MINUTE)

    per_second = Counter((at - NOON) // SECOND for at, due in run.made if at >= NOON + MINUTE)
    assert max(per_second.values()) <= 2 * 500 / 30
    assert len(per_second) == 120


def test_first_probes_of_a_large_fleet_take_their_time() -> None:
    """10,000 first probes within ten seconds were more than one core could do; healthy targets seemed to time out."""
    checks = [check(f"p/s{number}/c", host=f"h{number}.example") for number in range(10_000)]

    run = Run(Agenda(checks, NOON, None)).until(NOON + MINUTE)

    seconds = Counter((at - NOON) // SECOND for at, _ in run.made)
    assert len({due.check_id for _, due in run.made}) == 10_000
    assert max(seconds.values()) < 500
    assert max(at - NOON for at, due in run.made) < MINUTE


def test_nothing_is_due_without_checks() -> None:
    agenda = Agenda([], NOON, POLITE)

    assert agenda.next_at() is None
    assert agenda.take(NOON) == ((), ())


def test_a_probe_still_running_at_the_next_instant_is_an_overlap() -> None:
    agenda, on_grid = settled([check()], None)
    assert len(agenda.take(on_grid)[0]) == 1

    assert agenda.take(on_grid + MINUTE) == ((), (Skip(check_id=LANDING, reason=SkipReason.OVERLAP),))
    agenda.finished(LANDING, None, on_grid + MINUTE + SECOND)
    assert len(agenda.take(on_grid + 2 * MINUTE)[0]) == 1


@pytest.mark.parametrize(("late", "missed"), [(59 * SECOND, 0), (MINUTE, 1), (61 * SECOND, 1), (10 * MINUTE, 10)])
def test_after_a_stall_one_probe_is_made_and_the_missed_ones_are_counted(late: timedelta, missed: int) -> None:
    agenda, on_grid = settled([check()], None)

    dues, skips = agenda.take(on_grid + late)

    assert [due.due_at for due in dues] == [on_grid + missed * MINUTE]
    assert [skip.reason for skip in skips] == [SkipReason.OVERLAP] * missed
    assert agenda.next_at() == on_grid + (missed + 1) * MINUTE


# ---- extra probes


def test_a_recheck_comes_when_asked_and_leaves_the_grid_alone() -> None:
    agenda, on_grid = settled([check()], None)
    agenda.take(on_grid)
    agenda.finished(LANDING, seen(), on_grid)

    agenda.recheck(LANDING, on_grid + 10 * SECOND)

    run = Run(agenda).until(on_grid + 90 * SECOND)
    assert run.times(kind=DueKind.RECHECK) == [on_grid + 10 * SECOND]
    assert run.times() == [on_grid + MINUTE]


def test_a_second_recheck_replaces_the_first_and_a_cancelled_one_is_gone() -> None:
    agenda, on_grid = settled([check()], None)
    agenda.recheck(LANDING, on_grid - 30 * SECOND)
    agenda.recheck(LANDING, on_grid - 20 * SECOND)
    assert agenda.next_at() == on_grid - 20 * SECOND

    agenda.cancel_recheck(LANDING)

    assert agenda.next_at() == on_grid


@pytest.mark.parametrize(
    ("before", "kinds"),
    [
        (timedelta(0), [DueKind.SCHEDULED]),
        (0.9 * SECOND, [DueKind.SCHEDULED]),
        (SECOND, [DueKind.RECHECK, DueKind.SCHEDULED]),
    ],
)
def test_an_extra_probe_at_nearly_the_same_instant_as_a_scheduled_one_is_dropped(
    before: timedelta, kinds: list[DueKind]
) -> None:
    agenda, on_grid = settled([check()], None)

    agenda.recheck(LANDING, on_grid - before)

    run = Run(agenda).until(on_grid + SECOND)
    assert [due.kind for _, due in run.made] == kinds
    assert run.skips == []


def test_an_extra_probe_just_after_a_scheduled_one_is_dropped() -> None:
    agenda, on_grid = settled([check()], None)

    agenda.recheck(LANDING, on_grid + 0.5 * SECOND)

    run = Run(agenda).until(on_grid + 30 * SECOND)
    assert [due.kind for _, due in run.made] == [DueKind.SCHEDULED]


def test_a_recheck_sooner_than_a_second_is_made_where_intervals_are_short() -> None:
    agenda, on_grid = settled([check(interval=SECOND)], None)
    agenda.take(on_grid)
    agenda.finished(LANDING, seen(), on_grid)

    agenda.recheck(LANDING, on_grid + 0.2 * SECOND)

    assert Run(agenda).until(on_grid + 0.5 * SECOND).times(kind=DueKind.RECHECK) == [on_grid + 0.2 * SECOND]


def test_edges_replace_those_known_before_and_leave_out_the_past() -> None:
    agenda, on_grid = settled([check(interval=HOUR)], None)
    agenda.edges(LANDING, [on_grid - 20 * MINUTE])

    agenda.edges(LANDING, [on_grid - 3 * HOUR, on_grid - 10 * MINUTE, on_grid + 10 * MINUTE])

    run = Run(agenda).until(on_grid + 30 * MINUTE)
    assert run.times(kind=DueKind.EDGE) == [on_grid - 10 * MINUTE, on_grid + 10 * MINUTE]


def test_an_edit_probes_at_once() -> None:
    agenda, on_grid = settled([check()])

    agenda.at_once(LANDING, on_grid - 30 * SECOND)

    dues, _ = agenda.take(on_grid - 30 * SECOND)
    assert [due.kind for due in dues] == [DueKind.EDIT]


def test_requests_for_a_check_that_is_gone_are_ignored() -> None:
    agenda = Agenda([], NOON, POLITE)

    agenda.recheck("gone/portal/landing", NOON)
    agenda.edges("gone/portal/landing", [NOON + SECOND])
    agenda.at_once("gone/portal/landing", NOON)
    agenda.finished("gone/portal/landing", seen("gone/portal/landing"), NOON)

    assert agenda.next_at() is None


# ---- the conduct floor


@pytest.mark.parametrize("seconds", [10, 30, 60])
def test_a_check_alone_on_its_host_keeps_the_floor_without_leaving_its_grid(seconds: int) -> None:
    interval = seconds * SECOND
    run = Run(Agenda([check(interval=interval)], NOON, POLITE)).until(NOON + HOUR)

    times = run.times()

    assert all((at - EPOCH) % interval == phase(LANDING, interval) for at in times[1:])
    assert {later - sooner for sooner, later in pairwise(times[1:])} == {MINUTE}
    assert set(run.reasons()) <= {SkipReason.POLITENESS}


def test_without_conduct_nothing_is_refused() -> None:
    agenda, on_grid = settled([check(interval=10 * SECOND), check("absher/portal/other")], None)

    run = Run(agenda, sees=lambda due, _: rate_limited(due.check_id)).until(on_grid + HOUR)

    assert len(run.times()) == 360
    assert len(run.times("absher/portal/other")) == 60
    assert run.skips == []
    assert agenda.interval(LANDING) == 10 * SECOND


@pytest.mark.parametrize("lag", [5, 999])
def test_a_start_late_by_less_than_a_second_does_not_cost_the_next_one(lag: int) -> None:
    agenda, on_grid = settled([check()])
    late = timedelta(milliseconds=lag)

    for minute in range(5):
        dues, skips = agenda.take(on_grid + minute * MINUTE + late)
        agenda.finished(LANDING, seen(), on_grid + minute * MINUTE + late + SECOND)
        assert (len(dues), skips) == (1, ())


def test_a_start_late_by_more_than_a_second_moves_the_floor() -> None:
    agenda, on_grid = settled([check()])
    agenda.take(on_grid + 2 * SECOND)
    agenda.finished(LANDING, seen(), on_grid + 3 * SECOND)

    assert agenda.take(on_grid + MINUTE) == ((), (Skip(check_id=LANDING, reason=SkipReason.POLITENESS),))
    assert len(agenda.take(on_grid + 2 * MINUTE)[0]) == 1


def test_checks_on_one_host_take_turns() -> None:
    names = ["absher/a/c", "absher/b/c", "absher/c/c"]
    run = Run(Agenda([check(name) for name in names], NOON, POLITE)).until(NOON + 2 * HOUR)

    order = [due.check_id for _, due in run.made]

    assert all(set(order[n : n + 3]) == set(names) for n in range(len(order) - 3))
    assert [later - sooner for sooner, later in pairwise(at for at, _ in run.made)] == [MINUTE] * (len(order) - 1)
    assert all(run.agenda.interval(name) == 3 * MINUTE for name in names)


def test_a_seldom_check_is_not_starved_by_busy_neighbours() -> None:
    checks = [check("absher/a/c"), check("absher/b/c"), check("absher/seldom/c", interval=10 * MINUTE)]

    run = Run(Agenda(checks, NOON, POLITE)).until(NOON + 4 * HOUR)

    assert len(run.times("absher/seldom/c")) >= 24
    assert {skip.check_id for _, skip in run.skips} == {"absher/a/c", "absher/b/c"}


def test_one_that_waited_for_its_turn_is_not_late() -> None:
    run = Run(Agenda([check("absher/a/c"), check("absher/b/c")], NOON, POLITE)).until(NOON + HOUR)

    assert any(due.ready_at > due.due_at for _, due in run.made)
    assert all(due.ready_at == at for at, due in run.made)


def test_hosts_that_are_exempt_know_no_floor() -> None:
    checks = [
        check("own/a/c", host="own.example", interval=SECOND),
        check("own/b/c", host="own.example", interval=SECOND),
    ]
    agenda = Agenda(checks, NOON, Conduct(own_hosts=("own.example",), contact_is_placeholder=True))

    run = Run(agenda, sees=lambda due, _: rate_limited(due.check_id), duration=0.5 * SECOND).until(NOON + MINUTE)

    assert len(run.times("own/a/c")) >= 59
    assert run.skips == []
    assert agenda.interval("own/a/c") == SECOND


def test_one_connection_to_a_host_at_a_time() -> None:
    agenda, on_grid = settled([check(interval=5 * MINUTE), check("absher/b/c", interval=HOUR)])
    assert len(agenda.take(on_grid)[0]) == 1
    agenda.at_once("absher/b/c", on_grid + SECOND)
    assert agenda.take(on_grid + SECOND) == ((), ())

    agenda.finished(LANDING, seen(), on_grid + 7 * SECOND)

    assert agenda.next_at() == on_grid + 7 * SECOND
    dues, skips = agenda.take(on_grid + 7 * SECOND)
    assert ([due.check_id for due in dues], skips) == (["absher/b/c"], ())


def test_rechecks_of_one_host_come_ten_seconds_apart() -> None:
    names = ["absher/a/c", "absher/b/c"]
    agenda, _ = settled([check(name, interval=HOUR) for name in names])
    start = NOON + 30 * MINUTE
    run = Run(agenda).until(start)
    for name in names:
        agenda.recheck(name, start)

    run.until(start + MINUTE)

    assert [at for at, due in run.made if due.kind is DueKind.RECHECK] == [start, start + 10 * SECOND]


def test_a_recheck_beyond_the_allowance_is_left_to_the_next_scheduled_probe() -> None:
    agenda, on_grid = settled([check(interval=2 * MINUTE)])
    run = Run(agenda)
    for seconds in (10, 30, 50, 70):
        run.until(on_grid + seconds * SECOND)
        agenda.recheck(LANDING, on_grid + seconds * SECOND)

    run.until(on_grid + 3 * MINUTE)

    assert len(run.times(kind=DueKind.RECHECK)) == 3
    assert run.times() == [on_grid, on_grid + 2 * MINUTE]
    assert run.reasons() == {SkipReason.POLITENESS: 1}


def test_an_extra_probe_while_its_check_is_probed_is_an_overlap() -> None:
    agenda, on_grid = settled([check()])
    agenda.take(on_grid)
    agenda.at_once(LANDING, on_grid + 3 * SECOND)

    assert agenda.take(on_grid + 3 * SECOND) == (
        (),
        (Skip(check_id=LANDING, reason=SkipReason.OVERLAP, scheduled=False),),
    )


def test_with_the_placeholder_contact_a_host_sees_one_request_in_fifteen_minutes() -> None:
    agenda = Agenda([check(interval=5 * MINUTE)], NOON, Conduct(contact_is_placeholder=True))
    run = Run(agenda).until(NOON + 7 * MINUTE)
    agenda.at_once(LANDING, NOON + 7 * MINUTE)

    run.until(NOON + 5 * HOUR)

    instants = [at for at, _ in run.made]
    assert all(later - sooner >= 15 * MINUTE for sooner, later in pairwise(instants))
    assert {later - sooner for sooner, later in pairwise(run.times()[1:])} == {15 * MINUTE}
    assert agenda.interval(LANDING) == 15 * MINUTE


# ---- redirects


def test_redirect_hops_to_the_same_host_stretch_the_interval() -> None:
    agenda = Agenda([check()], NOON, POLITE)
    hop = ("https://www.absher.example/ar",)

    run = Run(agenda, sees=lambda due, _: seen(due.check_id, redirects=hop), duration=SECOND).until(NOON + HOUR)

    assert {later - sooner for sooner, later in pairwise(run.times()[1:])} == {2 * MINUTE}
    assert agenda.interval(LANDING) == 2 * MINUTE


def test_redirect_hops_to_another_host_count_there() -> None:
    apex = check("absher/apex/c", host="absher.example")
    agenda = Agenda([check(), apex], NOON, POLITE)
    run = Run(agenda, duration=SECOND)
    run.sees = lambda due, _: seen(
        due.check_id, redirects=("https://absher.example/",) if due.check_id == LANDING else ()
    )

    instants = [at for at, _ in run.until(NOON + HOUR).made]

    # The very first redirect cannot be foreseen; from then on both are one request to the apex.
    assert all(later - sooner >= MINUTE for sooner, later in pairwise(instants[2:]))
    assert len(run.times()) >= 28
    assert len(run.times("absher/apex/c")) >= 28
    assert agenda.interval(LANDING) == agenda.interval("absher/apex/c") == 2 * MINUTE


# ---- back-off


def refused_once(retry_after: timedelta | None, *, interval: timedelta = MINUTE) -> tuple[Run, datetime]:
    agenda, on_grid = settled([check(interval=interval)])
    agenda.take(on_grid)
    refused_at = on_grid + SECOND
    agenda.finished(LANDING, rate_limited(retry_after=retry_after), refused_at)
    return Run(agenda), refused_at


@pytest.mark.parametrize(("retry_after", "closed_for"), [(None, 15 * MINUTE), (120 * SECOND, 120 * SECOND)])
def test_a_refusal_keeps_the_check_away_and_the_first_look_comes_at_the_end(
    retry_after: timedelta | None, closed_for: timedelta
) -> None:
    run, refused_at = refused_once(retry_after)

    run.until(refused_at + closed_for + MINUTE)

    assert timedelta(0) <= run.times()[0] - (refused_at + closed_for) < 5 * SECOND
    assert run.reasons()[SkipReason.BACKOFF] == closed_for / MINUTE


def test_a_long_interval_does_not_lengthen_the_backoff_nor_the_other_way_round() -> None:
    run, refused_at = refused_once(None, interval=HOUR)

    run.until(refused_at + 2 * HOUR)

    assert len(run.times()) == 2
    assert run.skips == []


def test_extra_probes_are_skipped_during_a_backoff() -> None:
    run, refused_at = refused_once(None)
    run.agenda.recheck(LANDING, refused_at + 10 * SECOND)

    run.until(refused_at + 20 * SECOND)

    assert run.made == []
    assert run.reasons() == {SkipReason.BACKOFF: 1}


def test_the_interval_is_the_backoffs_until_the_next_answer() -> None:
    run, refused_at = refused_once(None)
    assert run.agenda.interval(LANDING) == 15 * MINUTE

    run.until(refused_at + 15 * MINUTE)
    assert run.agenda.interval(LANDING) == 15 * MINUTE

    run.until(refused_at + 16 * MINUTE)
    assert run.agenda.interval(LANDING) == MINUTE


def test_a_refusal_of_one_check_is_a_refusal_to_all_on_its_host() -> None:
    agenda, on_grid = settled([check(interval=5 * MINUTE), check("absher/b/c", interval=HOUR)])
    agenda.take(on_grid)
    agenda.finished(LANDING, rate_limited(), on_grid)

    agenda.at_once("absher/b/c", on_grid + SECOND)

    assert agenda.take(on_grid + SECOND)[1] == (
        Skip(check_id="absher/b/c", reason=SkipReason.BACKOFF, scheduled=False),
    )
    assert agenda.interval("absher/b/c") == HOUR
    assert agenda.interval(LANDING) == 15 * MINUTE


# ---- reload and restart


def test_a_reload_leaves_kept_checks_on_their_grid_and_starts_new_ones_soon() -> None:
    agenda, on_grid = settled([check(interval=HOUR), check("absher/old/c")], None)
    Run(agenda).until(now := on_grid + 20 * MINUTE)

    agenda.replace([check(interval=HOUR), check("absher/new/c", interval=HOUR)], now)

    run = Run(agenda).until(on_grid + HOUR + SECOND)
    assert run.times() == [on_grid + HOUR]
    assert now <= run.times("absher/new/c")[0] <= now + 10 * SECOND
    assert run.times("absher/old/c") == []


def test_a_reload_with_another_interval_moves_to_the_new_grid() -> None:
    agenda, on_grid = settled([check(interval=HOUR)])
    now = on_grid - 20 * MINUTE

    agenda.replace([check(interval=5 * MINUTE)], now)

    assert agenda.next_at() == next_on_grid(LANDING, 5 * MINUTE, now)


def test_a_reload_does_not_forget_a_backoff() -> None:
    run, refused_at = refused_once(None)

    run.agenda.replace([], refused_at + MINUTE)
    run.agenda.replace([check()], refused_at + 2 * MINUTE)

    assert run.until(refused_at + 15 * MINUTE).made == []


def test_a_reload_takes_over_the_new_contact() -> None:
    agenda = Agenda([check()], NOON, Conduct(contact_is_placeholder=True))

    agenda.replace([check()], NOON, Conduct())

    assert agenda.interval(LANDING) == MINUTE


def test_a_check_removed_in_flight_frees_its_host() -> None:
    agenda, on_grid = settled([check(interval=5 * MINUTE), check("absher/b/c", interval=HOUR)])
    assert [due.check_id for due in agenda.take(on_grid)[0]] == [LANDING]
    agenda.replace([check("absher/b/c", interval=HOUR)], on_grid + SECOND)

    agenda.finished(LANDING, rate_limited(), on_grid + 2 * SECOND)
    agenda.at_once("absher/b/c", on_grid + 3 * SECOND)

    assert [due.check_id for due in agenda.take(on_grid + 3 * SECOND)[0]] == ["absher/b/c"]


def test_after_an_absence_first_probes_come_anew_and_only_edges_are_kept() -> None:
    agenda, on_grid = settled([check(interval=HOUR)])
    agenda.take(on_grid)
    agenda.recheck(LANDING, on_grid + 6 * MINUTE)
    agenda.edges(LANDING, [on_grid + MINUTE, on_grid + 20 * MINUTE])
    back_at = on_grid + 5 * MINUTE

    agenda.resume(back_at)

    run = Run(agenda).until(back_at + 30 * MINUTE)
    assert back_at <= run.times()[0] <= back_at + 10 * SECOND
    assert run.times(kind=DueKind.EDGE) == [on_grid + 20 * MINUTE]
    assert run.times(kind=DueKind.RECHECK) == []
    assert run.skips == []


# ---- whatever happens

OUTCOMES = [
    (Outcome.OK, None),
    (Outcome.FAILED, Reason.STATUS),
    (Outcome.FAILED, Reason.STATUS),
    (Outcome.BLOCKED, Reason.CHALLENGED),
]


WAITED = [(Outcome.FAILED, Reason.STATUS)] * 2 + [(Outcome.OK, None)] * 2 + [OUTCOMES[-1], OUTCOMES[1]]


@settings(max_examples=25, deadline=None)
@example(intervals=[20, 45], outcomes=WAITED, duration=9, placeholder=False)  # once 0.4 s short of a minute apart
@given(
    intervals=st.lists(st.sampled_from([20, 45, 60, 90, 300, 600]), min_size=1, max_size=5),
    outcomes=st.lists(st.sampled_from(OUTCOMES), min_size=1, max_size=12),
    duration=st.sampled_from([0, 1, 9]),
    placeholder=st.booleans(),
)
def test_a_host_never_sees_more_than_conduct_allows(
    intervals: list[int], outcomes: list[tuple[Outcome, Reason | None]], duration: int, placeholder: bool
) -> None:
    agenda = Agenda(
        [check(f"absher/s{n}/c", interval=seconds * SECOND) for n, seconds in enumerate(intervals)],
        NOON,
        Conduct(contact_is_placeholder=placeholder),
    )
    run = Run(agenda, duration=duration * SECOND)
    closed: list[tuple[datetime, datetime]] = []

    def sees(due: Due, at: datetime) -> Observation:
        outcome, reason = outcomes[len(run.made) % len(outcomes)]
        if outcome is Outcome.FAILED:
            agenda.recheck(due.check_id, at + 10 * SECOND)
        if outcome is Outcome.BLOCKED:
            closed.append((at, at + 15 * MINUTE))
        return seen(due.check_id, outcome, reason)

    run.sees = sees
    run.until(NOON + 3 * HOUR)

    everything = [at for at, _ in run.made]
    scheduled = [at for at, due in run.made if due.kind is DueKind.SCHEDULED]
    extras = [at for at, due in run.made if due.kind is not DueKind.SCHEDULED]
    assert all(later - sooner >= MINUTE for sooner, later in pairwise(scheduled))
    assert all(later - sooner >= 10 * SECOND for sooner, later in pairwise(extras))
    assert all(later - sooner >= 5 * MINUTE for sooner, later in zip(extras, extras[3:], strict=False))
    assert all(later - sooner >= duration * SECOND for sooner, later in pairwise(everything))
    assert not placeholder or all(later - sooner >= 15 * MINUTE for sooner, later in pairwise(everything))
    assert not [at for at in everything for since, until in closed if since < at < until]


@settings(max_examples=25, deadline=None)
@given(intervals=st.lists(st.sampled_from([20, 45, 60, 90, 300, 600]), min_size=1, max_size=8))
def test_no_check_starves_nor_goes_stale_by_its_effective_interval(intervals: list[int]) -> None:
    checks = [check(f"absher/s{n}/c", interval=seconds * SECOND) for n, seconds in enumerate(intervals)]

    run = Run(Agenda(checks, NOON, POLITE)).until(NOON + 3 * HOUR)

    for one in checks:
        longest = max(later - sooner for sooner, later in pairwise(run.times(one.id)))
        assert longest <= 2 * run.agenda.interval(one.id) + one.timeout


def test_a_restart_is_no_way_round_the_floor() -> None:
    started_at = datetime(2026, 3, 10, 8, 0, tzinfo=UTC)
    agenda = Agenda([check(interval=MINUTE)], started_at, Conduct())
    agenda.recall(replace(rate_limited(), outcome=Outcome.NOTHING, reason=None), started_at - 5 * SECOND)

    handed_out = first_handed_out(agenda)

    assert handed_out >= started_at + 55 * SECOND


def test_a_back_off_holds_over_a_restart() -> None:
    started_at = datetime(2026, 3, 10, 8, 0, tzinfo=UTC)
    agenda = Agenda([check(interval=MINUTE)], started_at, Conduct())
    agenda.recall(replace(rate_limited(), retry_after=20 * MINUTE), started_at - 5 * MINUTE)

    handed_out = first_handed_out(agenda)

    assert started_at + 15 * MINUTE <= handed_out <= started_at + 16 * MINUTE


def first_handed_out(agenda: Agenda) -> datetime:
    while True:
        at = agenda.next_at()
        assert at is not None
        if agenda.take(at)[0]:
            return at
