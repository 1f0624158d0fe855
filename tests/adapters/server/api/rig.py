# What stands behind the API: a real book and real files' rules, a clock that stands, and an archive that is told.
from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

import httpx
from starlette.applications import Starlette

from monitor.adapters import manifest
from monitor.adapters.server import Api, ReportWish, WebConfig, build
from monitor.domain.announcement.draft import Draft
from monitor.domain.approval import Approval, Outcome, confirmed, pretended, rejected, waiting
from monitor.domain.book import Book, Revision, Rules
from monitor.domain.catalogue import Catalogue, Configuration, Location, Platform, Service, Settings, Text
from monitor.domain.change import Change, enter
from monitor.domain.chronicle import Chronicle
from monitor.domain.correction import Correction
from monitor.domain.errors import LedgerError
from monitor.domain.fulfilment import Fulfilment, fulfilments
from monitor.domain.incident import Incident, Kind
from monitor.domain.proposal import Proposal, Source
from monitor.domain.reception import received
from monitor.engine.desk import Decided, Entered
from monitor.engine.view import FleetView
from tests.adapters.server.fleets import EVERY_STATE, NOW, fleet_of
from tests.adapters.server.program import Program
from tests.fakes import FakeLog

TOKEN = "s3cret-token"
BEARER = {"authorization": f"Bearer {TOKEN}"}
NAME = Text(en="Absher", ar="أبشر")
CATALOGUE = Catalogue(
    platforms=tuple(
        Platform(
            id=platform,
            name=NAME,
            operator=NAME,
            timezone="Asia/Riyadh",
            hosts=("a.example",),
            services=tuple(
                Service(id=f"{platform}/{name}", name=NAME, tier=1, labels={"kind": kind})
                for name, kind in (("portal", "front"), ("visa", "back"))
            ),
        )
        for platform in ("absher", "qiwa")
    )
)
SETTINGS = Settings(
    location=Location(id="riyadh-1", country="SA"),
    timezone="Asia/Riyadh",
    storage_url="sqlite://",
    retention=timedelta(days=400),
    listen=(),
    external_url="",
    canaries=(),
    contact="",
    contact_is_placeholder=False,
    own_hosts=(),
)
RULES = Rules(catalogue=CATALOGUE, longest_window=SETTINGS.longest_window)
OUTAGE = Incident(
    id="absher/portal@2025-12-05T06:00:00Z",
    service_id="absher/portal",
    kind=Kind.UNPLANNED,
    reason="status",
    started_at=NOW - timedelta(hours=3),
    confirmed_at=NOW - timedelta(hours=3) + timedelta(seconds=10),
    ended_at=NOW - timedelta(hours=2),
)


@dataclass
class DeskOfTests:
    """Enters changes in a book as the real one does; nothing is ever awaited before the book has changed."""

    book: Book = field(default_factory=Book)
    at: datetime = NOW
    disk: bool = True
    corrections: list[Correction] = field(default_factory=list)
    drafts: dict[str, Proposal] = field(default_factory=dict)

    def foreseen(self, change: Change) -> tuple[Book, Revision | None]:
        return enter(self.book, change, self.at, RULES)

    async def change(self, change: Change) -> Entered:
        self.book, revision = self.foreseen(change)
        window_id = revision.window_id if revision is not None else change.window_id
        return Entered(window_id=window_id, revision=revision, on_disk=self.disk)

    async def remark(self, correction: Correction) -> bool:
        self.corrections.append(correction)
        return self.disk

    def receive(self, draft: Draft, source: Source) -> Proposal | None:
        found = received(self.drafts.values(), self.book, draft, source, at=self.at)
        if found is not None:
            self.drafts[found.id] = found
        return found

    def foreseen_confirmation(self, draft_id: str, approval: Approval) -> Outcome:
        proposal = waiting(self.drafts, draft_id)
        return confirmed(proposal, self.book, approval, self.at, rules=RULES, timezone="Asia/Riyadh")

    async def confirm(self, draft_id: str, approval: Approval) -> Decided:
        outcome = self.foreseen_confirmation(draft_id, approval)
        self.book, self.drafts[draft_id] = outcome.book, outcome.proposal
        return Decided(proposal=outcome.proposal, revisions=outcome.revisions, on_disk=self.disk)

    async def reject(self, draft_id: str, approval: Approval) -> Decided:
        self.drafts[draft_id] = rejected(waiting(self.drafts, draft_id), approval, self.at)
        return Decided(proposal=self.drafts[draft_id], on_disk=self.disk)

    async def on_disk(self) -> bool:
        return self.disk


