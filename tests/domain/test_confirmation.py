from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from monitor.domain import confirmation
from monitor.domain.catalogue import ConfirmationPolicy
from monitor.domain.confirmation import Stretch, Track, forget_failures, regain_sight, trimmed
from monitor.domain.observation import Outcome, Reason
from monitor.domain.verdict import Verdict
from tests.domain.facts import LANDING, LOCATION, MINUTE, SECOND, policy, utc

UP, DEGRADED, DOWN, BLOCKED, UNKNOWN = (
    Verdict.UP, Verdict.DEGRADED, Verdict.DOWN, Verdict.BLOCKED, Verdict.UNKNOWN,
)  # fmt: skip
START = utc("08:00")
TWO = policy()
PATIENCE = 130 * SECOND


class Watch:
    """One track, driven by letters a minute apart: ``u`` up, ``g`` degraded, ``f`` failed, ``b`` blocked, ``?`` unseen.

    Capitals are re-checks, which are not scheduled; ``x`` is a failure that does not count (O12), ``.`` no probe.
    """

    def __init__(self, rules: ConfirmationPolicy = TWO) -> None:
        self.policy = rules
        self.track = confirmation.enrolled(LANDING, LOCATION, START)
        self.at = START
        self.dated: list[datetime | None] = []

    def sees(self, letters: str, step: timedelta = MINUTE) -> Watch:
        for letter in letters:
            self.at += step
            if letter != ".":
                self.track, since = self._step(letter)
                self.dated.append(since)
        return self

    def _step(self, letter: str) -> confirmation.Step:
        at, rules = self.at, self.policy
        scheduled = letter.islower()
        match letter.lower():
            case "u":
                return confirmation.succeed(self.track, at, UP, scheduled=scheduled, policy=rules)
            case "g":
                return confirmation.succeed(self.track, at, DEGRADED, scheduled=scheduled, policy=rules)
            case "f":
                return confirmation.fail(self.track, at, f"at {at:%H:%M}", scheduled=scheduled, policy=rules)
            case "x":
                return confirmation.fail(self.track, at, "in flight", scheduled=True, policy=rules, counts=False)
            case "b":
                return confirmation.block(self.track, at)
            case _:
                return confirmation.lose_sight(self.track, at)

    @property
    def past(self) -> list[str]:
        """Minutes after the start and verdicts: ``0 unknown``."""
        return [f"{(s.since - START) // MINUTE} {s.verdict.value}" for s in self.track.stretches]

    @property
    def since(self) -> list[int | None]:
        """For each observation, the minute from which the past reads differently."""
        return [None if since is None else (since - START) // MINUTE for since in self.dated]


def watch(letters: str, rules: ConfirmationPolicy = TWO) -> Watch:
    return Watch(rules).sees(letters)


# ---- what is believed, and since when


@pytest.mark.parametrize(
    ("letters", "past"),
    [
        ("", ["0 unknown"]),
        # start: one success makes it up, a failure needs confirmation
        ("u", ["0 unknown", "1 up"]),
        ("g", ["0 unknown", "1 degraded"]),
        ("b", ["0 unknown", "1 blocked"]),
        ("f", ["0 unknown", "1 unknown"]),
        ("ff", ["0 unknown", "1 down"]),
        ("fF", ["0 unknown", "1 down"]),
        ("fu", ["0 unknown", "1 unknown", "2 up"]),
        # a failure is confirmed by the second in a row and dated back to the first
        ("uf", ["0 unknown", "1 up"]),
        ("uff", ["0 unknown", "1 up", "2 down"]),
        ("ufuf", ["0 unknown", "1 up"]),
        ("ufuff", ["0 unknown", "1 up", "4 down"]),
        ("uffff", ["0 unknown", "1 up", "2 down"]),
        # degraded and blocked hold from the first such observation
        ("ug", ["0 unknown", "1 up", "2 degraded"]),
        ("ugu", ["0 unknown", "1 up", "2 degraded", "3 up"]),
        ("ub", ["0 unknown", "1 up", "2 blocked"]),
        ("ubu", ["0 unknown", "1 up", "2 blocked", "3 up"]),
        ("ubg", ["0 unknown", "1 up", "2 blocked", "3 degraded"]),
        ("ubb", ["0 unknown", "1 up", "2 blocked"]),
        # from blocked a failure needs confirmation; the earlier verdict holds and is dated back over
        ("ubf", ["0 unknown", "1 up", "2 blocked", "3 blocked"]),
        ("ubff", ["0 unknown", "1 up", "2 blocked", "3 down"]),
        ("ubfu", ["0 unknown", "1 up", "2 blocked", "3 blocked", "4 up"]),
        # a blocked answer breaks both runs
        ("ufbf", ["0 unknown", "1 up", "3 blocked", "4 blocked"]),
        ("ufbff", ["0 unknown", "1 up", "3 blocked", "4 down"]),
        ("uffubu", ["0 unknown", "1 up", "2 down", "5 blocked", "6 blocked"]),
        ("uffubuu", ["0 unknown", "1 up", "2 down", "5 blocked", "6 up"]),
        # what nobody saw neither feeds nor breaks a run, and stays unknown when a run is dated back over it
        ("uf.f", ["0 unknown", "1 up", "2 down"]),
        ("uf?f", ["0 unknown", "1 up", "2 down", "3 unknown", "4 down"]),
        ("uf??f", ["0 unknown", "1 up", "2 down", "3 unknown", "5 down"]),
        ("u?ff", ["0 unknown", "1 up", "2 unknown", "3 down"]),
        ("uffu?u", ["0 unknown", "1 up", "2 down", "4 up", "5 unknown", "6 up"]),
        ("uffu?g", ["0 unknown", "1 up", "2 down", "4 up", "5 unknown", "6 degraded"]),
        ("u?u", ["0 unknown", "1 up", "2 unknown", "3 up"]),
        # recovery needs two in a row and is dated back to the first; what it recovers into shows
        ("uffu", ["0 unknown", "1 up", "2 down"]),
        ("uffuu", ["0 unknown", "1 up", "2 down", "4 up"]),
        ("uffuU", ["0 unknown", "1 up", "2 down", "4 up"]),
        ("uffufu", ["0 unknown", "1 up", "2 down"]),
        ("uffufuu", ["0 unknown", "1 up", "2 down", "6 up"]),
        ("uffgg", ["0 unknown", "1 up", "2 down", "4 degraded"]),
        ("uffgu", ["0 unknown", "1 up", "2 down", "4 degraded", "5 up"]),
        ("uffug", ["0 unknown", "1 up", "2 down", "4 up", "5 degraded"]),
        # inside an outage blocked and unknown are shown, and the first failure resumes it at once
        ("uffb", ["0 unknown", "1 up", "2 down", "4 blocked"]),
        ("uffbf", ["0 unknown", "1 up", "2 down", "4 blocked", "5 down"]),
        ("uff?f", ["0 unknown", "1 up", "2 down", "4 unknown", "5 down"]),
        ("uff?u", ["0 unknown", "1 up", "2 down", "4 unknown", "5 unknown"]),
        ("uff?uf", ["0 unknown", "1 up", "2 down", "4 unknown", "5 unknown", "6 down"]),
        ("uff?uu", ["0 unknown", "1 up", "2 down", "4 unknown", "5 up"]),
        ("uff?b", ["0 unknown", "1 up", "2 down", "4 unknown", "5 blocked"]),
        # a held verdict that nobody confirms is unknown again when sight is lost
        ("f?", ["0 unknown", "1 unknown", "2 unknown"]),
        ("ubf?", ["0 unknown", "1 up", "2 blocked", "3 blocked", "4 unknown"]),
    ],
)
def test_belief_after_a_row_of_observations(letters: str, past: list[str]) -> None:
    assert watch(letters).past == past


@pytest.mark.parametrize(
    ("letters", "since"),
    [
        ("u", [1]),
        ("uu", [1, None]),
        ("uff", [1, None, 2]),
        ("ufff", [1, None, 2, None]),
        ("uffuu", [1, None, 2, None, 4]),
        ("ubb", [1, 2, None]),
        ("f", [None]),
        ("?", [None]),
        ("u??", [1, 2, None]),
        ("uffbf", [1, None, 2, 4, 5]),
        ("f?", [None, 2]),
    ],
)
def test_each_step_tells_from_when_on_the_past_reads_differently(letters: str, since: list[int | None]) -> None:
    assert watch(letters).since == since


@pytest.mark.parametrize("down_after", [1, 2, 3, 5])
def test_failure_is_confirmed_by_exactly_down_after_in_a_row(down_after: int) -> None:
    rules = policy(down_after=down_after)

    assert watch("u" + "f" * (down_after - 1), rules).track.now.verdict is UP
    assert watch("u" + "f" * down_after, rules).past == ["0 unknown", "1 up", "2 down"]


@pytest.mark.parametrize(
    ("letters", "past"),
    [
        ("f", ["0 unknown", "1 down"]),
        ("ubf", ["0 unknown", "1 up", "2 blocked", "3 down"]),
        ("uf?u", ["0 unknown", "1 up", "2 down", "3 unknown", "4 up"]),
        ("ufbu", ["0 unknown", "1 up", "2 down", "3 blocked", "4 up"]),
    ],
)
def test_one_observation_out_of_the_blind_is_believed_where_one_is_enough(letters: str, past: list[str]) -> None:
    assert watch(letters, policy(down_after=1, up_after=1)).past == past


@pytest.mark.parametrize("up_after", [1, 2, 3, 5])
def test_recovery_is_confirmed_by_exactly_up_after_in_a_row(up_after: int) -> None:
    rules = policy(up_after=up_after)

    assert watch("uff" + "u" * (up_after - 1), rules).track.now.verdict is DOWN
    assert watch("uff" + "u" * up_after, rules).past == ["0 unknown", "1 up", "2 down", "4 up"]


def test_recovery_that_alternates_is_cut_at_each_change() -> None:
    found = watch("uffugguu", policy(up_after=5))

    assert found.past == ["0 unknown", "1 up", "2 down", "4 up", "5 degraded", "7 up"]


def test_recovery_over_a_blind_spell_keeps_it_blind() -> None:
    found = watch("uffg?uu", policy(up_after=3))

    assert found.past == ["0 unknown", "1 up", "2 down", "4 degraded", "5 unknown", "6 up"]


def test_doubt_and_absence_leave_a_run_as_it_was() -> None:
    for before, after in (("uf", "uf?"), ("uffu", "uffu?")):
        one, other = watch(before).track, watch(after).track

        assert (one.failures, one.failing_since, one.successes, one.recovering) == (
            other.failures, other.failing_since, other.successes, other.recovering,
        )  # fmt: skip


def test_a_reason_is_that_of_the_first_failure_of_the_run() -> None:
    assert watch("uff").track.reason == "at 08:02"
    assert watch("ufuff").track.reason == "at 08:04"


# ---- by share


HALF = policy(down_after=9, share_of=4, share_ratio=0.5)


@pytest.mark.parametrize(
    ("letters", "past"),
    [
        ("ufuf", ["0 unknown", "1 up", "2 down"]),  # two of four, dated back to the oldest failure in the span
        ("fuf", ["0 unknown", "1 unknown", "2 up"]),  # the span is not full
        ("fuuf", ["0 unknown", "1 down"]),
        ("fuuuf", ["0 unknown", "1 unknown", "2 up"]),  # one of the last four
        ("uffu", ["0 unknown", "1 up"]),  # full and at the ratio, but not on a failed probe
        ("uuFuuF", ["0 unknown", "1 up"]),  # re-checks are not in the span
        ("ufuF", ["0 unknown", "1 up"]),
        ("ufubf", ["0 unknown", "1 up", "2 down", "4 blocked", "5 down"]),  # blocked is not in the span
        ("fubuf", ["0 unknown", "1 down", "3 blocked", "4 down"]),  # and dating back does not claim it
        ("ufu?f", ["0 unknown", "1 up", "2 down", "4 unknown", "5 down"]),
    ],
)
def test_share_confirms_on_a_failed_scheduled_probe_with_a_full_span(letters: str, past: list[str]) -> None:
    assert watch(letters, HALF).past == past


@pytest.mark.parametrize(("ratio", "down"), [(0.5, True), (0.500001, False), (0.499999, True)])
def test_share_is_reached_at_exactly_the_ratio(ratio: float, down: bool) -> None:
    rules = policy(down_after=9, share_of=4, share_ratio=ratio)

    assert (watch("ufuf", rules).track.now.verdict is DOWN) is down


def test_share_is_dated_back_to_the_run_where_a_recheck_failed_before_the_oldest_in_the_span() -> None:
    found = watch("uuuF" + "ff", policy(down_after=9, share_of=4, share_ratio=0.5))

    assert found.past == ["0 unknown", "1 up", "4 down"]


def test_outage_by_share_recovers_only_below_the_ratio() -> None:
    found = watch("ufff", HALF)

    assert found.sees("uu").track.now.verdict is DOWN  # two in a row, and two of the last four failed
    assert found.sees("u").past == ["0 unknown", "1 up", "2 down", "5 up"]


def test_outage_by_run_recovers_whatever_the_share() -> None:
    rules = policy(down_after=2, share_of=4, share_ratio=0.5)

    assert watch("ffffUU", rules).past == ["0 unknown", "1 down", "5 up"]


def test_share_span_is_emptied_at_a_confirmed_recovery() -> None:
    rules = policy(down_after=2, share_of=4, share_ratio=0.5)

    recovered = watch("ufffUU", rules)

    assert recovered.track.share == ()
    assert recovered.sees("fuuf").track.share != ()
    assert watch("ufffUU" + "fuf", rules).track.now.verdict is UP  # with the old span it would be down by share


def test_span_holds_the_last_scheduled_probes_alone() -> None:
    found = watch("uUfFub?uu", HALF)

    assert [failed for _, failed in found.track.share] == [True, False, False, False]


# ---- O11, O12, O19: the end of a window


def test_o11_o19_the_end_of_a_window_resets_counts_and_keeps_the_first_instant() -> None:
    found = watch("uuf", HALF)

    found.track = forget_failures(found.track)

    assert (found.track.failures, found.track.share) == (0, ())
    assert found.track.failing_since == utc("08:03")


def test_o11_a_run_begun_inside_is_confirmed_by_as_many_failures_after_the_end_and_keeps_its_first_instant() -> None:
    found = watch("uf")
    found.track = forget_failures(found.track)

    assert found.sees("f").track.now.verdict is UP
    assert found.sees("f").past == ["0 unknown", "1 up", "2 down"]


def test_o11_a_success_after_the_end_breaks_the_run_begun_inside() -> None:
    found = watch("uf")
    found.track = forget_failures(found.track)

    assert found.sees("uff").past == ["0 unknown", "1 up", "4 down"]


def test_the_end_of_a_window_resets_neither_a_run_of_successes_nor_a_confirmed_verdict() -> None:
    found = watch("uffu")
    found.track = forget_failures(found.track)

    assert found.sees("u").past == ["0 unknown", "1 up", "2 down", "4 up"]


def test_o12_a_failure_in_flight_over_the_end_begins_a_run_and_does_not_count_in_it() -> None:
    found = watch("ux")

    assert (found.track.failures, found.track.failing_since, found.track.share) == (
        0,
        utc("08:02"),
        watch("u").track.share,
    )
    assert found.track.reason == "in flight"
    assert found.sees("f").track.now.verdict is UP
    assert found.sees("f").past == ["0 unknown", "1 up", "2 down"]


def test_o12_a_failure_in_flight_breaks_a_run_of_successes() -> None:
    assert watch("uffuxu").track.successes == 1
    assert watch("uffuxuu").past == ["0 unknown", "1 up", "2 down", "6 up"]


# ---- staleness and absence


def fresh(letters: str) -> Track:
    return replace(watch(letters).track, patience=PATIENCE)


@pytest.mark.parametrize(
    ("letters", "stale"),
    [("", False), ("u", True), ("uff", True), ("ub", True), ("u?", False), ("f", True), ("u?f", True), ("u?fu", True)],
)
def test_only_what_somebody_saw_can_go_stale(letters: str, stale: bool) -> None:
    track = fresh(letters)

    assert (track.stale_at is not None) is stale
    if stale:
        assert track.stale_at == START + len(letters) * MINUTE + PATIENCE


@pytest.mark.parametrize(
    ("back", "verdict"),
    [(PATIENCE - SECOND / 1000, UP), (PATIENCE, UNKNOWN), (PATIENCE + SECOND, UNKNOWN)],
)
def test_belief_before_an_absence_holds_on_while_its_observation_is_fresh(back: timedelta, verdict: Verdict) -> None:
    track = fresh("u")
    blind, _ = confirmation.lose_sight(track, utc("08:01:30"))

    regained, since = regain_sight(blind, track.now, utc("08:01") + back)

    assert regained.now.verdict is verdict
    assert since == (utc("08:01") + back if verdict is UP else None)


def test_absence_does_not_make_seen_what_was_not() -> None:
    never, doubted = fresh(""), fresh("u?")

    for track in (never, doubted):
        assert regain_sight(track, track.now, utc("08:02:30")) == (track, None)


def test_verdict_held_over_a_pending_run_holds_on_after_an_absence() -> None:
    track = fresh("f")
    blind, _ = confirmation.lose_sight(track, utc("08:01:10"))

    regained, _ = regain_sight(blind, track.now, utc("08:01:20"))

    assert (regained.now.verdict, regained.now.held) == (UNKNOWN, True)


def test_absence_without_length_leaves_one_stretch() -> None:
    track = fresh("u")
    blind, _ = confirmation.lose_sight(track, utc("08:01:30"))

    regained, _ = regain_sight(blind, track.now, utc("08:01:30"))

    assert [stretch.verdict for stretch in regained.stretches] == [UNKNOWN, UP, UP]


# ---- what is pending, and what can be forgotten


@pytest.mark.parametrize(
    ("letters", "minute"),
    [
        ("u", None), ("uf", 2), ("uff", None), ("uffu", 4), ("uffuu", None), ("uf?", 2), ("ufu", None), ("ufb", None),
        ("uffug", None), ("uffb", None), ("uffub", None), ("uffuf", None),
    ],
)  # fmt: skip
def test_a_run_is_pending_from_its_first_observation_until_it_is_decided(letters: str, minute: int | None) -> None:
    pending = watch(letters).track.pending_since

    assert pending == (None if minute is None else START + minute * MINUTE)


@pytest.mark.parametrize(
    ("since", "kept"),
    [("08:00:59", 3), ("08:01", 2), ("08:01:59", 2), ("08:02", 1), ("09:00", 1), ("07:00", 3)],
)
def test_trimmed_track_begins_with_the_stretch_in_force(since: str, kept: int) -> None:
    track = watch("ub").track

    assert trimmed(track, utc(since)).stretches == track.stretches[-kept:]


def test_track_of_one_stretch_is_not_trimmed() -> None:
    track = watch("").track

    assert trimmed(track, utc("09:00")) is track


def test_new_track_has_seen_nothing() -> None:
    track = watch("").track

    assert track.stretches == (Stretch(since=START, verdict=UNKNOWN),)
    assert (track.check_id, track.location, track.seen_at, track.by_share) == (LANDING, LOCATION, None, False)


# ---- what a decision leaves behind


@pytest.mark.parametrize("letters", ["uff", "uffuu", "u", "ub", "ufu", "ufb", "uff?uu", "uffbuu", "?ff"])
def test_decided_run_leaves_nothing_pending(letters: str) -> None:
    track = watch(letters).track

    assert (track.failures, track.failing_since, track.successes, track.recovering) == (0, None, 0, ())
    assert track.by_share is False
    assert all(stretch.held is False for stretch in track.stretches)


def test_outage_by_share_is_remembered_as_such_until_it_recovers() -> None:
    found = watch("ufff", HALF)
    assert found.track.by_share is True

    assert found.sees("uuu").track.by_share is False


def test_new_outage_by_run_after_one_by_share_recovers_by_run() -> None:
    rules = policy(down_after=3, share_of=4, share_ratio=0.5)

    found = watch("ufuf" + "uuu", rules)
    assert found.past[-1] == "5 up"

    assert found.sees("fff" + "uu").past[-2:] == ["8 down", "11 up"]


def test_dating_back_keeps_what_was_believed_before_the_run() -> None:
    assert watch("ugbuff").past == ["0 unknown", "1 up", "2 degraded", "3 blocked", "4 up", "5 down"]


def test_failing_is_what_underlies_a_blind_spell_of_an_outage() -> None:
    assert [stretch.failing for stretch in watch("uff?b").track.stretches] == [False, False, True, True, True]
    assert [stretch.failing for stretch in watch("uff?uu").track.stretches][-1] is False
    assert [stretch.failing for stretch in watch("uf?f").track.stretches] == [False, False, True, True, True]


def test_outage_by_share_recovers_by_rechecks_alone_once_a_window_emptied_the_span() -> None:
    found = watch("ufff", HALF)
    found.track = forget_failures(found.track)

    assert found.sees("UU").past == ["0 unknown", "1 up", "2 down", "5 up"]


def test_belief_that_holds_on_after_an_absence_leaves_the_absence_unknown() -> None:
    track = fresh("u")
    blind, _ = confirmation.lose_sight(track, utc("08:01:30"))

    regained, _ = regain_sight(blind, track.now, utc("08:02"))

    assert [(stretch.since, stretch.verdict) for stretch in regained.stretches] == [
        (START, UNKNOWN), (utc("08:01"), UP), (utc("08:01:30"), UNKNOWN), (utc("08:02"), UP),
    ]  # fmt: skip


def test_track_of_two_stretches_is_trimmed_and_one_without_need_is_left_alone() -> None:
    track = watch("u").track

    assert trimmed(track, utc("08:01")).stretches == track.stretches[-1:]
    assert trimmed(track, utc("08:00:30")) is track
    assert trimmed(track, utc("07:00")) is track


def test_refusal_is_recalled_with_the_rest_of_its_back_off() -> None:
    refused = replace(watch("b").track, seen_at=utc("08:01"), patience=2 * 15 * MINUTE + 10 * SECOND)

    recalled = confirmation.recalled(refused, 10 * SECOND)

    assert (recalled.check_id, recalled.location) == (LANDING, LOCATION)
    assert (recalled.started_at, recalled.completed_at) == (utc("08:01"), utc("08:01"))
    assert (recalled.outcome, recalled.reason) == (Outcome.BLOCKED, Reason.RATE_LIMITED)
    assert recalled.retry_after == 15 * MINUTE


@pytest.mark.parametrize(("letters", "at"), [("", "08:00"), ("u", "08:01"), ("uff", "08:03")])
def test_anything_else_is_recalled_as_a_probe_that_was_made(letters: str, at: str) -> None:
    recalled = confirmation.recalled(watch(letters).track, 10 * SECOND)

    assert (recalled.outcome, recalled.reason, recalled.retry_after) == (Outcome.NOTHING, None, None)
    assert (recalled.started_at, recalled.completed_at) == (utc(at), utc(at))
