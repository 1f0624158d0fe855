"""One datagram socket with one peer: what the system says about the way there arrives as an error, at once.

By hand over ``add_reader``, since asyncio's endpoints give neither the hop limit of an answer nor raw sockets.
"""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass

from monitor.adapters.transport.refusals import OwnFaultError

LONGEST_DATAGRAM = 65_535

OpenSocket = Callable[[socket.AddressFamily, socket.SocketKind, int], socket.socket]
"""How a socket is made: family, kind, protocol; ``socket.socket`` but for tests."""

# Linux's numbers (linux/in.h, linux/in6.h), which the library names from 3.14 on only.
_IP_RECVERR, _IPV6_RECVERR = 11, 25
_ROOM_FOR_EXTRAS = 256
_INT_BYTES = 4

Extras = list[tuple[int, int, bytes]]


@dataclass(frozen=True, slots=True)
class Datagram:
    """What came, and what the system says beside it: level, type and value."""

    content: bytes
    extras: Extras

    def number(self, level: int, kind: int) -> int | None:
        """The number that the system gives under ``level`` and ``kind``."""
        for found_level, found_kind, value in self.extras:
            if (found_level, found_kind) == (level, kind) and len(value) >= _INT_BYTES:
                return int.from_bytes(value[:_INT_BYTES], sys.byteorder)
        return None


class Datagrams:
    """A socket of the family of ``address``; close it at the end.

    Raises:
        PermissionError: this process may not have one.
        OSError: there is no such socket here.

    """

    def __init__(
        self,
        address: str,
        *,
        kind: socket.SocketKind = socket.SOCK_DGRAM,
        protocol: int = 0,
        open_socket: OpenSocket = socket.socket,
    ) -> None:
        self.family = family_of(address)
        self.socket = open_socket(self.family, kind, protocol)
        self.socket.setblocking(False)  # noqa: FBT003 - the library's own signature
        self._address = address

    def connect(self, port: int = 0) -> None:
        """Talk to the address alone, so that nobody else's datagrams come. Raises ``OSError`` if there is no way."""
        self._hear_errors()
        self.socket.connect((self._address, port))

    def send(self, content: bytes) -> None:
        """Send one datagram.

        Raises:
            OwnFaultError: our own buffer is full.
            OSError: an earlier one met an error on its way.

        """
        try:
            self.socket.send(content)
        except BlockingIOError as error:
            raise OwnFaultError("no room left to send a datagram") from error

    async def receive(self) -> Datagram:
        """The next datagram; raises ``OSError`` when the system learns that there is no way."""
        while True:
            try:
                content, extras, _, _ = self.socket.recvmsg(LONGEST_DATAGRAM, _ROOM_FOR_EXTRAS)
            except BlockingIOError:
                await self._readable()
            else:
                return Datagram(content, extras)

    def close(self) -> None:
        """Let go of the socket."""
        self.socket.close()

    async def _readable(self) -> None:
        loop = asyncio.get_running_loop()
        ready: asyncio.Future[None] = loop.create_future()
        loop.add_reader(self.socket, _set, ready)
        try:
            await ready
        finally:
            loop.remove_reader(self.socket)

    def _hear_errors(self) -> None:
        # Otherwise Linux keeps the softer ICMP errors, a host that nobody finds among them, to itself.
        if sys.platform != "linux":
            return
        if self.family is socket.AF_INET6:
            self.socket.setsockopt(socket.IPPROTO_IPV6, _IPV6_RECVERR, 1)
        else:
            self.socket.setsockopt(socket.IPPROTO_IP, _IP_RECVERR, 1)


def family_of(address: str) -> socket.AddressFamily:
    """The family of a literal address."""
    return socket.AF_INET6 if ":" in address else socket.AF_INET


def _set(ready: asyncio.Future[None]) -> None:
    if not ready.done():
        ready.set_result(None)
