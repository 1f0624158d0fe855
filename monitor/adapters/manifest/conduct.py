"""Warns where the configuration asks more of other people's hosts than we will do (SEMANTICS section 8)."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.adapters.manifest import notation
from monitor.adapters.manifest.findings import Findings
from monitor.adapters.manifest.outline import Outline
from monitor.adapters.manifest.references import checks, seconds, url_of
from monitor.adapters.manifest.settings_file import DefaultsSection
from monitor.adapters.manifest.tree import Document, Path
from monitor.domain.conduct import exempt

MOST_A_MINUTE = 1.0
_ROUNDING = 1e-9


@dataclass(slots=True)
class _Load:
    """What all checks together ask of one host, and where the first of them stands."""

    document: Document
    path: Path
    checks: int = 0
    a_minute: float = 0.0


def check_rates(outline: Outline, defaults: DefaultsSection, own_hosts: frozenset[str], findings: Findings) -> None:
    """Warn of every host that is not exempt and would be asked more than once a minute."""
    loads: dict[str, _Load] = {}
    for service in outline.services:
        for path, check in checks(service):
            host = notation.host_of(url_of(check) or "")
            interval = seconds(check, "interval", defaults.interval)
            if host and interval and not exempt(host, own_hosts):
                load = loads.setdefault(host, _Load(service.document, (*path, "http", "url")))
                load.checks += 1
                load.a_minute += 60 / interval
    for host, load in loads.items():
        if load.a_minute > MOST_A_MINUTE + _ROUNDING:
            sentence = (
                f"{host} would be asked {load.a_minute:.3g} times a minute by {load.checks} check(s); "
                "it is asked once a minute at most, the rest is skipped."
            )
            findings.warning(load.document, load.path, sentence)
