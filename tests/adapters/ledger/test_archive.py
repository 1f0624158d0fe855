"""A reader beside the one who writes."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from monitor.adapters.ledger import LedgerArchive
from monitor.adapters.ledger.database import Database
from monitor.domain.errors import LedgerError
from monitor.domain.history import Seen
from monitor.domain.verdict import State
from tests.adapters.ledger.ledgers import Bench, batch, change, glimpse, incident, minute, revision, states

LANDING = "absher/portal/landing"


async def test_it_reads_while_another_process_holds_the_lease(bench: Bench) -> None:
    async with bench.open() as (ledger, _):
        ledger.submit(
            batch(
                minute(9),
                timeline=(change("absher/portal", (1, State.UP), (5, State.UNPLANNED_OUTAGE)),),
                incidents=(incident(5),),
                revisions=(revision(),),
                glimpses=(glimpse(1, Seen.OK), glimpse(5)),
            )
        )
        assert await ledger.flushed(5)

        past = LedgerArchive(f"sqlite:///{bench.path}").past("absher/portal", [LANDING], minute(2), minute(20))

        assert ledger.leader
        ledger.submit(batch(minute(10)))
        assert await ledger.flushed(5)
    assert past.heartbeat_at == minute(9)
    assert states(past.timeline) == [(minute(1), State.UP), (minute(5), State.UNPLANNED_OUTAGE)]
    assert past.incidents == (incident(5),)
    assert past.revisions == (revision(),)
    assert past.glimpses == (glimpse(1, Seen.OK), glimpse(5))


async def test_it_reads_what_a_stopped_monitor_left(bench: Bench) -> None:
    async with bench.open() as (ledger, _):
        ledger.submit(batch(minute(9), glimpses=(glimpse(5),)))
    before = bench.path.read_bytes()

    past = LedgerArchive(f"sqlite:///{bench.path}").past("absher/portal", [LANDING], minute(0), minute(20))

    assert past.glimpses == (glimpse(5),)
    assert bench.path.read_bytes() == before


def test_where_there_is_no_ledger_none_is_made(tmp_path: Path) -> None:
    archive = LedgerArchive(f"sqlite:///{tmp_path / 'marsad.db'}")

    with pytest.raises(LedgerError, match=r"no ledger at .*marsad\.db yet"):
        archive.past("absher/portal", [LANDING], minute(0), minute(20))
    assert list(tmp_path.iterdir()) == []


def test_ledger_of_another_version_is_told(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'marsad.db'}")
    database.migrate()
    with database.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")

    with pytest.raises(LedgerError, match="another version"):
        LedgerArchive(f"sqlite:///{tmp_path / 'marsad.db'}").past("absher/portal", [], minute(0), minute(20))


def test_file_that_is_no_ledger_is_told(tmp_path: Path) -> None:
    (tmp_path / "marsad.db").write_text("not a database, but long enough to be looked at as one")

    with pytest.raises(LedgerError, match="cannot be read"):
        LedgerArchive(f"sqlite:///{tmp_path / 'marsad.db'}").past("absher/portal", [], minute(0), minute(20))


def test_url_that_is_none_is_told() -> None:
    with pytest.raises(LedgerError, match="storage: "):
        LedgerArchive("no url").past("absher/portal", [], minute(0), minute(0) + timedelta(1))
