"""Prints the table of metrics: ``python -m monitor.adapters.exposition > docs/metrics.md``."""

from __future__ import annotations

import sys

from monitor.adapters.exposition.table import markdown

if __name__ == "__main__":
    sys.stdout.write(markdown())
