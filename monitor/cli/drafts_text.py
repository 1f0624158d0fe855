"""Drafts as people read them: what would be declared, what is open, what outlets disagree on, and the texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from monitor.cli.windows_text import columns, moment
from monitor.domain.announcement.draft import Draft, Wall
from monitor.domain.draft_facts import Facts
from monitor.domain.proposal import Proposal, Source
from monitor.domain.recurrence import span
from monitor.domain.window import WindowSpec

_INDENT = "  "
_SHOWN = 300  # characters of a text; `--json` has all of it
Proposed = tuple[WindowSpec | None, Facts]


def told_draft(one: Proposal, found: Sequence[Proposed], timezone: str) -> list[str]:
    """The lines of one draft; what comes from outside is escaped by whoever prints them."""
    lines = [f"{one.id}  {one.decision.value}  {_asks(one)}", *_about(one.draft)]
    for spec, facts in found:
        lines += _window(spec, facts) if one.verb.value in {"declare", "revise"} else []
    if not any(spec is not None for spec, _ in found):
        lines += _edges(one.draft)
    lines += [f"conflict: {conflict}" for conflict in one.conflicts]
    lines += [f"warning: {warning}" for warning in _warnings(one, found)]
    for source in one.sources:
        lines += _source(source, timezone)
    if one.decided_at is not None:
        why = f": {one.why}" if one.why else ""
        lines.append(f"{one.decision.value} {_clock(one.decided_at, timezone)} by {one.decided_by}{why}")
    return [lines[0], *(_INDENT + line for line in lines[1:])]


def _asks(one: Proposal) -> str:
    windows = one.window_ids or one.revises
    return f"{one.verb.value} {', '.join(windows)}" if windows else one.verb.value


def _about(draft: Draft) -> Iterator[str]:
    names = [service.id or service.as_written for service in draft.services]
    yield f"{draft.platform or draft.platform_name or 'no platform'}: {', '.join(names) or 'no service is named'}"
    if draft.excluded:
        yield f"goes on working: {', '.join(one.id or one.as_written for one in draft.excluded)}"
    yield f"{draft.kind.value}, {draft.impact.value}"


def _window(spec: WindowSpec | None, facts: Facts) -> Iterator[str]:
    yield f"window {facts['window_id']}"
    if spec is not None:
        starts, ends = span(spec, spec.starts)
        zone = spec.timezone
        yield from columns([("starts", *moment(starts, zone)), ("ends", *moment(ends, zone))])
    missing = facts["missing"]
    for gap in missing if isinstance(missing, list) else ():
        yield f"missing: {gap['key']} {gap['why']}"


def _edges(draft: Draft) -> Iterator[str]:
    named: tuple[tuple[str, Wall | None], ...] = (
        ("starts", draft.starts),
        ("ends", draft.ends),
        ("was to start", draft.former_starts),
        ("was to end", draft.former_ends),
    )
    for key, wall in named:
        if wall is not None:
            yield f"{key} {wall.iso} {draft.timezone}".rstrip()
    if draft.duration is not None:
        yield f"lasts {draft.duration}"


def _warnings(one: Proposal, found: Sequence[Proposed]) -> list[str]:
    told = [list(facts["warnings"]) for _, facts in found if isinstance(facts["warnings"], list)]
    return list(dict.fromkeys([*one.draft.warnings, *(warning for warnings in told for warning in warnings)]))


def _source(source: Source, timezone: str) -> Iterator[str]:
    published = source.published
    said = f"{_clock(published, timezone)}" if isinstance(published, datetime) else str(published or "")
    when = f", published {said}" if said else ""
    received = _clock(source.received_at, timezone)
    yield f"source: {source.url or source.origin} ({source.origin}, received {received}{when})"
    text = " ".join(source.text.split())
    yield f'{_INDENT}"{text[:_SHOWN]}{"..." if len(text) > _SHOWN else ""}"'


def _clock(instant: datetime, timezone: str) -> str:
    return f"{instant.astimezone(ZoneInfo(timezone)):%Y-%m-%d %H:%M} {timezone}"
