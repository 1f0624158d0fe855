"""One DNS query and its answer over UDP or TCP; the messages are dnspython's, the sockets ours.

One attempt: a resolver that does not answer is an observation. An answer that was cut comes back as it is (``TC`` set),
the caller decides whether to ask again over TCP.
"""

from __future__ import annotations

import dns.exception
import dns.message

from monitor.adapters.transport.channel import Channel
from monitor.adapters.transport.datagrams import Datagrams
from monitor.adapters.transport.dialer import Dialer
from monitor.adapters.transport.journal import Journal
from monitor.adapters.transport.phases import Phase
from monitor.adapters.transport.reading import Reader
from monitor.adapters.transport.refusals import RefusedError
from monitor.domain.observation import Reason

DNS_PORT = 53

_MOST_STRAYS = 100  # answers to other questions, before we stop listening
_LENGTH_BYTES = 2
_ID_BYTES = 2
_FLAGS_AT = 2
_IS_RESPONSE = 0x80


async def ask(
    query: dns.message.Message, address: str, port: int, *, journal: Journal, dialer: Dialer | None = None
) -> dns.message.Message:
    """The answer of the resolver at a literal ``address``: over TCP with a ``dialer``, without one over UDP.

    Raises:
        RefusedError: the answer is no DNS message, or what came is more than a probe reads.
        OSError: nobody answers there.

    """
    wire = query.to_wire()
    if dialer is None:
        return await _by_udp(query, wire, (address, port), journal)
    return await _by_tcp(query, wire, await dialer.connect_to(address, port), journal)


async def _by_udp(
    query: dns.message.Message, wire: bytes, place: tuple[str, int], journal: Journal
) -> dns.message.Message:
    address, port = place
    datagrams = Datagrams(address)
    try:
        datagrams.connect(port)
        with journal.watch.during(Phase.PROCESSING):
            datagrams.send(wire)
            for _ in range(_MOST_STRAYS):
                answer = _answer((await datagrams.receive()).content, query)
                if answer is not None:
                    return answer
    finally:
        datagrams.close()
    raise RefusedError(Reason.PROTOCOL, "dns.strays", found=f"{_MOST_STRAYS} answers to other questions")


async def _by_tcp(query: dns.message.Message, wire: bytes, channel: Channel, journal: Journal) -> dns.message.Message:
    reader = Reader(channel)
    try:
        with journal.watch.during(Phase.PROCESSING):
            channel.write(_prefixed(wire))
            while True:
                length = int.from_bytes(await reader.exactly(_LENGTH_BYTES), "big")
                answer = _answer(await reader.exactly(length), query)
                if answer is not None:
                    return answer
    finally:
        channel.abort()


def _prefixed(wire: bytes) -> bytes:
    """``wire`` as it travels over TCP (RFC 1035, 4.2.2)."""
    return len(wire).to_bytes(_LENGTH_BYTES, "big") + wire


def _answer(wire: bytes, query: dns.message.Message) -> dns.message.Message | None:
    is_ours = wire[:_ID_BYTES] == query.id.to_bytes(_ID_BYTES, "big") and wire[_FLAGS_AT:][:1] >= bytes([_IS_RESPONSE])
    if not is_ours:
        return None
    try:
        message = dns.message.from_wire(wire)
    except dns.exception.DNSException as error:
        raise RefusedError(Reason.PROTOCOL, "dns.message", found=f"{type(error).__name__}: {error}") from error
    return message if query.is_response(message) else None
