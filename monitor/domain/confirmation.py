"""What is believed about one check from one location: streaks, share, and belief dated back (SEMANTICS section 2).

A ``Track`` holds the recent past as ``Stretch`` es, so that a confirmed failure or recovery can be dated back to its
first observation. Three rules govern dating back:

1. A stretch that nobody saw (``unknown``) or in which the prober was refused (``blocked``) keeps its verdict.
2. A verdict merely *held over* while a run is pending is rewritten.
3. A confirmed outage underneath a blind or refused stretch goes on (``failing``): the first failure resumes it.

Every function returns the new track and the instant from which its past reads differently, or ``None``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.domain.catalogue import ConfirmationPolicy
from monitor.domain.observation import Observation, Outcome, Reason
from monitor.domain.verdict import Verdict

_UNSEEN = frozenset({Verdict.UNKNOWN, Verdict.BLOCKED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """From ``since`` on this was believed, until the next stretch."""

    since: datetime
    verdict: Verdict
    failing: bool = False  # a confirmed outage underlies it
    held: bool = False  # a believed observation contradicts it and awaits confirmation

    @property
    def is_kept(self) -> bool:
        """Whether dating back must leave the verdict alone."""
        return self.verdict in _UNSEEN and not self.held


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """The record of one check at one location. ``stretches`` is never empty; the last one is the present."""

    check_id: str
    location: str
    stretches: tuple[Stretch, ...]
    seen_at: datetime | None = None  # completion of the last believed observation
    patience: timedelta = timedelta(0)  # how long that one is good for
    failures: int = 0
    failing_since: datetime | None = None  # first failure of the pending run; survives a window's end
    reason: str = ""  # of that first failure
    successes: int = 0
    recovering: tuple[tuple[datetime, Verdict], ...] = ()  # the pending run of successes, changes only
    share: tuple[tuple[datetime, bool], ...] = ()  # scheduled, unblocked probes: instant, failed
    by_share: bool = False  # the present outage was opened by share alone

    @property
    def now(self) -> Stretch:
        """The present stretch."""
        return self.stretches[-1]

    @property
    def pending_since(self) -> datetime | None:
        """First instant of the run whose outcome is open; seconds from there on are not decided."""
        return (self.recovering[0][0] if self.recovering else None) if self.now.failing else self.failing_since

    @property
    def stale_at(self) -> datetime | None:
        """When the last observation will be too old, if it is not already doubted or outlived."""
        blind = self.now.verdict is Verdict.UNKNOWN and not self.now.held
        return None if blind or self.seen_at is None else self.seen_at + self.patience


Step = tuple[Track, datetime | None]


def enrolled(check_id: str, location: str, at: datetime) -> Track:
    """A check that nobody has looked at yet."""
    return Track(check_id=check_id, location=location, stretches=(Stretch(since=at, verdict=Verdict.UNKNOWN),))


def succeed(track: Track, at: datetime, verdict: Verdict, *, scheduled: bool, policy: ConfirmationPolicy) -> Step:
    """A believed answer that met its expectations; ``verdict`` is ``up`` or ``degraded``."""
    track = replace(
        track,
        seen_at=at,
        failures=0,
        failing_since=None,
        share=_share(track, at, policy, scheduled=scheduled, failed=False),
    )
    if not track.now.failing:
        return _become(track, at, verdict)
    run = track.recovering
    run = run if run and run[-1][1] is verdict else (*run, (at, verdict))
    track = _hold(replace(track, successes=track.successes + 1, recovering=run), at)
    if track.successes >= policy.up_after and not (track.by_share and _share_failed(track) >= policy.share_ratio):
        return _recover(track)
    return track, None


def unmoved(
    track: Track, at: datetime, verdict: Verdict, *, scheduled: bool, policy: ConfirmationPolicy, patience: timedelta
) -> Track | None:
    """What ``succeed`` makes of a success that changes no belief, in one step; ``None`` where it has more to decide.

    Nearly every observation is one, and a chain of replacements costs several times as much.
    """
    now = track.stretches[-1]
    if now.verdict is not verdict or now.held or now.failing:
        return None
    return Track(
        check_id=track.check_id,
        location=track.location,
        stretches=track.stretches,
        seen_at=at,
        patience=patience,
        successes=track.successes,
        recovering=track.recovering,
        reason=track.reason,
        share=_share(track, at, policy, scheduled=scheduled, failed=False),
        by_share=track.by_share,
    )


def fail(
    track: Track, at: datetime, reason: str, *, scheduled: bool, policy: ConfirmationPolicy, counts: bool = True
) -> Step:
    """A believed failure. One that overlaps a window it outlived does not count towards a run (O12)."""
    share = _share(track, at, policy, scheduled=scheduled, failed=True) if counts else track.share
    track = replace(track, seen_at=at, successes=0, recovering=(), share=share)
    if track.now.failing:
        return _become(track, at, Verdict.DOWN) if counts else (track, None)
    track = replace(
        track,
        failures=track.failures + counts,
        failing_since=track.failing_since or at,
        reason=track.reason if track.failing_since else reason,
    )
    track = _hold(track, at)
    if track.failures >= policy.down_after:
        return _go_down(track, track.failing_since or at, by_share=False)
    if scheduled and counts and len(share) >= policy.share_of and _share_failed(track) >= policy.share_ratio:
        oldest = next(instant for instant, failed in share if failed)
        return _go_down(track, min(oldest, track.failing_since or at), by_share=True)
    return track, None


def block(track: Track, at: datetime) -> Step:
    """An answer saying that this prober is refused: it breaks both runs and holds at once."""
    track = replace(track, seen_at=at, failures=0, failing_since=None, successes=0, recovering=())
    return _become(track, at, Verdict.BLOCKED)


def lose_sight(track: Track, at: datetime) -> Step:
    """Nobody sees from ``at`` on: the last observation is too old, a failure was doubted, or the monitor stopped."""
    return _become(track, at, Verdict.UNKNOWN)


def regain_sight(track: Track, before: Stretch, at: datetime) -> Step:
    """The monitor runs again: what was believed before its absence holds on while the last observation is fresh."""
    blind = before.verdict is Verdict.UNKNOWN and not before.held
    if blind or track.seen_at is None or at >= track.seen_at + track.patience:
        return track, None
    return _append(track, replace(before, since=at)), at


def recalled(track: Track, timeout: timedelta) -> Observation:
    """As much of the last observation as conduct needs after a restart: that it was made, and whether it was refused.

    A refused check was granted the back-off for its interval, so the rest of it is in ``patience``.
    """
    refused = track.now.verdict is Verdict.BLOCKED
    seen_at = track.seen_at or track.now.since
    return Observation(
        check_id=track.check_id,
        location=track.location,
        started_at=seen_at,
        completed_at=seen_at,
        outcome=Outcome.BLOCKED if refused else Outcome.NOTHING,
        reason=Reason.RATE_LIMITED if refused else None,
        retry_after=(track.patience - timeout) / 2 if refused else None,
    )


def wants_second_look(before: Track, after: Track) -> bool:
    """A first failure or a first recovery is looked at again after ``recheck``, not a whole interval later."""
    if after.now.failing:
        return after.successes == 1 and before.successes == 0
    began = after.failing_since is not None and before.failing_since is None
    return began or (after.failures == 1 and before.failures == 0)


def forget_failures(track: Track) -> Track:
    """The plan went from in to out: counts start clean, the first instant of a run is kept (O11, O19)."""
    return replace(track, failures=0, share=())


def trimmed(track: Track, since: datetime) -> Track:
    """The track without the stretches that ended before ``since``."""
    if len(track.stretches) == 1:
        return track
    first = max((i for i, stretch in enumerate(track.stretches) if stretch.since <= since), default=0)
    return replace(track, stretches=track.stretches[first:]) if first else track


def _share(
    track: Track, at: datetime, policy: ConfirmationPolicy, *, scheduled: bool, failed: bool
) -> tuple[tuple[datetime, bool], ...]:
    return (*track.share, (at, failed))[-policy.share_of :] if scheduled else track.share


def _share_failed(track: Track) -> float:
    """The failed part of the share span, 0 to 1; an empty span has not failed."""
    return sum(failed for _, failed in track.share) / len(track.share) if track.share else 0.0


def _become(track: Track, at: datetime, verdict: Verdict) -> Step:
    now = track.now
    if now.verdict is verdict and not now.held:
        return track, None
    return _append(track, Stretch(since=at, verdict=verdict, failing=now.failing)), at


def _hold(track: Track, at: datetime) -> Track:
    """A run is pending: the earlier verdict holds, but from here on somebody saw."""
    return _append(track, replace(track.now, since=at, held=True)) if track.now.is_kept else track


def _append(track: Track, stretch: Stretch) -> Track:
    kept = track.stretches if track.now.since < stretch.since else track.stretches[:-1]
    return replace(track, stretches=(*kept, stretch))


def _go_down(track: Track, since: datetime, *, by_share: bool) -> Step:
    def down(stretch: Stretch) -> Stretch:
        return replace(stretch, verdict=stretch.verdict if stretch.is_kept else Verdict.DOWN, failing=True, held=False)

    track = _rewritten(track, since, down)
    return replace(track, failures=0, failing_since=None, by_share=by_share), since


def _recover(track: Track) -> Step:
    """Date the recovery back to the first success; blind stretches in between stay blind."""
    run, since = track.recovering, track.recovering[0][0]
    cut = track
    for instant, _ in run[1:]:  # a run may change between up and degraded: cut there, so that each part gets its own
        cut = replace(cut, stretches=_cut(cut.stretches, instant))

    def good(stretch: Stretch) -> Stretch:
        verdict = next(verdict for instant, verdict in reversed(run) if instant <= stretch.since)
        return replace(stretch, verdict=stretch.verdict if stretch.is_kept else verdict, failing=False, held=False)

    cut = _rewritten(cut, since, good)
    return replace(cut, successes=0, recovering=(), share=(), by_share=False), since


def _cut(stretches: tuple[Stretch, ...], at: datetime) -> tuple[Stretch, ...]:
    """The same belief, with a stretch that begins at ``at`` where one ran across it."""
    index = max((i for i, stretch in enumerate(stretches) if stretch.since <= at), default=0)
    if stretches[index].since >= at:
        return stretches
    return (*stretches[: index + 1], replace(stretches[index], since=at), *stretches[index + 1 :])


def _rewritten(track: Track, since: datetime, change: Callable[[Stretch], Stretch]) -> Track:
    """The track with every stretch from ``since`` on changed, equal neighbours merged."""
    merged: list[Stretch] = []
    for stretch in _cut(track.stretches, since):
        now = change(stretch) if stretch.since >= since else stretch
        if not merged or replace(merged[-1], since=now.since) != now:
            merged.append(now)
    return replace(track, stretches=tuple(merged))


def without_the_past(tracks: tuple[Track, ...], at: datetime) -> tuple[Track, ...]:
    """The tracks of a service at ``at`` without what no dating back can reach any more."""
    needed = [at]
    for track in tracks:
        needed += [track.share[0][0]] if track.share else []
        needed += [track.pending_since] if track.pending_since else []
    return tuple(trimmed(track, min(needed)) for track in tracks)
