# The loopback stand-ins for the world outside: a platform whose pages are switched by path, and a canary.
from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from tests.faulty_server import Behaviour, Exchange, FaultyServer, Seen, answers, answers_after, faulty_server

OK = answers("أبشر".encode())
UNAVAILABLE = answers(b"out of order", 503)
FORBIDDEN = answers(b"", 403)


def too_many(retry_after_seconds: int) -> Behaviour:
    return answers(b"", 429, Retry_After=str(retry_after_seconds))


def slow(seconds: float) -> Behaviour:
    return answers_after(seconds)


@dataclass(frozen=True, slots=True)
class Visit:
    """One request, on the clock of the loop."""

    at: float
    request: Seen


@dataclass(slots=True)
class Platform:
    """Every path answers ``OK`` until it is switched."""

    server: FaultyServer
    pages: dict[str, Behaviour] = field(default_factory=dict)
    visits: list[Visit] = field(default_factory=list)
    most_at_once: int = 0
    _inside: int = 0

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return self.server.url(path, host)

    def switch(self, behaviour: Behaviour, *paths: str) -> None:
        self.pages.update(dict.fromkeys(paths, behaviour))

    async def serve(self, exchange: Exchange) -> None:
        self.visits.append(Visit(asyncio.get_running_loop().time(), exchange.request))
        self._inside += 1
        self.most_at_once = max(self.most_at_once, self._inside)
        try:
            await self.pages.get(exchange.request.path, OK)(exchange)
        finally:
            self._inside -= 1


@asynccontextmanager
async def simulated_platform() -> AsyncIterator[Platform]:
    """A platform on a port of its own."""

    async def serve(exchange: Exchange) -> None:
        await platform.serve(exchange)

    async with faulty_server(serve) as server:
        platform = Platform(server)
        yield platform


class Canary:
    """A port that accepts connections until it is closed, and again once it is opened."""

    def __init__(self) -> None:
        self.port = 0
        self._server: asyncio.Server | None = None

    @property
    def target(self) -> str:
        return f"tcp://127.0.0.1:{self.port}"

    async def open(self) -> None:
        def accept(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.close()

        self._server = await asyncio.start_server(accept, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()
            self._server = None
