# The real program in a process of its own, and what it says over HTTP.
from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import anyio
import httpx
from prometheus_client.parser import text_string_to_metric_families

from monitor.adapters.clock import SystemClock
from monitor.domain.verdict import State

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 40.0  # a deadline, not an expectation: two cores may be busy with other things
_PAUSE_SECONDS = 0.1
_NOW = SystemClock().now
_Answer = TypeVar("_Answer")


def now() -> datetime:
    return _NOW()


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port


async def wait_until(
    question: Callable[[], Awaitable[_Answer | None]], what: str, seconds: float = PATIENCE_SECONDS
) -> _Answer:
    """The first answer that is not ``None``."""
    with anyio.move_on_after(seconds):
        while True:
            answer = await question()
            if answer is not None:
                return answer
            await anyio.sleep(_PAUSE_SECONDS)
    raise AssertionError(f"not within {seconds:.0f} s: {what}")


@dataclass(frozen=True, slots=True)
class Scrape:
    """One answer of ``/metrics``; ``at`` is when it had arrived."""

    at: datetime
    samples: Mapping[str, Mapping[frozenset[tuple[str, str]], float]]

    def series(self, name: str, **labels: str) -> Mapping[frozenset[tuple[str, str]], float]:
        wanted = labels.items()
        return {key: value for key, value in self.samples.get(name, {}).items() if wanted <= key}

    def value(self, name: str, **labels: str) -> float | None:
        """The one series that has these labels among its own, ``None`` where it is absent."""
        found = list(self.series(name, **labels).values())
        assert len(found) <= 1, (name, labels, found)
        return found[0] if found else None

    def states(self, service_id: str) -> list[State]:
        found = self.series("marsad_service_state", service_id=service_id)
        return [State(dict(key)["state"]) for key, value in found.items() if value == 1]

    def state(self, service_id: str) -> State | None:
        states = self.states(service_id)
        assert len(states) <= 1, states
        return states[0] if states else None

    def page(self, service_id: str) -> str | None:
        """The kind of the page that is open, ``None`` for none."""
        found = self.series("marsad_incident_open", service_id=service_id)
        kinds = [dict(key)["kind"] for key, value in found.items() if value == 1]
        assert len(kinds) <= 1, kinds
        return kinds[0] if kinds else None

    def seconds(self, service_id: str, state: State) -> float:
        return self.value("marsad_service_state_seconds_total", service_id=service_id, state=state) or 0.0

    @property
    def summary(self) -> Mapping[str, tuple[State | None, str | None]]:
        names = {dict(key)["service_id"] for key in self.samples.get("marsad_service_state", {})}
        return {name: (self.state(name), self.page(name)) for name in sorted(names)}

    def counts(self, name: str) -> float:
        return sum(self.samples.get(name, {}).values())


def _scrape(text: str, at: datetime) -> Scrape:
    samples: dict[str, dict[frozenset[tuple[str, str]], float]] = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            samples.setdefault(sample.name, {})[frozenset(sample.labels.items())] = sample.value
    return Scrape(at, samples)


class Program:
    """``python -m monitor run`` on one configuration; started, ended and killed as a test wants."""

    def __init__(self, config_file: Path, port: int, log: Path, environ: Mapping[str, str]) -> None:
        self._command = [sys.executable, "-m", "monitor", "run", f"--config.file={config_file}"]
        self._log = log
        self._environ = {**os.environ, **environ}
        self._process: subprocess.Popen[bytes] | None = None
        self.web = httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=PATIENCE_SECONDS)

    @property
    def log(self) -> str:
        """All that this and earlier lives wrote on standard error."""
        return self._log.read_text(encoding="utf-8")

    def start(self) -> None:
        assert self._process is None
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command, cwd=ROOT, env=self._environ, stdout=subprocess.DEVNULL, stderr=log
            )

    async def ready(self) -> Program:
        """Wait for ``/-/ready``."""

        async def answers() -> bool | None:
            assert self._process is not None
            assert self._process.poll() is None, f"ended by itself:\n{self.log}"
            try:
                return (await self.web.get("/-/ready")).status_code == httpx.codes.OK or None
            except httpx.TransportError:
                return None

        await wait_until(answers, f"/-/ready\n{self.log}")
        return self

    def signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(number)

    async def kill(self) -> datetime:
        """``kill -9``; the instant at which it was certainly dead."""
        self.signal(signal.SIGKILL)
        await self.ended()
        return now()

    async def ended(self, seconds: float = PATIENCE_SECONDS) -> int:
        """Wait for the end; the exit code."""
        process = self._process
        assert process is not None

        async def code() -> int | None:
            return process.poll()

        found = await wait_until(code, f"the end of the program\n{self.log}", seconds)
        self._process = None
        return found

    async def scrape(self) -> Scrape:
        answer = await self.web.get("/metrics")
        assert answer.status_code == httpx.codes.OK
        return _scrape(answer.text, now())

    async def until(self, holds: Callable[[Scrape], bool], seconds: float = PATIENCE_SECONDS) -> Scrape:
        """The first scrape of which ``holds`` is true."""
        return (await self.scrapes_until(holds, seconds))[-1]

    async def scrapes_until(
        self, holds: Callable[[Scrape], bool], seconds: float = PATIENCE_SECONDS
    ) -> Sequence[Scrape]:
        """All scrapes up to the first one of which ``holds`` is true."""
        made: list[Scrape] = []

        async def answer() -> bool | None:
            made.append(await self.scrape())
            return holds(made[-1]) or None

        try:
            await wait_until(answer, "that scrape", seconds)
        except AssertionError:
            raise AssertionError(f"not within {seconds:.0f} s; it stands at {made[-1].summary}\n{self.log}") from None
        return made

    async def reload(self, *, accepted: bool = True) -> str:
        answer = await self.web.post("/-/reload")
        wanted = httpx.codes.OK if accepted else httpx.codes.INTERNAL_SERVER_ERROR
        assert answer.status_code == wanted, answer.text
        return answer.text

    async def end(self) -> None:
        """For fixtures: whatever state it is in, it is over afterwards."""
        await self.web.aclose()
        if self._process is not None:
            self._process.kill()
            self._process.wait(10)
            self._process = None
