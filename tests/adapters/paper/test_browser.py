"""The page in a real browser: on a phone, on paper, in both directions, and with texts that mean harm."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page
from pypdf import PdfReader

from monitor.adapters.paper import draw
from monitor.domain.calendars import Language
from tests.adapters.chromium import PHONE, barriers, chromium, direction, latin_outside, overflow, too_wide
from tests.adapters.paper.reports import busy, hostile, month

LANGUAGES: tuple[Language, ...] = ("ar", "en")
SHEET = 210 - 2 * 12  # millimetres between the margins of the style sheet
PIXELS = 96 / 25.4  # to the millimetre
A4 = (595, 842)  # points


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as found:
        yield found


async def shown(browser: Browser, html: str, width: int) -> tuple[Page, list[str]]:
    """A page of that width, and whatever it fetched or complained of."""
    page = await browser.new_page(viewport={"width": width, "height": 844})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: said.append(request.url))
    await page.set_content(html)
    return page, said


async def cut(page: Page) -> list[str]:
    """Cells whose text is wider than they are."""
    found = await page.evaluate(
        "[...document.querySelectorAll('th, td, dd, .day')].filter(one => one.scrollWidth > one.clientWidth + 1)"
        ".map(one => one.textContent.trim())"
    )
    return list(found)


@pytest.mark.parametrize("width", [PHONE, 1280])
@pytest.mark.parametrize("language", LANGUAGES)
async def test_page_fits_and_can_be_read_by_all(browser: Browser, language: Language, width: int) -> None:
    page, said = await shown(browser, draw(*month(), language), width)

    assert await overflow(page) <= 0
    assert await too_wide(page) == []
    assert await direction(page) == ("rtl" if language == "ar" else "ltr")
    assert await page.evaluate("[document.dir, document.documentElement.lang]") == [await direction(page), language]
    assert await latin_outside(page) == []
    assert await barriers(page) == []
    assert said == []


@pytest.mark.parametrize("language", LANGUAGES)
async def test_no_table_is_cut_on_paper(browser: Browser, language: Language) -> None:
    page, _ = await shown(browser, draw(*month(), language), int(SHEET * PIXELS))
    await page.emulate_media(media="print")

    assert await page.evaluate("getComputedStyle(document.querySelector('thead')).display") == "table-header-group"
    assert await overflow(page) <= 0
    assert await too_wide(page) == []
    assert await cut(page) == []


async def test_rows_stay_whole_on_paper_and_heads_are_repeated(browser: Browser) -> None:
    page, _ = await shown(browser, draw(*busy(), "en"), 1280)

    sheets = PdfReader(io.BytesIO(await page.pdf(prefer_css_page_size=True))).pages
    texts = [sheet.extract_text() for sheet in sheets]
    on = {word: at for at, text in enumerate(texts) for word in text.split() if word.startswith(("First", "Last"))}

    rows = range(60)
    assert [tuple(round(float(edge)) for edge in sheet.mediabox[2:]) for sheet in sheets] == [A4] * len(sheets)
    assert [number for number in rows if on[f"First{number}"] != on[f"Last{number}"]] == []
    listed = {on[f"First{number}"] for number in rows}
    assert len(listed) > 2
    assert [at for at in listed if "windows and notes" not in texts[at]] == []


@pytest.mark.parametrize("language", LANGUAGES)
async def test_texts_from_outside_break_nothing(browser: Browser, language: Language) -> None:
    page, said = await shown(browser, draw(*hostile(), language), PHONE)

    assert await overflow(page) <= 0
    assert await too_wide(page) == []
    assert await page.evaluate("document.querySelectorAll('script, img').length") == 0
    await page.set_viewport_size({"width": int(SHEET * PIXELS), "height": 844})
    await page.emulate_media(media="print")
    assert await too_wide(page) == []
    assert await cut(page) == []
    assert said == []
