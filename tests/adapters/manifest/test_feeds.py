"""Feeds as the configuration gives them; what is refused stands in ``invalid/``."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from monitor.adapters.manifest import effective, load
from monitor.domain.entry import EntryPaths
from monitor.domain.feed import Feed, FeedKind
from monitor.domain.window import Impact, Scope

SECRET = "private-7f3a"
LEAST = "{id: quiet, kind: ical, url: 'https://calendar.example/a.ics', platform: absher, services: all}"
FULL = f"""
  - id: page
    kind: statuspage
    url: "https://status.example/${{TOKEN}}"
    platform: absher
    services: [{{labels: {{kind: front}}}}]
    exclude: [renewal]
    timezone: Asia/Dubai
    impact: degraded
    components: {{تسجيل الدخول: [portal], c0: [portal, renewal]}}
    ignore: [training]
    interval: 1h
    timeout: 5s
    recovery: 30m
    long: true
    ca_file: root.pem
    token_file: secrets/token
  - {LEAST}
  - {{id: press, kind: rss, url: "https://press.example/feed.xml"}}
  - {{id: notices, kind: json, url: "https://press.example/api", platform: absher, paths: {{entries: data, link: url}}}}
"""
RENEWAL = "  - {id: renewal, name: {en: Renewal, ar: تجديد}, inferred_from: portal}\n"


@pytest.fixture
def feeds(base: Path) -> tuple[Feed, ...]:
    """What the section above becomes."""
    (base / "secrets").mkdir()
    for name in ("root.pem", "secrets/token"):
        (base / name).write_text("x")
    platform = base / "platforms" / "absher.yaml"
    platform.write_text("timezone: Asia/Riyadh\n" + platform.read_text("utf-8") + RENEWAL, "utf-8")
    main = base / "marsad.yaml"
    main.write_text(f"{main.read_text('utf-8')}feeds:{FULL}", "utf-8")
    return load(main, {"TOKEN": SECRET}).feeds


def test_every_key_of_a_feed_is_kept_and_files_are_read_from_beside_the_configuration(
    feeds: tuple[Feed, ...], base: Path
) -> None:
    assert feeds[0] == Feed(
        id="page",
        kind=FeedKind.STATUSPAGE,
        url=f"https://status.example/{SECRET}",
        platform="absher",
        scope=Scope(selectors=((("kind", "front"),),), exclude=frozenset({"renewal"})),
        timezone="Asia/Dubai",
        impact=Impact.DEGRADED,
        components=(("تسجيل الدخول", ("portal",)), ("c0", ("portal", "renewal"))),
        ignore=("training",),
        interval=timedelta(hours=1),
        timeout=timedelta(seconds=5),
        recovery=timedelta(minutes=30),
        long=True,
        ca_file=str(base / "root.pem"),
        token_file=str(base / "secrets" / "token"),
    )


def test_feed_that_says_little_is_asked_every_quarter_of_an_hour_in_the_zone_of_its_platform(
    feeds: tuple[Feed, ...],
) -> None:
    quiet = feeds[1]

    assert (quiet.interval, quiet.timeout) == (timedelta(minutes=15), timedelta(seconds=20))
    assert (quiet.timezone, quiet.impact, quiet.long) == ("Asia/Riyadh", Impact.OUTAGE, False)


def test_news_are_of_no_platform_by_default_and_read_every_hour_in_the_zone_of_the_monitor(
    feeds: tuple[Feed, ...],
) -> None:
    assert feeds[2] == Feed(
        id="press",
        kind=FeedKind.RSS,
        url="https://press.example/feed.xml",
        platform="",
        timezone="Asia/Riyadh",
        interval=timedelta(hours=1),
    )


def test_paths_into_json_are_kept_beside_those_that_go_without_saying(feeds: tuple[Feed, ...]) -> None:
    assert feeds[3].paths == EntryPaths(entries="data", id="id", title="title", text="text", link="url")
    assert feeds[3].platform == "absher"


@pytest.mark.usefixtures("feeds")
def test_address_of_a_feed_is_shown_by_its_host_alone(base: Path) -> None:
    shown = effective(load(base / "marsad.yaml", {"TOKEN": SECRET}))

    assert SECRET not in shown
    assert "https://status.example/<secret>" in shown


def test_nothing_is_fed_by_default(base: Path) -> None:
    assert load(base / "marsad.yaml", {}).feeds == ()
