"""The contract of ``/probe`` as users of blackbox_exporter know it: modules, parameters, metrics.

Read ``handler`` for a request, ``modules`` and ``sections`` for the configuration, ``journey`` for what a probe works
with, and the modules named after the probers. Whom a probe may ask is ``permission`` and ``turns``.
"""

from __future__ import annotations

from monitor.adapters.blackbox.handler import Answer, Handler, Identity, Premises
from monitor.adapters.blackbox.journey import Means
from monitor.adapters.blackbox.modules import Modules, built_in, load
from monitor.adapters.blackbox.permission import Permission, permission

__all__ = [
    "Answer",
    "Handler",
    "Identity",
    "Means",
    "Modules",
    "Permission",
    "Premises",
    "built_in",
    "load",
    "permission",
]
