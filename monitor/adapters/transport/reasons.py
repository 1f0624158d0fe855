"""Which exception means which reason, decided by its chain of causes.

Exceptions are wrapped on their way; the innermost that means something decides, since ``httpx.ConnectError`` alone may
be a refusal, an expired certificate or a full table of file descriptors of our own.
"""

from __future__ import annotations

import asyncio
import errno
import socket
import ssl
from collections.abc import Iterator

import httpx

from monitor.adapters.transport.refusals import OwnFaultError, RefusedError
from monitor.domain.observation import Reason

_OWN_ERRNOS = frozenset({errno.EMFILE, errno.ENFILE, errno.EADDRNOTAVAIL, errno.ENOBUFS, errno.ENOMEM, errno.EAGAIN})
# How non-blocking sockets and TLS ask to be called again; they stand in the context of innocent exceptions.
_MACHINERY = (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError)
_CLOSED_ON_US = ("Server disconnected", "peer closed connection")  # `exchange` and `proxy` begin with these words

_REASONS: tuple[tuple[tuple[type[BaseException], ...], Reason], ...] = (
    # The order matters: the first family that fits decides, so subclasses stand before their bases.
    # 1. Ours: a broken setting, a full pool (we have none), a stream or a cookie handled wrongly by this program.
    (
        (
            OwnFaultError,
            httpx.PoolTimeout,
            httpx.StreamError,
            httpx.CookieConflict,
        ),
        Reason.SELF,
    ),
    # 2. TLS. An end of the stream inside the handshake is a connection cut, as filters on server names do it.
    ((ssl.SSLCertVerificationError,), Reason.CERTIFICATE),
    ((ssl.SSLEOFError, ssl.SSLZeroReturnError), Reason.RESET),
    ((ssl.SSLError,), Reason.TLS),
    # 3. What the system says.
    ((socket.gaierror, socket.herror), Reason.DNS),
    ((TimeoutError, httpx.TimeoutException), Reason.TIMEOUT),
    ((ConnectionResetError, ConnectionAbortedError, BrokenPipeError), Reason.RESET),
    ((OSError, httpx.ConnectError), Reason.CONNECT),
    # 4. What the libraries say where the system said nothing: the other side closed.
    ((httpx.NetworkError,), Reason.RESET),
    # 5. What the answer says.
    ((httpx.TooManyRedirects,), Reason.REDIRECT),
    ((httpx.HTTPStatusError,), Reason.STATUS),
    (
        (
            httpx.HTTPError,
            httpx.InvalidURL,
            UnicodeError,
        ),
        Reason.PROTOCOL,
    ),
)

NETWORK_ERRORS: tuple[type[Exception], ...] = (
    OSError,  # TimeoutError, ssl.SSLError and socket.gaierror among them
    RefusedError,
    OwnFaultError,
    httpx.HTTPError,
    httpx.InvalidURL,
    httpx.StreamError,
    httpx.CookieConflict,
    UnicodeError,  # a host name or header that cannot be encoded
)
"""Everything a probe or a canary may meet; anything else is a bug and is not caught."""


def reason_of(error: BaseException) -> Reason:
    """The reason of a failure: that of its decisive cause."""
    return _reason(decisive_cause(error)) or Reason.SELF


def decisive_cause(error: BaseException) -> BaseException:
    """The exception that says what happened: a rule or fault of ours, else the innermost that means something."""
    causes = tuple(_causes(error))
    for cause in causes:
        if isinstance(cause, RefusedError | OwnFaultError):
            return cause  # whatever broke inside it, it was not the target's
    return next((cause for cause in reversed(causes) if _reason(cause) is not None), error)


def retryable_fault(error: BaseException) -> str | None:
    """The errno name of a fault of our own that may pass in a moment, else ``None`` (SEMANTICS section 2)."""
    for cause in _causes(error):
        if isinstance(cause, socket.gaierror):
            return "EAI_AGAIN" if cause.errno == socket.EAI_AGAIN else None
        if isinstance(cause, OSError) and cause.errno in _OWN_ERRNOS and not isinstance(cause, ssl.SSLError):
            return errno.errorcode[cause.errno]
    return None


def _causes(error: BaseException) -> Iterator[BaseException]:
    at: BaseException | None = error
    # A cancellation is where the deadline struck; what was being handled at that moment is no cause of it.
    while at is not None and not isinstance(at, asyncio.CancelledError):
        if not isinstance(at, _MACHINERY):
            yield at
        if isinstance(at, BaseExceptionGroup):
            at = at.exceptions[0]
            continue
        at = at.__cause__ or (None if at.__suppress_context__ else at.__context__)


def _reason(error: BaseException) -> Reason | None:
    if isinstance(error, RefusedError):
        return error.reason
    if isinstance(error, httpx.ProxyError):
        # The proxy refuses us (4xx: its own rule, or our credentials) or could not reach the target (5xx).
        return Reason.SELF if str(error).startswith("4") else Reason.CONNECT
    if isinstance(error, socket.gaierror):
        return Reason.SELF if error.errno == socket.EAI_MEMORY else Reason.DNS
    if isinstance(error, httpx.RemoteProtocolError):
        return Reason.RESET if str(error).startswith(_CLOSED_ON_US) else Reason.PROTOCOL
    if retryable_fault(error) is not None:
        return Reason.SELF
    return next((reason for kinds, reason in _REASONS if isinstance(error, kinds)), None)
