# Feeds in the running program: their windows are in force, and stay so when the feeds break (SEMANTICS W18).
from __future__ import annotations

import json
from datetime import datetime, timedelta

from tests.e2e.conftest import Programs
from tests.e2e.files import Document, Files, platform_of, service_of
from tests.e2e.platform import UNAVAILABLE, Platform
from tests.e2e.program import Program, Scrape, now, wait_until
from tests.faulty_server import Behaviour, answers, sends_an_endless_body

CALENDAR, SUMMARY = "/private-7f3a/basic.ics", "/api/v2/summary.json"
LAST_READ, ACTIVE = "marsad_maintenance_source_last_success_timestamp_seconds", "marsad_maintenance_active"


def calendar(starts: datetime, ends: datetime) -> Behaviour:
    event = (
        "BEGIN:VEVENT",
        "UID:night-work@ministry.example",
        "DTSTAMP:20260101T000000Z",
        f"DTSTART:{starts:%Y%m%dT%H%M%SZ}",
        f"DTEND:{ends:%Y%m%dT%H%M%SZ}",
        "SUMMARY:صيانة مجدولة",
        "END:VEVENT",
    )
    lines = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Ministry//Maintenance//EN", *event, "END:VCALENDAR", "")
    return answers("\r\n".join(lines).encode(), Content_Type="text/calendar")


def status_page(starts: datetime, ends: datetime) -> Behaviour:
    maintenance = {
        "id": "kcl0night001",
        "name": "Sign-in maintenance",
        "status": "in_progress",
        "impact": "maintenance",
        "scheduled_for": f"{starts:%Y-%m-%dT%H:%M:%S.000Z}",
        "scheduled_until": f"{ends:%Y-%m-%dT%H:%M:%S.000Z}",
        "components": [{"id": "c1", "name": "تسجيل الدخول"}],
        "incident_updates": [],
    }
    page = {"page": {"id": "p"}, "scheduled_maintenances": [maintenance]}
    return answers(json.dumps(page).encode(), Content_Type="application/json")


def feeds(site: Platform) -> list[Document]:
    shared = {"platform": "absher", "interval": "1s", "timeout": "1s"}  # loopback is exempt from the pace
    return [
        {"id": "portal-calendar", "kind": "ical", "url": site.url(CALENDAR), "services": ["portal"], **shared},
        {
            "id": "page",
            "kind": "statuspage",
            "url": site.url("/"),
            "services": "all",
            "components": {"تسجيل الدخول": ["sign-in"]},
            **shared,
        },
    ]


def active(scrape: Scrape) -> list[float | None]:
    return [scrape.value(ACTIVE, service_id=f"absher/{name}") for name in ("portal", "sign-in", "other")]


def last_read(scrape: Scrape) -> list[float | None]:
    return [scrape.value(LAST_READ, source=name) for name in ("portal-calendar", "page")]


async def asked(site: Platform, times: int) -> None:
    """Wait until each feed was asked so often from now on, the last time as a request that is over."""

    def counts() -> list[int]:
        return [sum(visit.request.path == path for visit in site.visits) for path in (CALENDAR, SUMMARY)]

    before = counts()

    async def are_asked() -> bool | None:
        return all(found >= then + times for found, then in zip(counts(), before, strict=True)) or None

    await wait_until(are_asked, f"each feed is asked {times} times")


async def started(site: Platform, files: Files, programs: Programs) -> Program:
    span = now() - timedelta(minutes=1), now() + timedelta(hours=1)
    site.switch(calendar(*span), CALENDAR)
    site.switch(status_page(*span), SUMMARY)
    files.write_platform(
        platform_of([service_of(name, site.url(f"/{name}")) for name in ("portal", "sign-in", "other")])
    )
    files.write_settings(feeds=feeds(site))
    return await programs.run(files)


async def test_windows_of_feeds_stay_when_the_feeds_break_and_through_a_restart(
    site: Platform, files: Files, programs: Programs
) -> None:
    program = await started(site, files, programs)
    await program.until(lambda scrape: active(scrape) == [1, 1, 0] and all(last_read(scrape)))

    site.switch(UNAVAILABLE, CALENDAR)
    site.switch(sends_an_endless_body, SUMMARY)
    await asked(site, 1)
    first = await program.scrape()
    await asked(site, 1)
    later = await program.scrape()
    await program.kill()
    program.start()
    await program.ready()
    await asked(site, 2)
    restarted = await program.scrape()

    page = (await program.web.get("/", params={"lang": "en"})).text

    assert last_read(first) == last_read(later)
    assert "Feed <bdi>portal-calendar</bdi>: not read since the start." in page
    assert active(first) == active(later) == active(restarted) == [1, 1, 0]
    assert last_read(restarted) == [0, 0]
    failures = [line for line in program.log.splitlines() if "event=feed_failed" in line]
    assert len(failures) == 4  # once for each feed in each life, however often it is asked
    assert "private-7f3a" not in program.log
    assert "private-7f3a" not in (await program.web.get("/config")).text


async def test_feed_that_a_reload_removes_takes_its_windows_along(
    site: Platform, files: Files, programs: Programs
) -> None:
    program = await started(site, files, programs)
    await program.until(lambda scrape: active(scrape) == [1, 1, 0])

    files.write_settings(feeds=feeds(site)[:1])
    await program.reload()

    after = await program.until(lambda scrape: active(scrape) == [1, 0, 0])
    assert last_read(after)[1] is None
    assert "event=feed_left feed=page" in program.log
