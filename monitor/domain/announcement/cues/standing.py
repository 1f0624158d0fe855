"""Which cues still count once what denies them is heard: each step takes some away and says nothing else.

1. A word inside a wording that spares it ("no downtime") or makes a condition of it ("if the site is down") goes.
2. An ending inside a wording of recovery ("once it is restored") has not happened yet.
3. What is denied goes: after the verb of a denial, before an "is not true".
4. What is closed or repaired in a sentence about roads and houses, without anything digital in it, goes.
5. Closing goes with opening hours and holidays, stopping with the law, unless the text names work or a fault.
"""

from __future__ import annotations

from monitor.domain.announcement.cues.down import WEAK
from monitor.domain.announcement.cues.scene import Scene, inside
from monitor.domain.announcement.cues.things import LOOSE
from monitor.domain.announcement.cues.wording import clause_of
from monitor.domain.announcement.folding import Span
from monitor.domain.announcement.mention import Cue, Matter

HARM = (Matter.DOWN, Matter.DEGRADED)
REASONS = (Matter.WORK, Matter.FAULT)
TROUBLE = (*HARM, *REASONS)
NEAR = 40
"""How many characters may stand between a weak word and the "services" that it is said of."""


def standing(scene: Scene) -> Scene:
    """The scene without the cues that do not count."""
    for step in (_uncovered, _undenied, _digital, _lawful, _grounded):
        scene = step(scene)
    return scene


def _covered(cue: Cue, covers: tuple[Cue, ...]) -> bool:
    return any(cue.span.overlaps(cover.span) for cover in covers)


def _uncovered(scene: Scene) -> Scene:
    spared = scene.of(Matter.SPARED)
    conditions = tuple(cue for cue in scene.of(Matter.POLICY) if cue.rule.startswith("policy.if"))
    coming = scene.of(Matter.RECOVERY)
    releases = scene.of(Matter.RELEASE)
    jobs = tuple(cue for cue in scene.of(Matter.BUILDING) if cue.rule == "building.jobs")

    def counts(cue: Cue) -> bool:
        if cue.matter in HARM:
            return not _covered(cue, (*spared, *conditions))
        if cue.matter in REASONS:
            return not _covered(cue, (*conditions, *releases, *jobs))
        if cue.matter is Matter.FINISHED:
            return not _covered(cue, (*coming, *conditions)) or cue.rule == "finished.done"
        return True

    return scene.keeping(cue for cue in scene.cues if counts(cue))


def _undenied(scene: Scene) -> Scene:
    scopes = tuple(_scope(scene, cue) for cue in scene.of(Matter.DENIAL))
    return scene.keeping(
        cue for cue in scene.cues if cue.matter not in HARM or not any(cue.span.overlaps(scope) for scope in scopes)
    )


def _scope(scene: Scene, denial: Cue) -> Span:
    """What a denial denies: the rest of its sentence, or the clause before it."""
    sentence = scene.around(denial.span)
    if denial.rule.startswith("denial.after"):
        return Span(clause_of(scene.folded, denial.span, sentence).start, denial.span.start)
    return Span(denial.span.end, sentence.end)


def denied(scene: Scene) -> bool:
    """Whether some downtime is among what the text denies; ``scene`` has all its cues."""
    return len(_undenied(scene).of(*HARM)) < len(scene.of(*HARM))


def _digital(scene: Scene) -> Scene:
    def counts(cue: Cue) -> bool:
        if cue.matter not in TROUBLE or not scene.beside(cue, Matter.BUILDING):
            return True
        return any(thing.rule not in LOOSE for thing in scene.beside(cue, Matter.DIGITAL))

    return scene.keeping(cue for cue in scene.cues if counts(cue))


def _lawful(scene: Scene) -> Scene:
    reasons = scene.of(*REASONS)
    law = scene.of(Matter.LEGAL)

    def counts(cue: Cue) -> bool:
        if cue.matter not in HARM:
            return True
        if law and (cue.rule in WEAK or not reasons):
            return False
        return bool(reasons) or cue.rule not in WEAK or not scene.beside(cue, Matter.HOURS)

    return scene.keeping(cue for cue in scene.cues if counts(cue))


def _grounded(scene: Scene) -> Scene:
    """Weak words and mild ones need something digital, or a reason, in their own sentence."""
    return scene.keeping(cue for cue in scene.cues if cue.matter not in HARM or _has_ground(scene, cue))


def _has_ground(scene: Scene, cue: Cue) -> bool:
    if cue.matter is Matter.DOWN and cue.rule not in WEAK:
        return bool(scene.of(Matter.DIGITAL, *REASONS))
    if scene.beside(cue, *REASONS):
        return True
    things = scene.beside(cue, Matter.DIGITAL)
    reach = Span(max(cue.span.start - NEAR, 0), cue.span.end + NEAR)
    return any(thing.rule not in LOOSE for thing in things) or bool(inside(things, reach))
