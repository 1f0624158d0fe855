"""The composition root: the only place that builds real things and hands them to each other.

``files`` is what it reads, ``probing`` what looks at targets, ``program`` one run of the monitor.
"""

from __future__ import annotations

from monitor.app.files import Files, Options, loaded
from monitor.app.probing import probers
from monitor.app.program import Running, built, explained, run

__all__ = ["Files", "Options", "Running", "built", "explained", "loaded", "probers", "run"]
