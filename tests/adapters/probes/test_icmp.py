"""Echoes on loopback, with the rights that this process has, and without any."""

from __future__ import annotations

import asyncio
import errno
import os
import socket
from collections.abc import Sequence

import pytest

from monitor.adapters.transport.echo import NO_PERMISSION, checksum, echo, is_reply, packet
from monitor.adapters.transport.journal import Journal
from monitor.adapters.transport.phases import Phase, Stopwatch
from monitor.adapters.transport.reasons import reason_of
from monitor.adapters.transport.refusals import OwnFaultError
from monitor.domain.observation import Outcome, Reason
from monitor.domain.target import IcmpTarget
from tests.adapters.probes.looking import Looking, let_go_of, open_descriptors

look_at = Looking()
KINDS = {socket.AF_INET: socket.IPPROTO_ICMP, socket.AF_INET6: socket.IPPROTO_ICMPV6}


@pytest.fixture(params=[False, True], ids=["asyncio", "uvloop"])
def anyio_backend(request: pytest.FixtureRequest) -> tuple[str, dict[str, bool]]:
    """Both loops: each tells a reader in its own way that a datagram met an error."""
    return "asyncio", {"use_uvloop": request.param}


def may_ping(family: socket.AddressFamily = socket.AF_INET) -> bool:
    for kind in (socket.SOCK_DGRAM, socket.SOCK_RAW):
        try:
            socket.socket(family, kind, KINDS[family]).close()
        except PermissionError:
            continue
        return True
    return False


def journal() -> Journal:
    return Journal(watch=Stopwatch(asyncio.get_running_loop().time))


class Peer:
    """The other end of a pair of sockets: gives whoever wants an ICMP socket of some kind one of ours."""

    def __init__(self, *, denied: Sequence[socket.SocketKind] = ()) -> None:
        self.ours, self.theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.asked: list[socket.SocketKind] = []
        self._denied = denied

    def __call__(self, family: socket.AddressFamily, kind: socket.SocketKind, protocol: int) -> socket.socket:
        self.asked.append(kind)
        if kind in self._denied:
            raise PermissionError(errno.EPERM, "not permitted")
        return _Connected(fileno=self.theirs.detach())

    def close(self) -> None:
        self.ours.close()
        self.theirs.close()


class _Connected(socket.socket):
    """A socket that takes the options and the address of another family for what they are worth."""

    def connect(self, address: object) -> None:
        del address

    def setsockopt(self, *option: object) -> None:
        del option


@pytest.mark.parametrize(("host", "family"), [("127.0.0.1", socket.AF_INET), ("::1", socket.AF_INET6)])
async def test_host_that_answers_is_ok_where_pings_are_allowed(host: str, family: socket.AddressFamily) -> None:
    seen = await look_at(IcmpTarget(host=host))

    if may_ping(family):
        assert (seen.outcome, seen.reason) == (Outcome.OK, None)
        assert seen.answer == (f"reply from {host}, hop limit 64",)
        assert seen.phases is not None
        assert seen.phases.processing is not None
        assert (seen.phases.resolve, seen.phases.connect, seen.phases.tls, seen.http) == (None, None, None, None)
    else:
        assert (seen.outcome, seen.reason) == (Outcome.NOTHING, Reason.SELF)


@pytest.mark.parametrize("payload_bytes", [0, 1, 1472])
async def test_payload_of_any_length_comes_back(payload_bytes: int) -> None:
    seen = await look_at(IcmpTarget(host="127.0.0.1", payload_bytes=payload_bytes))

    assert seen.outcome is (Outcome.OK if may_ping() else Outcome.NOTHING)


async def test_fifty_echoes_at_once_each_get_their_own_reply() -> None:
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(look_at(IcmpTarget(host="127.0.0.1", payload_bytes=8))) for _ in range(50)]

    assert {task.result().outcome for task in tasks} == {Outcome.OK if may_ping() else Outcome.NOTHING}


async def test_process_without_rights_is_told_what_to_change() -> None:
    peer = Peer(denied=(socket.SOCK_DGRAM, socket.SOCK_RAW))

    with pytest.raises(OwnFaultError) as caught:
        await echo("192.0.2.1", payload_bytes=8, hop_limit=None, journal=journal(), open_socket=peer)

    peer.close()
    assert str(caught.value) == NO_PERMISSION
    assert peer.asked == [socket.SOCK_DGRAM, socket.SOCK_RAW]
    assert "net.ipv4.ping_group_range" in NO_PERMISSION
    assert "CAP_NET_RAW" in NO_PERMISSION


