"""What the http prober says to a host: method, headers and body of each hop, and the cookies it was given.

Who we are is ours to say and no module's; what may be a secret goes to the first host alone.
"""

from __future__ import annotations

import base64
from pathlib import Path

import httpx

from monitor.adapters.blackbox.exchange import Request
from monitor.adapters.blackbox.head import Answer
from monitor.adapters.blackbox.modules import revealed
from monitor.adapters.blackbox.sections import HttpSection
from monitor.adapters.transport.addresses import canonical_host
from monitor.adapters.transport.proxy import Proxy

_KEEP_METHOD = frozenset({307, 308})
_ALWAYS_WITH_LENGTH = frozenset({"POST", "PUT", "PATCH"})
_OF_FIRST_HOST = frozenset({"authorization", "cookie", "cookie2", "www-authenticate", "proxy-authorization"})
_OURS = frozenset({"host", "user-agent", "connection", "content-length", "transfer-encoding"})


class Letters:
    """The requests of one walk."""

    def __init__(self, section: HttpSection, first: httpx.URL, user_agent: str, hostname: str) -> None:
        self._section = section
        self._first = first
        self._user_agent = user_agent
        self._method = section.method or "GET"
        self._body = Path(section.body_file).read_bytes() if section.body_file else section.body.encode()
        self._cookies = httpx.Cookies()
        written = (value for name, value in section.headers.items() if name.lower() == "host")
        self.host_header = hostname or next(written, authority(first))
        self.server_name = section.tls_config.server_name or _without_port(hostname or self.host_header)

    def request(self, url: httpx.URL, forwarding: Proxy | None) -> Request:
        """The request of a hop; behind a ``forwarding`` proxy it names the whole URL."""
        path = url.raw_path.decode("ascii")
        headers = [("Host", self.host_header), ("User-Agent", self._user_agent), *self._configured(url)]
        if self._body or self._method in _ALWAYS_WITH_LENGTH:
            headers.append(("Content-Length", str(len(self._body))))
        if forwarding is not None and forwarding.authorization:
            headers.append(("Proxy-Authorization", forwarding.authorization.decode("ascii")))
        cookie = self._cookie(url)
        if cookie:
            headers.append(("Cookie", cookie))
        headers.append(("Connection", "close"))
        target = f"http://{authority(url)}{path}" if forwarding is not None else path
        return Request(method=self._method, target=target, headers=headers, body=self._body)

    def turn(self, answer: Answer, url: httpx.URL, following: httpx.URL, *, relative: bool) -> None:
        """Write the next request for ``following``: only 307 and 308 keep method and body."""
        given = httpx.Response(answer.status, headers=_encoded(answer), request=httpx.Request("GET", url))
        self._cookies.extract_cookies(given)
        if not relative:
            self.host_header = authority(following)
        if answer.status not in _KEEP_METHOD:
            self._method = self._method if self._method == "HEAD" else "GET"
            self._body = b""

    def _configured(self, url: httpx.URL) -> list[tuple[str, str]]:
        is_first_host = canonical_host(url.host) == canonical_host(self._first.host)
        headers = [
            (name, value)
            for name, value in self._section.headers.items()
            if name.lower() not in _OURS and (is_first_host or name.lower() not in _OF_FIRST_HOST)
        ]
        if is_first_host and all(name.lower() != "authorization" for name, _ in headers):
            authorization = self._authorization()
            headers += [("Authorization", authorization)] if authorization else []
        return headers

    def _authorization(self) -> str:
        section = self._section
        if section.basic_auth is not None:
            basic = section.basic_auth
            username = Path(basic.username_file).read_text("utf-8").strip() if basic.username_file else basic.username
            return _basic(username, revealed(basic.password, basic.password_file))
        if section.authorization is not None:
            given = section.authorization
            return f"{given.type} {revealed(given.credentials, given.credentials_file)}"
        if section.bearer_token is not None or section.bearer_token_file is not None:
            return f"Bearer {revealed(section.bearer_token, section.bearer_token_file)}"
        return _basic(self._first.username, self._first.password) if self._first.userinfo else ""

    def _cookie(self, url: httpx.URL) -> str:
        carrier = httpx.Request("GET", url)
        self._cookies.set_cookie_header(carrier)
        return str(carrier.headers.get("cookie", ""))


def authority(url: httpx.URL) -> str:
    """Host and port as a Host header names them."""
    host = url.raw_host.decode("ascii")
    host = f"[{host}]" if ":" in host else host
    return host if url.port is None else f"{host}:{url.port}"


def _without_port(host: str) -> str:
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0] if host.count(":") == 1 else host


def _basic(username: str, password: str) -> str:
    return f"Basic {base64.b64encode(f'{username}:{password}'.encode()).decode()}"


def _encoded(answer: Answer) -> list[tuple[bytes, bytes]]:
    return [(b"set-cookie", value.encode("utf-8", "surrogateescape")) for value in answer.values("set-cookie")]
