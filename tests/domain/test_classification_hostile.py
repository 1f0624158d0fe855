"""Pages made to cost time or to raise: 256 KiB of each, judged well within the time that any test has."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.domain.classification import EXCERPT_LENGTH, Answer, judge_answer
from monitor.domain.classification.page_text import LOOKED_AT, PageText
from monitor.domain.classification.rulebook import FAMILIES
from monitor.domain.target import Expect, TextRule

AT = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
SIZE = 262_144
NOTHING = TextRule(source="nothing", find=lambda text: None)
EXPECTS = (Expect(), Expect(identity=("x",), contains=("y",), excludes=("z",), matches=(NOTHING,)))
SEEDS = [
    "a\u0300\u0316",  # combining marks out of order: Unicode sorts them by insertion
    "\u0300\u0316",
    "\u0f73",  # one mark that stands for two
    "\u0654",
    "\ufdfa",  # one character that stands for eighteen
    "<",
    "<a ",
    "</",
    "<a",
    "<!--",
    "<script>",
    "<script></script ",
    "<title>",
    "<p hidden>",
    "<p hidden><p hidden></p></p>",
    "<p style='display:",
    "&#",
    "&#x41;",
    "&#1",
    "&amp",
    "1",
    " ",
    "\n",
    "\x00",
    "\ud800",
    '"',
    "[",
    "نظام ",
    "نظام نظام",
    "كان ",
    "سيكون ",
    "ناسف ",
    "مغلق ",
    "نقوم ",
    "will be ",
    "under a ",
    "scheduled a b ",
    "down a a ",
    "was under ",
    "support id ",
    "رقم دعم ",
    "reference #18.",
    "reference #1",
    "domain ",
    "domain a.",
    "this site a",
    "server error in '",
    "noindex, nofollow /_incapsula_resource",
    "please enable javascript to view the page content <b>",
    "/cdn-cgi/challenge-platform/a",
]


def judge_in_every_standing(text: str) -> None:
    for expect in EXPECTS:
        for status in (200, 503):
            answer = Answer(
                status=status,
                headers={"retry-after": text[:100]},
                text=text,
                body=text.encode("utf-8", "surrogatepass"),
                duration=timedelta(0),
                at=AT,
            )
            found = judge_answer(answer, expect, slow=timedelta(seconds=1))
            assert all(len(evidence.found) <= EXCERPT_LENGTH for evidence in found.evidence)
            shown = "".join(evidence.found for evidence in found.evidence)
            assert {"Cc", "Cf", "Cs", "Zl", "Zp"}.isdisjoint(map(unicodedata.category, shown))


@pytest.mark.timeout(20)  # half a second where all is linear; minutes where one pattern is not
@pytest.mark.parametrize("seed", SEEDS, ids=ascii)
def test_page_of_one_thing_repeated_ends(seed: str) -> None:
    judge_in_every_standing((seed * SIZE)[:SIZE])


@pytest.mark.parametrize("digits", ["1" * 5_000, "x" + "f" * 5_000, "0" * 5_000, "1114112"])
def test_number_of_a_character_may_be_of_any_size(digits: str) -> None:
    judge_in_every_standing(f"<title>&#{digits};</title>&#{digits};")


@pytest.mark.timeout(20)
@pytest.mark.parametrize("seed", SEEDS, ids=ascii)
def test_every_rule_ends_on_it_whether_it_is_believed_or_not(seed: str) -> None:
    text = (seed * LOOKED_AT)[:LOOKED_AT]
    page = PageText(text)
    answer = Answer(status=503, headers={"cf-ray": text}, text=text, duration=timedelta(0), at=AT)

    for table in FAMILIES.values():
        for rule in table.rules:
            rule.found_anyway(answer, page)


@pytest.mark.timeout(60)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(
    st.lists(st.sampled_from(SEEDS) | st.text(max_size=20), min_size=1, max_size=6),
    st.integers(min_value=1, max_value=SIZE),
)
def test_page_of_some_things_repeated_ends(parts: list[str], times: int) -> None:
    text = "".join(parts)

    judge_in_every_standing((text * (1 + min(times, SIZE // max(len(text), 1))))[:SIZE])


@settings(deadline=None)
@given(st.text(st.sampled_from("<>/!-&#;x1 '\"=abhidenscrpty|.\u0300\u064b\u200fا"), max_size=400))
def test_markup_of_any_shape_is_read(text: str) -> None:
    judge_in_every_standing(text)
