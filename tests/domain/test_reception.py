from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from monitor.domain.announcement.draft import Affected, Draft, Kind
from monitor.domain.book import Book, cancel
from monitor.domain.change import Verb
from monitor.domain.proposal import LONGEST_TEXT, Decision, Proposal
from monitor.domain.reception import received
from monitor.domain.window import Scope, WindowSpec
from tests.domain import facts
from tests.domain.drafts import NOW, draft, proposal, source, wall

SATURDAY = date(2025, 12, 6)
OTHER = source("another outlet", url="https://other.example/2")
WINDOW = facts.window(
    facts.local("2025-12-05 00:00"), facts.local("2025-12-05 12:00"), id="absher-2025-12-05", timezone="Asia/Riyadh"
)
RUNNING = datetime(2025, 12, 5, 3, 0, tzinfo=UTC)  # six in the morning there


def book(*windows: WindowSpec) -> Book:
    return facts.book_of(*windows, at=NOW)


def took(
    *known: Proposal, read: Draft, said: object = OTHER, at: datetime = NOW, told: Book | None = None
) -> Proposal | None:
    return received(known, told or Book(), read, said, at=at)  # type: ignore[arg-type] # the test's own source


def one(*known: Proposal, read: Draft, at: datetime = NOW, told: Book | None = None) -> Proposal:
    found = took(*known, read=read, at=at, told=told)
    assert found is not None
    return found


def test_first_announcement_waits_as_a_declaration() -> None:
    made = one(read=draft())

    assert made.id.startswith("draft-absher-2025-12-05-")
    assert (made.verb, made.decision, made.sources, made.revises) == (Verb.DECLARE, Decision.WAITING, (OTHER,), ())
    assert one(read=draft()).id == made.id


def test_same_text_from_the_same_source_changes_nothing() -> None:
    known = proposal()

    again = took(known, read=draft(), said=source(received_at=NOW + timedelta(hours=1)))

    assert again is known


def test_same_event_from_another_outlet_is_another_source() -> None:
    known = proposal()

    both = one(known, read=draft(platform_name="Absher"))

    assert both == replace(known, sources=(*known.sources, OTHER))


@pytest.mark.parametrize(
    "read",
    [
        draft(starts=wall(SATURDAY, 0), ends=wall(SATURDAY, 12)),
        draft(platform="qiwa", platforms=("qiwa",)),
        draft(platform=None, platforms=(), platform_name="بنك"),
        draft(services=(Affected(id="traffic", as_written="المخالفات"),), starts=wall(hour=13), ends=wall(hour=15)),
    ],
)
def test_another_day_platform_or_service_is_another_event(read: Draft) -> None:
    known = proposal()

    assert one(known, read=read).id != known.id


def test_announcement_without_a_platform_joins_and_takes_it_from_the_other() -> None:
    unnamed = proposal(draft=draft(platform=None, platforms=(), platform_name=""))

    joined = one(unnamed, read=draft())

    assert joined.id == unnamed.id
    assert (joined.draft.platform, joined.draft.platforms) == ("absher", ("absher",))


def test_one_text_with_two_windows_of_a_day_makes_two_proposals() -> None:
    known = proposal()

    second = took(known, read=draft(starts=wall(hour=14), ends=wall(hour=16)), said=source())

    assert second is not None
    assert second.id != known.id


def test_second_outlet_finds_each_of_two_windows_of_a_day() -> None:
    first, second = proposal(), proposal(id="second", draft=draft(starts=wall(hour=14), ends=wall(hour=16)))

    joined = one(first, second, read=draft(starts=wall(hour=14), ends=wall(hour=16)))

    assert joined.id == "second"
    assert joined.conflicts == ()


def test_what_outlets_disagree_on_is_told_and_the_first_stands() -> None:
    known = proposal()

    both = one(known, read=draft(starts=wall(hour=1), ends=wall(hour=13)))

    assert (both.draft.starts, both.draft.ends) == (wall(hour=0), wall(hour=12))
    assert both.conflicts == (
        "starts: 2025-12-05T00:00 according to example.org, 2025-12-05T01:00 according to other.example.",
        "ends: 2025-12-05T12:00 according to example.org, 2025-12-05T13:00 according to other.example.",
    )


def test_more_explicit_time_fills_a_day_alone_in_without_a_conflict() -> None:
    known = proposal(draft=draft(starts=wall(), ends=None))

    both = one(known, read=draft())

    assert (both.draft.starts, both.draft.ends, both.conflicts) == (wall(hour=0), wall(hour=12), ())


def test_end_of_a_day_and_the_midnight_after_it_are_no_conflict() -> None:
    known = proposal(draft=draft(ends=wall(hour=23, minute=59)))

    assert one(known, read=draft(ends=wall(SATURDAY, 0))).conflicts == ()


def test_decided_proposal_gets_the_source_and_stays_decided() -> None:
    rejected = proposal(decision=Decision.REJECTED, decided_by="aisha", decided_at=NOW)
    confirmed = replace(rejected, decision=Decision.CONFIRMED, window_ids=("absher-2025-12-05",))

    for known in (rejected, confirmed):
        again = one(known, read=draft())

        assert (again.decision, again.draft, len(again.sources)) == (known.decision, known.draft, 2)


