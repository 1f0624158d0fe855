"""What the cues of a text mean together: announced or not, kind, impact, and the remark on recovery.

Rows are tried in order (``announcing`` and ``kinds`` have the tables), and ``Judgement.rules`` names those that held.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from monitor.domain.announcement.cues.announcing import announcing
from monitor.domain.announcement.cues.kinds import Ruling, kind_of
from monitor.domain.announcement.cues.scene import Scene, Times
from monitor.domain.announcement.cues.stack import Entry, narrowed, newest
from monitor.domain.announcement.cues.standing import HARM, TROUBLE, standing
from monitor.domain.announcement.cues.wording import clause_of
from monitor.domain.announcement.draft import Kind
from monitor.domain.announcement.folding import Folded, Span
from monitor.domain.announcement.mention import Cue, Matter
from monitor.domain.window import Impact

_SURE = 0.8


class Placed(Protocol):
    """Anything that stands somewhere in the folded text: a sentence."""

    @property
    def span(self) -> Span:
        """Where it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a text announces. ``cue`` are the deciding words, ``recovery`` the remark, ``current`` the newest update
    of a page that stacks them: what other updates say is history.
    """

    kind: Kind
    impact: Impact
    rules: tuple[str, ...]
    cue: Span
    recovery: Span | None
    warnings: tuple[str, ...]
    confidence: float
    current: Span | None = None


def judge(folded: Folded, sentences: Iterable[Placed], cues: tuple[Cue, ...], times: Times) -> Judgement | None:
    """What the text announces, or ``None`` where it announces no downtime."""
    named = (Cue(span=span, rule="digital.named", matter=Matter.DIGITAL) for span in times.named)
    whole = Scene(
        folded=folded,
        sentences=tuple(one.span for one in sentences),
        cues=tuple(sorted((*cues, *named), key=lambda cue: cue.span)),
        times=times,
    )
    scene = standing(whole)
    words = announcing(whole, scene)
    if words is None:
        return None
    entry = newest(scene)
    told = _told_by(scene, entry)
    ruling = kind_of(told, entry)
    decisive = ruling.cue or words
    return Judgement(
        kind=ruling.kind,
        impact=_impact(told),
        rules=_rules(words, ruling),
        cue=decisive.span,
        recovery=_recovery(told),
        warnings=_warnings(ruling),
        confidence=ruling.confidence,
        current=entry.span if entry is not None else None,
    )


def _told_by(scene: Scene, entry: Entry | None) -> Scene:
    """The newest update alone, unless it says nothing of its own."""
    if entry is None:
        return scene
    alone = narrowed(scene, entry)
    return alone if alone.of(*TROUBLE, Matter.FINISHED, Matter.EXTENDED, Matter.RECOVERY) else scene


def _rules(words: Cue, ruling: Ruling) -> tuple[str, ...]:
    named = [words.rule, *([ruling.cue.rule] if ruling.cue is not None else []), f"kind.{ruling.row}"]
    return tuple(dict.fromkeys(named))


def _warnings(ruling: Ruling) -> tuple[str, ...]:
    if ruling.confidence >= _SURE:
        return ()
    return (f"the text does not say plainly whether this is {ruling.kind.value}",)


def _impact(scene: Scene) -> Impact:
    harm = scene.of(*HARM)
    if any(cue.matter is Matter.DOWN for cue in harm):
        return Impact.OUTAGE
    if harm:
        return Impact.DEGRADED
    denies = {"spared.untouched", "spared.untouched-ar"}
    if any(cue.rule in denies for cue in scene.of(Matter.SPARED)):
        return Impact.NONE
    return Impact.OUTAGE


def _recovery(scene: Scene) -> Span | None:
    """The clause of the strongest remark: when it is back, else how soon."""
    remarks = scene.of(Matter.RECOVERY) or scene.of(Matter.FINISHED)
    if not remarks:
        return None
    chosen = max(remarks, key=lambda cue: (not cue.rule.startswith("recovery.soon"), -cue.span.start))
    return clause_of(scene.folded, chosen.span, scene.around(chosen.span))
