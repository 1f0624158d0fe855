"""The page in a real browser: narrow, in both directions, under its own content security policy."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright

from monitor.adapters.server import build, listen_sockets, serve
from monitor.adapters.server.texts import LANGUAGES
from monitor.engine.view import OwnNetwork
from tests.adapters.server.fleets import EVERY_STATE, fleet_of
from tests.adapters.server.program import Program

CHROMIUM = "/usr/bin/chromium"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        await browser.close()


@pytest.fixture
async def address(program: Program) -> AsyncIterator[str]:
    program.fleet = fleet_of(*EVERY_STATE, network=OwnNetwork.UNCHECKED)
    sockets = listen_sockets(["127.0.0.1:0"])
    stopping = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(serve(build(program.collaborators()), sockets, stopping))
        yield f"http://127.0.0.1:{sockets[0].getsockname()[1]}/"
        stopping.set()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("language", LANGUAGES)
async def test_page_fits_and_breaks_no_policy(
    browser: Browser, address: str, tmp_path: Path, language: str, width: int, scheme: str
) -> None:
    page = await browser.new_page(viewport={"width": width, "height": 844}, color_scheme=scheme)  # type: ignore[arg-type]  # a literal, from the rows above
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("response", lambda response: said.append(response.url) if response.status >= 400 else None)

    await page.goto(f"{address}?lang={language}")
    overflow = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    direction = await page.evaluate("getComputedStyle(document.body).direction")
    chip = await page.evaluate("getComputedStyle(document.querySelector('.chip')).borderRadius")
    await page.screenshot(path=tmp_path / f"{language}-{width}-{scheme}.png", full_page=True)

    assert said == []
    assert overflow <= 0
    assert direction == ("rtl" if language == "ar" else "ltr")
    assert chip != "0px", "the style sheet was not taken"
