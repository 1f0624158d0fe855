# One probe over connections in memory and on a clock without waiting, for bench/fuzz.py.
#
# The real prober runs from the top: resolver, redirects, request, response, body, rules. Only the socket is ours: a
# channel that reads from a list, and a loop whose time passes when it would wait.
from __future__ import annotations

import asyncio
import errno
import selectors
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from bench.fuzz_answers import HOST, Answer, Case, Ending
from monitor.adapters.probes import NetworkProber
from monitor.adapters.probes import http as http_look
from monitor.adapters.transport import dialer
from monitor.adapters.transport.channel import Channel
from monitor.adapters.transport.journal import Journal
from monitor.domain.catalogue import Check, Location, Platform, Settings, Text
from monitor.domain.classification import Answer as Judged
from monitor.domain.classification import judge_answer
from monitor.domain.observation import Observation
from monitor.domain.target import Expect, HttpTarget

DEADLINE_SECONDS = 5.0
_HIGHEST_PORT = 65535
_BEGAN = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


class _NoWait(selectors.SelectSelector):
    """Lets time pass instead of waiting."""

    def __init__(self) -> None:
        super().__init__()
        self.passed = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise RuntimeError("waits for something that never comes")
        self.passed += max(0.0, timeout)
        return super().select(0)


class FastLoop(asyncio.SelectorEventLoop):
    """A loop for coroutines that wait for nothing outside."""

    def __init__(self) -> None:
        self._no_wait = _NoWait()
        super().__init__(self._no_wait)

    def time(self) -> float:
        return self._no_wait.passed


class _LoopClock:
    """The time of the loop, from the same date on in every probe."""

    def __init__(self, loop: FastLoop) -> None:
        self._loop = loop
        self._from = loop.time()

    def now(self) -> datetime:
        return _BEGAN + timedelta(seconds=self.monotonic())

    def monotonic(self) -> float:
        return self._loop.time() - self._from

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    async def wait(self, event: asyncio.Event, seconds: float) -> bool:
        raise NotImplementedError


class ScriptedChannel(Channel):
    """A connection whose other side is a list of chunks and an ending."""

    __slots__ = ("_chunks", "_ending", "_pauses", "aborted", "handed_out", "sent")

    def __init__(self, journal: Journal, chunks: Sequence[bytes], ending: Ending, pauses: Sequence[float]) -> None:
        self._journal = journal
        self._chunks = deque(chunks)
        self._pauses = deque(pauses)
        self._ending = ending
        self.aborted = False
        self.sent = b""
        self.handed_out = 0
        self.arrived = 0.0

    async def connect(self, address: str, port: int) -> None:
        del address
        if not 0 <= port <= _HIGHEST_PORT:
            raise OverflowError("connect(): port must be 0-65535.")  # as a socket does
        await asyncio.sleep(0)

    @property
    def peer(self) -> tuple[str, int]:
        return HOST, 80

    @property
    def local(self) -> tuple[str, int]:
        return HOST, 40000

    def write(self, data: bytes) -> None:
        self.sent += data

    async def read(self, most: int = 65536) -> bytes:
        if self._pauses and (pause := self._pauses.popleft()):
            await asyncio.sleep(pause)
        self.arrived = self._journal.watch.now()
        if self._chunks:
            chunk = self._chunks.popleft()
            if len(chunk) > most:
                self._chunks.appendleft(chunk[most:])
            self.handed_out += len(chunk[:most])
            return chunk[:most]
        if self._ending is Ending.RESET:
            raise ConnectionResetError(errno.ECONNRESET, "Connection reset by peer")
        if self._ending is Ending.SILENCE:
            await asyncio.sleep(10 * DEADLINE_SECONDS)
        return b""

    def unread(self, data: bytes) -> None:
        self._chunks.appendleft(data)

    def abort(self) -> None:
        self.aborted = True


@dataclass(slots=True)
class Run:
    """What came of one probe."""

    observation: Observation
    judged: Judged | None
    channels: list[ScriptedChannel] = field(repr=False)


class Bench:
    """Runs cases through the real prober, each in a world of its own."""

    def __init__(self) -> None:
        self._loop = FastLoop()
        self._clock = _LoopClock(self._loop)
        settings = _settings()
        self._prober = NetworkProber(self._clock, settings.location, settings, "0.1.0")

    def run(self, case: Case, cuts: Sequence[int], *, pauses: Sequence[float] = ()) -> Run:
        """Probe once; the last answer comes in pieces cut at ``cuts``, the others whole."""
        self._clock._from = self._loop.time()  # noqa: SLF001 - every probe begins at the same instant
        channels: list[ScriptedChannel] = []

        def new_channel(_: str, journal: Journal) -> ScriptedChannel:
            at = min(len(channels), len(case.answers) - 1)
            last = at == len(case.answers) - 1
            channels.append(_channel(journal, case.answers[at], cuts if last else (), pauses))
            return channels[-1]

        with _in_place(dialer, "new_channel", new_channel), _overheard() as judged:
            observation = self._loop.run_until_complete(self._prober.probe(_check(case.method), _PLATFORM))
        return Run(observation, judged[-1] if judged else None, channels)

    def close(self) -> None:
        self._loop.close()


def _channel(journal: Journal, answer: Answer, cuts: Sequence[int], pauses: Sequence[float]) -> ScriptedChannel:
    edges = [0, *(cut for cut in cuts if 0 < cut < len(answer.raw)), len(answer.raw)]
    chunks = [answer.raw[start:stop] for start, stop in pairwise(edges) if stop > start]
    return ScriptedChannel(journal, chunks, answer.ending, pauses)


@contextmanager
def _in_place(module: object, name: str, value: object) -> Iterator[None]:
    former = getattr(module, name)
    setattr(module, name, value)
    try:
        yield
    finally:
        setattr(module, name, former)


@contextmanager
def _overheard() -> Iterator[list[Judged]]:
    """The answers that reach the rules."""
    heard = list[Judged]()

    def listening(answer: Judged, expect: Expect, *, slow: timedelta) -> object:
        heard.append(answer)
        return judge_answer(answer, expect, slow=slow)

    with _in_place(http_look, "judge_answer", listening):
        yield heard


_NAME = Text(en="Example", ar="مثال")
_PLATFORM = Platform(id="example", name=_NAME, operator=_NAME, timezone="UTC", hosts=(HOST,))


def _check(method: str) -> Check:
    expect = Expect(contains=("أبشر",), excludes=("Rejected",))
    return Check(
        id="example/portal/landing",
        target=HttpTarget(url=f"http://{HOST}/", method=method, expect=expect),
        interval=timedelta(minutes=1),
        timeout=timedelta(seconds=DEADLINE_SECONDS),
        slow=timedelta(seconds=DEADLINE_SECONDS),
    )


def _settings() -> Settings:
    return Settings(
        location=Location(id="riyadh-1", country="SA"),
        timezone="Asia/Riyadh",
        storage_url="sqlite://",
        retention=timedelta(days=1),
        listen=(),
        external_url="",
        canaries=(),
        contact="https://marsad.sa/contact",
        contact_is_placeholder=False,
        own_hosts=(),
    )
