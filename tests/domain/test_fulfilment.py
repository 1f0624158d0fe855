from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from monitor.domain.account import Tie, accounts
from monitor.domain.book import Book, cancel, declare, end, revise, void
from monitor.domain.chronicle import Chronicle
from monitor.domain.fulfilment import Fulfilment, Stage, Use, fulfilments
from monitor.domain.history import TimelineEntry
from monitor.domain.notice import Notice
from monitor.domain.verdict import State
from monitor.domain.window import Impact, Rule, Scope
from tests.domain.facts import (
    ANNOUNCED,
    AUTHOR,
    DAY,
    HOUR,
    MIDNIGHT,
    MINUTE,
    PORTAL,
    SECOND,
    book_of,
    catalogue,
    local,
    rules,
    service,
    utc,
    window,
)
from tests.domain.past import Past, chronicle, outage, planned_downtime, unplanned

PASSPORT = "absher/passport"
BOTH = (service(PORTAL), service(PASSPORT))
RULES = rules(*BOTH)
EVENING = MIDNIGHT + 18 * HOUR


def told(past: Chronicle, at: datetime = EVENING, until: datetime | None = MIDNIGHT + DAY) -> tuple[Fulfilment, ...]:
    return fulfilments(past, catalogue(*BOTH), at, notice_minimum=DAY, until=until)


def one(*pasts: Past, book: Book, at: datetime = EVENING, services: tuple[str, ...] = (PORTAL, PASSPORT)) -> Fulfilment:
    (found,) = told(chronicle(*pasts, book=book, services=services), at)
    return found


def portal(found: Fulfilment) -> Use:
    return found.by_service[PORTAL]


def revised(book: Book, at: str, window_id: str = "w1", **changes: object) -> Book:
    return revise(book, window_id, changes, utc(at), AUTHOR, RULES)[0]


# ---- stage


@pytest.mark.parametrize(
    ("at", "stage"),
    [
        ("08:59:59", Stage.UPCOMING),
        ("09:00", Stage.ACTIVE),
        ("09:59:59", Stage.ACTIVE),
        ("10:00", Stage.RECOVERY),
        ("10:59:59", Stage.RECOVERY),
        ("11:00", Stage.ENDED),
    ],
)
def test_stage_follows_the_span_and_the_recovery_after_it(at: str, stage: Stage) -> None:
    found = one(planned_downtime("09:10", "09:50"), book=book_of(window(recovery=HOUR)), at=utc(at))

    assert found.stage is stage


def test_window_in_which_everything_stayed_up_is_unused() -> None:
    assert one(book=book_of(window())).stage is Stage.UNUSED


def test_window_that_nobody_saw_is_not_called_unused() -> None:
    nothing = replace(chronicle(book=book_of(window())), timelines={})
    blind = replace(nothing, timelines={PORTAL: (TimelineEntry(at=MIDNIGHT, state=State.UNKNOWN),), PASSPORT: ()})

    assert [found.stage for past in (nothing, blind) for found in told(past)] == [Stage.ENDED, Stage.ENDED]


def test_window_of_lesser_impact_is_never_unused() -> None:
    assert one(book=book_of(window(impact=Impact.DEGRADED))).stage is Stage.ENDED


def test_window_is_used_by_an_outage_that_was_carried_into_it() -> None:
    found = one(unplanned("08:00", "09:30"), book=book_of(window()))

    assert found.stage is Stage.ENDED
    assert portal(found).carried_seconds == 1800


def test_window_is_in_overrun_until_the_recovery() -> None:
    states = {"09:10": State.PLANNED_DOWNTIME, "10:00": State.OVERRUN}
    book = book_of(window(recovery=2 * HOUR))

    assert one(outage(states, None), book=book).stage is Stage.OVERRUN
    assert one(outage(states, "11:00"), book=book, at=utc("10:59")).stage is Stage.OVERRUN
    assert one(outage(states, "11:00"), book=book, at=utc("11:00")).stage is Stage.RECOVERY


