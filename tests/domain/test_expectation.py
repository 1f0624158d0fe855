from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from monitor.domain.classification import Answer, unmet
from monitor.domain.observation import Evidence
from monitor.domain.target import Expect, JsonRule, TextRule

ALEF_HAMZA = "\u0623"  # one letter
ALEF_AND_HAMZA = "\u0627\u0654"  # the same letter in two characters


def answer(
    text: str = "", *, headers: dict[str, str] | None = None, host: str = "absher.example", truncated: bool = False
) -> Answer:
    return Answer(
        status=200,
        headers=headers or {},
        text=text,
        duration=timedelta(seconds=1),
        at=datetime(2026, 1, 1, tzinfo=UTC),
        body=text.encode("utf-8", "surrogatepass"),
        host=host,
        truncated=truncated,
    )


def pattern(source: str) -> TextRule:
    def find(text: str) -> str | None:
        found = re.search(source, text)
        return found[0] if found else None

    return TextRule(source=source, find=find)


def path(key: str, wanted: str | float | bool | None) -> JsonRule:
    find: Callable[[object], object] = lambda document: document.get(key) if isinstance(document, dict) else None  # noqa: E731 - a rule's own function
    return JsonRule(path=key, wanted=wanted, find=find)


def test_answer_that_is_all_it_must_be_leaves_nothing_unmet() -> None:
    expect = Expect(
        matches=(pattern("^{"),),
        not_matches=(pattern("error"),),
        json=(path("state", "open"),),
        headers=(("content-type", pattern("^application/json")),),
        final_host="absher.example",
        min_bytes=17,
    )

    found = unmet(answer('{"state": "open"}', headers={"content-type": "application/json"}), expect)

    assert found == ()


def test_no_expectation_reads_nothing() -> None:
    assert unmet(answer("no JSON"), Expect()) == ()


def test_every_missed_expectation_is_named_with_what_was_found_and_wanted() -> None:
    expect = Expect(
        matches=(pattern("open"),),
        not_matches=(pattern("cl.sed"),),
        json=(path("state", "open"),),
        headers=(("content-type", pattern("^text/html")), ("x-served-by", pattern("."))),
        final_host="absher.example",
        min_bytes=100,
    )
    text = '{"state": "closed"}'

    found = unmet(answer(text, headers={"content-type": "application/json"}, host="login.example"), expect)

    assert found == (
        Evidence(rule="expect.matches", found=text, wanted="open"),
        Evidence(rule="expect.not_matches", found="closed", wanted="no match of cl.sed"),
        Evidence(rule="expect.json", found='state: "closed"', wanted='state: "open"'),
        Evidence(rule="expect.headers.content-type", found="application/json", wanted="^text/html"),
        Evidence(rule="expect.headers.x-served-by", found="absent", wanted="."),
        Evidence(rule="expect.final_host", found="login.example", wanted="absher.example"),
        Evidence(rule="expect.min_bytes", found="19 bytes", wanted="100 bytes at least"),
    )


def test_two_missed_patterns_are_two_pieces_of_evidence() -> None:
    expect = Expect(matches=(pattern("one"), pattern("two"), pattern("three")))

    assert [one.wanted for one in unmet(answer("two"), expect)] == ["one", "three"]


def test_letters_that_look_alike_match() -> None:
    expect = Expect(matches=(pattern(f"^{ALEF_HAMZA}بشر$"),), json=())

    assert unmet(answer(f"{ALEF_AND_HAMZA}بشر"), expect) == ()
    assert unmet(answer(f'{{"name": "{ALEF_AND_HAMZA}بشر"}}'), Expect(json=(path("name", f"{ALEF_HAMZA}بشر"),))) == ()


@pytest.mark.parametrize(
    "text",
    ["", "<html>", '{"state": "open"', "[" * 100_000, '{"n": NaN}', '{"n": ' + "9" * 5000 + "}"],
    ids=["empty", "page", "cut", "deep", "nan", "long number"],
)
def test_what_is_no_json_is_said_once(text: str) -> None:
    expect = Expect(json=(path("state", "open"), path("n", 1)))

    (evidence,) = unmet(answer(text), expect)

    assert (evidence.rule, evidence.wanted) == ("expect.json", "JSON")
    assert len(evidence.found) <= 200


def test_mark_before_a_document_is_ignored() -> None:
    assert unmet(answer('\ufeff{"state": "open"}'), Expect(json=(path("state", "open"),))) == ()


@pytest.mark.parametrize(
    ("written", "wanted", "equal"),
    [
        ("1", 1, True),
        ("1.0", 1, True),
        ("true", True, True),
        ("true", 1, False),
        ("1", True, False),
        ("0", False, False),
        ("false", False, True),
        ("null", None, True),
        ("null", False, False),
        ('"1"', 1, False),
        ("1", "1", False),
        ('"a"', "a", True),
        ("[]", None, False),
        ('["a"]', "a", False),
    ],
)
def test_json_values_are_equal_as_json_means_it(
    written: str, wanted: str | float | bool | None, *, equal: bool
) -> None:
    found = unmet(answer(f'{{"key": {written}}}'), Expect(json=(path("key", wanted),)))

    assert (found == ()) == equal


def test_missing_path_is_null() -> None:
    (evidence,) = unmet(answer("{}"), Expect(json=(path("state", "open"),)))

    assert evidence.found == "state: null"
    assert unmet(answer("{}"), Expect(json=(path("state", None),))) == ()


def test_value_too_deep_to_write_is_evidence_and_no_error() -> None:
    deep: object = "bottom"
    for _ in range(100_000):
        deep = [deep]
    rule = JsonRule(path="key", wanted="open", find=lambda _: deep)

    (evidence,) = unmet(answer("{}"), Expect(json=(rule,)))

    assert evidence.found == "key: a value nested too deeply to show"


def test_evidence_is_short_and_names_nobody() -> None:
    text = f'{{"id": "1234567890", "text": "{"x" * 400}"}}'
    expect = Expect(
        matches=(pattern("open"),),
        not_matches=(pattern("[0-9]{10}"),),
        json=(path("id", "none"), path("text", "none")),
        headers=(("x-user", pattern("^none$")),),
    )

    found = unmet(answer(text, headers={"x-user": "1234567890"}), expect)

    assert len(found) == 5
    assert all(len(one.found) <= 200 for one in found)
    assert not any("1234567890" in one.found for one in found)


def test_last_host_is_compared_without_case_and_root_dot() -> None:
    expect = Expect(final_host="absher.example")

    assert unmet(answer(host="ABSHER.example."), expect) == ()
    assert len(unmet(answer(host="www.absher.example"), expect)) == 1


@pytest.mark.parametrize(("size", "missed"), [(9, 1), (10, 0), (11, 0)])
def test_size_is_counted_in_bytes_of_the_body(size: int, missed: int) -> None:
    text = "ب" * (size // 2) + "b" * (size % 2)

    assert len(unmet(answer(text), Expect(min_bytes=10))) == missed


def test_cut_body_counts_with_what_was_read() -> None:
    assert unmet(answer("x" * 10, truncated=True), Expect(min_bytes=10)) == ()
    (evidence,) = unmet(answer("x" * 9, truncated=True), Expect(min_bytes=10))
    assert evidence.found == "9 bytes before the cut"
