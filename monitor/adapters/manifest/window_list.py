"""Reads a file of windows by itself, as those of ``config/windows`` are written, for a catalogue that is known.

What the windows may cover and how long they may be is the book's to say, when they are entered.
"""

from __future__ import annotations

from collections.abc import Mapping as Environ
from pathlib import Path

from monitor.adapters.manifest.configuration import placed_windows
from monitor.adapters.manifest.findings import Findings
from monitor.adapters.manifest.source import read
from monitor.adapters.manifest.window_file import spec
from monitor.adapters.manifest.window_rules import check_shape
from monitor.domain.catalogue import Catalogue
from monitor.domain.window import WindowSpec


def windows_in(path: Path, environ: Environ[str, str], catalogue: Catalogue, timezone: str) -> tuple[WindowSpec, ...]:
    """The windows of the file at ``path``; ``timezone`` is the monitor's.

    Raises:
        ConfigurationError: with everything that is wrong in their shape.
    """
    findings = Findings()
    document, _ = read(path, environ, findings)
    placed = placed_windows(document, findings) if document is not None else []
    for window in placed:
        check_shape(window, findings)
    findings.raise_errors()
    zones = {platform.id: platform.timezone for platform in catalogue.platforms}
    return tuple(spec(one.window, zones.get(one.window.platform) or timezone) for one in placed)
