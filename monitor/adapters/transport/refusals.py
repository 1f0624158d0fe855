"""What our own rules refuse while a probe is under way, as exceptions of the probes package.

They never leave it: the prober turns each into an observation.
"""

from __future__ import annotations

from monitor.domain.observation import Reason


class RefusedError(Exception):
    """A rule of conduct stops the probe here (SEMANTICS section 8); it carries its evidence."""

    def __init__(self, reason: Reason, rule: str, *, found: str, wanted: str = "") -> None:
        super().__init__(f"{rule}: {found}")
        self.reason = reason
        self.rule = rule
        self.found = found
        self.wanted = wanted


class OwnFaultError(Exception):
    """Something of ours is missing or broken, so nothing was seen of the target."""
