"""Which windows of the book an announcement speaks of: the one it changes, or the one that says the same already."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from monitor.domain.announcement.draft import Draft, Kind, Wall
from monitor.domain.book import Book
from monitor.domain.declared import Declared, declared
from monitor.domain.drafting import end_of, start_of
from monitor.domain.recurrence import Edge, resolve

_BEFORE, _AHEAD = timedelta(days=3), timedelta(days=60)
_LATELY = timedelta(hours=24)  # an extension is often announced after the end that no longer holds
_AROUND = timedelta(days=2)
_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A window of the book at the time that a plan is announced for; ``told`` are its times in words."""

    window_id: str
    told: str
    is_same: bool


def spoken_of(book: Book, draft: Draft, at: datetime) -> tuple[str, ...]:
    """The windows, or occurrences, that a change is about: one for each platform where there is one.

    Days that the text names have to be theirs; without any it is the one that runs, else the next.
    """
    found = []
    since, until = _around(draft, at)
    for platform in _platforms(draft):
        near = [one for one in _on(book, platform, since, until) if _is_meant(one, draft, at)]
        if near:
            found.append(min(near, key=lambda one: _distance(one, draft, at)).window_id)
    return tuple(found)


def announced_already(book: Book, draft: Draft) -> Standing | None:
    """The window that stands at the time of a plan; the very same one before any other."""
    starts, ends = start_of(draft.starts)[0], end_of(draft)[0]
    if starts is None:
        return None
    if ends is None:
        ends = starts + (draft.duration or timedelta(hours=1))
    standing = []
    for platform in _platforms(draft):
        for one in _on(book, platform, starts.replace(tzinfo=UTC) - _AROUND, ends.replace(tzinfo=UTC) + _AROUND):
            zone = ZoneInfo(draft.timezone or one.last.revision.spec.timezone)
            edges = resolve(starts, zone, edge=Edge.START)[0], resolve(ends, zone, edge=Edge.END)[0]
            if one.starts < edges[1] and edges[0] < one.ends and _may_share_services(one, draft):
                standing.append(Standing(window_id=one.window_id, told=_told(one), is_same=_is_same(one, edges)))
    return max(standing, key=lambda one: one.is_same, default=None)


def _platforms(draft: Draft) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (draft.platform, *draft.platforms))))


def _on(book: Book, platform: str, since: datetime, until: datetime) -> Iterator[Declared]:
    chains = {name: chain for name, chain in book.chains.items() if chain[-1].spec.platform == platform}
    return (one for one in declared(Book(chains=chains), since, until) if one.withdrawn is None)


def _is_meant(one: Declared, draft: Draft, at: datetime) -> bool:
    if draft.kind is Kind.FINISHED:
        return one.starts <= at < one.ends
    named = _named(draft)
    if named is not None:
        first, last = _days(one)
        return named[0] <= last and first <= named[1]
    if one.ends <= at:
        return draft.kind is Kind.EXTENDED and one.ends > at - _LATELY
    if draft.kind is Kind.EXTENDED and draft.ends is not None:
        return _days(one)[0] <= draft.ends.day
    return True


def _named(draft: Draft) -> tuple[date, date] | None:
    """The days that the text gives the work that was planned, as far as it does."""
    former = (draft.former_starts, draft.former_ends)
    own: tuple[Wall | None, ...] = (draft.starts, draft.ends)
    if draft.kind is Kind.POSTPONED:
        own = ()
    elif draft.kind is Kind.EXTENDED:
        own = (draft.starts,)  # its end is the new one
    walls = [wall.day for wall in former if wall is not None] or [wall.day for wall in own if wall is not None]
    return (min(walls), max(walls)) if walls else None


def _around(draft: Draft, at: datetime) -> tuple[datetime, datetime]:
    """Where the window is looked for: around the days that are named, else from now on."""
    named = _named(draft)
    if named is None or draft.kind is Kind.FINISHED:
        return at - _BEFORE, at + _AHEAD
    first, last = (datetime.combine(day, time(0), tzinfo=UTC) for day in named)
    return first - _BEFORE, last + _BEFORE


def _days(one: Declared) -> tuple[date, date]:
    zone = ZoneInfo(one.last.revision.spec.timezone)
    return one.starts.astimezone(zone).date(), (one.ends - _INSTANT).astimezone(zone).date()


def _distance(one: Declared, draft: Draft, at: datetime) -> tuple[bool, bool, timedelta]:
    is_running = one.starts <= at < one.ends
    return not _may_share_services(one, draft), not is_running, abs(one.starts - at)


def _may_share_services(one: Declared, draft: Draft) -> bool:
    scope = one.last.revision.spec.scope
    named = {affected.id for affected in draft.services if affected.id is not None}
    return not named or not scope.services or bool(named & scope.services)


def _is_same(one: Declared, edges: tuple[datetime, datetime]) -> bool:
    return (one.starts, one.ends) == edges


def _told(one: Declared) -> str:
    zone = ZoneInfo(one.last.revision.spec.timezone)
    starts, ends = (edge.astimezone(zone) for edge in (one.starts, one.ends))
    return f"{starts:%Y-%m-%dT%H:%M} to {ends:%Y-%m-%dT%H:%M}"
