from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.cadence import DueKind
from monitor.domain.conduct import (
    PERMIT,
    Conduct,
    Demand,
    HostBudget,
    Refusal,
    SkipReason,
    answered,
    effective_interval,
    exempt,
    fair_share,
    host_of,
    spend,
    verdict,
)
from monitor.domain.observation import HttpFacts, Observation, Outcome, Reason

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
NOON = datetime(2025, 12, 5, 12, tzinfo=UTC)
FRESH = HostBudget()
PLACEHOLDER = HostBudget(conduct=Conduct(contact_is_placeholder=True))
EXTRA_KINDS = [DueKind.RECHECK, DueKind.EDGE, DueKind.EDIT]


def seen(
    outcome: Outcome = Outcome.BLOCKED,
    reason: Reason | None = Reason.RATE_LIMITED,
    *,
    status: int | None = 429,
    retry_after: timedelta | None = None,
) -> Observation:
    http = HttpFacts(status=status) if status is not None else None
    return Observation(
        check_id="absher/portal/landing",
        location="riyadh-1",
        started_at=NOON,
        completed_at=NOON,
        outcome=outcome,
        reason=reason,
        http=http,
        retry_after=retry_after,
    )


def polite(until: datetime) -> Refusal:
    return Refusal(reason=SkipReason.POLITENESS, until=until)


def backing_off(until: datetime) -> Refusal:
    return Refusal(reason=SkipReason.BACKOFF, until=until)


@pytest.mark.parametrize(
    ("host", "own_hosts", "wanted"),
    [
        ("localhost", (), True),
        ("127.0.0.1", (), True),
        ("127.255.255.254", (), True),
        ("::1", (), True),
        ("128.0.0.1", (), False),
        ("::ffff:127.0.0.1", (), False),
        ("::2", (), False),
        ("0.0.0.0", (), False),
        ("10.0.0.1", (), False),
        ("localhost.example", (), False),
        ("127.0.0.1.example", (), False),
        ("127.1", (), False),
        ("", (), False),
        ("www.example.sa", ("www.example.sa",), True),
        ("www.example.sa", ("WWW.Example.sa",), True),
        ("www.example.sa", ("example.sa",), False),
        ("example.sa", ("www.example.sa",), False),
        ("absher.sa", (), False),
    ],
)
def test_own_hosts_and_literal_loopback_are_exempt_and_nothing_else(
    host: str, own_hosts: tuple[str, ...], wanted: bool
) -> None:
    assert exempt(host, own_hosts) is wanted


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.Absher.sa/portal", "www.absher.sa"),
        ("https://absher.sa.:8443/", "absher.sa"),
        ("http://[::1]:8080/", "::1"),
        ("/relative", ""),
    ],
)
def test_a_host_has_one_name_however_it_is_written(url: str, host: str) -> None:
    assert host_of(url) == host


def test_a_scheduled_request_closes_the_host_to_another_for_a_minute() -> None:
    budget = spend(FRESH, DueKind.SCHEDULED, NOON)

    assert verdict(budget, DueKind.SCHEDULED, NOON + 59 * SECOND) == polite(NOON + MINUTE)
    assert verdict(budget, DueKind.SCHEDULED, NOON + MINUTE) == PERMIT


def test_every_redirect_hop_costs_another_minute() -> None:
    budget = spend(FRESH, DueKind.SCHEDULED, NOON)

    budget = spend(budget, DueKind.SCHEDULED, NOON, requests=2)

    assert verdict(budget, DueKind.SCHEDULED, NOON + MINUTE) == polite(NOON + 3 * MINUTE)


@pytest.mark.parametrize("kind", EXTRA_KINDS)
def test_extra_requests_have_an_allowance_of_their_own(kind: DueKind) -> None:
    budget = spend(FRESH, DueKind.SCHEDULED, NOON)
    assert verdict(budget, kind, NOON + SECOND) == PERMIT

    budget = spend(budget, kind, NOON + SECOND)
    assert verdict(budget, kind, NOON + 10 * SECOND) == polite(NOON + 11 * SECOND)
    assert verdict(budget, kind, NOON + 11 * SECOND) == PERMIT


