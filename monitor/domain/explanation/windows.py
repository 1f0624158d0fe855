"""The life of windows: W1 to W12, told of the windows in play (SEMANTICS section 6)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import combinations

from monitor.domain.explanation.facts import Case
from monitor.domain.explanation.lives import Life, Stage
from monitor.domain.explanation.rule import Found, Rule
from monitor.domain.explanation.wording import length, listed
from monitor.domain.plan import Cover
from monitor.domain.window import Impact

_NEARLY_TOUCHING = timedelta(minutes=1)  # a gap this short looks like none


def _concerned(case: Case) -> Iterator[Life]:
    return (life for life in case.lives if life.concerns)


def _named(life: Life, case: Case) -> dict[str, str]:
    stage = life.announced
    return {
        "window": life.window_id,
        "starts": case.tell(stage.starts),
        "ends": case.tell(stage.ends),
        "known": case.tell(stage.revision.known_at),
        "ahead": length(stage.starts - stage.revision.declared_at),
        "minimum": length(case.facts.measures.notice_minimum),
    }


def _notice(case: Case, wanted: Callable[[Stage, Case], bool]) -> Found:
    standing = (life for life in _concerned(case) if life.standing is not None)
    return next((_named(life, case) for life in standing if wanted(life.announced, case)), None)


def _is_retroactive(stage: Stage, _case: Case) -> bool:
    return stage.revision.known_at >= stage.ends


def _is_late(stage: Stage, case: Case) -> bool:
    return stage.revision.declared_at >= stage.starts and not _is_retroactive(stage, case)


def _is_short(stage: Stage, case: Case) -> bool:
    return timedelta(0) < stage.starts - stage.revision.declared_at < case.facts.measures.notice_minimum


def _edited(case: Case, wanted: Callable[[Stage, Stage], bool]) -> Found:
    for life in _concerned(case):
        for before, after in life.edits():
            if wanted(before, after):
                return {
                    "window": life.window_id,
                    "at": case.tell(after.revision.known_at),
                    "old_start": case.tell(before.starts),
                    "new_start": case.tell(after.starts),
                    "old_end": case.tell(before.ends),
                    "new_end": case.tell(after.ends),
                }
    return None


def _keeps_its_start(before: Stage, after: Stage) -> bool:
    return before.starts == after.starts and not before.is_cancelled and not after.is_cancelled


def _is_extended_running(before: Stage, after: Stage) -> bool:
    extended = _keeps_its_start(before, after) and after.ends > before.ends
    return extended and before.starts <= after.revision.known_at <= before.ends


def _is_extended_afterwards(before: Stage, after: Stage) -> bool:
    return _keeps_its_start(before, after) and after.ends > before.ends and after.revision.known_at > before.ends


def _is_ended_early(before: Stage, after: Stage) -> bool:
    shortened = _keeps_its_start(before, after) and after.ends < before.ends
    return shortened and before.starts <= after.revision.known_at < before.ends


def _is_cancelled_before(before: Stage, after: Stage) -> bool:
    return after.is_cancelled and after.revision.known_at <= before.starts


def _is_cancelled_running(before: Stage, after: Stage) -> bool:
    return after.is_cancelled and before.starts < after.revision.known_at < before.ends


def _is_moved(before: Stage, after: Stage) -> bool:
    return before.starts != after.starts and not after.is_cancelled


def _works_again(case: Case) -> Found:
    spell, ended = case.running, case.outage.ended_at if case.outage else None
    if spell is None or ended is None or not case.is_good or not spell.holds(ended):
        return None
    return {"window": spell.names, "ends": case.tell(spell.ends), "ended": case.tell(ended)}


def _pairs(case: Case) -> Iterator[tuple[Cover, Cover]]:
    in_play = [
        cover
        for cover in case.plan.covers
        if cover.impact is Impact.OUTAGE and any(spell.starts <= cover.starts < spell.ends for spell in case.spells)
    ]
    ordered = sorted(in_play, key=lambda cover: (cover.starts, cover.rank))
    return ((a, b) for a, b in combinations(ordered, 2) if a.window_id != b.window_id)


def _together(case: Case) -> Found:
    for first, second in _pairs(case):
        if second.starts <= first.ends:
            declared_first = min(first, second, key=lambda cover: cover.rank)
            return {"windows": f"{first.window_id} and {second.window_id}", "first": declared_first.window_id}
    return None


def _apart(case: Case) -> Found:
    for first, second in _pairs(case):
        gap = second.starts - first.ends
        if timedelta(0) < gap <= _NEARLY_TOUCHING:
            windows = f"{first.window_id} and {second.window_id}"
            return {"windows": windows, "gap": length(gap), "ends": case.tell(first.ends)}
    return None


def _not_meant(case: Case) -> Found:
    """A window of the platform runs at the instant, or ran during the outage, and does not speak of this service."""
    begins = case.outage.started_at if case.outage else case.at
    ended = (case.outage.ended_at or case.at) if case.outage else case.at
    for life in case.lives:
        stage = life.standing
        if stage is None or life.means[-1]:
            continue
        if stage.starts <= case.at < stage.ends or (case.outage and stage.starts < ended and stage.ends > begins):
            return {"window": life.window_id, "scope": _scope(stage)}
    return None


def _scope(stage: Stage) -> str:
    scope = stage.revision.spec.scope
    excluded = f", without {listed(sorted(scope.exclude))}" if scope.exclude else ""
    chosen = [f"{key}={value}" for selector in scope.selectors for key, value in selector]
    meant = "all services" if scope.everything else listed([*sorted(scope.services), *chosen] or ["nothing"])
    return f"{meant} of {stage.revision.spec.platform}{excluded}"


def _chosen(case: Case) -> Found:
    for spell in case.spells:
        for cover in spell.covers:
            scope = cover.revision.spec.scope
            if scope.selectors and not scope.everything and case.facts.service.name_part not in scope.services:
                labels = [f"{key}={value}" for selector in scope.selectors for key, value in selector]
                return {"window": cover.window_id, "labels": listed(labels)}
    return None


def _of_different_scope(case: Case) -> Found:
    for first, second in _pairs(case):
        if second.starts < first.ends and first.revision.spec.scope != second.revision.spec.scope:
            return {"windows": f"{first.window_id} and {second.window_id}"}
    return None


WINDOW_RULES = (
    Rule(
        name="W1",
        applies=lambda case: _notice(case, _is_late),
        sentence="Window {window} was announced late, after its start at {starts}: it covers from {known} on, when "
        "this ledger learned of it, and no second before.",
    ),
    Rule(
        name="W2",
        applies=lambda case: _notice(case, _is_retroactive),
        sentence="Window {window} became known at {known}, after its end at {ends}: reports list it as reclassified; "
        "no state, second or page changes.",
    ),
    Rule(
        name="W3",
        applies=lambda case: _notice(case, _is_short),
        sentence="Window {window} was announced {ahead} ahead, less than {minimum}: short notice. It silences all the "
        "same; reports show availability both ways.",
    ),
    Rule(
        name="W4",
        applies=lambda case: _edited(case, _is_extended_running),
        sentence="Window {window} was extended at {at}, while it ran, from {old_end} to {new_end}: nothing happens at "
        "the old end.",
    ),
    Rule(
        name="W5",
        applies=lambda case: _edited(case, _is_extended_afterwards),
        sentence="Window {window} was extended at {at}, after its old end at {old_end}, to {new_end}: an overrun that "
        "was running stays one, an outage that begins inside the extension is planned.",
    ),
    Rule(
        name="W6",
        applies=lambda case: _edited(case, _is_ended_early),
        sentence="Window {window} was given an earlier end at {at}: {new_end} instead of {old_end}.",
    ),
    Rule(
        name="W7",
        applies=_works_again,
        sentence="The service works again since {ended}, and window {window} runs on until {ends}: a new failure "
        "before that is planned. Ending the window now is offered, never done by itself.",
    ),
    Rule(
        name="W8",
        applies=lambda case: _edited(case, _is_cancelled_before),
        sentence="Window {window} was cancelled at {at}, before its start at {old_start}: it covers nothing.",
    ),
    Rule(
        name="W9",
        applies=lambda case: _edited(case, _is_cancelled_running),
        sentence="Window {window} was cancelled at {at}, while it ran: that instant is its end.",
    ),
    Rule(
        name="W10",
        applies=lambda case: _edited(case, _is_moved),
        sentence="Window {window} was moved at {at}, from {old_start} to {new_start}: only the new times count.",
    ),
    Rule(
        name="W11",
        applies=_together,
        sentence="Windows {windows} overlap or touch: together they plan one stretch without a gap, and each second "
        "belongs to one of them, where both cover to {first}, declared first.",
    ),
    Rule(
        name="W11",
        applies=_apart,
        sentence="Between windows {windows} lies a gap of {gap}, and a gap is a gap: the plan ends at {ends}.",
    ),
    Rule(
        name="W12",
        applies=_not_meant,
        sentence="Window {window} is for {scope}, and therefore not for this service.",
    ),
    Rule(
        name="W12",
        applies=_chosen,
        sentence="Window {window} means this service by its labels ({labels}).",
    ),
    Rule(
        name="W12",
        applies=_of_different_scope,
        sentence="Windows {windows} differ in what they are for; to be covered by one is enough.",
    ),
)
