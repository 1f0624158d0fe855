"""The command line, one module per group of verbs. Machine-readable output goes to stdout, all else to stderr."""

from monitor.cli.program import main

__all__ = ["main"]
