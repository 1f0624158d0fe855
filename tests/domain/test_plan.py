from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from monitor.domain.book import Book, cancel, end, revise
from monitor.domain.plan import Plan, expand, plan, spliced
from monitor.domain.window import Impact, Rule, Scope, WindowSpec
from tests.domain.facts import (
    ANNOUNCED,
    AUTHOR,
    DAY,
    HOUR,
    MIDNIGHT,
    MINUTE,
    SECOND,
    book_of,
    local,
    plan_of,
    planned,
    rules,
    service,
    utc,
    window,
)

RULES = rules(service("absher/portal"), service("absher/passport"))


def revised(book: Book, at: str, window_id: str = "w1", **changes: object) -> Book:
    return revise(book, window_id, changes, utc(at), AUTHOR, RULES)[0]


def inside(book_plan: Plan, *instants: str) -> list[bool]:
    return [book_plan.is_in(utc(at)) for at in instants]


def edges(found: Plan) -> list[str]:
    return [f"{edge:%H:%M}" + (f"{edge:%S}" if edge.second else "") for edge in found.edges]


# ---- membership of one window


@pytest.mark.parametrize(
    ("at", "is_in"),
    [
        ("08:59:59.999999", False),
        ("09:00", True),
        ("09:00:00.000001", True),
        ("09:59:59.999999", True),
        ("10:00", False),
        ("10:00:00.000001", False),
    ],
)
def test_window_covers_its_start_and_not_its_end(at: str, is_in: bool) -> None:
    assert planned(window()).is_in(utc(at)) is is_in
    assert [cover.window_id for cover in planned(window()).covering(utc(at))] == (["w1"] if is_in else [])


def test_without_windows_nothing_is_planned() -> None:
    empty = Plan()

    assert inside(empty, "09:00") == [False]
    assert empty.next_edge(MIDNIGHT) is None
    assert empty.went_out(MIDNIGHT, MIDNIGHT + DAY) is None
    assert empty.overlapped(MIDNIGHT, MIDNIGHT + DAY) is None
    assert empty.last_out(MIDNIGHT) is None
    assert empty.covering(MIDNIGHT) == empty.recovering(MIDNIGHT) == empty.coming(MIDNIGHT) == ()


@pytest.mark.parametrize(
    ("impact", "is_in", "covering", "coming"),
    [
        (Impact.OUTAGE, True, {"none", "degraded", "outage"}, True),
        (Impact.DEGRADED, False, {"none", "degraded"}, True),
        (Impact.NONE, False, {"none"}, False),
    ],
)
def test_down_is_planned_by_outage_windows_alone(impact: Impact, is_in: bool, covering: set[str], coming: bool) -> None:
    found = planned(window(impact=impact))
    at = utc("09:30")

    assert found.is_in(at) is is_in
    assert {least.value for least in Impact if found.covering(at, least=least)} == covering
    assert bool(found.coming(at)) is coming
    assert bool(found.excusing(at, utc("08:59"))) is (impact is Impact.OUTAGE)


# ---- W11: union


@pytest.mark.parametrize(
    ("spans", "union"),
    [
        ([("09:00", "10:00"), ("10:00", "11:00")], ["09:00", "11:00"]),
        ([("10:00", "11:00"), ("09:00", "10:00")], ["09:00", "11:00"]),
        ([("09:00", "10:00"), ("10:00:01", "11:00")], ["09:00", "10:00", "10:0001", "11:00"]),
        ([("09:00", "10:00"), ("09:59:59", "11:00")], ["09:00", "11:00"]),
        ([("09:00", "12:00"), ("10:00", "10:30")], ["09:00", "12:00"]),
        ([("10:00", "10:30"), ("09:00", "12:00"), ("11:00", "13:00")], ["09:00", "13:00"]),
        ([("09:00", "12:00"), ("09:00", "10:00")], ["09:00", "12:00"]),
        ([("09:00", "10:00"), ("08:00", "10:00")], ["08:00", "10:00"]),
        ([("09:00", "10:00"), ("12:00", "13:00"), ("10:00", "12:00")], ["09:00", "13:00"]),
        (
            [("09:00", "10:00"), ("12:00", "13:00"), ("15:00", "16:00")],
            ["09:00", "10:00", "12:00", "13:00", "15:00", "16:00"],
        ),
    ],
)  # fmt: skip
def test_w11_windows_count_as_their_union(spans: list[tuple[str, str]], union: list[str]) -> None:
    specs = [window(starts, ends, id=f"w{n}") for n, (starts, ends) in enumerate(spans)]

    assert edges(planned(*specs)) == union


