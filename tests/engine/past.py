"""What a ledger would hold of a replayed scenario."""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.engine.recorded import Recorded
from monitor.engine.replay import Replayed


def recorded(replayed: Replayed, since: datetime | None = None) -> Recorded:
    scenario = replayed.scenario
    revisions = [revision for chain in replayed.book.chains.values() for revision in chain]
    return Recorded(
        begins=scenario.starts,
        starts=scenario.starts,
        since=since or scenario.starts,
        until=scenario.ends,
        timelines=replayed.timelines,
        incidents=replayed.incidents,
        revisions=tuple(sorted(revisions, key=lambda revision: revision.known_at)),
        glimpses=replayed.glimpses,
    )


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)
