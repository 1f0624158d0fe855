"""The life of a window: its revisions one after the other, each with the span that it gave, in UTC."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from monitor.domain.book import Book, Revision
from monitor.domain.catalogue import Service
from monitor.domain.notice import Promise, sets_anew
from monitor.domain.recurrence import local_start_of, occurrences, span


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One revision, and the span it gave the window (of a recurring one: this occurrence)."""

    revision: Revision
    starts: datetime
    ends: datetime
    local_start: datetime  # as the author wrote it, or as the rule has it

    @property
    def is_cancelled(self) -> bool:
        """Whether it withdraws the window."""
        return self.revision.spec.withdrawn


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """One window, or one occurrence, as it bears on one service."""

    window_id: str
    stages: tuple[Stage, ...]
    means: tuple[bool, ...]  # by stage: whether it speaks of the service or of a hard root

    @property
    def last(self) -> Stage:
        """The latest stage."""
        return self.stages[-1]

    @property
    def standing(self) -> Stage | None:
        """The latest stage, if the window still stands."""
        return None if self.last.is_cancelled else self.last

    @property
    def concerns(self) -> bool:
        """Whether it speaks of the service, or once did."""
        return any(self.means)

    @property
    def announced(self) -> Stage:
        """The stage that set the notice class: a moved start, or a wider scope or impact, sets it anew (section 5)."""
        found = 0
        for index in range(1, len(self.stages)):
            if sets_anew(self._promise(index - 1), self._promise(index)):
                found = index
        return self.stages[found]

    def _promise(self, index: int) -> Promise:
        stage = self.stages[index]
        return Promise(
            starts=stage.starts,
            ends=stage.ends,
            impacts={"": stage.revision.spec.impact} if self.means[index] else {},
            declared_at=stage.revision.declared_at,
            known_at=stage.revision.known_at,
        )

    def edits(self) -> Iterator[tuple[Stage, Stage]]:
        """Each change, with what stood before."""
        return pairwise(self.stages)


def lives_of(book: Book, services: Sequence[Service], since: datetime, until: datetime) -> tuple[Life, ...]:
    """The windows on the platforms of ``services`` of which any revision touches ``[since, until)``."""
    platforms = {service.platform_id for service in services}
    found: list[Life] = []
    for window_id, chain in book.chains.items():
        if chain[-1].spec.platform in platforms:
            found += _lives(book, window_id, services, since, until)
    touching = (life for life in found if any(s.starts < until and s.ends > since for s in life.stages))
    return tuple(sorted(touching, key=lambda life: life.stages[0].starts))


def _lives(book: Book, window_id: str, services: Sequence[Service], since: datetime, until: datetime) -> Iterator[Life]:
    chain = book.chains[window_id]
    if chain[-1].spec.rule is None:
        yield _life(window_id, _stages(book, window_id), services)
        return
    for occurrence in occurrences(chain[-1].spec, since, until):
        if occurrence.id in book.chains:  # it has a life of its own
            continue
        local = local_start_of(chain[-1].spec, occurrence.id) or occurrence.starts
        stage = Stage(revision=chain[-1], starts=occurrence.starts, ends=occurrence.ends, local_start=local)
        yield _life(occurrence.id, (stage,), services)


def _life(window_id: str, stages: tuple[Stage, ...], services: Sequence[Service]) -> Life:
    means = tuple(any(_means(stage.revision, service) for service in services) for stage in stages)
    return Life(window_id=window_id, stages=stages, means=means)


def _means(revision: Revision, service: Service) -> bool:
    spec = revision.spec
    return spec.platform == service.platform_id and spec.scope.covers(service.name_part, service.labels)


def _stages(book: Book, window_id: str) -> tuple[Stage, ...]:
    chain = book.chains[window_id]
    stages = tuple(_stage(revision, revision.spec.starts) for revision in chain if revision.spec.rule is None)
    series = book.chains.get(window_id.partition("@")[0], ()) if "@" in window_id else ()
    before = [revision for revision in series if revision.known_at <= chain[0].known_at]
    local = local_start_of(before[-1].spec, window_id) if before else None
    return (_stage(before[-1], local), *stages) if local else stages


def _stage(revision: Revision, local_start: datetime) -> Stage:
    starts, ends = span(revision.spec, local_start)
    return Stage(revision=revision, starts=starts, ends=ends, local_start=local_start)
