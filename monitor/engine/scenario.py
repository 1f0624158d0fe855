"""A replay scenario: what the probes would see, what the ledger would learn, and what must come of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from monitor.domain.book import Author, Book, Revision, Rules
from monitor.domain.catalogue import Catalogue, Settings, Text
from monitor.domain.change import Change, Verb, enter
from monitor.domain.incident import Kind
from monitor.domain.observation import Outcome, Reason
from monitor.domain.verdict import State
from monitor.domain.window import WindowSpec

_AUTHOR = Author(by="scenario", why="", origin="scenario")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """From ``at`` on every probe of ``check_id`` sees this, until the next entry."""

    at: datetime
    check_id: str
    outcome: Outcome
    reason: Reason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CanaryChange:
    """From ``at`` on the canaries of the location answer, or do not."""

    at: datetime
    reachable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowEvent:
    """One event of the window ledger, at the instant it became known.

    ``spec`` is set for ``declare``; ``changes`` holds the keys of a revision as written in the file, with values
    already in domain types (keys are fields of ``WindowSpec``); ``line`` is where it stands in the file.
    """

    at: datetime
    verb: Verb
    window_id: str
    spec: WindowSpec | None = None
    changes: Mapping[str, object] = field(default_factory=dict)
    line: int = 0


def entered(book: Book, event: WindowEvent, at: datetime, rules: Rules) -> tuple[Book, Revision | None]:
    """The book with the event in it, and the revision that it added.

    Raises:
        WindowRefusedError: the book does not take it, and stays as it was.
    """
    declared = event.spec and (event.spec if event.spec.declared_at else replace(event.spec, declared_at=event.at))
    change = Change(verb=event.verb, window_id=event.window_id, author=_AUTHOR, spec=declared, changes=event.changes)
    return enter(book, change, at, rules)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A revision as a ledger learned it, taken over whole: who, when, and the instant it became known."""

    at: datetime
    revision: Revision


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One more probe at ``at``, unless the check was looked at since ``since``: there somebody did look."""

    at: datetime
    check_id: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Restart:
    """The monitor was absent for ``down_for`` from ``at`` on; ``kind`` (kill, stop, stall) is judged alike."""

    at: datetime
    down_for: timedelta
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedState:
    """The service is in ``state`` at ``at``, in the final, dated-back history."""

    at: datetime
    service_id: str
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedSeconds:
    """The service spent ``seconds`` in ``state``, give or take ``within``."""

    service_id: str
    state: State
    seconds: float
    within: timedelta = timedelta(seconds=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedAvailability:
    """Net and gross in percent, equal when rounded to ``digits``; ``None`` is not checked."""

    service_id: str
    net: float | None
    gross: float | None
    digits: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedPage:
    """An edge of ``marsad_incident_open``. ``resolved_checked`` with ``resolved_at`` None demands a still open page."""

    kind: Kind
    service_id: str
    at: datetime
    within: timedelta = timedelta(minutes=2)
    resolved_checked: bool = False
    resolved_at: datetime | None = None
    explained_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectations:
    """What must come of a scenario; ``pages`` is the full list, or ``None`` where unchecked."""

    states: tuple[ExpectedState, ...] = ()
    seconds: tuple[ExpectedSeconds, ...] = ()
    availability: tuple[ExpectedAvailability, ...] = ()
    pages: tuple[ExpectedPage, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """One file of ``config/scenarios``. All instants are aware and UTC."""

    name: str
    title: Text
    source_text: str
    source_url: str
    starts: datetime
    ends: datetime
    settings: Settings
    catalogue: Catalogue
    sights: tuple[Sight, ...]
    canaries: tuple[CanaryChange, ...]
    windows: tuple[WindowEvent, ...]
    restarts: tuple[Restart, ...]
    expect: Expectations
    known: tuple[Known, ...] = ()  # of a ledger, beside ``windows``
    looks: tuple[Look, ...] = ()
