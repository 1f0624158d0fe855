from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from monitor.adapters import manifest
from monitor.adapters.clock import SystemClock
from monitor.adapters.glance import Glance, glance
from monitor.adapters.glance import ledger as glanced
from monitor.adapters.glance.specs import spec
from monitor.adapters.ledger import LedgerArchive, SqlLedger
from monitor.adapters.ledger.tables import HEAD, Spec
from monitor.domain.book import Revision
from monitor.domain.catalogue import Configuration
from monitor.domain.fulfilment import Fulfilment, Stage, fulfilments
from monitor.domain.history import TimelineChange, TimelineEntry
from monitor.domain.incident import Incident, Kind
from monitor.domain.verdict import State
from monitor.domain.window import Fold, Impact, Rule, Scope, Status, WindowSpec
from monitor.engine.ports import Batch

NOW = datetime(2031, 3, 10, 9, 0, tzinfo=UTC)  # a Monday
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
AHEAD = timedelta(days=30)
SETTINGS = """\
location: {{id: riyadh-1, country: SA}}
platforms: [platforms/*.yaml]
windows: [windows/*.yaml]
storage: {{url: "sqlite:///{folder}/marsad.db"}}
contact: "https://marsad.example/contact"
notice: {{minimum: 2d12h}}
canaries: []
"""
PLATFORM = """\
platform: {name}
name: {{en: Name, ar: اسم}}
operator: {{en: Operator, ar: جهة}}
hosts: [127.0.0.1]
depends_on: {depends_on}
services:
  - {{id: portal, name: {{en: Portal, ar: بوابة}}, tier: 1, labels: {{kind: web}}, checks: [{{id: page, http: {{url: "http://127.0.0.1:9/"}}}}]}}
  - {{id: fines, name: {{en: Fines, ar: مخالفات}}, tier: 2, labels: {{kind: app}}, inferred_from: portal}}
"""
LOCAL = datetime.fromisoformat("2031-03-10T12:00")


def window(name: str, starts: datetime, hours: float = 2, **changes: object) -> WindowSpec:
    facts: dict[str, object] = {"id": name, "platform": "absher", "scope": Scope(everything=True), "starts": starts}
    facts |= {"ends": starts + hours * HOUR, "timezone": "Asia/Riyadh"}
    return WindowSpec(**(facts | changes))  # type: ignore[arg-type]  # a builder of tests


SPECS = (
    window("long-ago", NOW - 100 * DAY),
    window("last-week", NOW - 6 * DAY),
    window("used", NOW - 10 * HOUR),
    window("unused", NOW - 10 * HOUR, platform="nafath"),
    window("via-root", NOW - 10 * HOUR, platform="qiwa"),  # what is down in it belongs to the window of its root
    window("overrun", NOW - 20 * DAY, scope=Scope(services=frozenset({"fines"}))),
    window("recovering", NOW - 3 * DAY, recovery=4 * DAY, platform="nafath"),
    window("early", NOW + HOUR, early_start_tolerance=3 * HOUR, platform="ejar"),
    window("running", NOW - HOUR, impacts=(("portal", Impact.DEGRADED),), impact=Impact.OUTAGE),
    window("labelled", NOW + DAY, scope=Scope(selectors=((("kind", "app"),),))),
    window("far", NOW + 90 * DAY),
    window("weekly", LOCAL, ends=None, duration=HOUR, rule=Rule(rrule="FREQ=WEEKLY", exdates=(date(2031, 3, 17),))),
    window("cancelled", NOW + 2 * DAY, status=Status.CANCELLED),
)
Down = Mapping[str, tuple[State, Kind, datetime, datetime | None]]
DOWN: Down = {  # service: state and incident since, until
    "absher/portal": (State.PLANNED_DOWNTIME, Kind.PLANNED, NOW - 9 * HOUR, NOW - 8 * HOUR),
    "absher/fines": (State.OVERRUN, Kind.OVERRUN, NOW - 20 * DAY + HOUR, None),
    "qiwa/fines": (State.PLANNED_DOWNTIME, Kind.PLANNED, NOW - 9 * HOUR, NOW - 8 * HOUR),
    "ejar/portal": (State.UNPLANNED_OUTAGE, Kind.PLANNED, NOW - HOUR, None),
}


def revisions() -> tuple[Revision, ...]:
    made = []
    for one in SPECS:
        known_at = NOW - 120 * DAY
        made.append(revision(one, 1, known_at))
        if one.id == "running":
            made.append(revision(window("running", NOW - HOUR, 3), 2, NOW - HOUR / 2))
        if one.id == "cancelled":
            made[-1] = revision(window("cancelled", NOW + 2 * DAY), 1, known_at)
            made.append(revision(one, 2, known_at + DAY))
    return tuple(made)


