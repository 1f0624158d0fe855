"""What commands read: the ledger's chronicle, also while a monitor runs, and what our files would add to its book.

Reads only. Before the first start there is no ledger, and the files alone speak.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from monitor.adapters.ledger import LedgerArchive
from monitor.domain.book import Book, Rules
from monitor.domain.catalogue import Configuration
from monitor.domain.chronicle import Chronicle
from monitor.domain.fulfilment import Fulfilment, fulfilments
from monitor.domain.incident import Incident
from monitor.domain.sources import FILES, sync

_SQLITE = "sqlite:///"


class Shelf:
    """The books of a configuration, with the ledger at ``url``."""

    def __init__(self, configuration: Configuration, url: str, now: Callable[[], datetime]) -> None:
        self._configuration = configuration
        self._url = url
        self._now = now

    @property
    def has_ledger(self) -> bool:
        """Whether a monitor, or a command, has made the ledger yet; of a server that is taken for granted."""
        return not self._url.startswith(_SQLITE) or Path(self._url.removeprefix(_SQLITE).partition("?")[0]).exists()

    def chronicle(self, since: datetime, until: datetime, service_ids: Collection[str] | None = None) -> Chronicle:
        """What the ledger holds of a span, with the windows of the files in its book as if they had just been read.

        Raises:
            LedgerError: it cannot be read.
        """
        if self.has_ledger:
            found = LedgerArchive(self._url).chronicle(since, until, service_ids)
        else:
            found = Chronicle(since=since, until=since, timelines={}, incidents=(), book=Book())
        return replace(found, book=self._with_files(found.book))

    def book(self) -> Book:
        """Every revision, and what the files would add.

        Raises:
            LedgerError: the ledger cannot be read.
        """
        now = self._now()
        return self.chronicle(now, now, ()).book

    def incident(self, incident_id: str) -> Incident | None:
        """One incident of any time.

        Raises:
            LedgerError: the ledger cannot be read.
        """
        found = LedgerArchive(self._url).incident(incident_id) if self.has_ledger else None
        return found[0] if found else None

    def fulfilments(self, since: datetime, until: datetime, platform: str | None = None) -> tuple[Fulfilment, ...]:
        """Every window and occurrence that touches ``[since, until)``, as last revised and as observed until now.

        With ``platform``, states are looked up of its services alone.

        Raises:
            LedgerError: the ledger cannot be read.
        """
        now, configuration = self._now(), self._configuration
        minimum = configuration.settings.notice_minimum
        named = None if platform is None else self._services_of(platform)
        seen = self.chronicle(since, min(now, until), named)
        return fulfilments(seen, configuration.catalogue, now, notice_minimum=minimum, until=until)

    def _services_of(self, platform: str) -> Collection[str]:
        known = self._configuration.catalogue.by_platform.get(platform)
        return [service.id for service in known.services] if known else []

    def _with_files(self, book: Book) -> Book:
        settings = self._configuration.settings
        rules = Rules(catalogue=self._configuration.catalogue, longest_window=settings.longest_window)
        return sync(book, self._configuration.windows, self._now(), FILES, rules)[0]
