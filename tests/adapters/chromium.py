"""Debian's Chromium without a window, and what tests ask of a page in it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped]  # it has no py.typed
from playwright.async_api import Browser, Page, async_playwright

PHONE = 390
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

_LATIN_OUTSIDE = """() => {
    const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const node = walker.currentNode, bdi = node.parentElement.closest('bdi');
        const latin = /[a-z0-9-]+(\\/|\\.)[a-z]/.test(node.data) || /^[a-z]+-[0-9]+$/.test(node.data.trim());
        const style = bdi && getComputedStyle(bdi);
        if (latin && !(style && style.direction === 'ltr' && style.unicodeBidi.startsWith('isolate')))
            found.push(node.data.trim());
    }
    return found;
}"""
_TOO_WIDE = """() => [...document.querySelectorAll('body *')].filter(one => {
    const edges = one.getBoundingClientRect();
    return edges.width > 1 && (edges.right > document.documentElement.clientWidth + 0.5 || edges.left < -0.5);
}).map(one => one.tagName + '.' + one.className)"""


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET)
        yield browser
        await browser.close()


async def overflow(page: Page) -> int:
    """By how many pixels the page can be scrolled to the side."""
    found = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return int(found)


async def direction(page: Page) -> str:
    return str(await page.evaluate("getComputedStyle(document.body).direction"))


async def latin_outside(page: Page) -> list[str]:
    """Ids, hosts and addresses that stand in no element of their own that is isolated and runs left to right."""
    return list(await page.evaluate(_LATIN_OUTSIDE))


async def too_wide(page: Page) -> list[str]:
    """Elements that reach beyond an edge of the page, on either side."""
    return list(await page.evaluate(_TOO_WIDE))


async def barriers(page: Page) -> list[str]:
    """What axe-core finds that keeps people from reading the page: everything serious or critical."""
    answer = await Axe().run(page)
    return [
        f"{one['id']}: {node['html'][:120]}"
        for one in answer.response["violations"]
        if one["impact"] in {"serious", "critical"}
        for node in one["nodes"]
    ]