def revision(one: WindowSpec, number: int, known_at: datetime) -> Revision:
    return Revision(
        window_id=one.id,
        number=number,
        known_at=known_at,
        declared_at=known_at,
        spec=one,
        by="noura",
        why="announced",
        origin="api",
    )


def incident(service_id: str, kind: Kind, starts: datetime, ends: datetime | None) -> Incident:
    return Incident(
        id=f"{service_id}@1",
        service_id=service_id,
        kind=kind,
        reason="status",
        started_at=starts,
        confirmed_at=starts + timedelta(seconds=10),
        overrun_at=NOW - 20 * DAY + 2 * HOUR if kind is Kind.OVERRUN else None,
        ended_at=ends,
        early_start=2 * HOUR if service_id.startswith("ejar") else timedelta(0),
    )


def timeline(service_id: str, down: Down) -> TimelineChange:
    begins = NOW - 110 * DAY
    entries = [TimelineEntry(at=begins, state=State.UP)]
    if service_id in down:
        state, _, starts, ends = down[service_id]
        entries.append(TimelineEntry(at=starts, state=state, incident_id=f"{service_id}@1"))
        entries += [TimelineEntry(at=ends, state=State.UP)] if ends else []
    return TimelineChange(service_id=service_id, since=begins, entries=tuple(entries))