def test_w11_a_second_belongs_first_to_the_window_declared_first() -> None:
    found = planned(window("09:30", "11:00", id="later-start"), window("09:00", "10:00", id="earlier-start"))

    assert [cover.window_id for cover in found.covering(utc("09:45"))] == ["later-start", "earlier-start"]
    assert [cover.window_id for cover in found.covers] == ["earlier-start", "later-start"]


# ---- what was known when


@pytest.mark.parametrize(
    ("known", "starts"), [("08:59:59", "09:00"), ("09:00", "09:00"), ("09:00:01", "09:0001"), ("09:59:59", "09:5959")]
)
def test_w1_a_window_covers_from_the_later_of_its_start_and_when_it_was_known(known: str, starts: str) -> None:
    late = planned(window(declared_at=utc("08:00")), at=utc(known))

    assert edges(late) == [starts, "10:00"]


@pytest.mark.parametrize("known", ["10:00", "10:00:01", "12:00"])
def test_w2_a_window_known_after_its_end_covers_nothing(known: str) -> None:
    assert edges(planned(window(), at=utc(known))) == []


@pytest.mark.parametrize(
    ("changes", "at", "union"),
    [
        ({"ends": utc("11:00")}, "09:30", ["09:00", "11:00"]),  # W4
        ({"ends": utc("11:00")}, "10:00", ["09:00", "11:00"]),  # W4, at the old end itself
        ({"ends": utc("11:00")}, "10:10", ["09:00", "10:00", "10:10", "11:00"]),  # W5
        ({"ends": utc("09:45")}, "09:30", ["09:00", "09:45"]),
        ({"ends": utc("09:15")}, "09:30", ["09:00", "09:30"]),
        ({"starts": utc("09:15")}, "08:30", ["09:15", "10:00"]),  # W10
        ({"starts": utc("12:00"), "ends": utc("13:00")}, "09:30", ["09:00", "09:30", "12:00", "13:00"]),  # W10
        ({"starts": utc("08:00")}, "08:30", ["08:30", "10:00"]),  # W10, a start that lies in the past already
        ({"impact": Impact.DEGRADED}, "09:30", ["09:00", "09:30"]),
        ({"impact": Impact.NONE}, "08:30", []),
        ({"scope": Scope(services=frozenset({"passport"}))}, "09:30", ["09:00", "09:30"]),
        ({"scope": Scope(services=frozenset({"portal"}))}, "09:30", ["09:00", "10:00"]),
    ],
)
def test_revision_counts_from_when_it_was_known_and_not_before(
    changes: dict[str, object], at: str, union: list[str]
) -> None:
    book, _ = revise(book_of(window()), "w1", changes, utc(at), AUTHOR, RULES)

    assert edges(plan_of(book)) == union


def test_plan_before_an_edit_is_the_same_after_it() -> None:
    book = book_of(window())
    after = revised(book, "09:30", ends=utc("09:40"))

    before_the_edit = [utc("08:50") + step * MINUTE for step in range(40)]

    assert [plan_of(book).is_in(at) for at in before_the_edit] == [plan_of(after).is_in(at) for at in before_the_edit]


@pytest.mark.parametrize(("at", "union"), [("08:00", []), ("09:00", []), ("09:30", ["09:00", "09:30"])])
def test_w8_w9_cancelled_window_covers_up_to_its_cancellation(at: str, union: list[str]) -> None:
    book, _ = cancel(book_of(window()), "w1", utc(at), AUTHOR, RULES)

    assert edges(plan_of(book)) == union


def test_w6_window_ended_early_covers_up_to_its_end() -> None:
    book, _ = end(book_of(window()), "w1", utc("09:30"), AUTHOR, RULES)

    assert edges(plan_of(book)) == ["09:00", "09:30"]


# ---- recurring windows


WEEKLY = window(
    local("2026-03-10 12:00"), local("2026-03-10 13:00"), id="weekly", rule=Rule(rrule="FREQ=DAILY")
)  # 09:00Z
NEXT_DAY = "weekly@2026-03-11T12:00"


