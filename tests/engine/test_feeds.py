"""Feeds on virtual time: when they are asked, what is believed, and what stays when they fail (SEMANTICS W18)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from threading import Event

import pytest

from monitor.domain.announcement.draft import Draft, Wall
from monitor.domain.approval import Approval
from monitor.domain.book import Author
from monitor.domain.change import Change, Verb
from monitor.domain.entry import Entry
from monitor.domain.feed import Copy, Failed, Feed, FeedKind, Fetched, News, Said, Unchanged
from monitor.domain.window import Rule, Scope, Status, WindowSpec
from monitor.engine.desk import Desk
from monitor.engine.drawer import Drawer
from monitor.engine.feeds import Feeds
from monitor.engine.newsroom import Newsroom
from monitor.engine.subscription import FIRST_LOOK, stale_after
from monitor.engine.view import SourceView
from tests.domain import drafts, facts
from tests.domain.facts import AUTHOR, DAY, HOUR, MINUTE
from tests.engine.rig import START, Rig, configuration
from tests.fakes import FakeFeedReader, quiet

FEED = Feed(
    id="ministry",
    kind=FeedKind.ICAL,
    url="https://calendar.example/a.ics",
    platform="absher",
    scope=Scope(everything=True),
    timezone="Asia/Riyadh",
)
OTHER = replace(FEED, id="vendor")
OFTEN = FEED.interval
AS_FED = Author(by="ministry", why="the feed says so", origin="feed:ministry")


def ahead(name: str = "ministry.night", **changes: object) -> WindowSpec:
    """A window of tomorrow."""
    spec = facts.window(START + DAY, START + DAY + HOUR, id=name, source_text="work")
    return replace(spec, **changes)  # type: ignore[arg-type] # its fields


def now_on(name: str = "ministry.now") -> WindowSpec:
    return ahead(name, starts=START, ends=START + 12 * HOUR)


def said(*specs: WindowSpec, **changes: object) -> Said:
    return replace(Said(specs=specs), **changes)  # type: ignore[arg-type] # its fields


class Fed:
    """A fleet at work with feeds beside it."""

    def __init__(self, rig: Rig) -> None:
        self.rig = rig
        self.reader = FakeFeedReader(rig.clock)
        self.desk = Desk(rig.fleet, rig.ledger, rig.clock, Drawer(rig.publisher))
        self.equipped = 0
        self.texts: list[tuple[str, date | None]] = []
        self.announced: dict[str, tuple[Draft, ...]] = {}
        self.go = Event()  # cleared, texts take long to read
        self.go.set()
        newsroom = Newsroom(self.desk, self._announces, clock=rig.clock, log=rig.log)
        self.feeds = Feeds(rig.fleet, self.desk, rig.outfit, equip=self._equip, newsroom=newsroom)

    def _equip(self, _settings: object) -> FakeFeedReader:
        self.equipped += 1
        return self.reader

    def _announces(self, text: str, published: date | None) -> tuple[Draft, ...]:
        self.texts.append((text, published))
        assert self.go.wait(10)
        return self.announced.get(text, ())

    def answer(self, *answers: Fetched, feed: Feed = FEED) -> None:
        self.reader.answers[feed.id] = list(answers)

    async def look(self, times: int = 1) -> None:
        """Let so many intervals pass."""
        await self.rig.advance(times * OFTEN)

    async def reload(self, *feeds: Feed) -> None:
        await self.rig.fleet.adopt(replace(configuration(sha256="second"), feeds=feeds))
        await self.rig.advance(FIRST_LOOK)

    def window(self, name: str = "ministry.night") -> WindowSpec:
        return self.desk.book.chains[name][-1].spec

    def revisions(self, name: str = "ministry.night") -> int:
        return len(self.desk.book.chains.get(name, ()))

    def told(self, event: str) -> list[object]:
        return [facts_["why"] for facts_ in self.rig.log.said(event)]


@asynccontextmanager
async def fed(
    *answers: Fetched, feeds: tuple[Feed, ...] = (FEED,), begun: bool = True, known: tuple[WindowSpec, ...] = ()
) -> AsyncIterator[Fed]:
    """All feeds were looked at once, unless they are not to have ``begun``; ``known`` are windows of an earlier run."""
    configured = replace(configuration(), feeds=feeds)
    found = Fed(Rig(configured))
    await found.rig.fleet.adopt(configured)  # and no probes, of which months of virtual time would have many
    await found.desk.take(known, AS_FED)
    for feed in feeds:
        found.answer(*answers, feed=feed)
    task = asyncio.create_task(found.feeds.run())
    await (found.rig.advance(FIRST_LOOK) if begun else quiet())
    try:
        yield found
    finally:
        task.cancel()
        await asyncio.wait({task})
        assert task.cancelled()


# ---- when


async def test_first_look_comes_soon_and_the_next_ones_at_the_interval() -> None:
    async with fed(said(ahead())) as one:
        await one.look(3)

        times = one.reader.times("ministry")
        assert START <= times[0] < START + FIRST_LOOK
        assert [later - earlier for earlier, later in pairwise(times)] == [OFTEN] * 3


async def test_feeds_are_spread_over_the_first_seconds() -> None:
    async with fed(said(), feeds=(FEED, OTHER)) as both:
        assert both.reader.times("ministry") != both.reader.times("vendor")


async def test_slow_feed_keeps_no_other_waiting_and_is_not_asked_twice_at_once() -> None:
    async with fed(said(), feeds=(FEED, OTHER), begun=False) as both:
        both.reader.takes = 3 * OFTEN
        await both.rig.advance(2 * OFTEN)

        assert len(both.reader.times("ministry")) == len(both.reader.times("vendor")) == 1


async def test_failures_double_the_wait_up_to_six_hours_and_a_good_answer_ends_that() -> None:
    async with fed(*[Failed(why="timeout")] * 8, said(ahead())) as one:
        await one.rig.advance(timedelta(hours=30))

        times = one.reader.times("ministry")
        waits = [(later - earlier) / MINUTE for earlier, later in pairwise(times)]
        assert waits[:9] == [15, 30, 60, 120, 240, 360, 360, 360, 15]


@pytest.mark.parametrize(("wanted", "waits"), [(2 * HOUR, 2 * HOUR), (MINUTE, OFTEN)])
async def test_wait_that_a_server_asks_for_is_kept_and_never_shortens_ours(wanted: timedelta, waits: timedelta) -> None:
    async with fed(Failed(why="status 429", retry_after=wanted), said()) as one:
        await one.rig.advance(3 * HOUR)

        first, second, *_ = one.reader.times("ministry")
        assert second - first == waits


async def test_wall_clock_that_steps_moves_no_look() -> None:
    async with fed(said()) as one:
        one.rig.clock.step(DAY)
        await one.rig.advance(MINUTE)

        assert len(one.reader.times("ministry")) == 1


# ---- what it says


async def test_window_is_in_force_and_written_with_its_origin_and_the_source_is_shown() -> None:
    async with fed(said(now_on())) as one:
        [revision] = one.desk.book.chains["ministry.now"]

        assert (revision.by, revision.why, revision.origin) == ("ministry", "the feed says so", "feed:ministry")
        assert one.rig.publisher.services[facts.PORTAL].maintenance_active
        assert [found for batch in one.rig.ledger.batches for found in batch.revisions] == [revision]
        assert one.rig.publisher.sources["ministry"] == one.reader.times("ministry")[0]
        assert one.rig.publisher.stale_after["ministry"] == HOUR
        assert one.feeds.view() == (
            SourceView(name="ministry", read_at=one.reader.times("ministry")[0], stale_after=HOUR),
        )
        assert one.rig.log.said("feed_read") == [{"feed": "ministry", "windows": 1}]


async def test_feed_that_was_never_read_is_shown_as_such() -> None:
    async with fed(said(), begun=False) as one:
        assert one.rig.publisher.sources == {"files": START, "ministry": None}
        assert [source.read_at for source in one.feeds.view()] == [None]


async def test_same_answer_again_adds_no_revision_and_no_line_but_moves_the_time() -> None:
    async with fed(said(ahead())) as one:
        lines = len(one.rig.log.lines)
        await one.look(4)

        assert one.revisions() == 1
        assert one.rig.publisher.sources["ministry"] == one.reader.times("ministry")[-1]
        assert len(one.rig.log.lines) == lines


async def test_change_and_cancellation_that_a_feed_says_outright_count_at_once() -> None:
    longer = ahead(ends=START + DAY + 2 * HOUR)
    async with fed(said(ahead()), said(longer), said(replace(longer, status=Status.CANCELLED))) as one:
        await one.look()
        assert one.window().ends == START + DAY + 2 * HOUR
        await one.look()

        assert one.window().status is Status.CANCELLED


async def test_memory_is_handed_back_and_unchanged_is_a_good_answer() -> None:
    memory = {"https://calendar.example/a.ics": Copy(body=b"", etag='"1"')}
    async with fed(said(ahead(), memory=memory), Unchanged()) as one:
        await one.look(5)

        assert one.reader.memories[:2] == [{}, memory]
        assert one.revisions() == 1
        assert one.rig.publisher.sources["ministry"] == one.reader.times("ministry")[-1]


async def test_unchanged_before_anything_was_said_is_a_failure() -> None:
    async with fed(Unchanged()) as one:
        assert one.rig.publisher.sources["ministry"] is None
        assert len(one.told("feed_failed")) == 1


async def test_window_that_was_over_long_before_it_was_read_is_left_out() -> None:
    """A calendar of ten years would else be a thousand retroactive windows."""
    old = ahead("ministry.old", starts=START - 3 * DAY, ends=START - 2 * DAY)
    fresh = ahead("ministry.fresh", starts=START - 3 * HOUR, ends=START - 2 * HOUR)
    off = ahead("ministry.off", status=Status.CANCELLED)
    async with fed(said(old, fresh, off)) as one:
        assert set(one.desk.book.chains) == {"ministry.fresh"}


SERIES = ahead(
    "ministry.nightly",
    starts=START.replace(tzinfo=None, hour=20, minute=0, second=0, microsecond=0),
    ends=None,
    duration=HOUR,
    rule=Rule(rrule="FREQ=DAILY"),
)
NIGHT = "ministry.nightly@2026-03-12T20:00"


def alone(**changes: object) -> WindowSpec:
    """The occurrence of the night after tomorrow, as the calendar tells it apart."""
    local = datetime(2026, 3, 12, 20)  # noqa: DTZ001 - a wall time
    return replace(SERIES, id=NIGHT, starts=local, rule=None, **changes)  # type: ignore[arg-type] # its fields


async def test_occurrence_that_a_calendar_cancels_alone_is_entered_though_it_was_never_known() -> None:
    async with fed(said(SERIES), said(SERIES, alone(status=Status.CANCELLED))) as one:
        await one.look()

        assert one.window(NIGHT).status is Status.CANCELLED
        assert one.window("ministry.nightly").status is Status.SCHEDULED


async def test_occurrence_that_a_calendar_no_longer_tells_apart_is_as_its_series_has_it() -> None:
    async with fed(said(SERIES, alone(duration=3 * HOUR)), said(SERIES)) as one:
        await one.look(2)
        assert one.window(NIGHT).duration == 3 * HOUR
        await one.look(3)

        assert (one.window(NIGHT).duration, one.window(NIGHT).status) == (HOUR, Status.SCHEDULED)
        assert one.revisions(NIGHT) == 2


async def test_occurrence_of_a_window_that_others_made_is_not_touched_either() -> None:
    async with fed(said(alone(status=Status.CANCELLED)), begun=False) as one:
        await one.desk.change(Change(verb=Verb.DECLARE, window_id=SERIES.id, author=AUTHOR, spec=SERIES))
        await one.rig.advance(FIRST_LOOK)

        assert set(one.desk.book.chains) == {SERIES.id}


async def test_refusals_and_remarks_are_told_once_until_they_change() -> None:
    wrong = ahead("ministry.wrong", platform="nobody")
    answers = [said(ahead(), wrong, remarks=("component 'x' is not mapped",))] * 3
    async with fed(*answers, said(ahead(), wrong), said(ahead(), wrong, remarks=("again",))) as one:
        await one.look(2)
        assert len(one.rig.log.said("feed_read")) == 1
        assert len(one.told("feed_remark")) == 2
        assert "nobody" in str(one.told("feed_remark")[1])
        await one.look(2)

        assert one.told("feed_remark")[2:] == ["again"]
        assert one.revisions() == 1


async def test_feed_in_which_everything_is_wrong_does_not_fill_the_log() -> None:
    async with fed(said(remarks=tuple(f"event {number}" for number in range(500)))) as one:
        assert len(one.told("feed_remark")) == 20


# ---- what stays


async def test_failing_feed_keeps_its_windows_and_the_time_of_its_last_good_answer() -> None:
    async with fed(said(now_on(), ahead()), Failed(why="status 503")) as one:
        good = one.rig.publisher.sources["ministry"]
        await one.rig.advance(10 * HOUR)

        assert one.rig.publisher.services[facts.PORTAL].maintenance_active
        assert (one.revisions(), one.revisions("ministry.now")) == (1, 1)
        assert one.rig.publisher.sources["ministry"] == good
        assert one.told("feed_failed") == ["status 503"]


async def test_feed_that_is_read_again_after_failures_says_so() -> None:
    async with fed(said(ahead()), Failed(why="timeout"), said(ahead())) as one:
        await one.look(2)

        assert [event for _, event, _ in one.rig.log.lines if event.startswith("feed_")] == [
            "feed_read",
            "feed_failed",
            "feed_read",
        ]


@pytest.mark.parametrize("left", [(), (ahead("ministry.other"),)], ids=["empty", "one of two"])
async def test_window_that_is_missing_stands_for_two_answers_and_is_withdrawn_by_the_third(
    left: tuple[WindowSpec, ...],
) -> None:
    async with fed(said(ahead(), *left), said(*left)) as one:
        await one.look(2)
        assert one.window().status is Status.SCHEDULED
        assert one.told("feed_remark") == ["window ministry.night is not in it any more; it stands for now"]
        await one.look()

        assert one.window().status is Status.CANCELLED
        assert all(one.window(spec.id).status is Status.SCHEDULED for spec in left)


async def test_window_that_comes_back_in_time_was_never_gone() -> None:
    answers = [said(ahead()), said(), said(), said(ahead()), said(), said(), said(ahead())]
    async with fed(*answers) as one:
        await one.look(6)

        assert one.revisions() == 1


async def test_unchanged_empty_answer_confirms_that_a_window_is_gone() -> None:
    async with fed(said(ahead()), said(), Unchanged()) as one:
        await one.look(3)

        assert one.window().status is Status.CANCELLED


async def test_windows_of_an_earlier_run_stand_while_the_feed_fails_after_a_restart() -> None:
    async with fed(Failed(why="timeout"), known=(ahead(), now_on())) as one:
        await one.look(10)

        assert one.window().status is Status.SCHEDULED
        assert one.rig.publisher.services[facts.PORTAL].maintenance_active
        assert one.rig.publisher.sources["ministry"] is None


async def test_failures_between_are_no_answers() -> None:
    async with fed(said(ahead()), said(), Failed(why="timeout")) as one:
        await one.rig.advance(20 * HOUR)

        assert one.window().status is Status.SCHEDULED


@pytest.mark.parametrize(
    "broken", [said(unread=frozenset({"ministry.night"})), said(whole=False)], ids=["this one", "any one"]
)
async def test_window_that_may_only_be_unread_stands_as_long_as_that_lasts(broken: Said) -> None:
    async with fed(said(ahead()), broken) as one:
        await one.look(20)

        assert one.window().status is Status.SCHEDULED


async def test_occurrence_of_a_series_that_is_unread_stands_with_it() -> None:
    broken = said(unread=frozenset({SERIES.id}))
    async with fed(said(SERIES, alone(duration=3 * HOUR)), broken) as one:
        await one.look(5)

        assert (one.window(NIGHT).duration, one.window(NIGHT).status) == (3 * HOUR, Status.SCHEDULED)


async def test_running_window_that_is_gone_ends_and_does_not_come_back() -> None:
    async with fed(said(now_on()), said(), said(), said(), said(now_on())) as one:
        await one.look(3)
        assert not one.rig.publisher.services[facts.PORTAL].maintenance_active
        await one.look(2)

        assert one.window("ministry.now").status is Status.CANCELLED
        assert "cancelled" in str(one.told("feed_remark")[-1])


async def test_window_that_others_made_is_not_touched_by_a_feed_that_calls_one_so() -> None:
    async with fed(said(ahead()), begun=False) as one:
        by_hand = ahead("ministry.night", source_text="by hand")
        change = Change(verb=Verb.DECLARE, window_id=by_hand.id, author=AUTHOR, spec=by_hand)
        await one.desk.change(change)
        await one.rig.advance(FIRST_LOOK)

        assert one.window() == by_hand
        assert one.told("feed_remark") == ["window ministry.night was made by others; it is not touched"]


async def test_window_that_was_ended_by_hand_is_not_revived_by_the_next_answer() -> None:
    async with fed(said(now_on())) as one:
        await one.desk.change(Change(verb=Verb.END, window_id="ministry.now", author=AUTHOR))
        await one.look(3)

        assert not one.rig.publisher.services[facts.PORTAL].maintenance_active


# ---- the configuration


async def test_feed_that_leaves_the_configuration_takes_its_windows_along_and_says_so() -> None:
    async with fed(said(now_on(), ahead())) as one:
        await one.reload()

        assert not one.rig.publisher.services[facts.PORTAL].maintenance_active
        assert one.window().status is Status.CANCELLED
        assert one.desk.book.chains["ministry.night"][-1].why == "the feed left the configuration"
        assert one.rig.log.said("feed_left") == [{"feed": "ministry", "withdrawn": 2}]
        assert "ministry" not in one.rig.publisher.sources
        asked = len(one.reader.asked)
        await one.look(2)
        await one.reload()  # with nothing left to withdraw
        assert len(one.reader.asked) == asked
        assert len(one.rig.log.said("feed_left")) == 1


async def test_windows_of_a_feed_that_left_while_nobody_ran_are_withdrawn_at_the_start() -> None:
    async with fed(feeds=(), begun=False, known=(ahead(),)) as none:
        assert none.window().status is Status.CANCELLED


async def test_windows_out_of_a_ledger_that_was_read_late_are_kept_in_step_too() -> None:
    async with fed(feeds=(), begun=False) as none:
        await none.desk.take([ahead()], AS_FED)
        await none.rig.fleet.adopt(none.rig.fleet.configuration)
        await quiet()

        assert none.window().status is Status.CANCELLED


async def test_reload_that_changes_nothing_of_a_feed_goes_on_where_it_was() -> None:
    async with fed(said(ahead())) as one:
        good = one.rig.publisher.sources["ministry"]
        await one.reload(FEED)

        assert len(one.reader.asked) == 1
        assert one.equipped == 2
        assert one.rig.publisher.sources["ministry"] == good


async def test_feed_that_a_reload_changes_is_asked_soon_and_keeps_its_windows_meanwhile() -> None:
    async with fed(said(ahead()), Failed(why="timeout")) as one:
        await one.reload(replace(FEED, url="https://calendar.example/b.ics"))

        assert len(one.reader.asked) == 2
        assert one.reader.memories[-1] == {}
        assert one.window().status is Status.SCHEDULED
        assert one.rig.publisher.sources["ministry"] is not None


async def test_answer_to_a_feed_that_left_meanwhile_is_dropped() -> None:
    async with fed(said(ahead()), begun=False) as one:
        one.reader.takes = MINUTE
        await one.rig.advance(FIRST_LOOK)
        await one.reload()
        await one.rig.advance(2 * MINUTE)

        assert one.reader.asked != []
        assert one.desk.book.chains == {}


async def test_feed_that_leaves_while_its_answer_is_written_leaves_nothing_behind() -> None:
    async with fed(said(now_on()), begun=False) as one:
        one.rig.ledger.stuck = True
        await one.rig.advance(timedelta(seconds=7.5))  # it was read, and the disk is waited for
        assert one.window("ministry.now").status is Status.SCHEDULED
        leaving = asyncio.create_task(one.rig.fleet.adopt(configuration(sha256="second")))
        await one.rig.advance(MINUTE)
        await leaving

        assert one.window("ministry.now").status is Status.CANCELLED
        assert set(one.rig.publisher.sources) == {"files"}


@pytest.mark.parametrize(
    ("interval", "age"), [(5 * MINUTE, HOUR), (15 * MINUTE, HOUR), (16 * MINUTE, 64 * MINUTE), (6 * HOUR, DAY)]
)
def test_feed_is_stale_after_four_intervals_and_not_within_an_hour(interval: timedelta, age: timedelta) -> None:
    assert stale_after(replace(FEED, interval=interval)) == age


# ---- news

PRESS = Feed(id="press", kind=FeedKind.RSS, url="https://press.example/feed.xml", timezone="Asia/Riyadh", interval=HOUR)
ENTRY = Entry(key="k1", title="Notice", text="The portal is down tomorrow.", published=START)
WALL = Wall(day=(START + DAY).date())


def news(*entries: Entry, **changes: object) -> News:
    return replace(News(entries=entries), **changes)  # type: ignore[arg-type] # its fields


async def read(one: Fed, times: int = 1) -> None:
    """Wait for the thread in which texts are read; the test's own time limit is the only one."""
    while len(one.texts) < times or any(told.busy for told in one.feeds._subscriptions.values()):
        await asyncio.sleep(0.001)
        await quiet()


