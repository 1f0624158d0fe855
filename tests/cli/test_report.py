from __future__ import annotations

import asyncio
import csv
import io
import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from typer.testing import Result

from monitor.adapters import manifest
from monitor.adapters.ledger import LedgerArchive, SqlLedger
from monitor.adapters.server import ReportWish
from monitor.app.reports import writers
from monitor.domain.book import Revision
from monitor.domain.correction import Correction, Remark
from monitor.domain.history import TimelineChange, TimelineEntry
from monitor.domain.incident import Incident, Kind
from monitor.domain.latency import HourOfLatency, bucket_of
from monitor.domain.verdict import State
from monitor.domain.window import Scope, WindowSpec
from monitor.engine.ports import Batch
from tests.cli.conftest import Marsad, Tree

PLATFORM = """\
platform: absher
name: {en: Absher, ar: أبشر}
operator: {en: Ministry of Interior, ar: وزارة الداخلية}
hosts: [127.0.0.1]
services:
  - id: portal
    name: {en: Portal, ar: البوابة}
    tier: 1
    checks: [{id: landing, http: {url: "http://127.0.0.1:9/"}}]
  - id: passport
    name: {en: Passport renewal, ar: تجديد جواز السفر}
    tier: 2
    inferred_from: portal
"""
MONTH = (datetime(2025, 11, 30, 21, tzinfo=UTC), datetime(2025, 12, 31, 21, tzinfo=UTC))  # December in Riyadh
STARTS = datetime(2025, 12, 4, 21, tzinfo=UTC)
ENDS = STARTS + timedelta(hours=12)
HOUR = timedelta(hours=1)
FRACTION = timedelta(milliseconds=50)
STATES = (
    (MONTH[0] - timedelta(days=3), State.UP),
    (STARTS + timedelta(minutes=10) + FRACTION, State.PLANNED_DOWNTIME),
    (ENDS, State.OVERRUN),
    (ENDS + HOUR + FRACTION, State.UP),
    (ENDS + 30 * HOUR, State.UNPLANNED_OUTAGE),
    (ENDS + 31 * HOUR + 7 * FRACTION, State.DEGRADED),
    (ENDS + 40 * HOUR, State.BLOCKED),
    (ENDS + 41 * HOUR, State.UNKNOWN),
    (ENDS + 42 * HOUR, State.UP),
    (MONTH[1] - HOUR, State.UNPLANNED_OUTAGE),
    (MONTH[1] + HOUR, State.UP),
)


def incident(number: int, kind: Kind, starts: datetime, ends: datetime) -> Incident:
    return Incident(
        id=f"absher/portal@{number}",
        service_id="absher/portal",
        kind=kind,
        reason="status",
        started_at=starts,
        confirmed_at=starts,
        overrun_at=ENDS if kind is Kind.OVERRUN else None,
        ended_at=ends,
        recovered_at=ends,
    )


INCIDENTS = (
    incident(1, Kind.OVERRUN, STATES[1][0], STATES[3][0]),
    incident(2, Kind.UNPLANNED, STATES[4][0], STATES[5][0]),
    incident(3, Kind.UNPLANNED, STATES[9][0], STATES[10][0]),
)
WINDOW = WindowSpec(
    id="works",
    platform="absher",
    scope=Scope(everything=True),
    starts=STARTS,
    ends=ENDS,
    timezone="Asia/Riyadh",
    source_url="https://absher.example/announcement",
)
REVISION = Revision(
    window_id="works",
    number=1,
    known_at=STARTS - timedelta(days=2),
    declared_at=STARTS - timedelta(days=2),
    spec=WINDOW,
    by="noura",
    why="database upgrade",
    origin="file",
)
REMARK = Correction(
    incident_id="absher/portal@2", at=MONTH[1], remark=Remark.EXCLUSION, by="noura", why="our own firewall"
)


