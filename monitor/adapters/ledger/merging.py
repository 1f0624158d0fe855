"""Many batches become one of the same effect.

It keeps memory bounded while nothing can be written: one record and one stretch of history per service, one row per
incident and day, however long the disk stays full.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from monitor.domain.book import Revision
from monitor.domain.correction import Correction
from monitor.domain.incident import Incident
from monitor.domain.latency import HourOfLatency, together
from monitor.domain.proposal import Proposal
from monitor.domain.seen import SeenEntry
from monitor.domain.verdict import State
from monitor.engine.ports import Batch, Glimpse, TimelineChange, TimelineEntry, Usage

_GLIMPSES_KEPT = 1000  # of a backlog that cannot be written; the latest tell most


def merge(batches: Sequence[Batch]) -> Batch:
    """One batch with the same effect as all of ``batches``, which are in the order of their submission."""
    records: dict[str, bytes] = {}
    dropped: dict[str, None] = {}
    for batch in batches:
        for service_id in batch.dropped:
            records.pop(service_id, None)
            dropped[service_id] = None
        for service_id, record in batch.records.items():
            dropped.pop(service_id, None)
            records[service_id] = record
    return Batch(
        heartbeat_at=batches[-1].heartbeat_at,
        records=records,
        dropped=tuple(dropped),
        timeline=_merge_timelines(batches),
        incidents=_last_incidents(batches),
        revisions=_distinct_revisions(batches),
        usage=_sum_usage(batches),
        glimpses=_last_glimpses(batches),
        corrections=_distinct_corrections(batches),
        latencies=_sum_latencies(batches),
        proposals=_last_proposals(batches),
        seen=_last_seen(batches),
    )


def follow(former: TimelineChange | None, change: TimelineChange) -> TimelineChange:
    """``former`` and then ``change`` as one change, in order and without neighbours that say the same."""
    if former is None and len(change.entries) == 1 and change.entries[0].at >= change.since:
        return change  # as nearly all are, and at a first start the change of every service
    kept = () if former is None else tuple(entry for entry in former.entries if entry.at < change.since)
    since = change.since if former is None else min(former.since, change.since)
    return TimelineChange(service_id=change.service_id, since=since, entries=_collapse(kept + _ordered(change)))


def _ordered(change: TimelineChange) -> tuple[TimelineEntry, ...]:
    # Two entries at one instant would break the key and block the writer for good: the later one stands.
    entries: dict[datetime, TimelineEntry] = {}
    for entry in change.entries:
        at = max(entry.at, change.since)
        entries[at] = TimelineEntry(at=at, state=entry.state, incident_id=entry.incident_id)
    return tuple(entries[at] for at in sorted(entries))


def _collapse(entries: tuple[TimelineEntry, ...]) -> tuple[TimelineEntry, ...]:
    kept: list[TimelineEntry] = []
    for entry in entries:
        if not kept or (kept[-1].state, kept[-1].incident_id) != (entry.state, entry.incident_id):
            kept.append(entry)
    return tuple(kept)


def _merge_timelines(batches: Sequence[Batch]) -> tuple[TimelineChange, ...]:
    changes: dict[str, TimelineChange] = {}
    for batch in batches:
        for change in batch.timeline:
            changes[change.service_id] = follow(changes.get(change.service_id), change)
    return tuple(changes.values())


def _last_incidents(batches: Sequence[Batch]) -> tuple[Incident, ...]:
    return tuple({incident.id: incident for batch in batches for incident in batch.incidents}.values())


def _last_glimpses(batches: Sequence[Batch]) -> tuple[Glimpse, ...]:
    distinct = {(g.check_id, g.location, g.at): g for batch in batches for g in batch.glimpses}
    return tuple(distinct.values())[-_GLIMPSES_KEPT:]


def _distinct_revisions(batches: Sequence[Batch]) -> tuple[Revision, ...]:
    # By equality, not by key: a revision that contradicts a known one must reach the ledger to be told.
    kept: dict[tuple[str, int], list[Revision]] = {}
    for batch in batches:
        for revision in batch.revisions:
            known = kept.setdefault((revision.window_id, revision.number), [])
            if revision not in known:
                known.append(revision)
    return tuple(revision for known in kept.values() for revision in known)


def _sum_usage(batches: Sequence[Batch]) -> tuple[Usage, ...]:
    seconds: dict[tuple[str, date, State], float] = {}
    for batch in batches:
        for usage in batch.usage:
            key = (usage.service_id, usage.day, usage.state)
            seconds[key] = seconds.get(key, 0.0) + usage.seconds
    return tuple(
        Usage(service_id=service_id, day=day, state=state, seconds=total)
        for (service_id, day, state), total in seconds.items()
    )


def _distinct_corrections(batches: Sequence[Batch]) -> tuple[Correction, ...]:
    return tuple(dict.fromkeys(correction for batch in batches for correction in batch.corrections))


def _last_proposals(batches: Sequence[Batch]) -> tuple[Proposal, ...]:
    return tuple({proposal.id: proposal for batch in batches for proposal in batch.proposals}.values())


def _last_seen(batches: Sequence[Batch]) -> tuple[SeenEntry, ...]:
    return tuple({(entry.feed, entry.key): entry for batch in batches for entry in batch.seen}.values())


def _sum_latencies(batches: Sequence[Batch]) -> tuple[HourOfLatency, ...]:
    hours: dict[tuple[str, str, datetime], list[HourOfLatency]] = {}
    for batch in batches:
        for hour in batch.latencies:
            hours.setdefault((hour.check_id, hour.location, hour.hour), []).append(hour)
    return tuple(
        parts[0]
        if len(parts) == 1
        else HourOfLatency(check_id=check_id, location=location, hour=hour, counts=together(parts))
        for (check_id, location, hour), parts in hours.items()
    )
