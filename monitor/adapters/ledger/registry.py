"""Changes of windows and the correction log while no monitor runs: a command has the ledger for one transaction.

Each call waits for its turn, looks at what stands in the ledger, and writes in the same transaction; so two commands at
once lose nothing. What a change means is the domain's affair.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection

from monitor.adapters.ledger import annals, lease, reading, transaction
from monitor.adapters.ledger.database import Database, read_only, schema_version
from monitor.adapters.ledger.failure import translated
from monitor.adapters.ledger.tables import HEAD
from monitor.domain.announcement.draft import Draft
from monitor.domain.approval import Approval, Outcome, rejected, waiting
from monitor.domain.book import Author, Book, Revision, Rules, read
from monitor.domain.change import Change, Verb, enter
from monitor.domain.correction import Correction
from monitor.domain.errors import IncidentUnknownError, LedgerError, WindowRefusedError
from monitor.domain.proposal import Proposal, Source
from monitor.domain.reception import received
from monitor.domain.sources import sync
from monitor.domain.window import WindowSpec


class LedgerRegistry:
    """The ledger at ``url``, as a command by the name of ``holder`` uses it; every call blocks.

    Raises:
        LedgerError: ``url`` is none, or names no file.

    """

    def __init__(self, url: str, now: Callable[[], datetime], holder: str) -> None:
        self._url = url
        self._database = Database(url)
        self._now = now
        self._holder = holder
        self._prepared = False

    def book(self) -> Book:
        """Every revision known; a ledger that is not there yet knows none, and is not made.

        Raises:
            LedgerError: it cannot be read.

        """
        if self._database.is_new:
            return Book()
        with translated("the windows cannot be read"), read_only(self._url).begin() as connection:
            return Book() if schema_version(connection) is None else read(reading.revisions(connection))

    def change(self, change: Change, rules: Rules) -> Revision | None:
        """Enter one change; its revision is on disk then, or ``None``: the window says so already.

        Raises:
            LedgerError: nothing was written.
            LedgerInUseError: a monitor runs on this ledger; the change is for it to make.
            WindowRefusedError: the book does not take it; the former stands.

        """
        with self._writing("the change cannot be written") as connection:
            _, revision = enter(_looked_at(connection, change), change, self._now(), rules)
            if revision is not None:
                transaction.append(connection, revision)
            return revision

    def take(self, specs: Iterable[WindowSpec], author: Author, rules: Rules) -> tuple[WindowRefusedError, ...]:
        """Bring everything that one source says now into the book; what it does not take.

        Raises:
            LedgerError: nothing was written.
            LedgerInUseError: a monitor runs on this ledger.

        """
        with self._writing("the windows cannot be written") as connection:
            book = read(reading.revisions(connection))
            _, revisions, refusals = sync(book, specs, self._now(), author, rules)
            for revision in revisions:
                transaction.append(connection, revision)
            return refusals

    def remark(self, correction: Correction) -> None:
        """Add to the correction log; to say the same again adds nothing.

        Raises:
            IncidentUnknownError: no incident has this id.
            LedgerError: nothing was written.
            LedgerInUseError: a monitor runs on this ledger.

        """
        with self._writing("the correction cannot be written") as connection:
            if annals.incident_of(connection, correction.incident_id) is None:
                raise IncidentUnknownError(correction.incident_id)
            transaction.remark(connection, (correction,))

    def proposals(self) -> tuple[Proposal, ...]:
        """Every draft that is kept; a ledger that is not there yet knows none, and is not made.

        Raises:
            LedgerError: it cannot be read, or was written by another version.

        """
        if self._database.is_new:
            return ()
        with translated("the drafts cannot be read"), read_only(self._url).begin() as connection:
            version = schema_version(connection)
            if version not in {None, HEAD}:
                raise LedgerError("the ledger is of another version: start the monitor once", transient=False)
            return () if version is None else reading.proposals(connection)

    def receive(self, drafts: Iterable[Draft], source: Source) -> tuple[tuple[Proposal, bool], ...]:
        """Keep what an announcement proposes; each as it stands then, and whether that is news.

        Raises:
            LedgerError: nothing was written.
            LedgerInUseError: a monitor runs on this ledger.

        """
        with self._writing("the drafts cannot be written") as connection:
            book = read(reading.revisions(connection))
            known = {one.id: one for one in reading.proposals(connection)}
            found: dict[str, tuple[Proposal, bool]] = {}
            for draft in drafts:
                one = received(known.values(), book, draft, source, at=self._now())
                if one is not None:
                    is_news = known.get(one.id) is not one
                    found[one.id] = (one, is_news or (one.id in found and found[one.id][1]))
                    known[one.id] = one
            transaction.propose(connection, [one for one, is_news in found.values() if is_news])
            return tuple(found.values())

    def confirm(self, draft_id: str, settle: Callable[[Proposal, Book, datetime], Outcome]) -> Outcome:
        """Enter what ``settle`` makes of a draft that waits; window and decision are on disk then, or neither is.

        Raises:
            DraftDecidedError: somebody decided it before.
            DraftUnknownError: no draft has this id.
            LedgerError: nothing was written.
            LedgerInUseError: a monitor runs on this ledger.
            WindowRefusedError: the book does not take it.

        """
        with self._writing("the decision cannot be written") as connection:
            proposal = waiting({one.id: one for one in reading.proposals(connection)}, draft_id)
            outcome = settle(proposal, read(reading.revisions(connection)), self._now())
            for revision in outcome.revisions:
                transaction.append(connection, revision)
            transaction.propose(connection, [outcome.proposal])
            return outcome

    def reject(self, draft_id: str, approval: Approval) -> Proposal:
        """Put a draft away.

        Raises:
            DraftDecidedError: somebody decided it before.
            DraftUnknownError: no draft has this id.
            LedgerError: nothing was written.
            LedgerInUseError: a monitor runs on this ledger.

        """
        with self._writing("the decision cannot be written") as connection:
            proposal = waiting({one.id: one for one in reading.proposals(connection)}, draft_id)
            put_away = rejected(proposal, approval, self._now())
            transaction.propose(connection, [put_away])
            return put_away

    @contextmanager
    def _writing(self, action: str) -> Iterator[Connection]:
        """A transaction of the only process that has the ledger; committed at the end or not at all."""
        with self._alone(), translated(action):
            if not self._prepared:
                self._database.migrate()
                self._prepared = True
            with self._database.writing() as connection:
                # On a server the row is what keeps a monitor and other commands out; nobody else ever sees it.
                lease.claim(connection, self._holder, self._now(), locked=self._database.path is not None)
                yield connection
                lease.give_back(connection, self._holder)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        path = self._database.path
        if path is None:
            yield
            return
        with lease.turn(path):
            lock = lease.FileLock(path)
            lock.take(self._holder)
            try:
                yield
            finally:
                lock.release()


def _looked_at(connection: Connection, change: Change) -> Book:
    """The part of the book that ``change`` is held against: thousands of other revisions are not parsed for it."""
    series_id, _, occurrence = change.window_id.partition("@")
    if change.verb is Verb.DECLARE:  # what was ever said of the window counts: to say it again changes nothing
        return read(reading.revisions(connection, {change.window_id, change.spec.id if change.spec else series_id}))
    book = read(reading.last_revisions(connection, (series_id, change.window_id)))
    series = book.current(series_id)
    if change.verb is Verb.END and not occurrence and series is not None and series.rule is not None:
        # Of a recurring window the occurrence that runs is ended, which may have been revised alone.
        book = read((*book.chains[series_id], *reading.last_revisions_of_occurrences(connection, series_id)))
    return book
