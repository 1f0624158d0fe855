from __future__ import annotations

import pytest

from monitor.cli.report_text import ReportText
from monitor.domain.chronicle import Chronicle
from monitor.domain.correction import Correction, Remark
from monitor.domain.report import report
from monitor.domain.report.words import Language
from tests.domain.facts import ANNOUNCED, PORTAL, book_of, catalogue, service, settings, utc, window
from tests.domain.past import Past, chronicle, planned_downtime, unplanned

KNOWN = catalogue(service(), service("absher/passport", inferred_from=PORTAL))


def text(past: Chronicle, language: Language = "en") -> str:
    made = report(past, KNOWN, settings(), since=past.since, until=past.until, at=past.until, timezone="Asia/Riyadh")
    return str(ReportText(made, KNOWN, language))


def told(*pasts: Past, at: str | None = None, language: Language = "en") -> str:
    book = book_of(window(), at=utc(at) if at else ANNOUNCED)
    return text(chronicle(*pasts, book=book, services=tuple(KNOWN.services)), language)


def test_reclassified_time_is_listed_with_who_and_when() -> None:
    found = told(unplanned("08:30", "09:30"), at="12:00")

    sentence = "w1, declared by noura at 2026-03-10 15:00:00, after its end: 30m of absher/portal reclassified"
    assert f"{sentence}, in no figure" in found
    assert "retroactive" in found


def test_second_figure_is_told_where_something_was_excluded() -> None:
    false = unplanned("09:00", "10:00")
    word = Correction(incident_id=false[0].id, at=utc("15:00"), remark=Remark.EXCLUSION, by="noura", why="ours")
    with_word = chronicle(false, services=tuple(KNOWN.services), corrections=(word,))

    assert "Without excluded incidents: net 100.000 %" in text(with_word)
    assert "Without excluded" not in told(false)


def test_unused_window_is_one_line_for_all_it_covers() -> None:
    line = next(line for line in told().splitlines() if line.startswith("w1"))

    assert "absher (2)" in line
    assert "unused" in line


def test_incident_of_an_inferred_service_is_marked() -> None:
    assert "absher/passport *  unplanned" in told(unplanned("12:00", "12:10", "absher/passport"))


def test_service_without_service_time_has_no_figure() -> None:
    assert "no service time" in text(chronicle(services=()))


def test_text_from_outside_cannot_turn_a_line_around() -> None:
    incident = unplanned("09:00", "10:00")
    word = Correction(incident_id=incident[0].id, at=utc("15:00"), remark=Remark.ANNOTATION, by="x", why="a\u202eb")

    found = text(chronicle(incident, services=tuple(KNOWN.services), corrections=(word,)))

    assert "a\\u202eb" in found


@pytest.mark.parametrize("language", ["en", "ar"])
def test_columns_stand_below_each_other(language: Language) -> None:
    found = told(planned_downtime("09:10", "09:50"), language=language)

    _, *rows = found.split("\n\n")[1].splitlines()
    assert {row.index("100.000") for row in rows} == {rows[0].index("100.000")}
    assert len(rows) == 3
