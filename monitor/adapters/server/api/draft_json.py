"""A draft as JSON; what it proposes is worked out against the book as it is now, while nobody has decided."""

from __future__ import annotations

from monitor.adapters.server.api.sources import Api
from monitor.adapters.server.api.window_json import Json
from monitor.domain.book import Revision, Rules
from monitor.domain.draft_facts import proposal_facts, proposed
from monitor.domain.proposal import Proposal


def draft_facts(api: Api, proposal: Proposal) -> Json:
    """One draft."""
    configuration = api.configuration()
    settings = configuration.settings
    rules = Rules(catalogue=configuration.catalogue, longest_window=settings.longest_window)
    found = proposed(proposal, api.desk.book, rules=rules, timezone=settings.timezone, written=api.written)
    return {**proposal_facts(proposal), "proposed": [facts for _, facts in found]}


def entered(api: Api, revision: Revision) -> Json:
    """What a confirmation writes of one window."""
    return {"window_id": revision.window_id, "window": dict(api.written(revision.spec)), "missing": [], "warnings": []}
