"""The gRPC health checking protocol over one connection: HTTP/2 by h2, its two small messages by hand.

A generated client would bring grpcio with an event loop and name resolution of its own, past our phases and rules.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import unquote

import h2.config
import h2.connection
import h2.events
import h2.exceptions

from monitor.adapters.transport.journal import Journal
from monitor.adapters.transport.phases import Phase
from monitor.adapters.transport.refusals import RefusedError
from monitor.domain.observation import Reason

ALPN = ("h2",)
"""What a TLS session for gRPC must offer; servers hang up on a client that does not."""

OK = 0
SERVING = "SERVING"

_MOST_BYTES = 64 * 1024  # an answer has a few hundred; each frame costs us more than it costs the server
_PATH = "/grpc.health.v1.Health/Check"
_SERVING_STATUSES = ("UNKNOWN", SERVING, "NOT_SERVING", "SERVICE_UNKNOWN")
_PREFIX_BYTES = 5  # a flag for compression, four bytes of length
_HTTP_OK = "200"
_LONGEST_VARINT = 10
_LONGEST_CODE = 9  # digits; int() itself fails at 4300
_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_MORE = 0x80
_FRAME_HEADER_BYTES, _TYPE_AT, _SETTINGS = 9, 3, 4  # RFC 9113, 4.1 and 3.4

Headers = Iterable[tuple[str, str]]


class Wire(Protocol):
    """A connection, with TLS or without: a ``Channel``."""

    async def read(self, most: int = 65536) -> bytes:
        """The next chunk; empty at the end."""
        ...

    def write(self, data: bytes) -> None:
        """Send ``data``."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthAnswer:
    """What a server says of one service: gRPC's status of the call, and where that is 0 the serving status."""

    grpc_status: int
    message: str = ""
    serving_status: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthQuestion:
    """Which service is asked about, by whom and under which name of the server."""

    service: str
    authority: str
    secure: bool
    user_agent: str


async def health(wire: Wire, question: HealthQuestion, journal: Journal) -> HealthAnswer:
    """Ask for the health of one service, as long as the caller lets us.

    Raises:
        RefusedError: the answer is no gRPC, or its HTTP status is none of success.
        ConnectionResetError: the server hung up or cancelled the call.

    """
    call = _Call(question)
    with journal.watch.during(Phase.PROCESSING):
        wire.write(call.first())
        room = _MOST_BYTES
        while not call.is_over:
            chunk = await wire.read()
            room -= len(chunk)
            if room < 0:
                raise _broken("more than a probe reads")
            if not chunk:
                raise ConnectionResetError("closed without an answer")
            wire.write(call.hear(chunk))
    return call.answer()


def _broken(what: str) -> RefusedError:
    return RefusedError(Reason.PROTOCOL, "grpc.frames", found=what)


@dataclass(slots=True)
class _Call:
    """One call on one connection, without any input or output of its own."""

    question: HealthQuestion
    is_over: bool = False
    _head: bytes = b""  # what came before the first frame has a header
    _connection: h2.connection.H2Connection = field(
        default_factory=lambda: h2.connection.H2Connection(h2.config.H2Configuration(header_encoding="utf-8"))
    )
    _headers: dict[str, str] = field(default_factory=dict)  # of the answer and its trailer
    _body: bytearray = field(default_factory=bytearray)

    def first(self) -> bytes:
        """The whole call as bytes."""
        connection = self._connection
        connection.initiate_connection()
        stream = connection.get_next_available_stream_id()
        connection.send_headers(stream, list(_request(self.question)))
        connection.send_data(stream, framed(health_request(self.question.service)), end_stream=True)
        return connection.data_to_send()

    def hear(self, chunk: bytes) -> bytes:
        """Take what came; gives what HTTP/2 wants to be said to it."""
        self._check_head(chunk)
        try:
            for event in self._connection.receive_data(chunk):
                self._take(event)
        except h2.exceptions.ProtocolError as error:
            raise _broken(f"{type(error).__name__}: {error}") from error
        return self._connection.data_to_send()

    def answer(self) -> HealthAnswer:
        """What was said."""
        status = self._headers.get(":status", "")
        if status != _HTTP_OK:
            raise RefusedError(Reason.STATUS, "grpc.http_status", found=status, wanted=_HTTP_OK)
        code = self._headers.get("grpc-status", "")
        if not (code.isascii() and code.isdigit() and len(code) <= _LONGEST_CODE):
            raise _broken("no grpc-status")
        message = unquote(self._headers.get("grpc-message", ""))
        if int(code) != OK:
            return HealthAnswer(grpc_status=int(code), message=message)
        return HealthAnswer(grpc_status=OK, message=message, serving_status=serving_status(unframed(bytes(self._body))))

    def _check_head(self, chunk: bytes) -> None:
        """Tell another protocol at its first words; h2 would read a length into them and wait for the rest."""
        if len(self._head) < _FRAME_HEADER_BYTES:
            self._head = (self._head + chunk)[:_FRAME_HEADER_BYTES]
            if len(self._head) > _TYPE_AT and self._head[_TYPE_AT] != _SETTINGS:
                raise _broken("no HTTP/2")

    def _take(self, event: h2.events.Event) -> None:
        match event:
            case h2.events.ResponseReceived() | h2.events.TrailersReceived():
                self._headers.update((str(name), str(value)) for name, value in event.headers or ())
            case h2.events.DataReceived():
                self._body += event.data or b""
                self._connection.acknowledge_received_data(event.flow_controlled_length or 0, event.stream_id or 1)
            case h2.events.StreamEnded():
                self.is_over = True
            case h2.events.StreamReset() | h2.events.ConnectionTerminated() if not self.is_over:
                raise ConnectionResetError(f"the server ended the call with HTTP/2 error {event.error_code}")
            case _:
                pass


