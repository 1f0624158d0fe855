"""Observations against window: O12 to O19, W15 and W16, and the runs of failures that came to nothing (O11, O19)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from monitor.domain.cadence import EDGE_INTERVAL
from monitor.domain.catalogue import Check
from monitor.domain.explanation.facts import Case, Spell
from monitor.domain.explanation.rule import Found, Rule
from monitor.domain.explanation.wording import length, listed
from monitor.domain.history import Glimpse, Seen
from monitor.domain.incident import Kind
from monitor.domain.observation import Reason
from monitor.domain.verdict import State
from monitor.domain.window import Impact

_GOOD = frozenset({State.UP, State.DEGRADED})
_ANSWERED = frozenset({Seen.OK, Seen.SLOW})


def _first_look_behind_an_edge(case: Case) -> Found:
    """The outage began or ended with the first look after an edge: the look before lies on its other side."""
    outage = case.confirmed
    reach = max(
        (c.interval + c.timeout for c in case.facts.checks if c.interval <= EDGE_INTERVAL), default=timedelta(0)
    )
    turns = (outage.started_at, outage.ended_at) if outage else ()
    for turn in turns:
        edge = next((e for e in reversed(case.plan.edges) if turn is not None and e <= turn), None)
        if edge is not None and turn is not None and turn < edge + reach:
            return {"turn": case.tell(turn), "edge": case.tell(edge)}
    return None


def _slow_checks(case: Case) -> Found:
    slow = [check for check in case.facts.checks if check.interval > EDGE_INTERVAL]
    if not slow or not case.spells:
        return None
    named = [f"{check.name} (every {length(check.interval)})" for check in slow]
    return {"checks": listed(named)}


def _up_through(case: Case) -> Found:
    if not case.is_good or (case.outage and case.outage.ended_at is None):
        return None
    ended = case.outage.ended_at if case.outage else None
    for spell in case.spells:
        later = ended is None or spell.starts >= ended
        if spell.starts <= case.at and later and _is_all_good(case, spell):
            over = case.at >= spell.ends
            return {"window": spell.names, "end": "It was unused." if over else "So far it is unused."}
    return None


def _is_all_good(case: Case, spell: Spell) -> bool:
    until = min(case.at, spell.ends)
    inside = [state for start, end, state in case.stretches() if start < spell.ends and end > spell.starts]
    failed = any(spell.holds(glimpse.at) and glimpse.seen is Seen.FAILED for glimpse in case.glimpses)
    return set(inside) <= _GOOD and case.state_at(until) in _GOOD and not failed


def _blocked_inside(case: Case) -> Found:
    for spell in case.spells:
        for start, end, state in case.stretches():
            if state is State.BLOCKED and start < spell.ends and end >= spell.starts and case.at >= spell.starts:
                return {"since": case.tell(start), "window": spell.names}
    return None


def _worse_than_announced(case: Case) -> Found:
    outage = case.confirmed
    if outage is None or outage.kind is not Kind.UNPLANNED or case.plan.is_in(outage.confirmed_at):
        return None
    covers = case.plan.covering(outage.confirmed_at, least=Impact.DEGRADED)
    return {"window": ", ".join(cover.window_id for cover in covers)} if covers else None


def _shallow_and_deep(case: Case) -> Found:
    last = [(check, glimpse) for check in case.facts.checks for glimpse in case.glimpses_of(check.id)[-1:]]
    failing = [check for check, glimpse in last if glimpse.seen is Seen.FAILED]
    answering = [check for check, glimpse in last if glimpse.seen in _ANSWERED]
    for bad in failing:
        for good in answering:
            if bad.depth != good.depth:
                return {"good": _deep(good), "bad": _deep(bad), "so": _meaning(good, bad)}
    return None


def _deep(check: Check) -> str:
    return f"{check.name} (depth {check.depth})"


def _meaning(good: Check, bad: Check) -> str:
    if good.depth < bad.depth:
        return "the shallow one does not close what the deeper one opened"
    return "the deeper one speaks for the service, which is therefore not down"


def _says_maintenance(case: Case) -> Found:
    outage = case.confirmed
    if outage is None:
        return None
    for glimpse, until in _with_ends(case):
        if glimpse.reason != Reason.MAINTENANCE_PAGE.value:
            continue
        start, stop = max(glimpse.at, outage.started_at), min(until, outage.ended_at or case.at)
        if any(not planned for _, _, planned in case.plan.pieces(start, stop)):
            return {"seen": case.tell(glimpse.at)}
    return None


def _with_ends(case: Case) -> Iterator[tuple[Glimpse, datetime]]:
    for check in case.facts.checks:
        seen = case.glimpses_of(check.id)
        for glimpse, following in pairwise((*seen, None)):
            assert glimpse is not None
            yield glimpse, following.at if following else case.at


def _first_seen_inside(case: Case) -> Found:
    first = case.timeline[0] if case.timeline else None
    if (
        first is None
        or first.state is not State.UNKNOWN
        or first.at <= case.facts.kept_since
        or len(case.timeline) == 1
    ):
        return None
    seen_at = case.timeline[1].at
    spell = case.spell_at(seen_at)
    return {"seen": case.tell(seen_at), "window": spell.names} if spell else None


def _unseen_edge(case: Case) -> Found:
    for start, end, state in list(case.stretches())[1:]:
        edge = next((e for e in case.plan.edges if start <= e < end), None)
        if state is State.UNKNOWN and edge is not None and edge >= case.since:
            return {"start": case.tell(start), "end": case.tell(end), "edge": case.tell(edge)}
    return None


def _broken_after(case: Case) -> Found:
    for spell in case.spells:
        for failed, following in _failed_runs(case):
            crossed = spell.holds(failed.at) and following is not None and spell.ends <= following.at
            if crossed and following and following.seen in _ANSWERED and not _is_outage(case, failed):
                return {
                    "started": case.tell(failed.at),
                    "ends": case.tell(spell.ends),
                    "broken": case.tell(following.at),
                }
    return None


def _flapping(case: Case) -> Found:
    for spell in reversed(case.spells):
        runs = [failed for failed, _ in _failed_runs(case) if spell.holds(failed.at)]
        most = max((sum(run.check_id == check.id for run in runs) for check in case.facts.checks), default=0)
        most = max(most, sum(spell.holds(outage.started_at) and outage.is_confirmed for outage in case.outages))
        if most > 1:
            return {"times": str(most), "window": spell.names}
    return None


def _failed_runs(case: Case) -> Iterator[tuple[Glimpse, Glimpse | None]]:
    """Each failed look that came after an answer, and what the same check saw next that was no failure."""
    for check in case.facts.checks:
        seen = case.glimpses_of(check.id)
        for before, glimpse in zip((None, *seen), seen, strict=False):
            if glimpse.seen is Seen.FAILED and (before is None or before.seen in _ANSWERED):
                yield glimpse, next((g for g in seen if g.at > glimpse.at and g.seen is not Seen.FAILED), None)


def _is_outage(case: Case, failed: Glimpse) -> bool:
    return any(
        outage.started_at <= failed.at and (outage.ended_at is None or failed.at < outage.ended_at)
        for outage in case.outages
    )


SIGHT_RULES = (
    Rule(
        name="O11",
        applies=_broken_after,
        sentence="A run of failures that began inside, at {started}, was broken at {broken}, after the end at {ends}, "
        "before it was confirmed: no outage.",
    ),
    Rule(
        name="O12",
        applies=_first_look_behind_an_edge,
        sentence="The look at {turn} was the first one after the window's edge at {edge}. A failure whose probe "
        "overlaps the window counts as planned, a success counts at the instant it ended; this look counts by that.",
    ),
    Rule(
        name="O13",
        applies=_slow_checks,
        sentence="Looking this seldom, {checks} makes an extra probe just before and just after each known edge of a "
        "window, and one at once after an edit.",
    ),
    Rule(
        name="O14",
        applies=_up_through,
        sentence="Inside window {window} the service kept answering: that time counts as up. {end}",
    ),
    Rule(
        name="O15",
        applies=_blocked_inside,
        sentence="From {since} on, inside or into window {window}, our prober was refused: that stays blocked, window "
        "or not.",
    ),
    Rule(
        name="O16",
        applies=_worse_than_announced,
        sentence="Window {window} announced limited service only. No service at all is not covered by it: unplanned, "
        "paged at once.",
    ),
    Rule(
        name="O17",
        applies=_shallow_and_deep,
        sentence="{good} answers while {bad} fails: {so}.",
    ),
    Rule(
        name="O18",
        applies=_says_maintenance,
        sentence="Since {seen} the page itself said maintenance, and at some time no window covered that: such a page "
        "neither closes nor excuses an outage.",
    ),
    Rule(
        name="O19",
        applies=_flapping,
        sentence="It began to fail {times} times inside window {window}: counted, not paged; the counts start clean at "
        "the end.",
    ),
    Rule(
        name="W15",
        applies=_first_seen_inside,
        sentence="The service was first seen at {seen}, while window {window} was running: covered from that look on.",
    ),
    Rule(
        name="W16",
        applies=_unseen_edge,
        sentence="Nobody saw it from {start} to {end}, and the window's edge at {edge} fell into that: what is planned "
        "does not depend on anybody watching, and was right again with the next look.",
    ),
)
