"""What the API asks of the rest of the program. Adapters do not know each other: all of it comes in as arguments."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from monitor.domain.announcement.draft import Draft
from monitor.domain.approval import Approval, Outcome
from monitor.domain.book import Book, Revision
from monitor.domain.catalogue import Configuration
from monitor.domain.change import Change
from monitor.domain.chronicle import Chronicle
from monitor.domain.correction import Correction
from monitor.domain.fulfilment import Fulfilment
from monitor.domain.incident import Incident
from monitor.domain.proposal import Proposal, Source
from monitor.domain.window import WindowSpec
from monitor.engine.desk import Decided, Entered
from monitor.engine.ports import Log
from monitor.engine.view import FleetView


class Desk(Protocol):
    """Where windows are changed."""

    @property
    def book(self) -> Book:
        """Every revision known now."""

    def foreseen(self, change: Change) -> tuple[Book, Revision | None]:
        """The book as it would be, and the revision; nothing is changed.

        Raises:
            WindowRefusedError: the book does not take it.
        """

    async def change(self, change: Change) -> Entered:
        """Enter one change.

        Raises:
            WindowRefusedError: the book does not take it; the former stands.
        """

    async def remark(self, correction: Correction) -> bool:
        """Enter a correction of an incident; whether it is on disk, else it is once the ledger takes it."""

    @property
    def drafts(self) -> Mapping[str, Proposal]:
        """Every draft that is kept, by its id."""

    def receive(self, draft: Draft, source: Source) -> Proposal | None:
        """Keep what an announcement proposes, as it stands then; ``None`` where it asks for nothing."""

    def foreseen_confirmation(self, draft_id: str, approval: Approval) -> Outcome:
        """What a confirmation would do; nothing is done.

        Raises:
            DraftDecidedError: somebody decided it before.
            DraftUnknownError: no draft has this id.
            WindowRefusedError: the book would not take it.
        """

    async def confirm(self, draft_id: str, approval: Approval) -> Decided:
        """Enter what a draft proposes.

        Raises:
            DraftDecidedError: somebody decided it before.
            DraftUnknownError: no draft has this id.
            WindowRefusedError: the book does not take it; the draft waits on.
        """

    async def reject(self, draft_id: str, approval: Approval) -> Decided:
        """Put a draft away.

        Raises:
            DraftDecidedError: somebody decided it before.
            DraftUnknownError: no draft has this id.
        """

    async def on_disk(self) -> bool:
        """Whether all that was entered is on disk, after a moment for it."""


class Archive(Protocol):
    """The ledger as a reader sees it; every question blocks, so it is asked in a thread."""

    def chronicle(
        self, since: datetime, until: datetime, service_ids: Collection[str] | None = None, *, latencies: bool = False
    ) -> Chronicle:
        """What was kept of a span.

        Raises:
            LedgerError: it cannot be read.
        """

    def incident(self, incident_id: str) -> tuple[Incident, tuple[Correction, ...]] | None:
        """One incident, and what was said of it afterwards.

        Raises:
            LedgerError: it cannot be read.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportWish:
    """Which report somebody wants; ``services`` is ``None`` for all of them."""

    since: datetime
    until: datetime
    timezone: str
    services: frozenset[str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """What stands behind the paths below ``/api/v1``."""

    desk: Desk
    archive: Archive
    fleet: Callable[[], FleetView]
    configuration: Callable[[], Configuration]
    declaration: Callable[[str], WindowSpec]  # of JSON; raises ConfigurationError
    changes: Callable[[str, str, Book], Mapping[str, object]]  # of JSON, of a window in a book; raises the same
    overrides: Callable[[str, Proposal], Mapping[str, object]]  # of JSON, for a draft's window; raises the same
    reads: Callable[[str, date | None], tuple[Draft, ...]]  # an announcement, given its day; in a thread
    written: Callable[[WindowSpec], Mapping[str, object]]  # with the keys of config/windows
    fulfilments: Callable[[Book, datetime, datetime], tuple[Fulfilment, ...]]  # in a thread; raises LedgerError
    reports: Mapping[str, Callable[[ReportWish], bytes]]  # by format; in a thread; raise LedgerError
    calendar: Callable[[], bytes]
    token: Callable[[], str | None]  # what a bearer must show; ``None``: nobody writes by a token
    log: Log
    now: Callable[[], datetime]  # the present instant, aware and UTC
