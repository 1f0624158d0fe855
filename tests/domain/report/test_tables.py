from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.domain.chronicle import Chronicle
from monitor.domain.correction import Correction, Remark
from monitor.domain.fulfilment import Stage
from monitor.domain.incident import Kind
from monitor.domain.latency import HourOfLatency
from monitor.domain.notice import Notice
from monitor.domain.report import Relation, Report, report
from monitor.domain.report.filing import filing
from monitor.domain.report.tables import TABLES, table
from monitor.domain.report.words import Language, length, method, word
from monitor.domain.verdict import State
from monitor.domain.window import Impact, Status
from tests.domain.facts import (
    DAY,
    HOUR,
    LANDING,
    LOCATION,
    MIDNIGHT,
    MINUTE,
    PORTAL,
    SECOND,
    book_of,
    catalogue,
    service,
    settings,
    utc,
    window,
)
from tests.domain.past import Past, chronicle, outage, planned_downtime, unplanned

SIGN_ON = "nafath/sign-on"
KNOWN = catalogue(service(hard=(SIGN_ON,)), service("absher/passport", inferred_from=PORTAL), service(SIGN_ON))
OVERRUN = outage({"09:10": State.PLANNED_DOWNTIME, "10:00": State.OVERRUN}, "10:20")


def told(*pasts: Past, windows: tuple[object, ...] = (), **more: object) -> Report:
    book = book_of(*windows, services=tuple(KNOWN.services.values()))  # type: ignore[arg-type] # windows of the test
    past = chronicle(*pasts, book=book, services=tuple(KNOWN.services), **more)  # type: ignore[arg-type] # keywords
    return of(past)


def of(past: Chronicle) -> Report:
    return report(past, KNOWN, settings(), since=past.since, until=past.until, at=past.until, timezone="Asia/Riyadh")


def full() -> Report:
    """Something in every table."""
    hours = [
        HourOfLatency(check_id=LANDING, location=LOCATION, hour=MIDNIGHT + n * HOUR, counts={50: 10}) for n in range(24)
    ]
    return told(OVERRUN, windows=(window(),), latencies=hours)


# ---- tables


@pytest.mark.parametrize("name", TABLES)
def test_table_has_the_same_columns_with_and_without_rows(name: str) -> None:
    rows = table(full(), KNOWN, name)
    nothing = table(of(replace(chronicle(), timelines={})), KNOWN, name)

    assert rows.rows
    assert rows.columns == nothing.columns
    assert all(tuple(row) == rows.columns for row in rows.rows)


def test_services_stand_one_to_a_row_with_all_their_seconds() -> None:
    rows = table(full(), KNOWN, "services").rows

    assert [(row["service"], row["inferred_from"]) for row in rows] == [
        (PORTAL, None),
        ("absher/passport", PORTAL),
        (SIGN_ON, None),
    ]
    assert {key: row for key, row in rows[0].items() if key.endswith("_seconds")} | {"mtbf_seconds": 0} == {
        "up_seconds": 86400 - 70 * 60,
        "degraded_seconds": 0,
        "planned_downtime_seconds": 3000,
        "unplanned_outage_seconds": 0,
        "overrun_seconds": 1200,
        "blocked_seconds": 0,
        "unknown_seconds": 0,
        "unrecorded_seconds": 0,
        "planned_announced_seconds": 3000,
        "planned_short_notice_seconds": 0,
        "planned_late_seconds": 0,
        "planned_unattributed_seconds": 0,
        "carried_seconds": 0,
        "reclassified_seconds": 0,
        "excluded_seconds": 0,
        "mttr_seconds": 1200,
        "mtbf_seconds": 0,
    }


def test_last_row_of_the_platforms_is_the_sum() -> None:
    rows = table(full(), KNOWN, "platforms").rows

    assert [(row["platform"], row["up_seconds"]) for row in rows] == [
        ("absher", 82200),
        ("nafath", 86400),
        ("", 168600),
    ]


