"""What was declared of each window and occurrence, as one list of revisions with their spans in UTC.

A recurring window falls apart into its occurrences here, each with the revisions of the series that spoke of it before
it was over and with its own. Nothing here knows a service's state.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.domain.book import Book, Revision
from monitor.domain.recurrence import local_start_of, occurrences, span
from monitor.domain.window import Status

_TOMBSTONES = timedelta(days=30)  # of a withdrawn series: as far ahead as a list of windows looks


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One revision, and the span it gave the window or occurrence."""

    revision: Revision
    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """One window that does not repeat, or one occurrence. ``said`` are its standing revisions, oldest first."""

    window_id: str
    rank: int  # of its window in the order of first declaration (W11)
    said: tuple[Said, ...]  # never empty
    withdrawn: Revision | None = None  # its cancellation, or the word that it was a mistake

    @property
    def last(self) -> Said:
        """What it was when last it stood."""
        return self.said[-1]

    @property
    def starts(self) -> datetime:
        """Where it starts, as last announced."""
        return self.said[-1].starts

    @property
    def ends(self) -> datetime:
        """Where it ends, as last announced."""
        return self.said[-1].ends

    @property
    def over_at(self) -> datetime:
        """Where it was over: its end, or where it was withdrawn while it ran (W9)."""
        if self.withdrawn is None:
            return self.ends
        return min(self.ends, max(self.withdrawn.known_at, self.starts))

    @property
    def revision(self) -> Revision:
        """The last revision that speaks of it."""
        return self.withdrawn or self.last.revision

    @property
    def revisions(self) -> int:
        """How many revisions speak of it."""
        return len(self.said) + (1 if self.withdrawn else 0)

    @property
    def extended_late(self) -> timedelta:
        """What was added to its end after its start, all in all."""
        at_start = [said for said in self.said if said.revision.known_at <= self.last.starts]
        promised = (at_start or self.said[:1])[-1]
        return max(self.last.ends - promised.ends, timedelta(0))

    def touches(self, since: datetime, until: datetime) -> bool:
        """Whether it lies in ``[since, until)``, or did while an earlier revision was in force."""
        if self.last.starts < until and self.last.ends > since:
            return True
        return any(
            max(said.starts, said.revision.known_at, since) < min(said.ends, later.revision.known_at, until)
            for said, later in zip(self.said, self.said[1:], strict=False)
        )


def declared(book: Book, since: datetime, until: datetime) -> tuple[Declared, ...]:
    """Every window and occurrence that touches ``[since, until)``, those declared first in front."""
    ranks = {window_id: rank for rank, window_id in enumerate(book.chains)}
    found: list[Declared] = []
    for window_id, chain in book.chains.items():
        series_id = window_id.partition("@")[0]
        rank = ranks.get(series_id, ranks[window_id])
        if any(revision.spec.rule is not None for revision in chain):
            found += _occurrences(book, chain, rank, (since, until))
        elif (one := _single(book, window_id, rank)) is not None:
            found.append(one)
    return tuple(one for one in found if one.touches(since, until))


def _single(book: Book, window_id: str, rank: int) -> Declared | None:
    chain = book.chains[window_id]
    series = book.chains.get(window_id.partition("@")[0], ()) if "@" in window_id else ()
    said = [*_as_series_had_it(series, chain[0].known_at, window_id), *_standing(chain)]
    if not said:
        return None
    last = chain[-1]
    withdrawn = last if last.spec.withdrawn else _withdrawn_with(series, said[-1].ends)
    return Declared(window_id=window_id, rank=rank, said=tuple(said), withdrawn=withdrawn)


def _standing(chain: Sequence[Revision]) -> Iterator[Said]:
    for revision in chain:
        if not revision.spec.withdrawn:
            starts, ends = span(revision.spec, revision.spec.starts)
            yield Said(revision=revision, starts=starts, ends=ends)


def _as_series_had_it(series: Sequence[Revision], before: datetime, window_id: str) -> Iterator[Said]:
    for revision in series:
        if revision.known_at > before or revision.spec.withdrawn:
            continue
        if (local := local_start_of(revision.spec, window_id)) is not None:
            starts, ends = span(revision.spec, local)
            yield Said(revision=revision, starts=starts, ends=ends)


def _withdrawn_with(series: Sequence[Revision], ends: datetime) -> Revision | None:
    """The end of the series, where it is the occurrence's too: what was over by then was held, unless by mistake."""
    if not series or not series[-1].spec.withdrawn:
        return None
    return series[-1] if series[-1].spec.status is Status.VOID or ends > series[-1].known_at else None


def _occurrences(
    book: Book, chain: Sequence[Revision], rank: int, bounds: tuple[datetime, datetime]
) -> Iterator[Declared]:
    found: dict[str, list[Said]] = {}
    for revision in chain:
        if revision.spec.withdrawn:
            continue
        told = {one.id: one for one in occurrences(revision.spec, *bounds) if one.id not in book.chains}
        for gone in [name for name, said in found.items() if name not in told and _never_began(said, revision)]:
            del found[gone]
        for name, one in told.items():
            if one.ends > revision.known_at or revision is chain[0]:  # a later rule says nothing of the past
                found.setdefault(name, []).append(Said(revision=revision, starts=one.starts, ends=one.ends))
    for name, said in found.items():
        withdrawn = _withdrawn_with(chain, said[-1].ends)
        if withdrawn is None or said[-1].starts < withdrawn.known_at + _TOMBSTONES:
            yield Declared(window_id=name, rank=rank, said=tuple(said), withdrawn=withdrawn)


def _never_began(said: Sequence[Said], revision: Revision) -> bool:
    return said[-1].starts >= revision.known_at
