"""Simulated platforms on loopback, for the demonstration: TLS servers that work or fail as a script tells them.

Read ``behaviour`` (what a page may do), ``listener`` and ``platform`` (who answers), ``network`` (all of it, and the
canaries), ``script`` (what happens when) and ``certificates``. Nothing here knows the monitor that looks on.
"""

from monitor.adapters.simulation.behaviour import Behaviour
from monitor.adapters.simulation.certificates import SimulationError, issue
from monitor.adapters.simulation.network import SimulatedNetwork
from monitor.adapters.simulation.platform import SimulatedPlatform
from monitor.adapters.simulation.script import Cut, Mend, Step, Switch, play

__all__ = [
    "Behaviour",
    "Cut",
    "Mend",
    "SimulatedNetwork",
    "SimulatedPlatform",
    "SimulationError",
    "Step",
    "Switch",
    "issue",
    "play",
]
