"""Whether a service answered faster or slower after a maintenance than before it.

The spans compared are equal, of whole hours, up to a day, and hold no hour of the maintenance itself, of another
window of the service, or of which the ledger knows nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from monitor.domain.catalogue import Catalogue
from monitor.domain.chronicle import Chronicle
from monitor.domain.fulfilment import Fulfilment, Use
from monitor.domain.latency import HourOfLatency, quantile, together
from monitor.domain.report.model import LatencyChange, Sample

LONGEST_HOURS = 24
SMALL = 30  # probes; a p95 of fewer is a guess
_HOUR = timedelta(hours=1)
_MEDIAN, _P95 = 0.5, 0.95

Extent = tuple[datetime, datetime]


class Speeds:
    """The latencies of a chronicle, by check and hour."""

    def __init__(self, chronicle: Chronicle, catalogue: Catalogue, windows: Sequence[Fulfilment]) -> None:
        self._catalogue = catalogue
        self._known_until = max([chronicle.until, *(one.hour for one in chronicle.latencies)])
        self._hours: dict[str, dict[datetime, list[HourOfLatency]]] = {}
        for one in chronicle.latencies:
            self._hours.setdefault(one.check_id, {}).setdefault(one.hour, []).append(one)
        self._extents: dict[str, list[tuple[str, Extent]]] = {}
        for window in windows if self._hours else ():
            for use in window.uses:
                self._extents.setdefault(use.service_id, []).append((window.window_id, extent(window, use)))

    def changes(self, window: Fulfilment) -> Iterator[LatencyChange]:
        """The checks of every service that was down in the window, and is up again."""
        for use in window.uses:
            service = self._catalogue.services.get(use.service_id)
            if service is None or not _was_maintained(use):
                continue
            for check in service.checks:
                hours = self._hours.get(check.id)
                change = self._change(window, use, check.id, hours) if hours else None
                if change is not None:
                    yield change

    def _change(
        self, window: Fulfilment, use: Use, check_id: str, hours: Mapping[datetime, list[HourOfLatency]]
    ) -> LatencyChange | None:
        starts, ends = extent(window, use)
        before_until, after_since = _hour_of(starts), _hour_of(ends + _HOUR - timedelta(microseconds=1))
        others = [other for name, other in self._extents[use.service_id] if name != window.window_id]
        count = 0
        while count < LONGEST_HOURS and self._is_free(before_until, after_since, count, others):
            count += 1
        before = _sample(hours, before_until - count * _HOUR, count)
        after = _sample(hours, after_since, count)
        if not before.probes and not after.probes:
            return None
        return LatencyChange(
            window_id=window.window_id,
            check_id=check_id,
            span=count * _HOUR,
            before_until=before_until,
            after_since=after_since,
            before=before,
            after=after,
            is_small=min(before.probes, after.probes) < SMALL,
        )

    def _is_free(self, before_until: datetime, after_since: datetime, count: int, others: Sequence[Extent]) -> bool:
        """Whether both spans may grow from ``count`` hours by one more."""
        ends = after_since + (count + 1) * _HOUR
        earlier, later = before_until - (count + 1) * _HOUR, after_since + count * _HOUR
        return ends <= self._known_until and not any(
            starts < hour + _HOUR and stops > hour for hour in (earlier, later) for starts, stops in others
        )


def extent(window: Fulfilment, use: Use) -> Extent:
    """From the start of a maintenance to its end, as declared and, where that is farther, as observed."""
    starts = window.starts + min(use.start_slip or timedelta(0), timedelta(0))
    return starts, window.ends + max(use.end_slip or timedelta(0), timedelta(0))


def _was_maintained(use: Use) -> bool:
    return use.planned_seconds > 0 and use.end_slip is not None


def _hour_of(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)


def _sample(hours: Mapping[datetime, list[HourOfLatency]], since: datetime, count: int) -> Sample:
    counts = together(part for n in range(count) for part in hours.get(since + n * _HOUR, ()))
    return Sample(probes=sum(counts.values()), median=quantile(counts, _MEDIAN), p95=quantile(counts, _P95))
