"""Which cues still count once what denies them is heard: each step takes some away and says nothing else.

0. An old one that makes way, where it is down only for a while, makes no way at all.
1. A word inside a wording that spares it ("no downtime") or makes a condition of it ("if the site is down") goes.
2. An ending inside a wording of recovery ("once it is restored") has not happened yet.
3. What is denied goes: after the verb of a denial, before an "is not true".
4. What is closed or repaired in a sentence about roads and houses, without anything digital in it, goes.
5. Closing goes with opening hours and holidays, stopping with the law, unless the text names work or a fault.
6. Words that are used of anything go where their sentence has nothing digital and no reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from monitor.domain.announcement.cues.down import PLAIN, WEAK
from monitor.domain.announcement.cues.scene import Scene
from monitor.domain.announcement.cues.things import LOOSE
from monitor.domain.announcement.cues.wording import clause_of, words_of
from monitor.domain.announcement.cues.work import SOFT
from monitor.domain.announcement.folding import Span
from monitor.domain.announcement.mention import Cue, Matter

HARM = (Matter.DOWN, Matter.DEGRADED)
REASONS = (Matter.WORK, Matter.FAULT)
TROUBLE = (*HARM, *REASONS)
_OF_OFFICES = WEAK | {"down.breaks"}
"""What offices do on a holiday, too."""
_CLOSINGS = frozenset({"down.shut", "down.closed-ar", "down.suspended", "down.is-stopped", "down.suspended-ar"})
_OF_APPS = frozenset({"work.update", "work.update-ar", "work.launch"})
"""Work that is done when something old makes way; other work has an end, and the old one comes back."""
_ADJACENT = 6
_PREPOSITION = re.compile(r"(?<!\w)(?:on|in|at|through|via|to|of|for|by|with|from|عبر|علي|في|من)(?!\w)|[,.;،]")
_OF_SERVICES = 16
"""As far off "services" may stand from the noun that says which: contract services, contract documentation services."""
_WHERE_TO_READ = frozenset({"website", "websites", "site", "app", "apps", "online", "web"})
"""What notices of closed roads send their readers to."""
FAR, NEAR = 80, 40
"""How many characters may stand between a weak word and the portal, or the "services", that it is said of."""


def standing(scene: Scene) -> Scene:
    """The scene without the cues that do not count."""
    for step in (_for_good, _uncovered, _undenied, _digital, _lawful, _grounded):
        scene = step(scene)
    return scene


def _marked(scene: Scene, spans: Iterable[Span]) -> bytearray:
    """One byte for each character, set where one of the spans is."""
    marks = bytearray(len(scene.folded.text))
    for span in spans:
        marks[span.start : span.end] = b"\1" * (min(span.end, len(marks)) - span.start)
    return marks


def _touches(cue: Cue, marks: bytearray) -> bool:
    return any(marks[cue.span.start : cue.span.end])


def _uncovered(scene: Scene) -> Scene:
    def covers(*matters: Matter, rule: str = "") -> bytearray:
        return _marked(scene, (cue.span for cue in scene.of(*matters) if cue.rule.startswith(rule)))

    conditions, spared = covers(Matter.POLICY, rule="policy.if"), covers(Matter.SPARED)
    other_work = _marked(
        scene, (cue.span for cue in scene.of(Matter.RELEASE, Matter.BUILDING) if cue.rule != "building.en")
    )
    coming = covers(Matter.RECOVERY)
    for_good = covers(Matter.RELEASE, rule="release.old")
    void = {
        Matter.DOWN: (
            spared,
            conditions,
            covers(Matter.HOURS, rule="hours.closing"),
            covers(Matter.OTHER, rule="other.people"),
            for_good,
        ),
        Matter.DEGRADED: (spared, conditions),
        Matter.WORK: (conditions, other_work),
        Matter.FAULT: (conditions, other_work, covers(Matter.DEGRADED, rule="degraded.may")),
        Matter.FINISHED: (conditions,),
    }

    def counts(cue: Cue) -> bool:
        # "was put right by 5 pm" begins before the wording of recovery in it: that one has happened.
        if cue.matter is Matter.FINISHED and coming[cue.span.start] and cue.rule != "finished.headline-ar":
            return False
        if cue.rule == "work.launch":
            return True
        return not any(_touches(cue, marks) for marks in void.get(cue.matter, ()))

    return scene.keeping(cue for cue in scene.cues if counts(cue))


def _for_good(scene: Scene) -> Scene:
    """What stops for good has no end; an old system that is down over a weekend, or for a migration, has one."""

    def counts(cue: Cue) -> bool:
        if not cue.rule.startswith("release.old"):
            return True
        return scene.times.ends is None and all(one.rule in _OF_APPS for one in scene.beside(cue, *REASONS))

    return scene.keeping(cue for cue in scene.cues if counts(cue))


def _undenied(scene: Scene) -> Scene:
    denials = (cue for cue in scene.of(Matter.DENIAL) if not is_of_another(scene, cue))
    marks = _marked(scene, (_scope(scene, cue) for cue in denials))
    return scene.keeping(cue for cue in scene.cues if cue.matter not in HARM or not _touches(cue, marks))


def _scope(scene: Scene, denial: Cue) -> Span:
    """What a denial denies: the rest of its sentence, or the clause before it."""
    sentence = scene.around(denial.span)
    if denial.rule.startswith("denial.after"):
        return Span(clause_of(scene.folded, denial.span, sentence).start, denial.span.start)
    return Span(denial.span.end, sentence.end)


def is_of_another(scene: Scene, denial: Cue) -> bool:
    """Whether something else is denied: an attack, the cancelling of fines."""
    clause = clause_of(scene.folded, denial.span, scene.around(denial.span))
    named = scene.inside(clause, Matter.OTHER, *HARM)
    if not denial.rule.startswith("denial.after"):
        named = tuple(cue for cue in named if cue.span.start >= denial.span.end)
    return bool(named) and all(cue.matter is Matter.OTHER for cue in named)


def denied(scene: Scene) -> bool:
    """Whether some downtime is among what the text denies; ``scene`` has all its cues."""
    return len(_undenied(scene).of(*HARM)) < len(scene.of(*HARM))


def _digital(scene: Scene) -> Scene:
    def counts(cue: Cue) -> bool:
        if cue.matter not in TROUBLE:
            return True
        building = [one for one in scene.beside(cue, Matter.BUILDING) if one.rule != "building.fees"]
        if not building or (cue.matter in REASONS and any(one.rule == "building.jobs" for one in building)):
            return not building
        things = [one for one in scene.beside(cue, Matter.DIGITAL) if one.rule not in LOOSE]
        if cue.rule.startswith("fault.cause"):
            return bool(things)
        if cue.rule in WEAK:
            things = [one for one in things if _can_stop(scene, cue, one)]
        return bool(things) and _gap(cue, things) <= _gap(cue, building)

    return scene.keeping(cue for cue in scene.cues if counts(cue))


def _can_stop(scene: Scene, cue: Cue, thing: Cue) -> bool:
    """Beside a road, the name of a ministry and "its app" are who closes it and where to read on."""
    closes = cue.rule in _CLOSINGS and thing.rule == "digital.named"
    return not closes and words_of(scene.folded, thing) not in _WHERE_TO_READ


def _gap(cue: Cue, others: Iterable[Cue]) -> int:
    """Characters between a cue and the nearest of the others."""
    return min(max(one.span.start - cue.span.end, cue.span.start - one.span.end) for one in others)


def _lawful(scene: Scene) -> Scene:
    has_reason, has_law = scene.has(*REASONS), scene.has(Matter.LEGAL)

    def counts(cue: Cue) -> bool:
        if cue.matter not in HARM:
            return True
        if has_law and (cue.rule in WEAK or not has_reason):
            return False
        return has_reason or cue.rule not in _OF_OFFICES or not scene.beside(cue, Matter.HOURS)

    return scene.keeping(cue for cue in scene.cues if counts(cue))


def _grounded(scene: Scene) -> Scene:
    return scene.keeping(cue for cue in scene.cues if cue.matter not in HARM or _has_ground(scene, cue))


def _is_ground(scene: Scene, reason: Cue) -> bool:
    """An update is a reason to stop only where it is one of systems, not of an app that is handed out."""
    if reason.rule not in SOFT:
        return True
    return scene.has(Matter.DIGITAL) and not scene.beside(reason, Matter.RELEASE)


def _has_ground(scene: Scene, cue: Cue) -> bool:
    if cue.matter is Matter.DOWN and cue.rule not in WEAK:
        return cue.rule in PLAIN or scene.has(Matter.DIGITAL, *REASONS)
    if any(_is_ground(scene, reason) for reason in scene.beside(cue, *REASONS)):
        return True
    adjacent = scene.inside(Span(cue.span.end, cue.span.end + _ADJACENT), Matter.OTHER)
    if adjacent and not _is_of_services(scene, adjacent[0]):
        return False  # "stop the subscription": the noun that follows is what stops
    sentence = scene.around(cue.span)
    wide = (
        sentence
        if cue.matter is Matter.DEGRADED
        else _within(cue, sentence, NEAR if cue.rule == "down.suspended" else FAR)
    )
    if any(thing.rule not in LOOSE for thing in scene.inside(wide, Matter.DIGITAL)):
        return True
    return bool(scene.inside(_within(cue, sentence, NEAR), Matter.DIGITAL))


def _is_of_services(scene: Scene, noun: Cue) -> bool:
    """Whether the noun says which services: contract documentation services, but not new loans on its app."""
    things = scene.inside(Span(noun.span.end, noun.span.end + _OF_SERVICES), Matter.DIGITAL)
    between = scene.folded.text[noun.span.end : things[0].span.start] if things else ""
    return bool(things) and _PREPOSITION.search(between) is None


def _within(cue: Cue, sentence: Span, reach: int) -> Span:
    return Span(max(cue.span.start - reach, sentence.start), min(cue.span.end + reach, sentence.end))
