"""A simulated platform: one process that answers every request with a small page, as cheaply as asyncio can.

Started by the benchmarks as ``python -m bench.simulated PORT ADDRESSES``; it listens on 127.0.0.2 and the addresses
after it, says ``ready`` and, when it is told to stop, how many requests it has answered. It sleeps for nobody and
checks nothing: what is measured is the program that asks.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Callable

_PAGE = (
    '<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>المنصة</title></head>'
    "<body><h1>المنصة تعمل</h1><p>The service is open. تسجيل الدخول متاح على مدار الساعة.</p></body></html>\n"
).encode()
_ANSWER = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\nContent-Length: "
    + str(len(_PAGE)).encode()
    + b"\r\n\r\n"
    + _PAGE
)
_BACKLOG = 1024


def addresses(count: int) -> list[str]:
    """``count`` literal loopback addresses, which the limit of one request a minute exempts."""
    return [f"127.0.{(number + 2) // 250}.{(number + 2) % 250}" for number in range(count)]


class _Conversation(asyncio.Protocol):
    """One request, one answer, and the connection is closed."""

    def __init__(self, answered: Callable[[], None]) -> None:
        self._answered = answered
        self._transport: asyncio.Transport | None = None
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        if self._transport is not None and self._received.endswith(b"\r\n\r\n"):
            self._transport.write(_ANSWER)
            self._transport.close()
            self._transport = None
            self._answered()


class _Platform:
    def __init__(self) -> None:
        self.answered = 0

    def _count(self) -> None:
        self.answered += 1

    async def run(self, port: int, count: int) -> None:
        loop, stopping = asyncio.get_running_loop(), asyncio.Event()
        loop.add_signal_handler(signal.SIGTERM, stopping.set)
        for address in addresses(count):
            await loop.create_server(lambda: _Conversation(self._count), address, port, backlog=_BACKLOG)
        print("ready", flush=True)
        await stopping.wait()
        print(self.answered, flush=True)


if __name__ == "__main__":
    asyncio.run(_Platform().run(int(sys.argv[1]), int(sys.argv[2])))