def test_other_hours_than_were_confirmed_wait_anew_and_say_so() -> None:
    confirmed = proposal(decision=Decision.CONFIRMED, decided_at=NOW, window_ids=("absher-2025-12-05",))

    anew = one(confirmed, read=draft(ends=wall(hour=14)), told=book(WINDOW))

    assert anew.is_waiting
    assert anew.conflicts == ("absher-2025-12-05 is declared already, 2025-12-05T00:00 to 2025-12-05T12:00.",)


def test_plan_that_the_book_has_already_asks_for_nothing() -> None:
    assert took(read=draft(), told=book(WINDOW)) is None


@pytest.mark.parametrize(
    ("read", "verb", "at"),
    [
        (draft(kind=Kind.EXTENDED, starts=None, ends=wall(hour=15)), Verb.REVISE, RUNNING),
        (draft(kind=Kind.EXTENDED, starts=None, ends=wall(hour=15)), Verb.REVISE, RUNNING + timedelta(hours=8)),
        (draft(kind=Kind.EXTENDED, starts=None, ends=None), Verb.REVISE, RUNNING),
        (draft(kind=Kind.POSTPONED, starts=wall(SATURDAY, 0), ends=wall(SATURDAY, 12)), Verb.REVISE, NOW),
        (draft(kind=Kind.POSTPONED, starts=None, ends=None, former_starts=wall()), Verb.CANCEL, NOW),
        (draft(kind=Kind.CANCELLED, starts=None, ends=None), Verb.CANCEL, NOW),
        (draft(kind=Kind.CANCELLED), Verb.CANCEL, NOW),
        (draft(kind=Kind.FINISHED, starts=None, ends=None), Verb.END, RUNNING),
    ],
)
def test_change_of_announced_work_proposes_a_revision_of_its_window(read: Draft, verb: Verb, at: datetime) -> None:
    made = one(read=read, at=at, told=book(WINDOW))

    assert (made.verb, made.revises) == (verb, ("absher-2025-12-05",))


@pytest.mark.parametrize(
    ("read", "at"),
    [
        (draft(kind=Kind.CANCELLED, starts=wall(date(2025, 12, 20)), ends=None), NOW),
        (draft(kind=Kind.CANCELLED, platform="qiwa", platforms=("qiwa",)), NOW),
        (draft(kind=Kind.FINISHED, starts=None, ends=None), NOW),
        (draft(kind=Kind.FINISHED, starts=None, ends=None), RUNNING + timedelta(hours=12)),
        (draft(kind=Kind.ONGOING, starts=None), NOW),
        (draft(kind=Kind.EXTENDED, starts=None, former_ends=wall(date(2026, 2, 1))), NOW),
    ],
)  # fmt: skip
def test_change_of_work_that_no_window_stands_for_asks_for_nothing(read: Draft, at: datetime) -> None:
    assert took(read=read, at=at, told=book(WINDOW)) is None


def test_window_that_runs_is_meant_before_the_next_one() -> None:
    later = replace(WINDOW, id="later", starts=facts.local("2025-12-05 20:00"), ends=facts.local("2025-12-05 22:00"))

    made = one(read=draft(kind=Kind.CANCELLED, starts=None, ends=None), at=RUNNING, told=book(later, WINDOW))

    assert made.revises == ("absher-2025-12-05",)


def test_extension_amends_the_plan_that_waits_and_shows_what_it_was() -> None:
    known = proposal()

    amended = one(known, read=draft(kind=Kind.EXTENDED, starts=None, ends=wall(hour=15), former_ends=wall(hour=12)))

    assert (amended.id, amended.verb) == (known.id, Verb.DECLARE)
    assert (amended.draft.starts, amended.draft.ends) == (wall(hour=0), wall(hour=15))
    assert amended.conflicts == (
        "extended according to other.example; it was 2025-12-05T00:00 to 2025-12-05T12:00 before.",
    )


def test_old_news_of_an_amended_plan_is_no_conflict_and_no_second_proposal() -> None:
    known = one(proposal(), read=draft(kind=Kind.POSTPONED, starts=wall(SATURDAY, 0), ends=wall(SATURDAY, 12), former_starts=wall()))  # noqa: E501 - one reading  # fmt: skip

    late = took(known, read=draft(), said=source("late to the party", url="https://late.example/"))

    assert late is not None
    assert (late.id, late.conflicts, late.draft) == (known.id, known.conflicts, known.draft)


def test_cancellation_of_a_plan_that_waits_leaves_it_to_a_person_to_let_it_go() -> None:
    known = proposal()

    off = one(known, read=draft(kind=Kind.CANCELLED, starts=None, ends=None, former_starts=wall()))

    assert (off.id, off.verb, off.revises, off.is_waiting) == (known.id, Verb.CANCEL, (), True)


