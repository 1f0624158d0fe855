"""Listening sockets for ``--web.listen-address``.

Bound before anything else starts, so that a taken port is said at once and in one line.
"""

from __future__ import annotations

import ipaddress
import os
import re
import socket
from collections.abc import Iterable

from monitor.domain.errors import MarsadError

_ADDRESS = re.compile(r"(?:\[(?P<bracketed>[^\]]*)\]|(?P<host>[^:]*)):(?P<port>[0-9]{1,5})")
_HIGHEST_PORT = 65535
_BACKLOG = 1024


class ListenError(MarsadError):
    """An address that cannot be listened on; its ``str`` is one line."""

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(f"cannot listen on {address}: {reason}")
        self.address = address
        self.reason = reason


def listen_sockets(addresses: Iterable[str]) -> list[socket.socket]:
    """One listening socket each for ``host:port``, ``:port`` (every interface), ``[::1]:port``; port 0 is a free one.

    Raises:
        ListenError: an address is malformed, unknown, taken or not allowed; the sockets before it are closed.

    """
    sockets: list[socket.socket] = []
    try:
        for address in addresses:
            sockets.append(_listen(address))  # noqa: PERF401 - those bound before a failure must be closed
    except ListenError:
        for bound in sockets:
            bound.close()
        raise
    return sockets


def listening_on(sockets: Iterable[socket.socket]) -> tuple[str, ...]:
    """Their addresses as ``--web.listen-address`` writes them, with the ports they really got."""
    names = (bound.getsockname()[:2] for bound in sockets)
    return tuple(f"[{host}]:{port}" if ":" in host else f"{host}:{port}" for host, port in names)


def beyond_loopback(sockets: Iterable[socket.socket]) -> tuple[str, ...]:
    """The addresses among them that other machines can reach."""
    return listening_on(bound for bound in sockets if not ipaddress.ip_address(bound.getsockname()[0]).is_loopback)


def _listen(address: str) -> socket.socket:
    host, port = _parse(address)
    try:
        if not host:
            return _listen_everywhere(port)
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        # `localhost` is 127.0.0.1 to those who type it into a scrape configuration.
        family, _, _, _, target = min(found, key=lambda info: info[0] is not socket.AF_INET)
        return socket.create_server(target[:2], family=family, backlog=_BACKLOG)
    except OSError as error:
        raise ListenError(address, _reason(error)) from error


def _parse(address: str) -> tuple[str, int]:
    match = _ADDRESS.fullmatch(address)
    if match is None or int(match["port"]) > _HIGHEST_PORT:
        raise ListenError(address, "it must read host:port, :port or [address]:port")
    return match["bracketed"] or match["host"] or "", int(match["port"])


def _listen_everywhere(port: int) -> socket.socket:
    if socket.has_dualstack_ipv6():
        return socket.create_server(("", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=_BACKLOG)
    return socket.create_server(("", port), backlog=_BACKLOG)


def _reason(error: OSError) -> str:
    # create_server adds the address to the sentence; os.strerror is the bare one.
    if error.errno is None or isinstance(error, socket.gaierror):
        return str(error.strerror or error)
    return os.strerror(error.errno).lower()
