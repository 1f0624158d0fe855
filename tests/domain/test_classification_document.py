"""docs/classification.md lists the rules as they are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.domain.classification.page_text import BRIEF, LOOKED_AT, SHORT
from monitor.domain.classification.rule import ANY, Clue, Rule
from monitor.domain.classification.rulebook import FAMILIES

DOCUMENT = Path(__file__).parents[2] / "docs" / "classification.md"
HEAD = "| rule | of | looks at | statuses | needs | known from |\n| --- | --- | --- | --- | --- | --- |\n"


def place(clue: Clue) -> str:
    return f"header `{clue.header}`" if clue.header else clue.where.value


def needs(rule: Rule) -> Iterator[str]:
    if rule.longest is not None:
        yield f"{rule.longest:,} characters at most"
    if not rule.strong:
        yield "weak words"


def row(rule: Rule) -> str:
    places = ", ".join(dict.fromkeys(map(place, rule.clues)))
    ranges = ", ".join(str(low) if low == high else f"{low}-{high}" for low, high in rule.statuses)
    statuses = "any" if rule.statuses == ANY else ranges
    return f"| `{rule.id}` | {rule.vendor} | {places} | {statuses} | {', '.join(needs(rule))} | {rule.source} |\n"


@pytest.mark.parametrize("family", FAMILIES)
def test_document_has_the_rules_of_the_family(family: str) -> None:
    table = HEAD + "".join(map(row, FAMILIES[family].rules))

    assert table in DOCUMENT.read_text("utf-8")


def test_document_says_how_much_is_read() -> None:
    text = DOCUMENT.read_text("utf-8")

    assert [f"{count:,} characters" in text for count in (BRIEF, SHORT, LOOKED_AT)] == [True, True, True]
