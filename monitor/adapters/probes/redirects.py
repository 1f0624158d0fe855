"""Where a redirect may lead: to the platform's listed hosts, not down to plain HTTP, not in circles.

Followed by hand, since httpx asks nobody before it follows.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import httpx

from monitor.adapters.transport.addresses import canonical_host
from monitor.adapters.transport.http import Reply
from monitor.adapters.transport.refusals import RefusedError
from monitor.domain.classification import excerpt
from monitor.domain.observation import Reason
from monitor.domain.target import Expect

MOST_REDIRECTS = 10

_HIGHEST_PORT = 65535
_MOVED = frozenset({301, 302, 303, 307, 308})
_KEEP_METHOD = frozenset({307, 308})


def is_redirect(reply: Reply, expect: Expect) -> bool:
    """Whether ``reply`` sends us elsewhere; one whose status is expected is itself the answer."""
    if reply.status not in _MOVED or "location" not in reply.fields:
        return False
    return not any(low <= reply.status <= high for low, high in expect.status)


def next_url(reply: Reply, hosts: Sequence[str], visited: Sequence[httpx.URL]) -> httpx.URL:
    """The URL that ``reply`` leads to; ``visited`` are those already asked, the last one gave ``reply``.

    Raises:
        RefusedError: it must not be followed.

    """
    url = _location(reply.fields["location"], visited[-1])
    if url.scheme not in {"http", "https"} or (visited[-1].scheme == "https" and url.scheme == "http"):
        raise RefusedError(Reason.REDIRECT, "redirect.scheme", found=excerpt(url.scheme), wanted="https")
    host = canonical_host(url.host)
    if host not in {canonical_host(listed) for listed in hosts}:
        raise RefusedError(Reason.REDIRECT, "redirect.host", found=excerpt(host), wanted=", ".join(hosts))
    if url in visited:
        # Without cookies the same request gets the same answer; asking again would only cost the host.
        raise RefusedError(Reason.REDIRECT, "redirect.loop", found=shown_url(url))
    if len(visited) > MOST_REDIRECTS:
        raise RefusedError(
            Reason.REDIRECT, "redirect.limit", found=str(len(visited)), wanted=f"{MOST_REDIRECTS} at most"
        )
    return url


def checked_url(text: str) -> httpx.URL:
    """``text`` as a URL that sockets can take; httpx itself lets any port number pass.

    Raises:
        httpx.InvalidURL: it is none.

    """
    url = httpx.URL(text).copy_with(fragment=None)
    if url.port is not None and not 0 <= url.port <= _HIGHEST_PORT:
        raise httpx.InvalidURL(f"port out of range: {url.port}")
    return url


@lru_cache(maxsize=1 << 16)  # more than the checks of a large fleet, which are asked in turn
def configured_url(text: str) -> httpx.URL:
    """The same for a URL of the catalogue, which is asked for at every probe; raises as ``checked_url``."""
    return checked_url(text)


def next_method(method: str, status: int) -> str:
    """The method for the next hop: only 307 and 308 promise to keep it (RFC 9110, 15.4)."""
    return method if status in _KEEP_METHOD or method == "HEAD" else "GET"


def shown_url(url: httpx.URL) -> str:
    """``url`` as it may be stored: queries and user parts carry session keys and worse."""
    return excerpt(str(url.copy_with(query=None, fragment=None, userinfo=b"")))


def _location(location: str, base: httpx.URL) -> httpx.URL:
    try:
        # A user part would be sent as credentials of ours, chosen by somebody else.
        return checked_url(str(base.join(location).copy_with(userinfo=b"")))
    except (httpx.InvalidURL, ValueError) as error:
        raise RefusedError(Reason.REDIRECT, "redirect.location", found=excerpt(location)) from error
