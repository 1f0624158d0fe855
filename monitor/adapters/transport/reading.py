"""Reading a connection by lines or by lengths, within the bound of a probe."""

from __future__ import annotations

from typing import Protocol

from monitor.adapters.transport.body import LONGEST_BODY
from monitor.adapters.transport.refusals import RefusedError
from monitor.domain.observation import Reason


class Source(Protocol):
    """Where bytes come from: a ``Channel``."""

    async def read(self, most: int = 65536) -> bytes:
        """The next chunk; empty at the end."""
        ...


class Reader:
    """What has come over one connection and is not yet taken; reads ``most_bytes`` and no more."""

    def __init__(self, source: Source, most_bytes: int = LONGEST_BODY) -> None:
        self._source = source
        self._most = self._room = most_bytes
        self._rest = bytearray()

    @property
    def rest(self) -> bytes:
        """What has come and was not asked for yet."""
        return bytes(self._rest)

    async def line(self) -> str | None:
        """The next line without its end, the last one also when it has none; ``None`` at the end.

        Raises:
            RefusedError: the bound is reached.

        """
        searched = 0
        while (end := self._rest.find(b"\n", searched)) < 0:
            searched = len(self._rest)
            if not await self._more():
                return _text(self._taken(searched)) if searched else None
        return _text(self._taken(end + 1))

    async def exactly(self, length: int) -> bytes:
        """The next ``length`` bytes.

        Raises:
            ConnectionResetError: the connection ended before.
            RefusedError: the bound is reached.

        """
        while len(self._rest) < length:
            if not await self._more():
                raise ConnectionResetError("closed inside a message" if self._rest else "closed without an answer")
        return self._taken(length)

    async def _more(self) -> bool:
        if self._room <= 0:
            raise RefusedError(Reason.PROTOCOL, "read.limit", found="more", wanted=f"{self._most} bytes at most")
        chunk = await self._source.read(min(self._room, 65536))
        self._room -= len(chunk)
        self._rest += chunk
        return bool(chunk)

    def _taken(self, length: int) -> bytes:
        taken = bytes(self._rest[:length])
        del self._rest[:length]
        return taken


def _text(line: bytes) -> str:
    return line.decode("utf-8", "replace").rstrip("\r\n")
