"""Whole answers from files: ours, and those of somebody who had not read the rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from monitor.domain.classification import Answer, Judgement, judge_answer
from monitor.domain.classification.page_text import PageText
from monitor.domain.classification.rule import Rule, Where
from monitor.domain.classification.rulebook import FAMILIES
from monitor.domain.target import Expect

PAGES = Path(__file__).parent / "pages"
AT = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
RULES = {rule.id: (family, rule) for family, table in FAMILIES.items() for rule in table.rules}


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One file: an answer, what the check expects of it, and how it must be judged."""

    name: str
    answer: Answer
    expect: Expect
    outcome: str
    rule: str
    near: tuple[str, ...]


def read(file: Path) -> Page:
    page: dict[str, Any] = yaml.safe_load(file.read_text())
    body = page["body"] or ""
    answer = Answer(
        status=page["status"],
        headers={name.lower(): str(value) for name, value in (page["headers"] or {}).items()},
        text=body,
        body=body.encode(),
        host=page.get("host", "portal.example"),
        duration=timedelta(seconds=1),
        at=AT,
    )
    return Page(
        name=f"{file.parent.name}/{file.stem}",
        answer=answer,
        expect=Expect(
            status=tuple((status, status) for status in page["expect_status"]),
            identity=tuple(page["identity"] or ()),
        ),
        outcome=page["outcome"],
        rule=page.get("rule") or "",
        near=tuple(page.get("near", ())),
    )


OURS = [read(file) for file in sorted((PAGES / "ours").glob("*.yaml"))]
STRANGERS = [read(file) for file in sorted((PAGES / "stranger").glob("*.yaml"))]
BY_NAME = {page.name: page for page in (*OURS, *STRANGERS)}

# Without its marker an empty shell cannot be told from an empty application.
ONLY_BY_MARKER = {"stranger/ar-licences-empty-shell"}


def judged(page: Page) -> Judgement:
    return judge_answer(page.answer, page.expect, slow=timedelta(seconds=3))


def called(judgement: Judgement) -> str:
    return judgement.reason.value if judgement.reason else judgement.outcome.value


def first_rule(judgement: Judgement) -> str:
    return judgement.evidence[0].rule if judgement.evidence else ""


@pytest.mark.parametrize("name", BY_NAME)
def test_page_is_called_by_its_name(name: str) -> None:
    page = BY_NAME[name]

    found = judged(page)

    assert called(found) == page.outcome
    assert all(evidence.found for evidence in found.evidence)
    if name.startswith("ours/"):
        assert first_rule(found) == page.rule


@pytest.mark.parametrize("name", [page.name for page in STRANGERS if page.name not in ONLY_BY_MARKER])
def test_stranger_is_called_by_its_name_even_where_no_marker_is_configured(name: str) -> None:
    page = BY_NAME[name]

    found = judged(replace(page, expect=Expect(status=page.expect.status)))

    assert called(found) == page.outcome


@pytest.mark.parametrize("rule", RULES)
def test_rule_is_hit_by_a_page(rule: str) -> None:
    assert [page.name for page in OURS if page.rule == rule] != []


def words(rule: Rule) -> set[str]:
    """What a look-alike can share with ``rule``: the longer words of its patterns, and the names of its headers."""
    patterns = " ".join(re.sub(r"\\[a-z]", " ", clue.pattern.pattern) for clue in rule.clues)
    return {
        *re.findall(r"[a-z]{4,}|[\u0621-\u064a]{3,}", patterns),
        *(clue.header for clue in rule.clues if clue.header),
    }


def vocabulary(page: Page) -> str:
    text, headers = PageText(page.answer.text), page.answer.headers
    named = " ".join(f"{name} {value}" for name, value in headers.items())
    return f"{text.raw} {text.visible} {named} {page.answer.host}".lower()


@pytest.mark.parametrize("rule", RULES)
def test_rule_is_missed_by_a_page_that_shares_its_words(rule: str) -> None:
    near = [page for page in OURS if rule in page.near]

    hit = [page.name for page in near if rule in {evidence.rule for evidence in judged(page).evidence}]
    strange = [page.name for page in near if not any(word in vocabulary(page) for word in words(RULES[rule][1]))]

    assert near != []
    assert (hit, strange) == ([], [])


def test_near_names_only_rules_that_exist() -> None:
    assert {name for page in OURS for name in page.near} <= set(RULES)


def families(page: Page) -> Iterator[str]:
    """Every family that has something to say about the page, whatever its order and however little it is believed."""
    text = PageText(page.answer.text)
    for family, table in FAMILIES.items():
        if any(rule.found(page.answer, text) for rule in table.rules):
            yield family


OUTCOMES = {
    "parked": "content",
    "challenge": "challenged",
    "block": "blocked",
    "maintenance": "maintenance_page",
    "gateway": "status",
}


@pytest.mark.parametrize("name", [page.name for page in OURS if page.rule in RULES])
def test_page_of_two_families_is_called_by_the_first_of_them(name: str) -> None:
    """But for weak words of maintenance, which a page that names a fault of a gateway overrules."""
    page = BY_NAME[name]
    found = [family for family in families(page) if family != "maintenance" or page.rule.startswith("maintenance")]

    assert found[0] == RULES[page.rule][0]
    assert OUTCOMES[found[0]] == page.outcome


def test_families_are_asked_in_the_order_of_the_decision() -> None:
    assert list(FAMILIES) == ["parked", "challenge", "block", "maintenance", "gateway"]


def test_ids_are_unique_and_begin_with_their_family() -> None:
    ids = [rule.id for table in FAMILIES.values() for rule in table.rules]

    assert len(ids) == len(set(ids)) == len(RULES)
    assert [rule.id for family, rule in RULES.values() if not rule.id.startswith(f"{family}.")] == []


def test_every_header_clue_names_one_header() -> None:
    clues = [clue for _, rule in RULES.values() for clue in rule.clues]

    assert [clue for clue in clues if (clue.where is Where.HEADER) is not bool(clue.header)] == []


def test_there_are_pages_enough() -> None:
    assert len(OURS) >= 60
    assert len(STRANGERS) >= 20
    assert len([page for page in OURS if page.near]) >= 20
