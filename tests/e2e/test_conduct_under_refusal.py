# A host that says "not now" for two minutes, and one with fifty checks, by their own logs (SEMANTICS section 8).
from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import combinations

import anyio
import pytest

from tests.e2e.conftest import Programs
from tests.e2e.files import Document, Files, platform_of, service_of, window_of
from tests.e2e.program import Program, now
from tests.faulty_server import head

RETRY_AFTER_SECONDS = 120.0
REFUSED, CROWDED = "absher", "nafath"
CHECKS = {REFUSED: [f"r{number}" for number in range(3)], CROWDED: [f"c{number:02}" for number in range(50)]}
EDIT_EVERY_SECONDS = 15.0
PATIENCE_SECONDS = 190.0
CONTACT = "https://marsad.sa/contact"
# What a start may be late, and still be counted as on time (1 s), and what a connection may take to arrive.
SCHEDULED_APART_SECONDS = 60.0 - 1.5
EXTRAS_APART_SECONDS = 10.0 - 0.5
EXTRAS_SPAN_SECONDS = 300.0 - 0.5
MOST_EXTRAS = 3
_TCP_ESTABLISHED = 1  # linux/tcp.h: the other side has neither closed nor reset it


@dataclass(slots=True)
class Line:
    """One connection in the log of a host, on the clock of the loop."""

    opened: float
    source: str
    others_open: int
    requests: list[tuple[float, str]] = field(default_factory=list)  # when, and by which User-Agent
    answered: float = 0.0
    closed: float = 0.0


Answer = Callable[[int], tuple[float, bytes]]
"""For the number of a request: how long to think, and what to say."""


@dataclass(slots=True)
class Host:
    """A host that leaves it to its visitor to close the connection, and writes down everything."""

    answer: Answer
    port: int = 0
    log: list[Line] = field(default_factory=list)
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    asked_thrice: asyncio.Event = field(default_factory=asyncio.Event)
    _open: dict[asyncio.StreamWriter, Line] = field(default_factory=dict)

    @property
    def requests(self) -> list[float]:
        return [at for line in self.log for at, _ in line.requests]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line = Line(_time(), writer.get_extra_info("peername")[0], sum(map(_is_open, self._open)))
        self.log.append(line)
        self._open[writer] = line
        try:
            while True:
                request = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                headers = dict(entry.split(": ", 1) for entry in request.strip().split("\r\n")[1:])
                line.requests.append((_time(), headers["User-Agent"]))
                self.asked.set()
                if len(self.requests) > 2:
                    self.asked_thrice.set()
                seconds, answer = self.answer(len(self.requests))
                await asyncio.sleep(seconds)
                line.answered = _time()
                writer.write(answer)
        except (OSError, asyncio.IncompleteReadError):
            line.closed = _time()
        finally:
            del self._open[writer]
            writer.close()


def _time() -> float:
    return asyncio.get_running_loop().time()


def _is_open(writer: asyncio.StreamWriter) -> bool:
    # The kernel's word, since it has seen an end that this program has yet to read.
    sock: socket.socket = writer.get_extra_info("socket")
    return sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0] == _TCP_ESTABLISHED


def _said(status: int, **headers: str) -> bytes:
    return head(status, Content_Length="0", **headers)


def _refuses_the_second(number: int) -> tuple[float, bytes]:
    """Out of order, so that it is looked at again; then too much; then well again."""
    answers = {1: _said(503), 2: _said(429, Retry_After=f"{RETRY_AFTER_SECONDS:.0f}")}
    return 0.0, answers.get(number, _said(200))


def _is_slow_and_out_of_order(_: int) -> tuple[float, bytes]:
    return 2.0, _said(503)


@asynccontextmanager
async def _listening(answer: Answer) -> AsyncIterator[Host]:
    host = Host(answer)
    server = await asyncio.start_server(host.serve, "127.0.0.1", 0)
    host.port = server.sockets[0].getsockname()[1]
    try:
        yield host
    finally:
        server.close()
        await server.wait_closed()


@pytest.fixture
async def hosts() -> AsyncIterator[dict[str, Host]]:
    async with AsyncExitStack() as stack:
        yield {
            REFUSED: await stack.enter_async_context(_listening(_refuses_the_second)),
            CROWDED: await stack.enter_async_context(_listening(_is_slow_and_out_of_order)),
        }


