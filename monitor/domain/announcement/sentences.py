"""Where sentences and their clauses end: what a date, a name and a cue must share to speak of the same thing.

A wrong end costs more than a missed one (a range torn in two is misread), so that a stop in doubt ends nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from monitor.domain.announcement.folding import Folded, Span

_LOOK = 24  # characters around a stop that are looked at
_STOP = re.compile(
    r"""
    [.!?؟;؛] (?= ["')\]»]{0,3} (?: [ ] | \Z ) )  # the usual case
    | (?<= [ء-ي]{3} ) [.!؟؛;] (?= [ء-ي]{2} )     # Arabic with the blank forgotten; initials and "ص.ب" are shorter
    | (?<= [a-z]{3} ) [.!?] (?= [a-z]{2} )       # a name on the network, unless a capital follows
    """,
    re.VERBOSE,
)
_CLOSING = re.compile(r"""["')\]»]{0,3}""")
_DOTTED = re.compile(r"(?:[a-zء-ي]\.){1,6}[a-zء-ي]")
_ENTITY = re.compile(r"&#?[a-z0-9]{1,8}\Z")
_NEXT = re.compile(r"[ (\"']{0,4}([a-z0-9]{1,14})")
_ABBREVIATIONS = re.compile(
    r"am|pm|no|nos|mr|mrs|ms|dr|prof|st|vs|etc|approx|dept|ref|tel|ext|fig|inc|ltd|co|corp|gov|govt|hr|hrs|min|"
    r"mins|sec|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|mon|tue|tues|wed|thu|thurs?|fri|sat|sun|eg|"
    r"ie|al"
)
# What a sentence begins with rather than goes on with, after an abbreviation; it must have a capital there.
_BEGINNINGS = re.compile(
    r"the|this|that|these|those|they|there|during|all|any|customers|clients|users|members|we|you|your|our|it|"
    r"its|if|in|please|some|most|other|access|no|once|while|when|as|at|after|before|for|services|service|online|"
    r"mobile|both|however|meanwhile|work|normal|systems|system|digital|due|should|and|but"
)
_COMMA = re.compile(r"(?<![0-9])[,،]|[,،](?![0-9])|[ ][-–—]{1,2}[ ]|(?<=[a-zء-ي])—(?=[a-zء-ي])")
_TIME_WORD = re.compile(
    r"""
    [0-9].* | [ap]\.?m\.? | [صم] | noon | midnight | ظهرا | صباحا | مساء
    | (?: mon | tue | wed | thu | fri | sat | sun )[a-z]{0,6}
    | (?: jan | feb | mar | apr | may | jun | jul | aug | sep | oct | nov | dec )[a-z]{0,6}
    | ال(?: سبت | احد | اثنين | اتنين | ثلاثاء | اربعاء | خميس | جمعه )
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of one line, without blanks at its ends; ``line`` counts from 0."""

    span: Span
    line: int


def sentences(folded: Folded) -> tuple[Sentence, ...]:
    """The sentences in their order. Every line ends one: bullets, headings and rows of a table are sentences."""
    return tuple(
        Sentence(span, number)
        for number, line in enumerate(_lines(folded.text))
        for span in _parts(folded.text, line, _ends(folded, line))
    )


def clauses(folded: Folded, sentence: Sentence) -> tuple[Span, ...]:
    """The sentence parted at commas, and at dashes that do not stand between two times."""
    text, span = folded.text, sentence.span
    marks = _COMMA.finditer(text, span.start, span.end)
    return tuple(_parts(text, span, (mark.span() for mark in marks if not _is_range(text, span, mark))))


def _lines(text: str) -> Iterator[Span]:
    at = 0
    while (end := text.find("\n", at)) >= 0:
        yield Span(at, end)
        at = end + 1
    yield Span(at, len(text))


def _parts(text: str, whole: Span, cuts: Iterable[tuple[int, int]]) -> Iterator[Span]:
    """What lies between the cuts, less the blanks around it."""
    at = whole.start
    for start, end in (*cuts, (whole.end, whole.end)):
        piece = text[at:start]
        left, right = at + len(piece) - len(piece.lstrip(" ")), at + len(piece.rstrip(" "))
        if left < right:
            yield Span(left, right)
        at = end


def _ends(folded: Folded, line: Span) -> Iterator[tuple[int, int]]:
    """Cuts of no width: a stop and what closes after it belong to the sentence before."""
    for stop in _STOP.finditer(folded.text, line.start, line.end):
        if _is_end(folded, line, stop.start()):
            at = stop.end() + len(_CLOSING.match(folded.text, stop.end(), line.end)[0])  # type: ignore[index]  # it always matches
            yield at, at


def _is_end(folded: Folded, line: Span, at: int) -> bool:
    text = folded.text
    before = text[max(line.start, at - _LOOK) : at]
    if text[at] == ";":
        return not _ENTITY.search(before)
    if text[at] != ".":
        return True
    after = text[at + 1 : min(line.end, at + 1 + _LOOK)]
    if after[:1].isascii() and after[:1].isalpha():
        return _is_capital(folded, at + 1)
    word = before.rpartition(" ")[2].lstrip("(\"'")
    if not _may_go_on(word, before, after, at_start=len(word) == at - line.start):
        return True
    following = _NEXT.match(after)
    return bool(following and _BEGINNINGS.fullmatch(following[1]) and _is_capital(folded, at + 1 + following.start(1)))


def _may_go_on(word: str, before: str, after: str, *, at_start: bool) -> bool:
    """Whether the stop may be part of what is written there: an abbreviation, an initial, a number."""
    if word.isdigit():
        return after.lstrip(" ")[:1].isdigit() or (at_start and len(word) <= len("99"))
    if len(word) == 1:
        return not before[:-1].rstrip(" ")[-1:].isdigit()  # "9 م." has its half of the day, not an initial
    return bool(_ABBREVIATIONS.fullmatch(word) or _DOTTED.fullmatch(word))


def _is_capital(folded: Folded, at: int) -> bool:
    return folded.original[folded.offsets[at]].isupper()


def _is_range(text: str, span: Span, mark: re.Match[str]) -> bool:
    if mark[0] in {",", "،"}:
        return False
    before = text[max(span.start, mark.start() - _LOOK) : mark.start()].rpartition(" ")[2]
    after = text[mark.end() : min(span.end, mark.end() + _LOOK)].partition(" ")[0].rstrip(",،.")
    return bool(_TIME_WORD.fullmatch(before) and _TIME_WORD.fullmatch(after))
