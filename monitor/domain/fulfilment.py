"""What became of a window: what was declared, beside what was observed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from monitor.domain.book import Revision
from monitor.domain.notice import Notice
from monitor.domain.window import Impact


class Stage(StrEnum):
    """Where a window stands at an instant; of several that fit, the last in this order."""

    UPCOMING = "upcoming"
    EARLY = "early"  # not begun, and a service is down within its `early_start_tolerance`
    ACTIVE = "active"
    RECOVERY = "recovery"  # over, and its recovery span runs
    ENDED = "ended"
    UNUSED = "unused"  # ended, and nothing it covers was down in it (O14)
    OVERRUN = "overrun"  # ended, and a service is still in overrun of it
    CANCELLED = "cancelled"
    VOID = "void"


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What one service made of one window, in observed time. Spans are ``None`` where nothing was seen down."""

    service_id: str
    impact: Impact
    planned_seconds: float = 0.0  # in `planned_downtime` inside it, attributed to the window declared first (W11)
    overrun_seconds: float = 0.0  # in `overrun` after its end
    carried_seconds: float = 0.0  # of a latched unplanned outage inside it
    start_slip: timedelta | None = None  # from the declared start to the first failure; negative is an early start
    end_slip: timedelta | None = None  # from the declared end to the recovery; negative is early, positive an overrun
    early_start: timedelta = timedelta(0)  # as recorded by the incident (O9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fulfilment:
    """One window that does not repeat, or one occurrence, as last revised and as observed until now."""

    window_id: str  # `id`, or `id@<local start>`
    revision: Revision  # the last one that speaks of it
    revisions: int  # how many there are of it
    starts: datetime
    ends: datetime
    stage: Stage
    notice: Notice
    extended_late: timedelta = timedelta(0)  # added to its end after its start
    uses: tuple[Use, ...] = ()  # one per covered service that has checks or is inferred, in the catalogue's order

    @property
    def declared_seconds(self) -> float:
        """The length of its span, once, whatever number of services it covers."""
        return (self.ends - self.starts).total_seconds()

    @property
    def by_service(self) -> Mapping[str, Use]:
        """The uses by service id."""
        return {use.service_id: use for use in self.uses}
