"""The one thread that writes. It survives a full disk, a locked file and a damaged one, and tells its owner.

A failed attempt is kept and tried again after 0.2 s, doubling to 5 s, for as long as it takes. A damaged file is moved
aside and a new one begun; the owner is then asked for everything it holds in memory.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Thread

from monitor.adapters.ledger.backlog import Backlog
from monitor.adapters.ledger.failure import LedgerDamagedError
from monitor.adapters.ledger.store import Store
from monitor.domain.book import Revision
from monitor.domain.errors import LedgerError, LedgerInUseError
from monitor.engine.ports import Snapshot

PACE_SECONDS = 0.25  # between transactions: a busy fleet is written a few times a second, not without pause
FIRST_RETRY_SECONDS = 0.2
LAST_RETRY_SECONDS = 5.0
SWEEP_EVERY = timedelta(hours=1)


def _ignore(*_: object) -> None:
    return


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    """What the owner wants to hear. All are called on the writer's thread, except while ``load`` runs; all are quick.

    ``failed`` gets every fault, repeated ones included. ``reset``: the ledger was begun anew, submit everything held in
    memory again (records, revisions). ``opened``: the ledger that ``load`` could not open was opened, and held this;
    what was submitted meanwhile is written after the call. ``lease_lost``: another process writes; nothing more is.
    """

    failed: Callable[[LedgerError], None] = _ignore
    reset: Callable[[], None] = _ignore
    opened: Callable[[Snapshot], None] = _ignore
    lease_lost: Callable[[LedgerInUseError], None] = _ignore


class Writer:
    """Carries the backlog into the store."""

    def __init__(self, store: Store, backlog: Backlog, now: Callable[[], datetime], listener: Listener) -> None:
        self.writes = 0
        self.failures = 0
        self._store = store
        self._backlog = backlog
        self._now = now
        self._listener = listener
        self._opened = False
        self._prepared = False
        self._sweep_at: datetime | None = None
        self._thread = Thread(target=self._run, name="ledger-writer", daemon=True)

    def open(self) -> Snapshot:
        """Lock, read and prepare the store; a damaged file is set aside first, and the answer is then empty.

        Raises:
            LedgerError: it cannot be read. Trying again is what ``start`` does.
            LedgerInUseError: another process has it.

        """
        self._store.lock()
        try:
            return self._open_sound()
        except LedgerDamagedError as error:
            self._set_aside(error)
            return self._open_sound()

    def start(self) -> None:
        """Begin to write; what ``open`` did not achieve is tried until it is."""
        self._thread.start()

    def join(self, seconds: float) -> None:
        """Wait for the thread to finish after the backlog was closed."""
        if self._thread.is_alive():
            self._thread.join(seconds)

    def report(self, error: LedgerError) -> None:
        """Count a fault and tell the owner."""
        self.failures += 1
        self._listener.failed(error)

    def _open_sound(self) -> Snapshot:
        stored = self._store.stored() if self._store.locked else None
        try:
            self._store.prepare()
            self._prepared = True
        except LedgerInUseError:
            raise
        except LedgerError as error:
            if stored is None or not error.transient:
                raise
            # A full disk: all that is needed could be read, and the writing is made up for later.
            self.report(error)
        if stored is None:
            stored = self._store.stored()
        self._opened = True
        return stored or Snapshot(heartbeat_at=None, records={}, revisions=())

    def _run(self) -> None:
        retry, more = 0.0, False
        while not self._backlog.closed:
            if self._opened and not more:
                self._backlog.wait()
            try:
                more = self._work()
            except LedgerInUseError as error:
                self._lose_lease(error)
                return
            except LedgerError as error:
                more = False
                self._note_failure(error)
                retry = min(max(2 * retry, FIRST_RETRY_SECONDS), LAST_RETRY_SECONDS)
                self._backlog.pause(retry, hurry=False)
            else:
                retry = 0.0
                self._backlog.pause(0.0 if more else PACE_SECONDS, hurry=True)
        self._finish()

    def _work(self) -> bool:
        """Do what is due; whether more is due at once."""
        if not self._opened:
            self._listener.opened(self.open())
        if not self._prepared:
            if self._store.prepare():
                self._listener.reset()
            self._prepared = True
        self._write()
        return self._sweep()

    def _write(self) -> None:
        attempt = self._backlog.attempt()
        if attempt is None:
            return
        refused = self._store.write(attempt)
        self.writes += 1
        self._backlog.settle(attempt)
        for revision in refused:
            self.report(_contradiction(revision))

    def _sweep(self) -> bool:
        if self._sweep_at is not None and self._now() < self._sweep_at:
            return False
        more = self._store.sweep()
        if not more:
            self._sweep_at = self._now() + SWEEP_EVERY
        return more

    def _note_failure(self, error: LedgerError) -> None:
        # Whatever went wrong, the next attempt looks at schema and lease again: the file may have been replaced.
        self._prepared = False
        self._backlog.compact()
        try:
            if isinstance(error, LedgerDamagedError):
                self._set_aside(error)
            else:
                self.report(error)
        except LedgerError as worse:
            self.report(worse)

    def _set_aside(self, error: LedgerDamagedError) -> None:
        goal = self._store.set_aside()
        kept = "" if goal is None else f"; kept as {goal}, and a new one is begun"
        self.report(LedgerDamagedError(f"{error}{kept}"))

    def _lose_lease(self, error: LedgerInUseError) -> None:
        self._store.forfeit()
        self._backlog.close()
        self.report(error)
        self._listener.lease_lost(error)

    def _finish(self) -> None:
        if not self._opened:
            return
        try:
            self._write()
            self._store.give_back()
        except LedgerError as error:
            self.report(error)


def _contradiction(revision: Revision) -> LedgerError:
    return LedgerError(
        f"revision {revision.number} of window {revision.window_id} is known otherwise; the former stands",
        transient=False,
    )
