from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest

from monitor.domain.book import Author, Book, Revision, cancel, declare, end, read, refuse, revise, void
from monitor.domain.change import Change, Verb, enter
from monitor.domain.errors import WindowChangedError, WindowRefusedError, WindowUnknownError
from monitor.domain.sources import sync
from monitor.domain.window import Impact, Rule, Scope, Status, WindowSpec
from tests.domain.facts import (
    ANNOUNCED,
    AUTHOR,
    DAY,
    HOUR,
    MIDNIGHT,
    MINUTE,
    book_of,
    local,
    plan_of,
    rules,
    service,
    utc,
    window,
)

RULES = rules(service("absher/portal"), service("absher/passport", labels={"group": "civil"}))
FILE = Author(by="git", why="", origin="file")
TICK = timedelta(microseconds=1)
WEEKLY = window(
    local("2026-03-10 04:00"), local("2026-03-10 06:00"), id="weekly", rule=Rule(rrule="FREQ=WEEKLY")
)  # in UTC 01:00 to 03:00


def last(book: Book, window_id: str = "w1") -> Revision:
    return book.chains[window_id][-1]


def refusal(change: Callable[[], object]) -> WindowRefusedError:
    with pytest.raises(WindowRefusedError) as caught:
        change()
    return caught.value


# ---- declaring


def test_declared_window_is_the_first_revision_known_from_now() -> None:
    book, revision = declare(Book(), window(), utc("08:00"), AUTHOR, RULES)

    assert revision == last(book)
    assert revision == Revision(
        window_id="w1", number=1, known_at=utc("08:00"), declared_at=utc("08:00"), spec=window(), by="noura",
        why="a test", origin="command",
    )  # fmt: skip


def test_what_the_operator_announced_earlier_is_kept_beside_what_we_learned() -> None:
    announced = window(declared_at=utc("2026-03-01 12:00"))

    _, revision = declare(Book(), announced, utc("08:00"), AUTHOR, RULES)

    assert revision is not None
    assert (revision.declared_at, revision.known_at) == (utc("2026-03-01 12:00"), utc("08:00"))


def test_declaring_the_same_window_again_changes_nothing() -> None:
    book = book_of(window())

    assert declare(book, window(), utc("08:00"), AUTHOR, RULES) == (book, None)


def test_declaring_what_an_earlier_revision_said_changes_nothing() -> None:
    book, _ = revise(book_of(window()), "w1", {"ends": utc("11:00")}, utc("08:00"), AUTHOR, RULES)

    assert declare(book, window(), utc("08:30"), AUTHOR, RULES) == (book, None)


def test_another_window_cannot_take_the_id() -> None:
    book = book_of(window())

    found = refusal(lambda: declare(book, window(ends="11:00"), utc("08:00"), AUTHOR, RULES))

    assert (found.window_id, found.key_path, found.value) == ("w1", "id", "w1")
    assert "another window has this id" in found.sentence


# ---- W13: no end, too long


@pytest.mark.parametrize(
    ("length", "allowed"),
    [(DAY - TICK, True), (DAY, True), (DAY + TICK, False), (30 * DAY, False)],
)
def test_w13_exactly_the_limit_is_allowed(length: timedelta, allowed: bool) -> None:
    for spec in (window("09:00", utc("09:00") + length), window("09:00", None, duration=length)):
        if allowed:
            refuse(spec, RULES)
        else:
            assert "longer than limits.longest_window" in refusal(partial(refuse, spec, RULES)).sentence
        refuse(replace(spec, long=True), RULES)


@pytest.mark.parametrize(
    ("ends", "duration"), [(None, None), ("10:00", HOUR)], ids=["neither end nor duration", "both end and duration"]
)
def test_w13_a_window_needs_either_an_end_or_a_duration(ends: str | None, duration: timedelta | None) -> None:
    spec = window("09:00", ends, duration=duration)

    assert "either an end or a duration" in refusal(lambda: refuse(spec, RULES)).sentence


@pytest.mark.parametrize(("ends", "allowed"), [("08:59", False), ("09:00", False), ("09:00:00.000001", True)])
def test_w13_a_window_ends_after_it_starts(ends: str, allowed: bool) -> None:
    if allowed:
        refuse(window("09:00", ends), RULES)
    else:
        assert "ends before it starts" in refusal(lambda: refuse(window("09:00", ends), RULES)).sentence


def test_w13_a_window_wholly_inside_the_spring_gap_has_no_length() -> None:
    spec = window(local("2026-03-29 02:10"), local("2026-03-29 02:50"), timezone="Europe/Warsaw")

    assert "ends before it starts" in refusal(lambda: refuse(spec, RULES)).sentence


