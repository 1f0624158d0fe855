"""A rule of the reader: a pattern with a name, so that a reading can say what it rests on.

Expressions are written in ordinary Arabic spelling and folded here as texts are. Every quantifier has an upper bound,
so that no text at all takes more than its own length.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from monitor.domain.announcement.folding import Folded, Span

_SPELLING = str.maketrans("أإآٱىةؤئ", "ااااييوي") | {ord("ة"): "ه"}
CLITIC = "(?:[وف]?(?:[بلك]?(?:ال)?|لل))"
"""What Arabic writes in front of a word as one with it: and, so, by, for, as, the."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One rule: ``why`` says what it is for, and where the wording was met."""

    name: str
    regex: re.Pattern[str]
    why: str

    def find(self, folded: Folded) -> Iterator[re.Match[str]]:
        """Every place where it holds."""
        return self.regex.finditer(folded.text)


def pattern(name: str, expression: str, why: str) -> Pattern:
    """A rule whose expression is read in verbose mode: blanks in it count for nothing, ``[ ]`` is one."""
    return Pattern(name, re.compile(expression.translate(_SPELLING), re.VERBOSE), why)


def allowed(patterns: Iterable[Pattern], without: frozenset[str]) -> Iterator[Pattern]:
    """Those that are not switched off by name (an evaluation leaves rules out to see what rests on them)."""
    return (one for one in patterns if one.name not in without)


def span_of(match: re.Match[str], group: int | str = 0) -> Span:
    """Where a match, or one of its groups, stands."""
    return Span(*match.span(group))
