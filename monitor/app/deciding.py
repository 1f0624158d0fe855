"""How a command reaches the drafts: on the ledger where no monitor runs, else through that monitor.

They are read from the ledger in both cases, which disturbs nobody; only decisions and texts take the one way or the
other.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from monitor.adapters import manifest
from monitor.adapters.ledger import LedgerRegistry
from monitor.adapters.remote import MonitorApi
from monitor.app.doors import Doors, named
from monitor.domain.announcement.draft import Draft
from monitor.domain.approval import Approval, Outcome, confirmed, pretended, waiting
from monitor.domain.book import Book, Rules
from monitor.domain.catalogue import Configuration
from monitor.domain.errors import LedgerInUseError
from monitor.domain.proposal import Proposal, Source
from monitor.domain.sources import FILES

_COMMAND_LINE = "command line"  # stands for a file in problems
_LEDGER = "ledger"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody wants of a draft; ``keys`` are those of ``config/windows`` that he gives otherwise, or beyond."""

    draft_id: str
    by: str
    why: str = ""
    keys: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What became of it: the windows that were touched, and which way it went."""

    draft_id: str
    windows: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    on_disk: bool = True
    through: str = _LEDGER  # or the URL of the monitor that did it


class DraftDoors:
    """The ways to the drafts of the ledger at ``url``."""

    def __init__(self, doors: Doors, configuration: Configuration, url: str, now: Callable[[], datetime]) -> None:
        self._doors = doors
        self._configuration = configuration
        self._url = url
        self._now = now
        settings = configuration.settings
        self.rules = Rules(catalogue=configuration.catalogue, longest_window=settings.longest_window)

    def known(self) -> tuple[Proposal, ...]:
        """Every draft that is kept, waiting or decided.

        Raises:
            LedgerError: the ledger cannot be read.
        """
        return LedgerRegistry(self._url, self._now, "").proposals()

    def foreseen(self, wish: Wish, book: Book) -> Outcome:
        """What a confirmation would do; nothing is done.

        Raises:
            ConfigurationError: its keys are wrong.
            DraftDecidedError: somebody decided it before.
            DraftUnknownError: no draft has this id.
            LedgerError: the ledger cannot be read.
            WindowRefusedError: the book would not take it.
        """
        proposal = waiting({one.id: one for one in self.known()}, wish.draft_id)
        return self._settle(wish, proposal, book, self._now())

    def confirm(self, wish: Wish, *, holder: str) -> Settled:
        """Enter what a draft proposes; on the ledger itself by the name of ``holder``.

        Raises:
            ConfigurationError: its keys are wrong, or the web configuration is.
            DraftDecidedError: somebody decided it before.
            DraftUnknownError: no draft has this id.
            LedgerError: the ledger cannot be written.
            RemoteError: the running monitor cannot be reached, or takes no decision from us.
            WindowRefusedError: the book does not take it; the draft waits on.
        """
        registry = LedgerRegistry(self._url, self._now, holder)
        try:
            registry.take(self._configuration.windows, FILES, self.rules)
            outcome = registry.confirm(wish.draft_id, lambda proposal, book, at: self._settle(wish, proposal, book, at))
        except LedgerInUseError as in_use:
            with named(in_use):
                return self._through_monitor(wish, {"decision": "confirm", **wish.keys})
        return Settled(draft_id=wish.draft_id, windows=outcome.proposal.window_ids, warnings=outcome.warnings)

    def reject(self, wish: Wish, *, holder: str) -> Settled:
        """Put a draft away.

        Raises:
            ConfigurationError: the web configuration is wrong.
            DraftDecidedError: somebody decided it before.
            DraftUnknownError: no draft has this id.
            LedgerError: the ledger cannot be written.
            RemoteError: the running monitor cannot be reached, or takes no decision from us.
        """
        registry = LedgerRegistry(self._url, self._now, holder)
        try:
            registry.reject(wish.draft_id, Approval(by=wish.by, why=wish.why))
        except LedgerInUseError as in_use:
            with named(in_use):
                return self._through_monitor(wish, {"decision": "reject"})
        return Settled(draft_id=wish.draft_id)

    def receive(self, drafts: Iterable[Draft], source: Source, *, by: str, holder: str) -> tuple[Settled, ...]:
        """Lay what was read out of a text before a person; a running monitor reads it once more, with its own names.

        Raises:
            ConfigurationError: the web configuration is wrong.
            LedgerError: the ledger cannot be written.
            RemoteError: the running monitor cannot be reached, finds nothing in it, or takes no text from us.
        """
        registry = LedgerRegistry(self._url, self._now, holder)
        try:
            registry.take(self._configuration.windows, FILES, self.rules)
            return tuple(Settled(draft_id=one.id) for one, _ in registry.receive(drafts, source))
        except LedgerInUseError as in_use:
            with named(in_use):
                return self._sent(source, by)

    def _sent(self, source: Source, by: str) -> tuple[Settled, ...]:
        place = self._doors.place()
        body: dict[str, object] = {"text": source.text, "by": by}
        body |= {"source_url": source.url} if source.url else {}
        if source.published is not None:
            body["published"] = source.published.isoformat().replace("+00:00", "Z")
        answer, on_disk = MonitorApi(place).receive(body)
        found = answer.get("drafts")
        rows = found if isinstance(found, list) else []
        return tuple(Settled(draft_id=str(one["id"]), on_disk=on_disk, through=place.url) for one in rows)

    def _through_monitor(self, wish: Wish, body: Mapping[str, object]) -> Settled:
        place = self._doors.place()
        answer, on_disk = MonitorApi(place).decide(wish.draft_id, {**body, "by": wish.by, "why": wish.why})
        draft, warnings = answer.get("draft"), answer.get("warnings")
        windows = draft.get("windows") if isinstance(draft, dict) else None
        return Settled(
            draft_id=wish.draft_id,
            windows=tuple(map(str, windows if isinstance(windows, list) else ())),
            warnings=tuple(map(str, warnings if isinstance(warnings, list) else ())),
            on_disk=on_disk,
            through=place.url,
        )

    def _settle(self, wish: Wish, proposal: Proposal, book: Book, at: datetime) -> Outcome:
        catalogue, timezone = self._configuration.catalogue, self._configuration.settings.timezone
        changes: Mapping[str, object] = {}
        if wish.keys:
            window_id, with_it = pretended(proposal, book, self.rules, timezone)
            text = json.dumps(wish.keys, ensure_ascii=False)
            changes = manifest.changes(
                text, _COMMAND_LINE, window_id, book=with_it, catalogue=catalogue, timezone=timezone
            )
        approval = Approval(by=wish.by, why=wish.why, changes=changes)
        return confirmed(proposal, book, approval, at, rules=self.rules, timezone=timezone)
