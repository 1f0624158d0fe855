from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from monitor.domain.announcement.draft import Kind
from monitor.domain.approval import Approval, Outcome, confirmed, outlines, pretended
from monitor.domain.book import Book
from monitor.domain.change import Verb
from monitor.domain.errors import DraftIncompleteError, WindowRefusedError, WindowUnknownError
from monitor.domain.proposal import Proposal
from monitor.domain.recurrence import span
from monitor.domain.window import Rule, Scope, WindowSpec
from tests.domain import facts
from tests.domain.drafts import NOW, draft, proposal, source, wall

SATURDAY = date(2025, 12, 6)
RULES = facts.rules(facts.service(), facts.service("absher/traffic"), facts.service("qiwa/portal"))
WINDOW = facts.window(
    facts.local("2025-12-05 00:00"), facts.local("2025-12-05 12:00"), id="works", timezone="Asia/Riyadh"
)
HOUR = timedelta(hours=1)
MOVED = Kind.POSTPONED


def change(kind: Kind = Kind.EXTENDED, verb: Verb = Verb.REVISE, **read: object) -> Proposal:
    facts_of = {"kind": kind, "starts": None, "ends": wall(hour=15), **read}
    return proposal(draft=draft(**facts_of), verb=verb, revises=("works",))


def settled(one: Proposal, *windows: WindowSpec, **changes: object) -> Outcome:
    told = facts.book_of(*(windows or (WINDOW,)), at=NOW, services=tuple(RULES.catalogue.services.values()))
    approval = Approval(by="aisha", why="read it", changes=changes)
    return confirmed(one, told, approval, NOW + HOUR, rules=RULES, timezone="UTC")


def edges(outcome: Outcome) -> tuple[str, str]:
    spec = outcome.revisions[-1].spec
    starts, ends = (f"{edge.astimezone(UTC):%d %H:%M}" for edge in span(spec, spec.starts))
    return starts, ends


def test_extension_moves_the_end_alone_and_keeps_what_it_was_read_from() -> None:
    one = replace(change(), sources=(source("extended", url="https://a.example/"),))

    spec = settled(one).revisions[-1].spec

    assert spec == replace(
        WINDOW, ends=facts.local("2025-12-05 15:00"), source_url="https://a.example/", source_text="extended"
    )


@pytest.mark.parametrize(
    ("read", "wanted"),
    [
        ({"ends": wall(hour=15), "timezone": "Africa/Cairo"}, ("04 21:00", "05 13:00")),
        ({"ends": None, "duration": 2 * HOUR}, ("04 21:00", "05 11:00")),
        ({"kind": MOVED, "starts": wall(SATURDAY, 1), "ends": None}, ("05 22:00", "06 10:00")),
        ({"kind": MOVED, "starts": wall(SATURDAY, 1), "ends": None, "duration": HOUR}, ("05 22:00", "05 23:00")),
        ({"kind": MOVED, "starts": wall(SATURDAY, 1), "ends": wall(SATURDAY, 3)}, ("05 22:00", "06 00:00")),
    ],
)  # fmt: skip
def test_change_of_announced_work_gives_the_window_its_new_edges(read: dict[str, object], wanted: tuple[str, str]) -> None:  # noqa: E501 - a row  # fmt: skip
    assert edges(settled(change(**read))) == wanted  # type: ignore[arg-type] # rows of the table


def test_edge_in_the_texts_zone_is_an_instant_for_a_window_in_another_one() -> None:
    instants = replace(WINDOW, starts=datetime(2025, 12, 4, 21, tzinfo=UTC), ends=datetime(2025, 12, 5, 9, tzinfo=UTC))

    assert edges(settled(change(), instants)) == ("04 21:00", "05 12:00")


def test_extension_that_ends_no_later_is_warned_of_and_one_that_does_is_not() -> None:
    assert [warning.partition(":")[0] for warning in settled(change(ends=wall(hour=11))).warnings] == ["ends"]
    assert settled(change()).warnings == ()


