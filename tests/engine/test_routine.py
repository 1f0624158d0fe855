"""A success after successes takes a short way through the judge; it must lead where the long one leads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from monitor.domain.book import Book, Rules, declare
from monitor.domain.catalogue import Catalogue, Check, Needs, Service
from monitor.domain.confirmation import Stretch, Track, succeed, unmoved
from monitor.domain.observation import Observation, Outcome, Reason
from monitor.domain.verdict import State, Verdict
from monitor.domain.window import WindowSpec
from monitor.engine.judge import Decision, Judge
from tests.domain import facts
from tests.domain.facts import AUTHOR, LOCATION, MINUTE, PORTAL, SECOND, check, policy, utc, window

START = utc("08:00")
CHECKS = ("absher/portal/a", "absher/portal/b")
FOLLOWER = "absher/renewal"
# Mostly successes, so that runs of them are long enough to be passed over, with everything else in between.
SEEN = [*[Outcome.OK] * 8, *[Outcome.SLOW] * 2, *[Outcome.FAILED] * 3, Outcome.BLOCKED, Outcome.NOTHING]
Happening = tuple[int, str, Outcome, bool, bool]  # seconds since the last, check, outcome, on the grid, canaries answer
HAPPENINGS = st.lists(
    st.tuples(
        st.sampled_from([0, 1, 10, 20, 60, 60, 60, 130, 700]),
        st.sampled_from(CHECKS),
        st.sampled_from(SEEN),
        st.booleans(),
        st.sampled_from([True, True, True, False]),
    ),
    min_size=1,
    max_size=40,
)


class Thorough(Judge):
    """Takes the long way always."""

    def _passes_over(
        self, check: Check, seen: Observation, at: datetime, *, scheduled: bool, patience: timedelta
    ) -> bool:
        return False


def catalogue(*, needs: Needs, followed: bool, share: int) -> Catalogue:
    rules = policy(share_of=share)
    services: list[Service] = [facts.service(PORTAL, *(check(name, policy=rules) for name in CHECKS), needs=needs)]
    if followed:
        services.append(facts.service(FOLLOWER, inferred_from=PORTAL))
    return facts.catalogue(*services)


def told(judge: Judge, happening: Happening, at: datetime) -> Decision:
    _, check_id, outcome, scheduled, reachable = happening
    judge.network_reachable = reachable
    seen = Observation(
        check_id=check_id,
        location=LOCATION,
        started_at=at - SECOND,
        completed_at=at,
        outcome=outcome,
        reason=Reason.STATUS if outcome is Outcome.FAILED else None,
    )
    judge.awaits_canaries(seen)
    return judge.observe(seen, scheduled=scheduled, interval=2 * MINUTE if scheduled else None)


def planned(known: Catalogue, spec: WindowSpec | None) -> Book:
    if spec is None:
        return Book()
    rules = Rules(catalogue=known, longest_window=timedelta(days=1))
    return declare(Book(), spec, START - timedelta(days=1), AUTHOR, rules)[0]


@st.composite
def windows(draw: st.DrawFn) -> WindowSpec | None:
    if draw(st.booleans()):
        return None
    starts = START + draw(st.integers(-10, 20)) * MINUTE
    return window(starts, starts + draw(st.integers(1, 20)) * MINUTE)


@given(HAPPENINGS, windows(), st.sampled_from(Needs), st.booleans(), st.sampled_from([3, 10]))
@settings(
    derandomize=True, deadline=None, database=None, max_examples=400, suppress_health_check=[HealthCheck.too_slow]
)
@example([(60, CHECKS[0], Outcome.OK, True, True)] * 5, None, Needs.ALL, False, 10)
def test_short_way_of_a_success_leads_where_the_long_one_leads(
    course: Sequence[Happening], spec: WindowSpec | None, needs: Needs, followed: bool, share: int
) -> None:
    known = catalogue(needs=needs, followed=followed, share=share)
    book = planned(known, spec)
    short, long = (kind(known, facts.settings(), book, START) for kind in (Judge, Thorough))
    at = START

    for happening in course:
        at += happening[0] * SECOND
        assert told(short, happening, at) == told(long, happening, at)
        assert short.records == long.records
        assert short.settle(at) == long.settle(at)
        if happening[0] > 60:  # time passes without an observation too
            assert short.advance(at + SECOND).effects == long.advance(at + SECOND).effects
            at += SECOND

    assert short.advance(at + 20 * MINUTE).effects == long.advance(at + 20 * MINUTE).effects
    for name, record in short.records.items():
        assert (record.standing, record.tracks) == (long.records[name].standing, long.records[name].tracks)


@st.composite
def tracks(draw: st.DrawFn) -> Track:
    """Any track at all, those that no course of observations leads to included."""
    instants = st.integers(0, 50).map(lambda minutes: START - minutes * MINUTE)
    stretch = st.builds(
        Stretch, since=instants, verdict=st.sampled_from(Verdict), failing=st.booleans(), held=st.booleans()
    )
    return Track(
        check_id=CHECKS[0],
        location=LOCATION,
        stretches=tuple(draw(st.lists(stretch, min_size=1, max_size=3))),
        seen_at=draw(instants),
        failures=draw(st.integers(0, 2)),
        failing_since=draw(st.none() | instants),
        reason=draw(st.sampled_from(["", "status"])),
        successes=draw(st.integers(0, 2)),
        recovering=draw(st.sampled_from([(), ((START - MINUTE, Verdict.UP),)])),
        share=tuple(draw(st.lists(st.tuples(instants, st.booleans()), max_size=4))),
        by_share=draw(st.booleans()),
    )


@given(tracks(), st.sampled_from([Verdict.UP, Verdict.DEGRADED]), st.booleans())
@settings(derandomize=True, deadline=None, database=None, max_examples=300)
def test_one_step_over_a_success_is_what_the_rule_for_successes_makes_of_it(
    track: Track, verdict: Verdict, scheduled: bool
) -> None:
    rules = policy(share_of=3)
    patience = 3 * MINUTE

    after = unmoved(track, START, verdict, scheduled=scheduled, policy=rules, patience=patience)

    by_rule, since = succeed(track, START, verdict, scheduled=scheduled, policy=rules)
    if after is not None:
        assert since is None
        assert after == replace(by_rule, patience=patience)
    else:
        assert track.now.failing or track.now.verdict is not verdict or track.now.held


def test_short_way_is_taken_by_a_success_after_a_success() -> None:
    judge = Judge(catalogue(needs=Needs.ALL, followed=False, share=10), facts.settings(), Book(), START)
    passed: list[bool] = []
    taken = judge._passes_over

    def watched(*arguments: object, **keywords: object) -> bool:
        passed.append(taken(*arguments, **keywords))  # type: ignore[arg-type]  # handed on as they come
        return passed[-1]

    judge._passes_over = watched  # type: ignore[method-assign]  # which way is taken cannot be seen otherwise
    for turn in range(4):
        told(judge, (60, CHECKS[0], Outcome.OK, True, True), START + turn * MINUTE)

    assert passed == [False, True, True, True]


def test_check_that_is_looked_at_more_often_again_goes_stale_sooner() -> None:
    judge = Judge(catalogue(needs=Needs.ANY, followed=False, share=10), facts.settings(), Book(), START)
    for turn, often in enumerate([20, 20, 1]):
        for name in CHECKS:
            at = START + turn * MINUTE
            seen = Observation(
                check_id=name, location=LOCATION, started_at=at, completed_at=at, outcome=Outcome.OK, reason=None
            )
            judge.observe(seen, scheduled=True, interval=often * MINUTE)

    judge.advance(START + 5 * MINUTE)

    assert judge.records[PORTAL].standing.state is State.UNKNOWN
