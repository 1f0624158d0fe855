"""What the live engine works with, handed over as one: clock, log, exposition, and a maker of probers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from monitor.domain.catalogue import Settings
from monitor.engine.ports import Canary, Clock, Log, Prober, Publisher


@dataclass(frozen=True, slots=True, kw_only=True)
class Outfit:
    """``equip`` makes the probers of a configuration, anew at each reload."""

    clock: Clock
    log: Log
    publisher: Publisher
    equip: Callable[[Settings], tuple[Prober, Canary]]
