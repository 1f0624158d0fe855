"""HTTP: metrics, health, reload and the page, with TLS and basic authentication in the exporter-toolkit's format.

Read ``app`` for the paths, ``api`` for those below ``/api/v1``, ``page`` for what people see, ``webconfig`` and
``access`` for who may see it.
"""

from __future__ import annotations

from monitor.adapters.server.api import Api, ReportWish
from monitor.adapters.server.app import Collaborators, Exposition, Probed, build
from monitor.adapters.server.runner import serve
from monitor.adapters.server.sockets import ListenError, beyond_loopback, listen_sockets, listening_on
from monitor.adapters.server.webconfig import WebConfig, load_web_config

__all__ = [
    "Api",
    "Collaborators",
    "Exposition",
    "ListenError",
    "Probed",
    "ReportWish",
    "WebConfig",
    "beyond_loopback",
    "build",
    "listen_sockets",
    "listening_on",
    "load_web_config",
    "serve",
]