def weekly_edges(book: Book) -> list[str]:
    return [f"{edge:%d %H:%M}" for edge in plan_of(book, since=MIDNIGHT, until=MIDNIGHT + 3 * DAY).edges]


def test_each_occurrence_covers() -> None:
    assert weekly_edges(book_of(WEEKLY)) == ["10 09:00", "10 10:00", "11 09:00", "11 10:00", "12 09:00", "12 10:00"]


@pytest.mark.parametrize(("at", "left"), [("2026-03-11 08:00", []), ("2026-03-11 09:20", ["11 09:00", "11 09:20"])])
def test_occurrence_cancelled_alone_leaves_the_others(at: str, left: list[str]) -> None:
    book, _ = cancel(book_of(WEEKLY), NEXT_DAY, utc(at), AUTHOR, RULES)

    assert weekly_edges(book) == ["10 09:00", "10 10:00", *left, "12 09:00", "12 10:00"]


def test_occurrence_moved_alone_leaves_the_others() -> None:
    book = revised(book_of(WEEKLY), "08:00", NEXT_DAY, starts=utc("2026-03-11 15:00"), ends=utc("2026-03-11 16:00"))

    assert weekly_edges(book) == ["10 09:00", "10 10:00", "11 15:00", "11 16:00", "12 09:00", "12 10:00"]


def test_running_occurrence_can_be_ended() -> None:
    book, _ = end(book_of(WEEKLY), "weekly", utc("2026-03-11 09:20"), AUTHOR, RULES)

    assert weekly_edges(book) == ["10 09:00", "10 10:00", "11 09:00", "11 09:20", "12 09:00", "12 10:00"]


def test_extended_occurrence_shows_no_edge_where_it_would_have_ended() -> None:
    book = revised(book_of(WEEKLY), "2026-03-11 09:20", NEXT_DAY, ends=utc("2026-03-11 11:00"))

    assert weekly_edges(book) == ["10 09:00", "10 10:00", "11 09:00", "11 11:00", "12 09:00", "12 10:00"]


def test_cancelled_series_takes_its_revised_occurrences_with_it() -> None:
    book = revised(book_of(WEEKLY), "08:00", NEXT_DAY, starts=utc("2026-03-11 15:00"), ends=utc("2026-03-11 16:00"))

    cancelled, _ = cancel(book, "weekly", utc("2026-03-11 15:30"), AUTHOR, RULES)

    assert weekly_edges(cancelled) == ["10 09:00", "10 10:00", "11 15:00", "11 15:30"]


def test_occurrence_twice_revised_counts_as_each_revision_said_in_its_time() -> None:
    book = revised(book_of(WEEKLY), "08:00", NEXT_DAY, ends=utc("2026-03-11 11:00"))
    book = revised(book, "2026-03-11 10:30", NEXT_DAY, ends=utc("2026-03-11 12:00"))

    assert weekly_edges(book) == ["10 09:00", "10 10:00", "11 09:00", "11 12:00", "12 09:00", "12 10:00"]


# ---- scope and roots


def test_w12_windows_of_other_services_and_platforms_do_not_cover() -> None:
    book = book_of(
        window(id="passport", scope=Scope(services=frozenset({"passport"}))),
        window(id="qiwa", platform="qiwa"),
        services=[service("absher/portal"), service("absher/passport"), service("qiwa/portal")],
    )

    assert edges(plan_of(book, service("absher/portal"))) == []
    assert edges(plan_of(book, service("absher/passport"))) == ["09:00", "10:00"]
    assert edges(plan_of(book, service("qiwa/portal"))) == ["09:00", "10:00"]


def test_w15_scope_follows_the_labels_a_service_has_now() -> None:
    civil = service(labels={"group": "civil"})
    book = book_of(window(scope=Scope(selectors=((("group", "civil"),),))), services=[civil])

    assert edges(plan_of(book, civil)) == ["09:00", "10:00"]
    assert edges(plan_of(book, service(labels={"group": "business"}))) == []


def test_window_of_a_hard_root_covers_too_and_counts_once() -> None:
    root = service("absher/gateway")
    book = book_of(
        window("09:00", "10:00", scope=Scope(services=frozenset({"gateway"}))),
        window("09:30", "11:00", id="w2"),
        services=[service(), root],
    )

    assert edges(plan_of(book, service(), root)) == ["09:00", "11:00"]
    assert [cover.window_id for cover in plan_of(book, service(), root).covers] == ["w1", "w2"]


