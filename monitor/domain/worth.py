"""Which drafts that were read out of news are worth a person's look, and what their feed adds to them: pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from monitor.domain.announcement.draft import Draft, Kind, Wall

BYGONE = timedelta(days=1)
"""A window that was over for longer when it was announced is not proposed."""

_END_OF_DAY = time(23, 59)
_LASTING = frozenset({Kind.ONGOING, Kind.EXTENDED, Kind.FINISHED})  # what began long ago may be over only now
_LAST = datetime.combine(date.max, _END_OF_DAY)


def is_bygone(draft: Draft, timezone: str, at: datetime) -> bool:
    """Whether everything that it speaks of was over long ``at``; ``timezone`` is for a draft that has none."""
    last = _last(draft)
    # Compared as it is: in UTC the last day of the calendar may be none.
    return last is not None and last.replace(tzinfo=_zone(draft.timezone, timezone)) < at - BYGONE


def plain(draft: Draft) -> Draft:
    """The draft without where in the text it stands: two texts that say the same give the same."""
    return replace(draft, confidence={}, evidence={})


def hinted(draft: Draft, platform: str, timezone: str) -> Draft:
    """The draft with the platform that its feed is about, and its zone, where the text names no platform at all."""
    if not platform or draft.platform is not None or draft.platform_name:
        return draft
    remark = f"the text names no platform; the feed is about {platform}"
    zone = draft.timezone if "timezone" in draft.evidence else timezone
    return replace(draft, platform=platform, platforms=(platform,), timezone=zone, warnings=(*draft.warnings, remark))


def _last(draft: Draft) -> datetime | None:
    """The last wall time that it speaks of."""
    if draft.ends is not None:
        return _wall(draft.ends)
    if draft.kind in _LASTING and draft.duration is None:
        return None
    if draft.starts is not None:
        starts = _wall(draft.starts)
        return starts + min(draft.duration or timedelta(0), _LAST - starts)
    former = draft.former_ends or draft.former_starts
    return None if former is None else _wall(former)


def _wall(wall: Wall) -> datetime:
    return datetime.combine(wall.day, wall.clock or _END_OF_DAY)


def _zone(*names: str) -> ZoneInfo:
    """The first that is one; a text may name any."""
    for name in names:
        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError):
            continue
    return ZoneInfo("UTC")