class Place:
    """Files that have not changed for an hour, and a ledger that a monitor wrote since."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.config = folder / "marsad.yaml"
        (folder / "platforms").mkdir()
        (folder / "windows").mkdir()
        self.config.write_text(SETTINGS.format(folder=folder))
        for name, depends_on in (
            ("absher", "[]"),
            ("qiwa", "[{service: absher/portal, strength: hard}]"),
            ("nafath", "[]"),
            ("ejar", "[]"),
        ):
            text = PLATFORM.format(name=name, depends_on=depends_on)
            (folder / "platforms" / f"{name}.yaml").write_text(text)

    async def keep(self, heard_at: datetime = NOW, down: Down = DOWN) -> None:
        ledger = SqlLedger(f"sqlite:///{self.folder}/marsad.db", lambda: NOW, holder="test", retention=400 * DAY)
        ledger.load()
        services = self.loaded().catalogue.services
        ledger.submit(
            Batch(
                heartbeat_at=heard_at,
                records=dict.fromkeys(services, b"{}"),
                timeline=tuple(timeline(name, down) for name in services),
                incidents=tuple(incident(name, kind, starts, ends) for name, (_, kind, starts, ends) in down.items()),
                revisions=revisions(),
            )
        )
        await ledger.close()

    def loaded(self) -> Configuration:
        return manifest.load(self.config, {})

    def glance(self) -> Glance | None:
        return glance(self.config, None, NOW, DAY)


@pytest.fixture
async def place(tmp_path: Path) -> Place:
    found = Place(tmp_path)
    await found.keep()
    return found


def shown(found: tuple[Fulfilment, ...]) -> dict[str, Fulfilment]:
    lingering = {Stage.OVERRUN, Stage.RECOVERY}
    return {one.window_id: one for one in found if one.ends > NOW - DAY or one.stage in lingering}


async def agreed(place: Place) -> dict[str, str]:
    """The stages of what a list shows, held against those of reading everything."""
    configuration = place.loaded()
    minimum = configuration.settings.notice_minimum
    whole = LedgerArchive(configuration.settings.storage_url).chronicle(NOW - 30 * DAY, NOW)
    seen = place.glance()
    assert seen is not None
    assert seen.notice_minimum == minimum
    at_once = fulfilments(seen.chronicle, seen.catalogue, NOW, notice_minimum=minimum, until=NOW + AHEAD)
    properly = fulfilments(whole, configuration.catalogue, NOW, notice_minimum=minimum, until=NOW + AHEAD)
    assert shown(at_once) == shown(properly)
    return {name: one.stage.value for name, one in shown(at_once).items() if "@" not in name}


async def test_glance_sees_what_reading_everything_sees(place: Place) -> None:
    assert await agreed(place) == {
        "used": "ended",
        "unused": "unused",
        "via-root": "ended",
        "overrun": "overrun",
        "recovering": "recovery",
        "early": "early",
        "running": "active",
        "labelled": "upcoming",
        "cancelled": "cancelled",
    }


@pytest.mark.parametrize("left", ["absher/portal", "ejar/portal", "none"])
async def test_glance_sees_so_whatever_is_down(tmp_path: Path, left: str) -> None:
    place = Place(tmp_path)
    await place.keep(down={name: facts for name, facts in DOWN.items() if name == left})

    stages = await agreed(place)

    assert stages["recovering"] == "recovery"
    assert "overrun" not in stages


async def test_what_was_over_long_ago_is_not_even_read(place: Place) -> None:
    seen = place.glance()

    assert seen is not None
    assert "long-ago" not in seen.chronicle.book.chains


@pytest.mark.parametrize("name", ["marsad.yaml", "platforms/qiwa.yaml", "windows/new.yaml"])
async def test_files_younger_than_the_ledger_take_reading(tmp_path: Path, name: str) -> None:
    place = Place(tmp_path)
    await place.keep()
    with (tmp_path / name).open("a") as file:
        file.write("\n")
    os.utime(tmp_path / name, times=(NOW.timestamp() + 60,) * 2)

    assert place.glance() is None


async def test_file_that_was_taken_away_takes_reading(place: Place) -> None:
    os.utime(place.folder / "windows", times=(NOW.timestamp() + 60,) * 2)

    (place.folder / "windows" / "w.yaml").write_text("windows: []\n")
    os.utime(place.folder / "windows" / "w.yaml", times=(0, 0))
    os.utime(place.folder / "windows", times=(NOW.timestamp() + 60,) * 2)

    assert place.glance() is None


async def test_file_that_was_moved_here_with_an_old_time_takes_reading(tmp_path: Path) -> None:
    place = Place(tmp_path)
    await place.keep(heard_at=SystemClock().now())
    for path in (place.config, *tmp_path.glob("*/*"), *tmp_path.glob("*/")):  # noqa: ASYNC240 - a moment
        os.utime(path, times=(0, 0))

    assert place.glance() is None


async def test_ledger_may_lie_beside_the_settings(place: Place) -> None:
    os.utime(place.folder, times=(NOW.timestamp() + 60,) * 2)

    assert place.glance() is not None


async def test_folder_that_is_gone_takes_reading(place: Place) -> None:
    (place.folder / "windows").rmdir()
    os.utime(place.folder, times=(NOW.timestamp() + 60,) * 2)

    assert place.glance() is None


@pytest.mark.parametrize(
    "line",
    [
        'storage: {url: "sqlite:///${FOLDER}/marsad.db"}',
        'storage: {url: "postgresql://localhost/marsad"}',
        'storage: {url: "sqlite:///nowhere.db"}',
        "storage: [",
        "notice: {minimum: soon}",
        "windows: ['**/*.yaml']",
        "windows: all",
    ],
)
async def test_what_is_written_otherwise_takes_reading(place: Place, line: str) -> None:
    key = line.partition(":")[0]
    kept = [one for one in place.config.read_text().splitlines() if not one.startswith(f"{key}:")]
    place.config.write_text("\n".join([*kept, line]))

    assert place.glance() is None


async def test_ledger_that_no_monitor_has_written_takes_reading(tmp_path: Path) -> None:
    place = Place(tmp_path)
    assert place.glance() is None

    await place.keep(heard_at=datetime(2020, 1, 1, tzinfo=UTC))

    assert place.glance() is None


async def test_ledger_that_is_none_takes_reading(place: Place) -> None:
    for name in ("marsad.db", "marsad.db-wal", "marsad.db-shm"):
        (place.folder / name).unlink(missing_ok=True)
    (place.folder / "marsad.db").write_bytes(b"no ledger at all" * 1000)

    assert place.glance() is None


def test_questions_are_for_the_ledger_of_this_version() -> None:
    assert glanced.SCHEMA == HEAD


@pytest.mark.parametrize(
    "one",
    [
        *SPECS,
        window(
            "full",
            LOCAL,
            ends=None,
            duration=timedelta(days=400, hours=3, minutes=5, seconds=7, microseconds=500),
            scope=Scope(
                services=frozenset({"a", "b"}),
                selectors=((("k", "v"), ("l", "w")), (("m", "x"),)),
                exclude=frozenset({"b"}),
            ),
            fold=Fold.SECOND,
            impact=Impact.NONE,
            declared_at=NOW,
            recovery=timedelta(minutes=90),
            long=True,
            status=Status.VOID,
            source_url="https://absher.example/",
            source_text="صيانة",
            rule=Rule(rrule="FREQ=DAILY", until=LOCAL + DAY, exdates=(date(2031, 3, 11), LOCAL + DAY)),
        ),
    ],
    ids=lambda one: one.id,
)
def test_window_is_read_as_the_ledger_reads_it(one: WindowSpec) -> None:
    column = Spec()
    kept = column.process_bind_param(one, None)  # type: ignore[arg-type]  # no dialect is looked at

    assert kept is not None
    assert json.loads(kept)
    assert spec(kept) == column.process_result_value(kept, None) == one  # type: ignore[arg-type]  # the same
