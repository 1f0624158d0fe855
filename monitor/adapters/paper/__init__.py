"""Pages that are filed: one HTML file without script or outside resource, printed on A4.

``page`` draws the availability report that ``domain.report`` made, ``history`` draws replays. Neither knows the ledger
or the command line.
"""

from monitor.adapters.paper.history import Firing, History, draw_histories
from monitor.adapters.paper.page import draw

__all__ = ["Firing", "History", "draw", "draw_histories"]
