"""Warns where the configuration asks more of other people's hosts than we will do (SEMANTICS section 8).

Redirect hops count too, but only the first probes will show how many there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from monitor.adapters.manifest import notation
from monitor.adapters.manifest.findings import Findings
from monitor.adapters.manifest.outline import Outline
from monitor.adapters.manifest.references import checks, seconds
from monitor.adapters.manifest.settings_file import DefaultsSection
from monitor.adapters.manifest.target_rules import asked_hosts
from monitor.adapters.manifest.tree import Document, Path
from monitor.domain.conduct import FLOOR, Conduct, exempt

_ROUNDING = 1e-9


@dataclass(slots=True)
class _Load:
    """What all checks together ask of one host, and where the first of them stands."""

    document: Document
    path: Path
    checks: int = 0
    a_minute: float = 0.0

    def exceeds(self, floor: timedelta) -> bool:
        """Whether the host would be asked more often than once in ``floor``."""
        return self.a_minute > timedelta(minutes=1) / floor + _ROUNDING


def check_rates(outline: Outline, defaults: DefaultsSection, conduct: Conduct, findings: Findings) -> int:
    """Warn of every host that is not exempt and would be asked more than once a minute.

    The answer is the number of hosts that would be asked more often than ``conduct`` allows, be it less than that.
    """
    loads = _loads(outline, defaults, conduct)
    for host, load in loads.items():
        if load.exceeds(FLOOR):
            sentence = (
                f"{host} would be asked {load.a_minute:.3g} times a minute by {load.checks} check(s); "
                f"it is asked {_often(conduct.floor)} at most, the rest is skipped."
            )
            findings.warning(load.document, load.path, sentence)
    return sum(load.exceeds(conduct.floor) for load in loads.values())


def _often(floor: timedelta) -> str:
    return "once a minute" if floor == FLOOR else f"once in {notation.written(floor)}"


def _loads(outline: Outline, defaults: DefaultsSection, conduct: Conduct) -> dict[str, _Load]:
    loads: dict[str, _Load | None] = {}  # None of a host that is exempt, so that each is asked about once
    for service in outline.services:
        for path, check in checks(service):
            interval = seconds(check, "interval", defaults.interval)
            for place, host in asked_hosts(check) if interval else ():
                if host not in loads:
                    is_exempt = exempt(host, conduct.own_hosts)
                    loads[host] = None if is_exempt else _Load(service.document, (*path, *place))
                if (load := loads[host]) is not None and interval:
                    load.checks += 1
                    load.a_minute += 60 / interval
    return {host: load for host, load in loads.items() if load is not None}
