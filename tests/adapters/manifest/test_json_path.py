from __future__ import annotations

import json
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.adapters.manifest.json_path import json_rule
from monitor.domain.target import Expect

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
DOCUMENTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=8,
)
PATHS = (
    "a.b",
    "a[0]",
    "a[*].b",
    "a[?b > `1`]",
    "a | [0]",
    "length(@)",
    "length(a)",
    "abs(a)",
    "ceil(a)",
    "floor(a)",
    "avg(a)",
    "sum(a)",
    "sort(a)",
    "sort_by(a, &b)",
    "max_by(a, &b)",
    "max(a)",
    "join(',', a)",
    "keys(@)",
    "to_string(@)",
    "to_number(a)",
    "contains(a, 'x')",
    "starts_with(a, 'x')",
    "merge(a, b)",
    "map(&length(@), a)",
    "not_null(a, b)",
    "reverse(a)",
)


@pytest.mark.parametrize(
    ("path", "document", "found"),
    [
        ("a.b", {"a": {"b": 1}}, 1),
        ("a.b", {"a": None}, None),
        ("a[?b=='x'] | length(@)", {"a": [{"b": "x"}, {"b": "y"}]}, 1),
        ("not_null(a, b, c)", {"c": 3}, 3),
        ("@", "text", "text"),
    ],
)
def test_path_finds_what_stands_there(path: str, document: object, found: object) -> None:
    assert json_rule(path, None).find(document) == found


@pytest.mark.parametrize(
    "path", ["", "a[", "a..b", "(" * 5000, "nothing(@)", "a[?nothing(@)]", "length()", "keys(a, b)"]
)
def test_what_is_no_path_is_refused_in_one_sentence(path: str) -> None:
    with pytest.raises(ValueError, match=r"^(not a JMESPath|calls )[^\n]*\.$"):
        json_rule(path, None)


@given(document=DOCUMENTS, path=st.sampled_from(PATHS))
def test_no_answer_makes_a_path_fail(document: Json, path: str) -> None:
    json_rule(path, None).find(document)


@pytest.mark.parametrize("path", ["to_string(@)", "length(@)", "abs(@)", "a.b", "sort(@)"])
def test_deep_answer_makes_no_path_fail(path: str) -> None:
    deep: object = "bottom"
    for _ in range(100_000):
        deep = [deep]

    json_rule(path, None).find(deep)


def test_function_that_does_not_take_a_value_is_no_value_that_anybody_wants() -> None:
    found = json_rule("length(a)", None).find({"a": 1})

    assert found == {"error": "length() does not take this number"}
    assert json.dumps(found)
    assert json_rule("ceil(a)", None).find({"a": float("inf")}) != json_rule("ceil(a)", None).wanted


def test_rules_are_equal_when_their_texts_are() -> None:
    assert Expect(json=(json_rule("a", 1),)) == Expect(json=(json_rule("a", 1),))
    assert json_rule("a", 1) != json_rule("a", 2)
