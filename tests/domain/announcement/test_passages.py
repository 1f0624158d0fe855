from __future__ import annotations

import sys
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.domain.announcement.folding import Folded, Span, fold
from monitor.domain.announcement.passages import LIMIT, Selection, passages

CHATTER = "The minister opened a hall and spoke of the harvest to those who had come.\n"
WORK = "The portal will be unavailable for maintenance.\n"


def read(text: str) -> Selection:
    return passages(fold(text))


def page(*lines: str, chatter: int = 2_000) -> str:
    """The lines far down a page that is much longer than what is read."""
    return CHATTER * chatter + "".join(lines) + CHATTER * chatter


def assert_sound(selection: Selection, original: Folded) -> None:
    folded = selection.folded
    assert folded.original == original.original
    assert len(folded.text) == len(folded.offsets)
    assert len(folded.text) <= max(LIMIT, len(original.text) if selection.is_whole else 0)
    assert list(folded.offsets) == sorted(folded.offsets)


def test_a_text_of_ordinary_length_is_read_whole_and_untouched() -> None:
    folded = fold("x" * LIMIT)

    selection = passages(folded)

    assert selection.is_whole
    assert selection.folded is folded


def test_one_character_more_and_something_is_left_out() -> None:
    selection = read("x" * (LIMIT + 1))

    assert not selection.is_whole
    assert selection.folded.text.startswith("x" * 4096)


def test_the_beginning_is_read_whatever_it_says() -> None:
    text = page(WORK)

    assert read(text).folded.text.startswith(fold(text).text[:4096])


@pytest.mark.parametrize(
    "line",
    [
        "Scheduled maintenance of the portal.\n",
        "Customers cannot log in: the service is OFFLINE.\n",
        "ستتوقف خدمات البوابة.\n",
        "أعمال صيانة مجدولة.\n",
        "تعذّر الوصول إلى الخدمة.\n",
        "Doors open on Saturday.\n",
        "It begins at 5 p.m. sharp.\n",
        "يوم الجمعة القادم.\n",
        "الساعة ١٢.\n",
    ],
)
def test_a_line_that_speaks_of_interruptions_or_times_is_found_far_down(line: str) -> None:
    text = page(line)

    folded = read(text).folded

    at = folded.text.index(fold(line).text)
    assert folded.evidence(Span(at, at + len(line.strip()) - 1)).text in line


def test_lines_beside_a_trigger_are_read_too() -> None:
    folded = read(page("Portal of land records\n", WORK, "In the eastern region only\n", "and the south\n")).folded

    assert "portal of land records\nthe portal will be" in folded.text
    assert "maintenance.\nin the eastern region only\nand the south\n" in folded.text


def test_a_newline_stands_for_what_is_left_out_so_that_nothing_runs_across() -> None:
    text = "x" * 6_000 + " " + CHATTER.strip() * 1_000 + " Maintenance follows. " + CHATTER.strip() * 1_000

    folded = read(text).folded

    gap = folded.text.index("\n")
    assert folded.text[:gap] == "x" * gap
    assert folded.offsets[gap] == gap
    assert folded.offsets[gap + 1] > gap + 1


def test_interruptions_go_before_times_where_there_is_no_room_for_both() -> None:
    selection = read(CHATTER * 100 + "Doors open on Saturday.\n" * 5_000 + WORK + CHATTER * 10)

    assert WORK.lower() in selection.folded.text
    assert "saturday" in selection.folded.text


def test_a_long_line_is_parted_after_a_sentence_and_no_more_than_its_pieces_are_read() -> None:
    sentence = "the minister spoke of the harvest to all. "
    selection = read(sentence * 1_000 + "the portal is under maintenance. " + sentence * 1_000)

    pieces = selection.folded.text.split("\n")
    assert len(selection.folded.text) < 10_000
    assert all(piece.startswith("the ") for piece in pieces)
    assert "under maintenance." in pieces[-1]


def test_a_long_line_without_sentences_is_parted_after_a_word() -> None:
    selection = read("harvest " * 10_000 + "maintenance " + "harvest " * 10_000)

    assert set(selection.folded.text.split()) == {"harvest", "maintenance"}


def test_a_page_of_triggers_is_cut_at_the_limit() -> None:
    selection = read(WORK * 30_000)

    assert LIMIT - 1_024 <= len(selection.folded.text) <= LIMIT
    assert selection.folded.text == WORK.lower() * (len(selection.folded.text) // len(WORK))


def test_the_newlines_of_the_gaps_count_too() -> None:
    selection = read(("maintenance\n" + "x\n" * 9) * 5_000)

    assert LIMIT * 3 // 4 <= len(selection.folded.text) <= LIMIT
    assert selection.folded.text.count("\n\n") > 500


PIECES = ["\n", "x", "a\n", WORK, ". ", "ﷺ", "\ud800", "صيانة ", "\u064b", "الجمعة\n"]
runs = st.tuples(st.sampled_from(PIECES), st.integers(1, 9_000)).map(lambda run: run[0] * run[1])
pieces = st.lists(st.one_of(st.text(max_size=30), runs), max_size=8).map("".join)


@settings(max_examples=60, deadline=None)
@given(pieces)
def test_of_any_text_no_more_than_the_limit_is_read_and_all_has_its_place(text: str) -> None:
    folded = fold(text)

    selection = passages(folded)

    assert selection.is_whole == (len(folded.text) <= LIMIT)
    assert_sound(selection, folded)


@settings(max_examples=30, deadline=None)
@given(pieces)
def test_what_is_kept_is_what_stands_at_its_place(text: str) -> None:
    folded = fold(text)
    kept = passages(folded).folded

    places = zip(kept.text, kept.offsets, strict=True)
    assert all(char in "\n " or char in fold(text[at]).text for char, at in places)


@pytest.mark.parametrize("piece", ["\n", "a", "a\n", ".", ". ", "sunday\n", "mainten", "صيانة\n", " may "])
def test_a_text_ten_times_as_long_takes_ten_times_the_steps_and_not_more(piece: str) -> None:
    short, long = (steps(piece * (length // len(piece))) for length in (100_000, 1_000_000))

    assert long <= 11 * short
    assert long <= 3_000_000


def steps(text: str) -> int:
    """How many functions are called, those of C included."""
    folded, calls = fold(text), 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    sys.setprofile(count)
    try:
        passages(folded)
    finally:
        sys.setprofile(None)
    return calls
