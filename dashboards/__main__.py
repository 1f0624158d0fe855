"""Writes ``dashboards/json``; fails when a committed file was stale, so that a change is seen and committed."""

from __future__ import annotations

import sys

from dashboards.build import renew

if __name__ == "__main__":
    stale = [f"dashboards/json/{path.name} was stale and is new now: commit it" for path in renew()]
    sys.exit("\n".join(stale) or None)  # an empty text would still be a failure
