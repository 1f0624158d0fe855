"""The command line, one module per group of verbs. Machine-readable output goes to stdout, all else to stderr."""

from __future__ import annotations

import gc

__all__ = ["main"]


def main() -> None:
    """The entry point of the distribution."""
    gc.disable()  # imports leave no garbage either, and a collection among them takes as long as fifty modules
    try:
        from monitor.cli.program import main as verbs  # noqa: PLC0415 - the collector has to be off before
    finally:
        gc.enable()
    verbs()
