"""A desk at which ``/probe`` is asked without a server around it; hosts are names that lead to loopback."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

from monitor.adapters.blackbox import Handler, Identity, Means, Modules, Permission, Premises, load
from monitor.adapters.clock import SystemClock
from monitor.adapters.transport.names import Resolver
from monitor.domain.catalogue import Check
from monitor.domain.conduct import Conduct
from monitor.domain.target import HttpTarget
from monitor.engine.agenda import Agenda
from monitor.engine.guests import Guests

START = datetime(2026, 3, 10, 12, tzinfo=UTC)
AGENT = "marsad/0 (+https://marsad.sa/contact)"


def check_of(host: str, *, interval: timedelta = timedelta(hours=1)) -> Check:
    second = timedelta(seconds=1)
    return Check(
        id=f"absher/portal/{host}",
        target=HttpTarget(url=f"https://{host}/"),
        interval=interval,
        timeout=second,
        slow=second,
    )


def modules_of(folder: Path, text: str) -> Modules:
    path = folder / "modules.yml"
    path.write_text(text, encoding="utf-8")
    return load(path)


@dataclass(slots=True, kw_only=True)
class Reply:
    """One answer, read."""

    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def samples(self) -> Mapping[str, float]:
        """Series as ``name`` or ``name{label value, ...}``."""
        found = {}
        for family in text_string_to_metric_families(self.text):
            for sample in family.samples:
                labels = "{" + ", ".join(sample.labels.values()) + "}" if sample.labels else ""
                found[sample.name + labels] = sample.value
        return found


@dataclass(slots=True, kw_only=True)
class Desk:
    """Whom it may ask, with which modules, and what was counted."""

    modules: Modules
    permission: Permission = field(default_factory=lambda: Permission(hosts=frozenset({"127.0.0.1"})))
    own_hosts: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    in_window: bool = False
    unknown_modules: int = 0
    lookups: list[str] = field(default_factory=list)
    passed: timedelta = timedelta(0)  # beside the time that really passes
    clock: SystemClock = field(default_factory=SystemClock)
    agenda: Agenda = field(init=False)
    began: float = field(init=False)

    def __post_init__(self) -> None:
        self.began = self.clock.monotonic()
        self.agenda = Agenda(self.checks, START, Conduct(own_hosts=self.own_hosts))

    def steady(self) -> datetime:
        return START + timedelta(seconds=self.clock.monotonic() - self.began) + self.passed

    def handler(self) -> Handler:
        means = Means(
            clock=self.clock,
            resolver=Resolver(self._look_up),
            user_agent=AGENT,
            own_hosts=frozenset(self.own_hosts),
        )
        premises = Premises(
            modules=self.modules,
            permission=self.permission,
            own_hosts=self.own_hosts,
            guests=Guests(self.agenda, self.clock, self.steady, lambda: None),
            maintenance=self._maintenance,
            count_unknown_module=self._count,
        )
        return Handler(means, premises)

    async def ask(self, headers: Mapping[str, str] | None = None, **query: str) -> Reply:
        async with asyncio.timeout(20):
            status, answered, body = await self.handler().answer(list(query.items()), headers or {})
        return Reply(status=status, headers=answered, text=body.decode())

    def _look_up(self, host: str, family: int) -> list[str]:
        del family
        self.lookups.append(host)
        return ["127.0.0.1"]

    def _maintenance(self, service_id: str) -> tuple[Identity, bool]:
        return ("absher", service_id, "1", ""), self.in_window

    def _count(self) -> None:
        self.unknown_modules += 1
