"""The window events of a scenario: declarations, and revisions as changes of ``WindowSpec`` fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from monitor.adapters.manifest.scenario_file import WindowEventSection
from monitor.adapters.manifest.window_file import ChangeSection, impacts, spec, utc, wall
from monitor.domain.book import Book, Rules
from monitor.domain.change import Verb
from monitor.domain.errors import WindowRefusedError
from monitor.domain.window import Rule, Scope, WindowSpec
from monitor.engine.scenario import WindowEvent, entered

_SAME = ("platform", "starts", "timezone", "fold", "impact", "recovery", "early_start_tolerance", "long", "status")
_NULLABLE = frozenset({"fold"})
_SCOPE_KEYS, _RULE_KEYS = frozenset({"services", "exclude"}), frozenset({"rrule", "until", "exdates"})


@dataclass(slots=True)
class Events:
    """Reads events in the order of their instants; keeps the book, since a revision names only what changes.

    What the book refuses changes no window that a later revision goes out from.
    """

    zone_of: Callable[[str], str]  # the zone of a platform, else the scenario's
    rules: Rules
    book: Book = field(default_factory=Book)

    def read(self, section: WindowEventSection, line: int) -> WindowEvent:
        """The event in domain types."""
        event = self._read(section, line)
        with suppress(WindowRefusedError):  # the replay says so, and goes on
            self.book, _ = entered(self.book, event, event.at, self.rules)
        return event

    def _read(self, section: WindowEventSection, line: int) -> WindowEvent:
        if section.declare is not None:
            made = spec(section.declare, self.zone_of(section.declare.platform))
            made = made if made.declared_at else replace(made, declared_at=section.at)
            return WindowEvent(at=section.at, verb=Verb.DECLARE, window_id=made.id, spec=made, line=line)
        if section.revise is not None:
            former = self.book.current(section.revise.id)
            zone = former.timezone if former else self.zone_of(section.revise.platform or "")
            changes = changed(section.revise, former, zone)
            return WindowEvent(at=section.at, verb=Verb.REVISE, window_id=section.revise.id, changes=changes, line=line)
        endings = ((Verb.END, section.end), (Verb.CANCEL, section.cancel), (Verb.VOID, section.void))
        verb, window_id = next((verb, named) for verb, named in endings if named is not None)
        return WindowEvent(at=section.at, verb=verb, window_id=window_id, line=line)


def changed(section: ChangeSection, former: WindowSpec | None, zone: str) -> dict[str, Any]:
    """The fields of ``WindowSpec`` that ``section`` changes of ``former``; ``zone`` is for local times of its own."""
    given = section.model_fields_set
    changes: dict[str, Any] = {
        key: getattr(section, key)
        for key in _SAME
        if key in given and (key in _NULLABLE or getattr(section, key) is not None)
    }
    changes |= _end(section) | _source(section)
    if former is not None:
        changes |= _local_edges(changes, former, section.timezone)
    if section.declared_at is not None:
        changes["declared_at"] = utc(section.declared_at, section.timezone or zone)
    if given & _SCOPE_KEYS:
        changes["scope"] = _scope(section, former.scope if former else Scope())
    if "service_impact" in given:
        changes["impacts"] = impacts(section.service_impact)
    if given & _RULE_KEYS:
        changes["rule"] = _rule(section, former.rule if former else None)
    return changes


def _local_edges(changes: Mapping[str, object], former: WindowSpec, timezone: str | None) -> dict[str, object]:
    """New edges of a series that repeats at local times, as such (SEMANTICS D5)."""
    if former.rule is None or former.starts.tzinfo is not None:
        return {}
    zone = ZoneInfo(timezone or former.timezone)
    edges = {key: changes.get(key) for key in ("starts", "ends")}
    return {key: wall(edge, zone) for key, edge in edges.items() if isinstance(edge, datetime)}


def _end(section: ChangeSection) -> dict[str, object]:
    """The end or the length, whichever is given, in place of the other (SEMANTICS D3 keeps the author's choice)."""
    if section.ends is not None:
        return {"ends": section.ends, "duration": None}
    if section.duration is not None:
        return {"duration": section.duration, "ends": None}
    return {}


def _source(section: ChangeSection) -> dict[str, object]:
    if "source" not in section.model_fields_set:
        return {}
    return {"source_url": section.source.url or "", "source_text": section.source.text}


def _scope(section: ChangeSection, former: Scope) -> Scope:
    """The new scope; ``exclude`` alone narrows the former one, ``services`` alone keeps what was excluded."""
    base = section.services if section.services is not None else former
    exclude = frozenset(section.exclude) if "exclude" in section.model_fields_set else former.exclude
    return replace(base, exclude=exclude)


def _rule(section: ChangeSection, former: Rule | None) -> Rule | None:
    given = section.model_fields_set
    text = section.rrule if "rrule" in given else (former.rrule if former else None)
    if text is None:
        return None
    base = former or Rule(rrule=text)
    return Rule(
        rrule=text,
        until=section.last_start if "until" in given else base.until,
        exdates=tuple(section.exdates) if "exdates" in given else base.exdates,
    )
