"""One run of the monitor: what is built, in which order, and what ends it."""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from importlib.metadata import version

from prometheus_client import CollectorRegistry
from pydantic import TypeAdapter, ValidationError

from monitor import __version__
from monitor.adapters import manifest
from monitor.adapters.clock import SystemClock
from monitor.adapters.exposition import Metrics
from monitor.adapters.ledger import LedgerArchive, Listener, SqlLedger
from monitor.adapters.log import configured_log
from monitor.adapters.server import (
    Collaborators,
    WebConfig,
    beyond_loopback,
    build,
    listen_sockets,
    listening_on,
    load_web_config,
    serve,
)
from monitor.app.api import Backing
from monitor.app.feeding import feed_reader
from monitor.app.files import Files, Options
from monitor.app.probing import ProbePath, probers
from monitor.app.reading import Announcements
from monitor.app.reports import writers
from monitor.domain.book import read
from monitor.domain.catalogue import Configuration
from monitor.domain.errors import LedgerError, LedgerInUseError
from monitor.domain.explanation import Story
from monitor.engine.casebook import Record
from monitor.engine.desk import Desk
from monitor.engine.drawer import Drawer
from monitor.engine.feeds import Feeds
from monitor.engine.fleet import Fleet
from monitor.engine.inquiry import from_archive
from monitor.engine.judge import Decision, Judge
from monitor.engine.newsroom import Newsroom
from monitor.engine.outfit import Outfit
from monitor.engine.ports import Log, Snapshot
from monitor.engine.reload import Reloader
from monitor.engine.scribe import Scribe
from monitor.engine.view import Build, FleetView

_RECORD = TypeAdapter(Record)
_OPENING_SECONDS = 10.0
_BEFORE_EVERYTHING: Snapshot = Snapshot(heartbeat_at=None, records={}, revisions=())


def built() -> Build:
    """Which program this is."""
    return Build(
        version=__version__,
        revision=os.environ.get("MARSAD_REVISION", "unknown"),
        pythonversion=".".join(map(str, sys.version_info[:3])),
        tzdata=version("tzdata"),
    )


