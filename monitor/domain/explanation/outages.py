"""Outage against window: O1 to O11, told of the outage that the state is about (SEMANTICS section 6)."""

from __future__ import annotations

from datetime import timedelta

from monitor.domain.account import LINKED
from monitor.domain.explanation.facts import Case, Outage, Spell, plan_known, was_excused
from monitor.domain.explanation.rule import Found, Rule
from monitor.domain.explanation.wording import length
from monitor.domain.incident import Kind
from monitor.domain.verdict import State
from monitor.domain.window import Impact

_JUST_BEFORE = timedelta(minutes=15)  # so close before its window (or the tolerance) an outage looks like early work


def _met_before(case: Case) -> tuple[Outage, Spell] | None:
    """A latched outage, confirmed before a window, that was still going on at the window's start."""
    outage = case.confirmed
    if outage is None or outage.kind is not Kind.UNPLANNED:
        return None
    for spell in case.spells:
        begun = outage.confirmed_at < spell.starts <= case.at and spell.starts_as_declared
        if begun and (outage.ended_at is None or outage.ended_at > spell.starts):
            return outage, spell
    return None


def _still_down_inside(case: Case) -> Found:
    met = _met_before(case)
    if met is None or met[0].ended_at is not None or case.at >= met[1].ends:
        return None
    return {"starts": case.tell(met[1].starts), "window": met[1].names, "confirmed": case.tell(met[0].confirmed_at)}


def _recovered_inside(case: Case) -> Found:
    met = _met_before(case)
    if met is None or not met[1].holds(met[0].ended_at):
        return None
    outage, spell = met
    assert outage.ended_at is not None
    return {"window": spell.names, "ended": case.tell(outage.ended_at)}


def _through_and_after(case: Case) -> Found:
    met = _met_before(case)
    if met is None or case.at < met[1].ends or met[1].holds(met[0].ended_at):
        return None
    return {"window": met[1].names, "starts": case.tell(met[1].starts), "ends": case.tell(met[1].ends)}


def _before_and_again(case: Case) -> Found:
    outage = case.confirmed
    spell = case.spell_at(outage.started_at) if outage else None
    if outage is None or spell is None or outage.overrun_at is None:
        return None
    for former in case.outages:
        if former.confirmed_at < spell.starts and spell.holds(former.ended_at) and former.ended_at:
            return {
                "ended": case.tell(former.ended_at),
                "again": case.tell(outage.started_at),
                "overrun": case.tell(outage.overrun_at),
            }
    return None


def _inside(case: Case) -> Found:
    outage = case.confirmed
    if outage is None or outage.kind is not Kind.PLANNED or outage.ended_at is None:
        return None
    spell = case.spell_at(outage.started_at)
    if spell is None or outage.ended_at > spell.ends:
        return None
    return {"started": case.tell(outage.started_at), "ended": case.tell(outage.ended_at), "window": spell.names}


def _overran(case: Case) -> tuple[Outage, Spell] | None:
    outage = case.confirmed
    if outage is None or outage.overrun_at is None:
        return None
    ends = case.plan.last_out(outage.overrun_at)
    spell = next((spell for spell in case.spells if spell.ends == ends), None)
    return (outage, spell) if spell else None


def _down_at_the_end(case: Case) -> Found:
    overran = _overran(case)
    if overran is None or _within_grace(case) is not None or _before_and_again(case) is not None:
        return None
    outage, spell = overran
    if outage.overrun_at != spell.ends or outage.confirmed_at >= spell.ends:
        return None
    return {"window": spell.names, "ends": case.tell(spell.ends)}


def _within_grace(case: Case) -> Found:
    overran = _overran(case)
    if overran is None or overran[0].ended_at is None or overran[0].paged_at is not None:
        return None
    outage, spell = overran
    assert outage.ended_at is not None
    grace = case.facts.measures.grace
    if outage.ended_at > spell.ends + grace:
        return None
    lost = outage.ended_at - (outage.overrun_at or spell.ends)
    return {"ended": case.tell(outage.ended_at), "grace": length(grace), "lost": length(lost)}


def _after_the_end(case: Case) -> Found:
    outage = case.confirmed
    if outage is None or outage.kind is not Kind.UNPLANNED:
        return None
    ends = case.plan.last_out(outage.started_at)
    if ends is None or outage.started_at >= ends + LINKED or case.state_at(ends) not in {State.UP, State.DEGRADED}:
        return None
    spell = next((spell for spell in case.spells if spell.ends == ends), None)
    if spell is None:
        return None
    return {"window": spell.names, "ends": case.tell(ends), "later": length(outage.started_at - ends)}


