"""Incidents over HTTP, and the log of corrections."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from monitor.domain.correction import Correction, Remark
from monitor.domain.incident import Kind
from tests.adapters.server.api.rig import OUTAGE, Rig
from tests.adapters.server.fleets import NOW

API = "/api/v1/incidents"
ONE = f"{API}/absher%2Fportal@2025-12-05T06:00:00Z"


async def test_incident_is_told_with_its_corrections(client: httpx.AsyncClient, rig: Rig) -> None:
    said = Correction(incident_id=OUTAGE.id, at=NOW, remark=Remark.EXCLUSION, by="sara", why="our own proxy")
    rig.archive.corrections.append(said)

    response = await client.get(ONE)

    assert response.status_code == 200
    assert response.json() == {
        "id": "absher/portal@2025-12-05T06:00:00Z",
        "service": "absher/portal",
        "kind": "unplanned",
        "reason": "status",
        "started_at": "2025-12-05T06:02:00Z",
        "confirmed_at": "2025-12-05T06:02:10Z",
        "overrun_at": None,
        "ended_at": "2025-12-05T07:02:00Z",
        "recovered_at": None,
        "paged_at": None,
        "early_start_seconds": 0.0,
        "excluded": True,
        "corrections": [{"at": "2025-12-05T09:02:00Z", "remark": "exclusion", "by": "sara", "why": "our own proxy"}],
    }


async def test_slash_of_an_id_may_stand_as_it_is(client: httpx.AsyncClient) -> None:
    assert (await client.get(f"{API}/{OUTAGE.id}")).status_code == 200


async def test_pages_go_back_in_time_and_miss_nothing_when_an_incident_is_added(
    client: httpx.AsyncClient, rig: Rig
) -> None:
    rig.archive.incidents = [
        replace(OUTAGE, id=f"absher/portal@{hour}", started_at=NOW - timedelta(hours=hour), ended_at=None)
        for hour in range(1, 6)
    ]

    first = (await client.get(f"{API}?limit=2")).json()
    rig.archive.incidents.append(replace(OUTAGE, id="absher/portal@new", started_at=NOW - timedelta(minutes=1)))
    second = (await client.get(f"{API}?limit=2&cursor={first['next_cursor']}")).json()
    third = (await client.get(f"{API}?limit=2&cursor={second['next_cursor']}")).json()

    rows = [row["id"] for page in (first, second, third) for row in page["incidents"]]
    assert rows == [f"absher/portal@{hour}" for hour in range(1, 6)]
    assert third["next_cursor"] is None


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 2),
        ("?kind=overrun", 1),
        ("?service=absher/visa", 1),
        ("?service=absher/visa&kind=unplanned", 0),
        ("?until=2025-12-05T06:00:00Z", 0),
        ("?since=2025-12-05T08:00:00Z", 1),
    ],
)
async def test_list_is_narrowed(client: httpx.AsyncClient, rig: Rig, query: str, count: int) -> None:
    overrun = replace(OUTAGE, id="absher/visa@x", service_id="absher/visa", kind=Kind.OVERRUN, ended_at=None)
    rig.archive.incidents.append(overrun)

    assert len((await client.get(f"{API}{query}")).json()["incidents"]) == count


@pytest.mark.parametrize(("on_disk", "status"), [(True, 201), (False, 202)])
async def test_correction_is_entered_and_told(client: httpx.AsyncClient, rig: Rig, on_disk: bool, status: int) -> None:
    rig.desk.disk = on_disk

    response = await client.post(f"{ONE}/corrections", json={"remark": "exclusion", "by": "sara", "why": "our proxy"})

    assert response.status_code == status
    assert response.json()["excluded"] is True
    assert response.json()["corrections"][0]["why"] == "our proxy"
    [entered] = rig.desk.corrections
    assert entered == Correction(incident_id=OUTAGE.id, at=NOW, remark=Remark.EXCLUSION, by="sara", why="our proxy")
    assert rig.attempts[-1]["incident"] == OUTAGE.id


async def test_annotation_excludes_nothing(client: httpx.AsyncClient) -> None:
    response = await client.post(f"{ONE}/corrections", json={"remark": "annotation", "why": "they called"})

    assert (response.json()["excluded"], response.json()["corrections"][0]["by"]) == (False, "api")


@pytest.mark.parametrize(
    ("body", "key"),
    [
        ({"why": "x"}, "remark"),
        ({"remark": "oops", "why": "x"}, "remark"),
        ({"remark": ["exclusion"], "why": "x"}, "remark"),
        ({"remark": "exclusion"}, "why"),
        ({"remark": "exclusion", "why": " "}, "why"),
        ({"remark": "exclusion", "why": "x", "more": 1}, "more"),
        ({"remark": "exclusion", "why": "x" * 4001}, "why"),
    ],
)
async def test_correction_without_sense_is_refused(
    client: httpx.AsyncClient, rig: Rig, body: dict[str, object], key: str
) -> None:
    response = await client.post(f"{ONE}/corrections", json=body)

    assert (response.status_code, response.json()["key_path"]) == (422, key)
    assert rig.desk.corrections == []


async def test_correction_of_no_incident_is_not_found(client: httpx.AsyncClient, rig: Rig) -> None:
    response = await client.post(f"{API}/x/corrections", json={"remark": "exclusion", "why": "x"})

    assert response.status_code == 404
    assert rig.desk.corrections == []
