"""One answer as it comes off a connection: the head within bounds, the body piece by piece, every fault by its name.

``httptools`` parses; what it does not do is done here: where an answer to HEAD ends, what an end of the stream means,
and how much a server may send that is not body. Only ``httpx`` exceptions leave this module.
"""

from __future__ import annotations

import httptools
import httpx

LONGEST_HEAD = 64 * 1024
"""Bytes of status line and headers, interim answers included."""

MOST_FRAMING = 256 * 1024
"""Bytes of chunk sizes, extensions and trailers; none of them is body, so none counts against its limit."""

_MOST_INTERIM = 8
_VERSIONS = frozenset({"1.0", "1.1"})
_START = b"HTTP/"
_SWITCHING = 101
_LEAST_STATUS, _LEAST_FINAL = 100, 200


class Answer:
    """Takes bytes until ``complete``; ``begun`` once the headers are whole, ``chunks`` is what of the body is new."""

    __slots__ = (
        "_fed",
        "_framed",
        "_framing",
        "_interim",
        "_parser",
        "_start",
        "_without_body",
        "begun",
        "broken",
        "chunks",
        "complete",
        "fault",
        "headers",
        "status",
        "version",
    )

    def __init__(self, method: str) -> None:
        self._without_body = method == "HEAD"
        self._fed = self._framing = self._interim = 0
        self._framed = False  # the headers say where the body ends
        self._start: bytes | None = b""
        self._parser: httptools.HttpResponseParser | None = None
        self.headers: list[tuple[bytes, bytes]] = []
        self.chunks: list[bytes] = []
        self.status = 0
        self.version = ""
        self.begun = self.complete = False
        self.fault = ""
        self.broken: httpx.RemoteProtocolError | None = None

    def feed(self, data: bytes) -> None:
        """Parse what came; a body that breaks is ``broken``, so that head and beginning are read however it was cut.

        Raises:
            httpx.RemoteProtocolError: it is no HTTP/1, or more than a probe reads.

        """
        try:
            self._feed(data)
        except httpx.RemoteProtocolError as error:
            if not self.begun:
                raise
            self.broken = error

    def _feed(self, data: bytes) -> None:
        if self._start is not None:
            self._begin(data)
        if self.begun:
            self._feed_body(data)
            return
        room = LONGEST_HEAD - self._fed
        self._fed += len(data)
        self._parse(data[:room])
        if self._fed > LONGEST_HEAD and not self.complete:
            if not self.begun:
                raise httpx.RemoteProtocolError(f"the headers are longer than {LONGEST_HEAD} bytes")
            if room < len(data):
                self._feed_body(data[room:])

    def end(self) -> None:
        """The other side closed, which is how a body without a length ends.

        Raises:
            httpx.RemoteProtocolError: it closed before the answer was whole.

        """
        if self.complete:
            return
        if not self.begun:
            raise httpx.RemoteProtocolError("Server disconnected without a whole head of an answer")
        if self._framed:
            raise httpx.RemoteProtocolError("peer closed connection without the whole body")
        self.close()
        self.complete = True

    def close(self) -> None:
        """Let go of the parser, which holds on to us as we to it."""
        self._parser = None

    # --- what the parser calls; an exception in here would be lost in it, so a fault is kept

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header, whose name is kept in small letters, or a trailer, which nobody asks for."""
        if not self.begun:
            self.headers.append((name.lower(), value.rstrip()))

    def on_headers_complete(self) -> None:
        """The head is whole: of the answer, or of an interim one."""
        parser = self._parser
        if parser is None or self.begun:
            return
        self.status, self.version = parser.get_status_code(), parser.get_http_version()
        if self.version not in _VERSIONS:
            self.fault = f"HTTP version {self.version}"
        elif self.status < _LEAST_STATUS or self.status == _SWITCHING:
            self.fault = f"status {self.status}"
        elif self.status >= _LEAST_FINAL:
            self.begun = True
            self.complete = self._without_body
            self._framed = any(map(_frames, self.headers))

    def on_body(self, data: bytes) -> None:
        """A piece of the body."""
        if not self.complete:
            self.chunks.append(data)

    def on_message_complete(self) -> None:
        """An answer ends, or an interim one, after which the next begins."""
        if self.begun:
            self.complete = True
            return
        self.headers = []
        self._interim += 1
        if self._interim > _MOST_INTERIM:
            self.fault = self.fault or "too many interim answers"

    # --- inside

    def _begin(self, data: bytes) -> None:
        # The parser takes RTSP and ICE too, and skips empty lines.
        start = ((self._start or b"") + data)[: len(_START)]
        if not _START.startswith(start):
            raise httpx.RemoteProtocolError(f"no HTTP: {start!r}")
        if self._parser is None:
            self._parser = httptools.HttpResponseParser(self)
            # What browsers and Go put up with: a length beside chunks, bare line feeds.
            self._parser.set_dangerous_leniencies(
                lenient_chunked_length=True, lenient_data_after_close=True, lenient_optional_cr_before_lf=True
            )
        self._start = None if len(start) == len(_START) else start

    def _feed_body(self, data: bytes) -> None:
        before = len(self.chunks)
        self._parse(data)
        self._framing += len(data) - sum(map(len, self.chunks[before:]))
        if self._framing > MOST_FRAMING and not self.complete:
            raise httpx.RemoteProtocolError(f"more than {MOST_FRAMING} bytes beside the body")

    def _parse(self, data: bytes) -> None:
        if self._parser is None:
            return
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade) as error:
            if not self.complete:  # what stands behind the end is no part of the answer
                raise httpx.RemoteProtocolError(self.fault or str(error)) from error
        if self.fault and not self.complete:
            raise httpx.RemoteProtocolError(self.fault)


def _frames(header: tuple[bytes, bytes]) -> bool:
    """Whether ``header`` says where the body ends: by its length, or chunk by chunk (RFC 9112, 6.3)."""
    name, value = header
    if name == b"transfer-encoding":
        return value.lower().endswith(b"chunked")
    return name == b"content-length"
