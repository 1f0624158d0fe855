"""News on virtual time: each entry is read once, and what it announces waits for a person, whatever becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from monitor.domain.announcement.draft import Draft, Evidence, Wall
from monitor.domain.approval import Approval
from monitor.domain.entry import PAST, Entry
from monitor.domain.feed import Feed, FeedKind, News
from monitor.domain.proposal import Proposal
from monitor.engine.desk import Desk
from monitor.engine.drawer import Drawer
from monitor.engine.newsroom import Newsroom
from monitor.engine.ports import Snapshot
from tests.domain import drafts
from tests.domain.facts import DAY, HOUR, MINUTE
from tests.engine.rig import START, Rig, configuration

PRESS = Feed(id="press", kind=FeedKind.RSS, url="https://press.example/feed.xml", timezone="Asia/Riyadh")
PAGE = replace(PRESS, id="notices", kind=FeedKind.PAGE)
WALL = Wall(day=(START + DAY).date())


def announced(**changes: object) -> Draft:
    """Work of tomorrow."""
    return drafts.draft(**({"starts": WALL, "ends": WALL} | changes))


def entry(number: int = 1, **changes: object) -> Entry:
    facts: dict[str, object] = {
        "key": f"k{number}",
        "title": f"Notice {number}",
        "text": "The portal is down.",
        "url": f"https://press.example/{number}",
        "published": START - HOUR,
    }
    return Entry(**(facts | changes))  # type: ignore[arg-type] # its fields


class Desked:
    """A newsroom whose reader finds what a test says, by what is in the text."""

    def __init__(self, finds: Mapping[str, tuple[Draft, ...]], snapshot: Snapshot | None = None) -> None:
        self.rig = Rig(configuration())
        self.drawer = Drawer(self.rig.publisher)
        if snapshot is not None:
            self.drawer.fill(snapshot)
        self.desk = Desk(self.rig.fleet, self.rig.ledger, self.rig.clock, self.drawer)
        self.finds = finds
        self.texts: list[str] = []
        self.days: list[date | None] = []
        self.newsroom = Newsroom(self.desk, self._read, clock=self.rig.clock, log=self.rig.log)

    def _read(self, text: str, published: date | None) -> tuple[Draft, ...]:
        self.texts.append(text)
        self.days.append(published)
        if "hostile" in text:
            raise IndexError("string index out of range")
        return next((found for words, found in self.finds.items() if words in text), ())

    async def take(self, *entries: Entry, feed: Feed = PRESS) -> None:
        await self.newsroom.take(feed, News(entries=entries))

    @property
    def waiting(self) -> list[Proposal]:
        return list(self.drawer.proposals.values())

    def restarted(self) -> Desked:
        """What the next process finds in the ledger."""
        kept = {one.id: one for batch in self.rig.ledger.batches for one in batch.proposals}
        seen = {(one.feed, one.key): one for batch in self.rig.ledger.batches for one in batch.seen}
        snapshot = Snapshot(
            heartbeat_at=None, records={}, revisions=(), proposals=tuple(kept.values()), seen=tuple(seen.values())
        )
        return Desked(self.finds, snapshot)


ALL = {"Notice": (announced(),)}


async def test_entry_is_read_and_waits_with_its_source_and_covers_nothing() -> None:
    room = Desked(ALL)

    await room.take(entry())

    [proposal] = room.waiting
    [source] = proposal.sources
    assert (source.url, source.origin, source.published) == (entry().url, "feed:press", START - HOUR)
    assert source.text == "Notice 1\nThe portal is down."
    assert room.rig.publisher.drafts[-1] == 1
    assert room.desk.book.chains == {}
    assert room.rig.log.said("draft_received") == [{"feed": "press", "draft": proposal.id, "verb": "declare"}]


async def test_entry_is_read_once_and_remembered_in_the_ledger() -> None:
    room = Desked(ALL)
    await room.take(entry())

    await room.take(entry(2), entry())

    assert room.texts == [entry().wording, entry(2).wording]
    assert [(one.feed, one.key) for batch in room.rig.ledger.batches for one in batch.seen] == [
        ("press", "k1"),
        ("press", "k2"),
    ]


async def test_next_process_reads_no_entry_again_and_keeps_the_draft() -> None:
    room = Desked(ALL)
    await room.take(entry(2), entry())

    after = room.restarted()
    await after.take(entry(2), entry())

    assert after.texts == []
    assert len(after.waiting) == len(room.waiting) == 1


async def test_entry_that_was_received_and_not_yet_remembered_makes_no_second_draft() -> None:
    """A kill between the two writes."""
    room = Desked(ALL)
    await room.take(entry())

    after = Desked(ALL, replace(room.rig.ledger.held, proposals=tuple(room.waiting)))
    await after.take(entry())

    assert after.waiting == room.waiting


async def test_oldest_entry_is_read_first() -> None:
    room = Desked(ALL)

    await room.take(entry(3), entry(2), entry(1))

    assert [text.partition("\n")[0] for text in room.texts] == ["Notice 1", "Notice 2", "Notice 3"]


async def test_first_look_reads_nothing_older_than_a_week_and_later_looks_do() -> None:
    room = Desked(ALL)
    old = {"published": START - PAST - MINUTE}

    await room.take(entry(2), entry(1, **old))
    await room.take(entry(4, **old), entry(2), entry(1, **old))

    assert room.texts == [entry(2).wording, entry(4).wording]
    assert {key for _, key in room.drawer.seen} == {"k1", "k2", "k4"}


async def test_other_feed_has_a_first_look_of_its_own() -> None:
    room = Desked(ALL)
    await room.take(entry(1))

    await room.take(entry(2, published=START - 2 * PAST), feed=replace(PRESS, id="other"))

    assert room.texts == [entry(1).wording]


async def test_window_that_is_long_over_is_not_proposed() -> None:
    over = Wall(day=(START - 2 * DAY).date())
    room = Desked({"Notice": (announced(starts=over, ends=over), announced())})

    await room.take(entry())

    assert [one.draft.starts for one in room.waiting] == [WALL]


async def test_entry_with_an_ignored_word_in_its_title_is_remembered_and_not_read() -> None:
    room = Desked(ALL)

    await room.take(entry(title="Notice of TRAINING"), feed=replace(PRESS, ignore=("training",)))

    assert room.texts == []
    assert set(room.drawer.seen) == {("press", "k1")}


async def test_text_without_a_platform_is_about_that_of_its_feed() -> None:
    room = Desked({"Notice": (announced(platform=None, platform_name="", platforms=()),)})

    await room.take(entry(), feed=replace(PRESS, platform="absher"))

    assert [one.draft.platform for one in room.waiting] == ["absher"]


@pytest.mark.parametrize(
    ("feed", "published", "days"),
    [
        (PRESS, START - 3 * HOUR, [(START - 3 * HOUR).date()] * 2),
        (PRESS, None, [None, (START + DAY).date()]),  # what was there before the first look may be of any day
        (PAGE, None, [None, None]),  # what changed on a page may be a counter
    ],
)
async def test_day_of_publication_is_the_feeds_word_or_the_day_on_which_it_was_met(
    feed: Feed, published: datetime | None, days: list[date | None]
) -> None:
    room = Desked(ALL)
    await room.take(entry(1, published=published), feed=feed)
    await room.rig.advance(DAY)

    await room.take(entry(2, published=published), feed=feed)

    assert room.days == days


async def test_text_that_the_reader_fails_on_is_told_and_ends_nothing() -> None:
    room = Desked(ALL)

    await room.take(entry(2), entry(1, text="hostile"))
    await room.take(entry(2), entry(1, text="hostile"))

    assert len(room.texts) == 2
    assert len(room.waiting) == 1
    [told] = room.rig.log.said("entry_misread")
    assert told == {"feed": "press", "entry": "k1", "why": "IndexError: string index out of range"}


async def test_page_on_which_only_a_counter_moves_adds_nothing_to_its_draft() -> None:
    room = Desked({"visits": (announced(),)})
    for visits in range(9):
        moved = {"starts": Evidence(start=visits, end=visits + 3, text="Fri")}
        room.finds = {"visits": (announced(evidence=moved),)}
        await room.take(entry(visits, text=f"{visits} visits", url="https://press.example/"), feed=PAGE)

    [proposal] = room.waiting
    assert len(room.texts) == 9
    assert len(proposal.sources) == 1


async def test_page_that_announces_something_else_is_received_again() -> None:
    later = Wall(day=(START + 9 * DAY).date())
    room = Desked({"first": (announced(),), "second": (announced(starts=later, ends=later),)})

    for number, word in enumerate(("first", "second", "first")):
        await room.take(entry(number, text=word, title=""), feed=PAGE)

    assert {one.draft.starts for one in room.waiting} == {WALL, later}


async def test_draft_waits_on_when_its_entry_leaves_the_feed() -> None:
    room = Desked(ALL)
    await room.take(entry())

    for _ in range(5):
        await room.take()

    assert [one.is_waiting for one in room.waiting] == [True]


async def test_rejected_draft_is_not_proposed_anew_by_a_feed_that_words_it_otherwise() -> None:
    room = Desked(ALL)
    await room.take(entry())
    await room.desk.reject(room.waiting[0].id, Approval(by="aisha", why="no"))

    await room.take(entry(2, text="The portal is down, said again."))

    assert [one.is_waiting for one in room.waiting] == [False]


async def test_entry_that_stays_in_its_feed_is_remembered_anew_every_day() -> None:
    room = Desked(ALL)

    for _ in range(8):
        await room.take(entry())
        await room.rig.advance(timedelta(hours=9))

    times = [one.at for batch in room.rig.ledger.batches for one in batch.seen]
    assert times == [START, START + timedelta(hours=27), START + timedelta(hours=54)]


@pytest.mark.parametrize(
    "odd",
    [
        {"timezone": "Nowhere/At-All"},
        {"starts": Wall(day=date.max), "ends": None, "duration": timedelta.max},
        {"starts": Wall(day=date.min), "ends": Wall(day=date.max)},
        {"platform": "\ud800", "platforms": ("\ud800",)},
    ],
)
async def test_draft_of_odd_values_ends_nothing(odd: dict[str, object]) -> None:
    room = Desked({"Notice 1": (announced(**odd),), "Notice 2": (announced(),)})

    await room.take(entry(2), entry(1))

    assert room.waiting != []
    assert {key for _, key in room.drawer.seen} == {"k1", "k2"}


async def test_draft_about_listed_platforms_that_are_not_watched_is_not_laid_down() -> None:
    elsewhere = announced(platform="paci", platforms=("paci",))
    desked = Desked({"down": (elsewhere,)})

    await desked.take(entry())

    assert desked.waiting == []


async def test_draft_about_a_platform_that_no_list_has_waits_for_somebody_who_knows_it() -> None:
    unlisted = announced(platform=None, platform_name="the city library", platforms=())
    desked = Desked({"down": (unlisted,)})

    await desked.take(entry())

    assert len(desked.waiting) == 1
