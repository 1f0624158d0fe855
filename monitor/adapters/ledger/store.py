"""The ledger as one holder may use it: opened, leased, written, swept. Every fault leaves here as ``LedgerError``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from monitor.adapters.ledger import lease, reading, transaction
from monitor.adapters.ledger.backlog import Attempt
from monitor.adapters.ledger.database import Database, schema_version
from monitor.adapters.ledger.failure import translated
from monitor.adapters.ledger.retention import sweep
from monitor.adapters.ledger.tables import HEAD
from monitor.domain.book import Revision
from monitor.engine.ports import Snapshot

_EMPTY = Snapshot(heartbeat_at=None, records={}, revisions=())


class Store:
    """What the writer's thread does to the database on behalf of ``holder``."""

    def __init__(self, database: Database, now: Callable[[], datetime], *, holder: str, retention: timedelta) -> None:
        self.database = database
        self._now = now
        self._holder = holder
        self._retention = retention
        self._lock = None if database.path is None else lease.FileLock(database.path)
        self._leased_until: datetime | None = None

    @property
    def locked(self) -> bool:
        """Whether a file lock keeps others out, so that reading before taking the lease's row is safe."""
        return self._lock is not None

    @property
    def leased(self) -> bool:
        """Whether this process may call the ledger its own at this instant."""
        if self._leased_until is None:
            return False
        return self._lock is not None or self._now() < self._leased_until

    def lock(self) -> None:
        """Keep every other process on this machine out.

        Raises:
            LedgerError: the lock file cannot be made.
            LedgerInUseError: another living process holds it.

        """
        if self._lock is not None:
            self._lock.take_in_turn(self._holder)
            self._leased_until = self._now() + lease.LEASE

    def stored(self) -> Snapshot | None:
        """What is there already, read without writing a byte; ``None`` when its schema is an older one.

        Raises:
            LedgerDamagedError: the file is not sound.
            LedgerError: it cannot be read.

        """
        with translated("the ledger cannot be read"):
            if self.database.is_new:
                return _EMPTY
            try:
                return self._read()
            except SQLAlchemyError:
                if self.database.path is None:
                    raise
                # On a full disk SQLite cannot make its shared index; alone with the file it needs none.
                return self._read(alone=True)

    def prepare(self) -> bool:
        """Bring the schema up to date and take the lease, whether the schema is new.

        Raises:
            LedgerError: it cannot be written.
            LedgerInUseError: another process holds the lease.

        """
        created = self.database.migrate()
        now = self._now()
        with translated("the ledger's lease cannot be taken"), self.database.writing() as connection:
            lease.claim(connection, self._holder, now, locked=self._lock is not None)
        self._leased_until = now + lease.LEASE
        return created

    def write(self, attempt: Attempt) -> tuple[Revision, ...]:
        """Commit ``attempt`` whole; the revisions that the ledger knows otherwise and keeps as they were.

        Raises:
            LedgerDamagedError: the file has to be set aside.
            LedgerError: nothing was written.
            LedgerInUseError: the lease was lost, nothing was written.

        """
        now = self._now()
        with translated("the ledger cannot be written"), self.database.writing() as connection:
            lease.renew(connection, self._holder, now)
            done = transaction.already_written(connection, attempt.stamp)
            refused = () if done else transaction.write(connection, attempt.batch, attempt.stamp)
        self._leased_until = now + lease.LEASE
        return refused

    def sweep(self) -> bool:
        """Forget a little of what is older than the retention; whether there may be more.

        Raises:
            LedgerError: it cannot be written.

        """
        with translated("the ledger cannot be swept"), self.database.writing() as connection:
            return sweep(connection, self._now(), self._retention)

    def set_aside(self) -> Path | None:
        """Move the damaged file out of the way; ``None`` where a server keeps the tables.

        Raises:
            LedgerError: it cannot be moved.

        """
        return self.database.set_aside(self._now())

    def forfeit(self) -> None:
        """Another process has the lease: touch nothing more."""
        self._leased_until = None

    def give_back(self) -> None:
        """Remove the lease's row, if it is ours.

        Raises:
            LedgerError: the row stays until it expires.

        """
        if self._leased_until is None:
            return
        self._leased_until = None
        with translated("the ledger's lease cannot be given back"), self.database.writing() as connection:
            lease.give_back(connection, self._holder)

    def unlock(self) -> None:
        """Let the next process in."""
        if self._lock is not None:
            self._lock.release()

    def _read(self, *, alone: bool = False) -> Snapshot | None:
        with self.database.reading(alone=alone) as connection:
            self.database.verify(connection)
            return reading.snapshot(connection) if schema_version(connection) == HEAD else None
