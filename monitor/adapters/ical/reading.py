"""A calendar's bytes as windows: series first, then dates added to them, then occurrences revised alone.

An event that cannot be read costs itself and is named; a file that is no calendar is refused as a whole, so that it is
never taken for a calendar without windows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from monitor.adapters.ical.event import Reader, is_announced, sequence, spec_of
from monitor.adapters.ical.findings import Findings, UnreadableError
from monitor.adapters.ical.identity import window_id
from monitor.adapters.ical.lines import Component, parse
from monitor.adapters.ical.mapping import CalendarMapping
from monitor.adapters.ical.moments import Moment
from monitor.adapters.ical.own import own_id
from monitor.adapters.ical.zones import Zones, named
from monitor.domain.errors import Problem
from monitor.domain.recurrence import Edge, local_start_of, occurrence_id, occurrences, span, zone_of
from monitor.domain.window import Rule, WindowSpec

_MOST_ADDED = 500  # dates that one event adds with RDATE
_MOST_ZONES = 100  # of a file that are held against the known ones, each of which takes a while
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """One event under the window id that it speaks of."""

    uid: str
    event: Component
    reader: Reader

    @property
    def age(self) -> tuple[int, str, str]:
        """What grows with every revision (RFC 5546 section 2.1.5)."""
        return sequence(self.event), self.event.text("LAST-MODIFIED"), self.event.text("DTSTAMP")


def read(data: bytes, mapping: CalendarMapping, name: str) -> tuple[tuple[WindowSpec, ...], tuple[Problem, ...]]:
    """The windows of a calendar, and what is wrong with it; ``name`` is the file or feed that problems name.

    ``unread`` tells from the problems which windows stand in the calendar but could not be read.

    Raises:
        ConfigurationError: the file as a whole is no calendar, cut off, or too large.
    """
    findings = Findings(name)
    series: dict[str, _Entry] = {}
    single: list[_Entry] = []
    for entry in _entries(parse(data, findings), mapping, findings):
        if entry.event.first("RECURRENCE-ID") is None:
            _enter(series, _id(entry), entry, findings)
        else:
            single.append(entry)
    specs = _built(series, findings)
    for entry_id, spec in list(specs.items()):
        specs.update(_added(spec, series[entry_id], findings))
    specs.update(_built(_alone(single, specs, findings), findings))
    return tuple(specs.values()), findings.sorted()


def _entries(calendars: list[Component], mapping: CalendarMapping, findings: Findings) -> Iterator[_Entry]:
    zones_left = _MOST_ZONES
    for calendar in calendars:
        floating = named(calendar.text("X-WR-TIMEZONE"))  # what the calendar says of itself is nearer than a setting
        reader = Reader(
            zones=Zones(calendar, (mapping.timezone, floating), most=zones_left),
            floating=floating or mapping.timezone,
            is_cancelling=calendar.text("METHOD").upper() == "CANCEL",
            mapping=mapping,
            findings=findings,
        )
        zones_left = max(zones_left - len(calendar.inner("VTIMEZONE")), 0)
        for event in calendar.inner("VEVENT"):
            if uid := event.text("UID"):
                yield _Entry(uid=uid, event=event, reader=reader)
            else:
                findings.error("", UnreadableError(event.line, "UID", "", "the event has no UID to know it by"))


def _id(entry: _Entry) -> str:
    mapping = entry.reader.mapping
    return (own_id(entry.event) if mapping.own else "") or window_id(entry.uid, mapping.prefix)


def _enter(entries: dict[str, _Entry], entry_id: str, entry: _Entry, findings: Findings) -> None:
    """Keep the newest of an event; an id that two UIDs share is the first one's."""
    former = entries.get(entry_id)
    if former is not None and former.uid != entry.uid:
        sentence = f"its window would be called {entry_id}, as that of line {former.event.line} is"
        findings.error("", UnreadableError(entry.event.line, "UID", entry.uid, sentence))
    elif former is None or entry.age >= former.age:
        entries[entry_id] = entry


