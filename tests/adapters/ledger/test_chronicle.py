"""A span of the ledger for all services at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.adapters.ledger import LedgerArchive
from monitor.adapters.ledger.database import Database
from monitor.domain.book import read
from monitor.domain.errors import LedgerError
from monitor.domain.verdict import State
from monitor.domain.window import Status
from tests.adapters.ledger.ledgers import (
    NOW,
    Bench,
    batch,
    change,
    correction,
    hour,
    incident,
    minute,
    revision,
    states,
)

DAY = 24 * 60
UP, DOWN = State.UP, State.UNPLANNED_OUTAGE


async def written(bench: Bench, *, heard: int = 99 * DAY, **parts: object) -> LedgerArchive:
    async with bench.open() as (ledger, _):
        ledger.submit(batch(minute(heard), **parts))
    return bench.archive()


async def test_timelines_begin_with_the_entry_in_force(bench: Bench) -> None:
    archive = await written(
        bench,
        timeline=(
            change("a/early", (1, UP), (5, DOWN), (9, UP), (50, DOWN)),
            change("a/late", (20, UP), (50, DOWN)),
            change("a/exact", (3, UP), (10, DOWN), (40, UP)),
            change("a/after", (40, UP)),
        ),
    )

    timelines = archive.chronicle(minute(10), minute(40)).timelines

    assert {name: states(entries) for name, entries in timelines.items()} == {
        "a/early": [(minute(9), UP)],
        "a/late": [(minute(20), UP)],
        "a/exact": [(minute(10), DOWN)],
    }


async def test_named_services_alone_are_told(bench: Bench) -> None:
    archive = await written(
        bench,
        timeline=(change("a/x", (1, UP), (12, DOWN)), change("a/y", (1, UP))),
        incidents=(incident(12, service_id="a/x"), incident(13, service_id="a/y")),
        corrections=(correction(14, incident_id="absher/portal@12"), correction(15, incident_id="absher/portal@13")),
    )

    chronicle = archive.chronicle(minute(10), minute(40), ["a/x"])

    assert list(chronicle.timelines) == ["a/x"]
    assert [found.service_id for found in chronicle.incidents] == ["a/x"]
    assert chronicle.corrections == (correction(14, incident_id="absher/portal@12"),)


async def test_incident_that_touches_the_span_is_in_with_all_that_was_said_of_it(bench: Bench) -> None:
    over, touching = incident(1, ended_at=minute(10)), incident(2, ended_at=minute(11))
    still_open, later = incident(3), incident(40)
    archive = await written(
        bench,
        incidents=(later, still_open, touching, over),
        corrections=(correction(90, incident_id=touching.id), correction(4, incident_id=over.id)),
    )

    chronicle = archive.chronicle(minute(10), minute(40))

    assert chronicle.incidents == (touching, still_open)
    assert chronicle.corrections == (correction(90, incident_id=touching.id),)
    assert archive.incidents(minute(10), minute(41)) == (touching, still_open, later)
    assert archive.incident(touching.id) == (touching, (correction(90, incident_id=touching.id),))
    assert archive.incident("no such") is None


async def test_span_ends_where_the_ledger_was_last_heard_of(bench: Bench) -> None:
    archive = await written(bench, heard=30, timeline=(change("a/x", (1, UP)),))

    assert archive.chronicle(minute(10), minute(40)).until == minute(30)
    assert archive.chronicle(minute(10), minute(20)).until == minute(20)
    beyond = archive.chronicle(minute(35), minute(40))
    assert (beyond.since, beyond.until) == (minute(35), minute(35))


async def test_book_is_whole_in_the_order_of_becoming_known(bench: Bench) -> None:
    second = replace(revision(2), known_at=minute(1))
    cancelled = replace(revision(3), known_at=minute(2), spec=replace(revision().spec, status=Status.CANCELLED))
    archive = await written(bench, revisions=(revision(1), second, cancelled))

    assert archive.chronicle(NOW, minute(1)).book == read((revision(1), second, cancelled))


async def test_latency_is_told_from_thirty_hours_before_a_maintenance_to_two_days_after_it(bench: Bench) -> None:
    """The window of ``revision`` runs from 22:00 UTC on the first to 02:00 on the second of March, NOW is noon."""
    starts, ends = 10, 14  # hours after NOW
    around = tuple(hour(number, {40: 120}) for number in range(starts - 50, ends + 50))
    archive = await written(
        bench,
        heard=20 * DAY,
        revisions=(revision(),),
        latencies=(*around, hour(11, {40: 1}, check_id="qiwa/portal/landing")),
    )

    chronicle = archive.chronicle(NOW - timedelta(days=1), NOW + timedelta(days=30), latencies=True)

    assert chronicle.latencies == tuple(hour(number, {40: 120}) for number in range(starts - 30, ends + 48))
    assert archive.chronicle(NOW, NOW + timedelta(days=30)).latencies == ()
    assert archive.chronicle(NOW, minute(DAY), ["absher/other"], latencies=True).latencies == ()
    assert archive.chronicle(NOW, minute(DAY), ["absher/portal"], latencies=True).latencies != ()
    assert archive.chronicle(minute(10 * DAY), minute(11 * DAY), latencies=True).latencies == ()


async def test_latency_is_cut_at_two_days_around_the_span(bench: Bench) -> None:
    around = tuple(hour(number, {40: 120}) for number in range(-60, 70))
    long = replace(revision().spec, duration=timedelta(days=30), starts=revision().spec.starts - timedelta(days=15))
    archive = await written(bench, heard=DAY, revisions=(replace(revision(), spec=long),), latencies=around)

    chronicle = archive.chronicle(NOW, minute(6 * 60), latencies=True)

    assert [chronicle.latencies[index].hour for index in (0, -1)] == [minute(-48 * 60), minute(53 * 60)]


def test_ledger_without_a_heartbeat_knows_of_no_time(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'marsad.db'}"
    Database(url).migrate()

    chronicle = LedgerArchive(url).chronicle(NOW, minute(9))

    assert (chronicle.until, chronicle.timelines) == (NOW, {})


def test_where_there_is_no_ledger_it_is_told(tmp_path: Path) -> None:
    archive = LedgerArchive(f"sqlite:///{tmp_path / 'marsad.db'}")

    with pytest.raises(LedgerError, match="no ledger at"):
        archive.chronicle(NOW, minute(9))