def test_window_of_a_root_on_another_platform_covers_in_order_of_starts() -> None:
    root = service("nafath/login")
    of_root = window("09:00", "10:00", id="root", platform="nafath")
    book = book_of(window("11:00", "12:00", id="own"), of_root, services=[service(), root])

    assert [cover.window_id for cover in plan_of(book, service(), root).covers] == ["root", "own"]
    assert edges(plan_of(book, service(), root)) == ["09:00", "10:00", "11:00", "12:00"]


# ---- questions about edges


TWO = planned(window("09:00", "10:00"), window("12:00", "13:00", id="w2"))


@pytest.mark.parametrize(
    ("after", "edge"),
    [
        ("08:59:59", "09:00"), ("09:00", "10:00"), ("09:59:59", "10:00"), ("10:00", "12:00"),
        ("12:30", "13:00"), ("12:59:59.999999", "13:00"), ("13:00", None),
    ],
)  # fmt: skip
def test_next_edge_is_the_first_one_strictly_later(after: str, edge: str | None) -> None:
    assert TWO.next_edge(utc(after)) == (utc(edge) if edge else None)


@pytest.mark.parametrize(
    ("since", "at", "edge"),
    [
        ("09:30", "09:59:59", None), ("09:30", "10:00", "10:00"), ("09:30", "10:00:01", "10:00"),
        ("10:00", "10:00:01", None), ("09:59:59", "11:00", "10:00"), ("09:30", "14:00", "10:00"),
        ("10:00", "14:00", "13:00"), ("08:00", "09:30", None), ("10:30", "12:30", None),
    ],
)  # fmt: skip
def test_plan_went_out_at_the_first_end_after_since_and_up_to_now(since: str, at: str, edge: str | None) -> None:
    assert TWO.went_out(utc(since), utc(at)) == (utc(edge) if edge else None)


@pytest.mark.parametrize(
    ("started", "completed", "instant"),
    [
        ("09:59:50", "09:59:59.999999", None),  # over before the end: planned as it stands
        ("09:59:50", "10:00", "09:59:50"),
        ("09:59:50", "10:00:05", "09:59:50"),
        ("09:59:59.999999", "10:00:05", "09:59:59.999999"),
        ("10:00", "10:00:05", None),
        ("08:59:50", "10:00:05", "09:00"),  # a whole short window inside one probe
        ("11:59:50", "12:00:05", None),
        ("11:59:50", "13:00:05", "12:00"),
    ],
)
def test_o12_a_failure_in_flight_over_the_end_counts_as_planned(
    started: str, completed: str, instant: str | None
) -> None:
    assert TWO.overlapped(utc(started), utc(completed)) == (utc(instant) if instant else None)


@pytest.mark.parametrize(
    ("at", "edge"),
    [("09:59:59", None), ("10:00", "10:00"), ("12:59:59", "10:00"), ("13:00", "13:00"), ("20:00", "13:00")],
)
def test_last_end_of_planned_time_is_found(at: str, edge: str | None) -> None:
    assert TWO.last_out(utc(at)) == (utc(edge) if edge else None)


@pytest.mark.parametrize(
    ("since", "until", "pieces"),
    [
        ("08:00", "11:00", ["08:00 09:00 out", "09:00 10:00 in", "10:00 11:00 out"]),
        ("09:00", "10:00", ["09:00 10:00 in"]),
        ("09:30", "12:30", ["09:30 10:00 in", "10:00 12:00 out", "12:00 12:30 in"]),
        ("10:00", "12:00", ["10:00 12:00 out"]),
        ("09:15", "09:45", ["09:15 09:45 in"]),
        ("09:15", "09:15", []),
    ],
)
def test_span_is_cut_into_planned_and_other_time(since: str, until: str, pieces: list[str]) -> None:
    found = TWO.pieces(utc(since), utc(until))

    assert [f"{start:%H:%M} {stop:%H:%M} {'in' if is_in else 'out'}" for start, stop, is_in in found] == pieces


# ---- O9: early start, and the recovery span


