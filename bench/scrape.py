"""A scraper as Prometheus is one: OpenMetrics, gzip, a connection kept while it lasts. The time of each is measured."""

from __future__ import annotations

import gzip
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException

_HEADERS = {
    "Accept": "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5",
    "Accept-Encoding": "gzip",
    "User-Agent": "marsad-bench",
}
_LATENESS = "marsad_schedule_lateness_seconds"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scrape:
    """One answer: how long it took to its last byte, its size on the wire, and the body."""

    seconds: float
    wire_bytes: int
    body: bytes

    @property
    def series(self) -> int:
        """How many series the body holds."""
        return self.body.count(b"\n") - self.body.count(b"\n#") - self.body.startswith(b"#")

    def value(self, series: str) -> float:
        """The value of one series as it is written, 0 where it is absent."""
        match = re.search(rb"^" + re.escape(series.encode()) + rb" (\S+)$", self.body, re.MULTILINE)
        return float(match[1]) if match else 0.0

    def sums_by(self, name: str, label: str) -> dict[str, float]:
        """The values of a metric, summed by one label."""
        sums: dict[str, float] = {}
        pattern = rb"^" + name.encode() + rb"\{(?:.*,)?" + label.encode() + rb'="([^"]*)".*\} (\S+)$'
        for match in re.finditer(pattern, self.body, re.MULTILINE):
            key = match[1].decode()
            sums[key] = sums.get(key, 0.0) + float(match[2])
        return sums

    def lateness(self, location: str) -> dict[float, float]:
        """The lateness histogram: the cumulative count by upper bound."""
        pattern = rf'^{_LATENESS}_bucket{{le="([^"]+)",location="{location}"}} (\S+)$'.encode()
        return {float(m[1]): float(m[2]) for m in re.finditer(pattern, self.body, re.MULTILINE)}


class Scraper:
    """Scrapes one program again and again."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=30)

    def scrape(self) -> Scrape:
        """One scrape, timed to its last byte; unpacking is the scraper's own affair."""
        seconds, packed = self.fetch()
        return Scrape(seconds=seconds, wire_bytes=len(packed), body=gzip.decompress(packed))

    def fetch(self) -> tuple[float, bytes]:
        """The seconds of one scrape and what came, still packed."""
        began = time.monotonic()
        try:
            packed = self._get()
        except (ConnectionError, HTTPException):  # kept too long: like Prometheus' client, ask again on a new one
            self._connection.close()
            packed = self._get()
        return time.monotonic() - began, packed

    def _get(self) -> bytes:
        self._connection.request("GET", "/metrics", headers=_HEADERS)
        return self._connection.getresponse().read()


def between(later: Mapping[float, float], earlier: Mapping[float, float]) -> dict[float, float]:
    """What a histogram counted between two scrapes, cumulative by upper bound as they are."""
    return {bound: count - earlier.get(bound, 0.0) for bound, count in later.items()}


def histogram_quantile(cumulative: Mapping[float, float], ratio: float) -> float:
    """A quantile of a histogram, interpolated inside its bucket as PromQL does; 0 of an empty one."""
    bounds = sorted(cumulative)
    wanted = ratio * cumulative[bounds[-1]] if bounds else 0.0
    low, below = 0.0, 0.0
    for bound in bounds:
        if cumulative[bound] >= wanted > 0:
            high = bound if bound != float("inf") else low
            return low + (high - low) * (wanted - below) / (cumulative[bound] - below)
        low, below = bound, cumulative[bound]
    return 0.0


def highest_bucket(cumulative: Mapping[float, float]) -> float:
    """The upper bound of the highest bucket that holds anything: no observation was above it."""
    everything = max(cumulative.values(), default=0.0)
    return min((bound for bound, count in cumulative.items() if count == everything), default=0.0)


def quantile(values: Sequence[float], ratio: float) -> float:
    """A quantile of measured values, the nearest one that was really measured."""
    ordered = sorted(values)
    return ordered[min(int(ratio * len(ordered)), len(ordered) - 1)] if ordered else 0.0
