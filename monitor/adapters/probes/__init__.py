"""Probes over the network: one look at one target, and the canaries that tell whether our own network works.

Read ``http`` first, then ``transport`` and ``network`` (how a connection is made and measured), ``reasons`` (which
exception means what), ``addresses`` and ``redirects`` (where a probe may not go), ``body``, ``tls`` and ``canary``.
"""

from monitor.adapters.probes.canary import CanaryProber
from monitor.adapters.probes.http import HttpProber
from monitor.adapters.probes.resolver import Resolver

__all__ = ["CanaryProber", "HttpProber", "Resolver"]
