"""Of what a status word is said: of the work and its outage, or of an appointment, a session, a deadline.

The nearest noun of its sentence decides. Arabic puts the subject after the verb and English before it, so on equal
terms the side that is usual in the language wins.
"""

from __future__ import annotations

from monitor.domain.announcement.cues.scene import Scene
from monitor.domain.announcement.cues.work import SOFT
from monitor.domain.announcement.folding import Span
from monitor.domain.announcement.mention import Cue, Matter

_OWN = (Matter.WORK, Matter.FAULT, Matter.DOWN)
_SERVICE = (*_OWN, Matter.DEGRADED, Matter.DIGITAL)
_CLOSE = 60
_ODD_SIDE = 12
"""Characters that the unusual side is held to be further away."""


def attached(scene: Scene, matter: Matter) -> tuple[Cue, ...]:
    """The cues of a status that are said of the work or of what it stopped."""
    return tuple(cue for cue in scene.of(matter) if is_attached(scene, cue))


def is_attached(scene: Scene, cue: Cue) -> bool:
    """Whether this status word is said of the work or of what it stopped; heads of lines always are."""
    if cue.rule.startswith("head.") and not scene.beside(cue, Matter.OTHER):
        return True
    own = _SERVICE if cue.matter is Matter.FINISHED else _OWN
    nearest = _nearest(scene, cue, (*own, Matter.OTHER))
    if nearest is not None:
        return nearest.matter is not Matter.OTHER and _is_of_systems(scene, nearest)
    # "It has been postponed": no noun at all, so the sentence goes on from the one before it.
    return scene.has(*_OWN) and not scene.has(Matter.OTHER)


def _is_of_systems(scene: Scene, noun: Cue) -> bool:
    """An update, or a migration, is one of systems only where something digital stands close by."""
    reach = Span(max(noun.span.start - _CLOSE, 0), noun.span.end + _CLOSE)
    return noun.rule not in SOFT or bool(scene.inside(reach, Matter.DIGITAL))


def _nearest(scene: Scene, cue: Cue, matters: tuple[Matter, ...]) -> Cue | None:
    nouns = [noun for noun in scene.beside(cue, *matters) if not noun.span.overlaps(cue.span)]
    inner = [
        noun for noun in scene.beside(cue, *matters) if noun.span.overlaps(cue.span) and noun.matter is Matter.WORK
    ]
    if inner:
        return inner[0]
    return min(nouns, key=lambda noun: _distance(scene, cue.span, noun.span), default=None)


def _distance(scene: Scene, verb: Span, noun: Span) -> int:
    is_arabic = scene.folded.text[verb.start : verb.end].isascii() is False
    if noun.start >= verb.end:
        return noun.start - verb.end + (0 if is_arabic else _ODD_SIDE)
    return verb.start - noun.end + (_ODD_SIDE if is_arabic else 0)
