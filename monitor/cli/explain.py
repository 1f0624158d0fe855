"""``marsad explain``: why a service is, or was, in its state."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from monitor.adapters import manifest
from monitor.adapters.clock import SystemClock
from monitor.app import explained
from monitor.cli.options import DEFAULT_CONFIG, REFUSED, ConfigFile, Json, StorageUrl, environ, refuse
from monitor.domain.catalogue import Catalogue
from monitor.domain.errors import ConfigurationError, LedgerError
from monitor.domain.explanation import Story
from monitor.domain.printable import printable
from monitor.domain.recurrence import Edge, resolve
from monitor.engine.expectation import rfc3339
from monitor.engine.inquiry import from_replay
from monitor.engine.replay import replay

Service = Annotated[str, typer.Argument(help="platform/service.")]
At = Annotated[
    str | None, typer.Option("--at", help="RFC 3339, or wall time in the monitor's zone; now, or the scenario's end.")
]
ScenarioFile = Annotated[Path | None, typer.Option("--scenario", help="Explain a replay of this file instead.")]


def explain(
    service: Service,
    at: At = None,
    scenario: ScenarioFile = None,
    as_json: Json = False,
    config_file: ConfigFile = DEFAULT_CONFIG,
    storage_url: StorageUrl = None,
) -> None:
    """Tell which observations, window revision and rule decided the state; works while the monitor runs."""
    try:
        told = _live(service, at, config_file, storage_url) if scenario is None else _replayed(service, at, scenario)
    except ConfigurationError as refusal:
        raise refuse(refusal) from None
    except LedgerError as refusal:
        raise _refused(str(refusal)) from None
    typer.echo(json.dumps(_facts(told), ensure_ascii=False) if as_json else _text(told))


def _live(service_id: str, at: str | None, config_file: Path, storage_url: str | None) -> Story:
    configuration = manifest.load(config_file, environ())
    settings = configuration.settings
    instant = SystemClock().now() if at is None else _instant(at, settings.timezone)
    story = explained(configuration, storage_url or settings.storage_url, service_id, instant)
    if story is None:
        raise _unknown(service_id, configuration.catalogue)
    return story


def _replayed(service_id: str, at: str | None, path: Path) -> Story:
    scenario = manifest.load_scenario(path, environ())
    if service_id not in scenario.catalogue.services:
        raise _unknown(service_id, scenario.catalogue)
    instant = scenario.ends if at is None else _instant(at, scenario.settings.timezone)
    return from_replay(replay(scenario), service_id, instant)


def _instant(text: str, timezone: str) -> datetime:
    """A wall time that happens twice is the first of the two."""
    try:
        return resolve(datetime.fromisoformat(text), ZoneInfo(timezone), edge=Edge.START)[0]
    except (ValueError, OverflowError):
        raise _refused(f"--at: {text}: neither RFC 3339 nor a wall time like 2026-03-10T13:05") from None


def _unknown(service_id: str, catalogue: Catalogue) -> typer.Exit:
    return _refused(f"{service_id}: no such service; known are: {', '.join(catalogue.services)}")


def _refused(sentence: str) -> typer.Exit:
    typer.echo(f"marsad: {printable(sentence)}", err=True)
    return typer.Exit(REFUSED)


def _text(story: Story) -> str:
    told = [story.headline.en, story.headline.ar]
    for paragraph in story.paragraphs:
        told += ["", str(paragraph)]
    return "\n".join(printable(line) for line in told)


def _facts(story: Story) -> dict[str, object]:
    return {
        "service": story.service_id,
        "at": rfc3339(story.at),
        "state": story.state.value,
        "since": rfc3339(story.since),
        "headline": {"en": story.headline.en, "ar": story.headline.ar},
        "rules": list(story.rules),
        "paragraphs": [
            {"part": told.part.value, "text": told.text, "rules": list(told.rules)} for told in story.paragraphs
        ],
    }
