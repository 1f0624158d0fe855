"""Reloading the configuration: on SIGHUP, on request, and when the files' contents change. Whole or not at all.

Contents are polled rather than watched, so that a ConfigMap's swapped symlink counts; a change is taken up once two
polls agree on it, so that a half-written file is not read. What fails leaves the old configuration running.
"""

from __future__ import annotations

import asyncio

from monitor.domain.catalogue import Configuration
from monitor.domain.errors import ConfigurationError, Problem, Severity
from monitor.engine.fleet import Fleet
from monitor.engine.outfit import Outfit
from monitor.engine.ports import Manifest

_POLL_SECONDS = 5.0


class Reloader:
    """One reload at a time."""

    def __init__(self, manifest: Manifest, fleet: Fleet, outfit: Outfit) -> None:
        self._manifest = manifest
        self._fleet = fleet
        self._clock, self._log, self._publisher = outfit.clock, outfit.log, outfit.publisher
        self._busy = asyncio.Lock()
        self._tried = ""  # the contents of the last attempt, whoever asked for it

    async def reload(self) -> tuple[Problem, ...]:
        """Load and take over the configuration; all problems where it was refused, else its warnings."""
        async with self._busy:
            self._tried = await asyncio.to_thread(self._manifest.fingerprint)
            try:
                configuration = await asyncio.to_thread(self._manifest.load)
            except ConfigurationError as refusal:
                sha256 = self._fleet.configuration.sha256
                self._publisher.set_reload(ok=False, instant=self._clock.now(), sha256=sha256)
                errors = [str(problem) for problem in refusal.problems if problem.severity is Severity.ERROR]
                self._log.error("reload_failed", problems=len(errors), first=errors[0])
                return refusal.problems
            self._say_what_needs_a_restart(configuration)
            await self._fleet.adopt(configuration)
            self._publisher.set_reload(ok=True, instant=self._clock.now(), sha256=configuration.sha256)
            self._log.info("reloaded", sha256=configuration.sha256)
            return configuration.warnings

    async def poll(self) -> None:
        """Reload whenever the contents of the files have changed and settled; until cancelled."""
        self._tried = seen = await asyncio.to_thread(self._manifest.fingerprint)
        while True:
            await self._clock.sleep(_POLL_SECONDS)
            former, seen = seen, await asyncio.to_thread(self._manifest.fingerprint)
            if seen == former != self._tried:
                await self.reload()

    def _say_what_needs_a_restart(self, configuration: Configuration) -> None:
        old, new = self._fleet.configuration.settings, configuration.settings
        for name in ("location", "storage_url", "retention", "listen"):
            if getattr(old, name) != getattr(new, name):
                self._log.warning("needs_a_restart", setting=name)
