"""What one probe has seen so far, kept while it runs: a probe that fails half-way still reports the first half."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field

import httpcore
import httpx

from monitor.adapters.transport.phases import Phase, Stopwatch
from monitor.adapters.transport.tls import tls_facts
from monitor.domain.observation import Evidence, HttpFacts, TlsFacts


@dataclass(slots=True, kw_only=True)
class Journal:
    """The growing record of one probe."""

    watch: Stopwatch
    status: int = 0
    version: str = ""
    redirects: list[str] = field(default_factory=list)
    body_bytes: int = 0
    truncated: bool = False
    tls: TlsFacts | None = None
    retries: list[str] = field(default_factory=list)
    waiting: bool = False  # between a fault of our own and the next attempt
    answer: list[str] = field(default_factory=list)  # what a kind without pages brought back, a line each
    unmet: Evidence | None = None  # what came instead of what is still waited for

    def http(self) -> HttpFacts:
        """The answer as far as it came."""
        return HttpFacts(
            status=self.status,
            version=self.version,
            redirects=tuple(self.redirects),
            body_bytes=self.body_bytes,
            truncated=self.truncated,
        )

    def note(self, response: httpx.Response) -> None:
        """Write down status and version of an answer whose headers have come."""
        self.status = response.status_code
        self.version = response.http_version.removeprefix("HTTP/")

    async def trace(self, event: str, details: Mapping[str, object]) -> None:
        """Follow httpcore through a request (its ``trace`` extension)."""
        step = event.partition(".")[2]
        match step:
            case "start_tls.started":
                self.watch.enter(Phase.TLS)
            case "send_request_headers.started":
                self.watch.enter(Phase.CONNECT if _is_tunnel(details) else Phase.PROCESSING)
            case "start_tls.complete":
                self._note_session(details.get("return_value"))
                self.watch.leave()
            case "start_tls.failed" | "receive_response_headers.complete" | "receive_response_headers.failed":
                self.watch.leave()
            case _:
                pass

    def _note_session(self, stream: object) -> None:
        if isinstance(stream, httpcore.AsyncNetworkStream):
            session = stream.get_extra_info("ssl_object")
            if isinstance(session, ssl.SSLObject):
                self.tls = tls_facts(session)


def _is_tunnel(details: Mapping[str, object]) -> bool:
    """Whether the request being sent asks a proxy for a tunnel, which is part of connecting."""
    request = details.get("request")
    return isinstance(request, httpcore.Request) and request.method == b"CONNECT"
