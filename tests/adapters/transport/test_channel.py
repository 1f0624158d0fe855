"""A channel loses no byte, keeps no more than it may, and tells how it ended; a dialer gives each probe its own."""

from __future__ import annotations

import asyncio
import errno
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable

import httpx
import pytest

from monitor.adapters.transport.addresses import AddressPolicy
from monitor.adapters.transport.dialer import Dialer, Route
from monitor.adapters.transport.http import ProbeTransport
from monitor.adapters.transport.journal import Journal
from monitor.adapters.transport.names import Resolver
from monitor.adapters.transport.phases import Stopwatch
from monitor.adapters.transport.proxy import Proxy, proxy_of
from monitor.adapters.transport.reasons import reason_of
from monitor.domain.observation import Reason
from tests import faulty_server as faults

MUCH = 8 * 1024 * 1024
Reply = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@pytest.fixture(params=[False, True], ids=["asyncio", "uvloop"])
def anyio_backend(request: pytest.FixtureRequest) -> tuple[str, dict[str, bool]]:
    return "asyncio", {"use_uvloop": request.param}


@pytest.fixture
async def journal() -> Journal:
    return Journal(watch=Stopwatch(asyncio.get_running_loop().time))


def dialer_of(journal: Journal, *, resolver: Resolver | None = None, proxy: Proxy | None = None) -> Dialer:
    policy = AddressPolicy(first_host="127.0.0.1", own_hosts=frozenset({"portal.example"}))
    return Dialer(resolver or Resolver(), Route(policy=policy, proxy=proxy), journal, sleep=asyncio.sleep)


@pytest.fixture
async def dialer(journal: Journal) -> AsyncIterator[Dialer]:
    with dialer_of(journal) as made:
        yield made


async def test_what_came_before_the_end_is_read(dialer: Dialer) -> None:
    async def say(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"farewell")

    async with faults.listening(say) as port:
        channel = await dialer.connect("127.0.0.1", port)
        await asyncio.sleep(0.05)  # all of it has come, the end too

        assert (await channel.read(4), await channel.read(), await channel.read()) == (b"fare", b"well", b"")


async def test_reset_is_raised_after_what_came_before_it(dialer: Dialer) -> None:
    async def say(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"farewell")
        await asyncio.sleep(0.05)
        faults.Exchange(faults.Seen("", "", {}), writer).reset()

    async with faults.listening(say) as port:
        channel = await dialer.connect("127.0.0.1", port)
        first = await channel.read()
        with pytest.raises(ConnectionResetError):
            await channel.read()

    assert first == b"farewell"


async def test_long_message_is_sent_whole(dialer: Dialer) -> None:
    counted: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def count(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.05)  # until the buffers between are full
        counted.set_result(len(await reader.readexactly(MUCH + 3)))

    async with faults.listening(count) as port:
        channel = await dialer.connect("127.0.0.1", port)
        channel.write(bytes(MUCH))
        channel.write(b"end")

        assert await asyncio.wait_for(counted, 10) == MUCH + 3


