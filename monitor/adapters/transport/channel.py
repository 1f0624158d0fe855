"""One TCP connection of one probe, with TLS inside it where asked.

TLS runs over memory buffers in here and not in the event loop's own layer, which costs half a handshake more and lets
go of the session, and so of the certificates, when verification fails. A channel is aborted, never closed at leisure:
nothing of a probe outlives it, and the other side need not remember it either.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import struct
from typing import cast

from monitor.adapters.transport.journal import Journal
from monitor.adapters.transport.phases import Phase
from monitor.adapters.transport.refusals import OwnFaultError
from monitor.adapters.transport.tls import failed_facts, tls_facts

_MOST_BUFFERED = 256 * 1024
_RESET_ON_CLOSE = struct.pack("ii", 1, 0)  # SO_LINGER of zero seconds


class Channel(asyncio.Protocol):
    """A connection that is read when somebody asks; ``arrived`` is when the last bytes of the other side came."""

    __slots__ = (
        "_buffer",
        "_ended",
        "_error",
        "_incoming",
        "_journal",
        "_loop",
        "_outgoing",
        "_paused",
        "_session",
        "_socket",
        "_transport",
        "_waiter",
        "arrived",
    )

    def __init__(self, journal: Journal, sock: socket.socket, loop: asyncio.AbstractEventLoop) -> None:
        self._journal = journal
        self._socket = sock
        self._loop = loop
        self._transport: asyncio.Transport | None = None
        self._buffer = b""
        self._session: ssl.SSLObject | None = None
        self._incoming: ssl.MemoryBIO | None = None
        self._outgoing: ssl.MemoryBIO | None = None
        self._waiter: asyncio.Future[None] | None = None
        self._error: Exception | None = None
        self._ended = False
        self._paused = False
        self.arrived = 0.0

    async def connect(self, address: str, port: int) -> None:
        """Connect; called once, by the dialer. Raises ``OSError``."""
        try:
            await self._loop.sock_connect(self._socket, (address, port))
            await self._loop.create_connection(lambda: self, sock=self._socket)
        except BaseException:
            self._socket.close()  # also when cancelled: until there is a transport, the socket is ours
            raise

    @property
    def peer(self) -> tuple[str, int]:
        """Address and port of the other side."""
        return self._name("peername")

    @property
    def local(self) -> tuple[str, int]:
        """Our own address and port."""
        return self._name("sockname")

    @property
    def protocol(self) -> str | None:
        """What both sides agreed to speak inside TLS, if they spoke of it (ALPN)."""
        return None if self._session is None else self._session.selected_alpn_protocol()

    def _name(self, end: str) -> tuple[str, int]:
        assert self._transport is not None
        name = self._transport.get_extra_info(end)
        return name[0], name[1]

    async def start_tls(self, context: ssl.SSLContext, server_name: str) -> None:
        """Shake hands; what is known of session and certificates goes to the journal, also when it fails.

        Raises:
            OSError: the handshake failed, ``ssl.SSLCertVerificationError`` among it.
            OwnFaultError: nothing can be called ``server_name``.

        """
        self._journal.watch.enter(Phase.TLS)
        session = self._begin_tls(context, server_name)
        try:
            await self._shake_hands(session)
        except ssl.SSLError:
            self._flush()  # the alert that says why
            self._journal.watch.leave()
            self._journal.tls = failed_facts(session)
            raise
        self._journal.watch.leave()
        self._journal.tls = tls_facts(session)

    def write(self, data: bytes) -> None:
        """Send ``data``; that the other side is gone shows at the next read."""
        if self._session is None:
            self._send(data)
            return
        self._session.write(data)
        self._flush()

    async def read(self, most: int = 65536) -> bytes:
        """The next bytes, ``most`` at most; ``b""`` at the end.

        Raises:
            OSError: the connection broke, or what came is no TLS.

        """
        self._flush()
        while True:
            data = self._take(most) if self._session is None else self._decrypted(most)
            if data:
                return data
            if self._ended:
                if self._error is not None:
                    raise self._error
                return b""
            await self._more()

    def unread(self, data: bytes) -> None:
        """Put back what was read too far, before TLS begins."""
        self._buffer = data + self._buffer

    def abort(self) -> None:
        """End the connection at once; may be called again."""
        self._flush()  # a handshake that was all there was to see ends properly
        self._ended = True
        if self._transport is None:
            self._socket.close()
        else:
            self._transport.abort()

    # --- what the loop calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is one in all but its bases

    def data_received(self, data: bytes) -> None:
        """Keep what came until it is read."""
        self.arrived = self._journal.watch.now()
        if self._incoming is None:
            self._buffer = self._buffer + data if self._buffer else data
            waiting = len(self._buffer)
        else:
            self._incoming.write(data)
            waiting = self._incoming.pending
        if waiting > _MOST_BUFFERED and self._transport is not None:
            self._paused = True
            self._transport.pause_reading()
        self._wake()

    def eof_received(self) -> bool:
        """Note the end; our own direction stays open, since the request may still be on its way."""
        self._end()
        return True

    def connection_lost(self, exc: Exception | None) -> None:
        """Note the end and why."""
        self._error = self._error or exc
        self._end()

    # --- inside

    def _end(self) -> None:
        if not self._ended:
            self._ended = True
            self.arrived = self._journal.watch.now()
            if self._incoming is not None:
                self._incoming.write_eof()
        self._wake()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    async def _more(self) -> None:
        if self._paused and self._transport is not None:
            self._paused = False
            self._transport.resume_reading()
        self._waiter = self._loop.create_future()
        try:
            await self._waiter
        finally:
            self._waiter = None

    def _begin_tls(self, context: ssl.SSLContext, server_name: str) -> ssl.SSLObject:
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        try:
            # As bytes: text would go through the idna codec once more.
            session = context.wrap_bio(incoming, outgoing, server_hostname=server_name.rstrip(".").encode("ascii"))
        except ValueError as error:  # empty, a leading dot, letters that are no ASCII
            raise OwnFaultError(f"no server name: {server_name!r}") from error
        # What came before its time belongs to the handshake, and breaks it: never to what is read after it.
        incoming.write(self._buffer)
        self._buffer = b""
        if self._ended:
            incoming.write_eof()
        self._session, self._incoming, self._outgoing = session, incoming, outgoing
        return session

    async def _shake_hands(self, session: ssl.SSLObject) -> None:
        while True:
            try:
                session.do_handshake()
            except ssl.SSLWantReadError:
                self._flush()
            else:
                # TLS 1.3: our last message travels with the first that is written, or goes before the first read.
                return
            if self._error is not None:
                raise self._error
            await self._more()

    def _take(self, most: int) -> bytes:
        data, self._buffer = self._buffer[:most], self._buffer[most:]
        return data

    def _decrypted(self, most: int) -> bytes:
        assert self._session is not None
        try:
            data = self._session.read(most)
        except ssl.SSLWantReadError:
            return b""
        except ssl.SSLEOFError:  # many servers close without saying so in TLS; what is cut short shows in the content
            return b""
        if not data:
            self._ended = True
        return data

    def _send(self, data: bytes) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(data)

    def _flush(self) -> None:
        if self._outgoing is not None and self._outgoing.pending:
            self._send(self._outgoing.read())


def new_channel(address: str, journal: Journal) -> Channel:
    """A channel that is not connected yet, of the family of ``address``. Raises ``OSError``."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    sock.setblocking(False)  # noqa: FBT003 - the library's own signature
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
    return Channel(journal, sock, asyncio.get_running_loop())
