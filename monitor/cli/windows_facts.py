"""A window as ``--json`` says it: the shape of the API. Times are RFC 3339 in UTC, lengths are seconds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.domain.book import Book, Revision
from monitor.domain.fulfilment import Fulfilment, Use
from monitor.domain.recurrence import Occurrence
from monitor.domain.window import Rule

Facts = dict[str, object]


def window(found: Fulfilment, book: Book) -> Facts:
    """One window or occurrence: what was declared, and what was observed."""
    revision, spec = found.revision, found.revision.spec
    zone = ZoneInfo(spec.timezone)
    return {
        "id": found.window_id,
        "version": book.version(found.window_id),
        "platform": spec.platform,
        "services": [use.service_id for use in found.uses],
        "starts": utc(found.starts),
        "ends": utc(found.ends),
        "timezone": spec.timezone,
        "starts_local": found.starts.astimezone(zone).isoformat(),
        "ends_local": found.ends.astimezone(zone).isoformat(),
        "impact": spec.impact.value,
        "service_impact": {name: impact.value for name, impact in spec.impacts},
        "status": spec.status.value,
        "stage": found.stage.value,
        "notice": found.notice.value,
        **said(revision),
        "recurring": _recurring(spec.rule),
        "uses": [_use(use) for use in found.uses],
        "extended_late_seconds": found.extended_late.total_seconds(),
    }


def said(revision: Revision) -> Facts:
    """Who said it, when, why, and after which source."""
    return {
        "declared_at": utc(revision.declared_at),
        "known_at": utc(revision.known_at),
        "by": revision.by,
        "why": revision.why,
        "origin": revision.origin,
        "source": {"url": revision.spec.source_url, "text": revision.spec.source_text},
    }


def revision_facts(revision: Revision, keys: Mapping[str, object]) -> Facts:
    """One revision, with the window as it was then, in the keys of our files."""
    return {"window": revision.window_id, "number": revision.number, **said(revision), "keys": dict(keys)}


def occurrence(found: Occurrence) -> Facts:
    """One span of a window to come."""
    return {"id": found.id, "starts": utc(found.starts), "ends": utc(found.ends)}


def utc(instant: datetime) -> str:
    """RFC 3339, with a fraction only where there is one."""
    return instant.isoformat().replace("+00:00", "Z")


def _recurring(rule: Rule | None) -> Facts | None:
    if rule is None:
        return None
    return {
        "rrule": rule.rrule,
        "until": rule.until.isoformat() if rule.until else None,
        "exdates": [exdate.isoformat() for exdate in rule.exdates],
    }


def _use(use: Use) -> Facts:
    return {
        "service": use.service_id,
        "planned_seconds": use.planned_seconds,
        "overrun_seconds": use.overrun_seconds,
        "carried_seconds": use.carried_seconds,
        "start_slip_seconds": _seconds(use.start_slip),
        "end_slip_seconds": _seconds(use.end_slip),
        "early_start_seconds": use.early_start.total_seconds(),
    }


def _seconds(length: timedelta | None) -> float | None:
    return None if length is None else length.total_seconds()
