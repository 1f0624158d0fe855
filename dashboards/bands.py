"""Bands and marks: declared windows and open pages, the same on every dashboard that shows them."""

from __future__ import annotations

from dashboards.frame import band, mark
from dashboards.queries import maintenance as ask

WINDOWS = band("Declared maintenance", ask.WINDOW_BANDS, colour="blue", text="{{name}}", tags="service_id")
WINDOWS_OF_PLATFORMS = band(
    "Declared maintenance", ask.PLATFORM_BANDS, colour="blue", text="{{platform}}", tags="platform"
)
PAGES = band("Page open", ask.PAGE_BANDS, colour="red", text="{{kind}}: {{name}}", tags="kind,service_id")
COMING = mark("Window begins", ask.COMING_MARKS, colour="light-blue", text="{{name}}")
