"""An HTTP proxy that leads to the targets: where it is, and how a tunnel is asked for."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import unquote, urlsplit

import httpx

from monitor.adapters.transport.channel import Channel

_LONGEST_REPLY = 16 * 1024
_STATUS_LINE = re.compile(rb"HTTP/1\.[01] ([1-5][0-9][0-9])(?: ([^\r\n]{0,80}))?")
_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxy:
    """Where the proxy is; ``authorization`` is the value of its header, or empty."""

    host: str
    port: int
    authorization: bytes = field(default=b"", repr=False)


@lru_cache(maxsize=256)
def proxy_of(url: str) -> Proxy:
    """The proxy at ``url``, whose user part are credentials."""
    parts = urlsplit(url)
    authorization = b""
    if parts.username is not None:
        pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        authorization = b"Basic " + b64encode(pair.encode())
    return Proxy(host=parts.hostname or "", port=parts.port or 80, authorization=authorization)


async def open_tunnel(channel: Channel, host: str, port: int, proxy: Proxy) -> None:
    """Ask for a tunnel to ``host``; after it the channel is a connection to there.

    Raises:
        OSError: the connection to the proxy broke.
        httpx.ProxyError: the proxy refused; its text begins with the status.
        httpx.RemoteProtocolError: it closed, or its answer is none.

    """
    authority = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    name = authority.encode("ascii")
    authorization = b"Proxy-Authorization: %b\r\n" % proxy.authorization if proxy.authorization else b""
    channel.write(b"CONNECT %b HTTP/1.1\r\nHost: %b\r\n%b\r\n" % (name, name, authorization))
    reply = b""
    while (end := _END_OF_HEAD.search(reply)) is None:
        chunk = await channel.read()
        if not chunk:
            raise httpx.RemoteProtocolError("Server disconnected: the proxy closed without an answer")
        reply += chunk
        if len(reply) > _LONGEST_REPLY:
            raise httpx.RemoteProtocolError("the answer of the proxy is too long")
    status = _STATUS_LINE.match(reply)
    if status is None:
        raise httpx.RemoteProtocolError("the proxy does not speak HTTP")
    if not status[1].startswith(b"2"):
        raise httpx.ProxyError(b" ".join(part for part in status.groups() if part).decode("latin-1"))
    channel.unread(reply[end.end() :])  # who speaks first in the tunnel may have spoken already
