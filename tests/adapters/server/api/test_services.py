"""Services as they stand now, over HTTP."""

from __future__ import annotations

import httpx
import pytest

API = "/api/v1/services"


async def test_service_is_shown_with_all_that_bears_on_it(client: httpx.AsyncClient) -> None:
    response = await client.get(f"{API}/qiwa/portal")

    assert response.status_code == 200
    found = response.json()
    assert (found["id"], found["platform"], found["name"]) == ("qiwa/portal", "qiwa", {"en": "Portal", "ar": "البوابة"})
    assert (found["state"], found["since"]) == ("unplanned_outage", "2025-12-05T05:42:00Z")
    assert (found["incident_open"], found["explained_by"]) == ("unplanned", "nafath/sign-on")
    assert found["maintenance_page"] is True
    assert found["windows"] == [
        {
            "id": "qiwa-2025-12-12",
            "starts": "2025-12-12T09:02:00Z",
            "ends": "2025-12-12T15:02:00Z",
            "impact": "degraded",
            "notice_seconds": 172800,
        }
    ]
    assert (found["location"], found["own_network"]) == ("riyadh-1", "reachable")
    assert found["updated_at"] == "2025-12-05T09:01:56Z"


async def test_inferred_service_says_from_which(client: httpx.AsyncClient) -> None:
    found = (await client.get(f"{API}/absher/passport-renewal")).json()

    assert found["inferred_from"] == "absher/portal"


@pytest.mark.parametrize(
    ("query", "count"),
    [("", 8), ("?platform=qiwa", 4), ("?state=overrun", 2), ("?platform=qiwa&state=up", 0), ("?platform=nobody", 0)],
)
async def test_list_is_narrowed(client: httpx.AsyncClient, query: str, count: int) -> None:
    response = await client.get(f"{API}{query}")

    assert len(response.json()["services"]) == count
    assert response.headers["content-type"] == "application/json"
    assert response.headers["cache-control"] == "no-store"
