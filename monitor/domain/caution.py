"""What an author should be told of a window that the book takes all the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from monitor.domain.notice import Notice, class_of
from monitor.domain.occasion import occasion
from monitor.domain.recurrence import moved_edges
from monitor.domain.window import WindowSpec


def cautions(
    spec: WindowSpec, *, declared_at: datetime, known_at: datetime, notice_minimum: timedelta
) -> Iterator[str]:
    """One sentence each, with its key in front: times that do not exist (D1), and how good the notice is."""
    if spec.withdrawn:
        return
    for key in moved_edges(spec):
        yield f"{key}: this local time does not exist there; the first instant after the clock change is taken."
    if declared_at > known_at:
        yield "declared_at: it lies ahead; nobody can have announced the window then."
    one = occasion(spec, known_at)
    if one.ends <= known_at:
        yield "ends: the window is over; what was down in it stays what it was."
        return
    notice = class_of(one.starts, one.ends, declared_at=declared_at, known_at=known_at, minimum=notice_minimum)
    if notice is not Notice.ANNOUNCED:
        yield f"declared_at: the notice is {notice.value}; reports say so."
