"""What an Atlassian Statuspage says of scheduled maintenance (its public API, version 2), as windows.

Which files there are is told by ``domain.feed``. Entries that cannot be understood are named; what may have been a
window then counts as one that was not read, never as one that is gone.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from monitor.domain.feed import Feed, Said
from monitor.domain.window import Impact, Scope, Status, WindowSpec

MOST_ENTRIES = 1000
"""Of one file. A page lists a handful; thousands are a mistake of somebody's, and each costs a look at the book."""

_ID = re.compile(r"[A-Za-z0-9]([A-Za-z0-9_-]{0,38}[A-Za-z0-9])?")
_LONGEST_TEXT = 500
_YEARS = range(1970, 2200)  # as in our own files: at the ends of the calendar arithmetic fails
_STATUSES = frozenset({"scheduled", "in_progress", "verifying", "completed"})
_LESS = {"none": Impact.NONE, "minor": Impact.DEGRADED}  # than what the feed's own `impact` says; all else is that
_RANK = (Impact.NONE, Impact.DEGRADED, Impact.OUTAGE)


class NotAStatuspageError(ValueError):
    """The answer is not one of a Statuspage, so it says nothing about maintenance."""


@dataclass(slots=True)
class _Reading:
    """What was found so far."""

    specs: dict[str, WindowSpec] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    remarks: list[str] = field(default_factory=list)
    whole: bool = True


def read(bodies: Sequence[bytes], feed: Feed) -> Said:
    """The maintenances of all files together; of one in several the last counts.

    Raises:
        NotAStatuspageError: one of them is no file of a Statuspage.

    """
    reading = _Reading()
    for body in bodies:
        for entry in _entries(body):
            _take(entry, feed, reading)
    return Said(
        specs=tuple(reading.specs.values()),
        unread=frozenset(reading.unread),
        whole=reading.whole,
        remarks=tuple(reading.remarks),
    )


def _entries(body: bytes) -> list[Any]:
    try:
        root = json.loads(body)
    except (ValueError, RecursionError) as error:  # an UnicodeDecodeError is one of the former
        raise NotAStatuspageError("not JSON") from error
    entries = root.get("scheduled_maintenances") if isinstance(root, dict) else None
    if not isinstance(entries, list) or not isinstance(root.get("page"), dict):
        raise NotAStatuspageError("no answer of a Statuspage: it has no page, or no scheduled_maintenances")
    if len(entries) > MOST_ENTRIES:
        raise NotAStatuspageError(f"{len(entries)} maintenances; at most {MOST_ENTRIES} are read")
    return entries


def _take(entry: object, feed: Feed, reading: _Reading) -> None:
    number = entry.get("id") if isinstance(entry, dict) else None
    if not isinstance(entry, dict) or not isinstance(number, str) or _ID.fullmatch(number) is None:
        reading.whole = False
        reading.remarks.append("an entry that is no maintenance, or has no id, was left out")
        return
    name = _text(entry.get("name"))
    if any(_folded(word) in _folded(name) for word in feed.ignore):
        return
    window_id = f"{feed.id}.{number}"
    try:
        scope = _scope(entry, name, feed, reading.remarks)
        if scope is not None:
            reading.specs[window_id] = _spec(entry, feed, window_id, scope)
    except ValueError as error:
        reading.unread.add(window_id)
        reading.remarks.append(f"maintenance {number}: {error}")


def _spec(entry: Mapping[str, Any], feed: Feed, window_id: str, scope: Scope) -> WindowSpec:
    starts, ends, status = _span(entry)
    return WindowSpec(
        id=window_id,
        platform=feed.platform,
        scope=scope,
        starts=starts,
        ends=ends,
        timezone=feed.timezone,
        impact=_impact(entry.get("impact"), feed.impact),
        declared_at=_instant(entry, "created_at") if entry.get("created_at") else None,
        recovery=feed.recovery,
        long=feed.long,
        status=status,
        source_url=_link(entry.get("shortlink")),
        source_text=_words(entry),
    )


def _span(entry: Mapping[str, Any]) -> tuple[datetime, datetime, Status]:
    """Start, end and status: of work that was completed early the end is when that was said."""
    state = entry.get("status")
    if state not in _STATUSES:
        raise ValueError(f"unknown status {_text(state)[:40]!r}")
    starts, ends = _instant(entry, "scheduled_for"), _instant(entry, "scheduled_until")
    if state != "completed":
        return starts, ends, Status.SCHEDULED
    ended = _instant(entry, "resolved_at") if entry.get("resolved_at") else ends
    if ended <= starts:  # completed before it began: nothing of it came to pass
        return starts, ends, Status.CANCELLED
    return starts, min(ends, ended), Status.SCHEDULED


def _scope(entry: Mapping[str, Any], name: str, feed: Feed, remarks: list[str]) -> Scope | None:
    """What the maintenance covers; ``None`` where it names components, and none that anybody mapped.

    Of those that are not mapped it is not known what they are: they silence nothing, and are said.
    """
    listed = entry.get("components")
    components = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    if not feed.components or not components:
        return feed.scope
    mapped = {_folded(key): services for key, services in feed.components}
    services: set[str] = set()
    for component in components:
        found = next((mapped[key] for key in _keys(component) if key in mapped), None)
        services.update(found or ())
        if found is None:
            remarks.append(f"component {_text(component.get('name'))!r} of {name!r} is not mapped; it covers nothing")
    return Scope(services=frozenset(services)) if services else None


def _keys(component: Mapping[str, Any]) -> Iterator[str]:
    return (_folded(value) for key in ("id", "name", "group_id") if isinstance(value := component.get(key), str))


def _impact(word: object, most: Impact) -> Impact:
    said = _LESS.get(word, Impact.OUTAGE) if isinstance(word, str) else Impact.OUTAGE
    return min(said, most, key=_RANK.index)


def _words(entry: Mapping[str, Any]) -> str:
    """The title, and the newest of what was written about it."""
    listed = entry.get("incident_updates")
    updates = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    newest = max(updates, key=lambda one: _text(one.get("display_at") or one.get("created_at")), default={})
    name, body = _text(entry.get("name")), _text(newest.get("body"))
    return (f"{name}: {body}" if body else name)[:_LONGEST_TEXT]


def _instant(entry: Mapping[str, Any], key: str) -> datetime:
    value = entry.get(key)
    try:
        found = datetime.fromisoformat(value if isinstance(value, str) else "")
        if found.tzinfo is not None and found.year in _YEARS:
            return found.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise ValueError(f"{key} is no instant: {_text(value)[:40]!r}")


def _link(value: object) -> str:
    return value if isinstance(value, str) and re.fullmatch(r"https?://[!-~]{1,300}", value) is not None else ""


def _text(value: object) -> str:
    """A text on one line, in one spelling; empty for what is none."""
    if not isinstance(value, str):
        return ""
    # A lone surrogate, which JSON can write as an escape, is no character that a ledger can keep.
    sound = value[: 4 * _LONGEST_TEXT].encode("utf-8", "replace").decode("utf-8")
    return unicodedata.normalize("NFC", " ".join(sound.split()))[:_LONGEST_TEXT]


def _folded(text: str) -> str:
    return _text(text).casefold()
