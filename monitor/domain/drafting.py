"""From what an announcement says to the window that a person would declare, or to what is still missing for one.

Conventions for what texts leave out: a day alone is meant from its midnight, and to the midnight after it where it
ends something. Every liberty taken is a warning. Nothing here decides, and nothing enters the book.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from monitor.domain.announcement.draft import Affected, Draft, Wall
from monitor.domain.book import Rules
from monitor.domain.catalogue import Platform
from monitor.domain.errors import DraftIncompleteError
from monitor.domain.proposal import Source
from monitor.domain.recurrence import Edge, resolve
from monitor.domain.window import Scope, WindowSpec

_LAST_MINUTE = time(23, 59)
_DAY = timedelta(days=1)
_YEARS = range(1990, 2200)  # whatever else a text seems to name is no day of any maintenance
Gap = tuple[str, str]
"""A key that is missing, and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A window as far as an announcement has it: ``fields`` are those of ``WindowSpec``, missing ones left out."""

    fields: Mapping[str, Any]
    gaps: tuple[Gap, ...] = ()
    warnings: tuple[str, ...] = ()
    _longest: timedelta = field(default=timedelta.max, repr=False)

    def spec(self, changes: Mapping[str, object] | None = None, name: str = "") -> WindowSpec:
        """The window, with ``changes`` of its fields by whoever confirms it; ``name`` is what the error calls it.

        Raises:
            DraftIncompleteError: what is missing is not among the changes either.
        """
        fields = self.revision(changes or {}, name or self.fields["id"])
        if "long" not in (changes or {}):
            fields["long"] = _length(fields) > self._longest
        return WindowSpec(**fields)

    def revision(self, changes: Mapping[str, object], name: str) -> dict[str, Any]:
        """The fields, with ``changes`` of them; ``name`` is what the error calls the window.

        Raises:
            DraftIncompleteError: what is missing is not among the changes either.
        """
        if "duration" in changes or "ends" in changes:
            changes = {"ends": None, "duration": None, **changes}
        missing = tuple(gap for gap in self.gaps if not _is_filled(gap[0], changes))
        if missing:
            raise DraftIncompleteError(name, missing)
        return {**self.fields, **changes}


def window_of(
    draft: Draft, rules: Rules, timezone: str, *, platform: str | None = None, source: Source | None = None
) -> Outline:
    """The window of one platform, the draft's first where none is named; ``timezone`` is the monitor's."""
    platform = platform or draft.platform
    known = rules.catalogue.by_platform.get(platform or "")
    zone = draft.timezone or (known.timezone if known else timezone)
    starts, start_warnings = start_of(draft.starts)
    ends, end_warnings = end_of(draft)
    scope, scope_warnings = _scope(draft, known)
    edges = {"starts": starts, "ends": ends, "duration": draft.duration if ends is None else None}
    fields: dict[str, Any] = {
        "id": f"{platform or 'unlisted'}-{draft.starts.day if draft.starts else 'undated'}",
        "scope": scope,
        "timezone": zone,
        "impact": draft.impact,
        **{key: value for key, value in edges.items() if value is not None},
        **({"platform": platform} if platform else {}),
        **(provenance(source, zone) if source else {}),
    }
    is_long = "starts" in fields and _length(fields) > rules.longest_window
    fields["long"] = is_long
    long_warnings = ("long: it is longer than limits.longest_window; is that meant?",) if is_long else ()
    return Outline(
        fields=fields,
        gaps=tuple(_gaps(draft, known, fields)),
        warnings=(*draft.warnings, *start_warnings, *end_warnings, *scope_warnings, *long_warnings),
        _longest=rules.longest_window,
    )


def windows_of(
    draft: Draft, rules: Rules, timezone: str, *, source: Source | None = None, taken: Collection[str] = ()
) -> tuple[Outline, ...]:
    """One window for each platform that is watched; of a draft about none, the one that cannot be declared yet.

    An id that is ``taken`` gets a number behind it.
    """
    named = dict.fromkeys((draft.platform or "", *draft.platforms))
    watched: list[str | None] = [name for name in named if name in rules.catalogue.by_platform]
    watched = watched or [draft.platform]
    found = [window_of(draft, rules, timezone, platform=name, source=source) for name in watched]
    return tuple(
        Outline(
            fields={**one.fields, "id": _free(one.fields["id"], taken)},
            gaps=one.gaps,
            warnings=one.warnings,
            _longest=rules.longest_window,
        )
        for one in found
    )


def is_sensible(draft: Draft) -> bool:
    """Whether its days and its length are ones that a maintenance can have."""
    walls = (draft.starts, draft.ends, draft.former_starts, draft.former_ends)
    return all(wall is None or wall.day.year in _YEARS for wall in walls) and (draft.duration or _DAY) < 366 * _DAY


def start_of(wall: Wall | None) -> tuple[datetime | None, tuple[str, ...]]:
    """The local start, and what was taken for granted."""
    if wall is None or wall.day.year not in _YEARS:
        return None, ()
    if wall.clock is not None:
        return datetime.combine(wall.day, wall.clock), ()
    named = f"only the {wall.part.value} of {wall.day}" if wall.part else f"only the day {wall.day}"
    return datetime.combine(wall.day, time(0)), (f"starts: the text names {named}; its first midnight is taken.",)


def end_of(draft: Draft) -> tuple[datetime | None, tuple[str, ...]]:
    """The local end, ``None`` where the duration has to do, and what was taken for granted."""
    wall, starts = draft.ends, draft.starts
    if wall is None or wall.day.year not in _YEARS:
        return None, ()
    if wall.clock == _LAST_MINUTE:
        return datetime.combine(wall.day + _DAY, time(0)), ()
    if wall.clock is not None:
        return datetime.combine(wall.day, wall.clock), ()
    if draft.duration is not None and starts is not None and starts.clock is not None:
        ends = datetime.combine(starts.day, starts.clock) + draft.duration
        if ends.date() == wall.day:  # the length tells the hour of the day that the text ends on
            return ends, ()
    sentence = f"ends: the text names only the day {wall.day}; all of it is taken, up to the midnight after it."
    return datetime.combine(wall.day + _DAY, time(0)), (sentence,)


def provenance(source: Source, timezone: str) -> dict[str, Any]:
    """What a window keeps of the text it was read from, and when that was published."""
    known: dict[str, Any] = {"source_url": source.url, "source_text": source.text}
    if (published := published_at(source, timezone)) is not None:
        known["declared_at"] = published
    return known


def published_at(source: Source, timezone: str) -> datetime | None:
    """The instant of publication; of a day alone its end, or the receipt if that was before: no notice is made up."""
    published = source.published
    if published is None or isinstance(published, datetime):
        return published.astimezone(UTC) if isinstance(published, datetime) else None
    if published > source.received_at.date():  # also what its zone is ahead by; no later day can be true
        return source.received_at
    midnight = datetime.combine(published + _DAY, time(0))
    return min(resolve(midnight, ZoneInfo(timezone), edge=Edge.END)[0], source.received_at)


def published_day(source: Source, timezone: str) -> date | None:
    """The local day of publication."""
    published = source.published
    return published.astimezone(ZoneInfo(timezone)).date() if isinstance(published, datetime) else published


def _gaps(draft: Draft, known: Platform | None, fields: Mapping[str, object]) -> Iterator[Gap]:
    if known is None:
        name = draft.platform or draft.platform_name
        yield "platform", f"{name} is not watched" if name else "is not named"
    if "starts" not in fields:
        yield "starts", "is not said"
    if "ends" not in fields and "duration" not in fields:
        yield "ends", "is not said"


def _is_filled(key: str, changes: Mapping[str, object]) -> bool:
    keys = ("ends", "duration") if key == "ends" else (key,)
    return any(changes.get(one) is not None for one in keys)


def _scope(draft: Draft, known: Platform | None) -> tuple[Scope, tuple[str, ...]]:
    names = {service.name_part for service in known.services} if known else None
    services, unnamed = _known(draft.services, names)
    exclude, unspared = _known(draft.excluded, names)
    warnings = []
    if unnamed:
        meant = "the others are taken" if services else "the whole platform is taken"
        warnings.append(f"services: {', '.join(unnamed)}: not watched under that name; {meant}.")
    if unspared and not services:
        warnings.append(f"exclude: {', '.join(unspared)}: said to go on working, but not watched under that name.")
    return Scope(everything=not services, services=services, exclude=exclude), tuple(warnings)


def _known(affected: tuple[Affected, ...], names: set[str] | None) -> tuple[frozenset[str], list[str]]:
    known = frozenset(one.id for one in affected if one.id is not None and (names is None or one.id in names))
    return known, list(dict.fromkeys(one.as_written for one in affected if one.id not in known))


def _length(fields: Mapping[str, Any]) -> timedelta:
    """The length of a window as far as it has both ends; local times are held against each other as the book does."""
    starts, ends, zone = fields.get("starts"), fields.get("ends"), ZoneInfo(fields["timezone"])
    if starts is None or ends is None:
        return fields.get("duration") or timedelta(0)
    return resolve(ends, zone, edge=Edge.END)[0] - resolve(starts, zone, edge=Edge.START)[0]


def _free(window_id: str, taken: Collection[str]) -> str:
    if window_id not in taken:
        return window_id
    return next(name for number in range(2, len(taken) + 3) if (name := f"{window_id}-{number}") not in taken)