@pytest.mark.parametrize(
    ("first_failure", "now", "excused"),
    [
        ("08:44:59", "08:50", False),
        ("08:45", "08:50", True),
        ("08:45:01", "08:50", True),
        ("08:59:58", "08:59:59.999999", True),
        ("08:59:58", "09:00", False),  # the window runs: that is O10, not an early start
    ],
)
def test_o9_a_coming_window_excuses_an_outage_begun_within_its_tolerance(
    first_failure: str, now: str, excused: bool
) -> None:
    found = planned(window(early_start_tolerance=15 * MINUTE)).excusing(utc(first_failure), utc(now))

    assert (found is not None) is excused


@pytest.mark.parametrize("fields", [{}, {"impact": Impact.DEGRADED, "early_start_tolerance": 15 * MINUTE}])
def test_o9_no_tolerance_and_no_outage_window_excuse_nothing(fields: dict[str, object]) -> None:
    assert planned(replace(window(), **fields)).excusing(utc("08:59"), utc("08:59:30")) is None  # type: ignore[arg-type] # table


def test_o9_the_second_coming_window_may_excuse_where_the_first_does_not() -> None:
    found = planned(window("09:00", "10:00"), window("11:00", "12:00", id="w2", early_start_tolerance=3 * HOUR))

    excusing = found.excusing(utc("08:30"), utc("08:31"))

    assert excusing is not None
    assert excusing.window_id == "w2"


@pytest.mark.parametrize(
    ("at", "recovering"),
    [("09:59:59.999999", False), ("10:00", True), ("10:14:59.999999", True), ("10:15", False)],
)
def test_recovery_span_follows_the_end(at: str, recovering: bool) -> None:
    found = planned(window(recovery=15 * MINUTE))

    assert bool(found.recovering(utc(at))) is recovering
    assert found.is_in(utc("10:00")) is False


def test_w6_recovery_span_follows_an_end_that_was_brought_forward() -> None:
    book, _ = end(book_of(window(recovery=15 * MINUTE)), "w1", utc("09:30"), AUTHOR, RULES)

    assert [bool(plan_of(book).recovering(utc(at))) for at in ("09:29", "09:31", "09:44", "09:45", "10:05")] == [
        False, True, True, False, False,
    ]  # fmt: skip


def test_w6_recovery_span_follows_an_occurrence_that_was_ended_early() -> None:
    book, _ = end(book_of(replace(WEEKLY, recovery=15 * MINUTE)), "weekly", utc("09:30"), AUTHOR, RULES)

    found = plan_of(book)

    assert [bool(found.recovering(utc(at))) for at in ("09:29", "09:31", "09:45", "10:05")] == [
        False,
        True,
        False,
        False,
    ]


def test_extended_window_has_no_recovery_span_at_its_former_end() -> None:
    book = revised(book_of(window(recovery=15 * MINUTE)), "09:30", ends=utc("11:00"))

    found = plan_of(book)

    assert [bool(found.recovering(utc(at))) for at in ("09:31", "10:05", "11:05")] == [False, False, True]


def test_w9_recovery_span_follows_a_window_that_was_cancelled_while_it_ran() -> None:
    book, _ = cancel(book_of(window(recovery=15 * MINUTE)), "w1", utc("09:30"), AUTHOR, RULES)

    assert [bool(plan_of(book).recovering(utc(at))) for at in ("09:29", "09:31", "09:45")] == [False, True, False]


def test_w8_window_cancelled_before_its_start_has_no_recovery_span() -> None:
    book, _ = cancel(book_of(window(recovery=15 * MINUTE)), "w1", utc("08:30"), AUTHOR, RULES)

    assert [bool(plan_of(book).recovering(utc(at))) for at in ("08:31", "10:05")] == [False, False]


@pytest.mark.parametrize(
    ("at", "coming"), [("08:00", ["w1", "w2"]), ("09:59:59", ["w1", "w2"]), ("10:00", ["w2"]), ("13:00", [])]
)
def test_running_and_coming_windows_are_listed_in_order(at: str, coming: list[str]) -> None:
    assert [cover.window_id for cover in TWO.coming(utc(at))] == coming


# ---- expansion and splicing


def covers_in(since: datetime, until: datetime, *specs: WindowSpec) -> int:
    return sum(len(found) for found in expand(book_of(*specs), since, until).values())


