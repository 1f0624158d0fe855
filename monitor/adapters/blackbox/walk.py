"""The way of the http prober from the target over its redirects, as Go's client walks it.

The first hop goes to the one address that was chosen, under the name that the target is called by; a hop to another
host is looked up anew, and only where the configuration lets it go.
"""

from __future__ import annotations

from urllib.parse import urlsplit

import httpx

from monitor.adapters.blackbox import families
from monitor.adapters.blackbox.body import Body
from monitor.adapters.blackbox.exchange import Exchange
from monitor.adapters.blackbox.exchange2 import ALPN, StreamExchange
from monitor.adapters.blackbox.head import Answer, BadAnswerError
from monitor.adapters.blackbox.journey import Journey
from monitor.adapters.blackbox.letter import Letters, authority
from monitor.adapters.blackbox.sections import Addressed, HttpSection
from monitor.adapters.transport.addresses import canonical_host
from monitor.adapters.transport.channel import Channel
from monitor.adapters.transport.dialer import Dialer
from monitor.adapters.transport.reasons import NETWORK_ERRORS
from monitor.domain.observation import TlsFacts

ANSWER_ERRORS: tuple[type[Exception], ...] = (*NETWORK_ERRORS, BadAnswerError)
"""Everything that a hop may meet."""

_MOST_REDIRECTS = 10
_MOVED = frozenset({301, 302, 303, 307, 308})
_PORTS = {"http": 80, "https": 443}
_HIGHEST_PORT = 65_535
_ANY_ADDRESS = Addressed(preferred_ip_protocol="ip4")  # what a hop after the first is content with