def _platform(name: str, port: int) -> Document:
    """All its checks want the one host every few seconds; that its name leads to loopback exempts it from nothing."""
    host = f"{name}.example"
    http: Document = {"resolve": {host: "127.0.0.1"}}
    pace = {"interval": "3s", "timeout": "3s"} if name == CROWDED else {}
    return platform_of(
        [service_of(check, f"http://{host}:{port}/{check}", http=http, **pace) for check in CHECKS[name]], name, [host]
    )


@pytest.mark.timeout(2 * PATIENCE_SECONDS)
async def test_host_that_asked_for_two_minutes_gets_them_and_fifty_checks_share_one_connection(
    hosts: dict[str, Host], files: Files, programs: Programs
) -> None:
    for name, host in hosts.items():
        files.write_platform(_platform(name, host.port))
    refused, crowded = hosts[REFUSED], hosts[CROWDED]

    program = await programs.run(files)
    await asyncio.wait_for(crowded.asked.wait(), PATIENCE_SECONDS)
    await _press(program, files, refused.asked_thrice)  # from now on, while the connection is in use

    # 1. The refusal: nothing for as long as it asked for, then the next request, from the same visitor.
    before, after = refused.log[1].answered, refused.log[2].opened
    assert after - before >= RETRY_AFTER_SECONDS
    assert after - before < RETRY_AFTER_SECONDS + 30
    pressing = (await program.scrape()).series("marsad_probes_skipped_total", reason="backoff")
    assert sum(pressing.values()) > RETRY_AFTER_SECONDS
    # 2. The crowd: the floor is kept and used, over connections that never meet.
    assert _keeps_the_floor(crowded.requests), crowded.log
    assert len(crowded.requests) >= 3 + 1
    for host in hosts.values():
        assert [line for line in host.log if line.others_open] == []
        assert [line for line in host.log if len(line.requests) != 1] == []
    # 3. Nobody is fooled about who asks.
    (agent,) = {agent for host in hosts.values() for line in host.log for _, agent in line.requests}
    assert CONTACT in agent
    assert {line.source for host in hosts.values() for line in host.log} == {"127.0.0.1"}


async def _press(program: Program, files: Files, enough: asyncio.Event) -> None:
    """Move windows in and out until it is enough; each time every check wants a look at once (W6)."""
    covered = False
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not enough.is_set():
            lasting = (now() - timedelta(minutes=5), now() + timedelta(minutes=30))
            windows = [window_of(name, checks, *lasting, platform=name) for name, checks in CHECKS.items()]
            covered = not covered
            files.write_windows(*windows * covered)
            await program.reload()
            with anyio.move_on_after(EDIT_EVERY_SECONDS):
                await enough.wait()


def _keeps_the_floor(requests: Sequence[float]) -> bool:
    """Whether some of these may have been scheduled, one a minute, and the others extra ones."""
    elapsed = requests[-1] - requests[0]
    if len(requests) > 1 + elapsed / SCHEDULED_APART_SECONDS + MOST_EXTRAS * (1 + elapsed / EXTRAS_SPAN_SECONDS):
        return False
    return any(
        _apart(scheduled, SCHEDULED_APART_SECONDS) and _are_extras([at for at in requests if at not in scheduled])
        for many in range(len(requests) + 1)
        for scheduled in combinations(requests, many)
    )


def _are_extras(requests: Sequence[float]) -> bool:
    return _apart(requests, EXTRAS_APART_SECONDS) and _apart(requests, EXTRAS_SPAN_SECONDS, MOST_EXTRAS)


def _apart(requests: Sequence[float], seconds: float, following: int = 1) -> bool:
    """Whether each lies ``seconds`` before the one that is ``following`` places behind it."""
    return all(later - earlier >= seconds for earlier, later in zip(requests, requests[following:], strict=False))


def test_floor_is_read_from_a_log() -> None:
    scheduled, extras = [0.0, 60.0, 120.0, 180.0], [0.5, 10.6, 20.7]

    assert _keeps_the_floor(sorted(scheduled + extras))
    assert not _keeps_the_floor(sorted([*scheduled, *extras, 31.0]))
    assert not _keeps_the_floor(sorted([*scheduled, 0.5, 5.0]))
    assert not _keeps_the_floor([float(second) for second in range(180)])
