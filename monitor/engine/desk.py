"""The running monitor's door for changes of windows: entered and judged at once, told to be on disk when they are.

Everything up to the new book happens without waiting, so that two who change one window at once are served one after
the other: the second sees what the first did, and its ``version`` no longer fits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from monitor.domain.announcement.draft import Draft
from monitor.domain.approval import Approval, Outcome, confirmed, rejected, waiting
from monitor.domain.book import Author, Book, Revision, Rules
from monitor.domain.change import Change, enter
from monitor.domain.correction import Correction
from monitor.domain.errors import WindowRefusedError
from monitor.domain.proposal import Proposal, Source
from monitor.domain.reception import received
from monitor.domain.seen import SeenEntry
from monitor.domain.sources import sync
from monitor.domain.window import WindowSpec
from monitor.engine.drawer import Drawer
from monitor.engine.fleet import Fleet
from monitor.engine.ports import Clock, Ledger

_PATIENCE_SECONDS = 5.0  # how long an answer waits for the disk


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """What became of a change. ``revision`` is ``None`` where the window says so already."""

    window_id: str
    revision: Revision | None
    on_disk: bool  # else it is in force, and written once the ledger takes it


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What became of a draft that was decided; a rejection adds no revision."""

    proposal: Proposal
    revisions: tuple[Revision, ...] = ()
    on_disk: bool


class Desk:
    """Changes the book that ``fleet`` judges by; what only waits to get into it lies in ``drawer``."""

    def __init__(self, fleet: Fleet, ledger: Ledger, clock: Clock, drawer: Drawer) -> None:
        self.drawer = drawer
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

    # ---- drafts

    @property
    def drafts(self) -> Mapping[str, Proposal]:
        """Every draft that is kept, waiting or decided, by its id."""
        return self.drawer.proposals

    async def on_disk(self) -> bool:
        """Whether all that was entered is on disk, after a moment for it."""
        return await self._ledger.flushed(_PATIENCE_SECONDS)

    def receive(self, draft: Draft, source: Source) -> Proposal | None:
        """Keep what an announcement proposes, as it stands then; ``None`` where it asks for nothing.

        It covers nothing. What was known already is the very proposal that ``drawer`` holds.
        """
        known = self.drawer.proposals
        found = received(known.values(), self.book, draft, source, at=self._clock.now())
        if found is not None and known.get(found.id) is not found:
            self.drawer.put(found)
            self._fleet.keep(proposals=(found,))
        return found

    def foreseen_confirmation(self, draft_id: str, approval: Approval) -> Outcome:
        """What a confirmation would do; nothing is done.

        Raises:
            DraftDecidedError: somebody decided it before.
            DraftUnknownError: no draft has this id.
            WindowRefusedError: the book would not take it.
        """
        proposal, settings = waiting(self.drawer.proposals, draft_id), self._fleet.configuration.settings
        now = self._clock.now()
        return confirmed(proposal, self.book, approval, now, rules=self._rules(), timezone=settings.timezone)

    async def confirm(self, draft_id: str, approval: Approval) -> Decided:
        """Enter what a draft proposes; its windows and the decision are written together.

        Raises:
            DraftDecidedError: somebody decided it before.
            DraftUnknownError: no draft has this id.
            WindowRefusedError: the book does not take it; the draft waits on.
        """
        outcome = self.foreseen_confirmation(draft_id, approval)
        self.drawer.put(outcome.proposal)  # before anything is waited for: of two who confirm, one is told
        await self._fleet.rebook(outcome.book, outcome.revisions, (outcome.proposal,))
        on_disk = await self._ledger.flushed(_PATIENCE_SECONDS)
        return Decided(proposal=outcome.proposal, revisions=outcome.revisions, on_disk=on_disk)

    async def reject(self, draft_id: str, approval: Approval) -> Decided:
        """Put a draft away.

        Raises:
            DraftDecidedError: somebody decided it before.
            DraftUnknownError: no draft has this id.
        """
        proposal = rejected(waiting(self.drawer.proposals, draft_id), approval, self._clock.now())
        self.drawer.put(proposal)
        self._fleet.keep(proposals=(proposal,))
        return Decided(proposal=proposal, on_disk=await self._ledger.flushed(_PATIENCE_SECONDS))

    def note(self, entries: Iterable[SeenEntry]) -> None:
        """Remember, through a restart, that entries of feeds were read."""
        read = tuple(entries)
        self.drawer.note(read)
        self._fleet.keep(seen=read)

    def keep_all_again(self) -> None:
        """Everything that lies in the drawer, for a ledger that had to start anew."""
        self._fleet.keep(tuple(self.drawer.proposals.values()), self.drawer.entries())

    def may_concern(self, draft: Draft) -> bool:
        """Whether it may be about a platform that is watched; of one that no list has nobody can tell."""
        named = {draft.platform, *draft.platforms} - {None}
        return not named or not named.isdisjoint(self._fleet.configuration.catalogue.by_platform)

    def _rules(self) -> Rules:
        configuration = self._fleet.configuration
        return Rules(catalogue=configuration.catalogue, longest_window=configuration.settings.longest_window)
