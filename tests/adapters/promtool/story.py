"""An hour with a window from minute 10 to minute 30, and an outage around it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from monitor.adapters.manifest import load_scenario
from monitor.engine.scenario import Scenario

PLANNED, OVERRUN, BEFORE_AND_AFTER = ("12", "25"), ("12", "40"), ("05", "40")
_TEXT = """\
scenario: story
title: {{en: x, ar: س}}
starts: 2026-03-10T09:00:00Z
ends: 2026-03-10T10:00:00Z
settings: {{location: {{id: replay-1, country: SA}}, timezone: Asia/Riyadh, grace: 5m}}
platforms:
  - platform: absher
    name: {{en: Absher, ar: أبشر}}
    hosts: [absher.example]
    services:
      - id: portal
        name: {{en: Portal, ar: البوابة}}
        tier: 1
        checks: [{{id: landing, http: {{url: "https://absher.example/"}}}}]
observations:
  - {{at: 2026-03-10T09:{down}:00Z, check: absher/portal/landing, sees: {{fail: status}}}}
  - {{at: 2026-03-10T09:{up}:00Z, check: absher/portal/landing, sees: ok}}
windows:
  - at: 2026-03-08T09:00:00Z
    declare: {{id: w1, platform: absher, services: all, starts: 2026-03-10T09:10:00Z, ends: 2026-03-10T09:30:00Z}}
"""


def written(folder: Path, outage: tuple[str, str]) -> Path:
    path = folder / "story.yaml"
    path.write_text(_TEXT.format(down=outage[0], up=outage[1]))
    return path


def story(folder: Path, outage: tuple[str, str], length: timedelta = timedelta(hours=1)) -> Scenario:
    scenario = load_scenario(written(folder, outage), {})
    return replace(scenario, ends=scenario.starts + length)
