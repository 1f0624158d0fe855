"""A text in one spelling, with the way back to the original: what every pattern of the reader is tried on.

Offsets of the folded text are the reader's only coordinates; ``Folded.evidence`` turns them into the original's.
Every character is folded by itself, so that no text costs more than its length; two rules look at a neighbour.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from dataclasses import dataclass
from itertools import chain, compress, count, repeat

from monitor.domain.announcement.draft import Evidence

_NOTHING = "\u200b"  # folds to nothing: stands in where a character is to go and the others are to keep their places
_BREAKS = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")
_BLANKS = frozenset("\u115f\u1160\u3164\uffa0\u2800")  # letters and a symbol by category, but nothing is seen
_VOWELS_ALONE = "".join(map(chr, (*range(0xFC5E, 0xFC64), *range(0xFE70, 0xFE80))))  # NFKC sets them on a blank
_LETTERS = {
    char: plain
    for written, plain in (
        ("أإآٱٲٳ", "ا"),
        ("ىیےۍېئ", "ي"),
        ("ةهہھۀەۃۂ", "ه"),
        ("ؤ", "و"),
        ("کڪ", "ك"),
        ("‘’‛ʼ′´`", "'"),
        ("“”„‟″", '"'),
        ("\u2010\u2011\u2012\u2212", "-"),
        ("\u2015", "\u2014"),
        ("\u2044\u2215", "/"),
        ("٫", "."),
        ("٬", ","),
        ("٪", "%"),
        (_VOWELS_ALONE + "\u0674ـ", ""),
    )
    for char in written
}
# Written between figures or blanks the bar that lengthens letters is a dash: "8ـ10" is a range and never 810.
_BESIDE_A_DASH = "[\\s\\d\u200e\u200f\u202a-\u202e\u2066-\u2069]"
_BAR = re.compile(f"(?<={_BESIDE_A_DASH})ـ(?=ـ{{0,2}}{_BESIDE_A_DASH})")
_ENTITY = re.compile("&(?:nbsp|#160|#xa0);")
_MARKS_KEPT = 16  # of those that sit on a letter: evidence takes them along, whatever number a hostile text has


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of the folded text, half-open."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Whether both have a character in common."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Folded:
    """``text`` is as long as ``offsets``; ``offsets[i]`` is where its character ``i`` stands in ``original``."""

    original: str
    text: str
    offsets: array[int]

    def evidence(self, span: Span) -> Evidence:
        """The words of the original that a stretch of the folded text was made from, signs on the last letter too.

        Raises:
            ValueError: the stretch is empty.
        """
        if span.start >= span.end:
            raise ValueError(span)
        start, end = self.offsets[span.start], self.offsets[span.end - 1] + 1
        while end - self.offsets[span.end - 1] <= _MARKS_KEPT and _is_mark(self.original[end : end + 1]):
            end += 1
        return Evidence(start=start, end=end, text=self.original[start:end])


def fold(text: str) -> Folded:
    """The text in one spelling: NFKC, small letters, ASCII digits, no accents, vowel signs, tatweel, bidi marks.

    Of alef, ya, kaf, ha and ta marbuta one form each is left, and of quotes ' and "; hyphens and minus are ``-``, en
    and em dash stay. Line ends of every sort are a newline each, all other white space and controls a blank each.
    """
    if text.isascii() and "\r" not in text:
        folded, offsets = text.translate(_ASCII), array("I", range(len(text)))
    else:
        folded, offsets = _by_character(_BAR.sub("-", text).replace("\r\n", _NOTHING + "\n"))
    if _ENTITY.search(folded):
        folded, offsets = _without_entities(folded, offsets)
    return Folded(text, folded, offsets)


def _by_character(text: str) -> tuple[str, array[int]]:
    table = {char: _folded(char) for char in set(text)}
    lengths = {char: len(folded) for char, folded in table.items()}
    each = map(lengths.__getitem__, text)
    if max(lengths.values(), default=0) <= 1:
        offsets = array("I", compress(count(), each))
    else:
        offsets = array("I", chain.from_iterable(map(repeat, count(), each)))
    return "".join(map(table.__getitem__, text)), offsets


def _folded(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Cn":
        return char
    if category in {"Mn", "Me", "Cf"}:
        return ""
    if char in _BREAKS:
        return "\n"
    if category in {"Zs", "Cc", "Co", "Cs"} or char in _BLANKS:
        return " "
    digit = unicodedata.decimal(char, None)
    return str(digit) if digit is not None else _letters(char)


def _letters(char: str) -> str:
    if char in _LETTERS:
        return _LETTERS[char]
    if not unicodedata.decomposition(char) and char.lower() == char:
        return char
    bare = _bare(char)
    # What a character stands for is folded in turn: a ligature has an alef with a hamza in it.
    return bare if bare == char else "".join(map(_folded, bare))


def _bare(char: str) -> str:
    """What the character stands for, without accents; a fraction is set off, or three and a half were 31 halves."""
    whole = unicodedata.normalize("NFKD", char.lower())
    bare = unicodedata.normalize("NFC", "".join(one for one in whole if not _is_mark(one)))
    return " " + bare if "\u2044" in bare else bare


def _is_mark(char: str) -> bool:
    return bool(char) and unicodedata.category(char) in {"Mn", "Me"}


def _without_entities(text: str, offsets: array[int]) -> tuple[str, array[int]]:
    """Blanks for the unbreakable blanks of HTML; afterwards, since they too may be written in any spelling."""
    kept, at = array("I"), 0
    for entity in _ENTITY.finditer(text):
        kept.extend(offsets[at : entity.start() + 1])
        at = entity.end()
    kept.extend(offsets[at:])
    return _ENTITY.sub(" ", text), kept


_ASCII = "".join(map(_folded, map(chr, range(128))))
