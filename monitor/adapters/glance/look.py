"""The glance itself: files and ledger together, or nothing where they take reading properly."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from monitor.adapters.glance.files import Outline, UnsureError, items, loaded, mapping, settings, text
from monitor.adapters.glance.ledger import Found, found
from monitor.domain.book import Book
from monitor.domain.catalogue import Catalogue, Dependency, Platform, Service, Strength, Text
from monitor.domain.chronicle import Chronicle

_TAKEN_UP_WITHIN = timedelta(seconds=30)  # two polls of 5 s agree on a change, and loading takes some seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """Enough for a list of windows. The catalogue knows services, their labels and roots, and nothing of checks."""

    chronicle: Chronicle
    catalogue: Catalogue
    notice_minimum: timedelta


def glance(config_file: Path, storage_url: str | None, now: datetime, behind: timedelta) -> Glance | None:
    """What the ledger says of windows, if all that the files say of them certainly stands in it.

    Those that were over ``behind`` before ``now`` may be missing, unless their overrun or recovery goes on.
    """
    try:
        known = settings(config_file, storage_url)
        kept = found(known.ledger, now, behind)
        if kept.heard_at.timestamp() < known.changed_at + _TAKEN_UP_WITHIN.total_seconds():
            return None
        return Glance(
            chronicle=kept.chronicle,
            catalogue=_catalogue(known.outlines, kept),
            notice_minimum=known.notice_minimum,
        )
    except (UnsureError, OSError, sqlite3.Error, ValueError, KeyError, TypeError):
        return None


def _catalogue(outlines: Iterable[Outline], kept: Found) -> Catalogue:
    """The services of the ledger; labels and roots come from the files in which they matter."""
    by_labels = _platforms_by_labels(kept.chronicle.book)
    services: dict[str, list[Service]] = {}
    for name in kept.service_ids:
        services.setdefault(name.partition("/")[0], []).append(_service(name))
    platforms = []
    for outline in outlines:
        kept_ones = services.get(outline.platform, [])
        if outline.rests_on_others or outline.platform in by_labels:
            platforms.append(_platform(outline.platform, _read(outline, kept_ones)))
        else:
            order = outline.names
            in_order = sorted(kept_ones, key=lambda service: order.get(service.name_part, len(order)))
            platforms.append(_platform(outline.platform, in_order))
    return Catalogue(platforms=tuple(platforms))


def _platforms_by_labels(book: Book) -> Collection[str]:
    specs = (revision.spec for chain in book.chains.values() for revision in chain)
    return {spec.platform for spec in specs if spec.scope.selectors}


def _read(outline: Outline, kept: Iterable[Service]) -> Iterator[Service]:
    file = mapping(loaded(outline.content))
    shared = _edges(file.get("depends_on", []))
    sections = {text(section.get("id")): section for section in map(mapping, items(file.get("services")))}
    if {f"{outline.platform}/{name}" for name in sections} != {service.id for service in kept}:
        raise UnsureError("services that the monitor does not watch")
    for name, section in sections.items():
        edges = shared | _edges(section.get("depends_on", []))
        yield _service(f"{outline.platform}/{name}", _labels(section.get("labels", {})), edges)


def _labels(value: object) -> Mapping[str, str]:
    return {key: text(label) for key, label in mapping(value).items()}


def _edges(value: object) -> dict[str, Strength]:
    sections = map(mapping, items(value))
    return {text(section.get("service")): Strength(text(section.get("strength"))) for section in sections}


def _service(
    name: str, labels: Mapping[str, str] | None = None, edges: Mapping[str, Strength] | None = None
) -> Service:
    depends_on = tuple(
        Dependency(service_id=root, strength=strength) for root, strength in (edges or {}).items() if root != name
    )
    return Service(id=name, name=Text(en="", ar=""), tier=1, labels=labels or {}, depends_on=depends_on)


def _platform(name: str, services: Iterable[Service]) -> Platform:
    nobody = Text(en="", ar="")
    return Platform(id=name, name=nobody, operator=nobody, timezone="UTC", hosts=(), services=tuple(services))
