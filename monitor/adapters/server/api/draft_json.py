"""A draft as JSON: what was read, out of which texts, what it would come to, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from monitor.adapters.server.api.sources import Api
from monitor.adapters.server.api.times import day_or_time, instant, instant_or_none
from monitor.adapters.server.api.window_json import Json
from monitor.domain.announcement.draft import Affected, Draft
from monitor.domain.approval import outlines
from monitor.domain.book import Revision, Rules
from monitor.domain.change import Verb
from monitor.domain.drafting import Outline
from monitor.domain.errors import DraftIncompleteError, WindowUnknownError
from monitor.domain.proposal import Proposal, Source
from monitor.domain.window import WindowSpec


def draft_facts(api: Api, proposal: Proposal) -> Json:
    """One draft; what it proposes is worked out against the book as it is now, while nobody has decided."""
    return {
        "id": proposal.id,
        "decision": proposal.decision.value,
        "verb": proposal.verb.value,
        "revises": list(proposal.revises),
        "received_at": instant(proposal.received_at),
        "decided_at": instant_or_none(proposal.decided_at),
        "decided_by": proposal.decided_by,
        "why": proposal.why,
        "windows": list(proposal.window_ids),
        "conflicts": list(proposal.conflicts),
        "sources": [_source(one) for one in proposal.sources],
        "read": _read(proposal.draft),
        "proposed": list(_proposed(api, proposal)) if proposal.is_waiting else [],
    }


def entered(api: Api, revision: Revision) -> Json:
    """What a confirmation writes of one window."""
    return {"window_id": revision.window_id, "window": dict(api.written(revision.spec)), "missing": [], "warnings": []}


def _proposed(api: Api, proposal: Proposal) -> Iterator[Json]:
    configuration, book = api.configuration(), api.desk.book
    settings = configuration.settings
    rules = Rules(catalogue=configuration.catalogue, longest_window=settings.longest_window)
    try:
        found = outlines(proposal, book, rules, settings.timezone)
    except WindowUnknownError:  # a ledger that was lost, or a draft of another one
        return
    for window_id, outline in found:
        present = book.current(window_id) if proposal.verb is not Verb.DECLARE else None
        spec = _spec(outline, present)
        yield {
            "window_id": window_id,
            "window": None if spec is None else dict(api.written(spec)),
            "missing": [{"key": key, "why": why} for key, why in outline.gaps],
            "warnings": list(outline.warnings),
        }


def _spec(outline: Outline, present: WindowSpec | None) -> WindowSpec | None:
    if outline.gaps or (present is None and "id" not in outline.fields):
        return None
    try:
        return outline.spec() if present is None else replace(present, **outline.fields)
    except DraftIncompleteError:
        return None


def _source(source: Source) -> Json:
    return {
        "url": source.url,
        "text": source.text,
        "origin": source.origin,
        "received_at": instant(source.received_at),
        "published": day_or_time(source.published) if source.published is not None else None,
    }


def _read(draft: Draft) -> Json:
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


def _affected(one: Affected) -> Json:
    return {"id": one.id, "as_written": one.as_written}


def _seconds(length: timedelta | None) -> float | None:
    return None if length is None else length.total_seconds()
