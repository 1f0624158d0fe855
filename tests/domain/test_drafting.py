from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from monitor.domain.announcement.draft import Affected, Draft, Part, Wall
from monitor.domain.drafting import published_at, published_day, window_of, windows_of
from monitor.domain.errors import DraftIncompleteError
from monitor.domain.window import Impact, Scope, WindowSpec
from tests.domain import facts
from tests.domain.drafts import FRIDAY, NOW, draft, source, wall

RULES = facts.rules(facts.service(), facts.service("absher/traffic"), facts.service("qiwa/portal"))


def declared(read: Draft) -> WindowSpec:
    return window_of(read, RULES, "UTC", source=source()).spec()


def test_draft_with_all_that_a_window_needs_is_that_window() -> None:
    spec = declared(draft())

    assert spec == WindowSpec(
        id="absher-2025-12-05",
        platform="absher",
        scope=Scope(services=frozenset({"portal"})),
        starts=facts.local("2025-12-05 00:00"),
        ends=facts.local("2025-12-05 12:00"),
        timezone="Asia/Riyadh",
        impact=Impact.OUTAGE,
        source_url=source().url,
        source_text=source().text,
    )


@pytest.mark.parametrize(
    ("starts", "ends", "edges", "warned"),
    [
        (wall(hour=1), wall(hour=5), ("2025-12-05 01:00", "2025-12-05 05:00"), []),
        (wall(), wall(hour=5), ("2025-12-05 00:00", "2025-12-05 05:00"), ["starts"]),
        (Wall(day=FRIDAY, part=Part.DAWN), wall(hour=5), ("2025-12-05 00:00", "2025-12-05 05:00"), ["starts"]),
        (wall(hour=1), wall(), ("2025-12-05 01:00", "2025-12-06 00:00"), ["ends"]),
        (wall(hour=1), wall(hour=23, minute=59), ("2025-12-05 01:00", "2025-12-06 00:00"), []),
        (wall(), wall(date(2025, 12, 6)), ("2025-12-05 00:00", "2025-12-07 00:00"), ["starts", "ends", "long"]),
    ],
)
def test_what_a_text_leaves_out_is_filled_in_and_said(
    starts: Wall, ends: Wall, edges: tuple[str, str], warned: list[str]
) -> None:
    outline = window_of(draft(starts=starts, ends=ends), RULES, "UTC")
    spec = outline.spec()

    assert (spec.starts, spec.ends) == (facts.local(edges[0]), facts.local(edges[1]))
    assert [warning.partition(":")[0] for warning in outline.warnings] == warned


def test_length_stands_where_no_end_is_given_and_gives_the_hour_where_only_its_day_is() -> None:
    alone = declared(draft(ends=None, duration=timedelta(hours=4)))
    both = declared(draft(starts=wall(hour=22), ends=wall(date(2025, 12, 6)), duration=timedelta(hours=4)))

    assert (alone.ends, alone.duration) == (None, timedelta(hours=4))
    assert (both.ends, both.duration) == (facts.local("2025-12-06 02:00"), None)


def test_window_longer_than_the_limit_is_long_and_one_at_the_limit_is_not() -> None:
    longest = window_of(draft(ends=wall(date(2025, 12, 6), 0)), RULES, "UTC")
    longer = window_of(draft(ends=wall(date(2025, 12, 6), 0, 1)), RULES, "UTC")

    assert not longest.spec().long
    assert longest.warnings == ()
    assert longer.spec().long
    assert [warning.partition(":")[0] for warning in longer.warnings] == ["long"]


@pytest.mark.parametrize(
    ("services", "scope", "warned"),
    [
        ((), Scope(everything=True), 0),
        ((Affected(id="portal", as_written="a"), Affected(id="traffic", as_written="b")), Scope(services=frozenset({"portal", "traffic"})), 0),  # noqa: E501 - a row
        ((Affected(id="portal", as_written="a"), Affected(id=None, as_written="b")), Scope(services=frozenset({"portal"})), 1),  # noqa: E501 - a row
        ((Affected(id=None, as_written="b"),), Scope(everything=True), 1),
        ((Affected(id="gone", as_written="b"),), Scope(everything=True), 1),
    ],
)  # fmt: skip
def test_services_that_are_known_are_meant_and_else_the_platform(
    services: tuple[Affected, ...], scope: Scope, warned: int
) -> None:
    outline = window_of(draft(services=services), RULES, "UTC")

    assert outline.spec().scope == scope
    assert len(outline.warnings) == warned


