"""What stands behind the API of a running monitor: its fleet, its ledger, its files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from monitor.adapters import manifest
from monitor.adapters.ledger import LedgerArchive
from monitor.adapters.server import Api, ReportWish
from monitor.domain.announcement.draft import Draft
from monitor.domain.approval import pretended
from monitor.domain.book import Book, Rules
from monitor.domain.fulfilment import Fulfilment, fulfilments
from monitor.domain.proposal import Proposal
from monitor.domain.window import WindowSpec
from monitor.engine.desk import Desk
from monitor.engine.fleet import Fleet
from monitor.engine.ports import Log
from monitor.engine.view import FleetView

_BODY = "body"  # stands for a file in problems


@dataclass(frozen=True, slots=True, kw_only=True)
class Backing:
    """The parts of a running monitor; the configuration is the fleet's, which a reload replaces."""

    fleet: Fleet
    desk: Desk
    archive: LedgerArchive
    view: Callable[[], FleetView]
    reads: Callable[[str, date | None], tuple[Draft, ...]]
    token: Callable[[], str | None]
    log: Log
    now: Callable[[], datetime]

    def api(self, reports: Mapping[str, Callable[[ReportWish], bytes]]) -> Api:
        """The API over them; ``reports`` by format."""
        return Api(
            desk=self.desk,
            archive=self.archive,
            fleet=self.view,
            configuration=lambda: self.fleet.configuration,
            declaration=self._declaration,
            changes=self._changes,
            overrides=self._overrides,
            reads=self.reads,
            written=manifest.written,
            fulfilments=self._fulfilments,
            reports=reports,
            calendar=self._calendar,
            token=self.token,
            log=self.log,
            now=self.now,
        )

    def _calendar(self) -> bytes:
        from monitor.adapters import ical  # noqa: PLC0415 - its libraries would delay every start, and few ask for it

        return ical.write(self.desk.book, self.fleet.configuration.catalogue, self.now())

    def _declaration(self, text: str) -> WindowSpec:
        configuration = self.fleet.configuration
        return manifest.declaration(text, _BODY, configuration.catalogue, configuration.settings.timezone)

    def _changes(self, text: str, window_id: str, book: Book) -> Mapping[str, object]:
        configuration = self.fleet.configuration
        catalogue, timezone = configuration.catalogue, configuration.settings.timezone
        return manifest.changes(text, _BODY, window_id, book=book, catalogue=catalogue, timezone=timezone)

    def _overrides(self, text: str, proposal: Proposal) -> Mapping[str, object]:
        settings, catalogue = self.fleet.configuration.settings, self.fleet.configuration.catalogue
        rules = Rules(catalogue=catalogue, longest_window=settings.longest_window)
        window_id, book = pretended(proposal, self.desk.book, rules, settings.timezone)
        return self._changes(text, window_id, book)

    def _fulfilments(self, book: Book, since: datetime, until: datetime) -> tuple[Fulfilment, ...]:
        """The windows of a span; those that are not on disk yet are among them."""
        now, configuration = self.now(), self.fleet.configuration
        seen = replace(self.archive.chronicle(since, max(min(now, until), since)), book=book)
        minimum = configuration.settings.notice_minimum
        return fulfilments(seen, configuration.catalogue, now, notice_minimum=minimum, until=until)
