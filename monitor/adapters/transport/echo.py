"""One ICMP echo and its reply, for IPv4 and IPv6 (RFC 792, RFC 4443).

Tries the ping socket that Linux gives to unprivileged groups first, then a raw one. A ping socket has an identifier of
the system's choice; a raw one hears everybody's replies, so that identifier and payload tell ours.
"""

from __future__ import annotations

import secrets
import socket
import struct
from dataclasses import dataclass

from monitor.adapters.transport.datagrams import Datagram, Datagrams, OpenSocket, family_of
from monitor.adapters.transport.journal import Journal
from monitor.adapters.transport.phases import Phase
from monitor.adapters.transport.refusals import OwnFaultError

_HEADER = struct.Struct("!BBHHH")  # type, code, checksum, identifier, sequence
_REQUEST = {socket.AF_INET: 8, socket.AF_INET6: 128}
_REPLY = {socket.AF_INET: 0, socket.AF_INET6: 129}
_PROTOCOL = {socket.AF_INET: socket.IPPROTO_ICMP, socket.AF_INET6: socket.IPPROTO_ICMPV6}
_IP_RECVTTL = 12  # linux/in.h; the library names it from 3.14 on only
_TTL_OFFSET = 8  # in an IPv4 header
_WORD = 0xFFFF

NO_PERMISSION = (
    "no permission for an ICMP socket: let the group of this process ping (sysctl net.ipv4.ping_group_range) "
    "or give the program CAP_NET_RAW"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An echo that came back: after how long, and how many hops its packet had left (``None``: the system hides it)."""

    rtt_seconds: float
    hop_limit: int | None


async def echo(
    address: str,
    *,
    payload_bytes: int,
    hop_limit: int | None,
    journal: Journal,
    open_socket: OpenSocket = socket.socket,
) -> Reply:
    """Send one echo request to a literal ``address`` and wait for its reply, as long as the caller lets it.

    Raises:
        OwnFaultError: this process may not send any.
        OSError: the way there is closed, by word of the system or of a router.

    """
    datagrams, is_raw = _opened(address, open_socket)
    try:
        datagrams.connect()
        if hop_limit is not None:
            _limit_hops(datagrams, hop_limit)
        _show_hops(datagrams)
        return await _exchanged(datagrams, secrets.token_bytes(payload_bytes), journal, is_raw=is_raw)
    finally:
        datagrams.close()


async def _exchanged(datagrams: Datagrams, payload: bytes, journal: Journal, *, is_raw: bool) -> Reply:
    family, time = datagrams.family, journal.watch.now
    identifier, sequence = secrets.randbits(16), secrets.randbits(16)
    with journal.watch.during(Phase.PROCESSING):
        sent = time()
        datagrams.send(packet(_REQUEST[family], identifier, sequence, payload))
        while True:
            found = await datagrams.receive()
            content, hops = _unwrapped(found, family, is_raw=is_raw)
            wanted = identifier if is_raw else None
            if is_reply(content, _REPLY[family], (wanted, sequence), payload):
                return Reply(rtt_seconds=time() - sent, hop_limit=hops)


def packet(kind: int, identifier: int, sequence: int, payload: bytes) -> bytes:
    """An echo message with its checksum; for ICMPv6 the system puts its own in."""
    plain = _HEADER.pack(kind, 0, 0, identifier, sequence) + payload
    return _HEADER.pack(kind, 0, checksum(plain), identifier, sequence) + payload


def checksum(content: bytes) -> int:
    """The internet checksum (RFC 1071)."""
    padded = content + b"\0" * (len(content) % 2)
    total = sum(int.from_bytes(padded[at : at + 2], "big") for at in range(0, len(padded), 2))
    while total > _WORD:
        total = (total & _WORD) + (total >> 16)
    return total ^ _WORD


def is_reply(content: bytes, kind: int, numbers: tuple[int | None, int], payload: bytes) -> bool:
    """Whether ``content`` answers the request with these numbers; an identifier of ``None`` is the system's care."""
    if len(content) < _HEADER.size:
        return False
    found_kind, code, _, identifier, sequence = _HEADER.unpack_from(content)
    if (found_kind, code, sequence) != (kind, 0, numbers[1]) or numbers[0] not in {None, identifier}:
        return False
    return content[_HEADER.size :] == payload


def _opened(address: str, open_socket: OpenSocket) -> tuple[Datagrams, bool]:
    protocol = _PROTOCOL[family_of(address)]
    for kind in (socket.SOCK_DGRAM, socket.SOCK_RAW):
        try:
            return Datagrams(address, kind=kind, protocol=protocol, open_socket=open_socket), kind is socket.SOCK_RAW
        except PermissionError as error:
            refusal = error
    raise OwnFaultError(NO_PERMISSION) from refusal


def _limit_hops(datagrams: Datagrams, hop_limit: int) -> None:
    if datagrams.family is socket.AF_INET6:
        datagrams.socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_UNICAST_HOPS, hop_limit)
    else:
        datagrams.socket.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, hop_limit)


def _show_hops(datagrams: Datagrams) -> None:
    if datagrams.family is socket.AF_INET6:
        datagrams.socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_RECVHOPLIMIT, 1)
    else:
        datagrams.socket.setsockopt(socket.IPPROTO_IP, _IP_RECVTTL, 1)


def _unwrapped(found: Datagram, family: socket.AddressFamily, *, is_raw: bool) -> tuple[bytes, int | None]:
    """The ICMP message and the hops its packet had left; a raw IPv4 socket hands out the header too."""
    if family is socket.AF_INET6:
        return found.content, found.number(socket.IPPROTO_IPV6, socket.IPV6_HOPLIMIT)
    if not is_raw or not found.content:
        return found.content, found.number(socket.IPPROTO_IP, socket.IP_TTL)
    length = (found.content[0] & 0x0F) * 4
    return found.content[length:], found.content[_TTL_OFFSET] if length > _TTL_OFFSET else None
