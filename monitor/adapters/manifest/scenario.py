"""Loads a scenario for ``marsad replay``.

What the replay itself refuses (W13, W14 of its window events) is not looked at here: it goes on after a refusal.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from collections.abc import Mapping as Environ
from datetime import timedelta
from pathlib import Path as FilePath

from monitor.adapters.manifest import assembly
from monitor.adapters.manifest.dependencies import check_cycles
from monitor.adapters.manifest.expectations import expectations
from monitor.adapters.manifest.findings import Findings
from monitor.adapters.manifest.outline import Outline, outline
from monitor.adapters.manifest.pause import collector_paused
from monitor.adapters.manifest.references import check_platforms, checks
from monitor.adapters.manifest.revision import Events
from monitor.adapters.manifest.scenario_file import ScenarioFile
from monitor.adapters.manifest.settings_file import DefaultsSection
from monitor.adapters.manifest.source import read
from monitor.adapters.manifest.tree import Document, Mapping, Path, Sequence, find, mappings
from monitor.adapters.manifest.validation import attempt, validate
from monitor.adapters.manifest.window_rules import PlacedWindow, check_shape
from monitor.domain.book import Rules
from monitor.domain.catalogue import Catalogue, Location, Settings, Text
from monitor.domain.errors import ConfigurationError
from monitor.engine.scenario import CanaryChange, Restart, Scenario, Sight, WindowEvent

# where the script speaks of canaries, the location has some; they are never asked
_CANARIES = ("https://canary-1.example/", "https://canary-2.example/")


def load_scenario(path: FilePath, environ: Environ[str, str]) -> Scenario:
    """The scenario in the file at ``path``.

    Raises:
        ConfigurationError: with everything that is wrong in it.

    """
    findings = Findings()
    with collector_paused():
        document, _ = read(path, environ, findings)
        file = validate(ScenarioFile, document, findings) if document is not None else None
        if document is not None:
            _check(document, file, findings)
        findings.raise_errors()
    if document is None or file is None:
        raise ConfigurationError(findings.sorted())
    return _scenario(document, file)


def _check(document: Document, file: ScenarioFile | None, findings: Findings) -> None:
    root = document.root
    if not isinstance(root, Mapping):
        return
    listed = root.get("platforms")
    places: list[tuple[Document, Path, object]] = [
        (document, ("platforms", index), tree) for index, tree in mappings(listed)
    ]
    whole = isinstance(listed, Sequence) and len(places) == len(listed)
    found = outline(places, findings, whole=whole)
    settings = root.get("settings")
    defaults = attempt(DefaultsSection, settings.get("defaults", {})) if isinstance(settings, Mapping) else None
    check_platforms(found, defaults or DefaultsSection(), findings)
    check_cycles(found, findings)
    _check_names(document, root, found, findings)
    if file is not None:
        _check_spans(document, file, findings)


def _check_names(document: Document, root: Mapping, found: Outline, findings: Findings) -> None:
    """Note checks and services that the scenario speaks of and does not have."""
    known = {f"{service.id}/{check.get('id')}" for service in found.services for _, check in checks(service)}
    for index, section in mappings(root.get("observations")):
        check = section.get("check")
        if isinstance(check, str) and check.count("/") == 2 and check not in known and found.whole:  # noqa: PLR2004 -- platform/service/check
            findings.error(document, ("observations", index, "check"), "no such check.")
    for path, name in _expected_services(root.get("expect")):
        if name.count("/") == 1 and found.certainly_lacks(name):
            findings.error(document, path, "no such service.")


def _expected_services(expect: object) -> Iterator[tuple[Path, str]]:
    if not isinstance(expect, Mapping):
        return
    for kind in ("states", "seconds", "availability", "pages"):
        for index, section in mappings(expect.get(kind)):
            for key in ("service", "explained_by"):
                name = section.get(key)
                if isinstance(name, str):
                    yield ("expect", kind, index, key), name


def _check_spans(document: Document, file: ScenarioFile, findings: Findings) -> None:
    if file.ends <= file.starts:
        findings.error(document, ("ends",), "the scenario must end after it starts.")
    if file.settings.defaults.timeout > file.settings.defaults.interval:
        findings.error(document, ("settings", "defaults"), "the timeout must not be longer than the interval.")
    for index, event in enumerate(file.windows):
        path: Path = ("windows", index)
        if event.declare is not None:
            placed = PlacedWindow(document=document, path=(*path, "declare"), window=event.declare)
            check_shape(placed, findings, needs_end=False)
        if event.revise is not None and event.revise.ends is not None and event.revise.duration is not None:
            findings.error(document, (*path, "revise", "duration"), "has both ends and duration; keep one.")


def _scenario(document: Document, file: ScenarioFile) -> Scenario:
    folder = os.path.dirname(document.file)  # noqa: PTH120 -- stays text
    defaults, timezone = file.settings.defaults, file.settings.timezone
    platforms = tuple(
        assembly.platform(section, defaults, timezone=timezone, folder=folder) for section in file.platforms
    )
    catalogue, settings = Catalogue(platforms=platforms), _settings(file)
    return Scenario(
        name=file.scenario,
        title=assembly.text(file.title) if file.title else Text(en=file.scenario, ar=file.scenario),
        source_text=file.source.text,
        source_url=file.source.url or "",
        starts=file.starts,
        ends=file.ends,
        settings=settings,
        catalogue=catalogue,
        sights=tuple(_sights(file)),
        canaries=tuple(CanaryChange(at=section.at, reachable=section.reachable) for section in file.canaries),
        windows=tuple(_events(document, file, Rules(catalogue=catalogue, longest_window=settings.longest_window))),
        restarts=tuple(
            Restart(at=section.at, down_for=section.down_for, kind=section.kind) for section in file.restarts
        ),
        expect=expectations(file.expect),
    )


def _sights(file: ScenarioFile) -> Iterator[Sight]:
    for section in sorted(file.observations, key=lambda section: section.at):
        outcome, reason = section.sees
        yield Sight(at=section.at, check_id=section.check, outcome=outcome, reason=reason)


def _events(document: Document, file: ScenarioFile, rules: Rules) -> Iterator[WindowEvent]:
    zones = {section.platform: section.timezone for section in file.platforms}
    events = Events(lambda platform: zones.get(platform) or file.settings.timezone, rules)
    for index, section in sorted(enumerate(file.windows), key=lambda item: item[1].at):
        _, _, line = find(document, ("windows", index))
        yield events.read(section, line)


def _settings(file: ScenarioFile) -> Settings:
    """Settings for a replay: no server, no ledger, nobody to be polite to."""
    section = file.settings
    return Settings(
        location=Location(id=section.location.id, country=section.location.country),
        timezone=section.timezone,
        storage_url="sqlite://",
        retention=timedelta(days=400),
        listen=(),
        external_url="",
        canaries=_CANARIES if file.canaries else (),
        contact="",
        contact_is_placeholder=False,
        own_hosts=(),
        notice_minimum=section.notice.minimum,
        grace=section.grace,
        longest_window=section.limits.longest_window,
    )
