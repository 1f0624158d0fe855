"""The report over HTTP: which span, which services, which form."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from tests.adapters.server.api.rig import Rig
from tests.adapters.server.fleets import NOW

API = "/api/v1/report"


@pytest.mark.parametrize(
    ("query", "since", "until", "timezone"),
    [
        ("", NOW - timedelta(days=30), NOW, "Asia/Riyadh"),
        (
            "?from=2025-11-01&to=2025-12-01",
            datetime(2025, 10, 31, 21, tzinfo=UTC),
            datetime(2025, 11, 30, 21, tzinfo=UTC),
            "Asia/Riyadh",
        ),
        (
            "?from=2025-11-01&to=2025-12-01&timezone=UTC",
            datetime(2025, 11, 1, tzinfo=UTC),
            datetime(2025, 12, 1, tzinfo=UTC),
            "UTC",
        ),
        (
            "?from=2025-11-01T00:00:00%2B03:00&to=2025-11-01T12:30:00Z",
            datetime(2025, 10, 31, 21, tzinfo=UTC),
            datetime(2025, 11, 1, 12, 30, tzinfo=UTC),
            "Asia/Riyadh",
        ),
    ],
)
async def test_span_is_read_in_the_zone_of_the_report(
    client: httpx.AsyncClient, rig: Rig, query: str, since: datetime, until: datetime, timezone: str
) -> None:
    response = await client.get(f"{API}{query}")

    assert response.status_code == 200
    [wish] = rig.wishes
    assert (wish.since, wish.until, wish.timezone, wish.services) == (since, until, timezone, None)


@pytest.mark.parametrize(
    ("query", "services"),
    [
        ("platform=qiwa", {"qiwa/portal", "qiwa/visa"}),
        ("service=absher/visa", {"absher/visa"}),
        ("service=absher/visa&platform=absher", {"absher/visa"}),
    ],
)
async def test_report_is_of_some_services(client: httpx.AsyncClient, rig: Rig, query: str, services: set[str]) -> None:
    await client.get(f"{API}?{query}")

    assert rig.wishes[0].services == frozenset(services)


@pytest.mark.parametrize(("form", "kind"), [("json", "application/json"), ("csv", "text/csv; charset=utf-8")])
async def test_report_has_the_form_that_was_asked_for(client: httpx.AsyncClient, form: str, kind: str) -> None:
    response = await client.get(f"{API}?format={form}")

    assert (response.status_code, response.headers["content-type"], response.content) == (200, kind, b"{}")