def explained(configuration: Configuration, storage_url: str, service_id: str, at: datetime) -> Story | None:
    """Why the service was in its state at ``at``, out of the ledger at ``storage_url``; ``None``: no such service.

    Raises:
        LedgerError: the ledger cannot be read.
    """
    if service_id not in configuration.catalogue.services:
        return None
    archive = LedgerArchive(storage_url)
    return from_archive(archive, configuration.catalogue, configuration.settings, service_id, at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A started monitor, for whoever runs it inside a program of their own; ``view`` answers after the end too."""

    addresses: tuple[tuple[str, int], ...]  # where it really listens
    view: Callable[[], FleetView]


async def run(
    options: Options, *, stopping: asyncio.Event | None = None, started: Callable[[Running], None] | None = None
) -> None:
    """The monitor, until SIGTERM or SIGINT or until ``stopping`` is set; ``started`` is told once it is ready.

    Raises:
        ConfigurationError: the configuration, or the web configuration, is wrong.
        ListenError: an address cannot be listened on.
        LedgerInUseError: another process holds the ledger.
        LedgerError: the ledger is not one that this version can read.
    """
    files = Files(options, os.environ)
    configuration = files.load()
    web = load_web_config(options.web_config_file) if options.web_config_file else WebConfig()
    sockets = listen_sockets(configuration.settings.listen)
    try:
        program = _Program(options, files, configuration, web, sockets)
        program.stopping = stopping or program.stopping
        await program.run(started or (lambda _running: None))
    finally:
        for bound in sockets:
            bound.close()


class _Program:
    """One run of the monitor: everything is built here, in the order in which it is needed."""

    def __init__(
        self, options: Options, files: Files, configuration: Configuration, web: WebConfig, sockets: list[socket.socket]
    ) -> None:
        self.log: Log = configured_log(options.log_level, options.log_format)
        self.clock = SystemClock()
        self.configuration = configuration
        self.files = files
        self.web, self.sockets = web, sockets
        self.stopping = asyncio.Event()
        self.opened = asyncio.Event()
        self.late: Snapshot | None = None  # of a ledger that opened before the fleet was built
        self.fleet: Fleet | None = None
        self.metrics = Metrics(CollectorRegistry(), built())
        self.drawer = Drawer(self.metrics)
        self.desk: Desk | None = None
        self.loop = asyncio.get_running_loop()
        self.ready = False
        settings = configuration.settings
        holder = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
        self.ledger = SqlLedger(
            settings.storage_url, self.clock.now, holder=holder, retention=settings.retention, listener=self._listener()
        )

    async def run(self, started: Callable[[Running], None]) -> None:
        snapshot = await asyncio.to_thread(self._open_ledger) or await self._opened_late()
        self._say_what_is_open()
        self.drawer.fill(snapshot)
        fleet = self._fleet(snapshot)
        reloader = Reloader(self.files, fleet, self.outfit)
        self.desk = desk = Desk(fleet, self.ledger, self.clock, self.drawer)
        self.announcements = Announcements(lambda: fleet.configuration)
        newsroom = Newsroom(desk, self.announcements.read, clock=self.clock, log=self.log)
        feeds = Feeds(fleet, desk, self.outfit, equip=partial(feed_reader, self.clock), newsroom=newsroom)
        self._heed_signals(reloader)
        web = build(self._collaborators(fleet, reloader, desk, feeds=feeds), self.web)
        await fleet.adopt(self.configuration)
        self.metrics.set_reload(ok=True, instant=self.clock.now(), sha256=self.configuration.sha256)
        # All text there is, while nothing else wants the processor; the first scrape would make the first probes late.
        self.metrics.render("", gzip=True)
        self.ready = True
        listening = " ".join(listening_on(self.sockets))
        self.log.info("started", services=len(self.configuration.catalogue.services), listening=listening)
        try:
            async with asyncio.TaskGroup() as tasks:
                addresses = tuple(bound.getsockname()[:2] for bound in self.sockets)
                started(Running(addresses=addresses, view=lambda: fleet.view(built())))
                tasks.create_task(serve(web, self.sockets, self.stopping, tls=self.web.tls))
                background = [tasks.create_task(reloader.poll()), tasks.create_task(feeds.run())]
                await fleet.run(self.stopping)
                for task in background:
                    task.cancel()
        finally:
            await self.ledger.close()
            self.log.info("stopped")

    def _open_ledger(self) -> Snapshot | None:
        try:
            return self.ledger.load()
        except LedgerInUseError:
            raise
        except LedgerError as error:
            if not error.transient:
                raise
            return None

    async def _opened_late(self) -> Snapshot:
        """What a ledger held that can be read in a moment; after that, probing goes on without it.

        A page that is open in it would else be shown as closed until `opened` brings it, and then be sent anew.
        """
        await self.clock.wait(self.opened, _OPENING_SECONDS)
        late, self.late = self.late, None
        return late or _BEFORE_EVERYTHING

    def _fleet(self, snapshot: Snapshot) -> Fleet:
        now = self.clock.now()
        settings = self.configuration.settings
        judge = Judge(self.configuration.catalogue, settings, read(snapshot.revisions), now, self._records(snapshot))
        self.scribe = Scribe(judge, self.ledger, self.metrics, self.clock, _RECORD.dump_json)
        self.scribe.note(Decision(effects=judge.beginnings))
        if snapshot.heartbeat_at is not None:
            self.scribe.note(judge.absent(snapshot.heartbeat_at, now))
            # The records may lack the seconds of the last beat, which were exported: count them before anything is.
            self.scribe.note(judge.settle(now))
        equip = partial(probers, self.clock)
        self.outfit = Outfit(clock=self.clock, log=self.log, publisher=self.metrics, equip=equip)
        self.fleet = Fleet(self.configuration, judge, self.scribe, self.outfit)
        return self.fleet

    def _records(self, snapshot: Snapshot) -> dict[str, Record]:
        records = {}
        for service_id, text in snapshot.records.items():
            try:
                records[service_id] = _RECORD.validate_json(text)
            except ValidationError as error:
                self.log.error("record_unreadable", service=service_id, why=str(error))  # noqa: TRY400 - the text says it all
        return records

    def _collaborators(self, fleet: Fleet, reloader: Reloader, desk: Desk, *, feeds: Feeds) -> Collaborators:
        backing = Backing(
            fleet=fleet,
            desk=desk,
            archive=LedgerArchive(self.configuration.settings.storage_url),
            view=lambda: fleet.view(built()),
            reads=self.announcements.read,
            token=lambda: self.files.token,
            log=self.log,
            now=self.clock.now,
        )
        return Collaborators(
            exposition=self.metrics,
            fleet=lambda: replace(fleet.view(built()), sources=feeds.view()),
            ready=lambda: self.ready,
            reload=reloader.reload,
            effective_config=lambda: manifest.effective(fleet.configuration),
            explain=partial(self._explain, fleet),
            probe=ProbePath(self.clock, fleet, self.files, self.metrics).answer,
            now=self.clock.now,
            api=backing.api(writers(lambda: fleet.configuration, backing.archive, self.clock.now)),
        )

    def _explain(self, fleet: Fleet, service_id: str) -> Story | None:
        # The ledger in use is that of the start; a reload that names another one takes a restart.
        url = self.configuration.settings.storage_url
        return explained(fleet.configuration, url, service_id, self.clock.now())

    def _listener(self) -> Listener:
        def soon(action: Callable[[], None]) -> None:
            self.loop.call_soon_threadsafe(action)

        return Listener(
            failed=lambda error: soon(lambda: self.log.error("ledger_failed", error=str(error))),
            reset=lambda: soon(self._write_all_again),
            opened=lambda snapshot: soon(lambda: self._take_up(snapshot)),
            lease_lost=lambda error: soon(lambda: self.log.error("lease_lost", error=str(error))),
        )

    def _write_all_again(self) -> None:
        if self.fleet is None or self.desk is None:
            return  # nothing has been decided yet
        revisions = tuple(revision for chain in self.fleet.judge.book.chains.values() for revision in chain)
        self.scribe.resubmit(self.clock.now(), revisions)
        self.desk.keep_all_again()

    def _take_up(self, snapshot: Snapshot) -> None:
        self.log.info("ledger_opened", records=len(snapshot.records))
        if self.fleet is None:
            self.late = snapshot
            self.opened.set()
            return
        if again := self.drawer.fill(snapshot):
            self.fleet.keep(again)
        self.taking_up = self.loop.create_task(self.fleet.take_up(snapshot, self._records(snapshot)))

    def _heed_signals(self, reloader: Reloader) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            self.loop.add_signal_handler(number, self.stopping.set)
        self.loop.add_signal_handler(signal.SIGHUP, self._reload, reloader)

    def _reload(self, reloader: Reloader) -> None:
        self.reloading = self.loop.create_task(reloader.reload())

    def _say_what_is_open(self) -> None:
        for problem in self.configuration.warnings:
            self.log.warning("configuration", problem=str(problem))
        if not self.web.users:
            for address in beyond_loopback(self.sockets):
                self.log.warning("listening_beyond_loopback_without_authentication", address=address)
