"""The few settings that a list of windows depends on, and whether any file changed since the monitor last wrote.

The monitor reads a changed file within seconds. So what the files say of windows stands in the ledger already, if the
ledger was written well after the last change of any of them.
"""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import yaml

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEFAULT_URL = "sqlite:///var/marsad.db"
_SQLITE = "sqlite:///"
_LENGTH = re.compile(r"([0-9]+)(d|h|m|s)")
_SECONDS = {"d": 86_400, "h": 3600, "m": 60, "s": 1}
_PLATFORM = re.compile(rb"^platform:[ \t]*[\"']?([a-z0-9-]+)[\"']?[ \t]*(?:#.*)?\r?$", re.MULTILINE)
_ID = re.compile(rb"\bid:[ \t]*[\"']?([a-z0-9-]+)")


class UnsureError(Exception):
    """Something here is beyond a glance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """One platform's file at a glance: what it is called, and its text."""

    platform: str
    content: bytes

    @property
    def rests_on_others(self) -> bool:
        """Whether it may name a service without which another does not work."""
        return b"hard" in self.content

    @property
    def names(self) -> dict[str, int]:
        """Whatever is called something in it, services among that, in its order."""
        return {name.decode(): place for place, name in enumerate(dict.fromkeys(_ID.findall(self.content)))}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What ``marsad.yaml`` says, as far as it matters here."""

    ledger: Path
    notice_minimum: timedelta
    outlines: tuple[Outline, ...]
    changed_at: float  # seconds since the epoch


def settings(config_file: Path, storage_url: str | None) -> Settings:
    """Read at a glance.

    Raises:
        UnsureError: the files say something that takes reading them properly.
        OSError: one cannot be read.
    """
    main = mapping(loaded(config_file.read_bytes()))
    platforms = list(_patterns(config_file, main, "platforms"))
    windows = list(_patterns(config_file, main, "windows"))
    found = _matching(platforms)
    places = {config_file, *found, *_matching(windows), *map(_folder, (*platforms, *windows))}
    return Settings(
        ledger=_ledger(storage_url or text(mapping(main.get("storage", {})).get("url", _DEFAULT_URL))),
        notice_minimum=_length(text(mapping(main.get("notice", {})).get("minimum", "24h"))),
        outlines=tuple(_outline(path.read_bytes()) for path in found),
        changed_at=max(map(_changed_at, places)),
    )


def loaded(content: bytes) -> object:
    """What a file says, times and words of YAML 1.1 among it.

    Raises:
        UnsureError: it is no YAML.
    """
    try:
        return yaml.load(content, _Loader)  # noqa: S506 - a safe loader
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise UnsureError(str(error)) from error


def mapping(value: object) -> Mapping[str, object]:
    """A mapping of a file.

    Raises:
        UnsureError: it is none.
    """
    if not isinstance(value, dict):
        raise UnsureError("no mapping")
    return value


def items(value: object) -> list[object]:
    """A sequence of a file.

    Raises:
        UnsureError: it is none.
    """
    if not isinstance(value, list):
        raise UnsureError("no sequence")
    return value


def text(value: object) -> str:
    """A text of a file that stands for itself.

    Raises:
        UnsureError: it is none, or something of the environment stands in it.
    """
    if not isinstance(value, str) or "$" in value:
        raise UnsureError("no plain text")
    return value


def _patterns(main: Path, settings_: Mapping[str, object], key: str) -> Iterator[str]:
    for pattern in map(text, items(settings_.get(key, [f"{key}/*.yaml"]))):
        if glob.has_magic(os.path.dirname(pattern)):  # noqa: PTH120 - stays text
            raise UnsureError("many folders")
        yield os.path.join(glob.escape(str(main.parent)), pattern)  # noqa: PTH118 - it may be absolute


def _matching(patterns: Iterable[str]) -> list[Path]:
    return [Path(name) for pattern in patterns for name in sorted(glob.glob(pattern))]  # noqa: PTH207 - it may climb


def _folder(pattern: str) -> Path:
    """The folder that knows when a file was taken away; of one that is not there, the one that knows that."""
    folder = Path(pattern).parent
    return folder if folder.exists() or folder == folder.parent else _folder(str(folder))


def _outline(content: bytes) -> Outline:
    found = _PLATFORM.findall(content)
    if len(found) != 1:
        raise UnsureError("a platform's file that is written otherwise")
    return Outline(platform=found[0].decode(), content=content)


def _changed_at(path: Path) -> float:
    known = path.stat()
    return max(known.st_mtime, known.st_ctime)  # both, for a file may be moved here with its old time of writing


def _ledger(url: str) -> Path:
    if not url.startswith(_SQLITE) or "?" in url:
        raise UnsureError("no file")
    return Path(url.removeprefix(_SQLITE))


def _length(written: str) -> timedelta:
    if "".join(found.group() for found in _LENGTH.finditer(written)) != written:
        raise UnsureError("a length that is written otherwise")
    return timedelta(seconds=sum(int(number) * _SECONDS[unit] for number, unit in _LENGTH.findall(written)))