def test_w13_each_occurrence_counts_also_the_one_that_autumn_makes_an_hour_longer() -> None:
    spec = window(
        local("2026-03-11 00:00"), local("2026-03-12 00:00"), timezone="Europe/Warsaw", rule=Rule(rrule="FREQ=DAILY")
    )
    in_riyadh = replace(spec, timezone="Asia/Riyadh")

    refuse(in_riyadh, RULES)

    assert "longer than limits.longest_window" in refusal(lambda: refuse(spec, RULES)).sentence


def test_w13_the_former_stands_where_a_revision_is_refused() -> None:
    book = book_of(window())

    refusal(lambda: revise(book, "w1", {"ends": utc("09:00") + DAY + TICK}, utc("08:00"), AUTHOR, RULES))

    assert book == book_of(window())
    revise(book, "w1", {"ends": utc("09:00") + DAY}, utc("08:00"), AUTHOR, RULES)


@pytest.mark.parametrize(
    "rrule", ["FREQ=MINUTELY", "FREQ=SOMETIMES", "FREQ=HOURLY;BYMINUTE=61", "FREQ=YEARLY;BYEASTER=9999999"]
)
def test_w13_a_rule_that_cannot_be_read_is_refused(rrule: str) -> None:
    found = refusal(lambda: refuse(window(rule=Rule(rrule=rrule)), RULES))

    assert (found.key_path, found.value) == ("rrule", rrule)


# ---- W14: unknown names, empty selector


@pytest.mark.parametrize(
    ("fields", "key", "value"),
    [
        ({"platform": "abshir"}, "platform", "abshir"),
        ({"scope": Scope(services=frozenset({"portal", "pasport"}))}, "services", "pasport"),
        ({"scope": Scope(everything=True, exclude=frozenset({"pasport"}))}, "exclude", "pasport"),
        ({"scope": Scope(selectors=((("group", "trade"),),))}, "services", ""),
        ({"scope": Scope(everything=True, exclude=frozenset({"portal", "passport"}))}, "services", ""),
        ({"scope": Scope()}, "services", ""),
    ],
)
def test_w14_a_window_that_names_nothing_is_refused(fields: Mapping[str, object], key: str, value: str) -> None:
    found = refusal(lambda: declare(Book(), replace(window(), **fields), utc("08:00"), AUTHOR, RULES))  # type: ignore[arg-type] # table

    assert (found.window_id, found.key_path, found.value) == ("w1", key, value)


def test_w14_a_selector_that_matches_one_service_is_taken() -> None:
    refuse(window(scope=Scope(selectors=((("group", "civil"),),))), RULES)


def test_cancelled_window_may_name_what_no_longer_exists() -> None:
    refuse(window(platform="gone", status=Status.CANCELLED), RULES)


# ---- revising


def test_revision_is_numbered_and_dated_and_the_former_is_kept() -> None:
    book, _ = revise(book_of(window()), "w1", {"ends": utc("11:00")}, utc("09:30"), AUTHOR, RULES)

    assert [revision.number for revision in book.chains["w1"]] == [1, 2]
    assert [revision.known_at for revision in book.chains["w1"]] == [ANNOUNCED, utc("09:30")]
    assert [revision.spec for revision in book.chains["w1"]] == [window(), window(ends="11:00")]
    assert book.current("w1") == window(ends="11:00")


def test_revision_that_changes_nothing_is_none() -> None:
    book = book_of(window())

    assert revise(book, "w1", {"ends": utc("10:00")}, utc("08:00"), AUTHOR, RULES) == (book, None)


def test_revision_of_a_window_announced_once_is_announced_when_it_is_learned() -> None:
    book = book_of(window(declared_at=utc("2026-03-01 12:00")))

    moved, first = revise(book, "w1", {"ends": utc("11:00")}, utc("08:00"), AUTHOR, RULES)
    _, second = revise(moved, "w1", {"declared_at": utc("08:30"), "ends": utc("12:00")}, utc("08:45"), AUTHOR, RULES)

    assert first is not None
    assert second is not None
    assert [first.declared_at, second.declared_at] == [utc("08:00"), utc("08:30")]


def test_unknown_window_cannot_be_revised() -> None:
    assert "no window has this id" in refusal(lambda: revise(Book(), "w1", {}, utc("08:00"), AUTHOR, RULES)).sentence


# ---- W8 and W9: cancelling