class Walk:
    """One walk; ``answer`` is that of the last hop, ``None`` where it gave none."""

    def __init__(self, journey: Journey, first: httpx.URL, section: HttpSection) -> None:
        self._journey = journey
        self._section = section
        self._first = self._url = first
        self._letters = Letters(section, first, journey.means.user_agent, journey.hostname)
        self._proxy = journey.proxy_for(first.host, section.proxy_url)
        self._address: str | None = None
        self._dialer: Dialer | None = None
        self._exchange: Exchange | StreamExchange | None = None
        self._answered_at = 0.0
        self.answer: Answer | None = None
        self.tls: TlsFacts | None = None
        self.redirects = 0
        self.is_stopped = False  # a redirect was there and not followed
        self.body = Body()

    @property
    def host(self) -> str:
        """The host of the present hop."""
        return canonical_host(self._url.host)

    async def begin(self) -> None:
        """Find the address of the first hop, unless the proxy shall.

        Raises:
            ProbeFailedError: there is none.

        """
        skips = self._section.skip_resolve_phase_with_proxy or self._section.proxy_url is None
        if self._proxy is None or not skips:  # behind our own egress proxy there may be no resolver to ask
            self._address, _ = await self._journey.resolve(self._first.host, self._section)

    async def go(self) -> None:
        """Walk to the last hop, whose head then is ``answer``; raises any of ``ANSWER_ERRORS``."""
        while True:
            self.answer = answer = await self._hop()
            location = answer.value("location")
            if answer.status not in _MOVED or not location:
                return
            self.answer = None
            following = _joined(self._url, location)
            self._journey.log.say("Received redirect", location=location)
            self.redirects += 1
            if self.redirects > _MOST_REDIRECTS or not self._section.follows:
                self._journey.log.say("Not following redirect")
                self.answer, self.is_stopped = answer, True
                self._spent("transfer", self._answered_at)
                return
            self._may_go_on(following)
            self._letters.turn(answer, self._url, following, relative=_is_relative(location))
            self._url = following

    async def read(self) -> None:
        """Read the body of ``answer``; raises any of ``ANSWER_ERRORS``."""
        if self.is_stopped or self._exchange is None:
            raise BadAnswerError("http: read on closed response body")
        whole = self._journey.gate.is_exempt(self._url.host)
        self.body = Body(coding=self._section.compression, limit=self._section.body_size_limit, whole=whole)
        try:
            await self.body.read(self._exchange.body())
        finally:
            self._spent("transfer", self._answered_at)

    def end(self) -> None:
        """Let go of every connection."""
        if self._dialer is not None:
            self._dialer.abort()

    # --- one hop

    async def _hop(self) -> Answer:
        journey, url = self._journey, self._url
        journey.log.say("Making HTTP request", url=str(url), host=self._letters.host_header)
        self.end()
        self.tls = None
        channel = await self._connected()
        ready = journey.means.clock.monotonic()
        forwarding = self._proxy if url.scheme == "http" else None
        kind = StreamExchange if channel.protocol == "h2" else Exchange
        exchange = kind(channel, self._letters.request(url, forwarding), journey.means.clock.monotonic)
        self._exchange = exchange
        try:
            return await exchange.head()
        finally:
            # Up to the first byte, whatever it turns out to be the first of.
            if exchange.began_at is not None:
                journey.gauges.add(families.HTTP_DURATION, exchange.began_at - ready, "processing")
                self._answered_at = exchange.began_at

    async def _connected(self) -> Channel:
        journey, url, record = self._journey, self._url, self._journey.journal()
        self._dialer = journey.dialer(self._first.host, record, self._proxy)
        is_first = _authority(url) == _authority(self._first)
        address = self._address if is_first and self._address is not None else await self._looked_up(url.host)
        began = journey.means.clock.monotonic()
        if self._proxy is not None and url.scheme == "http":
            channel = await self._dialer.connect_proxy()
        else:
            channel = await self._dialer.connect_to(address, url.port or _PORTS[url.scheme])
        connected = journey.means.clock.monotonic()
        if url.scheme == "https":
            context = journey.contexts.get(self._section.tls_config, ALPN if self._section.enable_http2 else ())
            await channel.start_tls(context, canonical_host(self._letters.server_name if is_first else url.host))
            self.tls = record.tls
            self._spent("tls", connected)
        journey.gauges.add(families.HTTP_DURATION, connected - began, "connect")
        return channel

    async def _looked_up(self, host: str) -> str:
        if host != self._first.host:
            self._journey.log.say("Address does not match first address, not sending TLS ServerName", address=host)
        if self._proxy is not None:
            return host
        began = self._journey.means.clock.monotonic()
        try:
            return await self._journey.choose(host, _ANY_ADDRESS)
        finally:
            self._spent("resolve", began)

    def _may_go_on(self, following: httpx.URL) -> None:
        if following.scheme not in _PORTS:
            raise BadAnswerError(f'unsupported protocol scheme "{following.scheme}"')
        try:
            _check(following)
        except ValueError as error:
            raise BadAnswerError(str(error)) from error
        refusal = self._journey.gate.refusal(following.host, following.port or _PORTS[following.scheme])
        if refusal is not None:
            self._journey.log.complain("Redirect refused", host=following.host, why=refusal)
            raise BadAnswerError(refusal)

    def _spent(self, phase: str, since: float) -> None:
        self._journey.gauges.add(families.HTTP_DURATION, self._journey.means.clock.monotonic() - since, phase)


def target_url(target: str) -> httpx.URL:
    """The URL of a target; without a scheme it is one of HTTP.

    Raises:
        ValueError: it is none.

    """
    text = target if target.startswith(("http://", "https://")) else f"http://{target}"
    try:
        url = httpx.URL(text).copy_with(fragment=None)
    except httpx.InvalidURL as error:
        raise ValueError(str(error)) from error
    _check(url)
    return url


def _check(url: httpx.URL) -> None:
    if not url.host:
        raise ValueError("no Host in request URL")
    if url.port is not None and not 0 < url.port <= _HIGHEST_PORT:
        raise ValueError(f"invalid port {url.port}")


def _joined(base: httpx.URL, location: str) -> httpx.URL:
    try:
        urlsplit(location)  # finds brackets that do not close, which httpx lets pass
        # A user part would be sent as credentials of ours, chosen by somebody else.
        return base.join(location).copy_with(userinfo=b"", fragment=None)
    except (httpx.InvalidURL, ValueError, UnicodeError) as error:
        raise BadAnswerError(f"failed to parse Location header: {error}") from error


def _is_relative(location: str) -> bool:
    return not location.startswith("//") and "://" not in location.partition("?")[0].partition("#")[0]


def _authority(url: httpx.URL) -> str:
    return authority(url).lower()
