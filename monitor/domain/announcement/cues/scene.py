"""A text as ``judge`` sees it: cues by matter, sentences to hold them together, and the times that were found.

All look-ups go by position, so that a text of nothing but cues takes no more than its own length.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from monitor.domain.announcement.folding import Folded, Span
from monitor.domain.announcement.mention import ClockMention, Cue, Day, Matter

Moment = date  # a ``datetime`` where the hour is known
_REACH = 300
"""Characters on either side that belong to a sentence; what is longer has lost its full stops."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """What other scanners found. ``mentions`` are dates and clock times; ``days`` and ``clocks``, where they are given,
    tell the newest line of a page that stacks its updates; ``named`` is where platforms of the directory stand.
    """

    published: date | None = None
    starts: Moment | None = None
    ends: Moment | None = None
    has_time: bool = False
    mentions: tuple[Span, ...] = ()
    days: tuple[Day, ...] = ()
    clocks: tuple[ClockMention, ...] = ()
    named: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Cues that still count, in the order of the text, with the sentences they stand in."""

    folded: Folded
    sentences: tuple[Span, ...]
    cues: tuple[Cue, ...]
    times: Times
    matters: frozenset[Matter] = field(init=False)
    _starts: tuple[int, ...] = field(init=False)
    _ends: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "matters", frozenset(cue.matter for cue in self.cues))
        object.__setattr__(self, "_starts", tuple(cue.span.start for cue in self.cues))
        object.__setattr__(self, "_ends", tuple(one.end for one in self.sentences))

    def has(self, *matters: Matter) -> bool:
        """Whether any cue is of one of these matters."""
        return not self.matters.isdisjoint(matters)

    def of(self, *matters: Matter) -> tuple[Cue, ...]:
        """The cues of these matters in the order of the text."""
        return tuple(cue for cue in self.cues if cue.matter in matters) if self.has(*matters) else ()

    def around(self, span: Span) -> Span:
        """The sentence a stretch begins in, as far as a sentence reaches."""
        at = bisect_right(self._ends, span.start)
        whole = self.sentences[at] if at < len(self.sentences) else Span(0, len(self.folded.text))
        return Span(max(whole.start, span.start - _REACH), min(max(whole.end, span.end), span.end + _REACH))

    def inside(self, bounds: Span, *matters: Matter) -> tuple[Cue, ...]:
        """Cues of these matters that begin inside ``bounds``."""
        if not self.has(*matters):
            return ()
        first, last = bisect_left(self._starts, bounds.start), bisect_left(self._starts, bounds.end)
        return tuple(cue for cue in self.cues[first:last] if cue.matter in matters)

    def beside(self, cue: Cue, *matters: Matter) -> tuple[Cue, ...]:
        """Cues of these matters in the sentence of ``cue``."""
        return self.inside(self.around(cue.span), *matters)

    def keeping(self, cues: Iterable[Cue]) -> Scene:
        """The same text with fewer cues."""
        return replace(self, cues=tuple(cues))


def day_of(moment: Moment) -> date:
    """The day alone."""
    return moment.date() if isinstance(moment, datetime) else moment