def test_the_fourth_extra_request_waits_for_the_end_of_five_minutes() -> None:
    budget = FRESH
    for seconds in (0, 10, 60):
        budget = spend(budget, DueKind.RECHECK, NOON + seconds * SECOND)

    assert verdict(budget, DueKind.EDGE, NOON + 5 * MINUTE - SECOND) == polite(NOON + 5 * MINUTE)
    assert verdict(budget, DueKind.EDGE, NOON + 5 * MINUTE) == PERMIT
    budget = spend(budget, DueKind.EDGE, NOON + 5 * MINUTE)
    assert verdict(budget, DueKind.EDGE, NOON + 5 * MINUTE + 10 * SECOND) == PERMIT
    assert len(budget.extras) == 3


def test_hops_of_an_extra_request_use_up_its_allowance() -> None:
    budget = spend(FRESH, DueKind.RECHECK, NOON, requests=3)

    assert verdict(budget, DueKind.RECHECK, NOON + MINUTE) == polite(NOON + 5 * MINUTE)


@pytest.mark.parametrize("first", [DueKind.SCHEDULED, *EXTRA_KINDS])
@pytest.mark.parametrize("second", [DueKind.SCHEDULED, *EXTRA_KINDS])
def test_with_the_placeholder_contact_any_request_closes_the_host_for_fifteen_minutes(
    first: DueKind, second: DueKind
) -> None:
    budget = spend(PLACEHOLDER, first, NOON)

    assert verdict(budget, second, NOON + 15 * MINUTE - SECOND) == polite(NOON + 15 * MINUTE)
    assert verdict(budget, second, NOON + 15 * MINUTE) == PERMIT


@pytest.mark.parametrize("reason", [Reason.BLOCKED, Reason.CHALLENGED, Reason.RATE_LIMITED])
@pytest.mark.parametrize("kind", [DueKind.SCHEDULED, *EXTRA_KINDS])
def test_a_refusal_closes_the_host_to_every_kind_of_request(reason: Reason, kind: DueKind) -> None:
    budget = answered(FRESH, seen(reason=reason), NOON)

    assert verdict(budget, kind, NOON + 15 * MINUTE - SECOND) == backing_off(NOON + 15 * MINUTE)
    assert verdict(budget, kind, NOON + 15 * MINUTE) == PERMIT


def test_backoff_doubles_up_to_six_hours_and_starts_anew_after_an_answer() -> None:
    budget, at, steps = FRESH, NOON, []
    for _ in range(8):
        budget = answered(budget, seen(), at)
        steps.append((budget.closed_until - at) / MINUTE)
        at = budget.closed_until

    budget = answered(answered(budget, seen(Outcome.OK, None, status=200), at), seen(), at)

    assert steps == [15, 30, 60, 120, 240, 360, 360, 360]
    assert budget.closed_until == at + 15 * MINUTE


@pytest.mark.parametrize(
    ("observation", "refusals"),
    [
        (seen(Outcome.OK, None, status=200), 0),
        (seen(Outcome.SLOW, None, status=200), 0),
        (seen(Outcome.FAILED, Reason.STATUS, status=503), 0),
        (seen(Outcome.FAILED, Reason.TIMEOUT, status=None), 1),
        (seen(Outcome.FAILED, Reason.RESET, status=0), 1),
        (seen(Outcome.NOTHING, Reason.SELF, status=None), 1),
        (seen(Outcome.BLOCKED, Reason.TIMEOUT, status=None), 1),
    ],
)
def test_only_an_answer_that_is_no_refusal_ends_the_row_of_refusals(observation: Observation, refusals: int) -> None:
    budget = answered(answered(FRESH, seen(), NOON), observation, NOON + HOUR)

    assert budget.refusals == refusals
    assert verdict(budget, DueKind.SCHEDULED, NOON + HOUR) == PERMIT