def test_extension_beyond_the_longest_window_is_long_and_warned_of() -> None:
    outcome = settled(change(ends=wall(SATURDAY, 12)))

    assert outcome.revisions[-1].spec.long
    assert [warning.partition(":")[0] for warning in outcome.warnings] == ["long"]
    assert not settled(change(ends=wall(SATURDAY, 0))).revisions[-1].spec.long


def test_extension_of_unknown_length_waits_for_an_end() -> None:
    with pytest.raises(DraftIncompleteError, match=r"^draft-absher.*: ends is not said$"):
        settled(change(ends=None))

    assert edges(settled(change(ends=None), ends=facts.local("2025-12-05 18:00"))) == ("04 21:00", "05 15:00")


def test_occurrence_of_a_series_is_revised_alone() -> None:
    series = replace(WINDOW, rule=Rule(rrule="FREQ=WEEKLY;BYDAY=FR"))
    one = replace(change(), revises=("works@2025-12-05T00:00",))

    outcome = settled(one, series)

    assert outcome.revisions[-1].window_id == "works@2025-12-05T00:00"
    assert edges(outcome) == ("04 21:00", "05 12:00")


@pytest.mark.parametrize("verb", [Verb.CANCEL, Verb.END])
def test_draft_that_withdraws_a_window_takes_no_keys(verb: Verb) -> None:
    with pytest.raises(WindowRefusedError, match="takes no keys"):
        settled(change(verb=verb), ends=facts.local("2025-12-05 18:00"))


def test_window_that_is_gone_from_the_book_is_unknown() -> None:
    with pytest.raises(WindowUnknownError):
        settled(replace(change(), revises=("gone",)))


def test_every_platform_of_a_draft_gets_its_window_or_none_does() -> None:
    both = proposal(draft=draft(platforms=("absher", "qiwa"), services=()))

    assert settled(both).proposal.window_ids == ("absher-2025-12-05", "qiwa-2025-12-05")
    with pytest.raises(WindowRefusedError, match="qiwa has no such service"):
        settled(both, scope=Scope(services=frozenset({"traffic"})))


def test_revision_names_every_source() -> None:
    one = proposal(sources=(source(), source("b", url="", origin="command"), source("c")))

    (revision,) = settled(one).revisions

    assert revision.why == "read it; announced: https://example.org/1, command"


def test_keys_of_a_confirmation_are_read_against_the_drafted_window_as_far_as_it_is_known() -> None:
    name, book = pretended(proposal(draft=draft(starts=None, ends=None)), Book(), RULES, "UTC")
    present = book.current(name)

    assert present is not None
    assert (present.platform, present.scope, present.timezone) == (
        "absher",
        Scope(services=frozenset({"portal"})),
        "Asia/Riyadh",
    )
    told = facts.book_of(WINDOW, at=NOW)
    assert pretended(change(), told, RULES, "UTC") == ("works", told)


def test_draft_that_lets_a_plan_go_writes_nothing() -> None:
    off = proposal(draft=draft(), verb=Verb.CANCEL)

    assert outlines(off, Book(), RULES, "UTC") == ()
    assert settled(off).revisions == ()


def test_of_the_text_only_what_a_calendar_has_is_taken() -> None:
    late = proposal(draft=draft(starts=wall(date.max, 1), ends=wall(date.max)))

    with pytest.raises(DraftIncompleteError) as refusal:
        settled(late)

    assert [key for key, _ in refusal.value.gaps] == ["starts", "ends"]


def test_window_that_was_declared_since_the_text_came_is_told_before_a_second_one_is() -> None:
    outcome = settled(proposal())

    assert outcome.warnings == ("works stands at that time, 2025-12-05T00:00 to 2025-12-05T12:00.",)
    assert outcome.proposal.window_ids == ("absher-2025-12-05",)
