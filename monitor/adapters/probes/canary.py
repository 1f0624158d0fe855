"""Canaries: does our own network reach anything at all (SEMANTICS section 2)?

A canary answers yes or no within five seconds. Any HTTP answer counts, since the question is the way there and not
the page; a certificate that does not verify does not, since a captive portal answers too.
"""

from __future__ import annotations

import asyncio
import secrets
from urllib.parse import SplitResult, urlsplit

import httpx

from monitor.adapters.probes.http import request_headers
from monitor.adapters.probes.redirects import checked_url
from monitor.adapters.transport.addresses import AddressPolicy, canonical_host
from monitor.adapters.transport.dialer import Dialer, Route
from monitor.adapters.transport.http import ProbeTransport
from monitor.adapters.transport.journal import Journal
from monitor.adapters.transport.names import Resolver
from monitor.adapters.transport.phases import Stopwatch
from monitor.adapters.transport.proxy import Proxy, proxy_of
from monitor.adapters.transport.reasons import NETWORK_ERRORS
from monitor.adapters.transport.tls import TlsContexts
from monitor.domain.catalogue import Settings
from monitor.domain.target import TlsSettings
from monitor.engine.ports import Clock

DEADLINE_SECONDS = 5.0

_DNS_PORT = 53
_NOERROR_OR_NXDOMAIN = frozenset({0, 3})
_IS_RESPONSE = 0x80
_DNS_HEADER_BYTES = 12


class CanaryProber:
    """Asks canaries (port ``Canary``)."""

    def __init__(
        self,
        clock: Clock,
        settings: Settings,
        version: str,
        *,
        resolver: Resolver | None = None,
        tls: TlsSettings | None = None,
        deadline_seconds: float = DEADLINE_SECONDS,
    ) -> None:
        self._clock = clock
        self._proxy_url = settings.proxy_url
        self._headers = request_headers(version, settings.contact)
        self._resolver = resolver or Resolver()
        self._contexts = TlsContexts()
        self._tls = tls or TlsSettings()
        self._deadline_seconds = deadline_seconds

    async def reachable(self, target: str) -> bool:
        """Whether ``target`` answered within the deadline; everything that networks raise is a no."""
        try:
            url = urlsplit(target)
            async with asyncio.timeout(self._deadline_seconds):
                return await self._ask(url)
        except NETWORK_ERRORS:
            return False
        except ValueError:  # a port that is no number
            return False

    async def _ask(self, url: SplitResult) -> bool:
        match url.scheme:
            case "http" | "https":
                return await self._http(url.geturl())
            case "tcp":
                return await self._tcp(url.hostname or "", url.port or 0)
            case "dns":
                return await self._dns(url.hostname or "", url.port or _DNS_PORT, url.path.strip("/"))
            case _:
                return False

    async def _http(self, url: str) -> bool:
        proxy = None if self._proxy_url is None else proxy_of(self._proxy_url)
        journal = self._journal()
        with self._dialer(checked_url(url).host, proxy, journal) as dialer:
            sender = ProbeTransport(dialer, self._contexts.get(self._tls), journal)
            await sender.send(httpx.Request("GET", url, headers=self._headers))
        return True

    async def _tcp(self, host: str, port: int) -> bool:
        with self._dialer(host, None, self._journal()) as dialer:
            await dialer.connect(host, port)
        return True

    def _journal(self) -> Journal:
        return Journal(watch=Stopwatch(self._clock.monotonic))

    def _dialer(self, host: str, proxy: Proxy | None, journal: Journal) -> Dialer:
        # A canary is the operator's own choice, wherever it resolves to.
        host = canonical_host(host)
        policy = AddressPolicy(first_host=host, own_hosts=frozenset({host}))
        return Dialer(self._resolver, Route(policy=policy, proxy=proxy), journal, sleep=self._clock.sleep)

    async def _dns(self, server: str, port: int, name: str) -> bool:
        address = await self._resolver.address(server)
        query_id = secrets.token_bytes(2)
        loop = asyncio.get_running_loop()
        transport, exchange = await loop.create_datagram_endpoint(
            lambda: _DnsExchange(query_id), remote_addr=(address, port)
        )
        try:
            for _ in range(2):  # a datagram may get lost on the way
                transport.sendto(dns_query(query_id, name))
                await asyncio.wait({exchange.answered}, timeout=self._deadline_seconds / 3)
                if exchange.answered.done():
                    return exchange.answered.result()
            return False
        finally:
            transport.close()


class _DnsExchange(asyncio.DatagramProtocol):
    """Waits for the answer to one query."""

    def __init__(self, query_id: bytes) -> None:
        self._query_id = query_id
        self.answered: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

    def datagram_received(self, data: bytes, addr: object) -> None:
        """Take an answer to our query; anything else is somebody's noise."""
        del addr
        is_ours = len(data) >= _DNS_HEADER_BYTES and data[:2] == self._query_id and data[2] & _IS_RESPONSE
        if is_ours and not self.answered.done():
            self.answered.set_result(data[3] & 0x0F in _NOERROR_OR_NXDOMAIN)

    def error_received(self, exc: Exception) -> None:
        """An ICMP error: nobody listens there."""
        del exc
        if not self.answered.done():
            self.answered.set_result(False)


def dns_query(query_id: bytes, name: str) -> bytes:
    """A query for the A record of ``name``, recursion desired (RFC 1035, 4.1).

    Raises:
        UnicodeError: ``name`` cannot be written as a domain name.

    """
    labels = (label.encode("idna") for label in name.rstrip(".").split(".") if label)
    question = b"".join(bytes([len(label)]) + label for label in labels) + b"\0"
    return query_id + b"\x01\x00" + b"\x00\x01" + bytes(6) + question + b"\x00\x01\x00\x01"