def test_w8_a_tombstone_cannot_be_revised_nor_cancelled_nor_ended() -> None:
    book, revision = cancel(book_of(window()), "w1", utc("08:00"), AUTHOR, RULES)

    assert revision is not None
    assert revision.spec.status is Status.CANCELLED
    for change in (
        lambda: revise(book, "w1", {"ends": utc("11:00")}, utc("08:30"), AUTHOR, RULES),
        lambda: cancel(book, "w1", utc("08:30"), AUTHOR, RULES),
        lambda: end(book, "w1", utc("09:30"), AUTHOR, RULES),
    ):
        assert "a cancelled window cannot be revised" in refusal(change).sentence


@pytest.mark.parametrize(
    ("at", "status", "ends"),
    [
        ("08:59:59.999999", Status.CANCELLED, "10:00"),
        ("09:00", Status.CANCELLED, "10:00"),
        ("09:00:00.000001", Status.SCHEDULED, "09:00:00.000001"),
        ("09:59:59.999999", Status.SCHEDULED, "09:59:59.999999"),
    ],
)
def test_w6_w8_end_is_a_cancellation_until_something_of_the_window_is_over(at: str, status: Status, ends: str) -> None:
    _, revision = end(book_of(window()), "w1", utc(at), AUTHOR, RULES)

    assert revision is not None
    assert (revision.spec.status, revision.spec.ends) == (status, utc(ends))


def test_w6_ending_a_window_with_a_duration_gives_it_an_end() -> None:
    _, revision = end(book_of(window("09:00", None, duration=HOUR)), "w1", utc("09:30"), AUTHOR, RULES)

    assert revision is not None
    assert (revision.spec.ends, revision.spec.duration) == (utc("09:30"), None)


@pytest.mark.parametrize(("at", "over"), [("09:59:59.999999", False), ("10:00", True), ("10:00:00.000001", True)])
def test_window_that_is_over_can_be_neither_ended_nor_cancelled(at: str, over: bool) -> None:
    book = book_of(window())

    for change in (end, cancel):
        attempt = partial(change, book, "w1", utc(at), AUTHOR, RULES)
        if over:
            assert "the window is over" in refusal(attempt).sentence
        else:
            attempt()


def test_window_that_is_over_can_still_be_extended() -> None:
    _, revision = revise(book_of(window()), "w1", {"ends": utc("11:00")}, utc("10:30"), AUTHOR, RULES)

    assert revision is not None
    assert revision.known_at == utc("10:30")


@pytest.mark.parametrize("change", [end, cancel])
def test_unknown_window_can_be_neither_ended_nor_cancelled(change: Callable[..., object]) -> None:
    assert "no window has this id" in refusal(lambda: change(Book(), "w1", utc("08:00"), AUTHOR, RULES)).sentence


# ---- one occurrence of a recurring window


@pytest.mark.parametrize(
    ("at", "runs"), [("00:59:59", False), ("01:00:01", True), ("02:59:59", True), ("03:00", False)]
)
def test_end_of_a_recurring_window_ends_the_occurrence_that_runs(at: str, runs: bool) -> None:
    book = book_of(WEEKLY)

    if runs:
        ended, _ = end(book, "weekly", utc(at), AUTHOR, RULES)
        assert last(ended, "weekly@2026-03-10T04:00").spec.ends == utc(at)
        assert ended.current("weekly") == WEEKLY
    else:
        assert "no occurrence is running" in refusal(lambda: end(book, "weekly", utc(at), AUTHOR, RULES)).sentence


def test_occurrence_reads_as_its_series_until_it_is_revised() -> None:
    book = book_of(WEEKLY)

    one = book.current("weekly@2026-03-17T04:00")

    assert one is not None
    assert (one.id, one.starts, one.ends) == (
        "weekly@2026-03-17T04:00",
        local("2026-03-17 04:00"),
        utc("2026-03-17 03:00"),
    )
    assert one.rule is None
    assert book.current("weekly@2026-03-18T04:00") is None
    assert book.current("daily@2026-03-17T04:00") is None
    assert book.current("weekly2") is None


def test_occurrence_of_a_series_with_a_duration_keeps_its_duration() -> None:
    one = book_of(replace(WEEKLY, ends=None, duration=2 * HOUR)).current("weekly@2026-03-17T04:00")

    assert one is not None
    assert (one.ends, one.duration) == (None, 2 * HOUR)


def test_occurrence_cannot_repeat_by_itself() -> None:
    changes = {"rule": Rule(rrule="FREQ=DAILY")}

    found = refusal(lambda: revise(book_of(WEEKLY), "weekly@2026-03-17T04:00", changes, utc("08:00"), AUTHOR, RULES))

    assert (found.key_path, found.value) == ("rrule", "FREQ=DAILY")


