"""That an entry of a feed was read, so that it is read once: whatever became of it, it is not taken up again.

A fact. ``key`` is what tells the entries of one feed apart, and its wording where a changed entry is a new one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenEntry:
    """One entry of the feed ``feed``, with the aware UTC instant at which it was last met there."""

    feed: str
    key: str
    at: datetime
