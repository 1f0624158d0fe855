from __future__ import annotations

import re
import sys
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.announcement.folding import Span, fold

# Everything that Python calls a text, halves of surrogate pairs included; what is rare in a text is common here.
characters = st.one_of(
    st.characters(),
    st.sampled_from(
        "اأإآىيةهؤئءـ\u0654\u0655\u0653\u064b\u0670\u200b\u200f\u202e\ufeff\u00ad\u00a0\u2028\r\n\t\ud800\udfffﻻﷺ½٣۳５"
    ),
    st.sampled_from(["&nbsp;", "&NBSP;", "&nb\u200csp;", "\r\n", "8ـ9", "e\u0301", "👩\u200d💻", "1\ufe0f\u20e3"]),
)
texts = st.lists(characters, max_size=60).map("".join)


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("أُعلنتْ إدارةُ الآلات", "اعلنت اداره الالات"),
        ("ا\u0654علنت ا\u0655دارة ال\u0627\u0653لات", "اعلنت اداره الالات"),  # hamza and madda apart
        ("مسؤولو الهيئة", "مسوولو الهييه"),
        ("مسو\u0654ولو الهيي\u0654ة", "مسوولو الهييه"),
        ("ﺻﻴﺎﻧﺔ ﻷﻧﻈﻤﺔ ﻻ ﷲ", "صيانه لانظمه لا الله"),  # presentation forms, ligatures
        ("صيـــانـة 1447هـ", "صيانه 1447ه"),
        ("یک سرویس پشتیبانی", "يك سرويس پشتيباني"),
        ("من ٨ـ١٠", "من 8-10"),
        ("8 ـ 10 و 5\u200f ـــ \u200f7", "8 - 10 و 5 - 7"),
        ("ﹶﹷ\ufc60", ""),
        ("٢٠٢٥ ۲۰۲۵ ２０２５ 𝟐𝟎𝟐𝟓", "2025 2025 2025 2025"),
        ("٩٫٣٠ و١٬٠٠٠ و٥٪", "9.30 و1,000 و5%"),
        ("ＤＯＷＮ ５：３０ｐｍ", "down 5:30pm"),
        ("𝐅𝐫𝐢𝐝𝐚𝐲 ﬁnal ㏂ 1ˢᵗ", "friday final a.m. 1st"),
        ("Café cafe\u0301 İstanbul ÇÉ", "cafe cafe istanbul ce"),
        ("“It’s” ‘on’ ´", "\"it's\" 'on' '"),
        ("10‑12 −3 5–6 7—8 9―10", "10-12 -3 5–6 7—8 9—10"),
        ("3½ hours", "3 1/2 hours"),
        ("1️⃣ 👩‍💻", "1 👩💻"),
        ("down…", "down..."),
    ],
)
def test_spellings_that_mean_the_same_become_one(written: str, wanted: str) -> None:
    assert fold(written).text == wanted


@pytest.mark.parametrize(
    "blank",
    [*" \t\x00\x07\x7f\u00a0\u1680\u2003\u202f\u205f\u3000\u3164\u2800\ue000\ud83d", "&nbsp;", "&#160;", "&NBSP;"],
)
def test_every_sort_of_blank_and_control_is_one_blank(blank: str) -> None:
    assert fold(f"a{blank}b").text == "a b"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029"])
def test_every_sort_of_line_end_is_one_newline(end: str) -> None:
    assert fold(f"a{end}b").text == "a\nb"


def test_blanks_are_not_collapsed_and_empty_lines_stay() -> None:
    assert fold("a \t b\r\n\r\n c").text == "a   b\n\n c"


@pytest.mark.parametrize("mark", "\u200b\u200c\u200d\u200e\u200f\u061c\u202a\u202e\u2066\u2069\ufeff\u00ad\u2060")
def test_what_is_not_seen_is_gone(mark: str) -> None:
    assert fold(f"{mark}الجم{mark}عة{mark}").text == "الجمعه"


def test_evidence_is_the_original_with_the_signs_on_its_last_letter() -> None:
    folded = fold("يومَ الجُمُعَةِ، ٥ مساءً")

    evidence = folded.evidence(Span(4, 10))

    assert folded.text[4:10] == "الجمعه"
    assert evidence.text == "الجُمُعَةِ"
    assert folded.original[evidence.start : evidence.end] == evidence.text


def test_evidence_of_part_of_a_ligature_is_the_whole_of_it() -> None:
    folded = fold("قال ﷺ ثم")

    assert folded.evidence(Span(4, 6)).text == "ﷺ"


def test_evidence_behind_an_entity_and_a_carriage_return_is_where_it_stands() -> None:
    folded = fold("Down&nbsp;from\r\n٨ مساءً")

    assert folded.text == "down from\n8 مساء"
    assert folded.evidence(Span(10, 16)).text == "٨ مساءً"


def test_evidence_does_not_follow_a_hostile_run_of_marks() -> None:
    evidence = fold("a" + "\u0301" * 100_000).evidence(Span(0, 1))

    assert evidence.end - evidence.start < 32


@pytest.mark.parametrize(("start", "end"), [(0, 0), (2, 1)])
def test_an_empty_stretch_is_no_evidence(start: int, end: int) -> None:
    with pytest.raises(ValueError, match=re.escape(f"start={start}, end={end}")):
        fold("abc").evidence(Span(start, end))


@given(texts)
def test_every_character_has_its_place_and_places_never_go_back(text: str) -> None:
    folded = fold(text)

    assert len(folded.text) == len(folded.offsets)
    assert list(folded.offsets) == sorted(folded.offsets)
    assert all(0 <= at < len(text) for at in folded.offsets)
    assert folded.original == text


@given(texts)
def test_folding_a_fold_changes_nothing(text: str) -> None:
    once = fold(text)

    twice = fold(once.text)

    assert twice.text == once.text
    assert list(twice.offsets) == list(range(len(once.text)))


@given(texts, st.data())
def test_every_stretch_has_evidence_that_folds_to_no_less_than_it(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    start = data.draw(st.integers(0, max(len(folded.text) - 1, 0)))
    end = data.draw(st.integers(start, len(folded.text)))

    if start < end:
        evidence = folded.evidence(Span(start, end))

        assert evidence.text == text[evidence.start : evidence.end]
        assert evidence.text


def test_no_character_of_unicode_resists_and_each_is_folded_to_the_end() -> None:
    once = fold("".join(map(chr, range(0x20000)))).text

    assert fold(once).text == once


@pytest.mark.parametrize(
    "piece",
    [
        "Down from 8 pm.\n",
        "من الساعة ١٢ صباحًا ",
        "\u0301",
        "\u064b\u0654",
        "😀👩‍💻",
        "\x00\x1b",
        "\r\n",
        "ﷺ",
        "&nbsp;",
        "ـ",
        "8ـ",
        "\ud800",
    ],
)
def test_a_character_is_looked_at_once_however_long_the_text(piece: str) -> None:
    short, long = (calls_to_fold(piece * (length // len(piece))) for length in (1_000, 1_000_000))

    assert long <= short <= 400


def calls_to_fold(text: str) -> int:
    """How many functions of Python's own run: what is done for each character must be done in C."""
    calls = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event == "call"

    sys.setprofile(count)
    try:
        fold(text)
    finally:
        sys.setprofile(None)
    return calls
