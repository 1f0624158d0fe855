"""How a family writes its wordings down: plain phrases, made into one bounded expression that matches whole words.

A blank of a phrase may be a line end in the text, since posts and mails break lines anywhere.
"""

from __future__ import annotations

import re

from monitor.domain.announcement.folding import Folded, Span
from monitor.domain.announcement.mention import Cue
from monitor.domain.announcement.pattern import CLITIC

OWN = "(?:ها|هما|هم|ه|نا|كم)?"
"""The possessive that Arabic writes behind a noun as one with it."""

CASED = "(?:ها|هما|هم|ه|نا|كم|ا)?"
"""The same, or the accusative of a noun without one: توقفاً, انقطاعاً."""

SOON = "[^.;!?؟؛\\n]"
"""A character of the same clause, for gaps that must not reach the next one."""

_BLANKS = r"\s{1,3}"
_CLAUSE_ENDS = re.compile(
    r"[.;:!?؟؛\n](?=\s|$)|،|,(?=\s)|"
    r"\s(?=(?:and|but) (?:said|added|explained|blamed|put)\b|(?:saying|adding|blaming)\b|"
    r"وقال|واضاف|واوضح|واكد|موكد|موضح)"
)


def arabic(*phrases: str) -> str:
    """Any of the phrases as whole words, with what Arabic writes in front of a word."""
    return rf"(?<!\w){CLITIC}(?:{_joined(phrases)})(?!\w)"


def verb(*phrases: str) -> str:
    """Any of the phrases as whole words; before it only "and", "so" and the mark of the future may be written."""
    return rf"(?<!\w)(?:[وف]?س?)(?:{_joined(phrases)})(?!\w)"


def english(*phrases: str) -> str:
    """Any of the phrases as whole words."""
    return rf"(?<![\w-])(?:{_joined(phrases)})(?![\w])"


def _joined(phrases: tuple[str, ...]) -> str:
    # A blank that may be missing first, or its mark would make the other one lazy.
    return "|".join(phrase.replace(" ?", r"\s{0,3}").replace(" ", _BLANKS) for phrase in phrases)


def words_of(folded: Folded, cue: Cue) -> str:
    """What the text says at a cue, folded."""
    return folded.text[cue.span.start : cue.span.end]


def clause_of(folded: Folded, span: Span, bounds: Span) -> Span:
    """The clause inside ``bounds`` that ``span`` stands in: from one comma, stop or line end to the next."""
    start, end = bounds.start, bounds.end
    for found in _CLAUSE_ENDS.finditer(folded.text, bounds.start, bounds.end):
        if found.end() <= span.start:
            start = found.end()
        elif found.start() >= span.end:
            end = found.start()
            break
    return _trimmed(folded.text, start, end)


def _trimmed(text: str, start: int, end: int) -> Span:
    kept = text[start:end]
    return Span(start + len(kept) - len(kept.lstrip()), end - len(kept) + len(kept.rstrip()))
