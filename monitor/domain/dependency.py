"""Which service rests on which (SEMANTICS section 7). Only ``hard`` edges explain an outage or lend a window."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from monitor.domain.catalogue import Catalogue, Check, Dependency, Service, Strength

SUSPICIOUS = 3  # dependants that fail together, where their root cannot be seen; fewer may be chance
_TOGETHER = timedelta(minutes=5)  # from one first failure to the next: the usual interval of a check


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspicion:
    """Services that fail together and rest on one root that nobody can see: perhaps one cause. Explains nothing."""

    root_id: str
    service_ids: tuple[str, ...]  # in the order of their first failures
    since: datetime


def hard_roots(catalogue: Catalogue, service: Service) -> tuple[Service, ...]:
    """Everything without which nothing of ``service`` works, nearest first."""
    found: dict[str, Service] = {}
    waiting = list(service.hard_roots)
    while waiting:
        root = catalogue.services.get(waiting.pop(0))
        if root is not None and root.id not in found and root.id != service.id:
            found[root.id] = root
            waiting += root.hard_roots
    return tuple(found.values())


def root_checks(catalogue: Catalogue, service: Service) -> Iterator[Check]:
    """The checks that speak for the hard roots of ``service``."""
    for root in hard_roots(catalogue, service):
        source = catalogue.services[root.inferred_from] if root.inferred_from else root
        yield from source.checks


def hampering(service: Service, failing: Container[str]) -> tuple[Dependency, ...]:
    """The edges of lesser strength that lead to one of the ``failing`` services: words, and never a verdict."""
    return tuple(
        edge for edge in service.depends_on if edge.strength is not Strength.HARD and edge.service_id in failing
    )


def suspicions(catalogue: Catalogue, failing: Mapping[str, datetime], unseen: Collection[str]) -> tuple[Suspicion, ...]:
    """What a common cause is suspected of, by root.

    ``failing`` are the services with an open incident, by its first failure; ``unseen`` those that are blocked or
    unknown now. Three that began together, each within five minutes of the one before, and share an unseen hard root
    are shown as one.
    """
    resting: dict[str, list[tuple[datetime, str]]] = {}
    for service_id, since in failing.items():
        for root in hard_roots(catalogue, catalogue.services[service_id]):
            if root.id in unseen:
                resting.setdefault(root.id, []).append((since, service_id))
    found = ((root_id, _longest_run(sorted(begun))) for root_id, begun in resting.items())
    return tuple(
        Suspicion(root_id=root_id, service_ids=tuple(name for _, name in run), since=run[0][0])
        for root_id, run in found
        if len(run) >= SUSPICIOUS
    )


def _longest_run(begun: list[tuple[datetime, str]]) -> list[tuple[datetime, str]]:
    """The most outages in a row that began together."""
    runs = [[begun[0]]]
    for before, after in pairwise(begun):
        if after[0] - before[0] <= _TOGETHER:
            runs[-1].append(after)
        else:
            runs.append([after])
    return max(runs, key=len)
