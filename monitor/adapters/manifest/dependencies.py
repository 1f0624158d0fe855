"""Finds the circles among ``depends_on`` (SEMANTICS section 7: cycles are a load error)."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.adapters.manifest.findings import Findings
from monitor.adapters.manifest.outline import Outline
from monitor.adapters.manifest.tree import Document, Mapping, Path, mappings


@dataclass(frozen=True, slots=True)
class _Edge:
    """One entry of a ``depends_on``, and where it stands."""

    target: str
    document: Document
    path: Path


def check_cycles(outline: Outline, findings: Findings) -> None:
    """Note every circle once, at the entry that closes it."""
    edges = _edges(outline)
    done: set[str] = set()
    noted: set[tuple[str, Path]] = set()
    for start in edges:
        for circle, closing in _circles(start, edges, done):
            place = (closing.document.file, closing.path)
            if place not in noted:
                noted.add(place)
                sentence = f"depends on itself: {' -> '.join(circle)}."
                findings.error(closing.document, (*closing.path, "service"), sentence)


def _circles(start: str, edges: dict[str, list[_Edge]], done: set[str]) -> list[tuple[list[str], _Edge]]:
    """The circles met on a walk from ``start``, depth first on a stack of our own; what is ``done`` is left out."""
    found: list[tuple[list[str], _Edge]] = []
    way: list[str] = []
    stack: list[tuple[str, int]] = [] if start in done else [(start, 0)]
    while stack:
        node, position = stack.pop()
        if position == 0:
            way.append(node)
        following = edges.get(node, [])
        if position == len(following):
            done.add(way.pop())
            continue
        stack.append((node, position + 1))
        edge = following[position]
        if edge.target in way:
            found.append(([*way[way.index(edge.target) :], edge.target], edge))
        elif edge.target not in done:
            stack.append((edge.target, 0))
    return found


def _edges(outline: Outline) -> dict[str, list[_Edge]]:
    return {
        service.id: [
            *(edge for edge in _listed(platform.document, platform.path, platform.tree) if edge.target != service.id),
            *_listed(service.document, service.path, service.tree),
        ]
        for platform in outline.platforms.values()
        for service in platform.services.values()
    }


def _listed(document: Document, path: Path, tree: Mapping) -> list[_Edge]:
    return [
        _Edge(target, document, (*path, "depends_on", index))
        for index, entry in mappings(tree.get("depends_on"))
        if isinstance(target := entry.get("service"), str)
    ]
