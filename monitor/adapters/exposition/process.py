"""What this process counts of itself, kept by the client library on a registry that is passed in.

Few series, so the library's own rendering costs under a millisecond. Its ``_created`` samples are left out:
Prometheus would store each as one more series.
"""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, GCCollector, Histogram, PlatformCollector, ProcessCollector
from prometheus_client import Metric as CollectedFamily
from prometheus_client.exposition import generate_latest as generate_text
from prometheus_client.openmetrics.exposition import generate_latest as generate_openmetrics
from prometheus_client.registry import Collector

from monitor.adapters.exposition import catalogue
from monitor.adapters.exposition.metric import Metric
from monitor.engine.view import SkipReason

OUR_FAULTS = ("EAI_AGAIN", "EMFILE", "ENFILE", "EADDRNOTAVAIL", "ENOBUFS", "ENOMEM", "EAGAIN")
"""Errors of our own host that are retried (SEMANTICS section 2); label values of ``marsad_probe_retries_total``."""

_OTHER = "other"
_LATENESS_BUCKETS = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Process:
    """Counters and the histogram of the locations, and the library's ``process_*`` and ``python_*``."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._registry = registry
        ProcessCollector(registry=registry)
        PlatformCollector(registry=registry)
        GCCollector(registry=registry)
        self._probes = _counter(catalogue.PROBES, registry)
        self._scheduled = _counter(catalogue.SCHEDULED, registry)
        self._skipped = _counter(catalogue.SKIPPED, registry)
        self._retries = _counter(catalogue.RETRIES, registry)
        self.clock_steps = _counter(catalogue.CLOCK_STEPS, registry)
        self.unknown_modules = _counter(catalogue.UNKNOWN_MODULES, registry)
        self._lateness = Histogram(
            catalogue.LATENESS.name,
            catalogue.LATENESS.help,
            catalogue.LATENESS.labels,
            unit=catalogue.LATENESS.unit,
            buckets=_LATENESS_BUCKETS,
            registry=registry,
        )
        # Looking up a series by its label costs more than counting.
        self._of_probe: dict[str, tuple[Counter, Counter, Histogram]] = {}

    def enrol(self, location: str) -> None:
        """Make every series of the location exist."""
        self._of_probe[location] = (
            self._probes.labels(location),
            self._scheduled.labels(location),
            self._lateness.labels(location),
        )
        for skipped in SkipReason:
            self._skipped.labels(location, skipped.value)
        for fault in (*OUR_FAULTS, _OTHER):
            self._retries.labels(location, fault)

    def count_probe(self, location: str) -> None:
        """Count a completed probe."""
        self._of_probe[location][0].inc()

    def count_scheduled(self, location: str) -> None:
        """Count a probe that fell due on the grid."""
        self._of_probe[location][1].inc()

    def observe_lateness(self, location: str, seconds: float) -> None:
        """Record how long after its place on the grid a probe started."""
        self._of_probe[location][2].observe(seconds)

    def skip(self, location: str, reason: SkipReason) -> None:
        """Count a probe that fell due and did not run."""
        self._skipped.labels(location, reason.value).inc()

    def retry(self, location: str, fault: str) -> None:
        """Count a repeated attempt; a fault without a name of its own is ``other``, so that the set stays closed."""
        self._retries.labels(location, fault if fault in OUR_FAULTS else _OTHER).inc()

    def render(self, *, openmetrics: bool) -> bytes:
        """The families of the registry, without the end mark."""
        source = _WithoutCreated(self._registry)
        if openmetrics:
            body: bytes = generate_openmetrics(source)  # type: ignore[no-untyped-call]  # the library has no types here
            return body.removesuffix(b"# EOF\n")
        return generate_text(source)


class _WithoutCreated(Collector):
    def __init__(self, registry: CollectorRegistry) -> None:
        self._registry = registry

    def collect(self) -> Iterator[CollectedFamily]:
        for family in self._registry.collect():
            family.samples = [sample for sample in family.samples if not sample.name.endswith("_created")]
            yield family


def _counter(metric: Metric, registry: CollectorRegistry) -> Counter:
    return Counter(metric.name, metric.help, metric.labels, registry=registry)
