"""Whether a text announces downtime at all, and by which words. The first row that holds decides.

| row | holds where | answer |
| --- | --- | --- |
| veto.denied | downtime is denied, and none with a reason of its own is told | no |
| veto.policy | how such cases are handled, and no date | no |
| veto.complaint | users complain, nobody in charge speaks, and no work is named | no |
| status | an ending, extension, postponement or cancellation is said of the work | yes |
| down | a word for "down" counts | yes |
| degraded | a word for "affected" counts | yes |
| fault | a fault, and somebody speaks of it or works on it | yes |
| work | maintenance with a time, or any work that is planned with a time | yes |
| back | a digital service is back | yes |
"""

from __future__ import annotations

from collections.abc import Callable

from monitor.domain.announcement.cues.attachment import attached
from monitor.domain.announcement.cues.down import WEAK
from monitor.domain.announcement.cues.scene import Scene
from monitor.domain.announcement.cues.standing import HARM, REASONS, TROUBLE, denied, is_of_another
from monitor.domain.announcement.cues.tense import STATES
from monitor.domain.announcement.cues.work import SOFT
from monitor.domain.announcement.folding import Span
from monitor.domain.announcement.mention import Cue, Matter

_STATUSES = (Matter.CANCELLED, Matter.POSTPONED, Matter.EXTENDED, Matter.FINISHED)
_REASONS_OR_TENSE = (*REASONS, Matter.PRESENT, Matter.FUTURE, Matter.PAST, Matter.RECOVERY)
_TOLD = (*REASONS, Matter.STATEMENT, Matter.PRESENT, Matter.FUTURE, Matter.PAST, Matter.FINISHED)
_OPENING = 80
_CALM = (Matter.LEGAL, Matter.HOURS, Matter.RELEASE, Matter.BUILDING, Matter.POLICY, Matter.DENIAL)


def announcing(whole: Scene, scene: Scene) -> Cue | None:
    """The words that announce it; ``whole`` has all cues, ``scene`` those that count."""
    if _vetoed(whole, scene):
        return None
    for rule in _ROWS:
        found = rule(scene)
        if found is not None:
            return found
    return None


def _vetoed(whole: Scene, scene: Scene) -> bool:
    return _is_denied(whole, scene) or _is_policy(scene) or _is_complaint(scene)


def _is_denied(whole: Scene, scene: Scene) -> bool:
    denials = [cue for cue in scene.of(Matter.DENIAL) if not is_of_another(scene, cue)]
    if not denials:
        return False
    admitted = [cue for cue in scene.of(*HARM) if scene.beside(cue, *REASONS)]
    if admitted or scene.of(Matter.FAULT):
        return False
    if denied(whole):
        return True
    # "This is not true" denies the sentences before it, unless there was work all the same.
    return not scene.of(Matter.WORK) or bool(scene.of(Matter.SPARED))


def _is_policy(scene: Scene) -> bool:
    times, rules = scene.times, {cue.rule for cue in scene.of(Matter.POLICY)}
    if "policy.standing" in rules:
        return not _is_now(scene) and not _attached_status(scene)
    if times.starts is not None or times.ends is not None:
        return False
    if not rules - {"policy.if", "policy.if-ar"} or _is_now(scene):
        return False
    return not rules.isdisjoint({"policy.figures", "policy.title"}) or not _attached_status(scene)


def _is_now(scene: Scene) -> bool:
    return any(cue.rule not in STATES for cue in scene.of(Matter.PRESENT))


def _is_complaint(scene: Scene) -> bool:
    return bool(scene.of(Matter.COMPLAINT)) and not scene.of(Matter.STATEMENT, Matter.WORK)


def _attached_status(scene: Scene) -> Cue | None:
    if not scene.of(*TROUBLE):
        return None
    return next((cue for matter in _STATUSES for cue in attached(scene, matter)), None)


def _first_down(scene: Scene) -> Cue | None:
    """A word of its own, or one that is used of anything where the text has a reason or says when."""
    strong = [cue for cue in scene.of(Matter.DOWN) if cue.rule not in WEAK]
    weak = [cue for cue in scene.of(Matter.DOWN) if cue.rule in WEAK]
    if not strong and not _hard_reasons(scene) and _is_of_release(scene, weak):
        return None
    times = scene.times
    if strong or scene.has(*_REASONS_OR_TENSE) or times.starts is not None or times.ends is not None:
        return next(iter(strong or weak), None)
    return None


def _is_of_release(scene: Scene, weak: list[Cue]) -> bool:
    """Whether the text opens with something new, or names it where something stops: the old one makes way."""
    opening = scene.inside(Span(0, min(_OPENING, weak[0].span.start)), Matter.RELEASE) if weak else ()
    # "stops for the launch of": what comes after the stop is its reason.
    return bool(opening) or any(one.span < cue.span for cue in weak for one in scene.beside(cue, Matter.RELEASE))


def _hard_reasons(scene: Scene) -> list[Cue]:
    return [cue for cue in scene.of(*REASONS) if cue.rule not in SOFT or cue.rule == "work.launch"]


def _first_degraded(scene: Scene) -> Cue | None:
    if not scene.has(*_TOLD) or scene.has(Matter.RELEASE):
        return None
    return next(iter(scene.of(Matter.DEGRADED)), None)


def _known_fault(scene: Scene) -> Cue | None:
    if not scene.of(Matter.DIGITAL) or not scene.of(Matter.PRESENT, Matter.STATEMENT):
        return None
    return next(iter(scene.of(Matter.FAULT)), None)


def _timed_work(scene: Scene) -> Cue | None:
    if not scene.times.has_time and scene.times.starts is None:
        return None
    hard = [cue for cue in scene.of(Matter.WORK) if cue.rule not in SOFT]
    if hard and not scene.of(Matter.BUILDING):
        return hard[0]
    is_planned = scene.of(Matter.FUTURE) and scene.times.has_time and not scene.of(*_CALM)
    return next(iter(scene.of(Matter.WORK)), None) if is_planned and scene.of(Matter.DIGITAL) else None


def _back(scene: Scene) -> Cue | None:
    if scene.of(*_CALM):
        return None
    return next((cue for cue in scene.of(Matter.FINISHED) if scene.beside(cue, Matter.DIGITAL)), None)


_ROWS: tuple[Callable[[Scene], Cue | None], ...] = (
    _attached_status,
    _first_down,
    _first_degraded,
    _known_fault,
    _timed_work,
    _back,
)
