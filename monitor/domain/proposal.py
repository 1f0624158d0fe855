"""What an announcement proposes, until a person has decided: a reading, the texts it rests on, and what became of it.

Facts only. A proposal stands apart from the book and covers nothing; ``reception`` joins what several outlets say of
one event, ``drafting`` makes the windows that a confirmation declares.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from monitor.domain.announcement.draft import Draft
from monitor.domain.change import Verb

LONGEST_TEXT = 32 * 1024
"""Bytes of an announcement, in UTF-8, that are kept."""


class Decision(StrEnum):
    """What a person made of a proposal."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One text as it was received, at most ``LONGEST_TEXT`` of it.

    ``origin`` is the door it came through: ``api``, ``command`` or ``feed:<name>``. ``published`` is an aware instant,
    the day alone where no more is known, or nothing.
    """

    url: str = ""
    text: str
    origin: str
    received_at: datetime
    published: datetime | date | None = None

    def says_the_same(self, other: Source) -> bool:
        """Whether it is the same text from the same place, whenever it was received."""
        return (self.url, self.text) == (other.url, other.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One event as announced, waiting for a person or decided by one.

    ``verb`` is what it asks for: ``declare``, or ``revise``, ``end`` or ``cancel`` of the windows that ``revises``
    names. ``conflicts`` are sentences on what outlets disagree about; ``window_ids`` what a confirmation touched.
    """

    id: str
    draft: Draft
    sources: tuple[Source, ...]
    verb: Verb = Verb.DECLARE
    revises: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    decision: Decision = Decision.WAITING
    decided_by: str = ""
    decided_at: datetime | None = None
    why: str = ""
    window_ids: tuple[str, ...] = ()

    @property
    def received_at(self) -> datetime:
        """When the first of its texts came."""
        return self.sources[0].received_at

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has decided yet."""
        return self.decision is Decision.WAITING
