"""The course of one service as shapes on a line of time: what was announced, how it stood, what came of it.

Places are in percent, so that a drawing stretches with the page and its text does not. In a language that is written
from right to left, time runs so too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.domain.plan import Cover

_THINNEST = 0.2  # percent: a second of a week is still seen
_ROOM = 3.0  # percent: what is narrower has no room for a sign
_MARGIN = 2.5  # percent: a label nearer to an edge would be cut
_MOST_TICKS = 9
_STEPS = tuple(timedelta(minutes=minutes) for minutes in (5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10080))


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A stretch of time: where it lies, in percent, what it is, and the whole of it in words."""

    x: str
    width: str
    middle: str
    kind: str
    sign: str
    story: str
    lane: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """An instant: a page that was sent, or resolved."""

    x: str
    kind: str
    story: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A place on the axis, and its local time."""

    x: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """From instants to places."""

    starts: datetime
    ends: datetime
    mirrored: bool

    def bar(self, since: datetime, until: datetime, *, kind: str, story: str, sign: str = "", lane: int = 0) -> Bar:
        """A stretch, cut at the ends of the scale."""
        left, right = self._percent(max(since, self.starts)), self._percent(min(until, self.ends))
        width = max(right - left, _THINNEST)
        x = 100 - left - width if self.mirrored else left
        return Bar(
            x=_told(x),
            width=_told(width),
            middle=_told(x + width / 2),
            kind=kind,
            sign=sign if width >= _ROOM else "",
            story=story,
            lane=lane,
        )

    def mark(self, at: datetime, *, kind: str, story: str) -> Mark:
        """An instant."""
        return Mark(x=_told(self._place(at)), kind=kind, story=story)

    def ticks(self, timezone: str) -> Iterator[Tick]:
        """Full hours, or whatever step suits the length, in local time; a midnight names its day."""
        zone = ZoneInfo(timezone)
        length = self.ends - self.starts
        step = next((step for step in _STEPS if length <= step * _MOST_TICKS), length / _MOST_TICKS)
        local = self.starts.astimezone(zone)
        midnight = self.starts - timedelta(hours=local.hour, minutes=local.minute, seconds=local.second)
        at = midnight + step * ((self.starts - midnight) // step)
        while at < self.ends:
            if _MARGIN <= self._percent(at) <= 100 - _MARGIN:
                there = at.astimezone(zone)
                told = f"{there:%H:%M}" if there.hour or there.minute else f"{there:%m-%d}"
                yield Tick(x=_told(self._place(at)), label=told)
            at += step

    def _place(self, at: datetime) -> float:
        return 100 - self._percent(at) if self.mirrored else self._percent(at)

    def _percent(self, at: datetime) -> float:
        return 100 * ((at - self.starts) / (self.ends - self.starts))


def lanes(covers: Sequence[Cover]) -> Iterator[tuple[int, Cover]]:
    """Each cover with a lane in which no other one runs at the same time."""
    free: list[datetime] = []
    for cover in sorted(covers, key=lambda cover: cover.starts):
        lane = next((number for number, until in enumerate(free) if until <= cover.starts), len(free))
        free[lane:] = [cover.ends, *free[lane + 1 :]]
        yield lane, cover


def _told(percent: float) -> str:
    return f"{min(max(percent, 0.0), 100.0):.3f}%"
