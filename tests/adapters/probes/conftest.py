"""A prober on real loopback sockets, and a certificate authority for it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

import pytest
import trustme

from monitor.adapters.probes import NetworkProber, Resolver
from monitor.domain.catalogue import Check, Location, Platform, Settings, Text
from monitor.domain.observation import Observation
from monitor.domain.target import Expect, HttpTarget, IpProtocol, Target, TlsSettings

BASE = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)


class LoopClock:
    """The loop's own time behind a fixed date: what the sockets wait for is what the clock shows."""

    def now(self) -> datetime:
        return BASE + timedelta(seconds=self.monotonic())

    def monotonic(self) -> float:
        return asyncio.get_running_loop().time()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    async def wait(self, event: asyncio.Event, seconds: float) -> bool:
        await asyncio.wait({waiting := asyncio.ensure_future(event.wait())}, timeout=seconds)
        waiting.cancel()
        return event.is_set()


@dataclass
class Lookups:
    """A resolver's answers: for each host its addresses, or the error that it raises, in turn."""

    answers: dict[str, list[list[str] | OSError]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def __call__(self, host: str, family: int) -> list[str]:
        self.asked.append(host)
        queue = self.answers[host]
        answer = queue.pop(0) if len(queue) > 1 else queue[0]
        if isinstance(answer, OSError):
            raise answer
        return answer


class Probe(Protocol):
    """One probe of one URL."""

    async def __call__(
        self,
        url: str,
        *,
        deadline: float = 5.0,
        slow: float = 5.0,
        expect: Expect = ...,
        hosts: Sequence[str] = ...,
        own_hosts: Sequence[str] = ...,
        method: str = "GET",
        headers: Sequence[tuple[str, str]] = ...,
        resolve: Mapping[str, str] = ...,
        protocol: IpProtocol = ...,
        tls: TlsSettings = ...,
        proxy_url: str | None = None,
    ) -> Observation: ...


def settings_of(*, own_hosts: Sequence[str] = (), proxy_url: str | None = None) -> Settings:
    return Settings(
        location=Location(id="riyadh-1", country="SA"),
        timezone="Asia/Riyadh",
        storage_url="sqlite://",
        retention=timedelta(days=1),
        listen=(),
        external_url="",
        canaries=(),
        contact="https://example.org/marsad",
        contact_is_placeholder=True,
        own_hosts=tuple(own_hosts),
        proxy_url=proxy_url,
    )


def platform_of(hosts: Sequence[str]) -> Platform:
    name = Text(en="Example", ar="مثال")
    return Platform(id="example", name=name, operator=name, timezone="UTC", hosts=tuple(hosts))


def check_of(target: Target, *, timeout: float = 5.0, slow: float = 5.0, proxy_url: str | None = None) -> Check:
    return Check(
        id="example/portal/landing",
        target=target,
        interval=timedelta(minutes=1),
        timeout=timedelta(seconds=timeout),
        slow=timedelta(seconds=slow),
        proxy_url=proxy_url,
    )


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def clock() -> LoopClock:
    return LoopClock()


@pytest.fixture
def lookups() -> Lookups:
    return Lookups()


@pytest.fixture
def probe(clock: LoopClock, lookups: Lookups) -> Probe:
    resolver = Resolver(lookups)

    async def run(
        url: str,
        *,
        deadline: float = 5.0,
        slow: float = 5.0,
        expect: Expect = Expect(),  # noqa: B008 - frozen
        hosts: Sequence[str] = ("127.0.0.1",),
        own_hosts: Sequence[str] = (),
        method: str = "GET",
        headers: Sequence[tuple[str, str]] = (),
        resolve: Mapping[str, str] | None = None,
        protocol: IpProtocol = IpProtocol.ANY,
        tls: TlsSettings = TlsSettings(),  # noqa: B008 - frozen
        proxy_url: str | None = None,
    ) -> Observation:
        settings = settings_of(own_hosts=own_hosts)
        prober = NetworkProber(clock, settings.location, settings, "0.1.0", resolver=resolver)
        target = HttpTarget(
            url=url,
            method=method,
            headers=tuple(headers),
            ip_protocol=protocol,
            resolve=resolve or {},
            tls=tls,
            expect=expect,
        )
        return await prober.probe(
            check_of(target, timeout=deadline, slow=slow, proxy_url=proxy_url), platform_of(hosts)
        )

    return run


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="session")
def trusting(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> TlsSettings:
    """TLS settings that trust the test authority and no other."""
    path: Path = tmp_path_factory.mktemp("authority") / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return TlsSettings(ca_file=str(path))
