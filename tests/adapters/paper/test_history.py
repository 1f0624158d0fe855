"""The page of a replay: it says what came of it, needs nothing beside itself, and lets nobody speak for it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest

from monitor.adapters.manifest import load_scenario
from monitor.adapters.paper import Firing, History, draw_histories
from monitor.adapters.paper.timeline import Scale
from monitor.domain.calendars import Language
from monitor.domain.catalogue import Text
from monitor.engine.expectation import Verified, verify
from monitor.engine.replay import replay
from tests.adapters.chromium import barriers, chromium, direction, latin_outside, overflow, too_wide

SCENARIOS = Path(__file__).parents[3] / "config" / "scenarios"
NASTY = "</title><script>alert(1)</script>\u202e"
STARTS = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)


class Shapes(HTMLParser):
    """Every element with its attributes; what is open must be closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def of(self, tag: str, kind: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag and attributes.get("class") == kind]


def history(name: str) -> History:
    [path] = SCENARIOS.rglob(f"{name}.yaml")
    replayed = replay(load_scenario(path, {}))
    return History(replayed=replayed, verified=verify(replayed))


def drawn(*histories: History, language: Language = "en") -> tuple[str, Shapes]:
    page = draw_histories(histories, language)
    return page, Shapes(page)


@pytest.mark.parametrize(
    "path", sorted((SCENARIOS / "history").glob("*.yaml")), ids=lambda path: path.stem.partition("-")[0]
)
def test_every_outage_of_the_past_can_be_drawn(path: Path) -> None:
    told = history(path.stem)
    languages: tuple[Language, ...] = ("en", "ar")

    for language in languages:
        _, shapes = drawn(told, language=language)

        assert shapes.open == []
        assert shapes.of("article", "course folded")
        assert shapes.found[0] == ("html", {"lang": language, "dir": "rtl" if language == "ar" else "ltr"})


def test_page_needs_no_script_no_own_style_and_nothing_from_outside() -> None:
    page, shapes = drawn(history("o06-down-at-the-end"))

    assert not [tag for tag, _ in shapes.found if tag in {"script", "link", "img", "iframe", "object", "base"}]
    assert not [name for _, attributes in shapes.found for name in attributes if name == "style" or name[:2] == "on"]
    assert {attributes["href"] for _, attributes in shapes.found if "href" in attributes} <= {"#history-1"}
    assert re.findall(r"url\(|@import", page) == []


def test_window_states_incident_and_page_stand_at_their_instants() -> None:
    told = history("o06-down-at-the-end")  # 08:00 to 12:00, window 09:00 to 10:00, page 10:05 to about 10:30
    _, shapes = drawn(told)

    [window] = shapes.of("rect", "window outage")[1:]  # the first one is the legend's
    [overrun] = shapes.of("rect", "overrun")[:1]
    [sent] = [attributes for attributes in shapes.of("svg", "sent") if "x" in attributes]
    [resolved] = shapes.of("circle", "resolved")[1:]
    assert (window["x"], window["width"]) == ("25.000%", "25.000%")
    assert overrun["x"] == "50.000%"
    assert sent["x"] == "52.083%"
    assert float(str(resolved["cx"]).rstrip("%")) == pytest.approx(62.7, abs=0.3)


def test_time_runs_with_the_language() -> None:
    told = history("o06-down-at-the-end")

    [window] = drawn(told, language="ar")[1].of("rect", "window outage")[1:]

    assert (window["x"], window["width"]) == ("50.000%", "25.000%")


def test_expectations_are_told_with_whether_they_hold() -> None:
    told = history("o06-down-at-the-end")
    missed = replace(told, verified=(*told.verified, Verified(ok=False, text="no page: found one")))

    page, shapes = drawn(missed)

    assert len(shapes.of("span", "verdict ok")) == len(told.verified)
    assert len(shapes.of("span", "verdict fail")) == 1
    assert "no page: found one" in page
    assert f"<bdi>{len(told.verified)}</bdi> of <bdi>{len(told.verified) + 1}</bdi> expectations hold" in page


def test_several_replays_are_sections_of_one_page_and_alerts_are_listed() -> None:
    first, second = history("o05-down-and-up-inside"), history("r01-absher-update-of-december-2025")
    firing = Firing(name="Naive", labels='severity="critical"', since=STARTS, until=None)

    page, shapes = drawn(replace(first, firings=(firing,)), second)

    assert [attributes["id"] for attributes in shapes.of("section", "history")] == ["history-1", "history-2"]
    assert "Naive" in page
    assert "severity=&#34;critical&#34;" in page
    assert "The shape is reconstructed" in page


@pytest.mark.parametrize("language", ["en", "ar"])
def test_nothing_from_a_file_becomes_markup_or_turns_a_line_around(language: Language) -> None:
    told = history("o06-down-at-the-end")
    hostile = replace(
        told.replayed.scenario, name=NASTY, title=Text(en=NASTY, ar=NASTY), source_text=NASTY, source_url=NASTY
    )
    firing = Firing(name=NASTY, labels=NASTY, since=STARTS, until=None)

    page, shapes = drawn(
        History(
            replayed=replace(told.replayed, scenario=hostile),
            verified=(Verified(ok=True, text=NASTY),),
            firings=(firing,),
        ),
        language=language,
    )

    assert not [tag for tag, _ in shapes.found if tag == "script"]
    assert "\u202e" not in page
    assert shapes.open == []


def test_axis_tells_local_time_in_full_steps() -> None:
    scale = Scale(starts=STARTS, ends=STARTS + timedelta(hours=4), mirrored=False)

    ticks = list(scale.ticks("Asia/Riyadh"))

    assert [tick.label for tick in ticks] == ["12:30", "13:00", "13:30", "14:00", "14:30", "15:00", "15:30"]
    assert ticks[0].x == "12.500%"


async def test_page_is_read_on_a_phone_and_by_everybody(tmp_path: Path) -> None:
    histories = (history("w04-extended-and-overrun-at-the-new-end"), history("r01-absher-update-of-december-2025"))
    path = tmp_path / "page.html"
    path.write_text(draw_histories(histories, "ar"))

    async with chromium() as browser:
        page = await browser.new_page(viewport={"width": 390, "height": 800})
        await page.goto(path.as_uri())

        assert await direction(page) == "rtl"
        assert await overflow(page) == 0
        assert await too_wide(page) == []
        assert await latin_outside(page) == []
        assert await barriers(page) == []
