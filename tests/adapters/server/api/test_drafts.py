"""Drafts over HTTP: texts come in, people decide."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest

from monitor.domain.announcement.draft import Affected, Kind
from monitor.domain.proposal import Decision
from tests.adapters.server.api.rig import Rig
from tests.adapters.server.api.test_openapi import validator
from tests.domain.drafts import draft, proposal, source, wall

PATH = "/api/v1/drafts"
LATER = date(2025, 12, 20)
READ = draft(starts=wall(LATER, 0), ends=wall(LATER, 4))
TEXT = {"text": "تعلن أبشر عن صيانة", "source_url": "https://spa.example/1", "by": "ali"}


@pytest.fixture(autouse=True)
def _announced(rig: Rig) -> None:
    rig.announced = (READ,)


async def received(client: httpx.AsyncClient) -> str:
    response = await client.post(PATH, json=TEXT)
    assert response.status_code == 201, response.text
    found: str = response.json()["drafts"][0]["id"]
    return found


async def decided(client: httpx.AsyncClient, draft_id: str, **body: object) -> httpx.Response:
    return await client.post(f"{PATH}/{draft_id}/decision", json={"by": "sara", **body})


async def test_text_is_read_and_what_it_announces_waits(client: httpx.AsyncClient, rig: Rig) -> None:
    response = await client.post(PATH, json={**TEXT, "published": "2025-12-03"})

    validator("Received").validate(response.json())
    (found,) = response.json()["drafts"]
    assert response.status_code == 201
    assert rig.texts == [(TEXT["text"], date(2025, 12, 3))]
    assert (found["decision"], found["verb"], found["read"]["starts"]) == ("waiting", "declare", "2025-12-20T00:00")
    assert found["proposed"][0]["window"]["id"] == "absher-2025-12-20"
    assert found["sources"][0]["published"] == "2025-12-03"
    assert rig.desk.book.chains == {}
    assert rig.attempts[-1] | {"verb": "draft", "by": "ali", "outcome": "accepted"} == rig.attempts[-1]


async def test_instant_of_publication_is_a_local_day_to_the_reader(client: httpx.AsyncClient, rig: Rig) -> None:
    await client.post(PATH, json={**TEXT, "published": "2025-12-03T22:00:00Z"})

    assert rig.texts[0][1] == date(2025, 12, 4)
    (one,) = rig.desk.drafts.values()
    assert one.sources[0].published == datetime(2025, 12, 3, 22, tzinfo=UTC)


async def test_same_text_again_is_known(client: httpx.AsyncClient, rig: Rig) -> None:
    draft_id = await received(client)

    again = await client.post(PATH, json=TEXT)

    assert (again.status_code, [one["id"] for one in again.json()["drafts"]]) == (200, [draft_id])
    assert rig.attempts[-1]["outcome"] == "unchanged"


async def test_text_that_announces_nothing_is_refused(client: httpx.AsyncClient, rig: Rig) -> None:
    rig.announced = ()
    nothing = await client.post(PATH, json=TEXT)
    rig.announced = (draft(kind=Kind.FINISHED, starts=None, ends=None),)
    over = await client.post(PATH, json=TEXT)

    assert (nothing.status_code, over.status_code) == (422, 422)
    assert "announces none" in nothing.json()["detail"]
    assert "no window stands for it" in over.json()["detail"]


@pytest.mark.parametrize(
    ("body", "key"),
    [
        ({"text": " "}, "text"),
        ({}, "text"),
        ({"text": "a", "published": "yesterday"}, "published"),
        ({"text": "a", "published": "2025-02-30"}, "published"),
        ({"text": "a", "published": 5}, "published"),
        ({"text": "a", "source_url": "javascript:alert(1)"}, "source_url"),
        ({"text": "a", "platform": "absher"}, "platform"),
    ],
)
async def test_body_that_makes_no_sense_is_refused(client: httpx.AsyncClient, body: dict[str, Any], key: str) -> None:
    response = await client.post(PATH, json=body)

    assert (response.status_code, response.json()["key_path"]) == (422, key)


async def test_drafts_are_listed_by_decision_and_in_pages_the_newest_in_front(
    client: httpx.AsyncClient, rig: Rig
) -> None:
    at = rig.desk.at
    for number in range(5):
        one = proposal(id=f"d{number}", sources=(source(received_at=at + timedelta(minutes=number // 2)),))
        rig.desk.drafts[one.id] = one
    rig.desk.drafts["d0"] = proposal(id="d0", decision=Decision.REJECTED, sources=(source(received_at=at),))

    pages: list[list[str]] = []
    cursor: dict[str, str] = {}
    while True:
        page = (await client.get(PATH, params={"limit": 2, "decision": "waiting", **cursor})).json()
        pages.append([one["id"] for one in page["drafts"]])
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    everything = (await client.get(PATH)).json()

    assert pages == [["d4", "d2"], ["d3", "d1"]]
    validator("Drafts").validate(everything)
    assert len(everything["drafts"]) == 5


async def test_one_draft_is_looked_up(client: httpx.AsyncClient) -> None:
    draft_id = await received(client)

    known, unknown = await client.get(f"{PATH}/{draft_id}"), await client.get(f"{PATH}/draft-of-nobody")

    validator("Draft").validate(known.json())
    assert (unknown.status_code, unknown.json()["type"]) == (404, "urn:marsad:problem:draft-unknown")


async def test_confirmed_draft_is_a_window_of_its_confirmer(client: httpx.AsyncClient, rig: Rig) -> None:
    draft_id = await received(client)

    response = await decided(client, draft_id, decision="confirm", why="read it")

    validator("Decided").validate(response.json())
    (revision,) = rig.desk.book.chains["absher-2025-12-20"]
    assert response.status_code == 201
    assert (revision.by, revision.origin, revision.why) == (
        "sara",
        "draft",
        "read it; announced: https://spa.example/1",
    )
    assert response.json()["draft"]["windows"] == ["absher-2025-12-20"]
    assert (await client.get("/api/v1/windows/absher-2025-12-20")).json()["source"]["url"] == "https://spa.example/1"
    assert rig.attempts[-1] | {"verb": "confirm", "draft": draft_id, "by": "sara"} == rig.attempts[-1]


async def test_what_a_draft_leaves_open_is_told_and_taken_from_the_confirmer(
    client: httpx.AsyncClient, rig: Rig
) -> None:
    rig.announced = (draft(starts=wall(LATER, 22), ends=None, services=(Affected(id="visa", as_written="التأشيرات"),)),)
    draft_id = await received(client)

    open_end = await decided(client, draft_id, decision="confirm")
    shown = (await client.get(f"{PATH}/{draft_id}")).json()["proposed"][0]
    given = await decided(client, draft_id, decision="confirm", duration="3h", exclude=["portal"])

    assert (open_end.status_code, open_end.json()["type"]) == (422, "urn:marsad:problem:draft-incomplete")
    assert [one["key_path"] for one in open_end.json()["problems"]] == ["ends"]
    assert (shown["window"], [one["key"] for one in shown["missing"]]) == (None, ["ends"])
    assert given.status_code == 201
    (revision,) = rig.desk.book.chains["absher-2025-12-20"]
    assert (revision.spec.duration, revision.spec.scope.exclude) == (timedelta(hours=3), frozenset({"portal"}))
    assert revision.spec.scope.services == frozenset({"visa"})


async def test_keys_that_are_wrong_are_refused_and_the_draft_waits_on(client: httpx.AsyncClient, rig: Rig) -> None:
    draft_id = await received(client)

    for keys in ({"ends": "soon"}, {"services": ["nothing"]}, {"verb": "void"}, {"shape": "round"}):
        response = await decided(client, draft_id, decision="confirm", **keys)

        assert response.status_code == 422, response.text
        assert rig.desk.drafts[draft_id].is_waiting


async def test_dry_run_shows_the_window_and_changes_nothing(client: httpx.AsyncClient, rig: Rig) -> None:
    draft_id = await received(client)

    response = await client.post(f"{PATH}/{draft_id}/decision?dry_run=true", json={"decision": "confirm", "ends": "2025-12-20T05:00"})  # noqa: E501 - one request  # fmt: skip

    assert response.status_code == 200
    assert response.json()["entered"][0]["window"]["ends"] == "2025-12-20T05:00:00"
    assert rig.desk.drafts[draft_id].is_waiting
    assert rig.desk.book.chains == {}


async def test_of_two_decisions_at_once_one_is_told_who_was_first(client: httpx.AsyncClient, rig: Rig) -> None:
    draft_id = await received(client)

    both = await asyncio.gather(  # noqa: TID251 - two at once are the point
        decided(client, draft_id, decision="confirm"), decided(client, draft_id, decision="confirm", by="omar")
    )

    assert sorted(one.status_code for one in both) == [201, 409]
    late = next(one for one in both if one.status_code == 409).json()
    assert late["type"] == "urn:marsad:problem:draft-decided"
    assert len(rig.desk.book.chains) == 1


async def test_rejected_draft_declares_nothing(client: httpx.AsyncClient, rig: Rig) -> None:
    draft_id = await received(client)

    response = await decided(client, draft_id, decision="reject", why="of last year")
    again = await decided(client, draft_id, decision="reject")

    assert (response.status_code, again.status_code) == (200, 409)
    assert response.json()["draft"]["decision"] == "rejected"
    assert rig.desk.book.chains == {}


@pytest.mark.parametrize(
    ("body", "status"),
    [({"decision": "maybe"}, 422), ({}, 422), ({"decision": "reject", "ends": "2025-12-20T05:00"}, 422)],
)
async def test_decision_that_makes_no_sense_is_refused(
    client: httpx.AsyncClient, body: dict[str, Any], status: int
) -> None:
    draft_id = await received(client)

    assert (await decided(client, draft_id, **body)).status_code == status
    assert (await decided(client, "draft-of-nobody", decision="reject")).status_code == 404


async def test_what_is_not_on_disk_yet_is_said_so(client: httpx.AsyncClient, rig: Rig) -> None:
    rig.desk.disk = False
    response = await client.post(PATH, json=TEXT)
    draft_id = response.json()["drafts"][0]["id"]

    confirmed = await decided(client, draft_id, decision="confirm")

    assert (response.status_code, confirmed.status_code) == (202, 202)
    assert rig.attempts[-1]["outcome"] == "accepted_not_on_disk"


async def test_nobody_writes_without_credentials(rig: Rig) -> None:
    async with rig.client({}) as stranger:
        responses = [
            await stranger.post(PATH, json=TEXT),
            await stranger.post(f"{PATH}/x/decision", json={"decision": "reject"}),
        ]
        reading = await stranger.get(PATH)

    assert [one.status_code for one in responses] == [401, 401]
    assert reading.status_code == 200
    assert rig.texts == []
