from __future__ import annotations

from monitor.domain.book import Book, declare
from monitor.domain.window import Rule, Scope
from monitor.engine.terms import TermBook
from tests.domain.facts import (
    ANNOUNCED,
    AUTHOR,
    DAY,
    HOUR,
    MINUTE,
    PORTAL,
    book_of,
    catalogue,
    rules,
    service,
    utc,
    window,
)

NOW = utc("08:00")
GRACE = 5 * MINUTE


def test_each_service_has_its_own_plan_and_an_inferred_one_never_pages() -> None:
    watched = catalogue(service(), service("absher/passport", inferred_from=PORTAL))
    book = book_of(window(scope=Scope(services=frozenset({"passport"}))), services=[*watched.services.values()])

    terms = TermBook(watched, GRACE, book, NOW)

    assert [terms[name].plan.is_in(utc("09:30")) for name in (PORTAL, "absher/passport")] == [False, True]
    assert [terms[name].pages for name in (PORTAL, "absher/passport")] == [True, False]
    assert terms[PORTAL].grace == GRACE


def test_hard_root_lends_its_window_and_a_login_root_does_not() -> None:
    watched = catalogue(
        service(hard=["nafath/core"]),
        service("absher/passport", login=["nafath/core"]),
        service("nafath/core"),
    )
    book = book_of(window(platform="nafath"), services=[*watched.services.values()])

    terms = TermBook(watched, GRACE, book, NOW)

    inside = {name: terms[name].plan.is_in(utc("09:30")) for name in watched.services}
    assert inside == {PORTAL: True, "absher/passport": False, "nafath/core": True}


def test_new_book_counts_from_now_on_and_leaves_the_past_as_it_was() -> None:
    terms = TermBook(catalogue(), GRACE, book_of(window()), NOW)

    terms.replace(catalogue(), 2 * GRACE, Book(), utc("09:30"))

    assert [terms[PORTAL].plan.is_in(utc(at)) for at in ("09:00", "09:29:59", "09:30", "09:59")] == [
        True, True, False, False,
    ]  # fmt: skip
    assert terms[PORTAL].grace == 2 * GRACE


def test_service_that_is_new_takes_its_plan_as_it_is() -> None:
    both = catalogue(service(), service("absher/passport"))
    terms = TermBook(catalogue(), GRACE, book_of(window()), NOW)

    terms.replace(both, GRACE, book_of(window()), utc("09:30"))

    assert terms["absher/passport"].plan.is_in(utc("09:00"))


def test_what_ended_forty_days_ago_is_forgotten() -> None:
    terms = TermBook(catalogue(), GRACE, book_of(window()), NOW)
    ended = utc("10:00")

    terms.replace(catalogue(), GRACE, book_of(window()), ended + 40 * DAY - MINUTE)
    assert terms[PORTAL].plan.last_out(ended) == ended

    terms.replace(catalogue(), GRACE, book_of(window()), ended + 40 * DAY)
    assert terms[PORTAL].plan.edges == ()


def test_horizon_moves_with_time_before_it_is_reached() -> None:
    daily = window("09:00", "10:00", rule=Rule(rrule="FREQ=DAILY"))
    terms = TermBook(catalogue(), GRACE, book_of(daily), NOW)

    for day in range(200):
        now = utc("09:30") + day * DAY
        terms.extend(now)
        assert terms[PORTAL].plan.is_in(now)
        assert terms[PORTAL].plan.next_edge(now) == now + HOUR / 2
        assert (terms[PORTAL].plan.until or now) >= now + 30 * DAY


def test_horizon_is_left_alone_until_half_of_it_is_used_up() -> None:
    terms = TermBook(catalogue(), GRACE, book_of(window()), NOW)
    before = terms[PORTAL]

    terms.extend(NOW + 30 * DAY - MINUTE)
    assert terms[PORTAL] is before

    terms.extend(NOW + 30 * DAY)
    assert terms[PORTAL].plan.until == NOW + 90 * DAY


def test_extension_does_not_cover_the_past_of_an_edit() -> None:
    terms = TermBook(catalogue(), GRACE, Book(), NOW)
    late, _ = declare(Book(), window("08:00", "12:00"), utc("09:00"), AUTHOR, rules())
    terms.replace(catalogue(), GRACE, late, utc("09:00"))

    terms.extend(NOW + 31 * DAY)

    assert [terms[PORTAL].plan.is_in(utc(at)) for at in ("08:30", "09:00", "11:59")] == [False, True, True]
    assert utc("09:00") > ANNOUNCED
