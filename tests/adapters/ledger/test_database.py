from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from monitor.adapters.ledger.database import Database, schema_version
from monitor.adapters.ledger.failure import LedgerDamagedError, translated
from monitor.adapters.ledger.store import Store
from monitor.adapters.ledger.tables import HEAD, METADATA
from monitor.domain.errors import LedgerError
from tests.adapters.ledger.ledgers import NOW


@pytest.fixture
def database(tmp_path: Path) -> Database:
    folder = tmp_path / "a folder, 100 %"
    folder.mkdir()
    return Database(f"sqlite:///{folder / 'marsad.db'}")


def test_migration_is_done_once(database: Database) -> None:
    assert database.is_new

    assert database.migrate()

    assert not database.is_new
    assert not database.migrate()
    with database.reading() as connection:
        assert schema_version(connection) == HEAD


def test_head_is_the_last_migration() -> None:
    configuration = Config()
    configuration.set_main_option("script_location", "monitor.adapters.ledger:migrations")

    assert ScriptDirectory.from_config(configuration).get_heads() == [HEAD]


def test_migrations_lead_to_the_tables_of_the_code(database: Database) -> None:
    _migrate_to(HEAD, database)

    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})

        assert compare_metadata(context, METADATA) == []


def test_new_ledger_is_what_all_migrations_make(database: Database, tmp_path: Path) -> None:
    migrated = Database(f"sqlite:///{tmp_path / 'migrated.db'}")
    _migrate_to(HEAD, migrated)

    database.migrate()

    assert _schema(database) == _schema(migrated)
    with database.reading() as connection:
        assert schema_version(connection) == HEAD


def _migrate_to(version: str, database: Database) -> None:
    configuration = Config()
    configuration.set_main_option("script_location", "monitor.adapters.ledger:migrations")
    with database.writing() as connection:
        configuration.attributes["connection"] = connection
        command.upgrade(configuration, version)


def _schema(database: Database) -> list[tuple[str, str]]:
    """Every table and index by name, as SQLite keeps its statement."""
    with database.reading() as connection:
        rows = connection.execute(text("SELECT name, sql FROM sqlite_master ORDER BY name"))
        return [(name, " ".join((sql or "").split())) for name, sql in rows]


def test_ledger_of_the_first_release_is_brought_up_to_date(database: Database) -> None:
    _migrate_to("0001", database)
    with database.writing() as connection:
        connection.execute(text("INSERT INTO records VALUES ('absher/portal', 'kept')"))

    assert not database.migrate()

    with database.reading() as connection:
        assert connection.execute(text("SELECT record FROM records")).scalar_one() == "kept"
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_migration_that_fails_leaves_nothing(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(text("CREATE TABLE window_revisions (mine TEXT)"))

    with pytest.raises(LedgerError, match="already exists"):
        database.migrate()

    with database.reading() as connection:
        tables = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars().all()
        assert tables == ["window_revisions"]


def test_ledger_of_a_newer_version_is_refused_for_good(database: Database) -> None:
    database.migrate()
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(LedgerError, match="9999") as refusal:
        database.migrate()

    assert not refusal.value.transient


def test_commits_are_written_ahead_and_synced(database: Database) -> None:
    with database.reading() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar_one() == "wal"
        assert connection.execute(text("PRAGMA synchronous")).scalar_one() == 2


def test_two_files_set_aside_in_one_second_have_two_names(database: Database) -> None:
    names = []
    for _ in range(2):
        database.migrate()
        goal = database.set_aside(NOW)
        assert goal is not None
        names.append(goal.name)
        assert database.is_new

    assert names == ["marsad.db.corrupt-20260301T120000Z", "marsad.db.corrupt-20260301T120000Z-2"]


def test_file_that_is_no_database_is_damage_and_not_transient(tmp_path: Path) -> None:
    path = tmp_path / "marsad.db"
    path.write_bytes(b"no database at all, for sure" * 100)

    with (
        pytest.raises(LedgerDamagedError) as damage,
        translated("reading"),
        Database(f"sqlite:///{path}").reading(),
    ):
        pass

    assert not damage.value.transient


def test_missing_folder_is_transient(tmp_path: Path) -> None:
    with (
        pytest.raises(LedgerError) as refusal,
        translated("reading"),
        Database(f"sqlite:///{tmp_path / 'missing' / 'marsad.db'}").reading(),
    ):
        pass

    assert refusal.value.transient


def test_writing_transaction_holds_the_lock_before_its_first_statement(database: Database) -> None:
    database.migrate()

    with (
        database.writing(),
        closing(sqlite3.connect(str(database.path), timeout=0, isolation_level=None)) as other,
        pytest.raises(sqlite3.OperationalError, match="locked"),
    ):
        other.execute("BEGIN IMMEDIATE")


def test_damage_in_a_table_that_no_start_reads_is_found_all_the_same(database: Database) -> None:
    database.migrate()
    assert database.path is not None
    with database.reading() as connection:
        page = connection.execute(text("SELECT rootpage FROM sqlite_master WHERE name = 'rollups'")).scalar_one()
    content = bytearray(database.path.read_bytes())
    content[(page - 1) * 4096 : page * 4096] = b"\xde\xad" * 2048
    database.path.write_bytes(content)

    with database.reading() as connection, pytest.raises(LedgerDamagedError, match="the ledger is damaged"):
        database.verify(connection)
    with pytest.raises(LedgerDamagedError):
        Store(database, lambda: NOW, holder="first", retention=timedelta(days=1)).stored()