async def test_process_without_rights_has_seen_nothing_of_the_host() -> None:
    if os.geteuid() == 0:
        os.setegid(65_534)
        os.seteuid(65_534)
        try:
            allowed, seen = may_ping(), await look_at(IcmpTarget(host="127.0.0.1"))
        finally:
            os.seteuid(0)
            os.setegid(0)
    else:
        allowed, seen = may_ping(), await look_at(IcmpTarget(host="127.0.0.1"))

    assert allowed or (seen.outcome, seen.reason) == (Outcome.NOTHING, Reason.SELF)
    assert allowed or seen.evidence[0].found == f"OwnFaultError: {NO_PERMISSION}"[:200]


async def test_name_is_looked_up_and_has_to_keep_the_rules() -> None:
    seen = await Looking(lambda *_: ["10.0.0.1"])(IcmpTarget(host="portal.example"))

    assert (seen.reason, seen.evidence[0].rule) == (Reason.DNS, "address.private")
    assert seen.phases is not None
    assert seen.phases.resolve is not None


async def test_raw_socket_hears_no_other_reply_than_its_own() -> None:
    peer = Peer(denied=(socket.SOCK_DGRAM,))
    waiting = asyncio.ensure_future(
        echo("192.0.2.1", payload_bytes=8, hop_limit=9, journal=journal(), open_socket=peer)
    )
    await asyncio.sleep(0)
    request = peer.ours.recv(100)
    identifier, sequence, payload = request[4:6], request[6:8], request[8:]
    numbers = int.from_bytes(identifier, "big"), int.from_bytes(sequence, "big")
    header = bytes([0x45, 0, 0, 0, 0, 0, 0, 0, 57]) + bytes(11)

    for stray in (
        b"",
        header,
        header + packet(8, *numbers, payload),
        header + packet(0, numbers[0] ^ 1, numbers[1], payload),
        header + packet(0, numbers[0], numbers[1] ^ 1, payload),
        header + packet(0, *numbers, b"x" * 8),
    ):
        peer.ours.send(stray)
    for _ in range(5):
        await asyncio.sleep(0.01)
    is_still_waiting = not waiting.done()
    peer.ours.send(header + packet(0, *numbers, payload))
    reply = await asyncio.wait_for(waiting, 5)

    peer.close()
    assert is_still_waiting
    assert reply.hop_limit == 57


async def test_silence_lasts_as_long_as_the_caller_lets_it() -> None:
    peer, seen = Peer(), journal()

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await echo("192.0.2.1", payload_bytes=8, hop_limit=None, journal=seen, open_socket=peer)

    peer.close()
    assert seen.watch.last is Phase.PROCESSING
    assert peer.theirs.fileno() == -1


async def test_word_that_there_is_no_way_is_connect() -> None:
    peer = Peer()
    peer.ours.close()

    with pytest.raises(OSError, match="refused") as caught:
        await echo("192.0.2.1", payload_bytes=8, hop_limit=None, journal=journal(), open_socket=peer)

    peer.close()
    assert reason_of(caught.value) is Reason.CONNECT


async def test_broadcast_is_connect_and_no_lack_of_rights() -> None:
    seen = await look_at(IcmpTarget(host="127.255.255.255"))

    assert seen.reason is (Reason.CONNECT if may_ping() else Reason.SELF)


@pytest.mark.parametrize(
    ("content", "sum_"),
    [(b"", 0xFFFF), (b"\x00\x01\xf2\x03\xf4\xf5\xf6\xf7", 0x220D), (b"\xff", 0x00FF), (b"\xff\xff" * 9, 0)],
)
def test_checksum_is_that_of_rfc_1071(content: bytes, sum_: int) -> None:
    assert checksum(content) == sum_


def test_packet_sums_up_to_nothing_and_is_no_reply_to_itself() -> None:
    request, reply = packet(8, 7, 9, b"abc"), packet(0, 7, 9, b"abc")

    assert checksum(request) == 0
    assert not is_reply(request, 0, (7, 9), b"abc")
    assert is_reply(reply, 0, (7, 9), b"abc")
    assert is_reply(reply, 0, (None, 9), b"abc")
    assert not is_reply(reply[:7], 0, (7, 9), b"")
    assert not is_reply(packet(0, 0, 9, b""), 0, (7, 9), b"")
    assert not is_reply(packet(0, 7, 9, b""), 0, (0, 9), b"")


async def test_cancelled_probe_leaves_no_socket() -> None:
    await look_at(IcmpTarget(host="127.0.0.1"))
    before = open_descriptors()

    for turns in range(8):
        await look_at.cancelled(IcmpTarget(host="127.0.0.1"), turns)
    after = await let_go_of(before)

    assert after <= before
