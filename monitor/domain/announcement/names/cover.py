"""Which characters of a text are taken: asked for every find, so that it costs no more than the find is long."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from monitor.domain.announcement.folding import Folded, Span


@dataclass(frozen=True, slots=True)
class Cover:
    """Stretches of one text, laid over each other."""

    taken: bytearray

    @classmethod
    def of(cls, folded: Folded, spans: Iterable[Span]) -> Cover:
        """What ``spans`` cover."""
        cover = cls(bytearray(len(folded.text)))
        for span in spans:
            cover.add(span)
        return cover

    def add(self, span: Span) -> None:
        """Cover one stretch more."""
        self.taken[span.start : span.end] = b"\1" * (span.end - span.start)

    def __contains__(self, span: Span) -> bool:
        """Whether any character of ``span`` is covered."""
        return self.taken.find(1, span.start, span.end) >= 0
