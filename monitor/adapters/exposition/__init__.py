"""Exposition for Prometheus: one catalogue of names, rendered blocks joined at scrape (record 0009).

Read ``catalogue`` for what is exported, ``metrics`` for how it is published, ``blocks`` for why it is fast.
"""

from __future__ import annotations

from monitor.adapters.exposition.metrics import Metrics

__all__ = ["Metrics"]
