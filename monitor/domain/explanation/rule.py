"""A rule of SEMANTICS as a row of a table: its name, the question whether its facts are there, and its sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from monitor.domain.explanation.facts import Case

Found = Mapping[str, str] | None
"""What goes into the sentence, or ``None``: the rule has nothing to do with this case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row. A rule that can be met in several ways has several rows."""

    name: str
    sentence: str
    applies: Callable[[Case], Found]


def applied(rules: Sequence[Rule], case: Case) -> Iterator[tuple[str, str]]:
    """The name and the sentence of each rule whose facts are present."""
    for rule in rules:
        found = rule.applies(case)
        if found is not None:
            yield rule.name, rule.sentence.format_map(found)