def test_window_is_early_while_its_tolerance_excuses_an_outage() -> None:
    early = outage({"08:50": State.UNPLANNED_OUTAGE, "09:00": State.PLANNED_DOWNTIME}, "09:30", early_start=10 * MINUTE)
    book = book_of(window(early_start_tolerance=15 * MINUTE))
    found = one(early, book=book, at=utc("08:55"))

    assert found.stage is Stage.EARLY
    assert one(book=book, at=utc("08:55")).stage is Stage.UPCOMING
    assert (portal(found).early_start, portal(found).start_slip) == (10 * MINUTE, -10 * MINUTE)


@pytest.mark.parametrize(
    ("door", "at", "stage"),
    [(cancel, "08:00", Stage.CANCELLED), (cancel, "09:30", Stage.CANCELLED), (void, "12:00", Stage.VOID)],
)
def test_withdrawn_window_says_so_and_keeps_what_it_covered(door: object, at: str, stage: Stage) -> None:
    book, _ = door(book_of(window()), "w1", utc(at), AUTHOR, RULES)  # type: ignore[operator] # a verb of the book
    found = one(planned_downtime("09:10", "09:20"), book=book)

    assert (found.stage, found.revisions) == (stage, 2)
    assert portal(found).planned_seconds == (600 if at != "08:00" else 0)


def test_window_ended_by_hand_ended_then() -> None:
    book, _ = end(book_of(window()), "w1", utc("09:30"), AUTHOR, RULES)
    found = one(planned_downtime("09:10", "09:20"), book=book, at=utc("09:31"))

    assert (found.stage, found.ends, portal(found).end_slip) == (Stage.ENDED, utc("09:30"), -10 * MINUTE)


@pytest.mark.parametrize("door", [cancel, void])
def test_w9_end_of_a_window_withdrawn_while_it_ran_is_where_it_was_withdrawn(door: object) -> None:
    book, _ = door(book_of(window()), "w1", utc("09:30"), AUTHOR, RULES)  # type: ignore[operator] # a verb of the book
    states = {"09:10": State.PLANNED_DOWNTIME, "09:30": State.OVERRUN}

    use = portal(one(outage(states, "09:40"), book=book))

    assert (use.overrun_seconds, use.end_slip) == (600, 10 * MINUTE)


# ---- what a service made of it


@pytest.mark.parametrize(
    ("states", "ended", "expected"),
    [
        # planned, overrun, carried; start slip, end slip in minutes
        ({"09:10": State.PLANNED_DOWNTIME}, "09:50", (2400, 0, 0, 10, -10)),
        ({"09:00": State.PLANNED_DOWNTIME}, "10:00", (3600, 0, 0, 0, 0)),
        ({"09:10": State.PLANNED_DOWNTIME, "10:00": State.OVERRUN}, "10:40", (3000, 2400, 0, 10, 40)),
        ({"09:10": State.PLANNED_DOWNTIME, "10:00": State.OVERRUN}, None, (3000, 50400, 0, 10, None)),
        ({"08:50": State.UNPLANNED_OUTAGE}, "11:00", (0, 0, 3600, -10, 60)),
        (
            {"09:10": State.PLANNED_DOWNTIME, "09:20": State.UNKNOWN, "09:40": State.PLANNED_DOWNTIME},
            "09:50",
            (1200, 0, 0, 10, -10),
        ),
    ],
)
def test_use_is_measured_against_what_was_declared(
    states: dict[str, State], ended: str | None, expected: tuple[float, ...]
) -> None:
    use = portal(one(outage(states, ended), book=book_of(window())))

    slips = [None if slip is None else slip / MINUTE for slip in (use.start_slip, use.end_slip)]
    assert (use.planned_seconds, use.overrun_seconds, use.carried_seconds, *slips) == expected


def test_slips_reach_over_all_outages_inside() -> None:
    found = one(planned_downtime("09:10", "09:15"), planned_downtime("09:40", "09:45"), book=book_of(window()))

    assert (portal(found).start_slip, portal(found).end_slip) == (10 * MINUTE, -15 * MINUTE)


