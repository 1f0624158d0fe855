"""Hand-written collaborators of the application."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field

import httpx

from monitor.adapters.server import Collaborators, Probed
from monitor.domain.errors import LedgerError, Problem
from monitor.domain.explanation import Story
from monitor.engine.view import FleetView
from tests.adapters.server.fleets import EVERY_STATE, NOW, fleet_of


class Text004:
    """An exposition that says how it was asked, and remembers in which threads."""

    def __init__(self) -> None:
        self.threads: set[int] = set()

    def render(self, accept: str, *, gzip: bool) -> tuple[str, bytes]:
        self.threads.add(threading.get_ident())
        return "text/plain; version=0.0.4; charset=utf-8", f"{accept}|{gzip}\n".encode()


@dataclass
class Program:
    """What stands behind the paths, to be changed by a test."""

    fleet: FleetView = field(default_factory=lambda: fleet_of(*EVERY_STATE))
    is_ready: bool = True
    problems: tuple[Problem, ...] = ()
    reloads: int = 0
    exposition: Text004 = field(default_factory=Text004)
    stories: dict[str, Story] = field(default_factory=dict)
    ledger_fault: str = ""
    configuration: str = "location: {id: riyadh-1}\n"
    probed: Probed = (200, {"Content-Type": "text/plain; version=0.0.4; charset=utf-8"}, b"probe_success 1\n")
    probes: list[tuple[tuple[tuple[str, str], ...], str]] = field(default_factory=list)  # query and timeout header

    async def reload(self) -> tuple[Problem, ...]:
        self.reloads += 1
        return self.problems

    async def probe(self, query: Sequence[tuple[str, str]], headers: Mapping[str, str]) -> Probed:
        self.probes.append((tuple(query), headers.get("x-prometheus-scrape-timeout-seconds", "")))
        return self.probed

    def explain(self, service_id: str) -> Story | None:
        if self.ledger_fault:
            raise LedgerError(self.ledger_fault, transient=True)
        return self.stories.get(service_id)

    def collaborators(self) -> Collaborators:
        return Collaborators(
            exposition=self.exposition,
            fleet=lambda: self.fleet,
            ready=lambda: self.is_ready,
            reload=self.reload,
            effective_config=lambda: self.configuration,
            explain=self.explain,
            probe=self.probe,
            now=lambda: NOW,
        )


Visit = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
