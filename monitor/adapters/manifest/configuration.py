"""Loads ``marsad.yaml`` and the files it names, whole or not at all.

Every file is read and everything that can be found wrong is noted before the load is refused.
"""

from __future__ import annotations

import glob
import hashlib
import os
from collections.abc import Mapping as Environ
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from monitor.adapters.manifest import assembly
from monitor.adapters.manifest.conduct import check_rates
from monitor.adapters.manifest.dependencies import check_cycles
from monitor.adapters.manifest.feed_rules import check_feeds
from monitor.adapters.manifest.feed_section import feed
from monitor.adapters.manifest.files import is_file
from monitor.adapters.manifest.findings import Findings
from monitor.adapters.manifest.gazetteer_file import GazetteerFile, check_places
from monitor.adapters.manifest.gazetteer_file import places as listed_places
from monitor.adapters.manifest.outline import Outline, outline
from monitor.adapters.manifest.pause import collector_paused
from monitor.adapters.manifest.platform_file import PlatformFile
from monitor.adapters.manifest.references import check_platforms
from monitor.adapters.manifest.settings_file import MarsadFile, settings
from monitor.adapters.manifest.settings_rules import (
    check_settings,
    conduct_of,
    modules_of,
    warn_of_placeholder,
    warn_of_proxy,
)
from monitor.adapters.manifest.source import read
from monitor.adapters.manifest.tree import Document, Mapping, mappings
from monitor.adapters.manifest.validation import attempt, faulty_keys, validate
from monitor.adapters.manifest.window_file import WindowSection, WindowsFile
from monitor.adapters.manifest.window_rules import PlacedWindow, check_windows
from monitor.domain.catalogue import Catalogue, Configuration, Place, Platform
from monitor.domain.feed import Feed
from monitor.domain.window import WindowSpec

_SOMEWHERE = {"id": "somewhere", "country": "SA"}  # stands in while other problems are looked for


def load(path: Path, environ: Environ[str, str], *, being_written: bool = False) -> Configuration:
    """The configuration that ``path`` and the files it names describe.

    ``being_written`` leaves out a file of windows without a byte in it: a shell has made it for a command's output.

    Raises:
        ConfigurationError: with every problem of every file.

    """
    with collector_paused():
        return _Load(path, environ, being_written=being_written).configuration()


