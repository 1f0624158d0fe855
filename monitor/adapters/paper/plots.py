"""Latencies as bars: thick to the median, thin to the 95th percentile, on one scale for what is compared.

Shapes alone, in SVG that stretches with its place; the numbers stand beside it as text, which does not stretch.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from monitor.domain.report import Sample

_PLOT = Markup(
    '<svg class="plot" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
    '<rect class="thin" x="0" y="4" width="{p95:.2f}" height="2"/>'
    '<rect class="thick" x="0" y="1" width="{median:.2f}" height="8"/></svg>'
)


def plots(samples: Sequence[Sample]) -> list[Markup]:
    """One plot for each sample; the longest reaches the edge."""
    longest = max([one.p95 or 0.0 for one in samples], default=0.0)
    scale = 100 / longest if longest else 0.0
    return [_PLOT.format(median=(one.median or 0.0) * scale, p95=(one.p95 or 0.0) * scale) for one in samples]
