"""A window as the ledger keeps it, back from JSON into the domain's own type."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from monitor.domain.window import Fold, Impact, Rule, Scope, Status, WindowSpec

_LENGTH = re.compile(
    r"(-?)P(?:([0-9]+)Y)?(?:([0-9]+)D)?(?:T(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+)(?:\.([0-9]+))?S)?)?"
)
_DAY_ALONE = 10  # characters
_NOTHING = timedelta(0)


def spec(text: str) -> WindowSpec:
    """The window that ``text`` holds.

    Raises:
        ValueError: it is none of ours.
        KeyError: a field is missing.
    """
    kept = json.loads(text)
    return WindowSpec(
        id=kept["id"],
        platform=kept["platform"],
        scope=_scope(kept["scope"]),
        starts=datetime.fromisoformat(kept["starts"]),
        ends=datetime.fromisoformat(kept["ends"]) if kept["ends"] else None,
        duration=_length(kept["duration"]) if kept["duration"] else None,
        timezone=kept["timezone"],
        fold=Fold(kept["fold"]) if kept["fold"] else None,
        impact=Impact(kept["impact"]),
        impacts=tuple((name, Impact(impact)) for name, impact in kept.get("impacts", ())),
        declared_at=datetime.fromisoformat(kept["declared_at"]) if kept["declared_at"] else None,
        recovery=_length(kept["recovery"]),
        early_start_tolerance=_length(kept["early_start_tolerance"]),
        long=kept["long"],
        status=Status(kept["status"]),
        source_url=kept["source_url"],
        source_text=kept["source_text"],
        rule=_rule(kept["rule"]) if kept["rule"] else None,
    )


def _scope(kept: Mapping[str, Any]) -> Scope:
    return Scope(
        everything=kept["everything"],
        services=frozenset(kept["services"]),
        selectors=tuple(tuple((key, value) for key, value in selector) for selector in kept["selectors"]),
        exclude=frozenset(kept["exclude"]),
    )


def _rule(kept: Mapping[str, Any]) -> Rule:
    return Rule(
        rrule=kept["rrule"],
        until=datetime.fromisoformat(kept["until"]) if kept["until"] else None,
        exdates=tuple(map(_day_or_time, kept["exdates"])),
    )


def _day_or_time(text: str) -> date | datetime:
    return date.fromisoformat(text) if len(text) == _DAY_ALONE else datetime.fromisoformat(text)


def _length(text: str) -> timedelta:
    """An ISO 8601 duration; a year is 365 days, as in those who wrote it."""
    if text == "PT0S":
        return _NOTHING
    found = _LENGTH.fullmatch(text)
    if found is None:
        raise ValueError(f"{text}: no length")
    years, days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:6])
    length = timedelta(
        days=365 * years + days,
        hours=hours,
        minutes=minutes,
        seconds=seconds,
        microseconds=int((found[7] or "").ljust(6, "0")[:6]),
    )
    return -length if found[1] else length
