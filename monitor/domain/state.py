"""The state machine: from a service's verdict and plan to the published state, the incident and the page signal.

SEMANTICS sections 4 and 6. Two rules decide everything here:

1. An outage is **latched** as unplanned by the plan at the instant of its confirmation. A latched outage ends only
   with a confirmed recovery, whatever windows open, are declared or close meanwhile.
2. The seconds of an outage that is *not* latched follow the plan at each second: before its window
   ``unplanned_outage``, inside ``planned_downtime``; when the plan goes out under it, it is ``overrun`` from there
   on, latched in the same way.

=============  ==========================================  ==========================================
incident kind  becomes                                     pages
=============  ==========================================  ==========================================
(none)         planned: confirmed while the plan is in,    no
               or excused by a tolerated early start
(none)         overrun: its run began in a window and      at the later of end + grace and confirmation
               outlived it (O11)
(none)         unplanned: anything else                    at its confirmation
planned        overrun: the plan went out while down, or   at the later of end + grace and that sight
               still down at the first sight afterwards
planned        unplanned: the window that excused an       at once
               early start was withdrawn (O9)
=============  ==========================================  ==========================================

This module knows no check, no streak and no clock: verdicts come in as sightings, already confirmed and dated back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from monitor.domain.fold import Sighting, is_good
from monitor.domain.history import TimelineChange, TimelineEntry, Usage, rewritten, spent
from monitor.domain.incident import Incident, Kind
from monitor.domain.plan import Plan
from monitor.domain.verdict import State, Verdict

Effect = TimelineChange | Incident | Usage
"""What a step asks the shell to write: a rewritten stretch of history, a changed incident, decided seconds."""

_NO_SECONDS = dict.fromkeys(State, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where one service stands. ``timeline`` reaches back to the entry in force at ``settled_until``."""

    service_id: str
    verdict: Verdict
    plan_in: bool
    timeline: tuple[TimelineEntry, ...]
    settled_until: datetime
    seconds: Mapping[State, float] = field(default_factory=_NO_SECONDS.copy)
    incident: Incident | None = None
    last_ended_at: datetime | None = None
    held: bool = False  # an early start that a coming window excuses
    page_due_at: datetime | None = None
    page_waits: bool = False  # fell due while nobody saw or a recovery was pending: sent at the next failure

    @property
    def state(self) -> State:
        """The published state."""
        return self.timeline[-1].state

    @property
    def since(self) -> datetime:
        """Start of the present state."""
        return self.timeline[-1].at

    @property
    def page_open(self) -> Kind | None:
        """The kind of the page that ``marsad_incident_open`` shows, ``None`` for none."""
        return self.incident.kind if self.incident and self.incident.paged_at else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a service is judged by: its plan, the grace after a window, and whether it may page at all."""

    plan: Plan
    grace: timedelta
    pages: bool = True  # an inferred service never does


Step = tuple[Standing, tuple[Effect, ...]]


def enrolled(service_id: str, at: datetime, terms: Terms) -> Standing:
    """A service that nobody has looked at yet."""
    return Standing(
        service_id=service_id,
        verdict=Verdict.UNKNOWN,
        plan_in=terms.plan.is_in(at),
        timeline=(TimelineEntry(at=at, state=State.UNKNOWN),),
        settled_until=at,
    )


def see(
    standing: Standing, seen: Sequence[Sighting], at: datetime, terms: Terms, *, reason: str = "", failed: bool = False
) -> Step:
    """The verdict reads as ``seen`` from ``seen[0].since`` on; ``failed`` where a failed observation says so.

    Every plan edge up to ``at`` has been crossed before.
    """
    standing = replace(standing, verdict=seen[-1].verdict)
    since = seen[0].since
    if standing.incident is None:
        if standing.verdict is Verdict.DOWN:
            standing = _open(standing, seen, at, terms, reason)
            since = max(since, standing.last_ended_at or since)
    elif is_good(standing.verdict):
        return _close(standing, seen, at, terms)
    else:
        standing = _go_on(standing, seen, at, terms, failed=failed)
    return _rewrite(standing, seen, since, at, terms)


def cross(standing: Standing, at: datetime, terms: Terms) -> Step:
    """The plan goes in or out at ``at``."""
    standing = replace(standing, plan_in=terms.plan.is_in(at))
    incident = standing.incident
    if incident is None or incident.kind is not Kind.PLANNED:
        return standing, ()
    if standing.plan_in:
        standing = replace(standing, held=False)
    elif standing.verdict is Verdict.DOWN and not standing.held:
        standing = _overrun(standing, sight=at, window_end=at, terms=terms)
    return _rewrite(standing, (Sighting(since=at, verdict=standing.verdict),), at, at, terms)


def replanned(standing: Standing, at: datetime, terms: Terms, *, recovering: bool) -> Step:
    """The book changed at ``at``: an edge, or the window that excused an early start is gone (O9)."""
    if terms.plan.is_in(at) != standing.plan_in:
        return cross(standing, at, terms)
    incident = standing.incident
    if incident is None or not standing.held or terms.plan.excusing(incident.started_at, at):
        return standing, ()
    latched = replace(incident, kind=Kind.UNPLANNED, early_start=timedelta(0))
    standing = replace(standing, incident=latched, held=False, page_due_at=at if terms.pages else None)
    due, effects = come_due(standing, at, recovering=recovering)
    return due, effects or (latched,)


def come_due(standing: Standing, at: datetime, *, recovering: bool) -> Step:
    """The page's instant is reached: sent, unless nobody sees the outage or its recovery is pending."""
    if standing.page_due_at is None:
        return standing, ()
    if standing.verdict is not Verdict.DOWN or recovering:
        return replace(standing, page_waits=True), ()
    standing = _page(standing, at)
    return standing, (standing.incident,) if standing.incident else ()


