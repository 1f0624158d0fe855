"""One visit to one page: a request for each hop, our own faults tried again, the last answer read.

A fault of our own arises before anything is sent, so trying a hop again costs the host nothing; what the target
does, a refusal or a reset among it, is an observation and is never tried again (SEMANTICS section 2).
Requests go to the transport without httpx's client in between, which keeps cookies, prepares redirects before it is
asked to, and reads the environment.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

import httpx
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_after_attempt, wait_exponential

from monitor.adapters.probes.redirects import configured_url, is_redirect, next_method, next_url, shown_url
from monitor.adapters.transport.addresses import canonical_host
from monitor.adapters.transport.body import charset_of, decode_text, read_body
from monitor.adapters.transport.journal import Journal
from monitor.adapters.transport.phases import Phase
from monitor.adapters.transport.reasons import retryable_fault
from monitor.domain.target import HttpTarget

_MOST_ATTEMPTS = 3
_FIRST_WAIT_SECONDS = 0.1
_OURS = ("User-Agent", "Accept-Encoding", "Connection")  # no configuration varies who we are or what we can read


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The last answer of a visit, read to its end or to the limit; header names in lower case."""

    status: int
    headers: Mapping[str, str]
    text: str


class Visit:
    """Walks from the check's URL over the redirects it may follow to a page."""

    def __init__(
        self,
        transport: httpx.AsyncBaseTransport,
        target: HttpTarget,
        headers: Mapping[str, str],
        hosts: tuple[str, ...],
        *,
        journal: Journal,
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self._transport = transport
        self._target = target
        self._headers = headers
        self._hosts = hosts
        self._journal = journal
        self._sleep = sleep
        self._first = configured_url(target.url)

    async def page(self) -> Page:
        """The page at the end of the way; raises what ``reasons`` knows how to name."""
        visited, method = [self._first], self._target.method
        while True:
            response = await self._send(method, visited[-1])
            try:
                self._journal.note(response)
                if not is_redirect(response, self._target.expect):
                    return await self._read(response)
                url = next_url(response, self._hosts, visited)
            finally:
                await response.aclose()
            visited.append(url)
            self._journal.redirects.append(shown_url(url))
            method = next_method(method, response.status_code)

    async def _send(self, method: str, url: httpx.URL) -> httpx.Response:
        request = self._request(method, url)
        attempts = AsyncRetrying(
            sleep=self._sleep,
            stop=stop_after_attempt(_MOST_ATTEMPTS),
            wait=wait_exponential(multiplier=_FIRST_WAIT_SECONDS),
            retry=retry_if_exception(lambda error: retryable_fault(error) is not None),
            before=self._note_attempt,
            before_sleep=self._note_fault,
            reraise=True,
        )
        return await attempts(self._transport.handle_async_request, request)

    def _request(self, method: str, url: httpx.URL) -> httpx.Request:
        headers = httpx.Headers(self._headers)
        extensions: dict[str, object] = {"trace": self._journal.trace}
        # Configured headers may be secrets and the server name is the first host's: neither goes to another host.
        if canonical_host(url.host) == canonical_host(self._first.host):
            if self._target.headers:
                headers.update(self._target.headers)
                headers.update({name: self._headers[name] for name in _OURS})
            if self._target.tls.server_name is not None:
                extensions["sni_hostname"] = self._target.tls.server_name
        return httpx.Request(method, url, headers=headers, extensions=extensions)

    async def _read(self, response: httpx.Response) -> Page:
        with self._journal.watch.during(Phase.TRANSFER):
            body = await read_body(response, self._journal)
        text = decode_text(body, charset_of(response.headers.get("content-type", "")))
        return Page(status=response.status_code, headers=dict(response.headers), text=text)

    def _note_attempt(self, _: RetryCallState) -> None:
        self._journal.waiting = False

    def _note_fault(self, attempt: RetryCallState) -> None:
        error = attempt.outcome.exception() if attempt.outcome else None
        fault = retryable_fault(error) if error else None
        if fault is not None:
            self._journal.retries.append(fault)
            self._journal.waiting = True
