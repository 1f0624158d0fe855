"""Names to addresses through c-ares, which keeps any number of look-ups going in one thread of its own.

For fleets whose resolver is slow: a thread for each hanging look-up costs memory and a switch. Loaded only where it is
asked for, since aiodns is an extra. What it answers is told in the words of ``getaddrinfo``, as the system's resolver
would.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Sequence
from typing import TYPE_CHECKING

from monitor.adapters.transport.names import Resolver, ipv4_first
from monitor.adapters.transport.refusals import OwnFaultError

if TYPE_CHECKING:
    import aiodns

_TIMEOUT_SECONDS = 5.0  # and twice, as glibc has it unless resolv.conf says otherwise
_TRIES = 2
_UNKNOWN = ("ENOTFOUND", "ENODATA", "ENONAME", "EBADNAME")
_TRY_AGAIN = ("ESERVFAIL", "EREFUSED", "ECONNREFUSED", "ETIMEOUT")


class CaresResolver(Resolver):
    """Looks names up with c-ares; ``servers`` and ``port`` only where resolv.conf is not to be followed."""

    def __init__(self, *, servers: Sequence[str] = (), port: int | None = None) -> None:
        super().__init__()
        try:
            import aiodns  # noqa: PLC0415 - an extra
        except ImportError as error:
            raise OwnFaultError("resolver c-ares needs aiodns: pip install 'marsad[c-ares]'") from error
        self._library = aiodns
        self._meanings = {
            **{getattr(aiodns.error, f"ARES_{name}"): socket.EAI_NONAME for name in _UNKNOWN},
            **{getattr(aiodns.error, f"ARES_{name}"): socket.EAI_AGAIN for name in _TRY_AGAIN},
            aiodns.error.ARES_ENOMEM: socket.EAI_MEMORY,
        }
        self._servers = [f"{server}:{port}" if port is not None else server for server in servers]
        self._client: aiodns.DNSResolver | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    async def addresses(self, host: str, family: int) -> list[str]:
        """All addresses of the name ``host``, IPv4 first; /etc/hosts is honoured.

        Raises:
            OSError: there are none (``socket.gaierror``).

        """
        if not host or not host.isascii() or not host.isprintable():
            raise socket.gaierror(socket.EAI_NONAME, "not a host name")
        try:
            found = await self._asking().getaddrinfo(host, family=socket.AddressFamily(family), type=socket.SOCK_STREAM)
        except self._library.error.DNSError as error:
            raise self._meaning(error.args) from error
        except OSError as error:  # c-ares has no descriptor left, or no thread
            raise socket.gaierror(socket.EAI_MEMORY, str(error)) from error
        return ipv4_first(dict.fromkeys(_text(node.addr[0]) for node in found.nodes))

    def _asking(self) -> aiodns.DNSResolver:
        loop = asyncio.get_running_loop()
        if self._client is None or self._loop is not loop:
            self._loop = loop
            self._client = self._library.DNSResolver(
                self._servers or None, loop=loop, timeout=_TIMEOUT_SECONDS, tries=_TRIES
            )
        return self._client

    def _meaning(self, arguments: tuple[object, ...]) -> socket.gaierror:
        number, text = (*arguments, "")[:2]
        return socket.gaierror(self._meanings.get(number, socket.EAI_FAIL), str(text))


def _text(address: bytes | str) -> str:
    text = address.decode("ascii") if isinstance(address, bytes) else address
    return str(ipaddress.ip_address(text))


def resolver_named(name: str) -> Resolver:
    """The resolver that a configuration calls ``name``: ``system`` or ``c-ares``.

    Raises:
        OwnFaultError: it is not installed.

    """
    return CaresResolver() if name == "c-ares" else Resolver()
