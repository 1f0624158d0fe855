# News in the running program: an announcement waits as a draft, covers nothing, and is read once in all its lives.
from __future__ import annotations

from datetime import timedelta

from tests.e2e.conftest import Programs
from tests.e2e.files import Document, Files, platform_of, service_of
from tests.e2e.platform import Platform
from tests.e2e.program import Program, Scrape, now, wait_until
from tests.faulty_server import Behaviour, answers

FEED, PAGE = "/news/feed.xml", "/notices"
WAITING, ACTIVE = "marsad_maintenance_drafts_waiting", "marsad_maintenance_active"
LAST_READ = "marsad_maintenance_source_last_success_timestamp_seconds"


def announcement() -> str:
    day = now() + timedelta(days=1)
    return f"تعلن منصة أبشر عن توقف خدماتها مؤقتاً يوم {day:%d/%m/%Y} من الساعة 01:00 حتى الساعة 23:00 لأعمال الصيانة."


def feed(text: str) -> Behaviour:
    item = f"<item><title>إعلان</title><guid>17</guid><description>&lt;p&gt;{text}&lt;/p&gt;</description></item>"
    old = "<item><title>Fair</title><pubDate>Tue, 07 Jan 2020 09:00:00 GMT</pubDate></item>"
    body = (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>t</title>{item}{old}</channel></rss>'
    )
    return answers(body.encode(), Content_Type="application/rss+xml")


def page(text: str) -> Behaviour:
    body = f"<html><head><title>أبشر</title></head><body><nav><a href=/>x</a></nav><p>{text}</p></body></html>"
    return answers(body.encode(), Content_Type="text/html; charset=utf-8")


def feeds(site: Platform) -> list[Document]:
    shared = {"interval": "1s", "timeout": "1s"}  # loopback is exempt from the pace
    return [
        {"id": "press-office", "kind": "rss", "url": site.url(FEED), **shared},
        {"id": "notice-board", "kind": "page", "url": site.url(PAGE), "platform": "absher", **shared},
    ]


def both_read(scrape: Scrape) -> bool:
    return all(scrape.value(LAST_READ, source=name) for name in ("press-office", "notice-board"))


async def asked_again(site: Platform) -> None:
    """Wait until each feed was asked twice from now on, so that the first answer was heeded."""
    before = len(site.visits)

    async def are_asked() -> bool | None:
        paths = [visit.request.path for visit in site.visits[before:]]
        return min(paths.count(FEED), paths.count(PAGE)) >= 2 or None

    await wait_until(are_asked, "each feed is asked twice")


async def windows(program: Program) -> list[object]:
    found: list[object] = (await program.web.get("/api/v1/windows")).json()["windows"]
    return found


async def test_announcement_waits_as_one_draft_covers_nothing_and_is_read_once_in_two_lives(
    site: Platform, files: Files, programs: Programs
) -> None:
    text = announcement()
    site.switch(feed(text), FEED)
    site.switch(page(text), PAGE)
    files.write_platform(platform_of([service_of("portal", site.url("/portal"))]))
    files.write_settings(feeds=feeds(site))
    program = await programs.run(files)
    first = await program.until(lambda scrape: both_read(scrape) and scrape.value(WAITING) == 1)

    site.switch(answers(b"", 503), PAGE)
    await asked_again(site)
    broken = await program.scrape()
    found = await windows(program)
    await program.kill()
    program.start()
    await program.ready()
    await asked_again(site)
    restarted = await program.scrape()

    assert [scrape.value(ACTIVE, service_id="absher/portal") for scrape in (first, broken, restarted)] == [0, 0, 0]
    assert [scrape.value(WAITING) for scrape in (broken, restarted)] == [1, 1]
    assert found == []
    assert restarted.value(LAST_READ, source="press-office")
    assert restarted.value(LAST_READ, source="notice-board") == 0
    assert program.log.count("event=draft_received") == 1  # of two feeds, and of two lives
