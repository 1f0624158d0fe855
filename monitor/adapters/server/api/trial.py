"""What a change would come to, without making it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from monitor.adapters.server.api.sources import Api
from monitor.adapters.server.api.window_json import Json, covered, occurrence
from monitor.domain.book import Revision
from monitor.domain.caution import cautions
from monitor.domain.change import Change
from monitor.domain.errors import WindowUnknownError
from monitor.domain.occasion import coming_occurrences

OCCURRENCES = 10


def trial(api: Api, change: Change) -> Json:
    """The services and the next occurrences that a change would leave its window with.

    Raises:
        WindowRefusedError: the book would not take it.
    """
    book, revision = api.desk.foreseen(change)
    spec = revision.spec if revision is not None else book.current(change.window_id)
    if spec is None:
        raise WindowUnknownError(change.window_id)
    configuration, now = api.configuration(), api.now()
    coming = [] if spec.withdrawn else [occurrence(one) for one in coming_occurrences(spec, now, OCCURRENCES)]
    return {
        "window_id": spec.id,
        "changes": revision is not None,
        "services": covered(spec, configuration.catalogue),
        "occurrences": coming,
        "warnings": [*_warnings(revision, configuration.settings.notice_minimum)] if revision is not None else [],
    }


def _warnings(revision: Revision, minimum: timedelta) -> Iterator[str]:
    return cautions(revision.spec, declared_at=revision.declared_at, known_at=revision.known_at, notice_minimum=minimum)
