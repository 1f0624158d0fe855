"""Whatever is read, in whatever order it comes: nothing raises, the same again changes nothing, nothing is covered."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.domain.announcement.draft import Affected, Draft, Kind, Part, Wall
from monitor.domain.approval import Approval, confirmed, outlines
from monitor.domain.errors import WindowRefusedError
from monitor.domain.proposal import Proposal, Source
from monitor.domain.reception import received
from monitor.domain.window import Impact
from tests.domain import facts

NOW = datetime(2025, 12, 4, 12, tzinfo=UTC)
RULES = facts.rules(facts.service(), facts.service("absher/traffic"), facts.service("qiwa/portal"))
BOOK = facts.book_of(
    facts.window(facts.local("2025-12-04 14:00"), facts.local("2025-12-04 18:00"), timezone="Asia/Riyadh"),
    facts.window(facts.local("2025-12-05 22:00"), facts.local("2025-12-06 04:00"), id="w2", timezone="Asia/Riyadh"),
    at=NOW - timedelta(days=1),
)
_DAYS = st.one_of(st.dates(date(2025, 12, 3), date(2025, 12, 8)), st.sampled_from([date.min, date.max]))
_CLOCKS = st.sampled_from([None, time(0), time(1), time(12), time(23, 59)])
_WALLS = st.none() | st.builds(Wall, day=_DAYS, clock=_CLOCKS, part=st.none() | st.sampled_from(Part))
_AFFECTED = st.lists(
    st.builds(Affected, id=st.sampled_from([None, "portal", "traffic", "gone"]), as_written=st.text(max_size=3)),
    max_size=2,
).map(tuple)
_DRAFTS = st.builds(
    Draft,
    kind=st.sampled_from(Kind),
    platform=st.sampled_from([None, "absher", "qiwa", "elsewhere"]),
    platform_name=st.sampled_from(["", "أبشر"]),
    platforms=st.sampled_from([(), ("absher",), ("absher", "qiwa")]),
    services=_AFFECTED,
    excluded=_AFFECTED,
    starts=_WALLS,
    ends=_WALLS,
    former_starts=_WALLS,
    former_ends=_WALLS,
    duration=st.sampled_from([None, timedelta(hours=2), timedelta(0), timedelta.max]),
    timezone=st.sampled_from(["", "Asia/Riyadh", "America/New_York"]),
    impact=st.sampled_from(Impact),
)
_SOURCES = st.builds(
    Source,
    url=st.sampled_from(["", "https://a.example/1", "https://b.example/2", "https://["]),
    text=st.sampled_from(["one", "two", "three \0 \ud800"]),
    origin=st.just("api"),
    received_at=st.just(NOW),
    published=st.sampled_from([None, date(2025, 12, 4), date.max, NOW]),
)


@settings(deadline=None)
@given(st.lists(st.tuples(_DRAFTS, _SOURCES), max_size=5))
def test_any_texts_in_any_order_are_taken(texts: list[tuple[Draft, Source]]) -> None:
    known: dict[str, Proposal] = {}
    for read, source in texts:
        found = received(known.values(), BOOK, read, source, at=NOW)
        if found is None:
            continue
        known[found.id] = found
        assert received(known.values(), BOOK, read, source, at=NOW) is not None
    for one in known.values():
        assert one.is_waiting
        outlines(one, BOOK, RULES, "UTC")
        try:
            outcome = confirmed(one, BOOK, Approval(by="aisha"), NOW, rules=RULES, timezone="UTC")
        except WindowRefusedError:
            continue
        assert len(outcome.revisions) <= len(outcome.proposal.window_ids)
