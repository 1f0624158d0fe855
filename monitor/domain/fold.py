"""From the tracks of a service's checks to one verdict, at an instant and over a span (SEMANTICS sections 2 and 3)."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.domain.catalogue import Needs, Service
from monitor.domain.confirmation import Stretch, Track
from monitor.domain.verdict import Verdict

_WORST_FIRST = (Verdict.DOWN, Verdict.BLOCKED, Verdict.UNKNOWN, Verdict.DEGRADED, Verdict.UP)
_GOOD = frozenset({Verdict.UP, Verdict.DEGRADED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Belief:
    """What is believed about one check over all locations; ``failing`` where an outage underlies a blind spell."""

    verdict: Verdict
    failing: bool
    depth: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """From ``since`` on the service had this verdict, until the next sighting."""

    since: datetime
    verdict: Verdict


def is_good(verdict: Verdict) -> bool:
    """Whether the service works: ``up`` or ``degraded``."""
    return verdict in _GOOD


def over_locations(stretches: Sequence[Stretch], quorum: int | None, depth: int) -> Belief:
    """The fold over live locations; a majority of those that see decides, unless ``quorum`` names a number."""
    live = [stretch for stretch in stretches if stretch.verdict is not Verdict.UNKNOWN]
    needed = quorum or len(live) // 2 + 1
    failing = sum(stretch.failing for stretch in stretches) >= (quorum or len(stretches) // 2 + 1)
    return Belief(verdict=_majority([stretch.verdict for stretch in live], needed), failing=failing, depth=depth)


def _majority(verdicts: Sequence[Verdict], needed: int) -> Verdict:
    counts = Counter(verdicts)
    for verdict in (Verdict.DOWN, Verdict.BLOCKED, Verdict.DEGRADED):
        if counts[verdict] >= needed:
            return verdict
    if counts[Verdict.UP] or counts[Verdict.DEGRADED]:
        return Verdict.UP
    return Verdict.BLOCKED if verdicts and counts[Verdict.BLOCKED] else Verdict.UNKNOWN


def over_checks(needs: Needs, beliefs: Sequence[Belief]) -> Verdict:
    """The verdict of a service from those of its checks."""
    if needs is Needs.ALL:
        present = {belief.verdict for belief in beliefs}
        return next(verdict for verdict in _WORST_FIRST if verdict in present)
    return _any_of(_trusted(beliefs))


def _trusted(beliefs: Sequence[Belief]) -> list[Verdict]:
    """A check does not vouch against a deeper one that is down, not even while that one is blind (O17)."""
    deepest = max((belief.depth for belief in beliefs if belief.failing), default=None)
    return [
        belief.verdict
        for belief in beliefs
        if deepest is None or belief.depth >= deepest or not is_good(belief.verdict)
    ]


def _any_of(verdicts: Sequence[Verdict]) -> Verdict:
    present = set(verdicts)
    if present & _GOOD:
        return Verdict.DEGRADED if Verdict.DOWN in present or Verdict.UP not in present else Verdict.UP
    if present == {Verdict.DOWN}:
        return Verdict.DOWN
    return Verdict.BLOCKED if Verdict.BLOCKED in present else Verdict.UNKNOWN


def sightings(service: Service, tracks: Sequence[Track], since: datetime) -> tuple[Sighting, ...]:
    """The service's verdict from ``since`` on, one sighting per change; the first one stands at ``since``."""
    by_check: dict[str, list[Track]] = {}
    for track in tracks:
        by_check.setdefault(track.check_id, []).append(track)
    if len(by_check) == 1 and len(next(iter(by_check.values()))) == 1:
        return _of_one(next(iter(by_check.values()))[0], since)
    depths = {check.id: check.depth for check in service.checks}
    cuts = sorted({since, *(s.since for track in tracks for s in track.stretches if s.since > since)})
    found = [
        Sighting(
            since=cut,
            verdict=over_checks(
                service.needs,
                [
                    over_locations([_at(track, cut) for track in of_check], service.quorum, depths[check_id])
                    for check_id, of_check in by_check.items()
                ],
            ),
        )
        for cut in cuts
    ]
    return _merged(found)


def _of_one(track: Track, since: datetime) -> tuple[Sighting, ...]:
    """One check from one location: its verdict is the service's, whatever ``needs`` says."""
    first = _at(track, since)
    later = [Sighting(since=s.since, verdict=s.verdict) for s in track.stretches if s.since > since]
    return _merged([Sighting(since=since, verdict=first.verdict), *later])


def _at(track: Track, at: datetime) -> Stretch:
    index = bisect_right(track.stretches, at, key=lambda stretch: stretch.since)
    return track.stretches[max(index - 1, 0)]


def _merged(found: Sequence[Sighting]) -> tuple[Sighting, ...]:
    merged: list[Sighting] = []
    for sighting in found:
        if not merged or merged[-1].verdict is not sighting.verdict:
            merged.append(sighting)
    return tuple(merged)


def would_recover(service: Service, tracks: Sequence[Track]) -> bool:
    """Whether the service would be up or degraded if every pending run of successes were confirmed."""
    if not any(track.recovering for track in tracks):
        return False
    won = [track if not track.recovering else _won(track) for track in tracks]
    return is_good(sightings(service, won, won[0].now.since)[-1].verdict)


def _won(track: Track) -> Track:
    instant, verdict = track.recovering[-1]
    return replace(track, stretches=(Stretch(since=max(instant, track.now.since), verdict=verdict),))
