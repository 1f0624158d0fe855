"""The pages in a real browser: narrow, in both directions, under their own content security policy."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page

from monitor.adapters.server import build, listen_sockets, serve
from monitor.adapters.server.texts import LANGUAGES
from monitor.domain.catalogue import Dependency, Strength
from monitor.domain.verdict import State
from monitor.engine.view import FleetView, OwnNetwork, ServiceView, SourceView
from tests.adapters.chromium import PHONE, barriers, chromium, direction, latin_outside, overflow, too_wide
from tests.adapters.server.fleets import ABSHER, EVERY_STATE, NOW, QIWA, RUNNING, fleet_of, service, view
from tests.adapters.server.program import Program

RESTING = (
    view(
        service("nafath/sign-on", "Sign-on", "تسجيل الدخول الموحد"),
        ABSHER,
        State.UNKNOWN,
        suspected_in=("absher/portal", "qiwa/portal", "qiwa/contracts"),
    ),
    view(
        service("qiwa/wages", "Wages", "الأجور"),
        QIWA,
        State.DEGRADED,
        hampered_by=(
            Dependency(service_id="nafath/sign-on", strength=Strength.LOGIN),
            Dependency(service_id="qiwa/sign-in", strength=Strength.FUNCTION),
        ),
    ),
)
SOURCES = (
    SourceView(name="calendar", read_at=NOW - timedelta(minutes=12), stale_after=timedelta(hours=1)),
    SourceView(name="vendor-status", read_at=NOW - timedelta(hours=30), stale_after=timedelta(hours=1)),
    SourceView(name="old-calendar", read_at=None, stale_after=timedelta(hours=1)),
)
EVERYTHING = replace(fleet_of(*EVERY_STATE, *RESTING, network=OwnNetwork.UNCHECKED), sources=SOURCES)
EVIL = ("\u202eevil\u2066", "<script>document.title='taken'</script>", "w" * 400, "\u0627" * 300, '"><img src=x>')


def hostile() -> FleetView:
    """Names, ids and feeds that turn lines around, end tags, or never end."""

    def one(number: int) -> ServiceView:
        evil, other = EVIL[number % 5], EVIL[(number + 1) % 5]
        window = replace(RUNNING, id="w" * 200 + str(number))
        return view(
            service(f"absher/{'s' * 100}{number}", evil, other),
            ABSHER,
            State.UNPLANNED_OUTAGE,
            explained_by=evil,
            suspected_in=EVIL,
            window=window,
            windows=(window,),
        )

    return replace(fleet_of(*(one(number) for number in range(10))), sources=(replace(SOURCES[1], name=EVIL[2]),))


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as found:
        yield found


@pytest.fixture
async def address(program: Program) -> AsyncIterator[str]:
    program.fleet = EVERYTHING
    sockets = listen_sockets(["127.0.0.1:0"])
    stopping = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(serve(build(program.collaborators()), sockets, stopping))
        yield f"http://127.0.0.1:{sockets[0].getsockname()[1]}/"
        stopping.set()


async def opened(browser: Browser, address: str, width: int, scheme: str = "light") -> tuple[Page, list[str]]:
    page = await browser.new_page(viewport={"width": width, "height": 844}, color_scheme=scheme)  # type: ignore[arg-type]  # a literal, from the rows below
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("response", lambda response: said.append(response.url) if response.status >= 400 else None)
    await page.goto(address)
    return page, said


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, 1280])
@pytest.mark.parametrize("language", LANGUAGES)
async def test_page_fits_and_breaks_no_policy(
    browser: Browser, address: str, tmp_path: Path, language: str, width: int, scheme: str
) -> None:
    page, said = await opened(browser, f"{address}?lang={language}", width, scheme)
    chip = await page.evaluate("getComputedStyle(document.querySelector('.chip')).borderRadius")
    await page.screenshot(path=tmp_path / f"{language}-{width}-{scheme}.png", full_page=True)

    assert said == []
    assert await overflow(page) <= 0
    assert await too_wide(page) == []
    assert await direction(page) == ("rtl" if language == "ar" else "ltr")
    assert await latin_outside(page) == []
    assert chip != "0px", "the style sheet was not taken"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
async def test_page_can_be_read_by_all(browser: Browser, address: str, language: str, scheme: str) -> None:
    page, _ = await opened(browser, f"{address}?lang={language}", PHONE, scheme)

    assert await barriers(page) == []


@pytest.mark.parametrize("language", LANGUAGES)
async def test_texts_from_outside_break_nothing(
    browser: Browser, program: Program, address: str, language: str
) -> None:
    program.fleet = hostile()

    page, said = await opened(browser, f"{address}?lang={language}", PHONE)

    assert await overflow(page) <= 0
    assert await too_wide(page) == []
    assert await page.evaluate("document.querySelectorAll('script, img').length") == 0
    assert said == []
