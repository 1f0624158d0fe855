"""The application on real sockets: TLS, basic authentication, a scrape through it, and the end."""

from __future__ import annotations

import asyncio
import gzip
import signal
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace

import anyio
import bcrypt
import httpx
import pytest
import trustme
from prometheus_client import CollectorRegistry

from monitor.adapters.exposition import Metrics
from monitor.adapters.server import WebConfig, build, listen_sockets, serve
from monitor.domain.errors import Problem
from tests.adapters.server.fleets import BUILD, EVERY_STATE
from tests.adapters.server.program import Program, Visit

PASSWORD = "päss:word"
HASH = bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(4)).decode()


@asynccontextmanager
async def served(program: Program, web: WebConfig) -> AsyncIterator[int]:
    metrics = Metrics(CollectorRegistry(), BUILD)
    for view in EVERY_STATE:
        metrics.publish_service(view)
    application = build(replace(program.collaborators(), exposition=metrics), web)
    sockets = listen_sockets(["127.0.0.1:0"])
    stopping = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        serving = tasks.create_task(serve(application, sockets, stopping, tls=web.tls))
        yield sockets[0].getsockname()[1]
        stopping.set()
        async with asyncio.timeout(5):
            await serving


async def test_a_scrape_through_tls_and_basic_authentication(program: Program) -> None:
    authority = trustme.CA()
    here = ssl.create_default_context()
    authority.configure_trust(here)
    there = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(there)
    web = WebConfig(tls=there, users={"prometheus": HASH})

    async with served(program, web) as port, httpx.AsyncClient(verify=here, trust_env=False) as client:
        refused = await client.get(f"https://localhost:{port}/metrics")
        response = await client.get(
            f"https://localhost:{port}/metrics",
            headers={"accept": "application/openmetrics-text", "accept-encoding": "gzip"},
            auth=httpx.BasicAuth("prometheus", PASSWORD),
        )

    assert refused.status_code == 401
    assert response.status_code == 200
    assert response.headers["content-encoding"] == "gzip"
    assert response.headers["content-type"] == "application/openmetrics-text; version=1.0.0; charset=utf-8"
    assert response.text.endswith("# EOF\n")
    assert "server" not in response.headers


async def test_what_is_said_to_be_gzip_is_gzip(program: Program) -> None:
    async with served(program, WebConfig()) as port, httpx.AsyncClient(trust_env=False) as client:
        request = client.build_request("GET", f"http://127.0.0.1:{port}/metrics", headers={"accept-encoding": "gzip"})
        response = await client.send(request, stream=True)
        body = b"".join([chunk async for chunk in response.aiter_raw()])
        await response.aclose()

    assert b"marsad_service_state{" in gzip.decompress(body)


async def test_signal_handlers_stay_those_of_the_program(program: Program) -> None:
    before = signal.getsignal(signal.SIGTERM)

    async with served(program, WebConfig()) as port, httpx.AsyncClient(trust_env=False) as client:
        await client.get(f"http://127.0.0.1:{port}/-/healthy")
        during = signal.getsignal(signal.SIGTERM)

    assert during == before


async def test_an_idle_connection_does_not_hold_up_the_end(program: Program) -> None:
    client = httpx.AsyncClient(trust_env=False)

    # `served` fails when the end takes five seconds; the connection is kept alive until after it.
    async with served(program, WebConfig()) as port:
        await client.get(f"http://127.0.0.1:{port}/-/healthy")

    await client.aclose()


async def test_neither_a_hanging_request_nor_a_silent_connection_holds_up_the_end() -> None:
    class Hanging(Program):
        async def reload(self) -> tuple[Problem, ...]:
            await anyio.sleep_forever()
            return ()

    started = anyio.current_time()
    async with served(Hanging(), WebConfig()) as port:
        _, silent = await asyncio.open_connection("127.0.0.1", port)
        _, hanging = await asyncio.open_connection("127.0.0.1", port)
        hanging.write(b"POST /-/reload HTTP/1.1\r\nHost: marsad\r\n\r\n")
        await hanging.drain()
        await anyio.sleep(0.2)

    assert anyio.current_time() - started < 5
    for writer in (silent, hanging):
        writer.close()


@pytest.mark.parametrize("path", ["/", "/metrics", "/-/healthy", "/-/reload", "/static/marsad.css", "/nothing"])
async def test_every_path_wants_the_password(visit: Visit, path: str) -> None:
    async with visit(WebConfig(users={"alice": HASH})) as client:
        response = await client.get(path)

    assert response.status_code == 401
    assert response.headers["www-authenticate"].startswith("Basic ")
    assert response.headers["x-content-type-options"] == "nosniff"


WRONG: Mapping[str, Mapping[str, str]] = {
    "another password": {"authorization": httpx.BasicAuth("alice", "wrong")._auth_header},
    "another name": {"authorization": httpx.BasicAuth("bob", PASSWORD)._auth_header},
    "a password beyond bcrypt": {"authorization": httpx.BasicAuth("alice", "x" * 100)._auth_header},
    "another scheme": {"authorization": "Bearer abc"},
    "no base64": {"authorization": "Basic ???"},
    "no colon": {"authorization": "Basic YWxpY2U="},
    "no UTF-8": {"authorization": "Basic /zphYmM="},
}


@pytest.mark.parametrize("headers", WRONG.values(), ids=WRONG)
async def test_wrong_credentials_are_refused(visit: Visit, headers: Mapping[str, str]) -> None:
    async with visit(WebConfig(users={"alice": HASH})) as client:
        assert (await client.get("/-/healthy", headers=headers)).status_code == 401


async def test_a_verified_password_is_not_verified_again(visit: Visit) -> None:
    slow = bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(10)).decode()
    async with visit(WebConfig(users={"alice": slow})) as client:
        client.auth = httpx.BasicAuth("alice", PASSWORD)
        statuses = [(await client.get("/-/healthy")).status_code for _ in range(100)]

        # A hundred verifications at this cost would take seconds.
        with anyio.fail_after(2):
            statuses += [(await client.get("/-/healthy")).status_code for _ in range(100)]

    assert set(statuses) == {200}


async def test_headers_of_the_web_configuration_replace_ours(visit: Visit) -> None:
    async with visit(WebConfig(headers={"X-Frame-Options": "SAMEORIGIN"})) as client:
        response = await client.get("/-/healthy")

    assert response.headers.get_list("x-frame-options") == ["SAMEORIGIN"]
