"""When time alone will change something: one lazy timer per service, so that a tick costs only what is due."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from datetime import datetime


class Wakeups:
    """A heap of instants. A service's timer is moved earlier at once and later when it rings."""

    def __init__(self) -> None:
        self._heap: list[tuple[datetime, str]] = []
        self._pending: dict[str, datetime] = {}

    def at(self, service_id: str, instant: datetime | None) -> None:
        """Ask to be rung for ``service_id`` at ``instant`` at the latest."""
        if instant is None:
            return
        pending = self._pending.get(service_id)
        if pending is None or instant < pending:
            self._pending[service_id] = instant
            heapq.heappush(self._heap, (instant, service_id))

    def due(self, now: datetime) -> Iterator[str]:
        """The services whose instant is reached; each must be asked anew with ``at``."""
        rung: list[str] = []
        while self._heap and self._heap[0][0] <= now:
            instant, service_id = heapq.heappop(self._heap)
            if self._pending.get(service_id) == instant:
                del self._pending[service_id]
                rung.append(service_id)
        return iter(rung)
