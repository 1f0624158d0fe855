"""Every rule of the life of windows passes through command line, API and scenario alike (SEMANTICS W1 to W16).

The events of each scenario ``w*`` are entered through all three doors at their instants; the same revisions must come
of them, and the same refusals. What follows from a book is asked of the scenarios themselves. W17 (which revision a
process holds), W18 (an unreadable reload) and W19 (where a report is cut) are no changes of a window.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from typer.testing import CliRunner

from monitor.adapters import manifest
from monitor.adapters.ledger import LedgerRegistry
from monitor.adapters.manifest.findings import Findings
from monitor.adapters.manifest.source import parse
from monitor.adapters.server import build
from monitor.cli import program, windows_desk
from monitor.domain.book import Book, Revision, Rules
from monitor.domain.catalogue import Configuration
from monitor.domain.change import Change, enter
from monitor.domain.errors import WindowRefusedError
from monitor.engine.scenario import Scenario, entered
from tests.adapters.server.api.rig import BEARER, DeskOfTests, Rig
from tests.adapters.server.program import Program

EDGES = Path(__file__).parents[2] / "config" / "scenarios" / "edges"
FILES = sorted(EDGES.glob("w*.yaml"))
VERBS = ("declare", "revise", "end", "cancel", "void")
Chains = dict[str, list[tuple[object, ...]]]


@dataclass
class Outcome:
    """The revisions that came of the events, and which events were refused."""

    chains: Chains = field(default_factory=dict)
    refused: list[int] = field(default_factory=list)


def chains_of(book: Book) -> Chains:
    """All of each revision but who made it through which door.

    A declaration without an instant of its own is announced when it is entered, whichever door writes that down.
    """
    return {
        name: [(r.number, r.known_at, r.declared_at, replace(r.spec, declared_at=None)) for r in chain]
        for name, chain in book.chains.items()
    }


@dataclass(frozen=True)
class Event:
    """One event as the scenario's file has it."""

    at: datetime
    verb: str
    window_id: str
    keys: Mapping[str, Any]


class Story:
    """A scenario in both of its shapes: read by the program, and as it is written."""

    def __init__(self, path: Path) -> None:
        self.scenario: Scenario = manifest.load_scenario(path, {})
        document = parse(path.read_bytes(), path.name, {}, Findings())
        assert document is not None
        self.written: Mapping[str, Any] = json.loads(json.dumps(document.root))
        self.rules = Rules(catalogue=self.scenario.catalogue, longest_window=self.scenario.settings.longest_window)

    def events(self) -> Iterator[Event]:
        read = iter(self.scenario.windows)
        for section in sorted(self.written["windows"], key=lambda section: str(section["at"])):
            verb = next(verb for verb in VERBS if verb in section)
            said = section[verb]
            keys = said if isinstance(said, dict) else {}
            yield Event(next(read).at, verb, keys["id"] if keys else said, keys)


# ---- the doors


def by_scenario(story: Story) -> Outcome:
    book, outcome = Book(), Outcome()
    for number, event in enumerate(story.scenario.windows):
        try:
            book, _ = entered(book, event, event.at, story.rules)
        except WindowRefusedError:
            outcome.refused.append(number)
    outcome.chains = chains_of(book)
    return outcome


@dataclass
class Desk(DeskOfTests):
    """Holds changes against the scenario's own catalogue."""

    rules: Rules | None = None

    def foreseen(self, change: Change) -> tuple[Book, Revision | None]:
        assert self.rules is not None
        return enter(self.book, change, self.at, self.rules)


async def by_api(story: Story) -> Outcome:
    desk, outcome = Desk(rules=story.rules), Outcome()
    transport = httpx.ASGITransport(_application(story, desk))
    async with httpx.AsyncClient(transport=transport, base_url="http://marsad.test", headers=BEARER) as client:
        for number, event in enumerate(story.events()):
            desk.at = event.at
            keys = {key: value for key, value in event.keys.items() if event.verb == "declare" or key != "id"}
            if event.verb == "declare":
                answer = await client.post("/api/v1/windows", json={**keys, "by": "noura"})
            else:
                path = f"/api/v1/windows/{event.window_id}/revisions"
                answer = await client.post(path, json={"verb": event.verb, "by": "noura", **keys})
            if answer.is_error:
                assert answer.headers["content-type"] == "application/problem+json"
                outcome.refused.append(number)
    outcome.chains = chains_of(desk.book)
    return outcome


def _application(story: Story, desk: Desk) -> Starlette:
    catalogue, settings = story.scenario.catalogue, story.scenario.settings
    api = replace(
        Rig(desk=desk).api(),
        configuration=lambda: Configuration(settings=settings, catalogue=catalogue, windows=(), sha256="", files=()),
        declaration=lambda text: manifest.declaration(text, "body", catalogue, settings.timezone),
        changes=lambda text, window_id, book: manifest.changes(
            text, "body", window_id, book=book, catalogue=catalogue, timezone=settings.timezone
        ),
    )
    return build(replace(Program().collaborators(), api=api))


@dataclass
class Clock:
    """Stands at the event."""

    at: datetime

    def now(self) -> datetime:
        return self.at


def by_command_line(story: Story, root: Path, monkeypatch: pytest.MonkeyPatch) -> Outcome:
    clock, outcome = Clock(story.scenario.starts), Outcome()
    monkeypatch.setattr(windows_desk, "SystemClock", lambda: clock)
    ledger = f"sqlite:///{root}/marsad.db"
    for number, event in enumerate(story.events()):
        clock.at = event.at
        arguments = ["windows", event.verb, *_flags(event), f"--config.file={_files(story, root)}", "--by=noura"]
        result = CliRunner().invoke(program._program, [*arguments, f"--storage.url={ledger}"])
        assert result.exit_code in {0, 2}, result.output
        if result.exit_code:
            outcome.refused.append(number)
    outcome.chains = chains_of(LedgerRegistry(ledger, clock.now, "a test").book())
    return outcome


def _files(story: Story, root: Path) -> Path:
    """The scenario's platforms and settings as files of a configuration."""
    settings = {**story.written.get("settings", {}), "platforms": ["platforms.yaml"], "windows": []}
    settings |= {"canaries": [], "contact": "https://marsad.example/"}
    [platform] = story.written["platforms"]
    (root / "platforms.yaml").write_text(json.dumps(platform, ensure_ascii=False))
    path = root / "marsad.yaml"
    path.write_text(json.dumps(settings, ensure_ascii=False))
    return path


def _flags(event: Event) -> Iterator[str]:
    yield f"--id={event.window_id}" if event.verb == "declare" else event.window_id
    for key, value in event.keys.items():
        if key == "services" and isinstance(value, dict):
            yield f"--label={','.join(f'{name}={wanted}' for name, wanted in value['labels'].items())}"
        elif key in {"services", "exclude"} and isinstance(value, list):
            yield f"--{key}={','.join(value)}"
        elif value is True:
            yield f"--{key}"
        elif key != "id":
            yield f"--{key.replace('_', '-')}={value}"


# ---- held against each other


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
async def test_rule_passes_through_command_line_api_and_scenario_alike(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = Story(path)

    by_file = by_scenario(story)

    assert by_file.chains or by_file.refused
    assert await by_api(story) == by_file
    assert by_command_line(story, tmp_path, monkeypatch) == by_file
