"""The sums of a report: seconds and outages of one service or of many, and the percentages that follow from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeVar

from monitor.domain.availability import gross, net
from monitor.domain.notice import Notice
from monitor.domain.report.model import Figures
from monitor.domain.verdict import State

TOO_LATE = (Notice.SHORT, Notice.LATE)  # what net is also shown without (SEMANTICS section 5)
LOST = frozenset({State.UNPLANNED_OUTAGE, State.OVERRUN})
_Key = TypeVar("_Key")
_DIGITS = 6  # a sum of microseconds is one, whatever its parts


@dataclass(slots=True, kw_only=True)
class Tally:
    """What is added up. Planned seconds under ``None`` belong to a window that nothing shows any more."""

    seconds: dict[State, float] = field(default_factory=lambda: dict.fromkeys(State, 0.0))
    planned: dict[Notice | None, float] = field(default_factory=dict)
    excluded: dict[State, float] = field(default_factory=dict)
    unrecorded: float = 0.0
    carried: float = 0.0
    reclassified: float = 0.0
    outages: int = 0
    outages_excluded: int = 0
    recoveries: int = 0
    until_recovery: timedelta = timedelta(0)


def summed(tallies: Iterable[Tally]) -> Tally:
    """All of ``tallies`` in one."""
    total = Tally()
    for tally in tallies:
        _add(total.seconds, tally.seconds)
        _add(total.planned, tally.planned)
        _add(total.excluded, tally.excluded)
        total.unrecorded += tally.unrecorded
        total.carried += tally.carried
        total.reclassified += tally.reclassified
        total.outages += tally.outages
        total.outages_excluded += tally.outages_excluded
        total.recoveries += tally.recoveries
        total.until_recovery += tally.until_recovery
    return total


def figures(tally: Tally) -> Figures:
    """What a report shows of a sum."""
    seconds = {state: round(tally.seconds[state], _DIGITS) for state in State}
    too_late = sum(tally.planned.get(notice, 0.0) for notice in TOO_LATE)
    working = seconds[State.UP] + seconds[State.DEGRADED]
    return Figures(
        seconds=seconds,
        unrecorded=round(tally.unrecorded, _DIGITS),
        net=net(seconds),
        gross=gross(seconds),
        net_with_short_notice_lost=net({**seconds, State.UNPLANNED_OUTAGE: seconds[State.UNPLANNED_OUTAGE] + too_late}),
        net_without_exclusions=net(
            {state: max(spent - tally.excluded.get(state, 0.0), 0.0) for state, spent in seconds.items()}
        ),
        planned_by_notice={notice: round(tally.planned.get(notice, 0.0), _DIGITS) for notice in Notice},
        planned_unattributed=round(tally.planned.get(None, 0.0), _DIGITS),
        carried=round(tally.carried, _DIGITS),
        reclassified=round(tally.reclassified, _DIGITS),
        excluded=round(sum(tally.excluded.values(), 0.0), _DIGITS),
        outages=tally.outages,
        outages_excluded=tally.outages_excluded,
        mttr=tally.until_recovery / tally.recoveries if tally.recoveries else None,
        mtbf=timedelta(seconds=working) / tally.outages if tally.outages else None,
    )


def _add(total: dict[_Key, float], more: Mapping[_Key, float]) -> None:
    for key, seconds in more.items():
        total[key] = total.get(key, 0.0) + seconds
