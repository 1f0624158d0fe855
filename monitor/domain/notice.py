"""How well a window was announced: its notice class, decided by ``declared_at`` (SEMANTICS section 5)."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum


class Notice(StrEnum):
    """The notice classes, from best to worst."""

    ANNOUNCED = "announced"
    SHORT = "short notice"  # less than `notice.minimum` ahead: it silences, reports show net both ways
    LATE = "late"  # after the start
    RETROACTIVE = "retroactive"  # known after its end: listed as reclassified time, touches nothing


def class_of(
    starts: datetime, ends: datetime, *, declared_at: datetime, known_at: datetime, minimum: timedelta
) -> Notice:
    """The class of ``[starts, ends)``, announced at ``declared_at`` and learned at ``known_at``."""
    if known_at >= ends:
        return Notice.RETROACTIVE
    if declared_at >= starts:
        return Notice.LATE
    return Notice.SHORT if starts - declared_at < minimum else Notice.ANNOUNCED
