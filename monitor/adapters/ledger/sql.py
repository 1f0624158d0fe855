"""The ``Ledger`` port on an SQL database: what the composition root builds and the engine talks to."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from datetime import date, datetime, timedelta

from monitor.adapters.ledger import reading
from monitor.adapters.ledger.backlog import Backlog
from monitor.adapters.ledger.database import Database
from monitor.adapters.ledger.failure import translated
from monitor.adapters.ledger.store import Store
from monitor.adapters.ledger.writer import Listener, Writer
from monitor.domain.errors import LedgerError
from monitor.domain.incident import Incident
from monitor.engine.ports import Batch, Glimpse, Snapshot, TimelineEntry, Usage

_FLUSH_SECONDS = 3.0  # `marsad run` drains in less than 10 s
_JOIN_SECONDS = 3.0


class SqlLedger:
    """A ledger at ``url``, held by ``holder`` (a name for people: host, process, something random).

    ``load`` once, before anything else; ``submit``, ``flushed`` and ``close`` belong to the event loop.
    The questions block for a query: ask them off the loop.

    Raises:
        LedgerError: ``url`` is none, or names no file.

    """

    def __init__(
        self,
        url: str,
        now: Callable[[], datetime],
        *,
        holder: str,
        retention: timedelta,
        listener: Listener | None = None,
    ) -> None:
        self._database = Database(url)
        self._store = Store(self._database, now, holder=holder, retention=retention)
        self._backlog = Backlog()
        self._writer = Writer(self._store, self._backlog, now, listener or Listener())

    @property
    def writes(self) -> int:
        """Transactions committed by this process."""
        return self._writer.writes

    @property
    def failures(self) -> int:
        """Faults met by this process, every repetition counted."""
        return self._writer.failures

    @property
    def leader(self) -> bool:
        """Whether this process holds the lease."""
        return self._store.leased

    @property
    def pending(self) -> int:
        """Submitted batches that are not on disk."""
        return len(self._backlog)

    def load(self) -> Snapshot:
        """What the ledger holds, or held until a damaged file was set aside; then the writer starts.

        After a *transient* ``LedgerError`` the ledger is usable all the same: what is submitted is kept, the writer
        goes on trying to open, and ``Listener.opened`` hands over the snapshot before anything is written.

        Raises:
            LedgerError: it cannot be read now (``transient``), or not by this version.
            LedgerInUseError: another living process holds the lease.

        """
        try:
            snapshot = self._writer.open()
        except LedgerError as error:
            if error.transient:
                self._writer.report(error)
                self._writer.start()
            else:
                self._store.unlock()
            raise
        self._writer.start()
        return snapshot

    def submit(self, batch: Batch) -> None:
        """Queue ``batch``; returns at once and never raises."""
        self._backlog.add(batch)

    async def flushed(self, seconds: float) -> bool:
        """Wait until everything submitted before is on disk, ``seconds`` at most; whether it is."""
        return await self._backlog.drained(seconds)

    async def close(self) -> None:
        """Write what is queued, as far as that succeeds within seconds, and let the next process in."""
        await self._backlog.drained(_FLUSH_SECONDS)
        self._backlog.close()
        await asyncio.to_thread(self._writer.join, _JOIN_SECONDS)
        self._store.unlock()
        if self.pending:
            self._writer.report(LedgerError(f"{self.pending} batches could not be written", transient=False))

    def transitions(self, service_id: str, since: datetime, until: datetime) -> tuple[TimelineEntry, ...]:
        """The entry in force at ``since``, and all later ones before ``until``."""
        with translated("the history cannot be read"), self._database.reading() as connection:
            return reading.transitions_between(connection, service_id, since, until)

    def incidents(self, since: datetime, until: datetime) -> tuple[Incident, ...]:
        """Every incident that touches ``[since, until)``, by its start."""
        with translated("the incidents cannot be read"), self._database.reading() as connection:
            return reading.incidents_between(connection, since, until)

    def glimpses(self, check_ids: Collection[str], since: datetime, until: datetime) -> tuple[Glimpse, ...]:
        """What the checks saw last at ``since``, and every change of it before ``until``."""
        with translated("what was seen cannot be read"), self._database.reading() as connection:
            return reading.glimpses_between(connection, check_ids, since, until)

    def rollups(self, since: date, until: date) -> tuple[Usage, ...]:
        """Seconds per service, day and state of the UTC days in ``[since, until)``."""
        with translated("the roll-ups cannot be read"), self._database.reading() as connection:
            return reading.usage_between(connection, since, until)
