"""Finds the spans of a recorded history in which nobody looked: the monitor was away, or one check was not seen.

While the monitor is away all services are unknown together; one that is unknown alone was not looked at, unless its
failures were doubted. Both are found in the timelines, for a ledger keeps no list of starts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.domain.cadence import FIRST_PROBES, next_on_grid, phase
from monitor.domain.catalogue import Catalogue, Check
from monitor.domain.history import Glimpse, Seen, TimelineEntry
from monitor.domain.observation import Outcome
from monitor.domain.verdict import State
from monitor.engine.scenario import Restart, Sight
from monitor.engine.sightings import sight_of, sightings

_TICK = timedelta(microseconds=1)
Timelines = Mapping[str, tuple[TimelineEntry, ...]]
Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Absences:
    """When the monitor was away, and what single checks saw around the spans in which nobody looked at them."""

    restarts: tuple[Restart, ...]
    unseen: tuple[Sight, ...]


def absences(
    timelines: Timelines, glimpses: Sequence[Glimpse], catalogue: Catalogue, begins: datetime, span: Span
) -> Absences:
    """All absences within ``span``; the time before the first look of a ledger that ``begins`` then is none."""
    blind = {name: [s for s in _blind(entries, span) if s[0] > begins] for name, entries in timelines.items()}
    away = [common for common in _common(list(blind.values())) if not _doubted(glimpses, common[0])]
    return Absences(
        restarts=tuple(_restart(common, catalogue, span[1]) for common in away),
        unseen=tuple(_unseen(blind, away, glimpses, catalogue)),
    )


def _blind(entries: tuple[TimelineEntry, ...], span: Span) -> Iterator[Span]:
    """The spans in which the service was unknown; it is so before its first entry, too."""
    since, until = span
    if entries and entries[0].at > since:
        yield since, entries[0].at
    ends = [*(entry.at for entry in entries[1:]), until]
    for entry, end in zip(entries, ends, strict=True):
        start = max(entry.at, since)
        if entry.state is State.UNKNOWN and start < min(end, until):
            yield start, min(end, until)


def _common(each: list[list[Span]]) -> list[Span]:
    """Where all are blind together."""
    common = each[0] if each else []
    for spans in each[1:]:
        common = [(max(a[0], b[0]), min(a[1], b[1])) for a in common for b in spans if a[0] < b[1] and b[0] < a[1]]
    return common


def _doubted(glimpses: Sequence[Glimpse], at: datetime) -> bool:
    last = {glimpse.check_id: glimpse for glimpse in sorted(glimpses, key=lambda g: g.at) if glimpse.at <= at}
    return any(glimpse.seen is Seen.DOUBTED for glimpse in last.values())


def _restart(common: Span, catalogue: Catalogue, until: datetime) -> Restart:
    """An absence ends when the first check is looked at again, and the looks after a start are spread."""
    since, back = common
    if back < until and back - since > min((_patience(check) for check in catalogue.checks.values()), default=_TICK):
        starts = (_started(check, back) for check in catalogue.checks.values())
        back = max((at for at in starts if at > since), default=back)
    return Restart(at=since, down_for=back - since, kind="stop")


def _started(check: Check, first: datetime) -> datetime:
    """When the monitor started, if its first look at ``check`` ended at ``first``."""
    grid = next_on_grid(check.id, check.interval, first) - check.interval
    return grid - _TICK if first - grid <= check.timeout else first - phase(check.id, FIRST_PROBES)


def _patience(check: Check) -> timedelta:
    return check.interval * 2 + check.timeout


def _unseen(
    blind: Mapping[str, list[Span]], away: list[Span], glimpses: Sequence[Glimpse], catalogue: Catalogue
) -> Iterator[Sight]:
    probes = sightings(glimpses, catalogue)
    for name, spans in blind.items():
        service = catalogue.services.get(name)
        for since, until in spans if service else ():
            own = [one for one in probes if service and one.glimpse.check_id.startswith(f"{service.id}/")]
            if _is_explained(since, until, away) or _doubted([one.glimpse for one in own], since):
                continue
            for check in service.checks if service else ():
                told = [one for one in own if one.glimpse.check_id == check.id and one.at <= until]
                yield Sight(at=since - _patience(check) + _TICK, check_id=check.id, outcome=Outcome.NOTHING)
                if told:
                    yield sight_of(told[-1].glimpse, max(told[-1].at, _seen_again(check, until)))


def _is_explained(since: datetime, until: datetime, away: list[Span]) -> bool:
    return any(since < back and gone < until for gone, back in away)


def _seen_again(check: Check, at: datetime) -> datetime:
    """The grid place of the probe that ended at ``at``, if one did."""
    grid = next_on_grid(check.id, check.interval, at) - check.interval
    return grid if at - grid <= check.timeout else at