def test_what_goes_on_working_is_left_out() -> None:
    spared = (Affected(id="traffic", as_written="المخالفات"), Affected(id=None, as_written="الهاتف"))

    outline = window_of(draft(services=(), excluded=spared), RULES, "UTC")

    assert outline.spec().scope == Scope(everything=True, exclude=frozenset({"traffic"}))
    assert "الهاتف" in outline.warnings[0]


@pytest.mark.parametrize(
    ("changes", "keys"),
    [
        ({"starts": None}, ["starts"]),
        ({"ends": None}, ["ends"]),
        ({"starts": None, "ends": None}, ["starts", "ends"]),
        ({"platform": None, "platforms": (), "platform_name": "بنك"}, ["platform"]),
        ({"platform": "nobody", "platforms": ("nobody",)}, ["platform"]),
    ],
)
def test_draft_that_leaves_something_open_is_no_window_until_somebody_says_it(
    changes: dict[str, object], keys: list[str]
) -> None:
    outline = windows_of(draft(**changes), RULES, "UTC")[0]
    said = {"platform": "absher", "starts": facts.local("2025-12-05 01:00"), "duration": timedelta(hours=1)}
    given = {"duration" if key == "ends" else key: said["duration" if key == "ends" else key] for key in keys}

    with pytest.raises(DraftIncompleteError) as refusal:
        outline.spec()

    assert [key for key, _ in refusal.value.gaps] == keys
    assert outline.spec(given).platform == "absher"


def test_end_that_somebody_gives_takes_the_place_of_the_length_and_is_measured() -> None:
    outline = window_of(draft(ends=None, duration=timedelta(hours=4)), RULES, "UTC")

    spec = outline.spec({"ends": facts.local("2025-12-07 00:00")})

    assert (spec.ends, spec.duration, spec.long) == (facts.local("2025-12-07 00:00"), None, True)


def test_each_watched_platform_gets_a_window_and_a_taken_id_a_number() -> None:
    read = draft(platforms=("absher", "qiwa", "elsewhere"), services=())

    made = windows_of(read, RULES, "UTC", taken={"absher-2025-12-05", "absher-2025-12-05-2"})

    assert [one.spec().id for one in made] == ["absher-2025-12-05-3", "qiwa-2025-12-05"]


def test_zone_is_the_texts_else_the_platforms_else_the_monitors() -> None:
    texts = window_of(draft(timezone="Africa/Cairo"), RULES, "UTC")
    platforms = window_of(draft(timezone=""), RULES, "UTC")
    monitors = window_of(draft(timezone="", platform="elsewhere"), RULES, "UTC")

    assert [one.fields["timezone"] for one in (texts, platforms, monitors)] == ["Africa/Cairo", "Asia/Riyadh", "UTC"]


@pytest.mark.parametrize(
    ("published", "instant", "day"),
    [
        (None, None, None),
        (datetime(2025, 12, 3, 18, 0, tzinfo=UTC), datetime(2025, 12, 3, 18, 0, tzinfo=UTC), date(2025, 12, 3)),
        (datetime(2025, 12, 3, 21, 30, tzinfo=UTC), datetime(2025, 12, 3, 21, 30, tzinfo=UTC), date(2025, 12, 4)),
        (date(2025, 12, 2), datetime(2025, 12, 2, 21, 0, tzinfo=UTC), date(2025, 12, 2)),
        (date(2025, 12, 3), NOW, date(2025, 12, 3)),
    ],
)
def test_day_of_publication_is_no_earlier_notice_than_is_known(
    published: datetime | date | None, instant: datetime | None, day: date | None
) -> None:
    one = source(published=published)

    assert published_at(one, "Asia/Riyadh") == instant
    assert published_day(one, "Asia/Riyadh") == day


def test_midnight_of_a_clock_is_not_a_day_alone() -> None:
    spec = declared(draft(starts=Wall(day=FRIDAY, clock=time(0)), ends=Wall(day=date(2025, 12, 6), clock=time(0))))

    assert spec.ends == facts.local("2025-12-06 00:00")
