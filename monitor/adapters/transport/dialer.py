"""How one probe gets its connections: resolve, ask the address policy, connect, forget none.

Faults of our own arise before anything is sent, so trying again costs the host nothing; what the target does, a refusal
among it, is an observation and is never tried again (SEMANTICS section 2). tenacity enters with the first fault only.
"""

from __future__ import annotations

import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Self, TypeVar

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_after_attempt, wait_exponential

from monitor.adapters.transport.addresses import AddressPolicy, canonical_host, literal_address
from monitor.adapters.transport.channel import Channel, new_channel
from monitor.adapters.transport.journal import Journal
from monitor.adapters.transport.names import Resolver
from monitor.adapters.transport.phases import Phase
from monitor.adapters.transport.proxy import Proxy, open_tunnel
from monitor.adapters.transport.reasons import NETWORK_ERRORS, retryable_fault
from monitor.adapters.transport.refusals import OwnFaultError, RefusedError
from monitor.domain.observation import Reason
from monitor.domain.target import IpProtocol

_MOST_ATTEMPTS = 3
_FIRST_WAIT_SECONDS = 0.1

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """How the hosts of one probe are reached; behind a ``proxy`` only that is connected to, and it resolves."""

    policy: AddressPolicy
    protocol: IpProtocol = IpProtocol.ANY
    proxy: Proxy | None = None


class Dialer:
    """Makes the connections of one probe; ``with`` aborts what is left of them."""

    __slots__ = ("_channels", "_journal", "_resolver", "_route", "_sleep")

    def __init__(
        self, resolver: Resolver, route: Route, journal: Journal, *, sleep: Callable[[float], Awaitable[None]]
    ) -> None:
        self._resolver = resolver
        self._route = route
        self._journal = journal
        self._sleep = sleep
        self._channels: list[Channel] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.abort()

    @property
    def proxy(self) -> Proxy | None:
        """The proxy on the way, if any."""
        return self._route.proxy

    async def address(self, host: str) -> str:
        """The one address that the rules give ``host``, whatever proxy there is.

        Raises:
            OSError: it cannot be resolved.
            RefusedError: it may not be reached.

        """
        return await self._persist(self._address, host)

    async def connect(self, host: str, port: int) -> Channel:
        """A connection to ``host``, through the proxy where there is one.

        Raises:
            OSError: it cannot be resolved or reached.
            RefusedError: it may not be reached.
            OwnFaultError: the proxy cannot be reached.
            httpx.ProxyError: the proxy refused.

        """
        return await self._persist(self._connect, host, port)

    async def connect_to(self, address: str, port: int) -> Channel:
        """The same to an address that is chosen and judged already."""
        return await self._persist(self._connect_to, address, port)

    async def connect_proxy(self) -> Channel:
        """A connection to the proxy itself, for requests that it forwards. Raises as ``connect``."""
        return await self._persist(self._connect_proxy)

    def overridden(self, host: str) -> bool:
        """Whether the configuration gives ``host`` an address of its own."""
        return canonical_host(host) in self._route.policy.overrides

    def judge(self, host: str) -> None:
        """Ask the policy about a host that the proxy will resolve; what is written as an address is judged here.

        Raises:
            RefusedError: it may not be reached.

        """
        host = canonical_host(host)
        address = self._route.policy.overrides.get(host, host)
        if literal_address(address) is not None:
            self._check(host, address)

    def abort(self) -> None:
        """End every connection that is left."""
        for channel in self._channels:
            channel.abort()
        self._channels.clear()

    # --- one attempt

    async def _address(self, host: str) -> str:
        host = canonical_host(host)
        address = self._route.policy.overrides.get(host, host)
        if literal_address(address) is None:
            address = await self._resolved(address)
        self._check(host, address)
        return address

    async def _resolved(self, host: str) -> str:
        self._journal.watch.enter(Phase.RESOLVE)
        try:
            return await self._resolver.address(host, self._route.protocol)
        finally:
            self._journal.watch.leave()

    def _check(self, host: str, address: str) -> None:
        parsed = literal_address(address)
        if parsed is None:
            raise socket.gaierror(socket.EAI_NONAME, f"not an address: {address}")
        if not self._route.policy.admits(host, parsed):
            reason = Reason.REDIRECT if self._journal.redirects else Reason.DNS
            raise RefusedError(reason, "address.private", found=f"{host} at {address}", wanted="a public address")

    async def _connect(self, host: str, port: int) -> Channel:
        if self._route.proxy is None:
            return await self._open(await self._address(host), port)
        self.judge(host)
        host = canonical_host(host)
        return await self._tunnel(self._route.policy.overrides.get(host, host), port)

    async def _connect_to(self, address: str, port: int) -> Channel:
        return await (self._open(address, port) if self._route.proxy is None else self._tunnel(address, port))

    async def _tunnel(self, host: str, port: int) -> Channel:
        assert self._route.proxy is not None
        channel = await self._connect_proxy()
        with self._journal.watch.during(Phase.CONNECT):
            await open_tunnel(channel, host, port, self._route.proxy)
        return channel

    async def _connect_proxy(self) -> Channel:
        proxy = self._route.proxy
        assert proxy is not None
        try:
            address = proxy.host if literal_address(proxy.host) is not None else await self._resolved(proxy.host)
            return await self._open(address, proxy.port)
        except OSError as error:
            # The proxy is ours. That it is away says nothing about the target.
            raise OwnFaultError(f"egress proxy: {error}") from error

    async def _open(self, address: str, port: int) -> Channel:
        self._journal.watch.enter(Phase.CONNECT)
        try:
            channel = new_channel(address, self._journal)
            self._channels.append(channel)
            await channel.connect(address, port)
        finally:
            self._journal.watch.leave()
        return channel

    # --- and the next ones

    async def _persist(self, attempt: Callable[..., Awaitable[Found]], *arguments: object) -> Found:
        try:
            return await attempt(*arguments)
        except NETWORK_ERRORS as error:
            if retryable_fault(error) is None:
                raise
            fault: Exception | None = error
        # Outside of the handler, so that the first fault is not in the chain of causes of what comes later.

        async def again() -> Found:
            nonlocal fault
            if fault is not None:
                first, fault = fault, None
                raise first
            return await attempt(*arguments)

        return await self._attempts()(again)

    def _attempts(self) -> AsyncRetrying:
        return AsyncRetrying(
            sleep=self._sleep,
            stop=stop_after_attempt(_MOST_ATTEMPTS),
            wait=wait_exponential(multiplier=_FIRST_WAIT_SECONDS),
            retry=retry_if_exception(lambda error: retryable_fault(error) is not None),
            before=self._note_attempt,
            before_sleep=self._note_fault,
            reraise=True,
        )

    def _note_attempt(self, _: RetryCallState) -> None:
        self._journal.waiting = False

    def _note_fault(self, attempt: RetryCallState) -> None:
        error = attempt.outcome.exception() if attempt.outcome else None
        fault = retryable_fault(error) if error else None
        if fault is not None:
            self._journal.retries.append(fault)
            self._journal.waiting = True