@pytest.mark.parametrize(
    ("reason", "retry_after", "closed_for"),
    [
        (Reason.RATE_LIMITED, 120 * SECOND, 120 * SECOND),
        (Reason.RATE_LIMITED, HOUR, HOUR),
        (Reason.RATE_LIMITED, 24 * HOUR, 6 * HOUR),
        (Reason.BLOCKED, 120 * SECOND, 15 * MINUTE),
        (Reason.CHALLENGED, HOUR, HOUR),
        (Reason.BLOCKED, 24 * HOUR, 6 * HOUR),
    ],
)
def test_retry_after_is_honoured(reason: Reason, retry_after: timedelta, closed_for: timedelta) -> None:
    budget = answered(FRESH, seen(reason=reason, retry_after=retry_after), NOON)

    assert budget.closed_until == NOON + closed_for


def test_a_shorter_refusal_does_not_open_a_host_that_a_longer_one_closed() -> None:
    budget = answered(FRESH, seen(retry_after=HOUR), NOON)

    budget = answered(budget, seen(retry_after=SECOND), NOON)

    assert budget.closed_until == NOON + HOUR


@pytest.mark.parametrize(
    ("seconds", "requests", "wanted"),
    [
        ([60], [1], [60]),
        ([30], [1], [60]),
        ([300], [1], [300]),
        ([60, 60, 60], [1, 1, 1], [180, 180, 180]),
        ([300] * 6, [1] * 6, [360] * 6),
        ([300] * 3, [1] * 3, [300] * 3),
        ([60, 300], [1, 1], [90, 300]),
        ([120, 120], [1, 1], [120, 120]),
        ([60], [3], [180]),
        ([60, 60], [1, 2], [180, 180]),
    ],
)
def test_checks_on_one_host_share_one_request_a_minute(
    seconds: list[int], requests: list[int], wanted: list[int]
) -> None:
    demands = [Demand(interval=s * SECOND, requests=r) for s, r in zip(seconds, requests, strict=True)]

    got = [effective_interval(d.interval, demands, Conduct()) for d in demands]

    assert got == [s * SECOND for s in wanted]


@pytest.mark.parametrize(
    ("seconds", "share"),
    [([60], 60), ([120, 120], 120), ([61], 0), ([300] * 6, 360), ([300] * 4, 0), ([60, 300], 75), ([], 0)],
)
def test_fair_share_leaves_the_modest_alone_and_divides_the_rest(seconds: list[int], share: int) -> None:
    assert fair_share([Demand(interval=s * SECOND) for s in seconds], MINUTE) == share * SECOND


def test_effective_interval_with_the_placeholder_contact_is_a_quarter_of_an_hour() -> None:
    demands = [Demand(interval=5 * MINUTE)]
    placeholder = Conduct(contact_is_placeholder=True)

    assert effective_interval(5 * MINUTE, demands, placeholder) == 15 * MINUTE


@given(st.lists(st.integers(1, 3600), min_size=1, max_size=30))
def test_effective_intervals_never_ask_more_than_the_floor_allows(seconds: list[int]) -> None:
    demands = [Demand(interval=s * SECOND) for s in seconds]

    got = [effective_interval(d.interval, demands, Conduct()) for d in demands]

    assert sum(MINUTE / interval for interval in got) <= 1 + 1e-6
    assert all(interval >= demand.interval for interval, demand in zip(got, demands, strict=True))


@given(st.lists(st.integers(0, 400), min_size=1, max_size=60))
def test_never_more_than_three_extra_requests_in_any_five_minutes(gaps: list[int]) -> None:
    budget, at, made = FRESH, NOON, list[datetime]()
    for gap in gaps:
        at += gap * SECOND
        if verdict(budget, DueKind.RECHECK, at) == PERMIT:
            budget = spend(budget, DueKind.RECHECK, at)
            made.append(at)

    assert all(later - sooner >= 5 * MINUTE for sooner, later in zip(made, made[3:], strict=False))
    assert all(later - sooner >= 10 * SECOND for sooner, later in pairwise(made))