@dataclass
class ArchiveOfTests:
    """Holds incidents, and fails where a test wants it to."""

    incidents: list[Incident] = field(default_factory=lambda: [OUTAGE])
    corrections: list[Correction] = field(default_factory=list)
    fault: str = ""

    def chronicle(
        self, since: datetime, until: datetime, service_ids: Collection[str] | None = None, *, latencies: bool = False
    ) -> Chronicle:
        self._fail()
        found = [one for one in self.incidents if one.started_at < until and (one.ended_at or until) > since]
        return Chronicle(
            since=since,
            until=max(since, min(until, NOW)),
            timelines={},
            incidents=tuple(one for one in found if service_ids is None or one.service_id in service_ids),
            book=Book(),
            corrections=tuple(self.corrections),
        )

    def incident(self, incident_id: str) -> tuple[Incident, tuple[Correction, ...]] | None:
        self._fail()
        said = tuple(one for one in self.corrections if one.incident_id == incident_id)
        return next(((one, said) for one in self.incidents if one.id == incident_id), None)

    def _fail(self) -> None:
        if self.fault:
            raise LedgerError(self.fault, transient=True)


@dataclass
class Rig:
    """The API and everything behind it, to be changed by a test."""

    desk: DeskOfTests = field(default_factory=DeskOfTests)
    archive: ArchiveOfTests = field(default_factory=ArchiveOfTests)
    fleet: FleetView = field(default_factory=lambda: fleet_of(*EVERY_STATE))
    token: str | None = TOKEN
    log: FakeLog = field(default_factory=FakeLog)
    wishes: list[ReportWish] = field(default_factory=list)
    announced: tuple[Draft, ...] = ()  # by every text
    texts: list[tuple[str, date | None]] = field(default_factory=list)

    def api(self) -> Api:
        return Api(
            desk=self.desk,
            archive=self.archive,
            fleet=lambda: self.fleet,
            configuration=lambda: Configuration(
                settings=SETTINGS, catalogue=CATALOGUE, windows=(), sha256="", files=()
            ),
            declaration=lambda text: manifest.declaration(text, "body", CATALOGUE, "Asia/Riyadh"),
            changes=self._changes,
            overrides=self._overrides,
            reads=self._reads,
            written=manifest.written,
            fulfilments=self._fulfilments,
            reports={"json": self._report, "csv": self._report},
            calendar=lambda: b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
            token=lambda: self.token,
            log=self.log,
            now=lambda: self.desk.at,
        )

    def application(self, web: WebConfig | None = None) -> Starlette:
        return build(replace(Program().collaborators(), api=self.api()), web)

    def client(self, headers: Mapping[str, str], web: WebConfig | None = None) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(self.application(web))
        return httpx.AsyncClient(transport=transport, base_url="http://marsad.test", headers=headers)

    @property
    def attempts(self) -> list[dict[str, object]]:
        """The lines of the audit log."""
        return self.log.said("api_write")

    def _changes(self, text: str, window_id: str, book: Book) -> Mapping[str, object]:
        return manifest.changes(text, "body", window_id, book=book, catalogue=CATALOGUE, timezone="Asia/Riyadh")

    def _overrides(self, text: str, proposal: Proposal) -> Mapping[str, object]:
        return self._changes(text, *pretended(proposal, self.desk.book, RULES, "Asia/Riyadh"))

    def _reads(self, text: str, published: date | None) -> tuple[Draft, ...]:
        self.texts.append((text, published))
        return self.announced

    def _fulfilments(self, book: Book, since: datetime, until: datetime) -> tuple[Fulfilment, ...]:
        seen = replace(self.archive.chronicle(since, until), book=book)
        return fulfilments(seen, CATALOGUE, self.desk.at, notice_minimum=SETTINGS.notice_minimum, until=until)

    def _report(self, wish: ReportWish) -> bytes:
        self.archive._fail()
        self.wishes.append(wish)
        return b"{}"


def window(name: str = "w1", **more: object) -> dict[str, object]:
    """A declaration as a body; it runs for two hours from tomorrow's midnight in Riyadh."""
    return {
        "id": name,
        "platform": "absher",
        "services": "all",
        "starts": "2025-12-06T00:00",
        "duration": "2h",
        "by": "ali",
        "why": "they said so",
        **more,
    }
