"""Of which kind it is. The first row that holds decides.

| row | holds where | kind |
| --- | --- | --- |
| head | the newest line of a stack begins with its status | that status |
| cancelled, postponed | said of the work, and nothing is back | cancelled, postponed |
| finished | an ending is said of it, and no window lies ahead of the publication | finished |
| extended | said of it | extended |
| dates | start and publication are known and lie on different days | scheduled, ongoing or finished |
| present | now, still, since; a state that lasts | ongoing |
| future | will, from ... on, planned | scheduled |
| past | was, and nothing about now | finished |
| fault | nobody plans one | ongoing |
| rest | | scheduled |
"""

from __future__ import annotations

from dataclasses import dataclass

from monitor.domain.announcement.cues.attachment import WHOLE, attached
from monitor.domain.announcement.cues.scene import Scene, Times, day_of
from monitor.domain.announcement.cues.stack import Entry
from monitor.domain.announcement.cues.tense import STATES
from monitor.domain.announcement.cues.wording import words_of
from monitor.domain.announcement.draft import Kind
from monitor.domain.announcement.mention import Cue, Matter

_BY_HEAD = {
    Matter.FINISHED: Kind.FINISHED,
    Matter.PRESENT: Kind.ONGOING,
    Matter.FUTURE: Kind.SCHEDULED,
    Matter.EXTENDED: Kind.EXTENDED,
    Matter.POSTPONED: Kind.POSTPONED,
    Matter.CANCELLED: Kind.CANCELLED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """A kind, the row that decided, the words it rests on and how sure that is."""

    kind: Kind
    row: str
    cue: Cue | None
    confidence: float


def kind_of(scene: Scene, entry: Entry | None) -> Ruling:
    """The kind of a text that announces; ``scene`` is that of the newest update where there are several."""
    if entry is not None and entry.head is not None and entry.head.matter in _BY_HEAD:
        return _ruling(_BY_HEAD[entry.head.matter], "head", entry.head, 0.95)
    return _by_status(scene) or _by_dates(scene) or _by_tense(scene)


def _ruling(kind: Kind, row: str, cue: Cue | None, confidence: float) -> Ruling:
    return Ruling(kind=kind, row=row, cue=cue, confidence=confidence)


def _by_status(scene: Scene) -> Ruling | None:
    finished = attached(scene, Matter.FINISHED)
    moved = _moved(scene)
    if moved is not None and not finished:
        return moved
    is_told = any(cue.rule == "finished.state" or (cue.rule in WHOLE and scene.has(Matter.PAST)) for cue in finished)
    if finished and (is_told or not _lies_ahead(scene.times)):
        return _ruling(Kind.FINISHED, "finished", finished[0], 0.9)
    extended = attached(scene, Matter.EXTENDED)
    if extended and not finished:
        return _ruling(Kind.EXTENDED, "extended", extended[0], 0.85)
    return None


def _moved(scene: Scene) -> Ruling | None:
    """Called off or moved; "will not happen" with a new date is moved, "is cancelled" with one is called off."""
    off, later = attached(scene, Matter.CANCELLED), attached(scene, Matter.POSTPONED)
    is_called_off = any("cancel" in words_of(scene.folded, cue) or "لغ" in words_of(scene.folded, cue) for cue in off)
    if off and (is_called_off or not later):
        return _ruling(Kind.CANCELLED, "cancelled", off[0], 0.9)
    return _ruling(Kind.POSTPONED, "postponed", later[0], 0.9) if later else None


def _lies_ahead(times: Times) -> bool:
    return times.published is not None and times.starts is not None and day_of(times.starts) > times.published


def _by_dates(scene: Scene) -> Ruling | None:
    times = scene.times
    if times.published is None or times.starts is None:
        return None
    starts = day_of(times.starts)
    if starts > times.published:
        return _ruling(Kind.SCHEDULED, "dates", None, 0.95)
    if starts == times.published:
        return None
    if times.ends is not None and day_of(times.ends) < times.published:
        if scene.has(Matter.FUTURE) and not scene.has(Matter.PAST, Matter.FINISHED):
            return _ruling(Kind.SCHEDULED, "future", scene.of(Matter.FUTURE)[0], 0.6)  # an old text, printed again
        return _ruling(Kind.FINISHED, "dates", None, 0.85)
    return _ruling(Kind.ONGOING, "dates", None, 0.85)


def _by_tense(scene: Scene) -> Ruling:
    present, future, past = (scene.of(one) for one in (Matter.PRESENT, Matter.FUTURE, Matter.PAST))
    state = tuple(cue for cue in present if cue.rule in STATES)
    present = tuple(cue for cue in present if cue.rule not in STATES)
    if scene.times.has_time and scene.has(Matter.WORK) and not scene.has(Matter.FAULT):
        present = tuple(
            cue for cue in present if cue.rule != "present.undergoes-ar"
        )  # of a plan: "on Friday, to update"
    now = tuple(cue for cue in present if cue.rule != "present.at-work")
    if present and (now or not past or scene.of(Matter.FAULT)) and not _is_planned(scene):
        return _ruling(Kind.ONGOING, "present", present[0], 0.85)
    if future and not scene.of(Matter.FAULT):
        return _ruling(Kind.SCHEDULED, "future", future[0], 0.85)
    if past:
        return _ruling(Kind.FINISHED, "past", past[0], 0.75)
    lasting = tuple(cue for cue in state if cue.rule == "present.stopped" or scene.times.starts is None)
    faults = scene.of(Matter.FAULT) or lasting
    if faults:
        return _ruling(Kind.ONGOING, "fault", faults[0], 0.75)
    return _ruling(Kind.SCHEDULED, "rest", None, 0.6)


def _is_planned(scene: Scene) -> bool:
    """Whether a verb of the future says that it goes down: present words then speak of something else."""
    return any(
        scene.beside(cue, Matter.DOWN, Matter.WORK) and not _is_of_now(scene, cue) for cue in scene.of(Matter.FUTURE)
    ) and not scene.of(Matter.FAULT)


def _is_of_now(scene: Scene, planned: Cue) -> bool:
    others = scene.beside(planned, Matter.PRESENT, Matter.RECOVERY)
    if planned.rule == "future.planned-ar":
        others = tuple(one for one in others if one.rule != "present.undergoes-ar")
    return bool(others)
