"""One TCP connection of one probe, with TLS inside it where asked.

A socket watched by the loop, without the loop's transports: those cost twice the turns of the loop. TLS runs over
memory buffers in here, since the loop's own layer costs more still and lets go of the session, and so of the
certificates, when verification fails. A channel is aborted, never closed at leisure: nothing of a probe outlives it,
and the other side need not remember it either.
"""

from __future__ import annotations

import asyncio
import errno
import os
import socket
import ssl
import struct

from monitor.adapters.transport.journal import Journal
from monitor.adapters.transport.phases import Phase
from monitor.adapters.transport.refusals import OwnFaultError
from monitor.adapters.transport.tls import failed_facts, tls_facts

_CHUNK = 65536
_MOST_BUFFERED = 256 * 1024
_RESET_ON_CLOSE = struct.pack("ii", 1, 0)  # SO_LINGER of zero seconds


class Channel:
    """A connection that is read when somebody asks; ``arrived`` is when the last bytes of the other side came."""

    __slots__ = (
        "_buffer",
        "_descriptor",
        "_ended",
        "_error",
        "_incoming",
        "_journal",
        "_loop",
        "_outgoing",
        "_session",
        "_socket",
        "_unsent",
        "_waiter",
        "_watching",
        "arrived",
    )

    def __init__(self, journal: Journal, sock: socket.socket, loop: asyncio.AbstractEventLoop) -> None:
        self._journal = journal
        self._socket = sock
        self._descriptor = sock.fileno()  # -1 when closed: the kernel gives the number to somebody else
        self._loop = loop
        self._buffer = b""
        self._unsent = b""
        self._session: ssl.SSLObject | None = None
        self._incoming: ssl.MemoryBIO | None = None
        self._outgoing: ssl.MemoryBIO | None = None
        self._waiter: asyncio.Future[None] | None = None
        self._error: OSError | None = None
        self._ended = False
        self._watching = False
        self.arrived = 0.0

    async def connect(self, address: str, port: int) -> None:
        """Connect; called once, by the dialer. Raises ``OSError``."""
        try:
            self._socket.connect((address, port))
        except BlockingIOError:
            self._loop.add_writer(self._descriptor, self._wake)
            self._watch()  # at once: a loop keeps what it has built for a descriptor while one direction is left
            try:
                await self._woken()
            finally:
                if self._descriptor >= 0:
                    self._loop.remove_writer(self._descriptor)
            if self._error is not None:
                raise self._error from None
            error = (
                self._socket.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) if self._descriptor >= 0 else errno.EBADF
            )
            if error:
                raise OSError(error, os.strerror(error)) from None

    @property
    def peer(self) -> tuple[str, int]:
        """Address and port of the other side."""
        name = self._socket.getpeername()
        return name[0], name[1]

    @property
    def local(self) -> tuple[str, int]:
        """Our own address and port."""
        name = self._socket.getsockname()
        return name[0], name[1]

    @property
    def protocol(self) -> str | None:
        """What both sides agreed to speak inside TLS, if they spoke of it (ALPN); asked by ``/probe``."""
        return None if self._session is None else self._session.selected_alpn_protocol()

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

    async def read(self, most: int = _CHUNK) -> bytes:
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
        if self._descriptor < 0:
            return
        self._flush()  # a handshake that was all there was to see ends properly
        self._unwatch()
        if self._unsent or self._waiter is not None:  # a connection on its way waits for the same
            self._loop.remove_writer(self._descriptor)
        self._descriptor, self._ended = -1, True
        self._socket.close()
        self._wake()

    # --- what the loop calls

    def _receive(self) -> None:
        try:
            data = self._socket.recv(_CHUNK)
        except (BlockingIOError, InterruptedError):
            return
        except OSError as error:
            self._error, data = error, b""
        self.arrived = self._journal.watch.now()
        if not data:
            self._end()
        elif self._incoming is None:
            self._buffer = self._buffer + data if self._buffer else data
            if len(self._buffer) > _MOST_BUFFERED:
                self._unwatch()
        else:
            self._incoming.write(data)
            if self._incoming.pending > _MOST_BUFFERED:
                self._unwatch()
        self._wake()

    def _send_rest(self) -> None:
        self._loop.remove_writer(self._descriptor)
        rest, self._unsent = self._unsent, b""
        self._send(rest)

    # --- inside

    def _end(self) -> None:
        self._ended = True
        self._unwatch()
        if self._incoming is not None:
            self._incoming.write_eof()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    async def _woken(self) -> None:
        self._waiter = self._loop.create_future()
        try:
            await self._waiter
        finally:
            self._waiter = None

    async def _more(self) -> None:
        self._watch()
        await self._woken()

    def _watch(self) -> None:
        if not self._watching and not self._ended:
            self._watching = True
            self._loop.add_reader(self._descriptor, self._receive)

    def _unwatch(self) -> None:
        if self._watching:
            self._watching = False
            self._loop.remove_reader(self._descriptor)

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
        data = self._buffer
        if len(data) <= most:
            self._buffer = b""
            return data
        self._buffer = data[most:]
        return data[:most]

    def _decrypted(self, most: int) -> bytes:
        assert self._session is not None
        assert self._incoming is not None
        if not self._incoming.pending and not self._incoming.eof and not self._session.pending():
            return b""  # spares the exception that would say so
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
        if self._unsent:
            self._unsent += data
            return
        try:
            sent = self._socket.send(data)
        except (BlockingIOError, InterruptedError):
            sent = 0
        except OSError:  # reset, or closed by us: the next read says so
            return
        if sent < len(data):
            self._unsent = data[sent:]
            self._loop.add_writer(self._descriptor, self._send_rest)

    def _flush(self) -> None:
        if self._outgoing is not None and self._outgoing.pending:
            self._send(self._outgoing.read())


def new_channel(address: str, journal: Journal) -> Channel:
    """A channel that is not connected yet, of the family of ``address``. Raises ``OSError``."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    sock.setblocking(False)  # noqa: FBT003 - the library's own signature
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # or two short writes wait for an acknowledgement
    return Channel(journal, sock, asyncio.get_running_loop())
