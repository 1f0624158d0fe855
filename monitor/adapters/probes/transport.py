"""The httpx transport of one probe: a fresh connection for every request, no pool, nothing kept.

A pooled client whose requests are cancelled from outside leaks slots of its pool until healthy targets time out
(httpcore#1093), and a kept-alive connection skips the phases that are to be measured.
"""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterable, AsyncIterator

import anyio
import httpcore
import httpx

from monitor.adapters.probes.network import ProbeNetwork
from monitor.adapters.transport.addresses import canonical_host, literal_address


class FreshTransport(httpx.AsyncBaseTransport):
    """Sends each request over a connection of its own, directly or through an HTTP proxy."""

    def __init__(
        self,
        network: ProbeNetwork,
        tls: ssl.SSLContext,
        *,
        proxy_url: str | None = None,
        proxy_tls: ssl.SSLContext | None = None,
    ) -> None:
        self._network = network
        self._tls = tls
        self._proxy = None if proxy_url is None else _proxy(httpx.Proxy(proxy_url), network, tls, proxy_tls)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send ``request``; raises httpcore's exceptions as they are, their causes decide what happened."""
        url = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        connection = self._connection(url.origin)
        response = await connection.handle_async_request(
            httpcore.Request(request.method, url, headers=request.headers.raw, extensions=request.extensions)
        )
        return httpx.Response(
            response.status,
            headers=response.headers,
            stream=_Body(response, connection),
            extensions=response.extensions,
        )

    async def aclose(self) -> None:
        """Close every connection that is left."""
        await self._network.aclose()

    def _connection(self, origin: httpcore.Origin) -> httpcore.AsyncConnectionInterface:
        if self._proxy is None:
            return httpcore.AsyncHTTPConnection(origin, self._tls, network_backend=self._network)
        # Names are the proxy's to resolve; an address written into the URL is judged here all the same.
        host = canonical_host(origin.host.decode("ascii"))
        if literal_address(host) is not None:
            self._network.check(host, host)
        return self._proxy.create_connection(origin)


def _proxy(
    proxy: httpx.Proxy, network: ProbeNetwork, tls: ssl.SSLContext, proxy_tls: ssl.SSLContext | None
) -> httpcore.AsyncHTTPProxy:
    return httpcore.AsyncHTTPProxy(
        httpcore.URL(scheme=proxy.url.raw_scheme, host=proxy.url.raw_host, port=proxy.url.port, target=b"/"),
        proxy_auth=proxy.raw_auth,
        ssl_context=tls,
        proxy_ssl_context=proxy_tls if proxy.url.scheme == "https" else None,
        network_backend=network,
    )


class _Body(httpx.AsyncByteStream):
    """The body of an answer; closing it closes the connection."""

    def __init__(self, response: httpcore.Response, connection: httpcore.AsyncConnectionInterface) -> None:
        self._response = response
        self._connection = connection

    async def __aiter__(self) -> AsyncIterator[bytes]:
        assert isinstance(self._response.stream, AsyncIterable)
        async for chunk in self._response.stream:
            yield chunk

    async def aclose(self) -> None:
        with anyio.CancelScope(shield=True):
            await self._response.aclose()
            await self._connection.aclose()
