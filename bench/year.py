"""A year of a ledger, written as the engine writes it: the facts are drawn by lot, the tables are filled by the writer.

1,000 services of one check each, every 30 s. What happens to a service in a month of 30 days stands in the constants;
it is rather much for public platforms, so that the file is rather large. Nothing here measures.
"""

from __future__ import annotations

import asyncio
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from pydantic import TypeAdapter

from bench.year_windows import works
from monitor.adapters.ledger import SqlLedger
from monitor.domain.book import Book, Revision
from monitor.domain.catalogue import Configuration
from monitor.domain.history import Glimpse, Seen, TimelineChange, TimelineEntry, Usage, spent
from monitor.domain.incident import Incident, Kind
from monitor.domain.latency import HourOfLatency, bucket_of
from monitor.domain.verdict import State
from monitor.engine.casebook import Record
from monitor.engine.judge import Judge
from monitor.engine.ports import Batch

MONTH = timedelta(days=30)
OUTAGES, SLOW_SPELLS, BLOCKED_SPELLS, BLINKS, RESTARTS = 1.0, 2.0, 0.3, 8.0, 1.0  # a month; a blink is one failed probe
PROBES_AN_HOUR = 120
_CHUNK = timedelta(hours=6)
_CHUNKS_A_DAY = 4
_LATENCY_DAYS = 36
_DAYS_AHEAD = 30
_BETWEEN_SPELLS = timedelta(minutes=10)
_RECHECK = timedelta(seconds=10)
_RECORD = TypeAdapter(Record)
_LENGTHS = {  # minutes: the median and the spread of a log-normal distribution
    State.UNPLANNED_OUTAGE: (12.0, 1.2),
    State.DEGRADED: (8.0, 0.8),
    State.BLOCKED: (30.0, 0.7),
}
_SEEN = {
    State.UNPLANNED_OUTAGE: (Seen.FAILED, "status", "http.status: found 503, wanted 200"),
    State.PLANNED_DOWNTIME: (Seen.FAILED, "maintenance_page", "title: found under maintenance, wanted a title"),
    State.DEGRADED: (Seen.SLOW, "", "total: found 3.412 s, wanted 3.000 s"),
    State.BLOCKED: (Seen.BLOCKED, "challenged", "header cf-mitigated: found challenge"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """A time in which a service was not up, from its first state on."""

    starts: datetime
    ends: datetime
    state: State
    overrun_at: datetime | None = None


@dataclass(slots=True, kw_only=True)
class Chunk:
    """What becomes known in six hours."""

    entries: dict[str, list[TimelineEntry]] = field(default_factory=lambda: defaultdict(list))
    incidents: list[Incident] = field(default_factory=list)
    glimpses: list[Glimpse] = field(default_factory=list)
    revisions: list[Revision] = field(default_factory=list)
    usage: list[Usage] = field(default_factory=list)


class Year:
    """So many days before ``ends``, of every service of ``configuration``."""

    def __init__(self, configuration: Configuration, ends: datetime, days: int) -> None:
        self.configuration = configuration
        self.starts, self.ends = ends - timedelta(days=days), ends
        self.service_ids = tuple(configuration.catalogue.services)
        self._lot = random.Random(2026)
        self._chunks = [Chunk() for _ in range(days * _CHUNKS_A_DAY)]
        self._paces = [self._pace() for _ in range(200)]
        self._works = works(self._lot, configuration.catalogue, self.starts, days + _DAYS_AHEAD)
        restarts = [self.starts + _share(self._lot) * (ends - self.starts) for _ in range(self._number(RESTARTS))]
        self._restarts = [Spell(starts=at, ends=at + timedelta(seconds=20), state=State.UNKNOWN) for at in restarts]
        for work in self._works:
            for revision in work.revisions:
                known_at = min(revision.known_at, ends)  # what is planned yet is known already
                self._chunk(known_at).revisions.append(replace(revision, known_at=known_at, declared_at=known_at))
        for service_id in self.service_ids:
            self._live(service_id)

    async def write(self, url: str) -> None:
        """Hand everything to a ledger at ``url``, six hours at a time, on a clock that is moved with it."""
        now = self.starts
        ledger = SqlLedger(url, lambda: now, holder="bench", retention=timedelta(days=400))
        ledger.load()
        records = self._records()
        for number, chunk in enumerate(self._chunks):
            now = self.starts + (number + 1) * _CHUNK
            day_is_over = (number + 1) % _CHUNKS_A_DAY == 0
            ledger.submit(self._batch(chunk, now, records if day_is_over else {}))
            if not await ledger.flushed(60):
                raise RuntimeError("the ledger does not take it")
            await asyncio.sleep(0)
        await ledger.close()

    # ---- what happens

    def _live(self, service_id: str) -> None:
        entries = [TimelineEntry(at=self.starts, state=State.UP)]
        for spell in self._spells(service_id):
            entries += self._endure(service_id, spell)
        for entry in entries:
            self._chunk(entry.at).entries[service_id].append(entry)
        for usage in spent(service_id, tuple(entries), self.starts, self.ends):
            day = (usage.day - self.starts.date()).days
            self._chunks[day * _CHUNKS_A_DAY + _CHUNKS_A_DAY - 1].usage.append(usage)
        for _ in range(self._number(BLINKS)):
            at = self.starts + _share(self._lot) * (self.ends - self.starts)
            self._see(service_id, at, State.UNPLANNED_OUTAGE)
            self._see(service_id, at + _RECHECK, State.UP)

    def _spells(self, service_id: str) -> Iterator[Spell]:
        """All spells of a service in their order; one that would meet another is left out."""
        drawn = [*self._restarts, *self._planned(service_id)]
        for state, rate in (
            (State.UNPLANNED_OUTAGE, OUTAGES),
            (State.DEGRADED, SLOW_SPELLS),
            (State.BLOCKED, BLOCKED_SPELLS),
        ):
            median, spread = _LENGTHS[state]
            for _ in range(self._number(rate)):
                starts = self.starts + _share(self._lot) * (self.ends - self.starts)
                minutes = min(median * self._lot.lognormvariate(0, spread), 24 * 60)
                drawn.append(Spell(starts=starts, ends=starts + timedelta(minutes=minutes), state=state))
        free_from = self.starts + _BETWEEN_SPELLS
        for spell in sorted(drawn, key=lambda spell: spell.starts):
            if spell.starts >= free_from and spell.ends < self.ends - _BETWEEN_SPELLS:
                free_from = spell.ends + _BETWEEN_SPELLS
                yield spell

    def _planned(self, service_id: str) -> Iterator[Spell]:
        """Seven of ten windows are really used, one in ten of those for longer than it was announced."""
        platform = service_id.partition("/")[0]
        for work in self._works:
            if work.platform == platform and not work.is_cancelled and self._lot.random() < 0.7:
                late = self._lot.random() < 0.1
                ends = work.ends + (1 if late else -1) * timedelta(minutes=self._lot.uniform(1, 30))
                yield Spell(
                    starts=work.starts + timedelta(minutes=self._lot.uniform(0, 15)),
                    ends=ends,
                    state=State.PLANNED_DOWNTIME,
                    overrun_at=work.ends if late else None,
                )

    def _endure(self, service_id: str, spell: Spell) -> Iterator[TimelineEntry]:
        """The entries of one spell; its incident and what was seen of it are noted."""
        incident_id = None
        if spell.state in {State.UNPLANNED_OUTAGE, State.PLANNED_DOWNTIME}:
            incident_id = f"{service_id}@{spell.starts:%Y-%m-%dT%H:%M:%S.%fZ}"
            self._chunk(spell.ends).incidents.append(_incident(service_id, incident_id, spell))
        self._see(service_id, spell.starts, spell.state)
        self._see(service_id, spell.ends, State.UP)
        yield TimelineEntry(at=spell.starts, state=spell.state, incident_id=incident_id)
        if spell.overrun_at is not None:
            yield TimelineEntry(at=spell.overrun_at, state=State.OVERRUN, incident_id=incident_id)
        yield TimelineEntry(at=spell.ends, state=State.UP)

    def _see(self, service_id: str, at: datetime, state: State) -> None:
        if state is State.UNKNOWN:
            return
        seen, reason, evidence = _SEEN.get(state, (Seen.OK, "", ""))
        check_id, location = f"{service_id}/page", self.configuration.settings.location.id
        glimpse = Glimpse(check_id=check_id, location=location, at=at, seen=seen, reason=reason, evidence=evidence)
        self._chunk(at).glimpses.append(glimpse)

    # ---- what is handed over

    def _batch(self, chunk: Chunk, now: datetime, records: dict[str, bytes]) -> Batch:
        return Batch(
            heartbeat_at=now,
            records=records,
            timeline=tuple(
                TimelineChange(service_id=service_id, since=entries[0].at, entries=tuple(entries))
                for service_id, entries in chunk.entries.items()
            ),
            incidents=tuple(chunk.incidents),
            revisions=tuple(chunk.revisions),
            usage=tuple(chunk.usage),
            glimpses=tuple(sorted(chunk.glimpses, key=lambda glimpse: glimpse.at)),
            latencies=tuple(self._latencies(now)) if self.ends - now < timedelta(days=_LATENCY_DAYS) else (),
        )

    def _latencies(self, now: datetime) -> Iterator[HourOfLatency]:
        location = self.configuration.settings.location.id
        for hours_ago in range(_CHUNK // timedelta(hours=1), 0, -1):
            hour = now - timedelta(hours=hours_ago)
            for service_id in self.service_ids:
                counts = self._lot.choice(self._paces)
                yield HourOfLatency(check_id=f"{service_id}/page", location=location, hour=hour, counts=counts)

    def _records(self) -> dict[str, bytes]:
        judge = Judge(self.configuration.catalogue, self.configuration.settings, Book(), self.starts)
        return {service_id: _RECORD.dump_json(record) for service_id, record in judge.records.items()}

    def _pace(self) -> dict[int, int]:
        """The probes of an hour of one check by bucket: a third up and down around their median is usual."""
        median, counts = self._lot.lognormvariate(-1.2, 0.6), dict[int, int]()
        for _ in range(PROBES_AN_HOUR):
            bucket = bucket_of(median * self._lot.lognormvariate(0, 0.3))
            counts[bucket] = counts.get(bucket, 0) + 1
        return counts

    def _chunk(self, at: datetime) -> Chunk:
        return self._chunks[min(max((at - self.starts) // _CHUNK, 0), len(self._chunks) - 1)]

    def _number(self, rate: float) -> int:
        """How often something happens in the whole time, ``rate`` times a month on the average."""
        expected = rate * ((self.ends - self.starts) / MONTH)
        return max(round(self._lot.gauss(expected, expected**0.5)), 0)


def _incident(service_id: str, incident_id: str, spell: Spell) -> Incident:
    kind = Kind.UNPLANNED if spell.state is State.UNPLANNED_OUTAGE else Kind.PLANNED
    return Incident(
        id=incident_id,
        service_id=service_id,
        kind=Kind.OVERRUN if spell.overrun_at else kind,
        reason=_SEEN[spell.state][1],
        started_at=spell.starts,
        confirmed_at=spell.starts + _RECHECK,
        overrun_at=spell.overrun_at,
        ended_at=spell.ends,
        recovered_at=spell.ends + _RECHECK,
        paged_at=spell.starts + _RECHECK if kind is Kind.UNPLANNED else spell.overrun_at,
    )


def _share(lot: random.Random) -> float:
    return lot.random()