def settle(standing: Standing, until: datetime) -> Step:
    """Count the seconds up to ``until``, where everything is decided; what was added is never taken back."""
    if until <= standing.settled_until:
        return standing, ()
    timeline = standing.timeline
    used = tuple(spent(standing.service_id, timeline, standing.settled_until, until))
    seconds = dict(standing.seconds)
    for usage in used:
        # To the microsecond: then a span has one sum, and a restart that counts it in other parts takes nothing back.
        seconds[usage.state] = round(seconds[usage.state] + usage.seconds, 6)
    if len(timeline) > 1:
        in_force = max((i for i, entry in enumerate(timeline) if entry.at <= until), default=0)
        timeline = timeline[in_force:]
    # Field by field: every service comes here several times a minute, and ``replace`` takes three times as long.
    settled = Standing(
        service_id=standing.service_id,
        verdict=standing.verdict,
        plan_in=standing.plan_in,
        timeline=timeline,
        settled_until=until,
        seconds=seconds,
        incident=standing.incident,
        last_ended_at=standing.last_ended_at,
        held=standing.held,
        page_due_at=standing.page_due_at,
        page_waits=standing.page_waits,
    )
    return settled, used


def _open(standing: Standing, seen: Sequence[Sighting], at: datetime, terms: Terms, reason: str) -> Standing:
    first = next(sighting.since for sighting in seen if sighting.verdict is Verdict.DOWN)
    started = max(first, standing.last_ended_at or first)
    incident = Incident(
        id=f"{standing.service_id}@{started:%Y-%m-%dT%H:%M:%S.%fZ}",
        service_id=standing.service_id,
        kind=Kind.PLANNED,
        reason=reason,
        started_at=started,
        confirmed_at=at,
    )
    standing = replace(standing, incident=incident)
    if terms.plan.is_in(at):
        starts = None if terms.plan.is_in(started) else terms.plan.next_edge(started)
        return _note_early_start(standing, starts, started)
    window_end = terms.plan.went_out(started, at) if terms.plan.is_in(started) else None
    if window_end is not None:
        return _overrun(standing, sight=window_end, window_end=window_end, terms=terms, at=at)
    if (cover := terms.plan.excusing(started, at)) is not None:
        return replace(_note_early_start(standing, cover.starts, started), held=True)
    standing = replace(standing, incident=replace(incident, kind=Kind.UNPLANNED))
    return _page(standing, at) if terms.pages else standing


def _note_early_start(standing: Standing, window_start: datetime | None, started: datetime) -> Standing:
    incident = standing.incident
    if incident is None or window_start is None:
        return standing
    return replace(standing, incident=replace(incident, early_start=window_start - started))


