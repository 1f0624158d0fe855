"""How well a window was announced: its notice class, decided by ``declared_at`` (SEMANTICS section 5).

A window that is edited may be announced in pieces: its first span long before, what was added to its end later. The
class belongs to the piece, so every planned second has one. Nothing here knows what was observed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from monitor.domain.window import Impact

_WEIGHT: Mapping[Impact | None, int] = {None: 0, Impact.NONE: 1, Impact.DEGRADED: 2, Impact.OUTAGE: 3}


class Notice(StrEnum):
    """The notice classes, from best to worst."""

    ANNOUNCED = "announced"
    SHORT = "short notice"  # less than `notice.minimum` ahead: it silences, reports show net both ways
    LATE = "late"  # after the start
    RETROACTIVE = "retroactive"  # known after its end: listed as reclassified time, touches nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What one revision said: its span, and what it does to each service that it means."""

    starts: datetime
    ends: datetime
    impacts: Mapping[str, Impact]
    declared_at: datetime
    known_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Part ``[starts, ends)`` of a window, with the announcement that its class comes from."""

    starts: datetime
    ends: datetime
    declared_at: datetime
    known_at: datetime

    def notice(self, minimum: timedelta) -> Notice:
        """The class of its seconds, with ``notice.minimum``."""
        return class_of(self.starts, self.ends, declared_at=self.declared_at, known_at=self.known_at, minimum=minimum)


def class_of(
    starts: datetime, ends: datetime, *, declared_at: datetime, known_at: datetime, minimum: timedelta
) -> Notice:
    """The class of ``[starts, ends)``, announced at ``declared_at`` and learned at ``known_at``."""
    if known_at >= ends:
        return Notice.RETROACTIVE
    if declared_at >= starts:
        return Notice.LATE
    return Notice.SHORT if starts - declared_at < minimum else Notice.ANNOUNCED


def sets_anew(before: Promise, after: Promise) -> bool:
    """Whether an edit is an announcement of its own: a moved start, a service added, a worse impact."""
    worse = (_WEIGHT[impact] > _WEIGHT[before.impacts.get(name)] for name, impact in after.impacts.items())
    return before.starts != after.starts or any(worse)


def pieces(promises: Sequence[Promise]) -> tuple[Piece, ...]:
    """The window cut by announcement, as the last of its revisions leaves it; an extension is a piece of its own."""
    found: list[Piece] = []
    for index, promise in enumerate(promises):
        before = promises[index - 1] if index else None
        if before is None or sets_anew(before, promise):
            found = [_piece(promise, promise.starts)]
            continue
        found = [_cut(piece, promise.ends) for piece in found if piece.starts < promise.ends]
        if promise.ends > before.ends:
            found.append(_piece(promise, before.ends))
    return tuple(found)


def _piece(promise: Promise, starts: datetime) -> Piece:
    return Piece(starts=starts, ends=promise.ends, declared_at=promise.declared_at, known_at=promise.known_at)


def _cut(piece: Piece, ends: datetime) -> Piece:
    if piece.ends <= ends:
        return piece
    return Piece(starts=piece.starts, ends=ends, declared_at=piece.declared_at, known_at=piece.known_at)