def test_days_of_a_table_sum_to_its_services() -> None:
    made = full()
    days = [row for row in table(made, KNOWN, "days").rows if row["service"] == PORTAL]

    assert [str(row["day"]) for row in days] == ["2026-03-10", "2026-03-11"]
    assert sum(float(str(row["up_seconds"])) for row in days) == 82200


def test_incident_is_told_in_both_times() -> None:
    (row,) = table(full(), KNOWN, "incidents").rows

    assert row["started_at"] == utc("09:10")
    assert row["started_local"] == "2026-03-10T12:10:00+03:00"
    assert (row["duration_seconds"], row["lost_seconds"], row["windows"]) == (4200, 1200, "outlived w1")


# ---- the three categories


def rows_of(made: Report) -> list[tuple[object, ...]]:
    keys = ("category", "service", "start", "duration_minutes", "reference")
    return [tuple(row[key] for key in keys) for row in filing(made, KNOWN).rows]


def test_outage_overrun_and_maintenance_are_filed_apart() -> None:
    broken = unplanned("15:00", "15:30")

    assert rows_of(told(OVERRUN, broken, windows=(window(),))) == [
        ("planned maintenance", PORTAL, "2026-03-10T12:00:00+03:00", 60, "w1"),
        ("own outage", PORTAL, "2026-03-10T13:00:00+03:00", 20, OVERRUN[0].id),
        ("own outage", PORTAL, "2026-03-10T18:00:00+03:00", 30, broken[0].id),
    ]


def test_outage_that_a_root_explains_is_of_a_consumed_service() -> None:
    root, own = unplanned("14:59", "15:31", SIGN_ON), unplanned("15:00", "15:30")

    assert [row[:2] for row in rows_of(told(root, own))] == [
        ("own outage", SIGN_ON),
        ("outage of a consumed service", PORTAL),
    ]


def test_false_positives_and_withdrawn_or_informational_windows_are_not_filed() -> None:
    false = unplanned("15:00", "15:30")
    word_on = Correction(incident_id=false[0].id, at=utc("20:00"), remark=Remark.EXCLUSION, by="noura", why="ours")
    windows = (window(impact=Impact.NONE), window(id="w2", status=Status.CANCELLED))

    assert rows_of(told(false, planned_downtime("12:00", "12:10"), windows=windows, corrections=(word_on,))) == []


def test_inferred_service_is_never_filed() -> None:
    assert rows_of(told(unplanned("15:00", "15:30", "absher/passport"))) == []


def test_open_outage_is_filed_with_no_end() -> None:
    (row,) = filing(told(unplanned("23:00", None)), KNOWN).rows

    assert (row["end"], row["duration_minutes"]) == (None, 60)
    assert row["notes"] == "open at 2026-03-11T03:00:00+03:00"


# ---- words


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_name_of_a_closed_set_has_words(language: Language) -> None:
    keys = [
        *(state.value for state in State),
        *(f"kind_{kind.value}" for kind in Kind),
        *(f"relation_{relation.value}" for relation in Relation),
        *(f"stage_{stage.value}" for stage in Stage),
        *(f"notice_{notice.value}" for notice in Notice),
        *(remark.value for remark in Remark),
    ]

    assert all(word(key, language) for key in keys)


def test_method_says_whose_view_it_is_in_both_languages() -> None:
    english, arabic = (method(full(), language) for language in ("en", "ar"))

    assert len(english) == len(arabic)
    assert "what our probe could not reach, not that the ministry is down" in english[0]
    assert LOCATION in arabic[0]
    assert not any("{" in sentence for sentence in (*english, *arabic))
    assert all(re.search("[؀-ۿ]", sentence) for sentence in arabic)


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (timedelta(0), "0s"),
        (0.4, "0s"),
        (59.6, "1m"),
        (DAY + 2 * HOUR + 3 * MINUTE + 4 * SECOND, "1d 2h 3m 4s"),
        (-5 * MINUTE, "-5m"),
        (30 * DAY, "30d"),
    ],
)
def test_span_is_written_as_in_the_configuration(span: timedelta | float, text: str) -> None:
    assert length(span) == text
