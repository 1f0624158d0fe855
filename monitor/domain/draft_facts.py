"""A draft as plain data for JSON: what was read, from which texts, what it would come to, and what became of it.

The shape that the API and the command line share. Instants are RFC 3339 in UTC, lengths are seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from monitor.domain.announcement.draft import Affected, Draft
from monitor.domain.approval import outlines
from monitor.domain.book import Book, Rules
from monitor.domain.change import Verb
from monitor.domain.drafting import Outline
from monitor.domain.errors import WindowUnknownError
from monitor.domain.proposal import Proposal, Source
from monitor.domain.window import WindowSpec

Facts = dict[str, object]
Written = Callable[[WindowSpec], Mapping[str, object]]
"""Writes a window with the keys of our files."""


def proposal_facts(proposal: Proposal) -> Facts:
    """One draft, without what it would come to."""
    return {
        "id": proposal.id,
        "decision": proposal.decision.value,
        "verb": proposal.verb.value,
        "revises": list(proposal.revises),
        "received_at": _instant(proposal.received_at),
        "decided_at": _instant(proposal.decided_at) if proposal.decided_at else None,
        "decided_by": proposal.decided_by,
        "why": proposal.why,
        "windows": list(proposal.window_ids),
        "conflicts": list(proposal.conflicts),
        "sources": [_source(one) for one in proposal.sources],
        "read": draft_facts(proposal.draft),
    }


def proposed(
    proposal: Proposal, book: Book, *, rules: Rules, timezone: str, written: Written
) -> Iterator[tuple[WindowSpec | None, Facts]]:
    """What a confirmation would make of each window, and the same as data; of a decided draft nothing any more."""
    if not proposal.is_waiting:
        return
    try:
        found = outlines(proposal, book, rules, timezone)
    except WindowUnknownError:  # a ledger that was lost, or a draft of another one
        return
    for window_id, outline in found:
        spec = _spec(outline, book.current(window_id) if proposal.verb is not Verb.DECLARE else None)
        yield (
            spec,
            {
                "window_id": window_id,
                "window": None if spec is None else dict(written(spec)),
                "missing": [{"key": key, "why": why} for key, why in outline.gaps],
                "warnings": list(outline.warnings),
            },
        )


def draft_facts(draft: Draft) -> Facts:
    """What was read."""
    walls = ("starts", "ends", "former_starts", "former_ends")
    edges = {key: getattr(draft, key) for key in walls}
    return {
        "kind": draft.kind.value,
        "platform": draft.platform,
        "platform_name": draft.platform_name,
        "platforms": list(draft.platforms),
        "services": [_affected(one) for one in draft.services],
        "excluded": [_affected(one) for one in draft.excluded],
        **{key: wall.iso if wall is not None else None for key, wall in edges.items()},
        "duration_seconds": _seconds(draft.duration),
        "timezone": draft.timezone,
        "impact": draft.impact.value,
        "recovery": draft.recovery,
        "confidence": dict(draft.confidence),
        "warnings": list(draft.warnings),
        "evidence": {key: [one.start, one.end, one.text] for key, one in draft.evidence.items()},
        "rules": list(draft.rules),
    }


def _affected(one: Affected) -> Facts:
    return {"id": one.id, "as_written": one.as_written}


def _spec(outline: Outline, present: WindowSpec | None) -> WindowSpec | None:
    if outline.gaps:
        return None
    return outline.spec() if present is None else replace(present, **outline.fields)


def _source(source: Source) -> Facts:
    return {
        "url": source.url,
        "text": source.text,
        "origin": source.origin,
        "received_at": _instant(source.received_at),
        "published": _day_or_instant(source.published) if source.published is not None else None,
    }


def _seconds(length: timedelta | None) -> float | None:
    return None if length is None else length.total_seconds()


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _day_or_instant(moment: date | datetime) -> str:
    return _instant(moment) if isinstance(moment, datetime) else moment.isoformat()