def _built(entries: dict[str, _Entry], findings: Findings) -> dict[str, WindowSpec]:
    specs = {}
    for entry_id, entry in entries.items():
        try:
            if is_announced(entry.event, entry.reader):
                specs[entry_id] = spec_of(entry.event, entry_id, entry.reader)
        except UnreadableError as unreadable:
            findings.error(entry_id, unreadable)
    return specs


def _alone(entries: list[_Entry], specs: dict[str, WindowSpec], findings: Findings) -> dict[str, _Entry]:
    """The events that speak of one occurrence, under ``id@<local start>``."""
    alone: dict[str, _Entry] = {}
    for entry in entries:
        try:
            _enter(alone, _occurrence(entry, specs, findings), entry, findings)
        except UnreadableError as unreadable:
            findings.error(_id(entry), unreadable)
    return alone


def _occurrence(entry: _Entry, specs: dict[str, WindowSpec], findings: Findings) -> str:
    found = entry.event.first("RECURRENCE-ID")
    assert found is not None
    if found.parameters.get("RANGE", "").upper() == "THISANDFUTURE":
        findings.warning(found.line, f"{entry.uid}/RECURRENCE-ID", found.text, "RANGE is not supported; one is revised")
    if entry.reader.mapping.own and "@" in own_id(entry.event):
        return own_id(entry.event)
    series_id = window_id(entry.uid, entry.reader.mapping.prefix)
    series, at = specs.get(series_id), entry.reader.moment(found)
    if series is None or series.rule is None:
        return occurrence_id(series_id, at.wall(at.zone or entry.reader.floating))
    return _occurrence_of(series, at) or occurrence_id(series_id, _wall(at, series))


def _occurrence_of(series: WindowSpec, at: Moment) -> str:
    """The occurrence that a RECURRENCE-ID names, as a local time, a day, or an instant; empty where there is none."""
    by_name = occurrence_id(series.id, _wall(at, series))
    if local_start_of(series, by_name) is not None:
        return by_name
    instant = at.instant(Edge.START)
    near = occurrences(series, instant, instant + _SECOND)
    return next((found.id for found in near if found.starts == instant), "")


def _wall(at: Moment, series: WindowSpec) -> datetime:
    if at.is_day:
        return datetime.combine(at.at.date(), series.starts.time())
    if at.at.tzinfo is None and series.starts.tzinfo is None and at.zone == series.timezone:
        return at.at
    return at.instant(Edge.START).astimezone(zone_of(series)).replace(tzinfo=None, fold=0)


def _added(series: WindowSpec, entry: _Entry, findings: Findings) -> dict[str, WindowSpec]:
    """The windows that RDATE adds, each as an occurrence of its own."""
    added: dict[str, WindowSpec] = {}
    try:
        for found in entry.event.all("RDATE"):
            if "/" in found.text:
                sentence = "the end of a period is not supported; the length of the event is taken"
                findings.warning(found.line, f"{series.id}/RDATE", found.text, sentence)
            if found.text.count(",") + len(added) >= _MOST_ADDED:
                raise UnreadableError(found.line, "RDATE", "", f"adds more than {_MOST_ADDED} dates")  # noqa: TRY301 - one way out
            for at in entry.reader.moments(found):
                spec = _at(series, _wall(at, series))
                added[spec.id] = spec
    except UnreadableError as unreadable:
        findings.error(series.id, unreadable)
    return {key: spec for key, spec in added.items() if local_start_of(series, key) is None}


def _at(series: WindowSpec, local: datetime) -> WindowSpec:
    """The series' window moved to another local start."""
    repeating = series if series.rule else replace(series, rule=Rule(rrule="FREQ=DAILY"))
    starts, ends = span(repeating, local)
    return replace(
        series,
        id=occurrence_id(series.id, local),
        starts=local if series.starts.tzinfo is None else starts.astimezone(UTC),
        ends=None if series.ends is None else ends,
        rule=None,
    )
