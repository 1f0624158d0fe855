"""How long successful probes took: hours of the domain as rows of days, added to what is stored and read back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from monitor.adapters.ledger.packing import pack, unpack
from monitor.adapters.ledger.tables import latencies
from monitor.domain.latency import HourOfLatency

Counts = Mapping[int, int]
Hours = Mapping[int, datetime]  # some hours of a day, by their number

_ASKED_AT_ONCE = 500  # databases take so many parameters of a query, not any number


def added(connection: Connection, hours: Sequence[HourOfLatency]) -> list[dict[str, Any]]:
    """The rows of the days of ``hours``, with what is stored of them: a restart leaves two parts of an hour."""
    if not hours:
        return []
    days: dict[tuple[str, str, date], dict[int, Counts]] = {}
    for part in hours:
        of_day = days.setdefault((part.check_id, part.location, part.hour.date()), {})
        of_day[part.hour.hour] = _sum(of_day.get(part.hour.hour, {}), part.counts)
    for row in _stored(connection, sorted({check_id for check_id, _, _ in days}), {day for _, _, day in days}):
        changed = days.get((row.check_id, row.location, row.day))
        if changed is not None:
            for hour, counts in unpack(row.hours):
                changed[hour] = _sum(counts, changed.get(hour, {}))
    return [
        {"check_id": check_id, "location": location, "day": day, "hours": pack(of_day)}
        for (check_id, location, day), of_day in days.items()
    ]


def _stored(connection: Connection, check_ids: Sequence[str], days: Collection[date]) -> Iterator[Row[Any]]:
    """What is kept of some days: of a large fleet a batch holds a few checks only."""
    for first in range(0, len(check_ids), _ASKED_AT_ONCE):
        some = latencies.c.check_id.in_(check_ids[first : first + _ASKED_AT_ONCE])
        yield from connection.execute(select(latencies).where(some, latencies.c.day.in_(days)))


def hours_near(
    connection: Connection, since: datetime, until: datetime, hours_of: Callable[[str, date], Hours]
) -> tuple[HourOfLatency, ...]:
    """The hours of the days from ``since`` to ``until`` that ``hours_of`` names, by check, location and time."""
    days = latencies.c.day.between(since.date(), until.date())
    query = select(latencies).where(days).order_by(latencies.c.check_id, latencies.c.location, latencies.c.day)
    found: list[HourOfLatency] = []
    for check_id, location, day, packed in connection.execute(query).all():
        hours = hours_of(check_id, day)
        if hours:  # of most days nobody asks, and unpacking them would take seconds
            found += (
                HourOfLatency(check_id=check_id, location=location, hour=hours[number], counts=counts)
                for number, counts in unpack(packed)
                if number in hours
            )
    return tuple(found)


def _sum(one: Counts, other: Counts) -> Counts:
    if not one or not other:
        return one or other
    return {bucket: one.get(bucket, 0) + other.get(bucket, 0) for bucket in {*one, *other}}
