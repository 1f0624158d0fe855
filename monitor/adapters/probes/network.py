"""Connections of one probe: resolve, ask the address policy, connect, measure, and forget none.

Sits under httpcore as its network backend, since there the host is still a name and nothing has been sent.
"""

from __future__ import annotations

import socket
from collections.abc import Iterable
from dataclasses import dataclass

import anyio
import httpcore

from monitor.adapters.transport.addresses import AddressPolicy, canonical_host, literal_address
from monitor.adapters.transport.journal import Journal
from monitor.adapters.transport.names import Resolver
from monitor.adapters.transport.phases import Phase
from monitor.adapters.transport.refusals import OwnFaultError, RefusedError
from monitor.domain.observation import Reason
from monitor.domain.target import IpProtocol

_CONNECTOR = httpcore.AnyIOBackend()


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """How the hosts of one probe are reached; a ``proxied`` probe connects to nothing but its proxy."""

    policy: AddressPolicy
    protocol: IpProtocol = IpProtocol.ANY
    proxied: bool = False


class ProbeNetwork(httpcore.AsyncNetworkBackend):
    """Makes the connections of one probe and closes what is left of them."""

    def __init__(self, resolver: Resolver, route: Route, journal: Journal) -> None:
        self._resolver = resolver
        self._route = route
        self._journal = journal
        self._streams: list[httpcore.AsyncNetworkStream] = []

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature; the probe has one deadline
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """A connection to ``host`` at the one address that the rules give it."""
        del timeout, local_address, socket_options  # the probe has one deadline; the rest is never set
        if not self._route.proxied:
            return await self._connect(await self._target_address(host), port)
        try:
            return await self._connect(await self._address(host), port)
        except (OSError, httpcore.NetworkError) as error:
            # The proxy is ours. That it is away says nothing about the target.
            raise OwnFaultError(f"egress proxy: {error}") from error

    async def aclose(self) -> None:
        """Close whatever is still open, also while the probe is being cancelled."""
        with anyio.CancelScope(shield=True):
            for stream in self._streams:
                await stream.aclose()
        self._streams.clear()

    async def _connect(self, address: str, port: int) -> httpcore.AsyncNetworkStream:
        with self._journal.watch.during(Phase.CONNECT):
            stream = await _CONNECTOR.connect_tcp(address, port)
        # Kept, since httpcore lets go of a connection that is cancelled inside the TLS handshake.
        self._streams.append(stream)
        return stream

    async def _target_address(self, host: str) -> str:
        host = canonical_host(host)
        address = await self._address(self._route.policy.overrides.get(host, host))
        self.check(host, address)
        return address

    def check(self, host: str, address: str) -> None:
        """Ask the policy whether ``host`` may be reached at ``address``.

        Raises:
            RefusedError: it may not.

        """
        parsed = literal_address(address)
        if parsed is None:
            raise socket.gaierror(socket.EAI_NONAME, f"not an address: {address}")
        if not self._route.policy.admits(host, parsed):
            reason = Reason.REDIRECT if self._journal.redirects else Reason.DNS
            raise RefusedError(reason, "address.private", found=f"{host} at {address}", wanted="a public address")

    async def _address(self, host: str) -> str:
        if literal_address(host) is not None:
            return host
        with self._journal.watch.during(Phase.RESOLVE):
            return await self._resolver.address(host, self._route.protocol)