async def test_nobody_reads_and_little_is_kept(dialer: Dialer) -> None:
    async def say(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(bytes(MUCH))
        await writer.drain()

    async with faults.listening(say) as port:
        channel = await dialer.connect("127.0.0.1", port)
        await asyncio.sleep(0.1)
        kept = len(channel._buffer)
        read = 0
        while chunk := await channel.read():
            read += len(chunk)

    assert 0 < kept < 512 * 1024
    assert read == MUCH


async def test_what_is_said_first_in_a_tunnel_is_heard(journal: Journal) -> None:
    async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.0 200 Connection established\r\nVia: x\r\n\r\n220 ready\r\n")
        await writer.drain()
        await reader.read()

    async with faults.listening(greet) as port:
        with dialer_of(journal, proxy=proxy_of(f"http://127.0.0.1:{port}")) as dialer:
            channel = await dialer.connect("mail.example", 25)

            assert await channel.read() == b"220 ready\r\n"


async def test_abort_is_a_reset_and_may_come_at_any_time(dialer: Dialer) -> None:
    ended: asyncio.Future[object] = asyncio.get_running_loop().create_future()

    async def wait(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        try:
            ended.set_result(await reader.read())
        except ConnectionResetError as error:
            ended.set_result(error)

    async with faults.listening(wait) as port:
        channel = await dialer.connect("127.0.0.1", port)
        reading = asyncio.create_task(channel.read())
        await asyncio.sleep(0.02)
        channel.abort()
        channel.abort()
        channel.write(b"into the void")

        assert await reading == b""
        assert isinstance(await asyncio.wait_for(ended, 10), ConnectionResetError)


async def test_names_of_both_ends_are_known(dialer: Dialer) -> None:
    async with faults.listening(listens) as port:
        channel = await dialer.connect_to("127.0.0.1", port)

        assert channel.peer == ("127.0.0.1", port)
        assert channel.local[0] == "127.0.0.1"


async def listens(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
    await reader.read()


async def test_fault_of_our_own_is_tried_again_and_does_not_explain_what_comes_after(journal: Journal) -> None:
    answers: list[OSError | list[str]] = [OSError(errno.EMFILE, "Too many open files"), ["127.0.0.1"]]

    def lookup(host: str, family: int) -> list[str]:
        answer = answers.pop(0)
        if isinstance(answer, OSError):
            raise answer
        return answer

    async with faults.refusing_port() as port:
        with dialer_of(journal, resolver=Resolver(lookup)) as dialer, pytest.raises(ConnectionRefusedError) as refused:
            await dialer.connect("portal.example", port)

    assert reason_of(refused.value) is Reason.CONNECT
    assert (journal.retries, journal.waiting, answers) == (["EMFILE"], False, [])


async def test_address_alone_is_tried_again_too(journal: Journal) -> None:
    answers: list[OSError | list[str]] = [socket.gaierror(socket.EAI_AGAIN, "later"), ["127.0.0.1"]]

    def lookup(host: str, family: int) -> list[str]:
        answer = answers.pop(0)
        if isinstance(answer, OSError):
            raise answer
        return answer

    with dialer_of(journal, resolver=Resolver(lookup)) as dialer:
        assert await dialer.address("portal.example") == "127.0.0.1"

    assert journal.retries == ["EAI_AGAIN"]


async def test_cancelled_connect_leaves_no_socket(journal: Journal) -> None:
    async with faults.black_hole() as port:
        with dialer_of(journal) as dialer:
            connecting = asyncio.create_task(dialer.connect("127.0.0.1", port))
            await asyncio.sleep(0.02)
            channels = list(dialer._channels)
            connecting.cancel()
            await asyncio.wait({connecting})

    assert [channel._socket.fileno() for channel in channels] == [-1]


async def test_abort_of_a_connection_on_its_way_ends_it_and_harms_no_later_one(journal: Journal) -> None:
    async with faults.black_hole() as port, faults.faulty_server(faults.answers()) as server:
        with dialer_of(journal) as dialer:
            connecting = asyncio.create_task(dialer.connect("127.0.0.1", port))
            await asyncio.sleep(0.02)
            dialer.abort()
            with pytest.raises(OSError, match="Bad file descriptor"):
                await connecting
            channel = await dialer.connect("127.0.0.1", server.port)  # most likely by the same number
            channel.write(b"GET / HTTP/1.1\r\n\r\n")

            assert (await channel.read()).startswith(b"HTTP/1.1 200")


async def test_port_zero_is_no_other_port(journal: Journal) -> None:
    with dialer_of(journal) as dialer:
        sender = ProbeTransport(dialer, ssl.create_default_context(), journal)
        with pytest.raises(ConnectionRefusedError):
            await sender.handle_async_request(httpx.Request("GET", "http://127.0.0.1:0/"))


async def test_client_of_httpx_can_use_the_transport(journal: Journal) -> None:
    head = b"HTTP/1.1 200 OK\r\nX-Twice: a\r\nX-Twice: b\r\nContent-Length: 2\r\n\r\n"
    async with faults.faulty_server(faults.sends(head + b"ok")) as server:
        with dialer_of(journal) as dialer:
            sender = ProbeTransport(dialer, ssl.create_default_context(), journal)
            async with httpx.AsyncClient(transport=sender) as client:
                response = await client.get(f"http://127.0.0.1:{server.port}/")

    assert (response.status_code, response.http_version, response.text) == (200, "HTTP/1.1", "ok")
    assert response.headers["X-Twice"] == "a, b"
