"""Whether a window covers a service at an instant: a pure function of the revisions known, the service, the instant.

A revision counts from the instant it became known until the next one did, and covers ``[max(starts, known_at), ends)``
of each occurrence. The union of those spans is the plan; nothing is switched by a timer, and an edit later on never
changes what was covered before it (SEMANTICS section 3, W1 to W12, W16).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from monitor.domain.book import Book, Revision
from monitor.domain.catalogue import Service
from monitor.domain.recurrence import Occurrence, occurrences
from monitor.domain.window import Impact


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """One stretch ``[starts, ends)`` during which one revision of one window covers the service."""

    window_id: str
    rank: int  # in the order of declaration
    revision: Revision
    starts: datetime
    ends: datetime
    impact: Impact  # on the services it was asked for: a window may do more to one than to another
    nominal: Occurrence  # the occurrence as declared, before `known_at` and later revisions cut it
    ran_out: (
        bool  # it ends where the author said, at first or by ending it early (W6), not where a later revision took over
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is planned for one service up to ``until``: all covers, and the union of those that plan an outage.

    ``edges`` alternate: in, out, in, out.
    """

    covers: tuple[Cover, ...] = ()
    edges: tuple[datetime, ...] = ()
    until: datetime | None = None

    def is_in(self, at: datetime) -> bool:
        """Whether ``down`` is planned at ``at`` (half-open: the end is out)."""
        return bisect_right(self.edges, at) % 2 == 1

    def next_edge(self, after: datetime) -> datetime | None:
        """The first instant after ``after`` at which the plan goes in or out."""
        index = bisect_right(self.edges, after)
        return self.edges[index] if index < len(self.edges) else None

    def went_out(self, since: datetime, at: datetime) -> datetime | None:
        """The first end of planned time in ``(since, at]``."""
        return next((edge for edge in self.edges[1::2] if since < edge <= at), None)

    def overlapped(self, since: datetime, at: datetime) -> datetime | None:
        """An instant inside the planned time that ended in ``(since, at]``, ``since`` itself where it was in (O12)."""
        ended = self.went_out(since, at)
        return None if ended is None else max(since, self.edges[self.edges.index(ended) - 1])

    def last_out(self, at: datetime) -> datetime | None:
        """The last end of planned time at or before ``at``."""
        return next((edge for edge in reversed(self.edges[1::2]) if edge <= at), None)

    def pieces(self, since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime, bool]]:
        """``[since, until)`` cut at the edges, each piece with whether ``down`` is planned in it."""
        cuts = [since, *(edge for edge in self.edges if since < edge < until), until]
        return ((start, stop, self.is_in(start)) for start, stop in pairwise(cuts) if start < stop)

    def covering(self, at: datetime, *, least: Impact = Impact.NONE) -> tuple[Cover, ...]:
        """The covers at ``at`` whose impact is at least ``least``, the one declared first in front."""
        found = (cover for cover in self.covers if cover.starts <= at < cover.ends and _at_least(cover, least))
        return tuple(sorted(found, key=lambda cover: cover.rank))

    def recovering(self, at: datetime) -> tuple[Cover, ...]:
        """The covers whose ``recovery`` span runs at ``at``: after an end that the author gave, not after a cut."""
        return tuple(
            cover
            for cover in self.covers
            if cover.ran_out and cover.ends <= at < cover.ends + cover.revision.spec.recovery
        )

    def excusing(self, first_failure: datetime, at: datetime) -> Cover | None:
        """The coming window within whose ``early_start_tolerance`` an outage began (SEMANTICS O9)."""
        for cover in self.covers:
            tolerance = cover.revision.spec.early_start_tolerance
            if cover.starts > at and first_failure >= cover.starts - tolerance and _at_least(cover, Impact.OUTAGE):
                return cover
        return None

    def coming(self, at: datetime) -> tuple[Cover, ...]:
        """The covers that run at ``at`` or lie ahead, in the order of their starts; informational ones left out."""
        return tuple(cover for cover in self.covers if cover.ends > at and _at_least(cover, Impact.DEGRADED))


_RANK = {Impact.NONE: 0, Impact.DEGRADED: 1, Impact.OUTAGE: 2}


def _at_least(cover: Cover, impact: Impact) -> bool:
    return _RANK[cover.impact] >= _RANK[impact]


