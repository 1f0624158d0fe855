"""The running monitor's door for changes of windows: entered and judged at once, told to be on disk when they are.

Everything up to the new book happens without waiting, so that two who change one window at once are served one after
the other: the second sees what the first did, and its ``version`` no longer fits.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from monitor.domain.book import Author, Book, Revision, Rules
from monitor.domain.change import Change, enter
from monitor.domain.correction import Correction
from monitor.domain.errors import WindowRefusedError
from monitor.domain.sources import sync
from monitor.domain.window import WindowSpec
from monitor.engine.fleet import Fleet
from monitor.engine.ports import Clock, Ledger

_PATIENCE_SECONDS = 5.0  # how long an answer waits for the disk


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """What became of a change. ``revision`` is ``None`` where the window says so already."""

    window_id: str
    revision: Revision | None
    on_disk: bool  # else it is in force, and written once the ledger takes it


class Desk:
    """Changes the book that ``fleet`` judges by."""

    def __init__(self, fleet: Fleet, ledger: Ledger, clock: Clock) -> None:
        self._fleet = fleet
        self._ledger = ledger
        self._clock = clock

    @property
    def book(self) -> Book:
        """Every revision known now."""
        return self._fleet.judge.book

    def foreseen(self, change: Change) -> tuple[Book, Revision | None]:
        """The book as it would be, and the revision; nothing is changed.

        Raises:
            WindowRefusedError: the book does not take it.
        """
        return enter(self.book, change, self._clock.now(), self._rules())

    async def change(self, change: Change) -> Entered:
        """Enter one change.

        Raises:
            WindowRefusedError: the book does not take it; the former stands.
        """
        book, revision = self.foreseen(change)
        if revision is not None:
            await self._fleet.rebook(book, (revision,))
        window_id = revision.window_id if revision is not None else change.window_id
        return Entered(window_id=window_id, revision=revision, on_disk=await self._ledger.flushed(_PATIENCE_SECONDS))

    async def remark(self, correction: Correction) -> bool:
        """Enter a correction of an incident; whether it is on disk, else it is once the ledger takes it."""
        self._fleet.remark(correction)
        return await self._ledger.flushed(_PATIENCE_SECONDS)

    async def take(self, specs: Iterable[WindowSpec], author: Author) -> tuple[WindowRefusedError, ...]:
        """Bring everything that one source says now into the book; what it does not take."""
        now = self._clock.now()
        book, revisions, refusals = sync(self.book, specs, now, author, self._rules())
        if revisions:
            await self._fleet.rebook(book, revisions)
        return refusals

    def _rules(self) -> Rules:
        configuration = self._fleet.configuration
        return Rules(catalogue=configuration.catalogue, longest_window=configuration.settings.longest_window)
