"""The live shell: what is due is probed, what is seen is judged, what was decided is written and shown.

Decides nothing itself. ``Agenda`` says what is due, ``Judge`` what it means, ``Scribe`` carries it out; this module
waits between them. Intervals run on the monotonic clock as *steady* datetimes that never step; windows are asked
about in wall time (SEMANTICS D8).
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta

from monitor.domain.book import Book, Revision, Rules, read
from monitor.domain.cadence import DueKind, edge_probe_instants
from monitor.domain.catalogue import Configuration, Settings
from monitor.domain.conduct import Conduct, SkipReason
from monitor.domain.confirmation import recalled
from monitor.domain.correction import Correction
from monitor.domain.observation import Observation
from monitor.domain.proposal import Proposal
from monitor.domain.seen import SeenEntry
from monitor.domain.sources import FILES, sync
from monitor.engine.agenda import Agenda
from monitor.engine.casebook import Record
from monitor.engine.dues import Due
from monitor.engine.guests import Guests
from monitor.engine.heartbeat import Heartbeat
from monitor.engine.judge import Decision, Judge
from monitor.engine.lookout import own_network, service_view
from monitor.engine.outfit import Outfit
from monitor.engine.ports import Snapshot
from monitor.engine.scribe import Scribe
from monitor.engine.uplink import Uplink
from monitor.engine.view import Build, CheckView, FleetView
from monitor.engine.watch import Watch

_DRAIN_SECONDS = 3.0
_LONGEST_SLEEP = timedelta(hours=1)
# Probes started before those under way get a turn: when too many are due, they start late, which is counted, instead of
# keeping all others waiting for the processor until targets that are well seem to time out.
_TOGETHER = 8


class Fleet:
    """All checks of one location, from the start to the stop."""

    def __init__(self, configuration: Configuration, judge: Judge, scribe: Scribe, outfit: Outfit) -> None:
        self.configuration = configuration
        self.judge = judge
        self._scribe = scribe
        self._clock, self._log, self._publisher = outfit.clock, outfit.log, outfit.publisher
        self._equip = outfit.equip
        self._epoch = self._clock.now() - timedelta(seconds=self._clock.monotonic())
        self._location = configuration.settings.location.id
        checks = configuration.catalogue.checks.values()
        self._agenda = Agenda(checks, self._steady(), _conduct(configuration.settings))
        self._recall()
        self._poked = asyncio.Event()
        self.guests = Guests(self._agenda, self._clock, self._steady, self._poked.set)
        self._wakes_at = self._steady()  # until then the schedule sleeps, unless it is poked
        self._probes: set[asyncio.Task[None]] = set()
        self._landed = asyncio.Event()  # none of them is in flight
        self.adopted = asyncio.Event()  # a configuration, or a book that was read late; for whoever follows
        self._uplink = Uplink(judge, self._location, outfit)
        self._heartbeat = Heartbeat(judge, scribe, outfit, self._look_anew)
        self._put_on(configuration)

    def view(self, build: Build) -> FleetView:
        """Everything that a person is shown, as it stands now."""
        settings, now, last = self.configuration.settings, self._clock.now(), self._scribe.last
        return FleetView(
            services=tuple(service_view(self.judge, name, last, now) for name in self.judge.records),
            location=settings.location.id,
            timezone=settings.timezone,
            grace=settings.grace,
            own_network=own_network(settings.canaries, self._uplink.results),
            updated_at=max((seen.completed_at for seen in last.values()), default=None),
            build=build,
        )

    # ---- a configuration

    async def adopt(self, configuration: Configuration) -> None:
        """Work with ``configuration`` from now on: enter its windows in the book, keep what stays, drop what left."""
        now = self._clock.now()
        rules = Rules(catalogue=configuration.catalogue, longest_window=configuration.settings.longest_window)
        book, revisions, refusals = sync(self.judge.book, configuration.windows, now, FILES, rules)
        for refusal in refusals:
            self._log.warning("window_refused", window=refusal.window_id, why=str(refusal))
        dropped = [name for name in self.judge.records if name not in configuration.catalogue.services]
        decision = self.judge.reconfigure(configuration.catalogue, configuration.settings, book, now)
        if configuration is not self.configuration:
            self.configuration = configuration
            checks = configuration.catalogue.checks.values()
            self._agenda.replace(checks, self._steady(), _conduct(configuration.settings))
            self._put_on(configuration)
        self.adopted.set()
        self._turn_to(decision, now)
        self._show_all(configuration, now)
        self._scribe.submit(now, revisions, dropped)
        await self._scribe.publish(tuple(self.judge.records))

    async def rebook(self, book: Book, revisions: tuple[Revision, ...], proposals: tuple[Proposal, ...] = ()) -> None:
        """Judge by another book from now on; its new ``revisions``, and what they decide, go to the ledger as one."""
        now = self._clock.now()
        before = {name: self.judge.terms(name) for name in self.judge.records}
        decision = self.judge.reconfigure(self.configuration.catalogue, self.configuration.settings, book, now)
        self._turn_to(decision, now)
        self._scribe.submit(now, revisions, proposals=proposals)
        await self._scribe.publish([name for name, terms in before.items() if self.judge.terms(name) != terms])

    def remark(self, correction: Correction) -> None:
        """Add to the correction log; no state and no figure that was judged changes."""
        self._scribe.remark(correction)

    def keep(self, proposals: tuple[Proposal, ...] = (), seen: tuple[SeenEntry, ...] = ()) -> None:
        """Hand drafts, and entries of feeds that were read, to the ledger; they cover nothing and change no state."""
        self._scribe.keep(self._clock.now(), proposals, seen)

    def _turn_to(self, decision: Decision, now: datetime) -> None:
        """Look where an edit moved an edge, and know the new ones."""
        self._know_edges(now)
        for check_id in decision.probe_now:
            self._agenda.at_once(check_id, self._steady())
        self._poked.set()
        self._scribe.note(decision)

    async def take_up(self, snapshot: Snapshot, records: Mapping[str, Record]) -> None:
        """Go on from a ledger that could not be read at the start; what was judged without it is forgotten."""
        now = self._clock.now()
        past = self.judge.restore(records, read(snapshot.revisions), snapshot.heartbeat_at or now, now)
        self._scribe.note(past)
        self._scribe.note(self.judge.settle(now))  # lest the first view hold fewer seconds than were exported once
        await self.adopt(self.configuration)

    def _put_on(self, configuration: Configuration) -> None:
        prober, canary = self._equip(configuration.settings)
        self._watch = Watch(prober, self._location, self._clock, self._log)
        self._uplink.put_on(canary, configuration.settings.canaries)

    def _show_all(self, configuration: Configuration, now: datetime) -> None:
        checks = configuration.catalogue.checks
        self._scribe.last = {name: seen for name, seen in self._scribe.last.items() if name in checks}
        pairs = {(check_id, self._location) for check_id in checks}
        sources = {"files", *(feed.id for feed in configuration.feeds)}
        self._publisher.retain(set(configuration.catalogue.services), pairs, sources)
        self._publisher.set_source("files", now)
        for check in checks.values():
            seen = self._scribe.last.get(check.id)
            self._publisher.publish_check(CheckView(check=check, location=self._location, observation=seen))

    def _know_edges(self, now: datetime) -> None:
        offset = self._steady() - now
        for check in self.configuration.catalogue.checks.values():
            edges = [edge + offset for edge in self.judge.edges(check.id, now)]
            self._agenda.edges(check.id, edge_probe_instants(check.id, edges, check.interval, check.timeout))

    # ---- the work

    async def run(self, stopping: asyncio.Event) -> None:
        """Watch until ``stopping`` is set; probes in flight then have a moment, and what was decided is written."""
        # Entering a large configuration takes seconds. What fell due meanwhile was never late: nobody watched yet.
        self._agenda.resume(self._steady())
        async with asyncio.TaskGroup() as tasks:
            background = [tasks.create_task(self._uplink.listen()), tasks.create_task(self._heartbeat.run())]
            await self._keep_schedule(stopping, tasks)
            await self._drain()
            for task in background:
                task.cancel()
        now = self._clock.now()
        self._scribe.note(self.judge.advance(now))
        self._scribe.note(self.judge.settle(now))
        self._scribe.conclude(now)

    async def _keep_schedule(self, stopping: asyncio.Event, tasks: asyncio.TaskGroup) -> None:
        stopper = tasks.create_task(self._poke_when(stopping))
        while not stopping.is_set():
            self._poked.clear()
            dues, skips = self._agenda.take(self._steady())
            for skip in skips:
                self._publisher.count_skip(self._location, skip.reason)
                if skip.scheduled:
                    self._publisher.count_scheduled(self._location)
            for number, due in enumerate(dues, 1):
                probe = tasks.create_task(self._look(due))
                self._probes.add(probe)
                probe.add_done_callback(self._land)
                if number % _TOGETHER == 0:
                    await asyncio.sleep(0)
            self._wakes_at = self._agenda.next_at() or self._steady() + _LONGEST_SLEEP
            alarm = tasks.create_task(self._poke_at(self._wakes_at))
            await self._poked.wait()
            alarm.cancel()
        stopper.cancel()

    async def _poke_at(self, instant: datetime) -> None:
        # Cheaper than waiting for the event with a time limit, which ends in a cancellation for nearly every probe.
        pause = instant - self._steady()  # asked here, for the probes just begun had their turns first
        await self._clock.sleep(max(pause.total_seconds(), 0.0))
        self._poked.set()

    async def _poke_when(self, stopping: asyncio.Event) -> None:
        await stopping.wait()
        self._poked.set()

    def _poke_if_sooner(self) -> None:
        """Wake the schedule if something is due before it wakes by itself; most probes that end change nothing."""
        following = self._agenda.next_at()
        if following is not None and following < self._wakes_at:
            self._poked.set()

    def _land(self, probe: asyncio.Task[None]) -> None:
        self._probes.discard(probe)
        if not self._probes:
            self._landed.set()

    async def _drain(self) -> None:
        if self._probes:
            self._landed.clear()
            await self._clock.wait(self._landed, _DRAIN_SECONDS)
        for probe in tuple(self._probes):
            self._publisher.count_skip(self._location, SkipReason.SHUTDOWN)
            probe.cancel()

    async def _look(self, due: Due) -> None:
        check = self.configuration.catalogue.checks.get(due.check_id)
        seen: Observation | None = None
        try:
            if check is None:
                return
            if due.kind is DueKind.SCHEDULED:
                self._publisher.count_scheduled(self._location)
                lateness = (self._steady() - due.ready_at).total_seconds()
                self._publisher.observe_lateness(self._location, max(lateness, 0.0))
            platform = self.configuration.catalogue.by_platform[check.id.partition("/")[0]]
            seen = await self._watch.look(check, platform)
            if self.judge.awaits_canaries(seen):
                await self._uplink.fresh()
        finally:
            self._agenda.finished(due.check_id, seen, self._steady())
            self._poke_if_sooner()
        await self._judge(seen, scheduled=due.kind is DueKind.SCHEDULED)

    async def _judge(self, seen: Observation, *, scheduled: bool) -> None:
        self._count(seen)
        check = self.judge.catalogue.checks.get(seen.check_id)
        if check is None:  # removed by a reload while it was looked at
            return
        interval = self._agenda.interval(check.id)
        decision = self.judge.observe(seen, scheduled=scheduled, interval=interval)
        self._look_again(decision)
        await self._scribe.carry_out(decision)

    def _look_again(self, decision: Decision) -> None:
        for check_id in decision.probe_now:
            self._agenda.at_once(check_id, self._steady())
            self._poked.set()
        for check_id in decision.decided:
            self._agenda.cancel_recheck(check_id)
        for check_id in decision.recheck:
            recheck = self.judge.catalogue.checks[check_id].policy.recheck
            self._agenda.recheck(check_id, self._steady() + recheck)
            self._poked.set()

    def _count(self, seen: Observation) -> None:
        self._publisher.count_probe(seen)
        for fault in seen.retries:
            self._publisher.count_retry(self._location, fault)
        self._publisher.set_heartbeat(self._location, seen.completed_at)
        check = self.configuration.catalogue.checks.get(seen.check_id)
        if check is not None:
            self._scribe.last[check.id] = seen
            self._scribe.tally.count(seen)
            self._publisher.publish_check(CheckView(check=check, location=self._location, observation=seen))

    # ---- time

    def _recall(self) -> None:
        """Tell the agenda what was asked before this process began, so that a restart is no way round the floor."""
        offset = self._steady() - self._clock.now()
        for record in self.judge.records.values():
            for track in record.tracks:
                if track.seen_at is not None:
                    check = self.configuration.catalogue.checks[track.check_id]
                    self._agenda.recall(recalled(track, check.timeout), track.seen_at + offset)

    def _look_anew(self, *, absent: bool) -> None:
        """The wall clock stepped, or nobody looked for a while: windows stand elsewhere on the steady clock now."""
        if absent:
            self._agenda.resume(self._steady())
        self._know_edges(self._clock.now())
        self._poked.set()

    def _steady(self) -> datetime:
        return self._epoch + timedelta(seconds=self._clock.monotonic())


def _conduct(settings: Settings) -> Conduct:
    return Conduct(own_hosts=settings.own_hosts, contact_is_placeholder=settings.contact_is_placeholder)
