from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from monitor.adapters.ledger import reading
from monitor.adapters.ledger.database import Database
from monitor.adapters.ledger.merging import follow, merge
from monitor.adapters.ledger.transaction import write
from monitor.domain.history import Seen
from monitor.domain.seen import SeenEntry
from monitor.domain.verdict import State
from monitor.engine.ports import Batch, TimelineChange
from tests.adapters.ledger.ledgers import batch, change, glimpse, incident, minute, revision, seconds, states
from tests.domain.drafts import proposal

SERVICES = ("absher/portal", "qiwa/portal")

_entries = st.lists(st.tuples(st.integers(0, 12), st.sampled_from([State.UP, State.BLOCKED])), min_size=0, max_size=4)


@st.composite
def _changes(draw: st.DrawFn) -> TimelineChange:
    since = draw(st.integers(0, 8))
    entries = [(since + at, state) for at, state in draw(_entries)]
    return change(draw(st.sampled_from(SERVICES)), *entries, since=since)


_batches = st.builds(
    Batch,
    heartbeat_at=st.integers(0, 60).map(minute),
    records=st.dictionaries(st.sampled_from(SERVICES), st.binary(max_size=2)),
    dropped=st.lists(st.sampled_from(SERVICES), max_size=1).map(tuple),
    timeline=st.lists(_changes(), max_size=3, unique_by=lambda change: change.service_id).map(tuple),
    incidents=st.lists(st.builds(incident, st.integers(1, 2), reason=st.sampled_from(["status", "dns"]))).map(tuple),
    revisions=st.lists(st.builds(revision, st.integers(1, 2), why=st.sampled_from(["first", "second"]))).map(tuple),
    usage=st.lists(st.builds(seconds, st.sampled_from(State), st.integers(0, 60))).map(tuple),
    glimpses=st.lists(st.builds(glimpse, st.integers(1, 3), st.sampled_from(Seen))).map(tuple),
    proposals=st.lists(st.builds(proposal, decided_by=st.sampled_from(["", "aisha"])), max_size=2).map(tuple),
    seen=st.lists(st.builds(SeenEntry, feed=st.just("news"), key=st.just("a"), at=st.integers(0, 3).map(minute))).map(
        tuple
    ),
)


def _content(connection: Connection) -> object:
    return (
        reading.snapshot(connection),
        [reading.transitions_between(connection, service, minute(-1), minute(99)) for service in SERVICES],
        reading.incidents_between(connection, minute(-1), minute(99)),
        reading.usage_between(connection, date(2026, 1, 1), date(2027, 1, 1)),
        reading.glimpses_between(connection, ["absher/portal/landing"], minute(-1), minute(99)),
    )


def _written(path: Path, batches: list[Batch]) -> object:
    database = Database(f"sqlite:///{path}")
    database.migrate()
    for each in batches:
        with database.writing() as connection:
            # A fact twice in one batch is the merger's business, and the writer always merges.
            write(connection, merge([each]), "stamp")
    with database.reading() as connection:
        return _content(connection)


@settings(deadline=None, max_examples=40)
@given(st.lists(_batches, min_size=1, max_size=4))
def test_merged_batches_leave_what_the_single_ones_leave(batches: list[Batch]) -> None:
    with TemporaryDirectory() as folder:
        one_by_one = _written(Path(folder) / "single.db", batches)
        at_once = _written(Path(folder) / "merged.db", [merge(batches)])

    assert at_once == one_by_one


def test_change_that_begins_no_later_replaces_the_former_one() -> None:
    former = change("absher/portal", (5, State.DEGRADED), (7, State.UP))

    merged = follow(former, change("absher/portal", (5, State.UNPLANNED_OUTAGE)))

    assert states(merged.entries) == [(minute(5), State.UNPLANNED_OUTAGE)]


def test_change_that_begins_later_continues_the_former_one() -> None:
    former = change("absher/portal", (5, State.DEGRADED), (7, State.UP))

    merged = follow(former, change("absher/portal", (6, State.BLOCKED)))

    assert merged.since == minute(5)
    assert states(merged.entries) == [(minute(5), State.DEGRADED), (minute(6), State.BLOCKED)]


def test_of_two_entries_at_one_instant_the_later_stands() -> None:
    merged = follow(None, change("absher/portal", (5, State.DEGRADED), (5, State.UP)))

    assert states(merged.entries) == [(minute(5), State.UP)]


def test_service_that_left_and_came_back_keeps_its_new_record() -> None:
    merged = merge(
        [
            batch(records={"absher/portal": b"old"}),
            batch(dropped=("absher/portal",)),
            batch(records={"absher/portal": b"new"}),
        ]
    )

    assert merged.records == {"absher/portal": b"new"}
    assert merged.dropped == ()


def test_thousand_heartbeats_take_the_room_of_one() -> None:
    many = [batch(minute(n), records={"a/b": b"%d" % n}, usage=(seconds(State.UP, 5),)) for n in range(1000)]

    merged = merge(many)

    assert merged == batch(minute(999), records={"a/b": b"999"}, usage=(seconds(State.UP, 5000),))


def test_of_a_flood_of_glimpses_the_latest_are_kept() -> None:
    flood = [batch(minute(n), glimpses=(glimpse(n),)) for n in range(3000)]

    kept = merge(flood).glimpses

    assert kept[-1] == glimpse(2999)
    assert len(kept) == 1000
