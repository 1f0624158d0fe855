"""Where the tables live: how a connection is opened, checked and migrated, and how a damaged file is set aside.

SQLite runs in WAL mode with ``synchronous=FULL``: a commit that was acknowledged survives ``kill -9`` and a power cut.
NORMAL would survive only the former; the sync it saves happens off the event loop, a few times a second at most. Each
use opens its own connection: that costs under a millisecond, and a file that was damaged, replaced or deleted meanwhile
is noticed at the next heartbeat instead of being hidden by a cache.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, NullPool, create_engine, event, insert, inspect, select, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

from monitor.adapters.ledger.failure import LedgerDamagedError, translated
from monitor.adapters.ledger.tables import HEAD, METADATA, VERSIONS, alembic_version
from monitor.domain.errors import LedgerError

BUSY_TIMEOUT_SECONDS = 1.0  # short: a locked file shall be noticed and told, not waited for

_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL")
# Without the shared-memory index, which cannot be made on a full disk; see sqlite.org/wal.html#noshm.
_LONE_PRAGMAS = ("locking_mode=EXCLUSIVE", "query_only=ON")
# In the order of moving: killed half-way, a log left behind would be replayed into the new file.
_PARTS = ("-wal", "-shm", "")


class Database:
    """One database by its URL; ``path`` is the file of an SQLite one, ``None`` on a server."""

    def __init__(self, url: str) -> None:
        try:
            parsed = make_url(url)
            self.path = _file(parsed)
            self.engine = _engine(parsed, _PRAGMAS)
            self._lone_engine = _engine(parsed, _LONE_PRAGMAS)
        except (ArgumentError, ImportError) as error:
            raise LedgerError(f"storage: {error}", transient=False) from error

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that holds the write lock from its first statement; committed at the end or not at all."""
        with self.engine.execution_options(writes=True).begin() as connection:
            yield connection

    @contextmanager
    def reading(self, *, alone: bool = False) -> Iterator[Connection]:
        """A consistent view. ``alone`` also works on a full disk, but no other process may have the file open."""
        with (self._lone_engine if alone else self.engine).begin() as connection:
            yield connection

    @property
    def is_new(self) -> bool:
        """Whether there is certainly nothing stored yet, told without touching the disk's free space."""
        if self.path is None:
            return False
        return not self.path.exists() or self.path.stat().st_size == 0

    def migrate(self) -> bool:
        """Bring the schema to ``HEAD``, whether there was none before.

        Raises:
            LedgerError: it cannot be written, or was written by a newer version of this program.

        """
        with translated("the ledger cannot be opened for writing"):
            if self.path is not None:
                self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.writing() as connection:
                version = schema_version(connection)
                if version is None:
                    _create(connection)
                elif version != HEAD:
                    _upgrade(connection)
            return version is None

    def verify(self, connection: Connection) -> None:
        """Read through the file's structure.

        Raises:
            LedgerDamagedError: it is not sound.

        """
        if self.path is None:
            return
        answer = connection.execute(text("PRAGMA quick_check(1)")).scalar_one()
        if answer != "ok":
            raise LedgerDamagedError(f"the ledger is damaged: {answer}")

    def set_aside(self, at: datetime) -> Path | None:
        """Move the damaged file and its companions away, never deleting them; the new name."""
        if self.path is None:
            return None
        with translated("the damaged ledger cannot be moved aside"):
            goal = _free_name(self.path, at)
            for suffix in _PARTS:
                source = self.path.with_name(self.path.name + suffix)
                if source.exists():
                    source.rename(goal.with_name(goal.name + suffix))
            return goal


def read_only(url: str) -> Engine:
    """An engine that cannot write, takes no lease and does not disturb the process that holds it.

    Raises:
        LedgerError: ``url`` is none, or there is no such file.

    """
    try:
        parsed = make_url(url)
        path = _file(parsed)
        if path is None:
            return create_engine(parsed, poolclass=NullPool, execution_options={"postgresql_readonly": True})
    except (ArgumentError, ImportError) as error:
        raise LedgerError(f"storage: {error}", transient=False) from error
    if not path.exists():
        raise LedgerError(f"there is no ledger at {path} yet", transient=False)
    uri = f"{path.absolute().as_uri()}?mode=ro"
    engine = create_engine(
        "sqlite://",
        poolclass=NullPool,
        creator=lambda: sqlite3.connect(uri, uri=True, timeout=BUSY_TIMEOUT_SECONDS, isolation_level=None),
    )
    event.listen(engine, "begin", _begin)
    return engine


def schema_version(connection: Connection) -> str | None:
    """The migration that the database is at; ``None`` before the first."""
    if not inspect(connection).has_table(alembic_version.name):
        return None
    return connection.execute(select(alembic_version.c.version_num)).scalar_one_or_none()


def _create(connection: Connection) -> None:
    """Make the tables at once and say that all migrations are done; a test holds both ways against each other."""
    METADATA.create_all(connection, checkfirst=False)
    VERSIONS.create_all(connection)  # Alembic may have left it empty
    connection.execute(insert(alembic_version), {"version_num": HEAD})


def _upgrade(connection: Connection) -> None:
    # Imported here: Alembic takes a fifth of a second to load, and nearly every start finds the schema in order.
    from alembic import command  # noqa: PLC0415 - see above
    from alembic.config import Config  # noqa: PLC0415 - see above
    from alembic.util.exc import CommandError  # noqa: PLC0415 - see above

    configuration = Config(attributes={"connection": connection})
    configuration.set_main_option("script_location", "monitor.adapters.ledger:migrations")
    try:
        command.upgrade(configuration, "head")
    except CommandError as error:
        raise LedgerError(f"the ledger's schema is not one of this version: {error}", transient=False) from error


def _file(url: URL) -> Path | None:
    if url.get_backend_name() != "sqlite":
        return None
    if url.database in {None, "", ":memory:"}:
        raise LedgerError(f"storage: {url}: a ledger must outlive the process, so SQLite needs a file", transient=False)
    return Path(str(url.database))


def _engine(url: URL, pragmas: tuple[str, ...]) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(url, poolclass=NullPool)
    engine = create_engine(url, poolclass=NullPool, connect_args={"timeout": BUSY_TIMEOUT_SECONDS})

    def set_up(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
        # The driver's own BEGIN comes late and skips DDL; switched off, `begin` below decides (SQLAlchemy's advice).
        connection.isolation_level = None
        try:
            with closing(connection.cursor()) as cursor:
                for pragma in pragmas:
                    cursor.execute(f"PRAGMA {pragma}")
        except sqlite3.Error:
            connection.close()
            raise

    event.listen(engine, "connect", set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    # A deferred transaction that turns into a writing one may fail half-way with SQLITE_BUSY and no waiting.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _free_name(path: Path, at: datetime) -> Path:
    base = f"{path.name}.corrupt-{at:%Y%m%dT%H%M%SZ}"
    goal = path.with_name(base)
    number = 1
    while any(goal.with_name(goal.name + suffix).exists() for suffix in _PARTS):
        number += 1
        goal = path.with_name(f"{base}-{number}")
    return goal
