"""Of what a status word is said: of the work and its outage, or of an appointment, a session, a deadline.

The nearest noun of its sentence decides. Arabic puts the subject after the verb and English before it, so on equal
terms the side that is usual in the language wins.
"""

from __future__ import annotations

import re

from monitor.domain.announcement.cues.scene import Scene
from monitor.domain.announcement.cues.things import LOOSE
from monitor.domain.announcement.cues.wording import words_of
from monitor.domain.announcement.cues.work import SOFT
from monitor.domain.announcement.folding import Span
from monitor.domain.announcement.mention import Cue, Matter

_OWN = (Matter.WORK, Matter.FAULT, Matter.DOWN)
_SERVICE = (*_OWN, Matter.DEGRADED, Matter.DIGITAL)
WHOLE = frozenset({"finished.after", "finished.after-ar", "finished.announced-ar"})
"""Rules whose words name what is back together with what had stopped it."""
_CAUSES = re.compile(r"(?<!\w)(?:because|due to|owing to|as a result|بسبب|نظرا|جراء|اثر|نتيجه|لان)(?!\w)")
_SYSTEMS = re.compile(r"bank|system|data|server|platform|cloud|انظم|بيانات|خوادم|قواعد")
_CLOSE = 110
_ODD_SIDE = 12
"""Characters that the unusual side is held to be further away."""


def attached(scene: Scene, matter: Matter) -> tuple[Cue, ...]:
    """The cues of a status that are said of the work or of what it stopped."""
    return tuple(cue for cue in scene.of(matter) if is_attached(scene, cue))


def is_attached(scene: Scene, cue: Cue) -> bool:
    """Whether this status word is said of the work or of what it stopped; heads of lines always are."""
    if cue.rule.startswith("head.") and not scene.beside(cue, Matter.OTHER):
        return True
    if cue.rule in WHOLE and any(one.rule not in LOOSE for one in scene.beside(cue, Matter.DIGITAL)):
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
    if _SYSTEMS.search(words_of(scene.folded, noun)):
        return True
    return noun.rule not in SOFT or bool(scene.inside(reach, Matter.DIGITAL))


def _nearest(scene: Scene, cue: Cue, matters: tuple[Matter, ...]) -> Cue | None:
    nouns = [noun for noun in scene.beside(cue, *matters) if not noun.span.overlaps(cue.span)]
    inner = [
        noun for noun in scene.beside(cue, *matters) if noun.span.overlaps(cue.span) and noun.matter is Matter.WORK
    ]
    if inner:
        return inner[0]
    nouns = [noun for noun in nouns if not (_is_cause(scene, cue.span, noun.span) or _is_modifier(scene, noun))]
    return min(nouns, key=lambda noun: _distance(scene, cue.span, noun.span), default=None)


def _distance(scene: Scene, verb: Span, noun: Span) -> int:
    is_arabic = scene.folded.text[verb.start : verb.end].isascii() is False
    if noun.start >= verb.end:
        return noun.start - verb.end + (0 if is_arabic else _ODD_SIDE)
    return verb.start - noun.end + (_ODD_SIDE if is_arabic else 0)


def _is_cause(scene: Scene, verb: Span, noun: Span) -> bool:
    """Whether the noun is only why: "postponed because counsel is unavailable" postpones no outage."""
    return noun.start >= verb.end and _CAUSES.search(scene.folded.text, verb.end, noun.start) is not None


def _is_modifier(scene: Scene, noun: Cue) -> bool:
    """Whether it only says which system: the tax portal, منصة الطلبات."""
    if noun.matter is not Matter.OTHER:
        return False
    if scene.folded.text[noun.span.start : noun.span.end].isascii():
        return bool(scene.inside(Span(noun.span.end, noun.span.end + 2), Matter.DIGITAL))
    return any(one.span.end == noun.span.start - 1 for one in scene.beside(noun, Matter.DIGITAL))