def test_text_is_kept_up_to_its_limit_and_without_what_a_ledger_refuses() -> None:
    made = took(read=draft(), said=source("\0" + "م" * LONGEST_TEXT))

    assert made is not None
    assert len(made.sources[0].text.encode()) <= LONGEST_TEXT
    assert "\0" not in made.sources[0].text


def test_sources_of_one_event_are_bounded() -> None:
    known = proposal()
    for number in range(40):
        known = took(known, read=draft(), said=source(str(number))) or known

    assert len(known.sources) == 16


def test_decided_proposal_is_not_filled_in_by_later_texts() -> None:
    rejected = proposal(draft=draft(ends=None), decision=Decision.REJECTED)

    assert one(rejected, read=draft()).draft.ends is None


def test_rejected_event_stays_rejected_whatever_hours_others_name() -> None:
    rejected = proposal(decision=Decision.REJECTED)

    again = one(rejected, read=draft(starts=wall(hour=2), ends=wall(hour=9)))

    assert (again.id, again.decision) == (rejected.id, Decision.REJECTED)


def test_texts_without_a_date_are_of_one_event_only_within_days() -> None:
    undated = draft(starts=None, ends=None)
    known = proposal(draft=undated)
    later = replace(OTHER, received_at=NOW + timedelta(days=30))

    assert one(known, read=undated).id == known.id
    anew = took(known, read=undated, said=later)
    assert anew is not None
    assert anew.id != known.id


def test_work_until_midnight_is_not_of_the_day_that_begins_then() -> None:
    friday = proposal(draft=draft(ends=wall(SATURDAY, 0)))

    assert one(friday, read=draft(starts=wall(SATURDAY, 0), ends=wall(SATURDAY, 4))).id != friday.id


def test_work_that_lasts_past_midnight_is_of_both_days() -> None:
    night = proposal(draft=draft(starts=wall(hour=22), ends=None, duration=timedelta(hours=4)))

    assert one(night, read=draft(starts=wall(SATURDAY), ends=None)).id == night.id


def test_extension_speaks_of_what_ended_lately_or_begins_before_its_end() -> None:
    read = draft(kind=Kind.EXTENDED, starts=None, ends=None)
    day = timedelta(days=1)

    assert took(read=read, at=RUNNING + day, told=book(WINDOW)) is not None
    assert took(read=read, at=RUNNING + 2 * day, told=book(WINDOW)) is None
    early = draft(kind=Kind.EXTENDED, starts=None, ends=wall(date(2025, 12, 4), 3))
    assert took(read=early, at=NOW, told=book(WINDOW)) is None


def test_window_of_the_same_service_is_meant_before_one_that_is_nearer() -> None:
    traffic = replace(WINDOW, id="traffic", scope=Scope(services=frozenset({"traffic"})))
    portal = replace(traffic, id="portal", scope=Scope(services=frozenset({"portal"})), starts=facts.local("2025-12-05 06:00"))  # noqa: E501 - one window  # fmt: skip
    told = facts.book_of(traffic, portal, at=NOW, services=(facts.service(), facts.service("absher/traffic")))

    made = one(read=draft(kind=Kind.CANCELLED, starts=None, ends=None), told=told)

    assert made.revises == ("portal",)


def test_withdrawn_window_is_spoken_of_no_more_and_no_plan_stands_in_its_way() -> None:
    told, _ = cancel(book(WINDOW), WINDOW.id, NOW, facts.AUTHOR, facts.rules())

    assert took(read=draft(kind=Kind.CANCELLED, starts=None, ends=None), told=told) is None
    assert one(read=draft(), told=told).conflicts == ()


@pytest.mark.parametrize(
    "read",
    [
        draft(starts=wall(date.max, 0), ends=wall(date.max)),
        draft(starts=wall(date.min)),
        draft(ends=None, duration=timedelta.max),
        draft(kind=Kind.CANCELLED, former_starts=wall(date.max)),
    ],
)
def test_days_that_no_maintenance_has_propose_nothing(read: Draft) -> None:
    assert took(proposal(), read=read, told=book(WINDOW)) is None


def test_next_extension_takes_the_place_of_the_one_that_waits_and_an_older_one_does_not() -> None:
    noon, evening = (datetime(2025, 12, 5, hour, tzinfo=UTC) for hour in (9, 15))
    first = took(read=draft(kind=Kind.EXTENDED, starts=None, ends=wall(hour=15)), said=replace(OTHER, published=noon), at=RUNNING, told=book(WINDOW))  # noqa: E501 - one text  # fmt: skip
    assert first is not None
    again = draft(kind=Kind.EXTENDED, starts=None, ends=wall(hour=18))

    later = took(first, read=again, said=source("later", published=evening), told=book(WINDOW))
    older = took(first, read=again, said=source("older", published=noon - timedelta(hours=1)), told=book(WINDOW))

    assert later is not None
    assert (later.id, later.verb, later.revises) == (first.id, Verb.REVISE, ("absher-2025-12-05",))
    assert later.draft.ends == wall(hour=18)
    assert "extended according to example.org" in later.conflicts[0]
    assert older is not None
    assert (older.draft.ends, len(older.conflicts)) == (wall(hour=15), 1)
