"""The occurrence of a window that somebody means at an instant: the one that runs, else the next, else the last."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from monitor.domain.recurrence import Occurrence, occurrences, span
from monitor.domain.window import WindowSpec

_HORIZONS = tuple(timedelta(days=days) for days in (2, 40, 400, 4000))  # of looking ahead for occurrences
_FAR = timedelta(days=400)  # of looking back for the last one


def occasion(spec: WindowSpec, at: datetime) -> Occurrence:
    """The window; of a series the occurrence that runs at ``at``, else the next one, else the last."""
    if spec.rule is None:
        starts, ends = span(spec, spec.starts)
        return Occurrence(id=spec.id, starts=starts, ends=ends)
    coming = coming_occurrences(spec, at, 1)
    if coming:
        return coming[0]
    past = list(occurrences(spec, at - _FAR, at)) or list(occurrences(spec, first_span(spec)[0], at))
    if past:
        return past[-1]
    starts, ends = first_span(spec)
    return Occurrence(id=spec.id, starts=starts, ends=ends)


def coming_occurrences(spec: WindowSpec, at: datetime, count: int) -> Sequence[Occurrence]:
    """The next ``count`` occurrences that are not over at ``at``; of a window that does not repeat, itself."""
    if spec.rule is None:
        return [occasion(spec, at)]
    since = max(at, first_span(spec)[0])
    found: list[Occurrence] = []
    for horizon in _HORIZONS:
        found = list(occurrences(spec, since, since + horizon))[:count]
        if len(found) == count:
            break
    return found


def first_span(spec: WindowSpec) -> tuple[datetime, datetime]:
    """``[starts, ends)`` of the window, or of the first occurrence of a series, in UTC."""
    return span(spec, spec.starts.replace(tzinfo=None) if spec.rule else spec.starts)
