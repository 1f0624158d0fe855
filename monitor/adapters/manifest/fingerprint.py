"""Tells cheaply whether any file of the configuration has changed, for the loop that reloads.

Reads bytes and not times: a ConfigMap is swapped by a symbolic link, and an editor may keep the time of a file.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping as Environ
from pathlib import Path

from monitor.adapters.manifest.configuration import digest, matching
from monitor.adapters.manifest.findings import Findings
from monitor.adapters.manifest.settings_rules import modules_of
from monitor.adapters.manifest.source import parse
from monitor.adapters.manifest.token import trace_of
from monitor.adapters.manifest.tree import Mapping, texts

_DEFAULTS = {"platforms": "platforms/*.yaml", "windows": "windows/*.yaml"}


def fingerprint(path: Path, environ: Environ[str, str] | None = None) -> str:
    """A hash over ``path`` and the files it names; unreadable ones count as empty, so that this never raises.

    ``environ`` is looked at where a name in ``platforms`` or ``windows`` holds ``${NAME}``.
    """
    main = _content(path)
    contents = {str(path): main}
    document = parse(main, str(path), os.environ if environ is None else environ, Findings())
    root = document.root if document is not None and isinstance(document.root, Mapping) else {}
    for key, default in _DEFAULTS.items():
        patterns = [text for _, text in texts(root[key])] if key in root else [default]
        for pattern in patterns:
            contents |= {str(file): _content(file) for file in _matching(path, pattern)}
    modules = _modules(path, root.get("probe"))
    if modules is not None:
        contents[str(modules)] = _content(modules)
    named = root.get("gazetteer")
    if isinstance(named, str):
        contents[str(path.parent / named)] = _content(path.parent / named)
    api = root.get("api")
    token = api.get("token_file") if isinstance(api, Mapping) else None
    if isinstance(token, str):
        contents["(token)"] = trace_of(path.parent / token)
    return digest(path, contents)


def _matching(path: Path, pattern: str) -> list[Path]:
    try:
        return matching(path, pattern)
    except (OSError, ValueError, re.error):  # a pattern that was half written
        return []


def _modules(path: Path, section: object) -> Path | None:
    named = section.get("modules") if isinstance(section, Mapping) else None
    try:
        return modules_of(path, named if isinstance(named, str) else None)
    except (OSError, ValueError):
        return None


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except (OSError, ValueError):
        return b""
