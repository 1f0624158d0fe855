"""A port on loopback that is served while it is open, and refuses while it is closed."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable

_HOST = "127.0.0.1"
_TRIES = 50
_PAUSE_SECONDS = 0.1

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class Listener:
    """Opened for the first time it takes a free port, and keeps to that one."""

    def __init__(self, serve: Serve, tls: ssl.SSLContext | None = None) -> None:
        self._serve = serve
        self._tls = tls
        self._server: asyncio.Server | None = None
        self._visits: set[asyncio.Task[None]] = set()
        self.port = 0

    async def open(self) -> None:
        """Listen from now on; nothing happens when it does already."""
        if self._server is None:
            self._server = await self._listen()
            self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Refuse from now on; visits under way are broken off."""
        if self._server is None:
            return
        server, self._server = self._server, None
        server.close()
        for visit in tuple(self._visits):
            visit.cancel()
        if self._visits:
            await asyncio.wait(self._visits)
        await server.wait_closed()

    async def _listen(self) -> asyncio.Server:
        # While it was closed, somebody's outgoing connection may have been given the port for a moment.
        for _ in range(_TRIES if self.port else 1):
            try:
                return await asyncio.start_server(self._visited, _HOST, self.port, ssl=self._tls)
            except OSError as error:
                refusal = error
                await asyncio.sleep(_PAUSE_SECONDS)
        raise refusal

    async def _visited(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        visit = asyncio.current_task()
        assert visit is not None
        self._visits.add(visit)
        try:
            await self._serve(reader, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError):
            # The visitor went away, or we close; asyncio would report a handler that ends cancelled as a fault.
            return
        finally:
            self._visits.discard(visit)
            writer.close()