@dataclass(slots=True)
class _Load:
    """One load: the files read so far, and what was found."""

    path: Path
    environ: Environ[str, str]
    being_written: bool = False
    findings: Findings = field(default_factory=Findings)
    contents: dict[str, bytes] = field(default_factory=dict)

    def configuration(self) -> Configuration:
        """Read everything, check everything, then refuse or accept."""
        main = self._read(self.path)
        if main is None:
            self.findings.raise_errors()
        assert main is not None
        marsad = validate(MarsadFile, main, self.findings)
        known = marsad or _rest(main)
        places = self._documents(main, "platforms", known.platforms)
        platforms = [validate(PlatformFile, document, self.findings) if document else None for document in places]
        found = outline(
            ((document, (), document.root) for document in places if document),
            self.findings,
            whole=None not in places,
        )
        self._check(main, found, known)
        specs = self._windows(main, found, known)
        listed = self._places(known.gazetteer)
        self.findings.raise_errors()
        assert marsad is not None
        accepted = self._accepted(marsad, list(zip(platforms, places, strict=True)), specs)
        return replace(accepted, gazetteer=listed)

    def _accepted(
        self, marsad: MarsadFile, files: list[tuple[PlatformFile | None, Document | None]], specs: list[WindowSpec]
    ) -> Configuration:
        platforms = tuple(
            assembly.platform(
                file,
                marsad.defaults,
                timezone=marsad.timezone,
                folder=os.path.dirname(document.file),  # noqa: PTH120 -- stays text
            )
            for file, document in files
            if file is not None and document is not None
        )
        return Configuration(
            settings=settings(marsad, self._modules(marsad.probe.modules), self._token(marsad.api.token_file)),
            catalogue=Catalogue(platforms=platforms),
            windows=tuple(specs),
            sha256=digest(self.path, self.contents),
            files=tuple(self.contents),
            warnings=self.findings.sorted(),
            feeds=self._feeds(marsad, platforms),
        )

    def _read(self, path: Path) -> Document | None:
        document, content = read(path, self.environ, self.findings)
        self.contents[str(path)] = content
        return document

    def _feeds(self, marsad: MarsadFile, platforms: tuple[Platform, ...]) -> tuple[Feed, ...]:
        zones = {platform.id: platform.timezone for platform in platforms}
        return tuple(
            feed(section, zones.get(section.platform or "", marsad.timezone), self.path.parent)
            for section in marsad.feeds
        )

    def _modules(self, named: str | None) -> str | None:
        """The file of modules; its bytes count as read here, though another reads what they say."""
        path = modules_of(self.path, named)
        if path is None:
            return None
        self.contents[str(path)] = path.read_bytes()
        return str(path)

    def _token(self, named: str | None) -> str | None:
        """The file of the API's token; what it says is no part of the digest, which is shown."""
        return None if named is None else str(self.path.parent / named)

    def _places(self, named: str | None) -> tuple[Place, ...]:
        """What the gazetteer lists; that it is there was checked with the settings."""
        path = self.path.parent / (named or "")
        if named is None or not is_file(Document(str(self.path), None), named):
            return ()
        document = self._read(path)
        file = validate(GazetteerFile, document, self.findings) if document else None
        if document:
            check_places(document, self.findings)
        return listed_places(file) if file else ()

    def _documents(self, main: Document, key: str, patterns: list[str]) -> list[Document | None]:
        """The files that ``key`` names, each once; ``None`` for one that cannot be read."""
        documents: list[Document | None] = []
        for index, pattern in enumerate(patterns):
            files = matching(self.path, pattern)
            if key == "windows" and self.being_written:
                files = [file for file in files if file.stat().st_size]
            if not files:
                self._note_nothing(main, key, index, pattern)
                documents += [None] if key == "platforms" else []
            documents += [self._read(file) for file in files if str(file) not in self.contents]
        return documents

    def _note_nothing(self, main: Document, key: str, index: int, pattern: str) -> None:
        # a missing folder of windows is how everybody begins; a missing catalogue watches nothing
        is_given = isinstance(main.root, Mapping) and key in main.root
        place = (key, index) if is_given else ()
        if key == "windows" and glob.has_magic(pattern):
            self.findings.warning(main, place, "no file matches; no window is known.")
        else:
            self.findings.error(main, place, f"no file matches {key}.")

    def _check(self, main: Document, found: Outline, known: MarsadFile) -> None:
        check_settings(main, known, self.findings)
        check_platforms(found, known.defaults, self.findings)
        check_cycles(found, self.findings)
        check_feeds(main, known.feeds, known.own_hosts, found, self.findings)
        conduct = conduct_of(main, known)
        crowded = check_rates(found, known.defaults, conduct, self.findings)
        if conduct.contact_is_placeholder:
            warn_of_placeholder(main, crowded, self.findings)
        warn_of_proxy(known, found, self.findings)

    def _windows(self, main: Document, found: Outline, known: MarsadFile) -> list[WindowSpec]:
        documents = [document for document in self._documents(main, "windows", known.windows) if document]
        placed = [window for document in documents for window in placed_windows(document, self.findings)]
        longest: timedelta = known.limits.longest_window
        return check_windows(placed, found, longest=longest, timezone=known.timezone, findings=self.findings)


def placed_windows(document: Document, findings: Findings) -> list[PlacedWindow]:
    """The windows of a file that can be read, also where others in it cannot."""
    file = validate(WindowsFile, document, findings)
    if file is not None:
        return [PlacedWindow(document=document, path=("windows", i), window=w) for i, w in enumerate(file.windows)]
    listed = document.root.get("windows") if isinstance(document.root, Mapping) else None
    read_alone = ((index, attempt(WindowSection, tree)) for index, tree in mappings(listed))
    return [
        PlacedWindow(document=document, path=("windows", index), window=window)
        for index, window in read_alone
        if window is not None
    ]


def matching(main: Path, pattern: str) -> list[Path]:
    """The files that ``pattern``, read from the folder of ``main``, matches, in order."""
    found = glob.glob(os.path.join(glob.escape(str(main.parent)), pattern), recursive=True)  # noqa: PTH118, PTH207 -- patterns may be absolute or climb
    return sorted(Path(name) for name in found if Path(name).is_file())


def digest(main: Path, contents: Environ[str, bytes]) -> str:
    """SHA-256 over names and bytes; names as seen from ``main``, so that equal files give equal digests anywhere."""
    total = hashlib.sha256()
    for name in sorted(contents):
        shown = os.path.relpath(name, main.parent)
        total.update(f"{shown}\0{len(contents[name])}\0".encode("utf-8", "surrogateescape"))
        total.update(contents[name])
    return total.hexdigest()


def _rest(main: Document) -> MarsadFile:
    """The settings without the sections in which something is wrong."""
    bad = faulty_keys(MarsadFile, main.root)
    tree = main.root if isinstance(main.root, Mapping) else {}
    return MarsadFile.model_validate({"location": _SOMEWHERE} | {key: tree[key] for key in tree if key not in bad})
