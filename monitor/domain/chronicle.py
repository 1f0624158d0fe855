"""What the ledger tells of a span: the facts that reports, lists of windows and re-judging start from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from monitor.domain.book import Book
from monitor.domain.correction import Correction
from monitor.domain.history import TimelineEntry
from monitor.domain.incident import Incident
from monitor.domain.latency import HourOfLatency


@dataclass(frozen=True, slots=True, kw_only=True)
class Chronicle:
    """What was kept about ``[since, until)``; ``until`` is no later than what the ledger knows.

    ``timelines`` are by service id; each begins with the entry in force at ``since``, where there is one. ``incidents``
    are those that touch the span, in the order of their starts. ``corrections`` are all that speak of them, oldest
    first. ``book`` holds every revision there is.
    """

    since: datetime
    until: datetime
    timelines: Mapping[str, tuple[TimelineEntry, ...]]
    incidents: tuple[Incident, ...]
    book: Book
    corrections: tuple[Correction, ...] = ()
    latencies: tuple[HourOfLatency, ...] = ()
