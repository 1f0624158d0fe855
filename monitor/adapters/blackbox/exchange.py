"""One HTTP/1.1 request over one connection: the head of the answer first, then its body as far as it is wanted.

Lengths are told as Go's client tells them: -1 where the server gave none, 0 where there can be no body.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field

import httptools

from monitor.adapters.transport.channel import Channel

_LONGEST_HEAD = 64 * 1024
_NO_BODY = frozenset({204, 304})
_SUCCESS = 200
_SWITCHING = 101

Headers = Sequence[tuple[str, str]]


class BadAnswerError(Exception):
    """What came is no HTTP, or it ended too soon."""


@dataclass(slots=True)
class Answer:
    """The head of an answer; names of headers in lower case."""

    status: int
    version: str
    headers: list[tuple[str, str]]
    content_length: int

    def values(self, name: str) -> list[str]:
        """All values of one header, in their order."""
        return [value for key, value in self.headers if key == name]

    def value(self, name: str) -> str:
        """The first value of one header, or nothing."""
        return next(iter(self.values(name)), "")


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


@dataclass(slots=True)
class _Parsed:
    """What the parser has told so far; it calls these methods by their names."""

    status_of: httptools.HttpResponseParser | None = None
    headers: list[tuple[str, str]] = field(default_factory=list)
    chunks: list[bytes] = field(default_factory=list)
    has_head: bool = False
    is_complete: bool = False
    status: int = 0
    version: str = ""

    def on_message_begin(self) -> None:
        self.headers = []

    def on_header(self, name: bytes, value: bytes) -> None:
        self.headers.append((name.decode("latin-1").lower(), value.decode("utf-8", "surrogateescape").strip()))

    def on_headers_complete(self) -> None:
        assert self.status_of is not None
        self.status, self.version = self.status_of.get_status_code(), self.status_of.get_http_version()
        # 100 and 103 are only announcements; the answer follows.
        self.has_head = self.status >= _SUCCESS or self.status == _SWITCHING

    def on_body(self, chunk: bytes) -> None:
        self.chunks.append(chunk)

    def on_message_complete(self) -> None:
        self.is_complete = self.has_head


class Exchange:
    """One request and its answer."""

    def __init__(self, channel: Channel, request: Request, monotonic: Callable[[], float]) -> None:
        self._channel = channel
        self._monotonic = monotonic
        self._error: BadAnswerError | None = None  # in what came behind the head
        self.began_at: float | None = None  # when the first byte of the answer had come
        self._request = request
        self._parsed = _Parsed()
        self._parser = httptools.HttpResponseParser(self._parsed)
        self._parsed.status_of = self._parser

    async def head(self) -> Answer:
        """Send the request, and wait for the head of the answer.

        Raises:
            OSError: the connection broke.
            BadAnswerError: what came is no answer.

        """
        self._channel.write(self._request.encoded())
        room = _LONGEST_HEAD
        while not self._parsed.has_head:
            chunk = await self._channel.read()
            room -= len(chunk)
            if not chunk:
                raise BadAnswerError("EOF")
            if self.began_at is None:
                self.began_at = self._monotonic()
            self._feed(chunk)
            if room < 0 and not self._parsed.has_head:
                raise BadAnswerError(f"server response headers exceeded {_LONGEST_HEAD} bytes; aborted")
        parsed = self._parsed
        return Answer(parsed.status, parsed.version, parsed.headers, self._length())

    async def body(self) -> AsyncIterator[bytes]:
        """The body as it comes, without its framing.

        Raises:
            OSError: the connection broke.
            BadAnswerError: the body ended too soon, or its framing is broken.

        """
        if self._length() == 0 or self._request.method == "HEAD":
            return
        while True:
            for chunk in self._parsed.chunks:
                yield chunk
            self._parsed.chunks.clear()
            if self._error is not None:
                raise self._error
            if self._parsed.is_complete:
                return
            chunk = await self._channel.read()
            if not chunk:
                if self._is_framed():
                    raise BadAnswerError("unexpected EOF")
                return
            self._feed(chunk)

    def _feed(self, chunk: bytes) -> None:
        try:
            self._parser.feed_data(chunk)
        except httptools.HttpParserUpgrade:
            self._parsed.is_complete = True
        except httptools.HttpParserError as error:
            if self._parsed.is_complete:
                return  # what stands behind the end is nobody's
            self._error = BadAnswerError(f"malformed HTTP response: {error}")
            if not self._parsed.has_head:
                raise self._error from error

    def _length(self) -> int:
        written = next((value for name, value in self._parsed.headers if name == "content-length"), "")
        length = int(written) if written.isdigit() else -1
        if self._request.method == "HEAD":
            return length
        if self._parsed.status in _NO_BODY or self._parsed.status < _SUCCESS:
            return 0
        return -1 if self._is_chunked() else length

    def _is_chunked(self) -> bool:
        return any(name == "transfer-encoding" and "chunked" in value.lower() for name, value in self._parsed.headers)

    def _is_framed(self) -> bool:
        return self._is_chunked() or any(name == "content-length" for name, _ in self._parsed.headers)