def _request(question: HealthQuestion) -> Headers:
    yield ":method", "POST"
    yield ":scheme", "https" if question.secure else "http"
    yield ":authority", question.authority
    yield ":path", _PATH
    yield "te", "trailers"
    yield "content-type", "application/grpc"
    yield "user-agent", question.user_agent


def framed(message: bytes) -> bytes:
    """A message as gRPC sends it: not compressed, with its length."""
    return b"\0" + len(message).to_bytes(_PREFIX_BYTES - 1, "big") + message


def unframed(body: bytes) -> bytes:
    """The one message of an answer.

    Raises:
        RefusedError: there is none, or more, or it is compressed.

    """
    if len(body) < _PREFIX_BYTES or body[0] != 0 or int.from_bytes(body[1:_PREFIX_BYTES], "big") != len(body) - 5:
        raise _broken("not one plain message")
    return body[_PREFIX_BYTES:]


def health_request(service: str) -> bytes:
    """``HealthCheckRequest``: field 1 is the service, left out when empty as proto3 does."""
    name = service.encode()
    return b"\x0a" + varint(len(name)) + name if name else b""


def serving_status(message: bytes) -> str:
    """The status in a ``HealthCheckResponse``: field 1, absent for the first; other fields are passed over.

    Raises:
        RefusedError: it is no such message.

    """
    status, at = 0, 0
    while at < len(message):
        tag, at = _read_varint(message, at)
        value, at = _read_field(message, at, tag & 0b111)
        if tag == (1 << 3) | _VARINT:
            status = value
    return _SERVING_STATUSES[status] if status < len(_SERVING_STATUSES) else str(status)


def varint(number: int) -> bytes:
    """A number in seven-bit groups, the lowest first."""
    groups = bytearray()
    while number >= _MORE:
        groups.append(number & (_MORE - 1) | _MORE)
        number >>= 7
    groups.append(number)
    return bytes(groups)


def _read_varint(message: bytes, at: int) -> tuple[int, int]:
    number = 0
    for index, byte in enumerate(message[at : at + _LONGEST_VARINT]):
        number |= (byte & (_MORE - 1)) << (7 * index)
        if byte < _MORE:
            return number, at + index + 1
    raise _broken("a number without an end")


def _read_field(message: bytes, at: int, wire_type: int) -> tuple[int, int]:
    """The number that a field holds, 0 for one that holds none, and where the next begins."""
    if wire_type == _VARINT:
        return _read_varint(message, at)
    if wire_type == _BYTES:
        length, at = _read_varint(message, at)
    elif wire_type in {_FIXED32, _FIXED64}:
        length = 4 if wire_type == _FIXED32 else 8
    else:
        raise _broken(f"a field of wire type {wire_type}")
    if at + length > len(message):
        raise _broken("a field without an end")
    return 0, at + length
