"""What can be made out of the platforms' trees even where something in them is wrong.

Cross-references are looked up here and not in validated models, so that one bad key hides no other problem.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from monitor.adapters.manifest import notation
from monitor.adapters.manifest.fields import IDENTITY
from monitor.adapters.manifest.findings import Findings
from monitor.adapters.manifest.tree import Document, Mapping, Path, Sequence, mappings

_IDENTITY = re.compile(IDENTITY)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceOutline:
    """One service and where it stands."""

    id: str  # platform/service
    document: Document
    path: Path
    tree: Mapping

    @property
    def inferred_from(self) -> str | None:
        """``platform/service`` of the source, if one is named."""
        source = self.tree.get("inferred_from")
        if not isinstance(source, str):
            return None
        return source if "/" in source else f"{self.id.partition('/')[0]}/{source}"

    @property
    def labels(self) -> dict[str, str]:
        """The labels that are texts."""
        labels = self.tree.get("labels")
        items = labels.items() if isinstance(labels, Mapping) else ()
        return {key: value for key, value in items if isinstance(value, str)}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformOutline:
    """One platform and where it stands; ``whole`` is false where a service could not be made out."""

    id: str
    document: Document
    path: Path
    tree: Mapping
    services: dict[str, ServiceOutline] = field(default_factory=dict)  # by the service part of the identity
    whole: bool = True

    @property
    def timezone(self) -> str | None:
        """The platform's zone, if it names one that exists."""
        zone = self.tree.get("timezone")
        return zone if isinstance(zone, str) and zone in notation.zone_names() else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """All platforms; ``whole`` is false where a file or a platform could not be made out."""

    platforms: dict[str, PlatformOutline]
    whole: bool

    @property
    def services(self) -> Iterator[ServiceOutline]:
        """Every service of every platform."""
        return (service for platform in self.platforms.values() for service in platform.services.values())

    def service(self, service_id: str) -> ServiceOutline | None:
        """The service called ``platform/service``."""
        platform_id, _, name = service_id.partition("/")
        platform = self.platforms.get(platform_id)
        return platform.services.get(name) if platform else None

    def certainly_lacks(self, service_id: str) -> bool:
        """Whether no service of that name exists, and none of the parts we could not read can be it."""
        platform = self.platforms.get(service_id.partition("/")[0])
        return self.service(service_id) is None and (platform.whole if platform else self.whole)


def outline(places: Iterable[tuple[Document, Path, object]], findings: Findings, *, whole: bool) -> Outline:
    """The platforms at ``places`` (document, path, tree); a second one of the same name is noted."""
    platforms: dict[str, PlatformOutline] = {}
    for document, path, tree in places:
        name = tree.get("platform") if isinstance(tree, Mapping) else None
        # what another file calls a misspelt platform cannot be known
        whole = whole and isinstance(name, str) and _IDENTITY.fullmatch(name) is not None
        if not isinstance(tree, Mapping) or not isinstance(name, str):
            continue
        if name in platforms:
            first = platforms[name]
            findings.error(document, (*path, "platform"), f"this platform is already defined in {first.document.file}.")
        else:
            platforms[name] = _platform(name, document, path, tree, findings)
    return Outline(platforms=platforms, whole=whole)


def hosts(platform: PlatformOutline) -> frozenset[str] | None:
    """The platform's hosts, or ``None`` where the list is wrong itself."""
    listed = platform.tree.get("hosts")
    if not isinstance(listed, Sequence) or not listed:
        return None
    try:
        return frozenset(notation.host(item if isinstance(item, str) else "") for item in listed)
    except ValueError:
        return None


def _platform(name: str, document: Document, path: Path, tree: Mapping, findings: Findings) -> PlatformOutline:
    listed = tree.get("services")
    services: dict[str, ServiceOutline] = {}
    unreadable = 0 if isinstance(listed, Sequence) else 1
    for index, service in mappings(listed):
        place = (*path, "services", index)
        part = service.get("id")
        is_named = isinstance(part, str) and _IDENTITY.fullmatch(part) is not None
        unreadable += 0 if is_named else 1
        if not isinstance(part, str):
            continue
        if part in services:
            findings.error(document, (*place, "id"), "another service of this platform has this id.")
        else:
            services[part] = ServiceOutline(id=f"{name}/{part}", document=document, path=place, tree=service)
    return PlatformOutline(id=name, document=document, path=path, tree=tree, services=services, whole=not unreadable)
