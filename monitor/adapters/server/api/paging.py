"""Pages of a list: a cursor names the last item that was seen, so that items added meanwhile move nothing."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from monitor.adapters.server.api.problems import ProblemError, senseless

Item = TypeVar("Item")
Place = tuple[datetime, str]
"""Where an item stands in the order: an instant, and an id for those of one instant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """The span that the first page was asked for, and the last item of the page before."""

    since: datetime
    until: datetime
    after: Place

    def written(self) -> str:
        """As it is handed out."""
        parts = [self.since.isoformat(), self.until.isoformat(), self.after[0].isoformat(), self.after[1]]
        return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def cursor_of(text: str) -> Cursor:
    """What ``text``, which may come from anywhere, stands for.

    Raises:
        ProblemError: it was not handed out here.
    """
    try:
        parts = json.loads(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
        since, until, at = (_instant(part) for part in parts[:3])
        (name,) = parts[3:]
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError, binascii.Error):
        raise _strange(text) from None
    if not isinstance(name, str):
        raise _strange(text)
    return Cursor(since=since, until=until, after=(at, name))


def page(items: Sequence[Item], place: Callable[[Item], Place], limit: int) -> tuple[Sequence[Item], Place | None]:
    """The first ``limit`` of the items, and the place of the last one where more follow."""
    shown = items[:limit]
    return shown, place(shown[-1]) if len(items) > limit else None


def _instant(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(text)
    return found.astimezone(UTC)


def _strange(text: str) -> ProblemError:
    return senseless("cursor: was not handed out here; begin anew without it", "cursor", text[:60])