@asynccontextmanager
async def reported(*answers: Fetched) -> AsyncIterator[Fed]:
    """A feed of news that was looked at once."""
    async with fed(*answers, feeds=(PRESS,), begun=False) as one:
        one.announced[ENTRY.wording] = (drafts.draft(starts=WALL, ends=WALL),)
        await one.rig.advance(FIRST_LOOK)
        await read(one)
        yield one


async def test_news_are_read_and_their_feed_is_shown_as_every_other() -> None:
    memory = {"https://press.example/feed.xml": Copy(body=b"", etag='"1"')}
    async with reported(news(ENTRY, memory=memory, remarks=("201 entries",)), Unchanged()) as one:
        await one.rig.advance(3 * HOUR)

        assert one.texts == [(ENTRY.wording, START.date())]
        assert len(one.desk.drawer.proposals) == 1
        assert one.reader.memories == [{}, memory, memory, memory]
        assert one.rig.publisher.sources["press"] == one.reader.times("press")[-1]
        assert one.rig.publisher.stale_after["press"] == 4 * HOUR
        assert one.rig.log.said("feed_read") == [{"feed": "press", "entries": 1}]
        assert one.told("feed_remark") == ["201 entries"]


async def test_draft_waits_while_its_feed_fails_or_forgets_it_and_after_it_left() -> None:
    async with reported(news(ENTRY), news(), Failed(why="status 503")) as one:
        [proposal] = one.desk.drawer.proposals.values()
        await one.rig.advance(6 * HOUR)
        forgotten = one.reader.times("press")[1]
        shown = one.rig.publisher.sources["press"]
        await one.reload()

        assert shown == forgotten
        assert one.told("feed_failed") == ["status 503"]
        assert list(one.desk.drawer.proposals.values()) == [proposal]
        assert proposal.is_waiting
        assert one.rig.log.said("feed_left") == []


async def test_window_that_was_confirmed_stays_when_its_feed_leaves() -> None:
    async with reported(news(ENTRY)) as one:
        [proposal] = one.desk.drawer.proposals.values()
        decided = await one.desk.confirm(proposal.id, Approval(by="aisha"))
        await one.reload()

        [revision] = decided.revisions
        assert one.window(revision.window_id).status is Status.SCHEDULED


async def test_feed_that_turns_from_windows_to_news_takes_its_windows_along() -> None:
    async with fed(said(ahead())) as one:
        one.answer(news())
        await one.reload(replace(FEED, kind=FeedKind.RSS))

        assert one.window().status is Status.CANCELLED


async def test_feed_is_not_asked_again_while_its_news_are_read() -> None:
    async with fed(news(ENTRY), feeds=(PRESS,), begun=False) as one:
        one.go.clear()
        await one.rig.advance(5 * HOUR)
        asked = len(one.reader.asked)
        one.go.set()
        await read(one)

        assert asked == 1
