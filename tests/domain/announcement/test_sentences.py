from __future__ import annotations

import sys
from itertools import pairwise
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.announcement.folding import Span, fold
from monitor.domain.announcement.sentences import Sentence, clauses, sentences


def told(text: str) -> list[str]:
    folded = fold(text)
    return [folded.evidence(one.span).text for one in sentences(folded)]


def parted(text: str) -> list[str]:
    folded = fold(text)
    return [folded.evidence(span).text for one in sentences(folded) for span in clauses(folded, one)]


@pytest.mark.parametrize(
    "whole",
    [
        "Down from 10 p.m. Friday to 6 a.m. Saturday.",
        "Down from 10 P.M. EST on Dec. 5 to 6 A.M. on Sat. Dec. 6.",
        "Back at 5.20pm or 20.30 or 6.30 on 5.12.2025.",
        "On 5. 12. 2025 it starts.",
        "See No. 5 of the list, e.g. section 3.2, or ref. 77.",
        "J. R. Smith of the U.S. Treasury and Dr. Brown said so.",
        "Visit https://portal.example.gov.uk/a.b?c=1;d=2 or absher.example.sa for news.",
        "1. First of all, the portal stops.",
        "٢. تتوقف الخدمة",
        "قال د. محمد والمهندس م. خالد من ص.ب. 1234 ذلك.",
        "Terms &amp; conditions apply.",
        "Version v2.3.1 replaces id AB.12.x today.",
        "| Portal | 8 p.m. | 10 p.m. |",
        "(see below.)",
    ],
)
def test_a_stop_that_ends_nothing_parts_nothing(whole: str) -> None:
    assert told(whole) == [whole]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("It stops. It starts! Does it? Yes; it does", ["It stops.", "It starts!", "Does it?", "Yes;", "it does"]),
        ("تتوقف الخدمة. هل تعود؟ نعم؛ غدا! شكرا", ["تتوقف الخدمة.", "هل تعود؟", "نعم؛", "غدا!", "شكرا"]),
        ("تتوقف الخدمة.وتعود غدا؟نعم هي", ["تتوقف الخدمة.", "وتعود غدا؟", "نعم هي"]),
        ("Until 6 a.m. The portal is back", ["Until 6 a.m.", "The portal is back"]),
        ("Until 6 a.m. the next day", ["Until 6 a.m. the next day"]),
        ("On 5 Dec. Customers may wait", ["On 5 Dec.", "Customers may wait"]),
        ("من الساعة 9 م. وتعود غدا", ["من الساعة 9 م.", "وتعود غدا"]),
        ("في 5 رجب 1447هـ. وتعود غدا", ["في 5 رجب 1447هـ.", "وتعود غدا"]),
        ("It ends at 20.30. Then 6.30 follows", ["It ends at 20.30.", "Then 6.30 follows"]),
        ("Work is done.Please log in", ["Work is done.", "Please log in"]),
        ("Wait… it is … slow", ["Wait…", "it is …", "slow"]),
        ("(It stops.) “It starts.” End", ["(It stops.)", "“It starts.”", "End"]),
        ("Title\r\n\r\n• one\n• two\u2028three", ["Title", "• one", "• two", "three"]),
        ("  a  \n \n\n", ["a"]),
        ("", []),
        ("ends.", ["ends."]),
    ],
)
def test_sentences_end_at_stops_and_at_line_ends(text: str, wanted: list[str]) -> None:
    assert told(text) == wanted


def test_a_sentence_knows_its_line() -> None:
    assert [one.line for one in sentences(fold("yes. no\n\nc"))] == [0, 0, 2]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The app stops, the site works", ["The app stops", "the site works"]),
        ("يتوقف التطبيق، ويعمل الموقع", ["يتوقف التطبيق", "ويعمل الموقع"]),
        ("Portal – down – until 5", ["Portal", "down", "until 5"]),
        ("all services—except mail—stop", ["all services", "except mail", "stop"]),
        ("1,000 users, 5,6 and ١٬٠٠٠", ["1,000 users", "5,6 and ١٬٠٠٠"]),
        ("from 8 pm - 10 pm", ["from 8 pm - 10 pm"]),
        ("from 8 p.m. – 10 p.m.", ["from 8 p.m. – 10 p.m."]),
        ("5 Dec - 6 Dec, Friday — Sunday", ["5 Dec - 6 Dec", "Friday — Sunday"]),
        ("من 8 م - 10 م, الجمعة - السبت", ["من 8 م - 10 م", "الجمعة - السبت"]),
        ("e-mail, co-operative", ["e-mail", "co-operative"]),
        (", ,", []),
    ],
)
def test_clauses_end_at_commas_and_dashes_but_not_within_ranges(text: str, wanted: list[str]) -> None:
    assert parted(text) == wanted


PIECES = [". ", "a.m.", "؟", "; ", "\n", "5.", "No.", "The ", ", ", " - ", "\ud800", "...", "'\")", "د.", "x.Yes"]
pieces = st.one_of(st.text(max_size=8), st.sampled_from(PIECES))


@given(st.lists(pieces, max_size=30).map("".join))
def test_sentences_of_any_text_follow_each_other_and_leave_out_nothing_that_is_seen(text: str) -> None:
    folded = fold(text)

    found = sentences(folded)

    spans = [one.span for one in found]
    assert spans == sorted(spans)
    assert all(before.end <= after.start for before, after in pairwise(spans))
    assert "".join(folded.text[one.start : one.end] for one in spans).replace(" ", "") == "".join(folded.text.split())
    assert all(one.line == folded.text.count("\n", 0, one.span.start) for one in found)


@given(st.lists(pieces, max_size=30).map("".join))
def test_clauses_of_any_text_lie_within_their_sentence_in_order(text: str) -> None:
    folded = fold(text)

    for sentence in sentences(folded):
        spans = clauses(folded, sentence)

        assert list(spans) == sorted(spans)
        assert all(sentence.span.start <= one.start < one.end <= sentence.span.end for one in spans)


@pytest.mark.parametrize("piece", ["\n", ".", "...x", "a. ", '."', ", ", " - ", "&a;", " ", "1. ", "a.m. ", "abc.de "])
def test_a_text_ten_times_as_long_takes_ten_times_the_steps_and_not_more(piece: str) -> None:
    short, long = (steps(piece * (length // len(piece))) for length in (3_000, 30_000))

    assert long <= 11 * short + 1_000


def steps(text: str) -> int:
    """How many functions are called, those of C included."""
    folded, calls = fold(text), 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    sys.setprofile(count)
    try:
        for sentence in sentences(folded):
            clauses(folded, sentence)
    finally:
        sys.setprofile(None)
    return calls


def test_a_megabyte_on_one_line_is_parted_without_an_error() -> None:
    folded = fold("x" * 1_000_000)

    assert sentences(folded) == (Sentence(Span(0, 1_000_000), 0),)
