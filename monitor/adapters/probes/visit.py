"""One visit to one page: a request for each hop, and the last answer read.

Requests go to the transport without httpx's client in between, which keeps cookies, prepares redirects before it is
asked to, and reads the environment.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import httpx

from monitor.adapters.probes.redirects import configured_url, is_redirect, next_method, next_url, shown_url
from monitor.adapters.transport.addresses import canonical_host
from monitor.adapters.transport.body import charset_of, decode_text, read_body
from monitor.adapters.transport.credentials import authorization
from monitor.adapters.transport.http import SERVER_NAME, WIRE, ProbeTransport, Reply, wire_of
from monitor.adapters.transport.journal import Journal
from monitor.domain.target import HttpTarget

_OURS = ("User-Agent", "Accept-Encoding", "Connection")  # no configuration varies who we are or what we can read
_KEPT_REQUESTS = 1 << 14  # more than the checks of a large fleet, which are sent in turn

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The last answer of a visit, read to its end or to the limit; header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    text: str
    host: str  # that gave it, as it is written in the URL


class Visit:
    """Walks from the check's URL over the redirects it may follow; ``ours`` are the headers that say who we are."""

    __slots__ = ("_hosts", "_journal", "_ours", "_target", "_transport")

    def __init__(
        self,
        transport: ProbeTransport,
        target: HttpTarget,
        ours: Headers,
        hosts: tuple[str, ...],
        *,
        journal: Journal,
    ) -> None:
        self._transport = transport
        self._target = target
        self._ours = ours
        self._hosts = hosts
        self._journal = journal

    async def page(self) -> Page:
        """The page at the end of the way; raises what ``reasons`` knows how to name."""
        request = await self._first()
        visited = [request.url]
        while True:
            reply = await self._transport.send(request)
            try:
                self._journal.status, self._journal.version = reply.status, reply.version
                if not is_redirect(reply, self._target.expect):
                    return await self._read(reply, visited[-1].host)
                url = next_url(reply, self._hosts, visited)
            finally:
                reply.body.abort()
            visited.append(url)
            self._journal.redirects.append(shown_url(url))
            request = self._next(next_method(request.method, reply.status), url)

    async def _first(self) -> httpx.Request:
        target = self._target
        request = _kept(target.method, target.url, self._ours, self._configured(), target.tls.server_name)
        if WIRE not in request.extensions:
            request.extensions[WIRE] = await wire_of(request)
        return request

    def _next(self, method: str, url: httpx.URL) -> httpx.Request:
        # Configured headers may be secrets and the server name is the first host's: neither goes to anybody else.
        if not _is_same_server(configured_url(self._target.url), url):
            return _request(method, url, self._ours)
        return _request(method, url, self._ours, self._configured(), server_name=self._target.tls.server_name)

    def _configured(self) -> Headers:
        credentials = self._target.credentials
        if credentials is None:
            return self._target.headers
        return (*self._target.headers, ("Authorization", authorization(credentials)))

    async def _read(self, reply: Reply, host: str) -> Page:
        fields = reply.fields
        body = await read_body(reply.body, fields.get("content-encoding", ""), self._journal)
        text = decode_text(body, charset_of(fields.get("content-type", "")))
        return Page(status=reply.status, headers=fields, body=body, text=text, host=host)


def _is_same_server(first: httpx.URL, url: httpx.URL) -> bool:
    """Whether ``url`` is of the server of ``first``: same host and port, or the step from its 80 to its 443."""
    ports = _port(first), _port(url)
    return canonical_host(first.host) == canonical_host(url.host) and (ports[0] == ports[1] or ports == (80, 443))


def _port(url: httpx.URL) -> int:
    return url.port if url.port is not None else 443 if url.scheme == "https" else 80


def _request(
    method: str, url: httpx.URL, ours: Headers, configured: Headers = (), *, server_name: str | None = None
) -> httpx.Request:
    headers = httpx.Headers(ours)
    if configured:
        headers.update(configured)
        headers.update([header for header in ours if header[0] in _OURS])
    return httpx.Request(method, url, headers=headers, extensions={SERVER_NAME: server_name} if server_name else {})


@lru_cache(maxsize=_KEPT_REQUESTS)
def _kept(method: str, url: str, ours: Headers, configured: Headers, server_name: str | None) -> httpx.Request:
    """The first request of a visit, which is the same at each probe and costs more to build than to send."""
    return _request(method, configured_url(url), ours, configured, server_name=server_name)
