"""The availability report as a page that is filed: one HTML file without script or outside resource, printed on A4.

Knows neither the ledger nor the command line; it draws what ``domain.report`` made.
"""

from monitor.adapters.paper.page import draw

__all__ = ["draw"]