def test_second_is_given_once_to_the_window_declared_first() -> None:
    wide, narrow = window("09:00", "11:00", id="wide"), window("08:00", "10:00", id="narrow")
    past = planned_downtime("08:30", "10:30")

    seconds = [
        {found.window_id: portal(found).planned_seconds for found in told(chronicle(past, book=book_of(*order)))}
        for order in ((wide, narrow), (narrow, wide))
    ]

    assert seconds == [{"narrow": 1800, "wide": 5400}, {"narrow": 5400, "wide": 1800}]


def test_occurrence_revised_alone_keeps_the_rank_of_its_series() -> None:
    series = window(local("2026-03-09T12:00"), local("2026-03-09T13:00"), id="series", rule=Rule(rrule="FREQ=DAILY"))
    book = book_of(series, window(id="other"))
    book = revised(book, "08:00", "series@2026-03-10T12:00", long=True)

    found = told(chronicle(planned_downtime("09:10", "09:20"), book=book))

    used = {one.window_id: portal(one).planned_seconds for one in found if one.starts == utc("09:00")}
    assert used == {"series@2026-03-10T12:00": 600, "other": 0}


def test_outage_that_outlived_two_windows_overran_the_one_that_ended_last() -> None:
    book = book_of(window(id="short"), window("09:30", "10:30", id="long"))
    states = {"09:10": State.PLANNED_DOWNTIME, "10:30": State.OVERRUN}

    found = told(chronicle(outage(states, "10:40"), book=book))

    assert [(one.window_id, portal(one).overrun_seconds) for one in found] == [("short", 0), ("long", 600)]


def test_of_two_windows_that_ended_together_the_one_declared_first_was_outlived() -> None:
    longer, shorter = window("08:00", "10:00", id="longer"), window("09:00", "10:00", id="shorter")
    states = {"09:10": State.PLANNED_DOWNTIME, "10:00": State.OVERRUN}
    past = outage(states, "10:40")

    overrun = [
        {found.window_id: portal(found).overrun_seconds for found in told(chronicle(past, book=book_of(*order)))}
        for order in ((longer, shorter), (shorter, longer))
    ]

    assert overrun == [{"longer": 2400, "shorter": 0}, {"longer": 0, "shorter": 2400}]


def test_outage_follows_the_window_declared_first_of_those_that_ended_together() -> None:
    book = book_of(window("09:00", "10:00", id="first"), window("08:00", "10:00", id="second"))
    past = chronicle(unplanned("10:05", "10:10"), book=book)

    (part,) = accounts(past, catalogue(*BOTH), until=past.until).parts[PORTAL]

    assert (part.tie, part.window_id, part.seconds) == (Tie.FOLLOWED, "first", 0)


def test_window_learned_while_it_ran_reclassifies_nothing() -> None:
    past = chronicle(unplanned("08:30", "09:20"), book=book_of(window(), at=utc("09:30")))

    assert accounts(past, catalogue(*BOTH), until=past.until).parts[PORTAL] == ()


def test_window_known_only_after_the_outage_began_carries_nothing() -> None:
    found = one(unplanned("08:00", "09:30"), book=book_of(window(), at=utc("08:30")))

    assert portal(found).carried_seconds == 0


def test_window_lists_the_services_that_it_names() -> None:
    scope = Scope(everything=True, exclude=frozenset({"passport"}))
    (found,) = told(chronicle(planned_downtime("09:10", "09:20"), book=book_of(window(scope=scope), services=BOTH)))

    assert list(found.by_service) == [PORTAL]


def test_service_that_an_earlier_revision_named_keeps_what_it_used() -> None:
    book = revised(book_of(window(), services=BOTH), "09:30", scope=Scope(services=frozenset({"passport"})))
    states = {"09:10": State.PLANNED_DOWNTIME, "09:30": State.OVERRUN}

    found = one(outage(states, "09:40"), book=book)

    assert [(use.service_id, use.planned_seconds) for use in found.uses] == [(PORTAL, 1200), (PASSPORT, 0)]


