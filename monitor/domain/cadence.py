"""When a check is due: a fixed grid per check, its first probe after a start, and its probes at a window's edges.

A grid is anchored at the Unix epoch and shifted by a stable hash of the check's identity, so that it survives restarts,
spreads the fleet evenly and is the same in production and in a replay (record 0012, SEMANTICS O13 and D8).
Knows no clock and no other check.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST_PROBES = timedelta(seconds=10)
EDGE_INTERVAL = timedelta(minutes=2)  # SEMANTICS O13: shorter intervals see an edge soon enough by themselves
EDGE_DELAY = timedelta(seconds=1)
EDGE_SPREAD = timedelta(seconds=3)  # with EDGE_DELAY inside the five seconds of O13, and a second left to start in

SLOT = timedelta(milliseconds=100)
"""Grids meet at these places, so that checks of a large fleet begin together: to wake a process costs more CPU than to
begin a probe. Sixteen begin in one where 10,000 checks look every minute, each up to a millisecond after the other."""


class DueKind(StrEnum):
    """Why a probe is due; all but ``scheduled`` are extra requests to the target (SEMANTICS section 8)."""

    SCHEDULED = "scheduled"
    RECHECK = "recheck"
    EDGE = "edge"
    EDIT = "edit"


@lru_cache(maxsize=1 << 17)
def phase(check_id: str, interval: timedelta) -> timedelta:
    """The stable place of a check within any span of ``interval``, in ``[0, interval)``, a multiple of ``SLOT``."""
    digest = int.from_bytes(sha256(check_id.encode()).digest()[:8], "big")
    return digest % max(interval // SLOT, 1) * SLOT


def next_on_grid(check_id: str, interval: timedelta, after: datetime) -> datetime:
    """The first grid instant strictly after ``after``."""
    origin = EPOCH + phase(check_id, interval)
    # Whole steps from the origin, never a sum of steps: nothing can drift.
    return origin + ((after - origin) // interval + 1) * interval


def first_due(
    check_id: str, interval: timedelta, started_at: datetime, *, spread: timedelta = FIRST_PROBES
) -> datetime:
    """The first probe after a start: on the grid if that comes within ``spread``, else at a hashed instant in it."""
    on_grid = next_on_grid(check_id, interval, started_at)
    if on_grid < started_at + spread:
        return on_grid
    return started_at + phase(check_id, spread)


def edge_probe_instants(
    check_id: str, edges: Iterable[datetime], interval: timedelta, timeout: timedelta
) -> tuple[datetime, ...]:
    """The extra probes around window edges (O13), sorted; none for a check that looks every two minutes or oftener.

    The one before starts a whole ``timeout`` ahead, so that it is over at the edge; the one after comes 1 to 4 s later.
    """
    if interval <= EDGE_INTERVAL:
        return ()
    delay = EDGE_DELAY + phase(check_id, EDGE_SPREAD)
    return tuple(sorted({instant for edge in edges for instant in (edge - timeout, edge + delay)}))
