"""What the page says, without a browser."""

from __future__ import annotations

import re
from datetime import datetime
from string import Formatter

import pytest

from monitor.adapters.paper import draw
from monitor.adapters.paper.bars import Days, worst
from monitor.adapters.paper.plots import plots
from monitor.adapters.paper.reader import Reader
from monitor.adapters.paper.texts import REASONS, SIGNS, TEXTS
from monitor.domain.calendars import Language
from monitor.domain.catalogue import Catalogue
from monitor.domain.chronicle import Chronicle
from monitor.domain.observation import Reason
from monitor.domain.report import Report, Sample
from monitor.domain.report import report as report_of
from monitor.domain.verdict import State
from tests.adapters.paper.reports import hostile, month, quiet
from tests.domain.facts import DAY, HOUR, MIDNIGHT, MINUTE, SECOND, book_of, catalogue, settings, utc, window
from tests.domain.past import chronicle, unplanned

LANGUAGES: tuple[Language, ...] = ("ar", "en")


def reader(language: Language = "en") -> Reader:
    return Reader(language=language, timezone="Asia/Riyadh", catalogue=catalogue())


def made(past: Chronicle, known: Catalogue, *, until: datetime) -> Report:
    return report_of(past, known, settings(), since=past.since, until=until, at=past.until, timezone="Asia/Riyadh")