def test_root_window_is_given_the_seconds_of_what_rests_on_the_root() -> None:
    root, dependant = service("nafath/sign-on"), service(PORTAL, hard=("nafath/sign-on",))
    book = book_of(window(platform="nafath"), services=(root,))
    past = chronicle(planned_downtime("09:10", "09:20"), book=book, services=(PORTAL, root.id))

    found = accounts(past, catalogue(dependant, root), until=past.until)

    assert [(part.tie, part.window_id, part.seconds) for part in found.parts[PORTAL]] == [(Tie.PLANNED, "w1", 600)]
    (window_of_root,) = fulfilments(past, catalogue(dependant, root), EVENING, notice_minimum=DAY, until=past.until)
    assert (window_of_root.stage, list(window_of_root.by_service)) == (Stage.ENDED, [root.id])


# ---- announcement


@pytest.mark.parametrize(
    ("at", "notice"),
    [
        ("2026-03-09 09:00", Notice.ANNOUNCED),
        ("2026-03-09 09:01", Notice.SHORT),
        ("09:00", Notice.LATE),
        ("10:00", Notice.RETROACTIVE),
    ],
)
def test_window_has_a_notice_class(at: str, notice: Notice) -> None:
    assert one(book=book_of(window(), at=utc(at))).notice is notice


def test_window_that_takes_in_another_service_is_announced_anew() -> None:
    scope = Scope(services=frozenset({"portal"}))
    book = book_of(window(scope=scope), services=BOTH)

    widened = revised(book, "08:00", scope=Scope(everything=True))
    narrowed = revised(book_of(window(), services=BOTH), "08:00", scope=scope)

    assert (one(book=widened).notice, one(book=narrowed).notice) == (Notice.SHORT, Notice.ANNOUNCED)


@pytest.mark.parametrize(
    ("edits", "late"),
    [
        ([("08:00", "11:00")], 0),
        ([("09:30", "11:00")], 60),
        ([("09:30", "11:00"), ("10:30", "10:40")], 40),
        ([("09:30", "09:40")], 0),
        ([("10:30", "11:00")], 60),
    ],
)
def test_what_was_added_after_the_start_counts_as_extended_late(edits: list[tuple[str, str]], late: int) -> None:
    book = book_of(window())
    for at, ends in edits:
        book = revised(book, at, ends=utc(ends))

    assert one(book=book).extended_late == late * MINUTE


def test_retroactive_window_reclassifies_and_covers_nothing() -> None:
    past = chronicle(unplanned("08:30", "09:30"), book=book_of(window(), at=utc("12:00")))

    (part,) = accounts(past, catalogue(*BOTH), until=past.until).parts[PORTAL]

    assert (part.tie, part.window_id, part.seconds) == (Tie.RECLASSIFIED, "w1", 1800)
    assert portal(told(past)[0]) == Use(service_id=PORTAL, impact=Impact.OUTAGE, reclassified_seconds=1800)


def test_lost_second_is_reclassified_once() -> None:
    book = book_of(window("09:00", "10:00", id="late"), window("08:45", "09:15", id="later"), at=utc("12:00"))
    past = chronicle(unplanned("08:30", "09:30"), book=book)

    parts = accounts(past, catalogue(*BOTH), until=past.until).parts[PORTAL]

    assert sorted((part.window_id, part.seconds) for part in parts) == [("late", 900), ("later", 1800)]


def test_mistaken_declaration_reclassifies_nothing() -> None:
    book, _ = void(book_of(window(), at=utc("12:00")), "w1", utc("13:00"), AUTHOR, RULES)
    past = chronicle(unplanned("08:30", "09:30"), book=book)

    assert accounts(past, catalogue(*BOTH), until=past.until).parts[PORTAL] == ()


# ---- which windows there are


WEEKLY = window(local("2026-02-24T12:00"), local("2026-02-24T13:00"), rule=Rule(rrule="FREQ=WEEKLY"))


def starts(found: tuple[Fulfilment, ...]) -> list[str]:
    return [f"{one.starts:%m-%d %H:%M}" for one in found]


