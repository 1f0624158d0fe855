# What happens on the simulated platforms, second by second, and who must be told of it.
#
# One timeline serves all scenarios; each has a platform of its own. Expectations were written from SEMANTICS before the
# first run. Windows stand at seconds 10 to 40; the grace is 3 s; our own network is dead from 62 to 70.
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.e2e.platform import FORBIDDEN, OK, UNAVAILABLE
from tests.faulty_server import Behaviour, answers

MAINTENANCE = answers("نأسف، الموقع قيد الصيانة".encode(), 503)
WINDOW = (10.0, 40.0)
BLIND = (62.0, 70.0)
ALERTMANAGER_RESTARTS = 30.0
KILLED, STARTED_AGAIN = 86.0, 87.0
OVER = 108.0  # the monitor is killed for good


@dataclass(frozen=True, slots=True)
class Act:
    """From ``at`` seconds on the service's page behaves like this."""

    at: float
    behaviour: Behaviour


@dataclass(frozen=True, slots=True)
class Scenario:
    """One story; ``pages`` and ``resolves`` at receiver ``pager``, ``tickets`` at receiver ``tickets``."""

    name: str
    title: str
    acts: tuple[Act, ...]
    pages: int
    resolves: int
    tickets: int = 0
    impact: str | None = None  # of a window, if there is one
    check: Mapping[str, Any] = field(default_factory=dict)
    paged: tuple[float, float] = (0.0, OVER)  # between these seconds
    resolved: tuple[float, float] = (0.0, OVER)
    dependants: int = 0  # services that cannot work without this one
    behind: tuple[Act, ...] = ()  # what their pages do

    @property
    def service_id(self) -> str:
        return f"{self.name}/main"


def _down(start: float, stop: float) -> tuple[Act, ...]:
    return (Act(start, UNAVAILABLE), Act(stop, OK))


STORY = (
    Scenario("outside", "outage outside any window", _down(5, 25), pages=1, resolves=1),
    Scenario("inside", "outage inside a covering window", _down(15, 35), pages=0, resolves=0, impact="outage"),
    Scenario(
        "overrun",
        "overrun: one page after grace",
        _down(15, 58),
        pages=1,
        resolves=1,
        impact="outage",
        paged=(43, 55),
    ),
    Scenario("through", "before, through and after a window", _down(4, 58), pages=1, resolves=1, impact="outage"),
    Scenario(
        "recovers",
        "recovery inside a window resolves at once",
        _down(4, 20),
        pages=1,
        resolves=1,
        impact="outage",
        paged=(4, 18),
        resolved=(20, 38),  # before the window's end
    ),
    Scenario(
        "degraded",
        "full outage inside a degraded window",
        _down(15, 50),
        pages=1,
        resolves=1,
        impact="degraded",
        paged=(15, 38),  # at once, not at the window's end
    ),
    Scenario(
        "edge",
        "first failure just before the start: none until the end",
        _down(8.4, 58),
        pages=1,
        resolves=1,
        impact="outage",
        check={"down_after": 4},  # so that the run is confirmed inside
        paged=(43, 55),
    ),
    Scenario("blind", "a blind spell in mid-outage", _down(48, 82), pages=1, resolves=1),
    Scenario(
        "blocked",
        "a block page in mid-outage",
        (Act(42, UNAVAILABLE), Act(48, FORBIDDEN), Act(54, UNAVAILABLE), Act(59, OK)),
        pages=1,
        resolves=1,
    ),
    # The root is seen first, as Alertmanager's `group_wait` allows for; here that wait is scaled to one second.
    Scenario(
        "root",
        "hard root down with nine dependants",
        _down(44, 58),
        pages=1,
        resolves=1,
        dependants=9,
        behind=_down(48, 58),
    ),
    Scenario("uplink", "own network dead: none for the service", _down(62.5, 69), pages=0, resolves=0),
    # The ticket is MarsadBlocked's, whose half hour is scaled to seconds.
    Scenario("refused", "block page only", (Act(5, FORBIDDEN), Act(58, OK)), pages=0, resolves=0, tickets=1),
    Scenario(
        "undeclared",
        "undeclared maintenance page: a page and a ticket",
        (Act(20, MAINTENANCE), Act(45, OK)),
        pages=1,
        resolves=1,
        tickets=1,
    ),
    Scenario("killed", "monitor killed and restarted in mid-outage", _down(76, 98), pages=1, resolves=1),
)
