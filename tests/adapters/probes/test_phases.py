"""A delay shows in the phase where it was put, and in no other; all on real sockets and both loops.

These tests assert on measured times, since measuring is what is promised: within a tenth of the delay, and whatever the
machine kept this very process waiting meanwhile, which a task beside the probe measures.
"""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import dns.message
import dns.rdatatype
import pytest
import trustme

from monitor.adapters.probes import NetworkProber, Resolver
from monitor.adapters.transport.cares import CaresResolver
from monitor.domain.observation import Observation, Outcome, Phases
from monitor.domain.target import HttpTarget, TlsSettings
from tests import faulty_server as faults
from tests.adapters.probes.conftest import LoopClock, Probe, check_of, platform_of, settings_of
from tests.adapters.probes.test_http_tls import serving
from tests.dns_server import answered, dns_server

DELAY = 1.0
TENTH = 0.1
SLOW_RESOLVER = 2.0
HOSTS = 300


@pytest.fixture(params=[False, True], ids=["asyncio", "uvloop"])
def anyio_backend(request: pytest.FixtureRequest) -> tuple[str, dict[str, bool]]:
    return "asyncio", {"use_uvloop": request.param}


class Stalls:
    """How long the loop was kept from running in all, while a test ran."""

    _TICK = 0.02
    seconds = 0.0

    async def watch(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            began = loop.time()
            await asyncio.sleep(self._TICK)
            self.seconds += max(0.0, loop.time() - began - 2 * self._TICK)


STALLS = Stalls()


@pytest.fixture(autouse=True)
async def stalls() -> AsyncIterator[None]:
    STALLS.seconds = 0.0
    watching = asyncio.create_task(STALLS.watch())
    yield
    watching.cancel()


def delayed(seen: Observation, phase: str, seconds: float = DELAY) -> None:
    """Assert that ``phase`` took the delay and no other one did."""
    assert seen.outcome is Outcome.OK, seen
    assert seen.phases is not None
    spent = spent_in(seen.phases)
    assert spent[phase] == pytest.approx(seconds, abs=TENTH + STALLS.seconds)
    assert max((took for name, took in spent.items() if name != phase), default=0) < TENTH + STALLS.seconds
    assert sum(spent.values()) <= seen.phases.total


def spent_in(phases: Phases) -> dict[str, float]:
    found = {name: getattr(phases, name) for name in ("resolve", "connect", "tls", "processing", "transfer")}
    return {name: took for name, took in found.items() if took is not None}


async def test_delay_of_the_resolver_shows_in_resolve(clock: LoopClock) -> None:
    def slow_lookup(host: str, family: int) -> list[str]:
        threading.Event().wait(DELAY)
        return ["127.0.0.1"]

    settings = settings_of(own_hosts=["portal.example"])
    prober = NetworkProber(clock, settings.location, settings, "0.1.0", resolver=Resolver(slow_lookup))

    async with faults.faulty_server(faults.answers()) as server:
        seen = await prober.probe(check_of(HttpTarget(url=server.url(host="portal.example"))), platform_of([]))

    delayed(seen, "resolve")


async def test_delay_of_the_handshake_of_tcp_shows_in_connect(probe: Probe) -> None:
    # The kernel asks again after a second, when the queue has room: that is the delay, whatever we do.
    async with faults.black_hole_that_opens(0.3) as port:
        seen = await probe(f"http://127.0.0.1:{port}/")

    assert seen.outcome is Outcome.OK, seen
    assert seen.phases is not None
    assert seen.phases.connect == pytest.approx(1.0, abs=0.1)
    assert seen.phases.processing is not None
    assert seen.phases.processing < TENTH


async def test_delay_of_a_tunnel_shows_in_connect(probe: Probe, authority: trustme.CA, trusting: TlsSettings) -> None:
    leaf = authority.issue_cert("portal.example")

    async with (
        faults.faulty_server(faults.answers(), serving(leaf)) as server,
        faults.connect_proxy(server.port, delay=DELAY) as proxy,
    ):
        seen = await probe("https://portal.example/", tls=trusting, proxy_url=proxy.url)

    delayed(seen, "connect")


@asynccontextmanager
async def slow_handshake(to_port: int) -> AsyncIterator[int]:
    """A relay that lets the first message of a client wait."""

    async def relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        hello = await reader.read(65536)
        await asyncio.sleep(DELAY)
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", to_port)
        far_writer.write(hello)
        await faults.pumped((reader, writer), (far_reader, far_writer))

    async with faults.listening(relay) as port:
        yield port


async def test_delay_of_the_handshake_of_tls_shows_in_tls(
    probe: Probe, authority: trustme.CA, trusting: TlsSettings
) -> None:
    leaf = authority.issue_cert("127.0.0.1")

    async with (
        faults.faulty_server(faults.answers(), serving(leaf)) as server,
        slow_handshake(server.port) as port,
    ):
        seen = await probe(f"https://127.0.0.1:{port}/", tls=trusting)

    delayed(seen, "tls")


@pytest.mark.parametrize("secure", [False, True])
async def test_delay_of_the_first_byte_shows_in_processing(
    probe: Probe, authority: trustme.CA, trusting: TlsSettings, secure: bool
) -> None:
    tls = serving(authority.issue_cert("127.0.0.1")) if secure else None

    async with faults.faulty_server(faults.answers_after(DELAY), tls) as server:
        seen = await probe(server.url(), tls=trusting)

    delayed(seen, "processing")


@pytest.mark.parametrize("split", [b"HTTP/1.1 2", b"HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nwel"])
@pytest.mark.parametrize("secure", [False, True])
async def test_delay_after_the_first_byte_shows_in_transfer(
    probe: Probe, authority: trustme.CA, trusting: TlsSettings, split: bytes, secure: bool
) -> None:
    whole = b"HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nwelcome"
    tls: ssl.SSLContext | None = serving(authority.issue_cert("127.0.0.1")) if secure else None

    async def halt(exchange: faults.Exchange) -> None:
        await exchange.send(split)
        await asyncio.sleep(DELAY)
        await exchange.send(whole[len(split) :])

    async with faults.faulty_server(halt, tls) as server:
        seen = await probe(server.url(), tls=trusting)

    delayed(seen, "transfer")


async def test_phases_are_summed_over_redirects(probe: Probe) -> None:
    async def linger_and_move(exchange: faults.Exchange) -> None:
        await asyncio.sleep(DELAY / 2)
        page = faults.redirects("/next") if exchange.request.path == "/" else faults.answers()
        await page(exchange)

    async with faults.faulty_server(linger_and_move) as server:
        seen = await probe(server.url())

    delayed(seen, "processing")


async def test_three_hundred_hosts_wait_for_a_slow_resolver_and_for_nobody_else(clock: LoopClock) -> None:
    together = threading.Barrier(HOSTS)

    def slow_lookup(host: str, family: int) -> list[str]:
        together.wait(timeout=20)  # behind a small pool of threads the last would never come
        threading.Event().wait(SLOW_RESOLVER)
        return ["127.0.0.1"]

    await all_resolve_in_time(clock, Resolver(slow_lookup))


def at_home(query: dns.message.Message) -> Sequence[bytes]:
    question = query.question[0]
    lines = [f"{question.name} 60 IN A 127.0.0.1"] if question.rdtype == dns.rdatatype.A else []
    return [answered(query, *lines).to_wire()]


async def test_three_hundred_hosts_wait_for_a_slow_name_server_and_for_nobody_else(clock: LoopClock) -> None:
    async with dns_server(at_home, delay=SLOW_RESOLVER) as names:
        await all_resolve_in_time(clock, CaresResolver(servers=["127.0.0.1"], port=names.port))


async def all_resolve_in_time(clock: LoopClock, resolver: Resolver) -> None:
    hosts = [f"portal{number}.example" for number in range(HOSTS)]
    settings = settings_of(own_hosts=hosts)
    prober = NetworkProber(clock, settings.location, settings, "0.1.0", resolver=resolver)

    tasks: list[asyncio.Task[Observation]] = []
    async with faults.faulty_server(faults.answers()) as server, asyncio.TaskGroup() as group:
        for host in hosts:
            check = check_of(HttpTarget(url=server.url(host=host)), timeout=30)
            tasks.append(group.create_task(prober.probe(check, platform_of([host]))))
            await asyncio.sleep(0.001)  # the name server runs in this loop too, and its buffer holds no 600 queries
        seen = [await task for task in tasks]

    assert [one.reason for one in seen] == [None] * HOSTS
    resolved = [one.phases.resolve for one in seen if one.phases is not None]
    # How much more is the machine's affair: that nobody queued is the barrier's to say, and the deadline's.
    assert all(took is not None and took >= SLOW_RESOLVER for took in resolved)
