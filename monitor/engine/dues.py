"""What stands on an agenda, and what comes off it: a probe to make now, or one that will not be made."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from monitor.domain.cadence import EPOCH, DueKind
from monitor.domain.conduct import SkipReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A probe to start now; it counts as in flight from here until ``Agenda.finished``.

    ``due_at`` is its grid instant; ``ready_at`` is later where conduct made it wait, and what lateness is counted from.
    """

    check_id: str
    due_at: datetime
    ready_at: datetime
    kind: DueKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Skip:
    """A probe that was due and will not happen."""

    check_id: str
    reason: SkipReason
    scheduled: bool = True  # it stood on the grid


@dataclass(slots=True, eq=False)
class Entry:
    """One check on the agenda: its scheduled probe to come, and the extra ones."""

    id: str
    interval: timedelta
    slot: Item | None = None  # its one scheduled probe to come
    extras: list[Item] = field(default_factory=list)
    served_at: datetime = EPOCH  # last scheduled probe


@dataclass(slots=True, eq=False)
class Item:
    """One probe to come, wherever it waits; no longer ``live`` once it is pointless."""

    entry: Entry
    kind: DueKind
    due_at: datetime
    ready_at: datetime
    asked_at: datetime
    live: bool = True
