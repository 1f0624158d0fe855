"""An application around hand-written collaborators, and a client that visits it without a socket."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest

from monitor.adapters.server import WebConfig, build
from tests.adapters.server.program import Program, Visit


@pytest.fixture
def program() -> Program:
    return Program()


@pytest.fixture
def visit(program: Program) -> Visit:
    @asynccontextmanager
    async def visit(web: WebConfig | None = None) -> AsyncIterator[httpx.AsyncClient]:
        transport = httpx.ASGITransport(build(program.collaborators(), web))
        async with httpx.AsyncClient(transport=transport, base_url="http://marsad.test") as client:
            yield client

    return visit


@pytest.fixture
async def client(visit: Visit) -> AsyncIterator[httpx.AsyncClient]:
    async with visit() as client:
        client.headers["accept-encoding"] = "identity"
        yield client
