"""What one probe has seen so far, kept while it runs: a probe that fails half-way still reports the first half."""

from __future__ import annotations

from dataclasses import dataclass, field

from monitor.adapters.transport.phases import Stopwatch
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
