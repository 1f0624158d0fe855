"""Who watches the monitor during the demonstration: notes every change of a state, every page and what caused them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum

from monitor.domain.incident import Kind
from monitor.domain.verdict import State
from monitor.engine.view import FleetView, ServiceView


class Topic(Enum):
    """What a line is about; the value is how it begins."""

    WORLD = "world"
    STATE = "state"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class Line:
    """Something noticed ``offset`` seconds after the beginning."""

    offset: float
    topic: Topic
    text: str
    state: State | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """``marsad_incident_open`` of a service became 1, and 0 again."""

    service_id: str
    kind: Kind
    sent: float
    resolved: float | None = None


@dataclass(slots=True)
class Witness:
    """Looks at the fleet as often as it is told to, and remembers."""

    lines: list[Line] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    first: tuple[ServiceView, ...] = ()
    _states: dict[str, State] = field(default_factory=dict)

    def begin(self, fleet: FleetView) -> None:
        """Note how everything stands before anything was looked at."""
        self.first = fleet.services
        self._states = {view.service.id: view.state for view in fleet.services}

    def hear(self, offset: float, told: str) -> None:
        """Note what the simulated world does."""
        self.lines.append(Line(offset, Topic.WORLD, told))

    def look(self, fleet: FleetView, offset: float, offset_of_state: dict[str, float]) -> None:
        """Note what changed since the last look."""
        for view in fleet.services:
            self._see_state(view, offset, offset_of_state[view.service.id])
            self._see_page(view, offset)

    def _see_state(self, view: ServiceView, offset: float, since: float) -> None:
        name = view.service.id
        former, self._states[name] = self._states[name], view.state
        if view.state is not former:
            said = f"{name} is {worded(view.state)} since {since:.1f} s"
            self.lines.append(Line(offset, Topic.STATE, said, view.state))

    def _see_page(self, view: ServiceView, offset: float) -> None:
        name, kind = view.service.id, view.incident_open
        open_page = next((page for page in self.pages if page.service_id == name and page.resolved is None), None)
        if open_page is not None and open_page.kind is not kind:
            self.pages[self.pages.index(open_page)] = replace(open_page, resolved=offset)
            self.lines.append(Line(offset, Topic.PAGE, f"RESOLVED {open_page.kind} {name}"))
            open_page = None
        if kind is not None and open_page is None:
            self.pages.append(Page(service_id=name, kind=kind, sent=offset))
            self.lines.append(Line(offset, Topic.PAGE, f"SENT {kind} {name}"))


def worded(state: State) -> str:
    """The state for people."""
    return state.value.replace("_", " ")