def words_of(page: str) -> str:
    """The page's text, without tags and runs of space."""
    body = re.sub(r"<style>.*?</style>|</?(?:d[dt]|t[dh]|p|li)\b[^>]*>", " ", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", body))


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_needs_nothing_beside_itself(language: Language) -> None:
    page = draw(*month(), language)

    assert re.findall(r"<script|<link|\ssrc=|\shref=|url\(|@import", page) == []


def test_page_shows_net_and_gross_with_the_seconds_between_them() -> None:
    report, known = month()
    text = words_of(draw(report, known, "en"))

    assert f"Net {report.total.net:.3f} %" in text
    assert f"Gross {report.total.gross:.3f} %" in text
    assert "net, short notice lost" in text
    assert "excluded by noura: our own firewall" in text
    assert "outlived absher-2025-12-05" in text
    assert "carried into absher-2025-12-18" in text
    assert "of it 1h added after the start" in text
    assert "No downtime seen in it: Portal, Passport renewal, Traffic violations." in text
    assert "Small sample: fewer than 30 probes" in text
    assert "inferred from absher/portal, and left out of sums" in text
    assert "not that a ministry's service is down" in text


def test_instants_are_in_both_calendars_and_the_zone_of_the_report() -> None:
    english, arabic = (words_of(draw(*month(), language)) for language in ("en", "ar"))

    assert "Monday 1 December 2025 (10 Jumada al-Akhirah 1447 AH)" in english
    assert "2025-12-05 00:10:05 1447-06-14 AH" in english
    assert "الإثنين، 1 ديسمبر 2025 (10 جمادى الآخرة 1447 هـ)" in arabic
    assert "2025-12-05 00:10:05 1447-06-14 هـ" in arabic


@pytest.mark.parametrize("language", LANGUAGES)
def test_month_without_anything_to_tell_is_a_page_too(language: Language) -> None:
    text = words_of(draw(*quiet(), language))

    assert "100.000" in text
    assert ("None." if language == "en" else "لا شيء.") in text


def test_seconds_that_the_ledger_does_not_know_yet_are_said_to_be_missing() -> None:
    known = catalogue()
    past = chronicle()

    report = made(past, known, until=past.until + DAY)

    text = words_of(draw(report, known, "en"))
    assert "The ledger knows nothing after Wednesday 11 March 2026 (22 Ramadan 1447 AH) 03:00." in text
    assert "not in the ledger 1d" in text


def test_window_declared_after_its_end_is_listed_with_who_and_when() -> None:
    known = catalogue()
    past = chronicle(unplanned("09:00", "10:00"), book=book_of(window(), at=utc("12:00")))

    text = words_of(draw(made(past, known, until=past.until), known, "en"))

    assert "w1, declared by noura at 2026-03-10 15:00:00 1447-09-21 AH, after its end: 1h of Portal" in text
    assert "reclassified 1h" in text
    assert "retroactive" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_from_outside_stay_texts(language: Language) -> None:
    page = draw(*hostile(services=5), language)

    assert "<script>document" not in page
    assert "<img" not in page
    assert [char for char in page if char in "\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f"] == []


def test_day_has_the_sign_of_its_worst_state_and_all_of_it_in_words() -> None:
    report, _ = month()
    portal = report.services[0]

    (december,) = Days(reader()).months(portal.days)
    cells = december.cells

    assert [(cell.number, cell.sign) for cell in cells if cell.sign] == [
        ("5", "+"),
        ("15", "?"),
        ("18", "×"),
        ("19", "×"),
        ("23", "#"),
        ("28", "~"),
    ]
    assert cells[4].story == (
        "Friday 5 December 2025 (14 Jumada al-Akhirah 1447 AH): "
        "overrun 1h 12m 40s (4360 s), planned 11h 49m 55s (42595 s), up 10h 57m 25s (39445 s)"
    )


def test_each_month_has_a_row_of_its_own_with_its_name_where_there_are_several() -> None:
    known = catalogue()
    past = chronicle(until=MIDNIGHT + 40 * DAY)

    report = made(past, known, until=past.until)

    assert [(row.name, len(row.cells)) for row in Days(reader()).months(report.services[0].days)] == [
        ("March 2026", 22),
        ("April 2026", 19),
    ]
    assert "March 2026" in words_of(draw(report, known, "en"))
    assert '<p class="soft month"' not in draw(*month(), "en")


def test_every_state_has_a_sign_of_its_own() -> None:
    assert set(SIGNS) == set(State)
    assert len(set(SIGNS.values())) == len(State)


def test_day_of_which_no_second_is_known_is_unknown() -> None:
    assert worst(dict.fromkeys(State, 0.0)) is State.UNKNOWN


def test_plots_of_one_comparison_have_one_scale() -> None:
    before, after = plots(
        [Sample(probes=40, median=0.2, p95=0.5), Sample(probes=40, median=0.1, p95=0.25)],
    )

    assert re.findall(r'width="([\d.]+)"', before) == ["100.00", "40.00"]
    assert re.findall(r'width="([\d.]+)"', after) == ["50.00", "20.00"]


def test_plot_without_any_probe_is_empty() -> None:
    (only,) = plots([Sample(probes=0, median=None, p95=None)])

    assert re.findall(r'width="([\d.]+)"', only) == ["0.00", "0.00"]


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", ["2m early", "on time", "1h late"]), ("ar", ["مبكر 2د", "في موعده", "متأخر 1س"])],
)
def test_slips_are_said_in_words(language: Language, said: list[str]) -> None:
    assert [words_of(reader(language).slip(span)) for span in (-2 * MINUTE, 0 * SECOND, HOUR)] == said


@pytest.mark.parametrize(("language", "said"), [("en", "1d 2h 3s"), ("ar", "1ي 2س 3ث")])
def test_lengths_are_exact_to_the_second(language: Language, said: str) -> None:
    length = reader(language).length(26 * HOUR + 3 * SECOND)

    assert words_of(length) == said
    assert 'title="93603 s"' in length


def test_texts_hold_the_same_places_in_both_languages() -> None:
    def places(sentence: str) -> list[str]:
        return sorted(name for _, name, _, _ in Formatter().parse(sentence) if name)

    assert [key for key, (en, ar) in TEXTS.items() if places(en) != places(ar) or not ar] == []


def test_every_reason_has_words() -> None:
    assert set(REASONS) == set(Reason)


def test_unknown_reason_is_shown_as_it_was_written() -> None:
    assert reader().reason("invented") == "invented"
