"""One conditional GET of one file of a feed, within bounds: where it may lead, how long, how large.

Goes over the same wire as the probes, so a private address, a proxy or a root certificate mean here what they mean
there. Knows nothing of what a feed says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import httpx

from monitor.adapters.transport.addresses import AddressPolicy, canonical_host
from monitor.adapters.transport.body import Decoder
from monitor.adapters.transport.credentials import authorization
from monitor.adapters.transport.dialer import Dialer, Route
from monitor.adapters.transport.http import ProbeTransport
from monitor.adapters.transport.journal import Journal
from monitor.adapters.transport.names import Resolver
from monitor.adapters.transport.phases import Stopwatch
from monitor.adapters.transport.proxy import proxy_of
from monitor.adapters.transport.refusals import RefusedError
from monitor.adapters.transport.tls import TlsContexts
from monitor.domain.conduct import exempt
from monitor.domain.feed import Copy, Feed
from monitor.domain.observation import Reason
from monitor.domain.target import Credentials, TlsSettings
from monitor.engine.ports import Clock

LONGEST_FILE = 2 * 1024 * 1024
"""Bytes, before and after decoding. A longer file is refused: cut, it would be one that lost its last windows."""

MOST_REDIRECTS = 3

_MOVED = frozenset({301, 302, 303, 307, 308})
_HIGHEST_PORT = 65535
_LONGEST_VALIDATOR = 512  # characters; what is longer is not said back


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What all downloads of one configuration share; ``own_hosts`` are canonical."""

    clock: Clock
    resolver: Resolver
    own_hosts: frozenset[str]
    user_agent: str
    proxy_url: str | None = field(repr=False)
    contexts: TlsContexts


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """The last answer; of one that is no file only status and headers were read, names in small letters."""

    status: int
    headers: Mapping[str, str]
    copy: Copy


class Downloader:
    """Fetches the files of one feed; has no deadline of its own."""

    def __init__(self, means: Means, feed: Feed, accept: str) -> None:
        self._means = means
        self._feed = feed
        self._accept = accept

    async def get(self, url: str, known: Copy | None) -> Download:
        """The file at ``url``, or 304 where it still is ``known``.

        Raises:
            RefusedError: it leads where we do not go, or is too long.
            OwnFaultError: something of ours cannot be used.
            OSError: it could not be reached.
            httpx.HTTPError: what came is no answer.

        """
        first = at = httpx.URL(url)
        journal = Journal(watch=Stopwatch(self._means.clock.monotonic))
        with self._dialer(first, journal) as dialer:
            tls = self._means.contexts.get(TlsSettings(ca_file=self._feed.ca_file))
            transport = ProbeTransport(dialer, tls, journal)
            for _ in range(MOST_REDIRECTS + 1):
                response = await transport.handle_async_request(self._request(at, first, known))
                try:
                    if response.status_code not in _MOVED or "location" not in response.headers:
                        return await _read(response)
                    at = self._next(response, at)
                finally:
                    await response.aclose()
                journal.redirects.append("another place")
        wanted = f"{MOST_REDIRECTS} at most"
        raise RefusedError(Reason.REDIRECT, "redirect.limit", found="too many redirects", wanted=wanted)

    def _dialer(self, first: httpx.URL, journal: Journal) -> Dialer:
        means = self._means
        policy = AddressPolicy(first_host=canonical_host(first.host), own_hosts=means.own_hosts)
        route = Route(policy=policy, proxy=None if means.proxy_url is None else proxy_of(means.proxy_url))
        return Dialer(means.resolver, route, journal, sleep=means.clock.sleep)

    def _request(self, url: httpx.URL, first: httpx.URL, known: Copy | None) -> httpx.Request:
        headers = {
            "User-Agent": self._means.user_agent,
            "Accept": self._accept,
            "Accept-Encoding": "gzip, deflate",
            "Connection": "close",
        }
        if known is not None and known.etag:
            headers["If-None-Match"] = known.etag
        if known is not None and known.last_modified:
            headers["If-Modified-Since"] = known.last_modified
        # The token is for the server that the configuration names, and for nobody it sends us to.
        if self._feed.token_file is not None and _server(url) == _server(first):
            headers["Authorization"] = authorization(Credentials(bearer_token_file=self._feed.token_file))
        return httpx.Request("GET", url, headers=headers)

    def _next(self, response: httpx.Response, at: httpx.URL) -> httpx.URL:
        try:
            url = at.join(response.headers["location"]).copy_with(userinfo=b"", fragment=None)
        except (httpx.InvalidURL, ValueError) as error:
            raise RefusedError(Reason.REDIRECT, "redirect.location", found="no URL") from error
        is_plain = url.scheme == "http" and at.scheme == "http" and exempt(url.host, self._means.own_hosts)
        if not url.host or not 0 <= (url.port or 0) <= _HIGHEST_PORT or not (url.scheme == "https" or is_plain):
            raise RefusedError(Reason.REDIRECT, "redirect.scheme", found=url.scheme, wanted="https")
        return url


async def _read(response: httpx.Response) -> Download:
    headers = {name.lower(): value for name, value in response.headers.items()}
    is_file = response.status_code == httpx.codes.OK
    body = await _body(response, headers.get("content-encoding", "")) if is_file else b""
    copy = Copy(
        body=body,
        etag=_validator(headers, "etag"),
        last_modified=_validator(headers, "last-modified"),
        content_type=headers.get("content-type", "")[:_LONGEST_VALIDATOR],
    )
    return Download(status=response.status_code, headers=headers, copy=copy)


async def _body(response: httpx.Response, coding: str) -> bytes:
    stream = response.stream
    assert isinstance(stream, httpx.AsyncByteStream)
    decoder, body, raw_bytes = Decoder(coding), bytearray(), 0
    async for chunk in stream:
        raw_bytes += len(chunk)
        body += decoder.decode(chunk, LONGEST_FILE + 1 - len(body))
        # A stream of empty deflate blocks never fills the room, so the raw bytes have a limit too.
        if max(raw_bytes, len(body)) > LONGEST_FILE:
            wanted = f"{LONGEST_FILE} bytes at most"
            raise RefusedError(Reason.PROTOCOL, "body.limit", found=f"more than {wanted}", wanted=wanted)
    return bytes(body)


def _validator(headers: Mapping[str, str], name: str) -> str:
    value = headers.get(name, "")
    return value if len(value) <= _LONGEST_VALIDATOR and value.isprintable() and value.isascii() else ""


def _server(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, canonical_host(url.host), url.port
