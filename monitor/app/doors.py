"""How a command reaches the ledger of windows: alone where no monitor runs, else through that monitor.

One of both ways is always open, and both end at the one door of ``domain.change``. A command that finds the ledger in
use never writes beside the monitor: a book has one writer.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from monitor.adapters import manifest
from monitor.adapters.ledger import LedgerRegistry
from monitor.adapters.remote import MonitorApi, Place, RemoteSilentError, basic, bearer, pinned, url_of
from monitor.adapters.server import WebConfig, load_web_config
from monitor.app.files import Options
from monitor.domain.book import Author, Book, Revision, Rules
from monitor.domain.catalogue import Configuration
from monitor.domain.change import Change, Verb, enter
from monitor.domain.correction import Correction
from monitor.domain.errors import LedgerInUseError
from monitor.domain.sources import FILES

USER_VARIABLE = "MARSAD_API_USER"  # user:password, for a monitor whose API takes its web configuration's users
_COMMAND_LINE = "command line"  # stands for a file in problems


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What somebody wants done to one window, with the keys of ``config/windows``.

    ``version`` is what its author saw of the window, ``None`` takes it as it is.
    """

    verb: Verb
    window_id: str
    author: Author
    keys: Mapping[str, object] = field(default_factory=dict)
    version: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What became of a demand."""

    window_id: str  # of the occurrence, where the running one of a series was ended
    version: str
    status: str  # an end before the start is a cancellation
    is_new: bool  # else the window said so already
    on_disk: bool  # else it is in force, and written once the ledger takes it
    through: str  # "ledger", or the URL of the monitor that did it


class Doors:
    """The ways into the ledger that ``options`` and the files name."""

    def __init__(
        self, options: Options, configuration: Configuration, environ: Mapping[str, str], now: Callable[[], datetime]
    ) -> None:
        self._options = options
        self._configuration = configuration
        self._environ = environ
        self._now = now
        settings = configuration.settings
        self._url = options.storage_url or settings.storage_url
        self._rules = Rules(catalogue=configuration.catalogue, longest_window=settings.longest_window)

    def change(self, demand: Demand, *, holder: str) -> Done:
        """Do what is demanded; on the ledger itself by the name of ``holder``.

        Raises:
            ConfigurationError: the demand's keys are wrong, or the web configuration is.
            WindowRefusedError: the book does not take it; the former stands.
            LedgerError: the ledger cannot be written.
            RemoteError: the running monitor cannot be reached, or takes no change from us.
        """
        self.asked(demand, Book())  # what is wrong with its shape is said before anything is written
        registry = LedgerRegistry(self._url, self._now, holder)
        try:
            return self._on_ledger(registry, demand)
        except LedgerInUseError as holder_of_it:
            with named(holder_of_it):
                return self._through_monitor(demand)

    def foreseen(self, demand: Demand, book: Book) -> tuple[Book, Revision | None]:
        """The book as it would be, and the revision that would be added; nothing is changed.

        Raises:
            ConfigurationError: the demand's keys are wrong.
            WindowRefusedError: the book would not take it.
        """
        return enter(book, self.asked(demand, book), self._now(), self._rules)

    def asked(self, demand: Demand, book: Book) -> Change:
        """The demand in the domain's terms.

        Raises:
            ConfigurationError: its keys are wrong.
        """
        catalogue, timezone = self._configuration.catalogue, self._configuration.settings.timezone
        text = json.dumps(demand.keys, ensure_ascii=False)
        spec = changes = None
        if demand.verb is Verb.DECLARE:
            spec = manifest.declaration(text, _COMMAND_LINE, catalogue, timezone)
        elif demand.verb is Verb.REVISE:
            changes = manifest.changes(
                text, _COMMAND_LINE, demand.window_id, book=book, catalogue=catalogue, timezone=timezone
            )
        return Change(
            verb=demand.verb,
            window_id=demand.window_id,
            author=demand.author,
            spec=spec,
            changes=changes or {},
            version=demand.version,
        )

    def correct(self, correction: Correction, *, holder: str) -> str:
        """Enter a correction of an incident; which way it went.

        Raises:
            ConfigurationError: the web configuration is wrong.
            IncidentUnknownError: no incident has this id.
            LedgerError: the ledger cannot be written.
            RemoteError: the running monitor cannot be reached, or takes no correction from us.
        """
        try:
            LedgerRegistry(self._url, self._now, holder).remark(correction)
        except LedgerInUseError as holder_of_it:
            with named(holder_of_it):
                place = self.place()
                body = {"remark": correction.remark.value, "by": correction.by, "why": correction.why}
                MonitorApi(place).correct(correction.incident_id, body)
                return place.url
        return "ledger"

    def _on_ledger(self, registry: LedgerRegistry, demand: Demand) -> Done:
        # As a start would: a window that stands in our files can be ended though no monitor has read them yet.
        registry.take(self._configuration.windows, FILES, self._rules)
        revision = registry.change(self.asked(demand, registry.book()), self._rules)
        window_id = revision.window_id if revision is not None else demand.window_id
        book = registry.book()
        present = book.current(window_id)
        return Done(
            window_id=window_id,
            version=book.version(window_id) or "",
            status=present.status.value if present else "",
            is_new=revision is not None,
            on_disk=True,
            through="ledger",
        )

    def _through_monitor(self, demand: Demand) -> Done:
        place = self.place()
        body = {**demand.keys, "by": demand.author.by, "why": demand.author.why}
        api = MonitorApi(place)
        if demand.verb is Verb.DECLARE:
            said = api.declare(body)
        else:
            said = api.revise(demand.window_id, {"verb": demand.verb.value, **body}, demand.version)
        return Done(
            window_id=said.window_id,
            version=said.version,
            status=said.status,
            is_new=said.is_new,
            on_disk=said.on_disk,
            through=place.url,
        )

    def place(self) -> Place:
        """Where the running monitor answers, and by what it is asked to let us in.

        Raises:
            ConfigurationError: the web configuration is wrong.
        """
        settings, named = self._configuration.settings, self._options.web_config_file
        web = load_web_config(named) if named else WebConfig()
        address = (self._options.listen or settings.listen)[0]
        return Place(
            url=url_of(address, tls=web.certificate is not None),
            tls=pinned(web.certificate) if web.certificate else None,
            authorization=self._authorization(),
        )

    def _authorization(self) -> str:
        if token_file := self._configuration.settings.api_token_file:
            return bearer(Path(token_file))
        user = self._environ.get(USER_VARIABLE, "")
        return basic(user) if user else ""


@contextmanager
def named(in_use: LedgerInUseError) -> Iterator[None]:
    """Say who has the ledger where nobody answers for him: he may listen elsewhere than the files say."""
    try:
        yield
    except RemoteSilentError as silence:
        sentence = f"{in_use}, and {silence}; say --web.listen-address if the monitor was started with it"
        raise RemoteSilentError(sentence) from silence
