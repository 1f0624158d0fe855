"""One HTTP/2 request over one connection, told in the same words as ``exchange`` tells one of HTTP/1.1."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable

import h2.config
import h2.connection
import h2.events
import h2.exceptions

from monitor.adapters.blackbox.exchange import Request
from monitor.adapters.blackbox.head import Answer, BadAnswerError
from monitor.adapters.transport.channel import Channel

ALPN = ("h2", "http/1.1")
"""What a TLS session offers where HTTP/2 may be spoken."""

_NOT_SENT = frozenset({"host", "connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade"})
_LONGEST_HEAD = 64 * 1024
_STATUS = re.compile(r"[0-9]{3}")


class StreamExchange:
    """One request and its answer on the one stream of a connection."""

    def __init__(self, channel: Channel, request: Request, monotonic: Callable[[], float]) -> None:
        self._channel = channel
        self._request = request
        self._monotonic = monotonic
        config = h2.config.H2Configuration(header_encoding=None, validate_inbound_headers=False)
        self._connection = h2.connection.H2Connection(config)
        self._answer: Answer | None = None
        self._chunks: list[bytes] = []
        self._is_over = False
        self._error: BadAnswerError | None = None
        self.began_at: float | None = None  # when the first byte of the answer had come

    async def head(self) -> Answer:
        """Send the request, and wait for the head of the answer.

        Raises:
            OSError: the connection broke.
            BadAnswerError: what came is no answer.

        """
        self._channel.write(self._first())
        room = _LONGEST_HEAD
        while self._answer is None:
            if self._error is not None:
                raise self._error
            chunk = await self._channel.read()
            room -= len(chunk)
            if not chunk or room < 0:
                raise BadAnswerError("EOF" if not chunk else f"server response headers exceeded {_LONGEST_HEAD} bytes")
            self._feed(chunk)
        return self._answer

    async def body(self) -> AsyncIterator[bytes]:
        """The body as it comes.

        Raises:
            OSError: the connection broke.
            BadAnswerError: the body ended too soon.

        """
        while True:
            for chunk in self._chunks:
                yield chunk
            self._chunks.clear()
            if self._error is not None:
                raise self._error
            if self._is_over:
                return
            chunk = await self._channel.read()
            if not chunk:
                raise BadAnswerError("unexpected EOF")
            self._feed(chunk)

    def _first(self) -> bytes:
        request, connection = self._request, self._connection
        fields = [(name.lower(), value) for name, value in request.headers]
        authority = next(value for name, value in fields if name == "host")
        pseudo = [
            (":method", request.method),
            (":scheme", "https"),
            (":authority", authority),
            (":path", request.target),
        ]
        request.encoded()  # refuses line ends in headers
        connection.initiate_connection()
        stream = connection.get_next_available_stream_id()
        headers = [*pseudo, *(pair for pair in fields if pair[0] not in _NOT_SENT)]
        connection.send_headers(stream, headers, end_stream=not request.body)
        for start in range(0, len(request.body), connection.max_outbound_frame_size):
            part = request.body[start : start + connection.max_outbound_frame_size]
            connection.send_data(stream, part, end_stream=start + len(part) == len(request.body))
        return connection.data_to_send()

    def _feed(self, chunk: bytes) -> None:
        try:
            for event in self._connection.receive_data(chunk):
                self._take(event)
        except h2.exceptions.ProtocolError as error:
            self._error = BadAnswerError(f"malformed HTTP/2 answer: {type(error).__name__}: {error}")
        self._channel.write(self._connection.data_to_send())

    def _take(self, event: h2.events.Event) -> None:
        match event:
            case h2.events.ResponseReceived():
                self.began_at = self._monotonic()
                self._answer = self._read(event)
            case h2.events.DataReceived():
                self._chunks.append(event.data or b"")
                self._connection.acknowledge_received_data(event.flow_controlled_length or 0, event.stream_id or 1)
            case h2.events.StreamEnded():
                self._is_over = True
            case h2.events.StreamReset() | h2.events.ConnectionTerminated() if not self._is_over:
                self._error = BadAnswerError(f"the server ended the stream with HTTP/2 error {event.error_code}")
            case _:
                pass

    def _read(self, event: h2.events.ResponseReceived) -> Answer:
        pairs = [(_text(name), _text(value)) for name, value in event.headers or ()]
        status = next((value for name, value in pairs if name == ":status"), "")
        if _STATUS.fullmatch(status) is None:
            raise BadAnswerError(f"malformed HTTP/2 answer: status {status[:9]!r}")
        headers = [(name, value) for name, value in pairs if not name.startswith(":")]
        written = next((value for name, value in headers if name == "content-length"), "")
        length = int(written) if written.isdigit() else -1
        if length < 0 and event.stream_ended is not None and self._request.method != "HEAD":
            length = 0
        return Answer(int(status), "2.0", headers, length)


def _text(part: bytes | str) -> str:
    return part.decode("utf-8", "surrogateescape") if isinstance(part, bytes) else part