def expand(book: Book, since: datetime, until: datetime) -> Mapping[str, tuple[Cover, ...]]:
    """Every cover that touches ``[since, until)``, by platform, in the order of their starts."""
    found: dict[str, list[Cover]] = {}
    for rank, window_id in enumerate(book.chains):
        for cover in _covers(book, window_id, rank, since, until):
            found.setdefault(cover.revision.spec.platform, []).append(cover)
    return {platform: tuple(sorted(covers, key=lambda cover: cover.starts)) for platform, covers in found.items()}


def plan(covers: Mapping[str, tuple[Cover, ...]], services: Sequence[Service], until: datetime) -> Plan:
    """The plan of ``services[0]`` up to ``until``; the further ones are its hard roots, whose windows cover it too."""
    if not covers:
        return Plan(until=until)
    meant = [
        _on(cover, affected)
        for platform in dict.fromkeys(service.platform_id for service in services)
        for cover in covers.get(platform, ())
        if (affected := [service for service in services if _is_meant(cover.revision, service)])
    ]
    meant.sort(key=lambda cover: cover.starts)
    outages = [(cover.starts, cover.ends) for cover in meant if cover.impact is Impact.OUTAGE]
    return Plan(covers=tuple(meant), edges=tuple(_union(outages)), until=until)


def spliced(old: Plan, new: Plan, at: datetime, since: datetime) -> Plan:
    """``new`` from ``at`` on, ``old`` between ``since`` and ``at``.

    So a relabelled service is covered from now on, and not for its past (W15).
    """
    before = [(start, min(stop, at)) for start, stop in _spans(old) if stop > since]
    after = [(max(start, at), stop) for start, stop in _spans(new)]
    edges = _union([(start, stop) for start, stop in (*before, *after) if start < stop])
    return Plan(covers=new.covers, edges=tuple(edges), until=new.until)


def _spans(plan_: Plan) -> Iterator[tuple[datetime, datetime]]:
    return zip(plan_.edges[::2], plan_.edges[1::2], strict=True)


def _is_meant(revision: Revision, service: Service) -> bool:
    spec = revision.spec
    return spec.platform == service.platform_id and spec.scope.covers(service.name_part, service.labels)


def _on(cover: Cover, services: Sequence[Service]) -> Cover:
    """The cover with what it does to ``services``: the worst of it, for a root's outage is a dependant's too."""
    if not cover.revision.spec.impacts:
        return cover
    worst = max((cover.revision.spec.impact_on(service.name_part) for service in services), key=_RANK.__getitem__)
    return replace(cover, impact=worst)


def _union(spans: Sequence[tuple[datetime, datetime]]) -> Iterator[datetime]:
    """The edges of the union; touching spans leave no gap, and a short one inside a longer one ends nothing (W11)."""
    open_start: datetime | None = None
    open_end: datetime | None = None
    for start, stop in sorted(spans):
        if open_end is not None and start <= open_end:
            open_end = max(open_end, stop)
            continue
        if open_start is not None and open_end is not None:
            yield from (open_start, open_end)
        open_start, open_end = start, stop
    if open_start is not None and open_end is not None:
        yield from (open_start, open_end)


def _covers(book: Book, window_id: str, rank: int, since: datetime, until: datetime) -> Iterator[Cover]:
    chain = book.chains[window_id]
    series_end = _cancelled_at(book.chains.get(window_id.partition("@")[0], ())) if "@" in window_id else None
    for revision, successor in zip(chain, (*chain[1:], None), strict=True):
        if revision.spec.withdrawn:
            continue
        for found in occurrences(revision.spec, since, until):
            own = book.chains.get(found.id, ()) if found.id != window_id else ()
            cuts = [cut for cut in (successor, *own[:1]) if cut is not None]
            limits = [found.ends, *(cut.known_at for cut in cuts), *([series_end] if series_end else [])]
            starts, ends = max(found.starts, revision.known_at), min(limits)
            ran_out = ends in (found.ends, series_end) or any(_ends(cut, ends) for cut in cuts)
            if starts < ends:
                yield Cover(
                    window_id=found.id,
                    rank=rank,
                    revision=revision,
                    impact=revision.spec.impact,
                    starts=starts,
                    ends=ends,
                    nominal=found,
                    ran_out=ran_out,
                )


def _ends(cut: Revision, at: datetime) -> bool:
    """Whether a later revision brought the end to ``at``: by its own end (W6), or as a cancellation (W9)."""
    return cut.spec.ends == at or (cut.spec.withdrawn and cut.known_at == at)


def _cancelled_at(chain: Sequence[Revision]) -> datetime | None:
    return chain[-1].known_at if chain and chain[-1].spec.withdrawn else None
