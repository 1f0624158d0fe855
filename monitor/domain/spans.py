"""A set of half-open spans that is asked which of them touch another one; built once, asked often."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from datetime import datetime
from itertools import accumulate
from operator import attrgetter
from typing import Generic, Protocol, TypeVar


class Spanned(Protocol):
    """Whatever lasts from ``starts`` up to ``ends``."""

    @property
    def starts(self) -> datetime:
        """Its first instant."""

    @property
    def ends(self) -> datetime:
        """The first instant after it."""


_T = TypeVar("_T", bound=Spanned)


class Spans(Generic[_T]):
    """Spans in the order of their starts."""

    def __init__(self, spans: Iterable[_T]) -> None:
        self._spans = sorted(spans, key=attrgetter("starts"))
        self._starts = [one.starts for one in self._spans]
        self._reach = list(accumulate((one.ends for one in self._spans), max))  # the latest end so far

    def touching(self, since: datetime, until: datetime) -> tuple[_T, ...]:
        """Those that share an instant with ``[since, until)``, in the order of their starts."""
        index = bisect_left(self._starts, until)
        found: list[_T] = []
        while index and self._reach[index - 1] > since:
            index -= 1
            if self._spans[index].ends > since:
                found.append(self._spans[index])
        return tuple(reversed(found))
