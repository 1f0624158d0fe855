"""A text as ``judge`` sees it: cues by matter, sentences to hold them together, and the times that were found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from monitor.domain.announcement.folding import Folded, Span
from monitor.domain.announcement.mention import ClockMention, Cue, Day, Matter

Moment = date  # a ``datetime`` where the hour is known


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """What other scanners found. ``mentions`` are dates and clock times; ``days`` and ``clocks``, where they are given,
    tell the newest line of a page that stacks its updates.
    """

    published: date | None = None
    starts: Moment | None = None
    ends: Moment | None = None
    has_time: bool = False
    mentions: tuple[Span, ...] = ()
    days: tuple[Day, ...] = ()
    clocks: tuple[ClockMention, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Cues that still count, with the sentences they stand in."""

    folded: Folded
    sentences: tuple[Span, ...]
    cues: tuple[Cue, ...]
    times: Times

    def of(self, *matters: Matter) -> tuple[Cue, ...]:
        """The cues of these matters in the order of the text."""
        return tuple(cue for cue in self.cues if cue.matter in matters)

    def around(self, span: Span) -> Span:
        """The sentence a stretch begins in; the whole text where none is known."""
        return next((one for one in self.sentences if span.start < one.end), Span(0, len(self.folded.text)))

    def beside(self, cue: Cue, *matters: Matter) -> tuple[Cue, ...]:
        """Cues of these matters in the sentence of ``cue``."""
        return inside(self.of(*matters), self.around(cue.span))

    def keeping(self, cues: Iterable[Cue]) -> Scene:
        """The same text with fewer cues."""
        return replace(self, cues=tuple(cues))


def inside(cues: Iterable[Cue], bounds: Span) -> tuple[Cue, ...]:
    """Those that begin inside ``bounds``."""
    return tuple(cue for cue in cues if bounds.start <= cue.span.start < bounds.end)


def day_of(moment: Moment) -> date:
    """The day alone."""
    return moment.date() if isinstance(moment, datetime) else moment
