"""Pages that stack their updates: where each line begins, and which of them is the newest.

Lines begin with a head ("Resolved - ...") or with a date of their own. The newest is told by those dates; without
them by how far along the heads are; without that it is the first, as status pages have it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time

from monitor.domain.announcement.cues.heads import RANKS
from monitor.domain.announcement.cues.scene import Scene, Times
from monitor.domain.announcement.folding import Span
from monitor.domain.announcement.mention import Cue, Matter

_STATUS = (Matter.FINISHED, Matter.EXTENDED, Matter.POSTPONED, Matter.CANCELLED)
_OF_A_STAMP = re.compile(r"\A[ 0-9:apm.,]{0,14}(?:(?:utc|gmt|[a-z]{2,4}t)\b)?[ ,]{0,2}")  # an hour, and its zone
_MOST = 200
"""Updates of one page; what has more is a listing of something else."""
_STAMP_MARKS = ":-–—)]|"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One update; ``head`` is the word it begins with, if it has one, ``at`` when it was written."""

    span: Span
    head: Cue | None
    at: tuple[date, time] | None


def newest(scene: Scene) -> Entry | None:
    """The update that decides, or ``None`` where the text is no stack of updates."""
    entries = _entries(scene)
    if len(entries) < 2:  # noqa: PLR2004 - one line is no stack
        return None
    dated = [entry for entry in entries if entry.at is not None]
    if len(dated) == len(entries) and len({entry.at for entry in dated}) > 1:
        return max(dated, key=lambda entry: entry.at or (date.min, time.min))
    return entries[-1] if _rank(entries[-1]) > _rank(entries[0]) else entries[0]


def _rank(entry: Entry) -> int:
    return RANKS.get(entry.head.matter, -1) if entry.head is not None else -1


def _entries(scene: Scene) -> list[Entry]:
    heads = {cue.span.start: cue for cue in scene.cues if cue.rule.startswith("head.")}
    stamps = set() if len(heads) > 1 else _stamps(scene)
    starts = sorted(stamps | set(heads))
    if not heads and not scene.of(*_STATUS):
        return []  # a list of windows, one a line
    if len(starts) > _MOST:
        return []
    ends = [*starts[1:], len(scene.folded.text)]
    spans = [Span(start, end) for start, end in zip(starts, ends, strict=False)]
    return [Entry(span=span, head=heads.get(span.start), at=_written_at(scene.times, span)) for span in spans]


def _stamps(scene: Scene) -> set[int]:
    """Where a line begins with its own date: the date is followed by a mark."""
    text = scene.folded.text
    found = set()
    for day in scene.times.days:
        start, end = day.mention.span.start, day.mention.span.end
        opens_line = not text[text.rfind("\n", 0, start) + 1 : start].strip(" [(*•-")
        if opens_line and _OF_A_STAMP.sub("", text[end : end + 30])[:1] in {*_STAMP_MARKS}:
            found.add(start)
    return found


def _written_at(times: Times, span: Span) -> tuple[date, time] | None:
    days = [day for day in times.days if span.start <= day.mention.span.start < span.end and day.day is not None]
    if not days:
        return None
    clocks = [one for one in times.clocks if span.start <= one.span.start < span.end and one.clock is not None]
    first = days[0]
    near = [one for one in clocks if abs(one.span.start - first.mention.span.end) < 12]  # noqa: PLR2004 - one stamp
    assert first.day is not None
    return first.day, (near[0].clock or time.min) if near else time.min


def narrowed(scene: Scene, entry: Entry) -> Scene:
    """The scene of that update alone."""
    return scene.keeping(cue for cue in scene.cues if entry.span.start <= cue.span.start < entry.span.end)
