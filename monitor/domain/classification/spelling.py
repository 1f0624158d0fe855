"""One spelling for texts that look alike, at a cost that grows with their length and not faster.

Unicode normalisation sorts runs of combining marks by insertion: a page of nothing else would cost minutes. It is
therefore given no more than a short piece at a time; only a cluster longer than any real one can tell the difference.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Literal

_HARMLESS = 1_000  # characters that may be given at once
_PIECE = re.compile(r"\S{1,200}\s*|\s+")
# Vowel signs, tatweel, zero width and bidi marks, soft hyphen.
_MARKS = re.compile("[\u00ad\u0610-\u061a\u0640\u064b-\u065f\u0670\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_LETTERS = str.maketrans("أإآٱىیکؤئة’‘", "ااااييكويه''") | {
    first + digit: ord("0") + digit for first in (0x660, 0x6F0) for digit in range(10)
}


def composed(text: str) -> str:
    """``text`` in NFC: an Arabic letter with hamza or madda has two spellings that look alike."""
    return _in_form("NFC", text)


def folded(text: str, most: int) -> str:
    """NFKC without vowel signs and direction marks; alef, ya, kaf, ta marbuta one each; digits 0-9; small letters.

    No more than ``most`` characters of it: one can stand for eighteen, and what is cut need not be made first.
    """
    plain = _MARKS.sub("", _in_form("NFKC", _MARKS.sub("", text), 2 * most))
    return " ".join(plain.translate(_LETTERS).lower().split())[:most]


def _in_form(form: Literal["NFC", "NFKC"], text: str, most: int | None = None) -> str:
    # The check says no at the first mark out of order, so that what it says yes to is in order and costs no sorting.
    if text.isascii() or unicodedata.is_normalized(form, text):
        return text
    if len(text) <= _HARMLESS:
        return unicodedata.normalize(form, text)
    return "".join(_until(most, (unicodedata.normalize(form, piece[0]) for piece in _PIECE.finditer(text))))


def _until(most: int | None, pieces: Iterator[str]) -> Iterator[str]:
    """``pieces`` until they are ``most`` characters or more."""
    length = 0
    for piece in pieces:
        yield piece
        length += len(piece)
        if most is not None and length >= most:
            return
