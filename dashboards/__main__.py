"""Writes ``dashboards/json``; fails when a committed file was stale, so that a change is seen and committed."""

from __future__ import annotations

import sys

from dashboards.build import renew

if __name__ == "__main__":
    stale = renew()
    sys.exit("\n".join(f"{path} was stale and is new now: commit it" for path in stale))
