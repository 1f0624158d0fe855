"""The terms of every service: its plan out of the book of windows, expanded some weeks ahead and extended in time."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from datetime import datetime, timedelta

from monitor.domain.book import Book
from monitor.domain.catalogue import Catalogue
from monitor.domain.dependency import hard_roots
from monitor.domain.plan import expand, plan, spliced
from monitor.domain.state import Terms

_BEHIND = timedelta(days=40)  # an open incident may look back on a window that ended this long ago
_AHEAD = timedelta(days=60)  # how far recurring windows are expanded; anew when half of it is used up


class TermBook:
    """Plans by service id. What was planned before an edit stays as it was (SEMANTICS W15 and section 6)."""

    def __init__(self, catalogue: Catalogue, grace: timedelta, book: Book, now: datetime) -> None:
        self._catalogue, self._grace, self._book = catalogue, grace, book
        self._terms = self._built(now)
        self._turns = _turns(self._terms)
        self._extend_at = now + _AHEAD / 2

    def __getitem__(self, service_id: str) -> Terms:
        return self._terms[service_id]

    def turning(self, since: datetime, until: datetime) -> frozenset[str]:
        """The services for which a cover or its recovery span begins or ends in ``(since, until]``."""
        first = bisect_right(self._turns, since, key=lambda turn: turn[0])
        last = bisect_right(self._turns, until, key=lambda turn: turn[0])
        return frozenset(service_id for _, service_id in self._turns[first:last])

    def extend(self, now: datetime) -> bool:
        """Expand windows further when the horizon comes near; whether it did."""
        if now < self._extend_at:
            return False
        self.replace(self._catalogue, self._grace, self._book, now)
        return True

    def replace(self, catalogue: Catalogue, grace: timedelta, book: Book, at: datetime) -> None:
        """Go on with another catalogue or book from ``at`` on."""
        self._catalogue, self._grace, self._book = catalogue, grace, book
        former = self._terms
        self._terms = {
            service_id: Terms(
                plan=spliced(former[service_id].plan, terms.plan, at, at - _BEHIND), grace=grace, pages=terms.pages
            )
            if service_id in former
            else terms
            for service_id, terms in self._built(at).items()
        }
        self._turns = _turns(self._terms)
        self._extend_at = at + _AHEAD / 2

    def _built(self, now: datetime) -> Mapping[str, Terms]:
        covers = expand(self._book, now - _BEHIND, now + _AHEAD)
        return {
            service.id: Terms(
                plan=plan(covers, (service, *hard_roots(self._catalogue, service)), now + _AHEAD),
                grace=self._grace,
                pages=service.inferred_from is None,
            )
            for service in self._catalogue.services.values()
        }


def _turns(terms: Mapping[str, Terms]) -> list[tuple[datetime, str]]:
    return sorted(
        (instant, service_id)
        for service_id, of_service in terms.items()
        for cover in of_service.plan.covers
        for instant in (cover.starts, cover.ends, cover.ends + cover.revision.spec.recovery)
    )