def test_occurrence_can_be_cancelled_alone_and_is_then_a_tombstone() -> None:
    book, _ = cancel(book_of(WEEKLY), "weekly@2026-03-17T04:00", utc("08:00"), AUTHOR, RULES)

    again = refusal(lambda: cancel(book, "weekly@2026-03-17T04:00", utc("08:30"), AUTHOR, RULES))

    assert "a cancelled window cannot be revised" in again.sentence
    assert book.current("weekly") == WEEKLY
    assert last(book, "weekly@2026-03-17T04:00").number == 1


def test_series_can_be_cancelled_however_long_ago_it_began() -> None:
    book, _ = cancel(book_of(WEEKLY), "weekly", MIDNIGHT + 300 * DAY, AUTHOR, RULES)

    assert last(book, "weekly").spec.status is Status.CANCELLED


# ---- the files


def synced(book: Book, *specs: WindowSpec, at: str) -> Book:
    book, _, refused = sync(book, specs, utc(at), FILE, RULES)
    assert refused == ()
    return book


def test_files_bring_new_and_changed_windows() -> None:
    book = synced(Book(), window(), at="07:00")
    changed = synced(book, window(ends="11:00"), window(id="w2"), at="08:00")

    assert [revision.spec.ends for revision in changed.chains["w1"]] == [utc("10:00"), utc("11:00")]
    assert last(changed, "w2").known_at == utc("08:00")
    assert synced(changed, window(ends="11:00"), window(id="w2"), at="08:30") == changed


@pytest.mark.parametrize(
    ("at", "status"),
    [
        ("08:00", Status.CANCELLED),
        ("09:30", Status.CANCELLED),
        ("10:00", Status.SCHEDULED),
        ("11:00", Status.SCHEDULED),
    ],
)
def test_window_taken_out_of_the_files_is_cancelled_unless_it_is_over(at: str, status: Status) -> None:
    book = synced(synced(Book(), window(), at="07:00"), at=at)

    assert last(book).spec.status is status


def test_window_ended_by_hand_is_not_revived_by_the_next_reload() -> None:
    book, _ = end(synced(Book(), window(), at="07:00"), "w1", utc("09:30"), AUTHOR, RULES)

    assert synced(book, window(), at="09:40") == book
    assert synced(book, at="09:40") == book


def test_window_declared_by_hand_is_none_of_the_files_business() -> None:
    book = book_of(window())

    assert synced(book, at="08:00") == book


def test_file_that_names_a_window_declared_by_hand_revises_it() -> None:
    book = synced(book_of(window()), window(ends="11:00"), at="08:00")

    assert [revision.origin for revision in book.chains["w1"]] == ["command", "file"]


def test_changed_file_does_not_raise_a_tombstone() -> None:
    book, _ = cancel(synced(Book(), window(), at="07:00"), "w1", utc("07:30"), AUTHOR, RULES)

    after, added, refused = sync(book, [window(ends="11:00"), window(id="w2")], utc("08:00"), FILE, RULES)

    assert [revision.window_id for revision in added] == ["w2"]
    assert [(one.window_id, one.key_path) for one in refused] == [("w1", "status")]
    assert after.chains["w1"] == book.chains["w1"]


def test_one_refused_window_does_not_keep_the_others_out() -> None:
    specs = [window(platform="gone"), window(id="w2")]

    book, added, refused = sync(Book(), specs, utc("08:00"), FILE, RULES)

    assert ([r.window_id for r in added], [r.window_id for r in refused], [*book.chains]) == (["w2"], ["w1"], ["w2"])


# ---- the book as a whole


def test_book_is_read_back_from_its_revisions() -> None:
    book = book_of(window(), window(id="w2", impact=Impact.DEGRADED))
    book, _ = revise(book, "w1", {"ends": utc("11:00")}, utc("08:00"), AUTHOR, RULES)

    assert read(revision for chain in book.chains.values() for revision in chain) == book


def test_no_operation_changes_the_book_it_was_given() -> None:
    book = book_of(window())
    before: Mapping[str, tuple[Revision, ...]] = dict(book.chains)
    at: datetime = utc("08:00")

    declare(book, window(id="w2"), at, AUTHOR, RULES)
    revise(book, "w1", {"ends": utc("10:00") + MINUTE}, at, AUTHOR, RULES)
    cancel(book, "w1", at, AUTHOR, RULES)

    assert book.chains == before


# ---- void


