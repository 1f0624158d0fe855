from __future__ import annotations

from datetime import UTC, datetime

import httpx
import pytest

from monitor.domain.catalogue import Text
from monitor.domain.explanation import Paragraph, Part, Story
from monitor.domain.verdict import State
from tests.adapters.server.program import Program

AT = datetime(2025, 12, 5, 9, 2, tzinfo=UTC)
STORY = Story(
    service_id="absher/portal",
    name=Text(en="Portal", ar="البوابة"),
    at=AT,
    state=State.OVERRUN,
    since=AT,
    headline=Text(en="absher/portal: overrun", ar="تجاوز الموعد"),
    paragraphs=(
        Paragraph(part=Part.SEEN, text="found <script>alert(1)</script>\u202e", rules=("section 2",)),
        Paragraph(part=Part.FOLLOWS, text="The page is due.", rules=("O6", "section 4")),
    ),
)


@pytest.fixture(autouse=True)
def stories(program: Program) -> None:
    program.stories["absher/portal"] = STORY


async def test_story_is_told_with_the_rules_behind_it(client: httpx.AsyncClient) -> None:
    answer = await client.get("/explain", params={"service": "absher/portal", "lang": "en"})

    assert answer.status_code == 200
    assert answer.headers["content-language"] == "en"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    for told in ("absher/portal: overrun", "What was seen", "The page is due.", ">O6<", ">section 4<"):
        assert told in answer.text


async def test_what_comes_from_outside_is_escaped(client: httpx.AsyncClient) -> None:
    html = (await client.get("/explain?service=absher/portal&lang=en")).text

    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "\u202e" not in html


async def test_frame_and_headline_are_arabic_for_arabic_readers(client: httpx.AsyncClient) -> None:
    answer = await client.get("/explain?service=absher/portal", headers={"accept-language": "ar"})

    assert '<html lang="ar" dir="rtl">' in answer.text
    assert "تجاوز الموعد" in answer.text
    assert "ما رُصد" in answer.text
    assert 'lang="en" dir="ltr">The page is due.' in answer.text


@pytest.mark.parametrize("query", ["", "?service=", "?service=absher/nothing", "?service=%3Cscript%3E"])
async def test_unknown_service_is_not_found(client: httpx.AsyncClient, query: str) -> None:
    answer = await client.get(f"/explain{query}")

    assert (answer.status_code, answer.text) == (404, "No such service.\n")


async def test_ledger_that_cannot_be_read_is_said(client: httpx.AsyncClient, program: Program) -> None:
    program.ledger_fault = "the ledger cannot be read: disk I/O error"

    answer = await client.get("/explain?service=absher/portal")

    assert (answer.status_code, answer.text) == (503, "the ledger cannot be read: disk I/O error\n")


async def test_page_links_to_the_story_of_each_service(client: httpx.AsyncClient, program: Program) -> None:
    html = (await client.get("/?lang=en")).text

    for view in program.fleet.services:
        assert f'<a href="explain?service={view.service.id}&amp;lang=en">Why?</a>' in html
