"""What is known of one feed between two looks at it, and what a look changes: pure, times are monotonic seconds.

The last good windows stand until a good answer says otherwise. A window that is merely missing in an answer is more
often a broken export than work called off, and a cancelled window does not come back: so it is withdrawn only when
three good answers in a row lacked it (record 0024). What an answer says outright counts at once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from monitor.domain.book import Book, is_over
from monitor.domain.cadence import phase
from monitor.domain.feed import Failed, Feed, Fetched, Memory, News, Said
from monitor.domain.window import WindowSpec

FIRST_LOOK = timedelta(seconds=10)
"""All feeds are looked at for the first time within this span, each at its own place in it."""

LONGEST_BACKOFF = timedelta(hours=6)
LOOKS_TO_BELIEVE = 3
"""Good answers in a row that lack a window before it is withdrawn."""

BYGONE = timedelta(days=1)
"""Windows that were over for longer when they were first read are not entered: most calendars begin with their past."""

_STALE_AT_LEAST = timedelta(hours=1)
_STALE_INTERVALS = 4


@dataclass(slots=True)
class Subscription:
    """One feed, as far as it was read."""

    feed: Feed
    due_at: float
    memory: Memory = field(default_factory=dict)
    said: Said | News | None = None  # the last good answer; of news without its entries, which were read
    read_at: datetime | None = None  # when it was brought into the book
    failures: int = 0  # in a row
    is_silent: bool = True  # nothing good was read since the start, or since the last failure
    missing: dict[str, int] = field(default_factory=dict)  # by window, the good answers in a row that lacked it
    busy: bool = False
    told: frozenset[str] = frozenset()  # what the log was told of the present trouble

    def plan(self, started: float, answer: Fetched) -> None:
        """When to look next: at the interval, later after failures, never before the server wants."""
        interval = self.feed.interval.total_seconds()
        self.failures = self.failures + 1 if isinstance(answer, Failed) else 0
        wait = interval
        if isinstance(answer, Failed):
            longest = max(LONGEST_BACKOFF.total_seconds(), interval)
            doubled = interval * 2.0 ** min(self.failures - 1, 32)
            wait = max(min(doubled, longest), answer.retry_after.total_seconds())
        self.due_at = started + wait

    def heed(self, said: Said, book: Book, at: datetime) -> Said:
        """What of a good answer is brought into the book.

        Windows that are missing in it stand for now, and as long as they may only be unread. Left out is what was over
        long before it was ever read, and what another door called so first.
        """
        self.said = said
        specs, remarks = [], list(said.remarks)
        for spec in said.specs:
            if not _is_ours(spec.id, self.feed, book):
                remarks.append(f"window {spec.id} was made by others; it is not touched")
            elif not _is_bygone(spec, book, at):
                specs.append(spec)
        given = {spec.id for spec in said.specs}
        missing = [spec for spec in standing(self.feed.origin, book, at) if spec.id not in given]
        self.missing = {spec.id: self.missing.get(spec.id, 0) + (not _may_be_in(spec.id, said)) for spec in missing}
        kept = [spec for spec in missing if self.missing[spec.id] < LOOKS_TO_BELIEVE]
        remarks += [f"window {spec.id} is not in it any more; it stands for now" for spec in kept]
        gone = [spec.id for spec in missing if spec not in kept]
        # An occurrence that is no longer told apart is again as its series has it.
        again = [regular for name in gone if (regular := _regular(name, given, book)) is not None]
        return replace(said, specs=(*specs, *kept, *again), remarks=tuple(remarks))

    def news(self, lines: Iterable[str]) -> tuple[str, ...]:
        """Those of ``lines`` that were not among the last ones: a trouble is told once, not at each look."""
        now = tuple(dict.fromkeys(lines))
        fresh = tuple(line for line in now if line not in self.told)
        self.told = frozenset(now)
        return fresh


def subscribed(feed: Feed, now: float) -> Subscription:
    """A feed that was never read, due in a moment."""
    return Subscription(feed=feed, due_at=now + phase(feed.id, FIRST_LOOK).total_seconds())


def stale_after(feed: Feed) -> timedelta:
    """How old the last good answer may be before somebody should look after it."""
    return max(_STALE_AT_LEAST, _STALE_INTERVALS * feed.interval)


def standing(origin: str, book: Book, at: datetime) -> tuple[WindowSpec, ...]:
    """The windows of a feed that are ahead or run, as the feed last gave them."""
    found = []
    for chain in book.chains.values():
        ours = [revision.spec for revision in chain if revision.origin == origin]
        if ours and not chain[-1].spec.withdrawn and not is_over(chain[-1].spec, at):
            found.append(ours[-1])
    return tuple(found)


def _may_be_in(window_id: str, said: Said) -> bool:
    """Whether a window that was not read stands in the answer all the same, by itself or with its series."""
    return not said.whole or not said.unread.isdisjoint((window_id, window_id.partition("@")[0]))


def _is_ours(window_id: str, feed: Feed, book: Book) -> bool:
    chain = book.chains.get(window_id) or book.chains.get(window_id.partition("@")[0])
    return not chain or chain[0].origin == feed.origin


def _is_bygone(spec: WindowSpec, book: Book, at: datetime) -> bool:
    """Whether it need not be entered; an occurrence that a known series leaves out has to be."""
    if spec.id in book.chains:
        return False
    return is_over(spec, at - BYGONE) or (spec.withdrawn and "@" not in spec.id)


def _regular(window_id: str, given: Collection[str], book: Book) -> WindowSpec | None:
    """The occurrence as its series has it, if the window is one and its series is still given."""
    series, _, local_start = window_id.partition("@")
    if not local_start or series not in given or series not in book.chains:
        return None
    return Book(chains={series: book.chains[series]}).current(window_id)
