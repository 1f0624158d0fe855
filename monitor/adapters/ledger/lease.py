"""One process per ledger (record 0015): a lock that dies with its holder, and a row that shows who it is.

On SQLite the truth is an advisory lock beside the file: the kernel drops it at ``kill -9``, so a restart need not wait
for anything to expire, and a stalled but living holder keeps it. The row is then for people to read. On a server there
is no such lock, and the row's expiry decides.

Who is about to take the lock, or is a command and has it for a moment, holds the *turn* meanwhile. So whoever has the
turn and is refused the lock knows that a monitor has it.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, delete, insert, select, update

from monitor.adapters.ledger.failure import translated
from monitor.adapters.ledger.tables import lease
from monitor.domain.errors import LedgerInUseError

LEASE = timedelta(seconds=15)  # three heartbeats of 5 s

_PATIENCE_SECONDS = 10.0  # a command has the ledger for milliseconds, and others may be waiting too
# Who has waited longest asks most often: a command that comes again and again would else keep another out for good.
_FIRST_PAUSE_SECONDS, _LAST_PAUSE_SECONDS = 0.005, 0.0003


class FileLock:
    """The advisory lock on ``<ledger>.lock``. The file stays: deleting it would let two processes lock two files."""

    def __init__(self, ledger: Path) -> None:
        self._ledger = ledger
        self._path = ledger.with_name(ledger.name + ".lock")
        self._descriptor: int | None = None

    def take_in_turn(self, holder: str) -> None:
        """Hold the lock from now on, after the commands that are before us.

        Raises:
            LedgerError: a file beside the ledger cannot be made.
            LedgerInUseError: another living monitor holds it.

        """
        if self._descriptor is None:
            with turn(self._ledger):
                self.take(holder)

    def take(self, holder: str) -> None:
        """Hold the lock from now on; nothing happens when it is held already.

        Raises:
            LedgerError: the lock file cannot be made.
            LedgerInUseError: another living process holds it.

        """
        if self._descriptor is not None:
            return
        with translated("the ledger's lock file cannot be opened"):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            former = os.pread(descriptor, 255, 0).decode(errors="replace")
            os.close(descriptor)
            raise LedgerInUseError(former or "another process") from error
        self._descriptor = descriptor
        self._sign(holder)

    def release(self) -> None:
        """Let the next process in."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _sign(self, holder: str) -> None:
        assert self._descriptor is not None
        try:
            os.ftruncate(self._descriptor, 0)
            os.pwrite(self._descriptor, holder.encode(), 0)
        except OSError:
            # A full disk must not keep the monitor from starting; the name is only there for the refusal's text.
            return


@contextmanager
def turn(ledger: Path) -> Iterator[None]:
    """Wait until no other process has the turn, and keep it.

    Raises:
        LedgerError: the file beside the ledger cannot be made.
        LedgerInUseError: commands have had it for longer than anybody waits.

    """
    with translated("the file that commands queue at cannot be opened"):
        ledger.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(ledger.with_name(ledger.name + ".turn"), os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _wait_for(descriptor)
        yield
    finally:
        os.close(descriptor)


def _wait_for(descriptor: int) -> None:
    waited, pause = 0.0, _FIRST_PAUSE_SECONDS
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if waited >= _PATIENCE_SECONDS:
                raise LedgerInUseError("other commands") from error
        else:
            return
        time.sleep(pause)
        waited += pause
        pause = max(pause * 0.97, _LAST_PAUSE_SECONDS)


def claim(connection: Connection, holder: str, at: datetime, *, locked: bool) -> None:
    """Write ``holder`` into the row; with the file ``locked``, whatever it said before.

    Raises:
        LedgerInUseError: the row belongs to another holder, has not expired, and no lock says otherwise.

    """
    row = connection.execute(select(lease.c.holder, lease.c.expires_at).with_for_update()).one_or_none()
    if row is not None and not locked and row.holder != holder and row.expires_at > at:
        raise LedgerInUseError(row.holder)
    connection.execute(delete(lease))
    connection.execute(insert(lease), {"id": 1, "holder": holder, "expires_at": at + LEASE})


def renew(connection: Connection, holder: str, at: datetime) -> None:
    """Extend the lease inside the transaction that relies on it.

    Raises:
        LedgerInUseError: somebody else has taken it meanwhile.

    """
    changed = connection.execute(update(lease).where(lease.c.holder == holder).values(expires_at=at + LEASE))
    if changed.rowcount == 0:
        raise LedgerInUseError(connection.execute(select(lease.c.holder)).scalar_one_or_none() or "nobody")


def give_back(connection: Connection, holder: str) -> None:
    """Remove the row if it is still ours."""
    connection.execute(delete(lease).where(lease.c.holder == holder))
