"""One simulated platform: a TLS server with one page, whose behaviour can be switched at any time."""

from __future__ import annotations

import asyncio
import ssl

from monitor.adapters.simulation.behaviour import Behaviour, answer
from monitor.adapters.simulation.listener import Listener


class SimulatedPlatform:
    """Answers every path at ``host`` alike. ``title`` stands on its page as long as that works."""

    def __init__(self, host: str, title: str, tls: ssl.SSLContext, *, slow_seconds: float) -> None:
        self.host = host
        self.behaviour = Behaviour.WORKS
        self._title = title
        self._slow_seconds = slow_seconds
        self.listener = Listener(self._serve, tls)

    @property
    def url(self) -> str:
        """Where it is found once it listens."""
        return f"https://{self.host}:{self.listener.port}/"

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        behaviour = self.behaviour
        if behaviour is Behaviour.SLOW:
            await asyncio.sleep(self._slow_seconds)
        writer.write(answer(behaviour, self._title))
        await writer.drain()