def _go_on(standing: Standing, seen: Sequence[Sighting], at: datetime, terms: Terms, *, failed: bool) -> Standing:
    """An open incident is seen again, or not seen: still down at the first sight after its window is overrun."""
    incident = standing.incident
    if incident is None or standing.verdict is not Verdict.DOWN:
        return standing
    if incident.kind is Kind.PLANNED and not standing.held and not terms.plan.is_in(at):
        window_end = terms.plan.last_out(at) or at
        standing = _overrun(standing, sight=max(seen[-1].since, window_end), window_end=window_end, terms=terms)
        standing = replace(standing, page_waits=not failed and (standing.page_due_at or at) <= at)
    if failed and standing.page_due_at is not None and standing.page_due_at <= at:
        return _page(standing, at)
    return standing


def _overrun(
    standing: Standing, *, sight: datetime, window_end: datetime, terms: Terms, at: datetime | None = None
) -> Standing:
    incident = standing.incident
    if incident is None:
        return standing
    due = max(window_end + terms.grace, sight)
    standing = replace(
        standing,
        incident=replace(incident, kind=Kind.OVERRUN, overrun_at=sight),
        page_due_at=due if terms.pages else None,
        page_waits=False,
    )
    return _page(standing, at) if terms.pages and at is not None and due <= at else standing


def _page(standing: Standing, at: datetime) -> Standing:
    incident = standing.incident
    if incident is None:
        return standing
    return replace(standing, incident=replace(incident, paged_at=at), page_due_at=None, page_waits=False)


def _close(standing: Standing, seen: Sequence[Sighting], at: datetime, terms: Terms) -> Step:
    """Recovery is confirmed: the incident ended with the first success of it, blind spells since then or not."""
    incident = standing.incident
    ended = seen[-1].since
    for sighting in reversed(seen):
        if sighting.verdict is Verdict.DOWN:
            break
        ended = sighting.since if is_good(sighting.verdict) else ended
    closed = replace(incident, ended_at=ended, recovered_at=at) if incident else None
    if closed and closed.overrun_at and closed.overrun_at >= ended and closed.paged_at is None:
        closed = replace(closed, kind=Kind.PLANNED, overrun_at=None)  # the recovery began before the window's end
    standing, effects = _rewrite(replace(standing, incident=closed), seen, seen[0].since, at, terms)
    standing = replace(standing, incident=None, last_ended_at=ended, held=False, page_due_at=None, page_waits=False)
    return standing, effects


def _rewrite(standing: Standing, seen: Sequence[Sighting], since: datetime, at: datetime, terms: Terms) -> Step:
    """Turn sightings into states at every cut: a sighting, a plan edge, the instant an overrun began."""
    overrun_at = standing.incident.overrun_at if standing.incident else None
    cuts = {since, *(sighting.since for sighting in seen), *(edge for edge in terms.plan.edges)}
    cuts |= {overrun_at} if overrun_at else set()
    entries = [_entry(standing, seen, cut, terms.plan) for cut in sorted(cuts) if since <= cut <= at]
    change = TimelineChange(service_id=standing.service_id, since=since, entries=rewritten((), since, entries))
    timeline = rewritten(standing.timeline, since, change.entries)
    if timeline == standing.timeline:
        return standing, (standing.incident,) if standing.incident else ()
    effects = (change,) if standing.incident is None else (change, standing.incident)
    return replace(standing, timeline=timeline), effects


def _entry(standing: Standing, seen: Sequence[Sighting], at: datetime, plan: Plan) -> TimelineEntry:
    verdict = next((s.verdict for s in reversed(seen) if s.since <= at), seen[0].verdict)
    incident = standing.incident
    inside = (
        incident is not None and incident.started_at <= at and (incident.ended_at is None or at < incident.ended_at)
    )
    state = _outage_state(incident, at, plan) if verdict is Verdict.DOWN else State(verdict.value)
    return TimelineEntry(at=at, state=state, incident_id=incident.id if incident and inside else None)


def _outage_state(incident: Incident | None, at: datetime, plan: Plan) -> State:
    if incident is not None and incident.kind is Kind.UNPLANNED:
        return State.UNPLANNED_OUTAGE
    if incident is not None and incident.overrun_at is not None and at >= incident.overrun_at:
        return State.OVERRUN
    return State.PLANNED_DOWNTIME if plan.is_in(at) else State.UNPLANNED_OUTAGE
