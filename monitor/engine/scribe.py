"""Carries decisions out: what changed goes to the ledger first, and only then is it shown.

A state or page that was exported and then forgotten by a ``kill -9`` would be taken back and sent again; so a change
is published once it is on disk, or after a moment when the ledger fails: probing and exporting go on without it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import datetime

from monitor.domain.book import Revision
from monitor.domain.correction import Correction
from monitor.domain.history import Glimpse, TimelineChange, Usage
from monitor.domain.incident import Incident
from monitor.domain.observation import Observation
from monitor.domain.proposal import Proposal
from monitor.domain.seen import SeenEntry
from monitor.engine.casebook import Record
from monitor.engine.judge import Decision, Judge
from monitor.engine.lookout import service_view
from monitor.engine.ports import Batch, Clock, Ledger, Publisher
from monitor.engine.tally import Tally

_PATIENCE_SECONDS = 1.0  # how long a change waits for the disk before it is shown all the same
_MOST_HELD_SECONDS = 90.0  # of one service: a check that looks every minute never comes to it
Encode = Callable[[Record], bytes]


class Scribe:
    """Between the judge on one side, ledger and exposition on the other."""

    def __init__(self, judge: Judge, ledger: Ledger, publisher: Publisher, clock: Clock, encode: Encode) -> None:
        self._judge = judge
        self._ledger = ledger
        self._publisher = publisher
        self._clock = clock
        self._encode = encode
        self._effects: list[TimelineChange | Incident | Usage] = []
        self._glimpses: list[Glimpse] = []
        self._unwritten: set[str] = set()
        self._held: dict[str, list[Usage]] = {}  # by service: counted into a record that is not to be written yet
        self.last: dict[str, Observation] = {}  # by check
        self.tally = Tally()

    @property
    def owes(self) -> bool:
        """Whether something was decided or counted that the ledger was not handed yet: not to be shown before."""
        return bool(self._effects)

    def note(self, decision: Decision) -> None:
        """Keep what a decision wants written, for the next batch."""
        self._effects += decision.effects
        self._glimpses += decision.glimpses
        self._unwritten.update(decision.changed)

    def hold(self, decision: Decision) -> None:
        """Keep decided seconds back until the records they were counted into are written for another reason.

        A probe is such a reason, and most come within a minute. A restart counts the seconds anew out of timeline and
        heartbeat, so that nothing that was shown is lost with them.
        """
        for effect in decision.effects:
            if isinstance(effect, Usage):
                held = self._held.setdefault(effect.service_id, [])
                held.append(effect)
                if sum(usage.seconds for usage in held) >= _MOST_HELD_SECONDS:
                    self._unwritten.add(effect.service_id)

    def conclude(self, now: datetime) -> None:
        """Hand everything to the ledger for the last time, the hour that is not over included."""
        self._submit(Batch(heartbeat_at=now, latencies=self.tally.rest()))

    def submit(
        self,
        now: datetime,
        revisions: tuple[Revision, ...] = (),
        dropped: Iterable[str] = (),
        *,
        proposals: tuple[Proposal, ...] = (),
    ) -> None:
        """Hand everything noted to the ledger, as of ``now``."""
        self._submit(
            Batch(
                heartbeat_at=now,
                revisions=revisions,
                dropped=tuple(dropped),
                proposals=proposals,
                latencies=self.tally.over(now),
            )
        )

    def keep(self, now: datetime, proposals: tuple[Proposal, ...], seen: tuple[SeenEntry, ...]) -> None:
        """Hand drafts, and entries that were read, to the ledger, behind everything noted before them."""
        self._submit(Batch(heartbeat_at=now, proposals=proposals, seen=seen, latencies=self.tally.over(now)))

    def remark(self, correction: Correction) -> None:
        """Hand an entry of the correction log to the ledger, behind everything noted before it."""
        at = correction.at
        self._submit(Batch(heartbeat_at=at, latencies=self.tally.over(at), corrections=(correction,)))

    def _submit(self, news: Batch) -> None:
        """Hand ``news`` over, with everything noted."""
        records = self._judge.records
        effects, self._effects = self._effects, []
        unwritten, self._unwritten = self._unwritten, set()
        glimpses, self._glimpses = self._glimpses, []
        if self._held:  # of seconds and the record they were counted into, both are written or neither
            effects += [usage for name in (*unwritten, *news.dropped) for usage in self._held.pop(name, ())]
        self._ledger.submit(
            replace(
                news,
                records={name: self._encode(records[name]) for name in unwritten if name in records},
                timeline=tuple(effect for effect in effects if isinstance(effect, TimelineChange)),
                incidents=tuple(effect for effect in effects if isinstance(effect, Incident)),
                usage=tuple(effect for effect in effects if isinstance(effect, Usage)),
                glimpses=tuple(glimpses),
            )
        )

    async def carry_out(self, decision: Decision) -> None:
        """Write a decision; where it changed a state, an incident or a page, show that once it is on disk."""
        self.note(decision)
        if any(not isinstance(effect, Usage) for effect in decision.effects):
            self.submit(self._clock.now())
            await self.publish(decision.changed)

    async def publish(self, service_ids: Collection[str]) -> None:
        """Show these services as they stand now, once everything submitted is on disk."""
        now, known = self._clock.now(), self._judge.records
        views = [service_view(self._judge, name, self.last, now) for name in service_ids if name in known]
        await self._ledger.flushed(_PATIENCE_SECONDS)
        for view in views:  # what changed meanwhile waits for its own turn on the disk
            if view.service.id in self._judge.records:  # not removed by a reload
                self._publisher.publish_service(view)
        self._publisher.set_ledger(self._ledger.writes, self._ledger.failures, leader=self._ledger.leader)

    def resubmit(self, now: datetime, revisions: tuple[Revision, ...]) -> None:
        """Everything again, for a ledger that had to start anew."""
        self._judge.glimpsed.clear()  # each check's next observation is told once more
        for record in self._judge.records.values():
            standing = record.standing
            self._unwritten.add(standing.service_id)
            self._effects.append(
                TimelineChange(service_id=standing.service_id, since=standing.timeline[0].at, entries=standing.timeline)
            )
            self._effects += [standing.incident] if standing.incident else []
        self.submit(now, revisions)
