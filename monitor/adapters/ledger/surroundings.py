"""Which hours of latency a report can ask for: those around what was ever announced for its span."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta

from monitor.adapters.ledger.durations import Hours
from monitor.domain.book import Book
from monitor.domain.recurrence import occurrences

AROUND = timedelta(days=2)  # the span itself is widened by so much, for what was announced at its edges

# A report compares a day at the most. Maintenance may begin early, and it may end much later than was announced.
_BEFORE, _AFTER = timedelta(hours=30), AROUND
_HOUR, _HOURS_A_DAY = timedelta(hours=1), 24


class Surroundings:
    """The hours around the windows of ``book`` that touch ``[since, until)``, of these services or of all."""

    def __init__(self, book: Book, since: datetime, until: datetime, service_ids: Collection[str] | None) -> None:
        self.since, self.until = since - AROUND, until + AROUND
        self._services = None if service_ids is None else frozenset(service_ids)
        self._spans: dict[str, set[tuple[datetime, datetime]]] = {}
        self._hours: dict[tuple[str, date], Hours] = {}
        for spec in {revision.spec for chain in book.chains.values() for revision in chain}:
            for occurrence in occurrences(spec, since, until):
                span = max(occurrence.starts - _BEFORE, self.since), min(occurrence.ends + _AFTER, self.until)
                self._spans.setdefault(spec.platform, set()).add(span)

    def hours_of(self, check_id: str, day: date) -> Hours:
        """The hours of a UTC day that a report can ask for, of a check."""
        if self._services is not None and check_id.rpartition("/")[0] not in self._services:
            return {}
        key = (check_id.partition("/")[0], day)
        hours = self._hours.get(key)
        if hours is None:
            hours = self._hours[key] = self._found(*key)
        return hours

    def _found(self, platform: str, day: date) -> Hours:
        midnight = datetime.combine(day, time(), UTC)
        spans = self._spans.get(platform, ())
        hours = [midnight + number * _HOUR for number in range(_HOURS_A_DAY)]
        return {hour.hour: hour for hour in hours if any(starts <= hour < ends for starts, ends in spans)}
