"""No exception of the network's libraries is nameless, and the chain of causes decides."""

from __future__ import annotations

import asyncio
import errno
import inspect
import socket
import ssl

import httpx
import pytest

from monitor.adapters.transport.reasons import NETWORK_ERRORS, decisive_cause, reason_of, retryable_fault
from monitor.adapters.transport.refusals import OwnFaultError, RefusedError
from monitor.domain.observation import Reason


def exceptions_of(module: object) -> list[type[Exception]]:
    found = [kind for _, kind in inspect.getmembers(module, inspect.isclass) if issubclass(kind, Exception)]
    return sorted(found, key=lambda kind: kind.__name__)


def example(kind: type[Exception]) -> Exception:
    """An instance as the libraries make them: some want a message, one more, some nothing."""
    if kind is httpx.HTTPStatusError:
        request = httpx.Request("GET", "http://localhost/")
        return httpx.HTTPStatusError("500", request=request, response=httpx.Response(500))
    try:
        return kind("message")
    except TypeError:
        return kind()


EXPECTED = {
    "CloseError": Reason.RESET,
    "ConnectError": Reason.CONNECT,
    "ConnectTimeout": Reason.TIMEOUT,
    "CookieConflict": Reason.SELF,
    "DecodingError": Reason.PROTOCOL,
    "HTTPError": Reason.PROTOCOL,
    "HTTPStatusError": Reason.STATUS,
    "InvalidURL": Reason.PROTOCOL,
    "LocalProtocolError": Reason.PROTOCOL,
    "NetworkError": Reason.RESET,
    "PoolTimeout": Reason.SELF,
    "ProtocolError": Reason.PROTOCOL,
    "ProxyError": Reason.CONNECT,
    "ReadError": Reason.RESET,
    "ReadTimeout": Reason.TIMEOUT,
    "RemoteProtocolError": Reason.PROTOCOL,
    "RequestError": Reason.PROTOCOL,
    "RequestNotRead": Reason.SELF,
    "ResponseNotRead": Reason.SELF,
    "StreamClosed": Reason.SELF,
    "StreamConsumed": Reason.SELF,
    "StreamError": Reason.SELF,
    "TimeoutException": Reason.TIMEOUT,
    "TooManyRedirects": Reason.REDIRECT,
    "TransportError": Reason.PROTOCOL,
    "UnsupportedProtocol": Reason.PROTOCOL,
    "WriteError": Reason.RESET,
    "WriteTimeout": Reason.TIMEOUT,
}


@pytest.mark.parametrize("kind", exceptions_of(httpx))
def test_every_exception_of_httpx_has_its_reason_and_is_caught(kind: type[Exception]) -> None:
    error = example(kind)

    assert reason_of(error) is EXPECTED[kind.__name__]
    assert isinstance(error, NETWORK_ERRORS)


def test_the_table_has_no_exception_that_is_gone() -> None:
    names = {kind.__name__ for kind in exceptions_of(httpx)}

    assert set(EXPECTED) == names


@pytest.mark.parametrize(
    ("cause", "reason"),
    [
        (ConnectionRefusedError(errno.ECONNREFUSED, ""), Reason.CONNECT),
        (OSError(errno.ENETUNREACH, ""), Reason.CONNECT),
        (OSError(errno.EHOSTUNREACH, ""), Reason.CONNECT),
        (TimeoutError(errno.ETIMEDOUT, ""), Reason.TIMEOUT),
        (ConnectionResetError(errno.ECONNRESET, ""), Reason.RESET),
        (BrokenPipeError(errno.EPIPE, ""), Reason.RESET),
        (ssl.SSLCertVerificationError(1, "certificate verify failed"), Reason.CERTIFICATE),
        (ssl.SSLError(1, "wrong version number"), Reason.TLS),
        (ssl.SSLEOFError(8, "EOF occurred in violation of protocol"), Reason.RESET),
        (socket.gaierror(socket.EAI_NONAME, ""), Reason.DNS),
        (socket.gaierror(socket.EAI_AGAIN, ""), Reason.DNS),
        (socket.gaierror(socket.EAI_MEMORY, ""), Reason.SELF),
        (OSError(errno.EMFILE, ""), Reason.SELF),
        (OSError(errno.ENFILE, ""), Reason.SELF),
        (OSError(errno.EADDRNOTAVAIL, ""), Reason.SELF),
        (OSError(errno.ENOBUFS, ""), Reason.SELF),
        (ExceptionGroup("attempts", [ConnectionRefusedError()]), Reason.CONNECT),
        (RefusedError(Reason.REDIRECT, "redirect.host", found=""), Reason.REDIRECT),
        (OwnFaultError("missing"), Reason.SELF),
        (UnicodeEncodeError("idna", "x", 0, 1, "label too long"), Reason.PROTOCOL),
    ],
)
def test_innermost_cause_decides(cause: Exception, reason: Reason) -> None:
    error = httpx.ConnectError("All connection attempts failed")
    error.__cause__ = httpx.TransportError("All connection attempts failed")
    error.__cause__.__cause__ = cause

    assert reason_of(error) is reason


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        ("Server disconnected without sending a response.", Reason.RESET),
        ("peer closed connection without sending complete message body (incomplete chunked read)", Reason.RESET),
        ("no HTTP: b'SSH-2'", Reason.PROTOCOL),
    ],
)
def test_connection_closed_on_us_is_no_protocol_error(message: str, reason: Reason) -> None:
    assert reason_of(httpx.RemoteProtocolError(message)) is reason


def test_call_me_again_of_a_tls_socket_is_no_cause() -> None:
    """A channel waits for data after such an exception, so what breaks then may have it as its context."""
    error = ConnectionResetError()
    error.__context__ = ssl.SSLWantReadError()

    assert reason_of(error) is Reason.RESET


def test_what_was_handled_when_the_deadline_struck_is_no_cause() -> None:
    error, struck = TimeoutError(), asyncio.CancelledError()
    error.__cause__, struck.__context__ = struck, ssl.SSLError(1, "being handled")

    assert decisive_cause(error) is error
    assert reason_of(error) is Reason.TIMEOUT


@pytest.mark.parametrize(
    ("error", "name"),
    [
        (OSError(errno.EMFILE, ""), "EMFILE"),
        (OSError(errno.EADDRNOTAVAIL, ""), "EADDRNOTAVAIL"),
        (socket.gaierror(socket.EAI_AGAIN, ""), "EAI_AGAIN"),
        (socket.gaierror(socket.EAI_NONAME, ""), None),
        (ConnectionRefusedError(errno.ECONNREFUSED, ""), None),
        (ssl.SSLError(errno.EAGAIN, "not an errno"), None),
        (ValueError(), None),
    ],
)
def test_only_our_own_passing_faults_are_tried_again(error: Exception, name: str | None) -> None:
    assert retryable_fault(error) == name
