"""Foreign faults of the database and the disk, each turned into a ``LedgerError`` with its meaning."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError

from monitor.domain.errors import LedgerError

# The low byte is the primary result code (https://sqlite.org/rescode.html).
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


class LedgerDamagedError(LedgerError):
    """The file is no readable database any more; trying again cannot help, setting it aside does."""

    def __init__(self, message: str) -> None:
        super().__init__(message, transient=False)


@contextmanager
def translated(action: str) -> Iterator[None]:
    """Raise whatever goes wrong inside as a ``LedgerError`` that begins with ``action``.

    Raises:
        LedgerDamagedError: the database says that it is malformed, or is none.
        LedgerError: any other fault.

    """
    try:
        yield
    except (SQLAlchemyError, OSError) as error:
        raise _named(action, error) from error


def _named(action: str, error: Exception) -> LedgerError:
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    message = f"{action}: {cause}"
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None and code & 0xFF in _DAMAGED:
        return LedgerDamagedError(message)
    return LedgerError(message, transient=isinstance(error, OperationalError | InterfaceError | OSError))
