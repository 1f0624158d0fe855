"""A server on loopback that holds one scripted conversation with whoever comes, in plain text and in TLS."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class Talk:
    """One connection and what was heard on it."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    heard: list[bytes]
    ended: asyncio.Event

    async def say(self, text: bytes) -> None:
        self.writer.write(text)
        await self.writer.drain()

    async def hear(self) -> bytes:
        line = await self.reader.readline()
        self.heard.append(line)
        return line

    async def begin_tls(self, context: ssl.SSLContext) -> None:
        await self.writer.start_tls(context)

    async def wait_for_the_end(self) -> None:
        while await self.reader.read(1000):
            pass

    def reset(self) -> None:
        self.writer.transport.abort()


Script = Callable[[Talk], Awaitable[None]]


@dataclass(slots=True)
class TalkingServer:
    port: int = 0
    connections: int = 0
    heard: list[bytes] = field(default_factory=list)
    ended: asyncio.Event = field(default_factory=asyncio.Event)


@asynccontextmanager
async def talking_server(
    script: Script, *, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None
) -> AsyncIterator[TalkingServer]:
    """Play ``script`` on every connection; all of them end with the server."""
    found = TalkingServer()
    tasks: set[asyncio.Task[None]] = set()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        found.connections += 1
        try:
            await script(Talk(reader, writer, found.heard, found.ended))
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            return
        finally:
            found.ended.set()
            tasks.discard(task)
            writer.close()

    server = await asyncio.start_server(connected, host, 0, ssl=tls)
    found.port = server.sockets[0].getsockname()[1]
    try:
        yield found
    finally:
        server.close()
        for task in tuple(tasks):
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)
        await server.wait_closed()


def lines(*script: bytes) -> Script:
    """Say each line; a line after the first waits for one of the other side."""

    async def play(talk: Talk) -> None:
        for index, line in enumerate(script):
            if index:
                await talk.hear()
            await talk.say(line)
        await talk.wait_for_the_end()

    return play
