"""Who may read, who may write, and a line in the log for everyone who tries."""

from __future__ import annotations

import bcrypt
import httpx
import pytest

from monitor.adapters.server import WebConfig, build
from tests.adapters.server.api.rig import BEARER, TOKEN, Rig, window
from tests.adapters.server.program import Program

API = "/api/v1"
PASSWORD = "päss:word"
WEB = WebConfig(users={"noura": bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(4)).decode()})
NOURA = httpx.BasicAuth(b"noura", PASSWORD.encode())
WRITES = [
    ("POST", "/windows"),
    ("POST", "/windows?dry_run=true"),
    ("POST", "/windows/preview"),
    ("POST", "/windows/w1/revisions"),
    ("POST", "/incidents/absher%2Fportal@x/corrections"),
    ("POST", "/nothing"),
    ("POST", "/a%0Ab"),
    ("PUT", "/windows/w1"),
    ("PATCH", "/windows/w1"),
    ("DELETE", "/windows/w1"),
]


@pytest.mark.parametrize(("method", "path"), WRITES)
@pytest.mark.parametrize(
    "credentials",
    [
        {},
        {"authorization": "Bearer wrong"},
        {"authorization": "Bearer"},
        {"authorization": f"Bearer {TOKEN}x"},
        {"authorization": f"Token {TOKEN}"},
        {"authorization": f"Basic {TOKEN}"},
        {"authorization": "Basic bm91cmE6d3Jvbmc="},
        {"authorization": b"Bearer \xff"},
    ],
)
@pytest.mark.parametrize("web", [None, WEB], ids=["open", "users"])
async def test_write_without_credentials_is_refused_and_logged(
    rig: Rig, method: str, path: str, credentials: dict[str, str], web: WebConfig | None
) -> None:
    async with rig.client(credentials, web) as client:
        response = await client.request(method, API + path, json=window())

    assert response.status_code == 401
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["www-authenticate"].startswith('Bearer realm="Marsad"')
    assert ("Basic" in response.headers["www-authenticate"]) is (web is not None)
    assert response.json()["type"] == "urn:marsad:problem:credentials-needed"
    [attempt] = rig.attempts
    assert (attempt["who"], attempt["outcome"], attempt["status"]) == ("nobody", "refused", 401)
    assert (attempt["method"], attempt["path"]) == (method, httpx.URL(API + path).path)
    assert rig.desk.book.chains == {}
    assert TOKEN not in str(rig.log.lines)


@pytest.mark.parametrize("credentials", [{}, BEARER, {"authorization": "Bearer "}])
async def test_without_any_configured_credentials_writing_is_off_and_the_problem_says_how_to_switch_it_on(
    rig: Rig, credentials: dict[str, str]
) -> None:
    rig.token = None

    async with rig.client(credentials) as client:
        response = await client.post(f"{API}/windows", json=window())

    assert response.status_code == 401
    assert response.json()["type"] == "urn:marsad:problem:writing-is-off"
    assert "api.token_file" in response.json()["detail"]
    assert response.headers["www-authenticate"] == 'Bearer realm="Marsad"'
    assert [attempt["status"] for attempt in rig.attempts] == [401]


async def test_empty_token_opens_nothing(rig: Rig) -> None:
    rig.token = None

    async with rig.client({"authorization": "Bearer None"}) as client:
        assert (await client.post(f"{API}/windows", json=window())).status_code == 401


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
@pytest.mark.parametrize("web", [None, WEB], ids=["open", "users"])
async def test_token_opens_the_api_whoever_else_may(rig: Rig, scheme: str, web: WebConfig | None) -> None:
    async with rig.client({"authorization": f"{scheme} {TOKEN}"}, web) as client:
        read = await client.get(f"{API}/windows")
        written = await client.post(f"{API}/windows", json=window())

    assert (read.status_code, written.status_code) == (200, 201)
    [attempt] = rig.attempts
    assert attempt["who"] == "token"
    assert (attempt["by"], attempt["window"], attempt["verb"]) == ("ali", "w1", "declare")
    assert TOKEN not in str(rig.log.lines)


async def test_user_of_the_web_configuration_writes_in_his_own_name(rig: Rig) -> None:
    body = {key: value for key, value in window().items() if key != "by"}
    async with rig.client({}, WEB) as client:
        response = await client.post(f"{API}/windows", json=body, auth=NOURA)

    assert (response.status_code, response.json()["by"]) == (201, "noura")
    assert [attempt["who"] for attempt in rig.attempts] == ["noura"]
    assert PASSWORD not in str(rig.log.lines)


async def test_whoever_writes_for_another_is_named_beside_him(rig: Rig) -> None:
    async with rig.client({}, WEB) as client:
        await client.post(f"{API}/windows", json=window(by="sara"), auth=NOURA)

    assert [(attempt["who"], attempt["by"]) for attempt in rig.attempts] == [("noura", "sara")]


@pytest.mark.parametrize("path", ["/windows", "/services", "/incidents", "/openapi.json", "/nothing"])
async def test_with_users_nobody_reads_without_credentials(rig: Rig, path: str) -> None:
    async with rig.client({}, WEB) as client:
        response = await client.get(API + path)

    assert response.status_code == 401
    assert response.headers["content-type"] == "application/problem+json"
    assert rig.attempts == []  # nothing was to be written


@pytest.mark.parametrize(
    "path", ["/", "/metrics", "/config", "/api/v1", "/api/v1x", "/api/v2/windows", "//api/v1/windows"]
)
async def test_token_opens_nothing_but_the_api(rig: Rig, path: str) -> None:
    async with rig.client(BEARER, WEB) as client:
        response = await client.get(f"http://marsad.test{path}")

    assert response.status_code == 401
    assert response.text == "Unauthorized\n"


async def test_without_users_everybody_reads(rig: Rig) -> None:
    async with rig.client({"authorization": "Bearer wrong"}) as client:
        assert (await client.get(f"{API}/windows")).status_code == 200


async def test_new_token_counts_and_the_old_one_does_not(rig: Rig) -> None:
    async with rig.client(BEARER) as client:
        rig.token = "another"
        response = await client.post(f"{API}/windows", json=window())

    assert response.status_code == 401


async def test_every_attempt_is_one_line_that_says_what_became_of_it(rig: Rig) -> None:
    async with rig.client(BEARER) as client:
        await client.post(f"{API}/windows", json=window())
        await client.post(f"{API}/windows", json=window())
        await client.post(f"{API}/windows", json=window(duration="3h"))
        await client.post(f"{API}/windows", content=b"{", headers={"content-type": "application/json"})
        await client.post(f"{API}/windows", content=b"{}")

    found = [(attempt["outcome"], attempt["status"]) for attempt in rig.attempts]
    assert found == [("accepted", 201), ("unchanged", 200), ("refused", 409), ("refused", 400), ("refused", 415)]
    levels = [level for level, event, _ in rig.log.lines if event == "api_write"]
    assert levels == ["info", "info", "warning", "warning", "warning"]


async def test_program_without_an_api_has_no_such_paths() -> None:
    transport = httpx.ASGITransport(build(Program().collaborators()))

    async with httpx.AsyncClient(transport=transport, base_url="http://marsad.test") as client:
        assert (await client.get(f"{API}/windows")).status_code == 404