@pytest.mark.parametrize("at", ["08:00", "09:30", "10:30"])
def test_void_is_taken_at_any_time_and_nothing_is_revised_after_it(at: str) -> None:
    book, revision = void(book_of(window()), "w1", utc(at), AUTHOR, RULES)

    assert revision is not None
    assert revision.spec.status is Status.VOID
    again, none = void(book, "w1", utc("11:00"), AUTHOR, RULES)
    assert (again, none) == (book, None)
    sentence = refusal(lambda: revise(book, "w1", {"ends": utc("12:00")}, utc("11:00"), AUTHOR, RULES)).sentence
    assert "a void window cannot be revised" in sentence


def test_cancelled_window_can_be_marked_void_and_not_brought_back() -> None:
    cancelled, _ = cancel(book_of(window()), "w1", utc("08:00"), AUTHOR, RULES)

    book, _ = void(cancelled, "w1", utc("08:30"), AUTHOR, RULES)

    assert [revision.spec.status for revision in book.chains["w1"]] == [
        Status.SCHEDULED, Status.CANCELLED, Status.VOID,
    ]  # fmt: skip
    back = refusal(lambda: revise(cancelled, "w1", {"status": Status.SCHEDULED}, utc("08:30"), AUTHOR, RULES))
    assert back.key_path == "status"


def test_void_window_covers_nothing_from_then_on_and_what_it_covered_stays() -> None:
    book, _ = void(book_of(window()), "w1", utc("09:30"), AUTHOR, RULES)

    planned = plan_of(book)

    assert planned.edges == (utc("09:00"), utc("09:30"))


# ---- versions


def test_version_changes_with_each_revision_of_a_window() -> None:
    book = book_of(window())
    revised, _ = revise(book, "w1", {"ends": utc("11:00")}, utc("08:00"), AUTHOR, RULES)

    assert (book.version("w1"), revised.version("w1"), book.version("w2")) == ("1", "2", None)


def test_version_of_an_occurrence_changes_with_its_series_until_it_has_a_chain_of_its_own() -> None:
    book = book_of(WEEKLY)
    moved, _ = revise(book, "weekly", {"recovery": HOUR}, utc("08:00"), AUTHOR, RULES)
    alone, _ = cancel(moved, "weekly@2026-03-17T04:00", utc("08:00"), AUTHOR, RULES)

    versions = [known.version("weekly@2026-03-17T04:00") for known in (book, moved, alone)]

    assert versions == ["1@", "2@", "1"]


@pytest.mark.parametrize(
    ("seen", "error"), [("1", WindowChangedError), ("3", WindowChangedError), ("2", None), (None, None)]
)
def test_change_is_held_against_what_its_author_saw(seen: str | None, error: type[WindowRefusedError] | None) -> None:
    book, _ = revise(book_of(window()), "w1", {"ends": utc("11:00")}, utc("08:00"), AUTHOR, RULES)
    change = Change(verb=Verb.CANCEL, window_id="w1", author=AUTHOR, version=seen)

    if error is None:
        assert enter(book, change, utc("08:30"), RULES)[1] is not None
    else:
        assert isinstance(refusal(lambda: enter(book, change, utc("08:30"), RULES)), error)


def test_change_of_a_window_that_is_not_there_is_told_as_such() -> None:
    change = Change(verb=Verb.END, window_id="gone", author=AUTHOR, version="1")

    assert isinstance(refusal(lambda: enter(Book(), change, utc("08:30"), RULES)), WindowUnknownError)


# ---- an impact per service


def test_window_does_more_to_one_service_than_to_another() -> None:
    milder = window(impacts=(("passport", Impact.DEGRADED),))
    portal, passport = service("absher/portal"), service("absher/passport")
    book = book_of(milder, services=(portal, passport))

    assert plan_of(book, portal).is_in(utc("09:30"))
    assert not plan_of(book, passport).is_in(utc("09:30"))
    assert [cover.impact for cover in plan_of(book, passport).covering(utc("09:30"))] == [Impact.DEGRADED]


def test_dependant_of_a_covered_root_has_the_impact_on_the_root() -> None:
    milder = window(impacts=(("portal", Impact.DEGRADED),))
    root, dependant = service("absher/portal"), service("nafath/login", hard=["absher/portal"])

    covering = plan_of(book_of(milder, services=(root,)), dependant, root).covering(utc("09:30"))

    assert [cover.impact for cover in covering] == [Impact.DEGRADED]


def test_w14_impact_on_a_service_that_the_window_does_not_cover_is_refused() -> None:
    wrong = window(scope=Scope(services=frozenset({"portal"})), impacts=(("passport", Impact.NONE),))

    assert refusal(lambda: refuse(wrong, RULES)).key_path == "service_impact"