def hours() -> tuple[HourOfLatency, ...]:
    spans = ((STARTS - 24 * HOUR, 0.2), (ENDS + 2 * HOUR, 0.4))
    return tuple(
        HourOfLatency(
            check_id="absher/portal/landing",
            location="riyadh-1",
            hour=begins + number * HOUR,
            counts={bucket_of(seconds): 60},
        )
        for begins, seconds in spans
        for number in range(24)
    )


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    """A configuration, and a ledger in which the works of December took longer than announced; nothing writes to it."""
    tree = Tree(tmp_path_factory.mktemp("kept"))
    asyncio.run(_keep(tree))
    return tree


async def _keep(tree: Tree) -> None:
    tree.write("platforms/absher.yaml", PLATFORM)
    clock = MONTH[1] + timedelta(days=1)
    url = f"sqlite:///{tree.root}/marsad.db"
    ledger = SqlLedger(url, lambda: clock, holder="test", retention=timedelta(days=400))
    ledger.load()
    own = tuple(TimelineEntry(at=at, state=state, incident_id=_incident_at(at, state)) for at, state in STATES)
    inferred = tuple(replace(entry, incident_id=None) for entry in own)
    ledger.submit(
        Batch(
            heartbeat_at=clock,
            timeline=(
                TimelineChange(service_id="absher/portal", since=own[0].at, entries=own),
                TimelineChange(service_id="absher/passport", since=own[0].at, entries=inferred),
            ),
            incidents=INCIDENTS,
            revisions=(REVISION,),
            corrections=(REMARK,),
            latencies=hours(),
        )
    )
    await ledger.close()


def _incident_at(at: datetime, state: State) -> str | None:
    lost = {State.PLANNED_DOWNTIME, State.UNPLANNED_OUTAGE, State.OVERRUN}
    return next((one.id for one in INCIDENTS if one.started_at <= at and state in lost and _ends_after(one, at)), None)


def _ends_after(one: Incident, at: datetime) -> bool:
    return one.ended_at is None or at < one.ended_at


@pytest.fixture
def written(marsad: Marsad, kept: Tree) -> Marsad:
    """The command on that ledger."""

    def call(*arguments: str | Path) -> Result:
        return marsad(
            "report", "--config.file", kept.config, "--storage.url", f"sqlite:///{kept.root}/marsad.db", *arguments
        )

    return call


