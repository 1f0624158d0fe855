"""What the probers of one benchmark cost per probe, leg by leg, and the table and the plot of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

from bench.nginx import Kind
from bench.report import Figure, Limit

_MS = 1000.0
_WANTED = {Kind.PLAIN: Limit(0.5, "<= 0.5x"), Kind.ECDSA: Limit(0.9, "<= 0.9x")}


class Prober(StrEnum):
    """Who probes."""

    MARSAD = "marsad run"
    BLACKBOX = "blackbox_exporter"
    ENDPOINT = "Marsad's /probe"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """What one prober spent on one kind in one span."""

    prober: Prober
    kind: Kind
    cpu_seconds: float
    probes: int  # as nginx counts them
    counted: int  # as the prober does
    seconds: float
    failed: int
    scraping_seconds: float = 0.0  # of the CPU: what was spent while it was being scraped

    @property
    def per_probe(self) -> float:
        """CPU per probe in ms."""
        return _MS * self.cpu_seconds / max(self.probes, 1)

    @property
    def disagreement(self) -> float:
        """By how many percent the prober's count is off nginx's; some are in flight at either end."""
        return 100 * abs(self.counted - self.probes) / max(self.probes, 1)

    @property
    def rate(self) -> float:
        """Probes per second that were really made."""
        return self.probes / self.seconds

    def __str__(self) -> str:
        scraping = f", of it {_MS * self.scraping_seconds / max(self.probes, 1):.3f} ms in scrapes"
        return (
            f"{self.prober}, {self.kind}: {self.per_probe:.3f} ms a probe{scraping if self.scraping_seconds else ''} "
            f"({self.probes} probes in {self.seconds:.1f} s, {self.rate:.1f} a second, {self.failed} failed)"
        )


def figures(legs: Sequence[Leg]) -> Iterator[Figure]:
    """A row for each kind and own prober, against the exporter's."""
    for kind in Kind:
        peer = _median(legs, Prober.BLACKBOX, kind)
        for prober in (Prober.MARSAD, Prober.ENDPOINT):
            ours = _median(legs, prober, kind)
            if ours is not None:
                limit = _WANTED.get(kind) if prober is Prober.MARSAD else None
                name = f"CPU per probe, {kind}" if prober is Prober.MARSAD else f"{prober}, {kind}"
                yield Figure(name, ours, "ms", _spread(legs, kind), peer).held_against(limit)
    failed = sum(leg.failed for leg in legs)
    yield Figure("failed probes", failed, "").held_against(Limit(0, "none"))
    worst = max((leg.disagreement for leg in legs), default=0.0)
    yield Figure("probers' counts off nginx's", worst, "%", "the worst span").held_against(Limit(5, "<= 5 %"))


def told(legs: Sequence[Leg], where: str) -> Iterator[Figure]:
    """The same of ``marsad run``, held against nothing."""
    for kind in dict.fromkeys(leg.kind for leg in legs):
        ours, peer = _median(legs, Prober.MARSAD, kind), _median(legs, Prober.BLACKBOX, kind)
        yield Figure(f"{where}: CPU per probe, {kind}", ours, "ms", _spread(legs, kind), peer)


def bars(figures: Sequence[Figure]) -> Mapping[str, Mapping[str, float]]:
    """What the plot shows: by kind, CPU per probe of each prober in ms."""
    shown: dict[str, dict[str, float]] = {}
    for figure in figures:
        subject, _, kind = figure.name.partition(", ")
        if figure.value is None or figure.peer is None or subject not in {"CPU per probe", Prober.ENDPOINT}:
            continue
        prober = Prober.ENDPOINT if subject == Prober.ENDPOINT else Prober.MARSAD
        shown.setdefault(kind, {})[prober] = figure.value
        shown[kind][Prober.BLACKBOX] = figure.peer
    return shown


def _of(legs: Sequence[Leg], prober: Prober, kind: Kind) -> list[float]:
    return [leg.per_probe for leg in legs if leg.prober is prober and leg.kind is kind]


def _median(legs: Sequence[Leg], prober: Prober, kind: Kind) -> float | None:
    values = _of(legs, prober, kind)
    return median(values) if values else None


def _spread(legs: Sequence[Leg], kind: Kind) -> str:
    """Every measured span, so that a reader sees how far apart they lie."""
    return "; ".join(
        f"{prober} {' '.join(f'{value:.3f}' for value in _of(legs, prober, kind))}"
        for prober in Prober
        if _of(legs, prober, kind)
    )
