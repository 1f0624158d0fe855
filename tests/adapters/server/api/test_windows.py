"""Windows over HTTP: declared, revised, listed and looked up; nothing is lost, and nothing is done twice."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from tests.adapters.server.api.rig import Rig, window

WINDOWS = "/api/v1/windows"
WEEKLY = {"rrule": "FREQ=WEEKLY;COUNT=30", "timezone": "Asia/Riyadh"}


async def declared(client: httpx.AsyncClient, name: str = "w1", **more: object) -> httpx.Response:
    response = await client.post(WINDOWS, json=window(name, **more))
    assert response.status_code == 201, response.text
    return response


async def test_declared_window_is_answered_with_its_version_and_place(client: httpx.AsyncClient, rig: Rig) -> None:
    response = await declared(client)

    assert response.headers["etag"] == '"1"'
    assert response.headers["location"] == "/api/v1/windows/w1"
    assert response.json() | {"revisions": []} == {
        "id": "w1",
        "version": "1",
        "platform": "absher",
        "services": ["absher/portal", "absher/visa"],
        "starts": "2025-12-05T21:00:00Z",
        "ends": "2025-12-05T23:00:00Z",
        "timezone": "Asia/Riyadh",
        "starts_local": "2025-12-06T00:00:00",
        "ends_local": "2025-12-06T02:00:00",
        "occurrence": None,
        "impact": "outage",
        "service_impact": {},
        "status": "scheduled",
        "stage": "upcoming",
        "notice": "short notice",
        "declared_at": "2025-12-05T09:02:00Z",
        "known_at": "2025-12-05T09:02:00Z",
        "by": "ali",
        "why": "they said so",
        "origin": "api",
        "source": {"url": "", "text": ""},
        "recurring": None,
        "uses": [],
        "extended_late_seconds": 0.0,
        "revisions": [],
    }
    [revision] = rig.desk.book.chains["w1"]
    assert (revision.by, revision.why, revision.origin) == ("ali", "they said so", "api")


async def test_answer_names_no_host_that_a_visitor_claims(client: httpx.AsyncClient) -> None:
    response = await client.post(WINDOWS, json=window(), headers={"host": "evil.example"})

    assert response.headers["location"] == "/api/v1/windows/w1"


async def test_what_was_said_already_is_no_second_revision(client: httpx.AsyncClient, rig: Rig) -> None:
    await declared(client)

    again = await client.post(WINDOWS, json=window())

    assert (again.status_code, again.headers["etag"]) == (200, '"1"')
    assert len(rig.desk.book.chains["w1"]) == 1


async def test_change_that_is_not_on_disk_yet_is_accepted(client: httpx.AsyncClient, rig: Rig) -> None:
    rig.desk.disk = False

    response = await client.post(WINDOWS, json=window())

    assert response.status_code == 202
    assert rig.attempts[-1]["outcome"] == "accepted_not_on_disk"


async def test_author_is_api_where_nobody_is_named(client: httpx.AsyncClient, rig: Rig) -> None:
    body = {key: value for key, value in window().items() if key not in {"by", "why"}}

    await client.post(WINDOWS, json=body)

    assert (rig.desk.book.chains["w1"][0].by, rig.desk.book.chains["w1"][0].why) == ("api", "")


@pytest.mark.parametrize(
    ("body", "verb"),
    [
        ({"verb": "revise", "duration": "3h", "why": "extended"}, "revise"),
        ({"verb": "cancel"}, "cancel"),
        ({"verb": "void"}, "void"),
        ({"verb": "end"}, "end"),
    ],
)
async def test_every_verb_adds_a_revision(client: httpx.AsyncClient, rig: Rig, body: dict[str, str], verb: str) -> None:
    await declared(client)

    response = await client.post(f"{WINDOWS}/w1/revisions", json={**body, "by": "sara"})

    assert (response.status_code, response.headers["etag"]) == (201, '"2"')
    assert response.headers["location"] == "/api/v1/windows/w1"
    assert [revision["number"] for revision in response.json()["revisions"]] == [1, 2]
    assert response.json()["by"] == "sara"
    assert rig.attempts[-1]["verb"] == verb


async def test_revision_that_changes_nothing_is_said_already(client: httpx.AsyncClient) -> None:
    await declared(client)

    response = await client.post(f"{WINDOWS}/w1/revisions", json={"verb": "revise", "duration": "2h"})

    assert (response.status_code, response.headers["etag"]) == (200, '"1"')


async def test_one_occurrence_is_revised_alone(client: httpx.AsyncClient, rig: Rig) -> None:
    await declared(client, **WEEKLY)
    occurrence = "w1@2025-12-13T00:00"

    got = await client.get(f"{WINDOWS}/{occurrence}")
    response = await client.post(
        f"{WINDOWS}/{occurrence}/revisions",
        json={"verb": "revise", "duration": "5h"},
        headers={"if-match": got.headers["etag"]},
    )

    assert got.headers["etag"] == '"1@"'
    assert response.status_code == 201
    assert response.headers["location"] == f"/api/v1/windows/{occurrence}"
    assert response.json()["ends"] == "2025-12-13T02:00:00Z"
    assert len(rig.desk.book.chains["w1"]) == 1


async def test_end_of_a_series_names_the_occurrence_that_was_ended(client: httpx.AsyncClient, rig: Rig) -> None:
    await declared(client, starts="2025-12-05T12:00", **WEEKLY)

    response = await client.post(f"{WINDOWS}/w1/revisions", json={"verb": "end"})

    assert response.json()["id"] == "w1@2025-12-05T12:00"
    assert response.headers["location"] == "/api/v1/windows/w1@2025-12-05T12:00"
    assert rig.attempts[-1]["window"] == "w1@2025-12-05T12:00"


@pytest.mark.parametrize("condition", ['"1"', "*", '"7", "1"', ' "1" , W/"x"'])
async def test_revision_goes_in_where_its_author_saw_the_last_version(
    client: httpx.AsyncClient, condition: str
) -> None:
    await declared(client)

    response = await client.post(
        f"{WINDOWS}/w1/revisions", json={"verb": "revise", "duration": "3h"}, headers={"if-match": condition}
    )

    assert response.status_code == 201


@pytest.mark.parametrize("condition", ['"2"', 'W/"1"', '"1@"', '""'])
async def test_revision_of_another_version_is_refused_and_loses_nothing(
    client: httpx.AsyncClient, rig: Rig, condition: str
) -> None:
    await declared(client)

    response = await client.post(
        f"{WINDOWS}/w1/revisions", json={"verb": "revise", "duration": "3h"}, headers={"if-match": condition}
    )

    assert response.status_code == 412
    assert response.json()["type"] == "urn:marsad:problem:window-changed"
    assert response.json()["version"] == "1"
    assert len(rig.desk.book.chains["w1"]) == 1


async def test_of_two_who_saw_the_same_version_one_wins(client: httpx.AsyncClient, rig: Rig) -> None:
    await declared(client)

    async def revise(duration: str) -> int:
        body = {"verb": "revise", "duration": duration}
        return (await client.post(f"{WINDOWS}/w1/revisions", json=body, headers={"if-match": '"1"'})).status_code

    async with asyncio.TaskGroup() as tasks:
        both = [tasks.create_task(revise(duration)) for duration in ("3h", "4h")]

    assert sorted(task.result() for task in both) == [201, 412]
    assert len(rig.desk.book.chains["w1"]) == 2


async def test_answer_to_a_change_says_the_same_as_a_look_later(client: httpx.AsyncClient, rig: Rig) -> None:
    await declared(client, starts="2025-12-08T00:00")
    rig.desk.at += timedelta(days=2)

    changed = await client.post(f"{WINDOWS}/w1/revisions", json={"verb": "revise", "duration": "3h"})
    found = await client.get(f"{WINDOWS}/w1")

    assert changed.json()["notice"] == "announced"
    assert changed.json() == {**found.json(), "uses": []}


async def test_window_that_is_cancelled_with_its_first_word_is_kept(client: httpx.AsyncClient) -> None:
    response = await declared(client, status="cancelled")

    assert (response.json()["stage"], response.json()["status"]) == ("cancelled", "cancelled")
    assert (await client.get(f"{WINDOWS}/w1")).json()["stage"] == "cancelled"
    assert (await client.get(WINDOWS)).json()["windows"] == []


async def test_looked_up_window_has_its_revisions_and_what_was_seen(client: httpx.AsyncClient) -> None:
    await declared(client, source={"url": "https://a.example/", "text": "said <b>so</b> \u202e"})
    await client.post(f"{WINDOWS}/w1/revisions", json={"verb": "revise", "exclude": ["visa"]})

    response = await client.get(f"{WINDOWS}/w1")

    assert (response.status_code, response.headers["etag"]) == (200, '"2"')
    assert response.headers["cache-control"] == "no-store"
    found = response.json()
    assert found["services"] == ["absher/portal"]
    assert found["source"]["text"] == "said <b>so</b> \u202e"
    assert [use["service"] for use in found["uses"]] == ["absher/portal"]
    assert [revision["window"].get("exclude") for revision in found["revisions"]] == [None, ["visa"]]


async def test_series_is_shown_with_the_occurrence_that_comes_next(client: httpx.AsyncClient) -> None:
    await declared(client, starts="2025-11-01T00:00", **WEEKLY)

    found = (await client.get(f"{WINDOWS}/w1")).json()

    assert (found["id"], found["occurrence"]) == ("w1", "w1@2025-12-06T00:00")
    assert found["starts"] == "2025-12-05T21:00:00Z"
    assert [use["service"] for use in found["uses"]] == ["absher/portal", "absher/visa"]
    assert found["recurring"] == {"rrule": "FREQ=WEEKLY;COUNT=30", "until": None, "exdates": []}


async def test_series_that_is_over_is_shown_with_its_last_occurrence(client: httpx.AsyncClient) -> None:
    await declared(client, starts="2020-11-01T00:00", rrule="FREQ=DAILY;COUNT=3", timezone="Asia/Riyadh")

    found = (await client.get(f"{WINDOWS}/w1")).json()

    assert found["occurrence"] == "w1@2020-11-03T00:00"


@pytest.mark.parametrize("condition", ['"1"', 'W/"1"', '"0", "1"', "*"])
async def test_known_version_is_not_told_again(client: httpx.AsyncClient, condition: str) -> None:
    await declared(client)

    response = await client.get(f"{WINDOWS}/w1", headers={"if-none-match": condition})

    assert (response.status_code, response.content, response.headers["etag"]) == (304, b"", '"1"')


async def test_other_version_is_told(client: httpx.AsyncClient) -> None:
    await declared(client)

    assert (await client.get(f"{WINDOWS}/w1", headers={"if-none-match": '"0"'})).status_code == 200


async def test_list_has_the_next_thirty_days_in_order(client: httpx.AsyncClient) -> None:
    await declared(client, "late", starts="2026-02-01T00:00")
    await declared(client, "second", starts="2025-12-08T00:00")
    await declared(client, "first")
    await declared(client, "old", starts="2025-11-01T00:00")

    rows = (await client.get(WINDOWS)).json()["windows"]

    assert [row["id"] for row in rows] == ["first", "second"]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("platform=qiwa", ["q1"]),
        ("platform=nobody", []),
        ("service=absher/portal", ["w1", "w2"]),
        ("service=absher/visa", ["w1"]),
        ("stage=cancelled", ["w2"]),
        ("stage=upcoming&platform=absher", ["w1"]),
        ("since=2025-12-06T00:00:00Z", ["q1"]),
        ("until=2025-12-05T22:00:00Z", ["w1", "w2"]),
        ("since=2025-12-06T00:00:00%2B03:00&until=2025-12-06T00:00:01%2B03:00", ["w1", "w2"]),
    ],
)
async def test_list_is_narrowed(client: httpx.AsyncClient, query: str, ids: list[str]) -> None:
    await declared(client, "w1")
    await declared(client, "w2", services=["portal"])
    await client.post(f"{WINDOWS}/w2/revisions", json={"verb": "cancel"})
    await declared(client, "q1", platform="qiwa", starts="2025-12-09T00:00")

    rows = (await client.get(f"{WINDOWS}?{query}")).json()["windows"]

    assert [row["id"] for row in rows] == ids


async def test_pages_follow_each_other_though_windows_are_added_meanwhile(client: httpx.AsyncClient, rig: Rig) -> None:
    for day in range(6, 11):
        await declared(client, f"w{day}", starts=f"2025-12-{day:02}T00:00")

    seen: list[str] = []
    query = "?limit=2"
    while True:
        page = (await client.get(f"{WINDOWS}{query}")).json()
        seen += [row["id"] for row in page["windows"]]
        if page["next_cursor"] is None:
            break
        query = f"?limit=2&cursor={page['next_cursor']}"
        await declared(client, f"early-{len(seen)}", starts="2025-12-06T00:00")
        rig.desk.at += timedelta(minutes=1)

    assert seen == ["w6", "w7", "w8", "w9", "w10"]


@pytest.mark.parametrize("year", [2025, 2026])
async def test_later_page_is_of_the_span_that_the_first_one_was_asked_for(client: httpx.AsyncClient, year: int) -> None:
    for name, day in (("a", "02-01"), ("b", "02-02"), ("c", "03-02")):
        await declared(client, name, starts=f"{year}-{day}T00:00")

    span = f"since={year}-01-01T00:00:00Z&until={year}-03-01T00:00:00Z"
    first = (await client.get(f"{WINDOWS}?limit=1&{span}")).json()
    second = (await client.get(f"{WINDOWS}?cursor={first['next_cursor']}")).json()

    assert [row["id"] for row in (*first["windows"], *second["windows"])] == ["a", "b"]


async def test_windows_of_one_start_are_split_between_pages(client: httpx.AsyncClient) -> None:
    for name in "abc":
        await declared(client, name)

    first = (await client.get(f"{WINDOWS}?limit=2")).json()
    second = (await client.get(f"{WINDOWS}?limit=2&cursor={first['next_cursor']}")).json()

    assert [row["id"] for row in (*first["windows"], *second["windows"])] == ["a", "b", "c"]
    assert second["next_cursor"] is None
    assert (await client.get(f"{WINDOWS}?limit=3")).json()["next_cursor"] is None


async def test_preview_says_what_would_be_covered_and_declares_nothing(client: httpx.AsyncClient, rig: Rig) -> None:
    response = await client.post(f"{WINDOWS}/preview", json=window(services=["portal"], **WEEKLY))

    assert response.status_code == 200
    found = response.json()
    assert (found["window_id"], found["changes"], found["services"]) == ("w1", True, ["absher/portal"])
    assert len(found["occurrences"]) == 10
    assert found["occurrences"][1] == {
        "id": "w1@2025-12-13T00:00",
        "starts": "2025-12-12T21:00:00Z",
        "ends": "2025-12-12T23:00:00Z",
    }
    assert found["warnings"] == ["declared_at: the notice is short notice; reports say so."]
    assert rig.desk.book.chains == {}


async def test_dry_run_says_what_a_revision_would_come_to(client: httpx.AsyncClient, rig: Rig) -> None:
    await declared(client)

    body = {"verb": "revise", "starts": "2026-03-29T02:30", "timezone": "Europe/Berlin"}
    response = await client.post(f"{WINDOWS}/w1/revisions?dry_run=true", json=body)

    assert response.status_code == 200
    assert response.json()["occurrences"] == [
        {"id": "w1", "starts": "2026-03-29T01:00:00Z", "ends": "2026-03-29T03:00:00Z"}
    ]
    assert response.json()["warnings"] == [
        "starts: this local time does not exist there; the first instant after the clock change is taken."
    ]
    assert len(rig.desk.book.chains["w1"]) == 1
    assert rig.attempts[-1]["outcome"] == "tried"


async def test_dry_run_of_a_declaration_declares_nothing(client: httpx.AsyncClient, rig: Rig) -> None:
    response = await client.post(f"{WINDOWS}?dry_run=true", json=window())

    assert (response.status_code, response.json()["changes"]) == (200, True)
    assert rig.desk.book.chains == {}


async def test_dry_run_of_what_is_over_or_void_says_so(client: httpx.AsyncClient) -> None:
    await declared(client)

    over = await client.post(f"{WINDOWS}/preview", json=window("w2", starts="2025-12-01T00:00"))
    void = await client.post(f"{WINDOWS}/w1/revisions?dry_run=true", json={"verb": "void"})

    assert over.json()["warnings"] == ["ends: the window is over; what was down in it stays what it was."]
    assert (void.json()["occurrences"], void.json()["warnings"]) == ([], [])


async def test_calendar_is_what_its_writer_makes(client: httpx.AsyncClient) -> None:
    response = await client.get(f"{WINDOWS}.ics")

    assert response.headers["content-type"] == "text/calendar; charset=utf-8"
    assert response.content == b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


async def test_window_of_a_platform_that_left_covers_nothing_and_is_still_shown(
    client: httpx.AsyncClient, rig: Rig
) -> None:
    await declared(client)
    chain = rig.desk.book.chains["w1"]
    spec = chain[0].spec
    gone = replace(chain[0], spec=replace(spec, platform="gone"))
    rig.desk.book = replace(rig.desk.book, chains={"w1": (gone,)})

    found = (await client.get(f"{WINDOWS}/w1")).json()

    assert (found["platform"], found["services"]) == ("gone", [])
