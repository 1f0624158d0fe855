"""The words of a folded text, and the forms under which a name is looked up: one place for what Arabic glues on.

Knows letters, not names.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from monitor.domain.announcement.folding import Span, fold

_WORD = re.compile(r"[a-z0-9\u00c0-\u024f]+|[^\W_a-z0-9\u00c0-\u024f]+")
_BETWEEN = re.compile(r"[ \n]{0,3}(?:[./&'’_+\-–‑,،]?[ ]?)")
_SHORTEST = 2  # letters that must be left of a word


@dataclass(frozen=True, slots=True)
class Word:
    """A word where it stands."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Form:
    """How a word may be meant: without what is glued to it. ``dropped`` letters stand before the name itself."""

    key: str
    dropped: int
    is_definite: bool


def words_of(text: str) -> list[Word]:
    """The words of a folded text; a change of script begins a new one ("وSTC")."""
    return [Word(match.group(), Span(*match.span())) for match in _WORD.finditer(text)]


def keys_of(name: str) -> tuple[str, ...]:
    """A name as it is looked up: the keys of its words."""
    return tuple(key(word.text) for word in words_of(fold(name).text))


def are_joined(text: str, first: Word, second: Word) -> bool:
    """Whether nothing but a blank or the mark inside a name stands between two words."""
    return _BETWEEN.fullmatch(text, first.span.end, second.span.start) is not None


@cache
def _bare(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)[0]


def key(word: str) -> str:
    """A word without its article, and without accents."""
    if word.isascii():
        return word
    if word[0] < "\u0250":
        return "".join(map(_bare, word))
    stem = word[2:] if word.startswith(("ال", "لل")) else word
    return stem if len(stem) >= _SHORTEST else word


def forms(word: str) -> Iterator[Form]:
    """Every way to read the first word of a name, as written first."""
    yield Form(key(word), 0, word.startswith("ال"))
    if word[0] < "\u0600":
        return
    starts = [0]
    if word[0] in "وف":
        starts.append(1)
    starts += [at + 1 for at in starts if word[at : at + 1] in {"ب", "ل", "ك"}]
    for at in starts:
        rest = word[at:]
        if at and len(rest) >= _SHORTEST:
            yield Form(key(rest), at, rest.startswith("ال"))
        if rest.startswith("لل") and len(rest) > _SHORTEST + 1:
            yield Form(rest[2:], at + 2, True)  # noqa: FBT003 -- the fields are named above
