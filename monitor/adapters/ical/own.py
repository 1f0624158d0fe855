"""What iCalendar has no word for, said in X-MARSAD properties, so that our own export is read back as it was.

Properties of time count only while the standard ones beside them still say the same: whoever moves an event in a
calendar program moves the window.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeAlias

from monitor.adapters.ical.findings import UnreadableError
from monitor.adapters.ical.lines import Component, Property
from monitor.adapters.ical.times import is_exact, time_lines
from monitor.adapters.ical.zones import named
from monitor.domain.printable import printable_lines
from monitor.domain.recurrence import Edge
from monitor.domain.window import Fold, Impact, Rule, Scope, Status, WindowSpec

_MARK = "X-MARSAD-"
PLATFORM = f"{_MARK}PLATFORM"
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}(@[0-9T:-]{1,30})?")
_ISO_DAY = len("2026-01-02")
_SECOND = timedelta(seconds=1)


def _scope_text(scope: Scope) -> str:
    return _json(
        {
            "all": scope.everything,
            "services": sorted(scope.services),
            "labels": scope.selectors,
            "exclude": sorted(scope.exclude),
        },
    )


def _scope(text: str) -> Scope:
    said = json.loads(text)
    return Scope(
        everything=said["all"] is True,
        services=frozenset(map(str, said["services"])),
        selectors=tuple(tuple((str(key), str(value)) for key, value in one) for one in said["labels"]),
        exclude=frozenset(map(str, said["exclude"])),
    )


def _impacts(text: str) -> tuple[tuple[str, Impact], ...]:
    return tuple((str(name), Impact(impact)) for name, impact in json.loads(text))


def _rule_text(rule: Rule) -> str:
    until = rule.until.isoformat() if rule.until else None
    return _json({"rrule": rule.rrule, "until": until, "exdates": [day.isoformat() for day in rule.exdates]})


def _rule(text: str) -> Rule:
    said = json.loads(text)
    return Rule(
        rrule=str(said["rrule"]),
        until=datetime.fromisoformat(said["until"]) if said["until"] else None,
        exdates=tuple(_day_or_time(one) for one in said["exdates"]),
    )


def _day_or_time(text: str) -> date:
    return date.fromisoformat(text) if len(text) == _ISO_DAY else datetime.fromisoformat(text)


def _seconds_text(span: timedelta) -> str:
    return f"{span // _SECOND}.{(span % _SECOND).microseconds:06d}"


def _seconds(text: str) -> timedelta:
    whole, _, fraction = text.partition(".")
    return timedelta(seconds=int(whole), microseconds=int(fraction))


def _zone(text: str) -> str:
    if named(text) != text:
        raise ValueError("no zone has this name")
    return text


def _json(said: object) -> str:
    return json.dumps(said, separators=(",", ":"))  # ASCII, so no character of it can end a line


_Write: TypeAlias = Callable[[Any], str]
_Read: TypeAlias = Callable[[str], object]
_WORDS: dict[str, tuple[str, _Write, _Read]] = {
    "platform": ("PLATFORM", str, str),
    "scope": ("SCOPE", _scope_text, _scope),
    "impact": ("IMPACT", str, Impact),
    "impacts": ("SERVICE-IMPACT", _json, _impacts),
    "fold": ("FOLD", str, Fold),
    "declared_at": ("DECLARED-AT", lambda at: at.astimezone(UTC).isoformat(), datetime.fromisoformat),
    "recovery": ("RECOVERY", _seconds_text, _seconds),
    "early_start_tolerance": ("EARLY-START-TOLERANCE", _seconds_text, _seconds),
    "long": ("LONG", _json, lambda text: text == "true"),
    "status": ("STATUS", str, Status),
    "source_url": ("SOURCE-URL", _json, lambda text: str(json.loads(text))),
    "source_text": ("SOURCE-TEXT", _json, lambda text: str(json.loads(text))),
}
_TIMES: dict[str, tuple[str, _Write, _Read]] = {
    "timezone": ("TIMEZONE", str, _zone),
    "starts": ("STARTS", datetime.isoformat, datetime.fromisoformat),
    "ends": ("ENDS", datetime.isoformat, datetime.fromisoformat),
    "duration": ("DURATION", _seconds_text, _seconds),
    "rule": ("RULE", _rule_text, _rule),
}


def own_words(spec: WindowSpec) -> Iterator[tuple[str, str]]:
    """Name and value of every X-MARSAD property that a window needs beside the standard ones."""
    unsaid = WindowSpec(
        id="", platform="", scope=Scope(), starts=spec.starts, timezone="", source_text=plain(spec.source_text)
    )
    for field, (word, write, _) in _WORDS.items():
        value = getattr(spec, field)
        if value != getattr(unsaid, field) and not (field == "status" and value is Status.CANCELLED):
            yield f"{_MARK}{word}", write(value)
    for field in _unsaid_times(spec):
        word, write, _ = _TIMES[field]
        yield f"{_MARK}{word}", write(getattr(spec, field))


def plain(text: str) -> str:
    """A text as DESCRIPTION carries it: nothing in it that a reader could take for the end of a line."""
    return printable_lines(text).strip()


def _unsaid_times(spec: WindowSpec) -> Iterator[str]:
    if spec.timezone not in {line.tzid for line in time_lines(spec) if line.name == "DTSTART"}:
        yield "timezone"
    if not is_exact(spec, spec.starts, Edge.START):
        yield "starts"
    if spec.ends is not None and not is_exact(spec, spec.ends, Edge.END):
        yield "ends"
    if spec.duration is not None and spec.duration % _SECOND:
        yield "duration"
    if spec.rule is not None:
        yield "rule"


def own_id(event: Component) -> str:
    """The window id that our export names, if it is one."""
    text = event.text(f"{_MARK}ID")
    return text if _ID.fullmatch(text) else ""


def id_word(window_id: str) -> tuple[str, str]:
    """The property that ``own_id`` reads."""
    return f"{_MARK}ID", window_id


def as_exported(spec: WindowSpec, event: Component) -> WindowSpec:
    """``spec``, as the standard properties of an event have it, with what its X-MARSAD properties add.

    Raises:
        UnreadableError: one of them cannot be read.
    """
    bare = WindowSpec(
        id=spec.id,
        platform=spec.platform,
        scope=Scope(),
        starts=spec.starts,
        ends=spec.ends,
        duration=spec.duration,
        timezone=spec.timezone,
        status=spec.status,
        source_text=event.text("DESCRIPTION"),
        rule=spec.rule,
    )
    made = replace(bare, **_said(event, _WORDS))
    times = replace(made, **_said(event, _TIMES))
    with suppress(ValueError, OverflowError, TypeError):  # no times that anybody wrote down
        if [(one.name, one.tzid, one.value) for one in time_lines(times)] == _standard(event):
            return times
    return made


def _standard(event: Component) -> list[tuple[str, str, str]]:
    order = ("DTSTART", "DTEND", "DURATION", "RRULE", "EXDATE")
    found = [one for name in order for one in event.all(name)]
    return [(one.name, one.parameters.get("TZID", ""), one.text) for one in found]


def _said(event: Component, words: dict[str, tuple[str, _Write, _Read]]) -> dict[str, Any]:
    said = {field: (event.first(f"{_MARK}{word}"), read) for field, (word, _, read) in words.items()}
    return {field: _value(found, read) for field, (found, read) in said.items() if found is not None}


def _value(found: Property, read: _Read) -> object:
    try:
        return read(found.text)
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
        raise UnreadableError(found.line, found.name, found.text, "is not what our export writes") from error
