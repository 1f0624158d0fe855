"""Which service rests on which (SEMANTICS section 7). Only ``hard`` edges explain an outage or lend a window."""

from __future__ import annotations

from monitor.domain.catalogue import Catalogue, Service


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
