"""What must fit together across the platforms: identities, hosts, sources of inferred services, dependencies."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from monitor.adapters.manifest import notation
from monitor.adapters.manifest.findings import Findings
from monitor.adapters.manifest.outline import Outline, ServiceOutline, hosts
from monitor.adapters.manifest.settings_file import DefaultsSection
from monitor.adapters.manifest.target_rules import PlacedCheck, check_target
from monitor.adapters.manifest.tree import Document, Mapping, Path, mappings


def check_platforms(outline: Outline, defaults: DefaultsSection, findings: Findings) -> None:
    """Note everything that does not fit together."""
    for platform in outline.platforms.values():
        allowed = hosts(platform)
        for service in platform.services.values():
            _check_source(service, outline, findings)
            _check_targets(service.document, service.path, service.tree, outline, findings)
            _check_checks(service, allowed, defaults, findings)
        _check_targets(platform.document, platform.path, platform.tree, outline, findings)


def checks(service: ServiceOutline) -> Iterator[tuple[Path, Mapping]]:
    """The checks of ``service`` with their places."""
    return (((*service.path, "checks", index), check) for index, check in mappings(service.tree.get("checks")))


def seconds(check: Mapping, key: str, default: timedelta) -> float | None:
    """The length under ``key`` in seconds, the default where it is missing, ``None`` where it is wrong."""
    value = check.get(key)
    if value is None:
        return default.total_seconds()
    try:
        return notation.duration(value).total_seconds() if isinstance(value, str) else None
    except ValueError:
        return None


def _check_source(service: ServiceOutline, outline: Outline, findings: Findings) -> None:
    has_checks, source = service.tree.get("checks", []) != [], service.tree.get("inferred_from")
    if has_checks == (source is not None):
        sentence = "needs checks or inferred_from" if not has_checks else "has both checks and inferred_from; keep one"
        findings.error(
            service.document, service.path if not has_checks else (*service.path, "inferred_from"), f"{sentence}."
        )
        return
    if service.inferred_from is None:
        return
    place = (*service.path, "inferred_from")
    known = outline.service(service.inferred_from)
    if known is not None and known.inferred_from is not None:
        findings.error(service.document, place, "that service is inferred itself; name the one that is checked.")
    elif outline.certainly_lacks(service.inferred_from):
        findings.error(service.document, place, "no such service.")


def _check_targets(document: Document, path: Path, tree: Mapping, outline: Outline, findings: Findings) -> None:
    for index, edge in mappings(tree.get("depends_on")):
        target = edge.get("service")
        if isinstance(target, str) and target.count("/") == 1 and outline.certainly_lacks(target):
            findings.error(document, (*path, "depends_on", index, "service"), "no such service.")


def _check_checks(
    service: ServiceOutline, allowed: frozenset[str] | None, defaults: DefaultsSection, findings: Findings
) -> None:
    seen: set[str] = set()
    for path, check in checks(service):
        name = check.get("id")
        if isinstance(name, str):
            if name in seen:
                findings.error(service.document, (*path, "id"), "another check of this service has this id.")
            seen.add(name)
        check_target(PlacedCheck(document=service.document, path=path, tree=check, allowed=allowed), findings)
        _check_timeout(service, path, check, defaults, findings)


def _check_timeout(
    service: ServiceOutline, path: Path, check: Mapping, defaults: DefaultsSection, findings: Findings
) -> None:
    if "timeout" not in check and "interval" not in check:
        return  # the defaults themselves were compared once
    interval = seconds(check, "interval", defaults.interval)
    timeout = seconds(check, "timeout", defaults.timeout)
    if interval is not None and timeout is not None and timeout > interval:
        key = "timeout" if check.get("timeout") is not None else "interval"
        findings.error(service.document, (*path, key), "the timeout must not be longer than the interval.")
