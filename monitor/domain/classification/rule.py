"""The form of a rule: what must be found where, all of it, before an answer is called by a name.

Rules are data. What a match means for the outcome, and when wording counts at all, is decided in ``decision``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from monitor.domain.classification.answer import Answer
from monitor.domain.classification.page_text import PageText

Statuses = tuple[tuple[int, int], ...]

ANY: Statuses = ((100, 599),)
NO_FAULT: Statuses = ((200, 499),)  # a proxy's page under 5xx tells of the server behind it
REFUSED: Statuses = ((400, 499),)
FAULT: Statuses = ((500, 599),)


class Where(StrEnum):
    """The part of an answer that a clue is sought in; a header is always one named header, never all of them."""

    HEADER = "header"
    HOST = "final host"
    TITLE = "title"
    TEXT = "visible text"
    RAW = "raw body"


_WHOLE_PAGE = frozenset({Where.TEXT, Where.RAW})
_WORD_BEGINS = re.compile(r"\\b([a-z0-9])(?![?*+{])")


class Reach(IntEnum):
    """How far into an answer a rule looks: what its author cannot write, what a page is called, all that it says."""

    HEADERS = 0
    TITLE = 1
    TEXT = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Clue:
    """One thing to find; patterns are written for folded text, so in small letters and with bare alef."""

    where: Where
    pattern: re.Pattern[str]
    header: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A sign by which an answer is known: all ``clues``, under one of ``statuses``, on a page not over ``longest``.

    A rule that is not ``strong`` needs more than its words; ``source`` says where its words are known from.
    """

    id: str
    vendor: str
    clues: tuple[Clue, ...]
    source: str
    statuses: Statuses = ANY
    longest: int | None = None  # characters of visible text
    strong: bool = True
    reach: Reach = field(init=False)  # how much must be believed for it to count

    def __post_init__(self) -> None:
        object.__setattr__(self, "reach", _reach(self.clues))  # at every probe sixty rules are asked for it

    def found(self, answer: Answer, page: PageText) -> str | None:
        """What the clues found, or ``None`` unless each found something under a status of the rule."""
        return self.found_anyway(answer, page) if is_among(answer.status, self.statuses) else None

    def found_anyway(self, answer: Answer, page: PageText) -> str | None:
        """The same whatever the status."""
        texts = []
        for clue in self.clues:
            # Asked before a long page is searched, and after all that costs little.
            if clue.where in _WHOLE_PAGE and self._is_over(page):
                return None
            match = clue.pattern.search(_text(clue, answer, page))
            if match is None:
                return None
            texts.append(match[0].strip())
        return None if self._is_over(page) else " … ".join(texts)

    def _is_over(self, page: PageText) -> bool:
        return self.longest is not None and len(page.body) > self.longest


def _reach(clues: tuple[Clue, ...]) -> Reach:
    """With the title among its clues the title is enough."""
    places = {clue.where for clue in clues}
    if places <= {Where.HEADER, Where.HOST}:
        return Reach.HEADERS
    return Reach.TITLE if Where.TITLE in places else Reach.TEXT


class Table:
    """The rules of one family; the first that matches gives the evidence."""

    def __init__(self, *rules: Rule) -> None:
        self.rules = rules
        self._within = {reach: tuple(rule for rule in rules if rule.reach <= reach) for reach in Reach}
        self._strong = {reach: tuple(rule for rule in within if rule.strong) for reach, within in self._within.items()}

    def within(self, reach: Reach) -> tuple[Rule, ...]:
        """Those that look no further than ``reach``."""
        return self._within[reach]

    def strong_within(self, reach: Reach) -> tuple[Rule, ...]:
        """The same without those that need more than their words."""
        return self._strong[reach]


def is_among(status: int, statuses: Statuses) -> bool:
    """Whether ``status`` lies in one of the inclusive ranges."""
    for low, high in statuses:  # noqa: SIM110 - asked for every rule at every probe; any() costs three times as much
        if low <= status <= high:
            return True
    return False


def header(name: str, pattern: str = r"\S.*") -> Clue:
    """A clue in the header ``name``."""
    return Clue(where=Where.HEADER, pattern=re.compile(pattern, re.IGNORECASE), header=name)


def host(pattern: str) -> Clue:
    """A clue in the name of the host that redirects ended at."""
    return Clue(where=Where.HOST, pattern=re.compile(pattern))


def title(pattern: str) -> Clue:
    """A clue in the title."""
    return Clue(where=Where.TITLE, pattern=_compiled(pattern))


def text(pattern: str) -> Clue:
    """A clue in what can be read, title included."""
    return Clue(where=Where.TEXT, pattern=_compiled(pattern))


def raw(pattern: str) -> Clue:
    """A clue anywhere in the body, scripts and attributes included."""
    return Clue(where=Where.RAW, pattern=_compiled(pattern))


def _compiled(pattern: str) -> re.Pattern[str]:
    """``pattern``, in a form that is found at a quarter of the cost: a letter first, then that a word begins with it.

    ``re`` leaps to the places where a letter stands; for a word's edge it tries all of them.
    """
    return re.compile(_WORD_BEGINS.sub(r"\1(?<=\\b\1)", pattern))


def _text(clue: Clue, answer: Answer, page: PageText) -> str:
    match clue.where:
        case Where.HEADER:
            found = answer.headers.get(clue.header)
            return found.strip() if found else ""
        case Where.HOST:
            return answer.host.lower().rstrip(".")
        case Where.TITLE:
            return page.title
        case Where.TEXT:
            return page.visible
        case Where.RAW:
            return page.raw
