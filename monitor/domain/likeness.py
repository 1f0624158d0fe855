"""Whether two announcements speak of one event, and what they say of it together.

Outlets repeat one another, shorten, and get things wrong. What the first, or the more explicit, says stands; whatever
another says otherwise is a conflict for a person to settle.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from urllib.parse import urlsplit

from monitor.domain.announcement.draft import Affected, Draft, Kind, Wall
from monitor.domain.proposal import Proposal, Source

_FRESH = timedelta(days=7)  # texts without any date speak of one event while they are this close
_MOST_SOURCES = 16
_PLANS = frozenset({Kind.SCHEDULED, Kind.ONGOING})
_LAST = time(23, 59)


def nearest(known: Collection[Proposal], draft: Draft, source: Source) -> Proposal | None:
    """The proposal that speaks of the same event as ``draft``, the most alike where several do."""
    alike = [one for one in known if is_one_event(one, draft, source)]
    return max(alike, key=lambda one: _closeness(one, draft), default=None)


def is_one_event(one: Proposal, draft: Draft, source: Source) -> bool:
    """Whether a proposal and another reading are about the same work.

    One text may announce several windows of one day: two readings of it are one event only where the times agree.
    """
    other = one.draft
    if not _are_kin(other.kind, draft.kind) or not share_platform(other, draft):
        return False
    if any(source.says_the_same(known) for known in one.sources):
        return (other.starts, other.ends) == (draft.starts, draft.ends)
    if _are_apart(other.services, draft.services) and not _agree(other, draft):
        return False
    days, others = days_of(draft), days_of(other)
    if not days or not others:
        return days == others and abs(source.received_at - one.received_at) <= _FRESH
    return any(first <= last and begun <= over for first, over in days for begun, last in others)


def days_of(draft: Draft) -> tuple[tuple[date, date], ...]:
    """The days that a draft names for the work, first and last: as it is planned now, and as it was before.

    An end at midnight is of the day before.
    """
    spans = (
        _days(draft.starts, draft.ends, draft.duration),
        _days(draft.former_starts, draft.former_ends, None),
    )
    return tuple(span for span in spans if span is not None)


def contradicts(one: Draft, other: Draft) -> bool:
    """Whether both name hours for an edge, and not the same."""
    edges = ((one.starts, other.starts), (one.ends, other.ends))
    return any(a is not None and b is not None and _differ(a, b) for a, b in edges)


def joined(one: Proposal, draft: Draft, source: Source) -> Proposal:
    """The proposal with one more source, what it leaves open filled in, and what the source says otherwise noted.

    What was said before is not noted twice. Sources beyond the first dozen or so add nothing and are left out.
    """
    if len(one.sources) >= _MOST_SOURCES or any(source.says_the_same(known) for known in one.sources):
        return one
    told = tuple(_conflicts(one, draft, source))
    conflicts = tuple(dict.fromkeys((*one.conflicts, *told)))
    filled = _filled(one.draft, draft) if one.is_waiting else one.draft
    return replace(one, draft=filled, sources=(*one.sources, source), conflicts=conflicts)


def outlet(source: Source) -> str:
    """By what name a source is told from others: the host it was published on, else its door."""
    try:
        host = urlsplit(source.url).hostname
    except ValueError:  # whoever writes a feed writes its links
        host = None
    return host or source.origin


def _days(starts: Wall | None, ends: Wall | None, duration: timedelta | None) -> tuple[date, date] | None:
    days = [wall.day for wall in (starts,) if wall is not None]
    if ends is not None:
        is_midnight = ends.clock == time(0) and (not days or ends.day > days[0])
        days.append(ends.day - timedelta(days=1) if is_midnight else ends.day)
    elif starts is not None and starts.clock is not None and duration is not None:
        begun = datetime.combine(starts.day, starts.clock)
        days.append((begun + duration - timedelta(microseconds=1)).date())
    return (min(days), max(days)) if days else None


def _are_kin(one: Kind, other: Kind) -> bool:
    return one is other or {one, other} <= _PLANS


def share_platform(one: Draft, other: Draft) -> bool:
    """Whether both may speak of one platform: a text that names none may speak of any."""
    if _is_unnamed(one) or _is_unnamed(other):
        return True
    mine, theirs = (frozenset(filter(None, (each.platform, *each.platforms))) for each in (one, other))
    return bool(mine & theirs) if mine and theirs else _name(one) == _name(other)


def _is_unnamed(draft: Draft) -> bool:
    return draft.platform is None and not draft.platforms and not draft.platform_name.strip()


def _name(draft: Draft) -> str:
    return " ".join(draft.platform_name.casefold().split())


def _are_apart(one: tuple[Affected, ...], other: tuple[Affected, ...]) -> bool:
    """Whether both name services that we know, and none of them is the same."""
    mine, theirs = (frozenset(each.id for each in services if each.id is not None) for services in (one, other))
    return bool(mine and theirs) and not mine & theirs


def _agree(one: Draft, other: Draft) -> bool:
    return one.starts is not None and (one.starts, one.ends) == (other.starts, other.ends)


def _closeness(one: Proposal, draft: Draft) -> tuple[bool, bool, bool, bool]:
    other = one.draft
    return (
        (other.starts, other.ends) == (draft.starts, draft.ends),
        other.starts == draft.starts,
        not contradicts(other, draft),
        one.is_waiting,
    )


def _differ(one: Wall, other: Wall) -> bool:
    """Whether two walls exclude each other: a day alone agrees with every hour of it."""
    if one.clock is None or other.clock is None:
        return one.day != other.day
    return _moment(one) != _moment(other)


def _moment(wall: Wall) -> datetime:
    """The end of a day and the midnight after it are one instant."""
    if wall.clock == _LAST:
        return datetime.combine(wall.day, time(0)) + timedelta(days=1)
    return datetime.combine(wall.day, wall.clock or time(0))


def _filled(one: Draft, other: Draft) -> Draft:
    """What the first says, with what only the other has."""
    starts, ends = _more_explicit(one.starts, other.starts), _more_explicit(one.ends, other.ends)
    platform = one.platform or other.platform
    is_adopted = one.platform is None and other.platform is not None
    services = one.services or other.services
    return replace(
        one,
        platform=platform,
        platform_name=one.platform_name or other.platform_name,
        platforms=other.platforms if is_adopted else one.platforms,
        services=services,
        excluded=one.excluded or other.excluded,
        starts=starts,
        ends=ends,
        duration=one.duration if one.duration is not None else other.duration,
        former_starts=one.former_starts or other.former_starts,
        former_ends=one.former_ends or other.former_ends,
        timezone=one.timezone or other.timezone,
        recovery=one.recovery or other.recovery,
    )


def _more_explicit(one: Wall | None, other: Wall | None) -> Wall | None:
    if one is None or other is None:
        return one or other
    is_finer = one.clock is None and other.clock is not None and one.day == other.day
    return other if is_finer else one


def _conflicts(one: Proposal, draft: Draft, source: Source) -> Iterator[str]:
    mine, former = one.draft, outlet(one.sources[0])
    here = outlet(source)
    edges = (
        ("starts", mine.starts, draft.starts, mine.former_starts),
        ("ends", mine.ends, draft.ends, mine.former_ends),
    )
    for key, a, b, before in edges:  # whoever repeats what held before contradicts nobody
        if a is not None and b is not None and b != before and _differ(a, b):
            yield _sentence(key, (a.iso, former), (b.iso, here))
    if mine.duration and draft.duration and mine.duration != draft.duration and not (mine.ends and draft.ends):
        yield _sentence("duration", (str(mine.duration), former), (str(draft.duration), here))
    if mine.timezone and draft.timezone and mine.timezone != draft.timezone:
        yield _sentence("timezone", (mine.timezone, former), (draft.timezone, here))
    if mine.impact is not draft.impact:
        yield _sentence("impact", (mine.impact.value, former), (draft.impact.value, here))
    ours, theirs = _ids(mine.services), _ids(draft.services)
    if ours and theirs and ours != theirs:
        yield _sentence("services", (", ".join(sorted(ours)), former), (", ".join(sorted(theirs)), here))


def _ids(services: tuple[Affected, ...]) -> frozenset[str]:
    return frozenset(one.id for one in services if one.id is not None)


def _sentence(key: str, one: tuple[str, str], other: tuple[str, str]) -> str:
    return f"{key}: {one[0]} according to {one[1]}, {other[0]} according to {other[1]}."
