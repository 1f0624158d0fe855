"""A text in one spelling, with the way back to the original: what every pattern of the reader is tried on.

Offsets of the folded text are the reader's only coordinates; ``Folded.evidence`` turns them into the original's.
"""

from __future__ import annotations

import unicodedata
from array import array
from dataclasses import dataclass

from monitor.domain.announcement.draft import Evidence

_LETTERS = str.maketrans("أإآٱىةؤئ", "ااااىهوي") | {ord("ى"): "ي"}


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
        """The words of the original that a stretch of the folded text was made from."""
        if span.start >= span.end:
            raise ValueError(span)
        start, end = self.offsets[span.start], self.offsets[span.end - 1] + 1
        return Evidence(start=start, end=end, text=self.original[start:end])


def fold(text: str) -> Folded:
    """The text in one spelling: NFKC, small letters, ASCII digits, no vowel signs, tatweel or marks of direction.

    Of alef, ya and ta marbuta one form each is left; line ends stay, all other white space is a blank.
    """
    kept: list[str] = []
    offsets = array("I")
    for at, char in enumerate(text):
        for one in _folded(char):
            kept.append(one)
            offsets.append(at)
    return Folded(text, "".join(kept), offsets)


def _folded(char: str) -> str:
    if char.isascii():
        return char.lower() if char == "\n" or char.isprintable() else " "
    category = unicodedata.category(char)
    if category in {"Mn", "Cf"} or char == "ـ":
        return ""
    if category.startswith("Z") or category == "Cc":
        return " "
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    return unicodedata.normalize("NFKC", char).lower().translate(_LETTERS)