def test_recurring_window_comes_by_its_occurrences_up_to_thirty_days_ahead() -> None:
    found = told(chronicle(book=book_of(WEEKLY)), until=None)

    assert starts(found) == ["03-10 09:00", "03-17 09:00", "03-24 09:00", "03-31 09:00", "04-07 09:00"]
    assert [one.stage for one in found] == [Stage.UNUSED] + 4 * [Stage.UPCOMING]
    assert found[0].window_id == "w1@2026-03-10T12:00"


def test_later_rule_moves_what_has_not_begun_and_says_nothing_of_the_past() -> None:
    book = revised(
        book_of(WEEKLY), "2026-03-12 00:00", starts=local("2026-02-24T14:00"), ends=local("2026-02-24T15:00")
    )

    found = told(chronicle(book=book, since=MIDNIGHT - 8 * DAY, until=MIDNIGHT + 5 * DAY), until=MIDNIGHT + 10 * DAY)

    assert starts(found) == ["03-03 09:00", "03-10 09:00", "03-17 11:00"]


def test_cancelled_series_held_what_was_over_by_then() -> None:
    book, _ = cancel(book_of(WEEKLY), "w1", utc("2026-03-12 00:00"), AUTHOR, RULES)

    found = told(chronicle(book=book, until=MIDNIGHT + 2 * DAY), at=MIDNIGHT + 3 * DAY, until=MIDNIGHT + 90 * DAY)

    assert [one.stage for one in found] == [Stage.UNUSED] + 4 * [Stage.CANCELLED]


def test_series_declared_by_mistake_is_void_altogether() -> None:
    book, _ = void(book_of(WEEKLY), "w1", utc("2026-03-12 00:00"), AUTHOR, RULES)

    assert {one.stage for one in told(chronicle(book=book), until=MIDNIGHT + 20 * DAY)} == {Stage.VOID}


def test_occurrence_revised_alone_has_the_revisions_of_both() -> None:
    book = revised(book_of(WEEKLY), "08:00", "w1@2026-03-10T12:00", ends=local("2026-03-10T14:00"))

    (found,) = told(chronicle(book=book))

    assert (found.window_id, found.revisions, found.ends) == ("w1@2026-03-10T12:00", 2, utc("11:00"))
    assert found.notice is Notice.ANNOUNCED


def test_occurrence_revised_alone_hears_nothing_of_later_revisions_of_its_series() -> None:
    book = revised(book_of(WEEKLY), "08:00", "w1@2026-03-10T12:00", ends=local("2026-03-10T14:00"))
    book = revised(book, "08:30", ends=local("2026-02-24T15:00"))

    (found,) = told(chronicle(book=book))

    assert (found.revisions, found.ends) == (2, utc("11:00"))


def test_window_moved_away_before_its_start_is_not_listed_where_it_was() -> None:
    book = revised(book_of(window()), "08:00", starts=utc("2026-03-20 09:00"), ends=utc("2026-03-20 10:00"))

    assert told(chronicle(book=book)) == ()


def test_window_moved_away_while_it_ran_is_listed_where_it_was_too() -> None:
    book = revised(book_of(window()), "09:30", starts=utc("2026-03-20 09:00"), ends=utc("2026-03-20 10:00"))

    (found,) = told(chronicle(planned_downtime("09:10", "09:20"), book=book))

    assert (found.starts, portal(found).planned_seconds) == (utc("2026-03-20 09:00"), 600)


def test_windows_come_in_the_order_of_their_starts() -> None:
    book = Book()
    for name, begins in (("b", "12:00"), ("a", "09:00"), ("c", "09:00")):
        spec = window(begins, utc(begins) + timedelta(hours=1), id=name)
        book, _ = declare(book, spec, ANNOUNCED, AUTHOR, RULES)

    assert [one.window_id for one in told(chronicle(book=book))] == ["a", "c", "b"]


def test_seconds_are_exact_to_the_microsecond() -> None:
    found = one(planned_downtime("09:10:00.1", "09:10:00.3"), book=book_of(window(ends=utc("10:00") + SECOND)))

    assert portal(found).planned_seconds == 0.2
