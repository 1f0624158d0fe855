"""The reader of announcements, with the names that the running configuration knows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from monitor.domain.announcement.draft import Draft
from monitor.domain.catalogue import Configuration

if TYPE_CHECKING:
    from monitor.domain.announcement.names import Directory


class Announcements:
    """Reads texts; its rules are loaded with the first one, for they would delay every start."""

    def __init__(self, configuration: Callable[[], Configuration]) -> None:
        self._configuration = configuration
        self._known: tuple[Configuration, Directory] | None = None

    def read(self, text: str, published: date | None) -> tuple[Draft, ...]:
        """What ``text`` announces, given the day it was published on."""
        from monitor.domain.announcement.reader import read  # noqa: PLC0415 - see above

        configuration = self._configuration()
        names, timezone = self._directory(configuration), configuration.settings.timezone
        return read(text, published=published, directory=names, timezone=timezone)

    def _directory(self, configuration: Configuration) -> Directory:
        """The names of one load: to join them takes longer than to read a text."""
        from monitor.domain.announcement.names import directory  # noqa: PLC0415 - see above

        known = self._known
        if known is None or known[0] is not configuration:
            known = self._known = (configuration, directory(configuration.catalogue, configuration.gazetteer))
        return known[1]
