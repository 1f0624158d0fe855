"""What the page says, in both languages."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from monitor.adapters.server.page import draw
from monitor.adapters.server.texts import LANGUAGES, TEXTS, Language
from monitor.domain.catalogue import Dependency, Strength, Text
from monitor.domain.incident import Kind
from monitor.domain.moments import span
from monitor.domain.verdict import State
from monitor.engine.view import OwnNetwork, ServiceView, SourceView
from tests.adapters.server.fleets import ABSHER, COMING, ENDED, EVERY_STATE, NOW, PORTAL, fleet_of, view
from tests.adapters.server.program import Program


def text_of(html: str) -> str:
    body = html.partition("<body>")[2]
    return " ".join(re.sub(r"<[^>]*>", "", body).split())


def english(*views: ServiceView, network: OwnNetwork = OwnNetwork.REACHABLE) -> str:
    return text_of(draw(fleet_of(*views, network=network), "en", NOW))


def test_both_languages_have_the_same_texts_with_the_same_places() -> None:
    places = {
        language: {key: set(re.findall(r"\{\w+\}", text)) for key, text in texts.items()}
        for language, texts in TEXTS.items()
    }

    assert places["ar"] == places["en"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", State)
def test_every_state_is_a_word_beside_its_colour(state: State, language: Language) -> None:
    html = draw(fleet_of(view(PORTAL, ABSHER, state)), language, NOW)

    assert f'<span class="chip {state}">{TEXTS[language][f"state_{state}"]}</span>' in html


def test_feeds_of_windows_are_told_with_their_age_and_a_name_from_outside_is_isolated() -> None:
    hour = timedelta(hours=1)
    sources = (
        SourceView(name="calendar", read_at=NOW - timedelta(minutes=12), stale_after=hour),
        SourceView(name="vendor", read_at=NOW - hour, stale_after=hour),
        SourceView(name="old", read_at=NOW - hour - timedelta(minutes=1), stale_after=hour),
        SourceView(name="<new>", read_at=None, stale_after=hour),
    )

    html = draw(replace(fleet_of(*EVERY_STATE), sources=sources), "en", NOW)

    assert "Feed calendar: read 12 min ago." in text_of(html)
    assert "Feed vendor: read 1 h ago." in text_of(html)
    assert "Feed old: last read 1 h 1 min ago. What was announced there since is not known here." in text_of(html)
    assert "Feed <bdi>&lt;new&gt;</bdi>: not read since the start." in html


def test_page_renews_itself_only_where_that_was_asked_for() -> None:
    still, renewing = (draw(fleet_of(*EVERY_STATE), "en", NOW, renews=renews) for renews in (False, True))

    assert 'http-equiv="refresh"' not in still
    assert '<a href="?lang=en&amp;renew=1">Renew every 30 s</a>' in still
    assert '<meta http-equiv="refresh" content="30">' in renewing
    assert '<a href="?lang=en">Stop renewing</a>' in renewing
    assert 'href="?lang=ar&amp;renew=1"' in renewing


def test_services_of_a_list_are_isolated_one_by_one() -> None:
    changed = replace(EVERY_STATE[0], suspected_in=("absher/a", "absher/b"))

    assert "<bdi>absher/a</bdi>، <bdi>absher/b</bdi>" in draw(fleet_of(changed), "ar", NOW)


def test_since_is_told_in_local_time_and_utc() -> None:
    assert "since Friday 5 December 2025 08:42 Riyadh time 05:42 UTC · for 3 h 20 min" in english(EVERY_STATE[0])


def test_a_utc_instant_on_another_day_has_its_date() -> None:
    page = english(replace(EVERY_STATE[0], windows=(ENDED,)))

    assert "00:00 Riyadh time Friday 5 December 2025 14 Jumada al-Akhirah 1447 AH 2025-12-04 21:00 UTC" in page
    assert "12:00 Riyadh time Friday 5 December 2025 14 Jumada al-Akhirah 1447 AH 09:00 UTC" in page


def test_arabic_has_both_calendars_in_arabic() -> None:
    page = text_of(draw(fleet_of(replace(EVERY_STATE[0], windows=(ENDED,))), "ar", NOW))

    assert "12:00 بتوقيت الرياض الجمعة، 5 ديسمبر 2025 14 جمادى الآخرة 1447 هـ 09:00 UTC" in page


def test_a_date_beyond_the_tables_has_no_hijri() -> None:
    far = replace(COMING, starts=COMING.starts.replace(year=2090), ends=COMING.ends.replace(year=2090))

    page = english(replace(EVERY_STATE[0], windows=(far,)))

    assert "2090" in page
    assert "AH" not in page


def test_an_outage_is_told_as_what_our_probe_saw() -> None:
    page = english(view(PORTAL, ABSHER, State.UNPLANNED_OUTAGE))

    assert "Our probe in riyadh-1 has had no working answer since then." in page
    assert not re.search(r"\bis down\b|\bare down\b", page)


def test_an_inferred_service_says_so() -> None:
    assert "inferred from the front page" in english(EVERY_STATE[1])
    assert "inferred from the front page" not in english(EVERY_STATE[0])


LOGIN = Dependency(service_id="nafath/sign-on", strength=Strength.LOGIN)
FUNCTION = Dependency(service_id="nafath/sign-on", strength=Strength.FUNCTION)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (EVERY_STATE[0], "The alert goes out 5 min after the announced end."),
        (replace(EVERY_STATE[0], incident_open=Kind.OVERRUN), "The alert is out."),
        (replace(EVERY_STATE[0], explained_by="nafath/sign-on"), "Explained by an incident of nafath/sign-on."),
        (
            replace(EVERY_STATE[0], hampered_by=(LOGIN,)),
            "Sign-in is likely affected: there is an incident of nafath/sign-on.",
        ),
        (replace(EVERY_STATE[0], hampered_by=(FUNCTION,)), "Some functions are likely affected"),
        (replace(EVERY_STATE[0], suspected_in=("absher/a", "absher/b")), "these fail together: absher/a, absher/b."),
        (replace(EVERY_STATE[0], maintenance_page=True), "The page itself says maintenance."),
        (replace(EVERY_STATE[0], maintenance_recovery=True), "The recovery time after the announced maintenance"),
    ],
)
def test_notes_follow_the_facts(changed: ServiceView, said: str) -> None:
    assert said in english(changed)


def test_an_inferred_overrun_promises_no_alert() -> None:
    assert "The alert goes out" not in english(EVERY_STATE[1])


@pytest.mark.parametrize(
    ("starts_in", "said"),
    [
        (timedelta(seconds=-1), "Announced maintenance until Friday 5 December 2025 14:02 Riyadh time (11:02 UTC)."),
        (timedelta(0), "Announced maintenance until Friday 5 December 2025 14:02 Riyadh time (11:02 UTC)."),
        (timedelta(seconds=60), "Next announced maintenance: Friday 5 December 2025 12:03 Riyadh time (09:03 UTC)."),
    ],
)
def test_the_window_of_a_service_is_present_or_next(starts_in: timedelta, said: str) -> None:
    window = replace(ENDED, starts=NOW + starts_in, ends=NOW + timedelta(hours=2))

    assert said in english(replace(EVERY_STATE[3], window=window))


def test_a_window_of_several_services_is_shown_once_and_names_them() -> None:
    page = english(*EVERY_STATE)

    assert page.count("absher-traffic") == 1
    assert "Affects Traffic violations Driving licence" in page


@pytest.mark.parametrize(
    ("notice", "said"), [(-600, "Announced after it had started."), (172800, "Announced 2 d ahead.")]
)
def test_notice_is_told(notice: float, said: str) -> None:
    assert said in english(replace(EVERY_STATE[3], windows=(replace(COMING, notice_seconds=notice),)))


@pytest.mark.parametrize("network", OwnNetwork)
def test_the_state_of_our_own_network_is_told(network: OwnNetwork) -> None:
    assert TEXTS["en"][f"network_{network}"] in english(*EVERY_STATE, network=network)


def test_nothing_configured_and_nothing_seen_is_a_page_too() -> None:
    page = text_of(draw(replace(fleet_of(), updated_at=None), "en", NOW))

    assert "No services are configured." in page
    assert "Last probe: none yet" in page
    assert "Nothing is announced for the next 30 days." in page


def test_text_from_outside_neither_marks_up_nor_turns_the_line_around() -> None:
    evil = Text(en="<script>alert(1)</script>\u202e{location}", ar="x")
    odd = replace(PORTAL, name=evil)

    html = draw(fleet_of(view(odd, ABSHER, State.UP, windows=(replace(COMING, id="<b>\u2066"),))), "en", NOW)

    assert "&lt;script&gt;alert(1)&lt;/script&gt;\\u202e{location}" in html
    assert "&lt;b&gt;\\u2066" in html
    assert not re.search("<script|<b>|[\u202a-\u202e\u2066-\u2069]", html)


async def test_language_is_asked_for_or_negotiated_or_arabic(client: httpx.AsyncClient) -> None:
    by_default = await client.get("/", headers={"accept-language": "fr"})
    negotiated = await client.get("/", headers={"accept-language": "en-GB,en;q=0.9"})
    asked = await client.get("/?lang=ar", headers={"accept-language": "en"})
    nonsense = await client.get("/?lang=tlh", headers={"accept-language": "en"})

    assert [answer.headers["content-language"] for answer in (by_default, negotiated, asked, nonsense)] == [
        "ar",
        "en",
        "ar",
        "en",
    ]
    assert '<html lang="ar" dir="rtl">' in by_default.text
    assert '<html lang="en" dir="ltr">' in negotiated.text
    assert negotiated.headers["vary"] == "Accept-Language"


async def test_page_links_to_what_machines_read(client: httpx.AsyncClient, program: Program) -> None:
    program.fleet = fleet_of()

    page = (await client.get("/")).text

    links = {'href="metrics"', 'href="config"', 'href="api/v1/openapi.json"', 'href="static/marsad.css"'}
    assert links <= set(re.findall(r'href="[^"]*"', page))
    assert "<script" not in page
    assert "style=" not in page


@pytest.mark.parametrize(
    ("minutes", "english_words", "arabic_words"),
    [
        (-1, "less than a minute", "أقل من دقيقة"),
        (0, "less than a minute", "أقل من دقيقة"),
        (1, "1 min", "دقيقة"),
        (2, "2 min", "دقيقتين"),
        (10, "10 min", "10 دقائق"),
        (11, "11 min", "11 دقيقة"),
        (60, "1 h", "ساعة"),
        (200, "3 h 20 min", "3 ساعات و20 دقيقة"),
        (1441, "1 d 1 min", "يوم ودقيقة"),
        (2885, "2 d 5 min", "يومين و5 دقائق"),
        (20 * 1440 + 61, "20 d 1 h", "20 يومًا وساعة"),
    ],
)
def test_a_length_is_told_in_its_two_largest_units(minutes: int, english_words: str, arabic_words: str) -> None:
    assert span(timedelta(minutes=minutes), "en") == english_words
    assert span(timedelta(minutes=minutes), "ar") == arabic_words