@pytest.mark.parametrize(
    ("since", "until", "count"),
    [("08:00", "09:00", 0), ("08:00", "09:00:01", 1), ("09:59:59", "12:00", 1), ("10:00", "12:00", 0)],
)
def test_expansion_finds_what_touches_the_span(since: str, until: str, count: int) -> None:
    assert covers_in(utc(since), utc(until), window()) == count


def test_plan_says_how_far_it_reaches() -> None:
    assert plan({}, [service()], MIDNIGHT + DAY).until == MIDNIGHT + DAY


def test_w15_a_relabelled_service_is_covered_from_now_on_and_not_for_its_past() -> None:
    covered, uncovered = planned(window()), Plan()
    at, since = utc("09:30"), MIDNIGHT - 40 * DAY

    assert edges(spliced(uncovered, covered, at, since)) == ["09:30", "10:00"]
    assert edges(spliced(covered, uncovered, at, since)) == ["09:00", "09:30"]
    assert edges(spliced(covered, covered, at, since)) == ["09:00", "10:00"]
    assert spliced(uncovered, covered, at, since).covers == covered.covers
    assert spliced(uncovered, covered, at, since).until == covered.until


@pytest.mark.parametrize(
    ("at", "kept"), [("09:00", ["12:00", "13:00"]), ("10:00", ["09:00", "10:00", "12:00", "13:00"])]
)
def test_splicing_at_an_edge_leaves_no_empty_span(at: str, kept: list[str]) -> None:
    new = planned(window("12:00", "13:00"))

    assert edges(spliced(planned(window()), new, utc(at), MIDNIGHT)) == kept


@pytest.mark.parametrize(("since", "kept"), [("09:59:59", 4), ("10:00", 2), ("10:00:01", 2)])
def test_splicing_forgets_what_ended_before_the_horizon(since: str, kept: int) -> None:
    both = spliced(planned(window()), planned(window("12:00", "13:00")), utc("11:00"), utc(since))

    assert len(both.edges) == kept


def test_cover_tells_whether_it_ran_out_or_was_cut() -> None:
    book = revised(book_of(window()), "09:30", ends=utc("11:00"))

    assert [(cover.revision.number, cover.ran_out) for cover in plan_of(book).covers] == [(1, False), (2, True)]
    assert [(cover.starts, cover.ends) for cover in plan_of(book).covers] == [
        (utc("09:00"), utc("09:30")), (utc("09:30"), utc("11:00")),
    ]  # fmt: skip


@pytest.mark.parametrize("tick", [timedelta(microseconds=1), SECOND])
def test_w16_membership_needs_no_call_in_between(tick: timedelta) -> None:
    found = planned(window())

    assert [found.is_in(utc("10:00") - tick), found.is_in(utc("10:00") + 30 * DAY)] == [True, False]
    assert found.is_in(ANNOUNCED) is False


def test_cover_keeps_the_occurrence_as_it_was_declared() -> None:
    [late] = planned(window(), at=utc("09:20")).covers
    [cut, extended] = plan_of(revised(book_of(window()), "09:30", ends=utc("11:00"))).covers

    assert [(cover.nominal.starts, cover.nominal.ends) for cover in (late, cut, extended)] == [
        (utc("09:00"), utc("10:00")), (utc("09:00"), utc("10:00")), (utc("09:00"), utc("11:00")),
    ]  # fmt: skip
    assert (late.starts, cut.ends, extended.starts) == (utc("09:20"), utc("09:30"), utc("09:30"))
    assert {cover.window_id for cover in (late, cut, extended)} == {"w1"}


def test_covers_are_numbered_in_the_order_of_declaration() -> None:
    found = planned(window("11:00", "12:00", id="a"), window("09:00", "10:00", id="b"))

    assert [(cover.window_id, cover.rank) for cover in found.covers] == [("b", 1), ("a", 0)]


def test_cancelled_series_ends_its_occurrences_when_it_was_cancelled_and_not_when_it_was_revised_before() -> None:
    book = revised(book_of(WEEKLY), "07:00", "weekly", recovery=HOUR)
    book = revised(book, "08:00", NEXT_DAY, starts=utc("2026-03-11 15:00"), ends=utc("2026-03-11 16:00"))

    cancelled, _ = cancel(book, "weekly", utc("2026-03-11 15:30"), AUTHOR, RULES)

    assert weekly_edges(cancelled) == ["10 09:00", "10 10:00", "11 15:00", "11 15:30"]
