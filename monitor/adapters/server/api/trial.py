"""What a change would come to, without making it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from monitor.adapters.server.api.sources import Api
from monitor.adapters.server.api.window_json import Json, coming_occurrences, covered, occasion, occurrence
from monitor.domain.change import Change
from monitor.domain.errors import WindowUnknownError
from monitor.domain.notice import Notice, class_of
from monitor.domain.recurrence import moved_edges
from monitor.domain.window import WindowSpec

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
    announced_at = revision.declared_at if revision is not None else now
    coming = [] if spec.withdrawn else [occurrence(one) for one in coming_occurrences(spec, now, OCCURRENCES)]
    return {
        "window_id": spec.id,
        "changes": revision is not None,
        "services": covered(spec, configuration.catalogue),
        "occurrences": coming,
        "warnings": [*_warnings(spec, announced_at, now, api)] if revision is not None else [],
    }


def _warnings(spec: WindowSpec, announced_at: datetime, now: datetime, api: Api) -> Iterator[str]:
    if spec.withdrawn:
        return
    for key in moved_edges(spec):
        yield f"{key}: this local time does not exist there; the first instant after the clock change is taken."
    one = occasion(spec, now)
    if one.ends <= now:
        yield "ends: the window is over; what was down in it stays what it was."
        return
    minimum = api.configuration().settings.notice_minimum
    notice = class_of(one.starts, one.ends, declared_at=announced_at, known_at=now, minimum=minimum)
    if notice is not Notice.ANNOUNCED:
        yield f"declared_at: the notice is {notice.value}; reports say so."
