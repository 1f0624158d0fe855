"""One HTTP/1.1 request over one connection: the head of the answer first, then its body as far as it is wanted."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass

from monitor.adapters.blackbox.head import Answer, BadAnswerError, chunk_length, end_of_head, read_head
from monitor.adapters.transport.channel import Channel

_LONGEST_HEAD = 64 * 1024
_LONGEST_CHUNK_LINE = 4096
_MOST_ANNOUNCEMENTS = 5

Headers = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is sent; ``target`` is a path, or a whole URL for a proxy."""

    method: str
    target: str
    headers: Headers
    body: bytes = b""

    def encoded(self) -> bytes:
        """The whole request.

        Raises:
            BadAnswerError: a header holds what would end it.

        """
        lines = [f"{self.method} {self.target} HTTP/1.1", *(f"{name}: {value}" for name, value in self.headers)]
        if any(character in line for line in lines for character in "\r\n\0"):
            raise BadAnswerError("a header of the module holds a line end")
        return "\r\n".join([*lines, "", ""]).encode("utf-8", "surrogateescape") + self.body


class Exchange:
    """One request and its answer."""

    def __init__(self, channel: Channel, request: Request, monotonic: Callable[[], float]) -> None:
        self._channel = channel
        self._request = request
        self._monotonic = monotonic
        self._data = b""  # has come and was not taken yet
        self._answer: Answer | None = None
        self.began_at: float | None = None  # when the first byte of the answer had come

    async def head(self) -> Answer:
        """Send the request, and wait for the head of the answer.

        Raises:
            OSError: the connection broke.
            BadAnswerError: what came is no answer.

        """
        self._channel.write(self._request.encoded())
        for _ in range(_MOST_ANNOUNCEMENTS + 1):
            answer = await self._next_head()
            if not answer.is_announcement:
                self._answer = answer
                return answer
        raise BadAnswerError("net/http: too many 1xx informational responses")

    async def body(self) -> AsyncIterator[bytes]:
        """The body as it comes, without its framing.

        Raises:
            OSError: the connection broke.
            BadAnswerError: the body ended too soon, or its framing is broken.

        """
        answer = self._answer
        if answer is None or self._request.method == "HEAD":
            return
        if answer.is_switch or (answer.content_length < 0 and not answer.is_chunked):
            parts = self._to_the_end()
        elif answer.is_chunked and answer.content_length:
            parts = self._chunked()
        else:
            parts = self._exactly(answer.content_length)
        async for part in parts:
            yield part

    async def _next_head(self) -> Answer:
        is_whole, end = end_of_head(self._data, 0)
        while not is_whole:
            if len(self._data) > _LONGEST_HEAD:
                raise BadAnswerError(f"net/http: server response headers exceeded {_LONGEST_HEAD} bytes; aborted")
            if not await self._more():
                raise BadAnswerError("unexpected EOF" if self._data else "EOF")
            is_whole, end = end_of_head(self._data, end)
        head, self._data = self._data[:end], self._data[end:]
        return read_head(head, self._request.method)

    async def _to_the_end(self) -> AsyncIterator[bytes]:
        while self._data or await self._more():
            part, self._data = self._data, b""
            yield part

    async def _exactly(self, length: int) -> AsyncIterator[bytes]:
        while length:
            if not self._data and not await self._more():
                raise BadAnswerError("unexpected EOF")
            part, self._data = self._data[:length], self._data[length:]
            length -= len(part)
            yield part

    async def _chunked(self) -> AsyncIterator[bytes]:
        while length := chunk_length(await self._line()):
            async for part in self._exactly(length):
                yield part
            if await self._line() != b"\r\n":
                raise BadAnswerError("malformed chunked encoding")
        while (await self._line()).strip(b"\r\n"):
            pass  # what trails is nobody's

    async def _line(self) -> bytes:
        while (end := self._data.find(b"\n")) < 0:
            if len(self._data) > _LONGEST_CHUNK_LINE:
                raise BadAnswerError("header line too long")
            if not await self._more():
                raise BadAnswerError("unexpected EOF")
        line, self._data = self._data[: end + 1], self._data[end + 1 :]
        return line

    async def _more(self) -> bool:
        chunk = await self._channel.read()
        if chunk and self.began_at is None:
            self.began_at = self._monotonic()
        self._data += chunk
        return bool(chunk)
