# The row alone, as it decides where no file lock does: on a server.
from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection

from monitor.adapters.ledger.database import Database
from monitor.adapters.ledger.lease import LEASE, FileLock, claim, give_back, renew
from monitor.domain.errors import LedgerError, LedgerInUseError
from tests.adapters.ledger.ledgers import NOW

MOMENT = timedelta(microseconds=1)


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    database = Database(f"sqlite:///{tmp_path / 'marsad.db'}")
    database.migrate()
    with database.writing() as connection:
        claim(connection, "first", NOW, locked=False)
        yield connection


def test_living_lease_refuses_another_until_the_instant_it_expires(connection: Connection) -> None:
    with pytest.raises(LedgerInUseError, match="in use by first"):
        claim(connection, "second", NOW + LEASE - MOMENT, locked=False)

    claim(connection, "second", NOW + LEASE, locked=False)

    with pytest.raises(LedgerInUseError, match="in use by second"):
        renew(connection, "first", NOW + LEASE)


def test_renewed_lease_lives_on_from_the_renewal(connection: Connection) -> None:
    renew(connection, "first", NOW + LEASE)

    with pytest.raises(LedgerInUseError):
        claim(connection, "second", NOW + 2 * LEASE - MOMENT, locked=False)


def test_holder_takes_its_own_lease_again(connection: Connection) -> None:
    claim(connection, "first", NOW, locked=False)

    renew(connection, "first", NOW)


def test_lease_given_back_is_free_at_once(connection: Connection) -> None:
    give_back(connection, "first")

    claim(connection, "second", NOW, locked=False)


def test_nobody_gives_back_the_lease_of_another(connection: Connection) -> None:
    give_back(connection, "second")

    renew(connection, "first", NOW)


def test_file_lock_outweighs_a_living_row(connection: Connection) -> None:
    claim(connection, "second", NOW, locked=True)

    renew(connection, "second", NOW)


def test_file_lock_names_its_holder_until_it_is_released(tmp_path: Path) -> None:
    first, second = FileLock(tmp_path / "marsad.db"), FileLock(tmp_path / "marsad.db")
    first.take("a holder with a long name")
    first.take("a holder with a long name")

    with pytest.raises(LedgerInUseError) as refusal:
        second.take("second")
    assert refusal.value.holder == "a holder with a long name"

    first.release()
    second.take("second")
    with pytest.raises(LedgerInUseError, match=r"in use by second$"):
        first.take("first")
    second.release()


def test_lock_file_that_cannot_be_made_is_transient(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(LedgerError) as refusal:
        FileLock(tmp_path / "file" / "marsad.db").take("first")

    assert refusal.value.transient