def rows(text: str) -> list[Mapping[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


# ---- the figures of a real ledger


def test_totals_equal_the_ledger_to_the_second(written: Marsad, kept: Tree) -> None:
    """The expected sums are taken from the file's own rows, in whole microseconds, by no code of ours."""
    with closing(sqlite3.connect(kept.root / "marsad.db")) as connection:
        entries = connection.execute(
            "SELECT at, state FROM transitions WHERE service_id = 'absher/portal' ORDER BY at"
        ).fetchall()
    since, until = (int(at.timestamp()) * 1_000_000 for at in MONTH)
    expected = dict.fromkeys((f"{state.value}_seconds" for state in State), 0)
    for (at, state), (following, _) in pairwise([*entries, (until, "")]):
        expected[f"{state}_seconds"] += max(min(following, until) - max(at, since), 0)

    services = rows(written("--month", "2025-12", "--format", "csv").stdout)
    platforms = rows(written("--month", "2025-12", "--format", "csv", "--table", "platforms").stdout)
    days = rows(written("--month", "2025-12", "--format", "csv", "--table", "days").stdout)
    of_portal = [day for day in days if day["service"] == "absher/portal"]

    assert [one["service"] for one in services] == ["absher/portal", "absher/passport"]
    assert len(of_portal) == 31
    for column, microseconds in expected.items():
        for row in (*services, *platforms):  # the inferred service is shown, and in no sum
            assert round(float(row[column]) * 1_000_000) == microseconds, column
        assert round(sum(float(day[column]) for day in of_portal) * 1_000_000) == microseconds, column
    assert sum(expected.values()) == 31 * 86400 * 1_000_000


def test_w19_window_is_split_at_the_boundary_in_the_zone_of_the_report_by_command_and_api(
    written: Marsad, kept: Tree
) -> None:
    """In UTC the window is cut at midnight, three hours in; in Riyadh, where it begins at midnight, it is whole."""
    cases = (("UTC", ("2025-12-04", "2025-12-05", "2025-12-06")), ("Asia/Riyadh", ("2025-12-05", "2025-12-06")))
    parts: dict[str, list[float]] = {}
    for zone, edges in cases:
        for since, until in pairwise(edges):
            arguments = ("--from", since, "--to", until, "--timezone", zone, "--format", "csv")
            said = rows(written(*arguments).stdout)
            assert said == rows(_by_api(kept, zone, since, until))
            parts.setdefault(zone, []).append(float(said[0]["planned_downtime_seconds"]))

    late = (timedelta(minutes=10) + FRACTION).total_seconds()  # it was up so long after the start
    assert parts == {"UTC": [3 * 3600 - late, 9 * 3600], "Asia/Riyadh": [12 * 3600 - late]}


def _by_api(kept: Tree, zone: str, since: str, until: str) -> str:
    configuration = manifest.load(kept.config, {})
    archive = LedgerArchive(f"sqlite:///{kept.root}/marsad.db")
    instants = (datetime.fromisoformat(day).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) for day in (since, until))
    wish = ReportWish(since=next(instants), until=next(instants), timezone=zone, services=None)
    return writers(lambda: configuration, archive, lambda: MONTH[1])["csv"](wish).decode()


def test_incidents_windows_and_latencies_have_tables_of_their_own(written: Marsad) -> None:
    def of(name: str) -> list[Mapping[str, str]]:
        return rows(written("--month", "2025-12", "--format", "csv", "--table", name).stdout)

    assert [(row["kind"], row["windows"], row["excluded"]) for row in of("incidents")] == [
        ("overrun", "outlived works", "false"),
        ("unplanned", "", "true"),
        ("unplanned", "", "false"),
    ]
    window = of("windows")[0]
    assert (window["stage"], window["notice"], window["planned_seconds"], window["overrun_seconds"]) == (
        "ended",
        "announced",
        "42599.95",
        "3600.05",
    )
    (latency,) = of("latency")
    assert (latency["before_probes"], latency["after_probes"], latency["small_sample"]) == ("1440", "1440", "false")


def test_document_says_the_same_as_the_table(written: Marsad) -> None:
    document = json.loads(written("--month", "2025-12", "--format", "json").stdout)
    (platform,) = rows(written("--month", "2025-12", "--format", "csv", "--table", "platforms").stdout)[:1]

    assert f"{document['total']['net_percent']:.6f}".rstrip("0") == platform["net_percent"]
    assert document["total"]["seconds"]["overrun"] == 3600.05
    assert [one["inferred_from"] for one in document["services"]] == [None, "absher/portal"]


def test_people_are_told_both_figures_and_the_method(written: Marsad) -> None:
    result = written("--month", "2025-12")

    assert result.exit_code == 0, result.output
    for words in (
        "2025-12-01 00:00:00 .. 2026-01-01 00:00:00 (Asia/Riyadh)",
        "net %",
        "gross %",
        "absher/passport *",
        "excluded by noura: our own firewall",
        "outlived works",
        "not that the ministry is down",
    ):
        assert words in result.stdout


def test_people_are_told_in_arabic(written: Marsad) -> None:
    result = written("--month", "2025-12", "--language", "ar")

    assert "تقرير التوافر" in result.stdout
    assert "الصافي" in result.stdout
    assert "استبعده noura" in result.stdout


def test_the_three_categories_open_in_a_spreadsheet(written: Marsad) -> None:
    text = written("--month", "2025-12", "--format", "dga").stdout

    assert text.startswith("\ufeffcategory,")
    assert [(row["category"], row["duration_minutes"]) for row in rows(text)] == [
        ("planned maintenance", "720"),
        ("own outage", "60"),
        ("own outage", "120"),
    ]


# ---- spans, services, files


@pytest.mark.parametrize(
    ("arguments", "since", "until"),
    [
        (("--month", "2025-12"), "2025-11-30T21:00:00Z", "2025-12-31T21:00:00Z"),
        (("--month", "2025-12", "--timezone", "UTC"), "2025-12-01T00:00:00Z", "2026-01-01T00:00:00Z"),
        (("--from", "2025-12-05", "--to", "2025-12-06"), "2025-12-04T21:00:00Z", "2025-12-05T21:00:00Z"),
        (("--from", "2025-12-05T06:00", "--to", "2025-12-05T12:00Z"), "2025-12-05T03:00:00Z", "2025-12-05T12:00:00Z"),
        (("--to", "2025-12-31"), "2025-11-30T21:00:00Z", "2025-12-30T21:00:00Z"),
    ],
)
def test_span_is_read_in_the_zone_of_the_report(
    written: Marsad, arguments: tuple[str, ...], since: str, until: str
) -> None:
    document = json.loads(written(*arguments, "--format", "json").stdout)

    assert (document["from"], document["to"]) == (since, until)


def test_without_a_span_the_last_whole_month_is_reported(written: Marsad) -> None:
    document = json.loads(written("--timezone", "UTC", "--format", "json").stdout)

    made, until = (datetime.fromisoformat(document[key]) for key in ("made_at", "to"))
    assert until == made.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    assert datetime.fromisoformat(document["from"]) == (until - timedelta(days=1)).replace(day=1)


def test_what_is_after_the_last_heartbeat_is_said_to_be_unknown(written: Marsad) -> None:
    result = written("--from", "2025-12-01", "--to", "2026-02-01")

    assert "The ledger knows nothing after 2026-01-02 00:00:00." in result.stdout


def test_one_service_or_one_platform_can_be_asked_for(written: Marsad) -> None:
    def of(*arguments: str) -> list[str]:
        found = rows(written("--month", "2025-12", "--format", "csv", *arguments).stdout)
        return [row["service"] for row in found]

    assert of("--service", "absher/passport") == ["absher/passport"]
    assert of("--platform", "absher") == ["absher/portal", "absher/passport"]


def test_report_is_written_to_a_file(written: Marsad, tmp_path: Path) -> None:
    path = tmp_path / "december.csv"

    result = written("--month", "2025-12", "--format", "csv", "--out", path)

    assert (result.exit_code, result.stdout) == (0, "")
    assert rows(path.read_text(encoding="utf-8"))[0]["name_ar"] == "البوابة"


@pytest.mark.parametrize(
    ("language", "head"), [("en", '<html lang="en" dir="ltr">'), ("ar", '<html lang="ar" dir="rtl">')]
)
def test_report_is_a_page_in_both_languages(written: Marsad, tmp_path: Path, language: str, head: str) -> None:
    path = tmp_path / "december.html"

    result = written("--month", "2025-12", "--format", "html", "--language", language, "--out", path)

    assert (result.exit_code, result.stdout) == (0, "")
    page = path.read_text(encoding="utf-8")
    assert head in page
    assert "absher/portal" in page


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--month", "2025-13"), "--month: 2025-13: not a month like 2026-10"),
        (("--month", "2025-12", "--from", "2025-12-01"), "--month: name a month, or --from and --to"),
        (("--from", "soon"), "--from: soon: neither a date like 2026-10-01 nor an instant"),
        (("--from", "2025-12-05", "--to", "2025-12-05"), "--to: 2025-12-05: not after --from"),
        (("--timezone", "Mars/Olympus"), "--timezone: Mars/Olympus: no such zone"),
        (("--timezone", "Asia"), "--timezone: Asia: no such zone"),
        (("--service", "absher/pasport"), "--service: absher/pasport: no such service"),
        (("--platform", "abshir"), "--platform: abshir: no such platform"),
        (("--month", "2025-12", "--out", "/nowhere/at/all.csv"), "--out: /nowhere/at/all.csv: "),
    ],
)
def test_what_cannot_be_reported_is_refused(written: Marsad, arguments: tuple[str, ...], sentence: str) -> None:
    result = written(*arguments)

    assert result.exit_code == 2
    assert result.stderr.startswith(f"marsad: {sentence}")


def test_report_without_a_ledger_is_refused(marsad: Marsad, tree: Tree) -> None:
    tree.write("platforms/absher.yaml", PLATFORM)

    result = marsad("report", "--config.file", tree.config, "--storage.url", f"sqlite:///{tree.root}/none.db")

    assert result.exit_code == 2
    assert result.stderr.startswith("marsad: ")