def _excused(case: Case) -> Found:
    outage = case.confirmed
    if outage is None or outage.kind is Kind.UNPLANNED or case.plan.is_in(outage.confirmed_at):
        return None
    cover = case.plan.excusing(outage.started_at, outage.confirmed_at)
    if cover is None:
        return None
    return {
        "early": length(cover.starts - outage.started_at),
        "window": cover.window_id,
        "starts": case.tell(cover.starts),
        "tolerance": length(cover.revision.spec.early_start_tolerance),
    }


def _excuse_withdrawn(case: Case) -> Found:
    outage = case.confirmed
    if outage is None or outage.kind is not Kind.UNPLANNED or not was_excused(case.facts, outage.incident):
        return None
    then = plan_known(case.facts, outage.confirmed_at).excusing(outage.started_at, outage.confirmed_at)
    return {"window": then.window_id if then else ""}


def _not_tolerated(case: Case) -> Found:
    outage = case.confirmed
    if outage is None or outage.kind is not Kind.UNPLANNED:
        return None
    for cover in case.plan.covers:
        tolerance = cover.revision.spec.early_start_tolerance
        tolerated_from = cover.nominal.starts - tolerance
        too_early = tolerated_from - _JUST_BEFORE <= outage.started_at < tolerated_from
        planned = cover.starts == cover.nominal.starts and cover.impact is Impact.OUTAGE
        if planned and too_early and outage.confirmed_at < cover.starts:
            return {
                "early": length(cover.starts - outage.started_at),
                "window": cover.window_id,
                "tolerance": length(tolerance),
            }
    return None


def _confirmed_inside(case: Case) -> Found:
    outage = case.confirmed
    spell = case.spell_at(outage.confirmed_at) if outage else None
    if outage is None or spell is None or outage.started_at >= spell.starts or outage.kind is Kind.UNPLANNED:
        return None
    early = length(spell.starts - outage.started_at)
    return {"started": case.tell(outage.started_at), "starts": case.tell(spell.starts), "early": early}


def _confirmed_after(case: Case) -> Found:
    outage = case.confirmed
    spell = case.spell_at(outage.started_at) if outage else None
    if outage is None or spell is None or outage.overrun_at is None or outage.confirmed_at < spell.ends:
        return None
    return {"started": case.tell(outage.started_at), "ends": case.tell(spell.ends)}


OUTAGE_RULES = (
    Rule(
        name="O1",
        applies=_still_down_inside,
        sentence="It was confirmed at {confirmed}, before window {window} began at {starts}, and was still going on at "
        "that start: it stays unplanned, and the start of the window sends nothing.",
    ),
    Rule(
        name="O2",
        applies=_recovered_inside,
        sentence="It had been confirmed before window {window} and ended inside it, at {ended}: the recovery was sent "
        "at once.",
    ),
    Rule(
        name="O3",
        applies=_through_and_after,
        sentence="It went on before, through and after window {window} ({starts} to {ends}): one incident, one page.",
    ),
    Rule(
        name="O4",
        applies=_before_and_again,
        sentence="A first outage from before the window ended inside it, at {ended}. This is a second one, begun "
        "inside at {again} and still there at the end: overrun from {overrun}.",
    ),
    Rule(
        name="O5",
        applies=_inside,
        sentence="It began at {started} and ended at {ended}, both inside window {window}: planned downtime, no page.",
    ),
    Rule(
        name="O6",
        applies=_down_at_the_end,
        sentence="There was still no working answer when window {window} ended at {ends}: overrun from that instant.",
    ),
    Rule(
        name="O7",
        applies=_within_grace,
        sentence="It worked again at {ended}, within the grace of {grace}: no page. What lies after the end, "
        "{lost}, is lost all the same.",
    ),
    Rule(
        name="O8",
        applies=_after_the_end,
        sentence="The service worked when window {window} ended at {ends} and failed {later} later: an ordinary "
        "outage, linked to that window in reports.",
    ),
    Rule(
        name="O9",
        applies=_excused,
        sentence="It began {early} before window {window}, which starts at {starts} and tolerates an early start of "
        "{tolerance}: until the start it counts as unplanned outage, from then on as planned, and no page is sent "
        "before the end.",
    ),
    Rule(
        name="O9",
        applies=_excuse_withdrawn,
        sentence="Window {window} had excused its early start and was withdrawn before it began: the page that was "
        "held fell due at once.",
    ),
    Rule(
        name="O9",
        applies=_not_tolerated,
        sentence="It began {early} before window {window}, which tolerates an early start of {tolerance}: not excused.",
    ),
    Rule(
        name="O10",
        applies=_confirmed_inside,
        sentence="The first failure, at {started}, came {early} before the window began to cover, the confirmation "
        "inside: unplanned outage up to {starts}, planned from then on.",
    ),
    Rule(
        name="O11",
        applies=_confirmed_after,
        sentence="The first failure, at {started}, came inside the window, the confirmation after its end: planned up "
        "to {ends}, overrun from then on.",
    ),
)
