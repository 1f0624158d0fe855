"""The API below ``/api/v1``: windows, services, incidents, reports, and a document that describes all of it.

Read ``paths`` for what there is, ``caller`` for who may, ``openapi`` for the document. Nothing here decides anything
about windows: that is done at the one door, ``domain.change``.
"""

from monitor.adapters.server.api.caller import PREFIX, USER
from monitor.adapters.server.api.paths import application
from monitor.adapters.server.api.sources import Api, Archive, Desk, ReportWish

__all__ = ["PREFIX", "USER", "Api", "Archive", "Desk", "ReportWish", "application"]
