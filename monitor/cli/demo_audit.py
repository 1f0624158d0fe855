"""What the demonstration came to, read back from the ledger as the next process would, and whether that was seen too.

The summary is the ledger's decided history. Beside it stands what a watcher saw of the running program: its counters
and its pages. Where the two differ by more than the semantics allow, the demonstration has failed.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from monitor.adapters.ledger import SqlLedger
from monitor.cli.demo_witness import Page
from monitor.domain.history import TimelineEntry, Usage, spent
from monitor.domain.incident import Incident
from monitor.domain.verdict import State
from monitor.engine.view import ServiceView

LAG_SECONDS = 3.0  # SEMANTICS section 4: counters may lag behind history by one confirmation, canaries included

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_SUM_OF_FLOATS = 0.001
_RETENTION = timedelta(days=400)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """What was seen of the running program: the services at its start and after its end, and the pages between."""

    first: Sequence[ServiceView]
    last: Sequence[ServiceView]
    pages: Sequence[Page]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What one service came to, in the ledger."""

    view: ServiceView
    seconds: Mapping[State, float]
    incidents: int
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """The summary, and where the ledger differs from what was seen."""

    accounts: tuple[Account, ...]
    transitions: int
    disagreements: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """What stands in the ledger. A history begins with the first sight; before that nobody had seen anything."""

    timelines: Mapping[str, tuple[TimelineEntry, ...]]
    incidents: tuple[Incident, ...]
    rollups: tuple[Usage, ...]
    until: datetime

    def seconds(self, service_id: str) -> Mapping[State, float]:
        """In each state, by the history."""
        timeline = self.timelines[service_id]
        return _summed(spent(service_id, timeline, timeline[0].at, self.until))

    def rolled_up(self, service_id: str) -> Mapping[State, float]:
        """In each state, by the sums of days."""
        return _summed(usage for usage in self.rollups if usage.service_id == service_id)

    def paged(self, service_id: str) -> Counter[str]:
        """Pages by kind."""
        return Counter(
            incident.kind.value
            for incident in self.incidents
            if incident.service_id == service_id and incident.paged_at is not None
        )


async def audit(url: str, now: Callable[[], datetime], seen: Sighting) -> Audit:
    """Compare what was seen with the ledger at ``url``, which nobody may hold any more.

    Raises:
        LedgerError: it cannot be read.

    """
    ledger = SqlLedger(url, now, holder="marsad demo", retention=_RETENTION)
    heartbeat_at = (await asyncio.to_thread(ledger.load)).heartbeat_at
    try:
        books = await asyncio.to_thread(_read, ledger, heartbeat_at or now(), seen.first)
    finally:
        await ledger.close()
    return compare(books, seen)


def _read(ledger: SqlLedger, until: datetime, first: Sequence[ServiceView]) -> Books:
    after = until + timedelta(days=1)
    timelines = {}
    for view in first:
        read = ledger.transitions(view.service.id, _LONG_AGO, after)
        unseen = TimelineEntry(at=view.state_since, state=view.state)
        timelines[view.service.id] = read if read and read[0].at <= unseen.at else (unseen, *read)
    return Books(
        timelines=timelines,
        incidents=ledger.incidents(_LONG_AGO, after),
        rollups=ledger.rollups(_LONG_AGO.date(), after.date()),
        until=until,
    )


def compare(books: Books, seen: Sighting) -> Audit:
    """Settle the accounts."""
    return Audit(
        accounts=tuple(_account(view, books) for view in seen.last),
        transitions=sum(map(len, books.timelines.values())),
        disagreements=tuple(found for view in seen.last for found in _disagreements(view, books, seen.pages)),
    )


def _account(view: ServiceView, books: Books) -> Account:
    name = view.service.id
    return Account(
        view=view,
        seconds=books.seconds(name),
        incidents=sum(incident.service_id == name for incident in books.incidents),
        pages=books.paged(name).total(),
    )


def _disagreements(view: ServiceView, books: Books, pages: Sequence[Page]) -> Iterator[str]:
    name = view.service.id
    history, rollups = books.seconds(name), books.rolled_up(name)
    for state in State:
        counted = view.seconds.get(state, 0.0)
        if abs(history[state] - counted) > LAG_SECONDS:
            yield f"{name}: {state}: {counted:.3f} s were counted, the ledger's history says {history[state]:.3f} s"
        if abs(rollups[state] - counted) > _SUM_OF_FLOATS:
            yield f"{name}: {state}: {counted:.3f} s were counted, the ledger's roll-up says {rollups[state]:.3f} s"
    latest = books.timelines[name][-1]
    if (latest.state, latest.at) != (view.state, view.state_since):
        shown = f"{view.state} since {view.state_since}"
        yield f"{name}: {shown} was shown, the ledger says {latest.state} since {latest.at}"
    sent = Counter(page.kind.value for page in pages if page.service_id == name)
    if sent != books.paged(name):
        yield f"{name}: pages seen: {dict(sent)}, the ledger says {dict(books.paged(name))}"


def _summed(usages: Iterable[Usage]) -> dict[State, float]:
    seconds = dict.fromkeys(State, 0.0)
    for usage in usages:
        seconds[usage.state] += usage.seconds
    return seconds
