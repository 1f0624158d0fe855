"""Probes over the network: one look at one target, and the canaries that tell whether our own network works.

Read ``prober`` first (what is common to all kinds), then ``registry`` and the kinds it names; ``redirects`` says where
a probe may not go, ``faults`` what an error means, ``canary`` whether the fault is ours.
"""

from monitor.adapters.probes.canary import CanaryProber
from monitor.adapters.probes.prober import NetworkProber
from monitor.adapters.transport.names import Resolver

__all__ = ["CanaryProber", "NetworkProber", "Resolver"]
