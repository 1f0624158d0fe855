"""Instants and spans as the API writes them: RFC 3339 in UTC with ``Z``, local times without an offset, seconds."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo


def instant(moment: datetime) -> str:
    """``2025-12-04T21:00:00Z``, with a fraction where there is one."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def instant_or_none(moment: datetime | None) -> str | None:
    """The same, or nothing."""
    return None if moment is None else instant(moment)


def local(moment: datetime, zone: tzinfo) -> str:
    """``2025-12-05T00:00:00`` as the clocks of ``zone`` show it."""
    return moment.astimezone(zone).replace(tzinfo=None).isoformat()


def day_or_time(moment: date | datetime) -> str:
    """As its author wrote it."""
    return moment.isoformat().replace("+00:00", "Z")


def seconds(span: timedelta | None) -> float | None:
    """The length of ``span``."""
    return None if span is None else span.total_seconds()
