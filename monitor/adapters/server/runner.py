"""Runs uvicorn on sockets that are already listening, inside a loop that belongs to the program.

Signals stay with the composition root, which sets ``stopping``; requests in flight then have three seconds.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

_DRAIN_SECONDS = 3
_KEEP_ALIVE_SECONDS = 75  # longer than the usual scrape interval, so that a scraper's connection is used again


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave every signal handler as it is."""
        yield


async def serve(
    app: ASGIApp, sockets: Sequence[socket.socket], stopping: asyncio.Event, *, tls: ssl.SSLContext | None = None
) -> None:
    """Answer requests until ``stopping`` is set; the sockets are closed afterwards."""
    server = _Server(_configuration(app, tls))
    async with asyncio.TaskGroup() as tasks:
        waiting = tasks.create_task(_stop_when(stopping, server))
        await server.serve(sockets=list(sockets))
        waiting.cancel()


async def _stop_when(stopping: asyncio.Event, server: uvicorn.Server) -> None:
    await stopping.wait()
    server.should_exit = True


def _configuration(app: ASGIApp, tls: ssl.SSLContext | None) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=_DRAIN_SECONDS,
        ssl_context_factory=None if tls is None else lambda _config, _default: tls,
    )
