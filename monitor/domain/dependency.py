"""Which service rests on which (SEMANTICS section 7). Only ``hard`` edges explain an outage or lend a window."""

from __future__ import annotations

from collections.abc import Mapping

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


def cycle(edges: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """One cycle of a graph as ``(a, b, …, a)``, or ``()``: services that rest on each other are a load error."""
    done: set[str] = set()
    for start in edges:
        path: list[str] = []
        if found := _walk(start, edges, path, done):
            return found
    return ()


def _walk(node: str, edges: Mapping[str, tuple[str, ...]], path: list[str], done: set[str]) -> tuple[str, ...]:
    if node in path:
        return (*path[path.index(node) :], node)
    if node in done:
        return ()
    path.append(node)
    for following in edges.get(node, ()):
        if found := _walk(following, edges, path, done):
            return found
    path.pop()
    done.add(node)
    return ()
