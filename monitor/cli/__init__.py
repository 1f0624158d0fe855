"""The command line, one module per group of verbs. Machine-readable output goes to stdout, all else to stderr."""

from __future__ import annotations

import gc
import sys

__all__ = ["main"]

_QUICK = ["windows", "list"]  # asked for so often that it is spared the imports of the other verbs


def main() -> None:
    """The entry point of the distribution."""
    gc.disable()  # imports leave no garbage either, and a collection among them takes as long as fifty modules
    if sys.argv[1:3] == _QUICK:
        from monitor.cli.windows_quick import answered  # noqa: PLC0415 - the collector has to be off before

        if answered(sys.argv[3:]):
            return
    try:
        from monitor.cli.program import main as verbs  # noqa: PLC0415 - see above
    finally:
        gc.enable()
    verbs()
