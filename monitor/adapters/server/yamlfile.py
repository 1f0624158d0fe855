"""One small YAML file with the place of every value, so that a problem names its line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from monitor.domain.errors import ConfigurationError, Problem

Location = tuple[str | int, ...]
_LONGEST_VALUE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class YamlFile:
    """Its value and the line of each key; what stands under the ``secrets`` key is never shown."""

    path: Path
    value: object
    lines: Mapping[Location, int]
    secrets: str

    @classmethod
    def read(cls, path: Path, *, secrets: str) -> YamlFile:
        """Read ``path``; an empty file is an empty mapping.

        Raises:
            ConfigurationError: it cannot be read, is no YAML, has an alias, or says a key twice.

        """
        try:
            text = path.read_text(encoding="utf-8")
            _refuse_aliases(path, text)
            loader = yaml.SafeLoader(text)
            node = loader.get_single_node()
            value = {} if node is None else loader.construct_document(node)
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            raise ConfigurationError((_unreadable(path, error),)) from error
        lines = {(): 1, **dict(_places(node, ()))}
        file = cls(path=path, value=value, lines=lines, secrets=secrets)
        twice = sorted(file.problem(location, "is said twice.") for location in _repeated(node, ()))
        if twice:
            raise ConfigurationError(tuple(twice))
        return file

    def problem(self, location: Sequence[str | int], sentence: str) -> Problem:
        """A problem with the value at ``location``, on the line of the nearest key that exists."""
        known = next(key for key in _ancestors(tuple(location)) if key in self.lines)
        return Problem(
            file=str(self.path),
            line=self.lines[known],
            key_path=".".join(map(str, location)) or "(file)",
            value=self._shown(location),
            sentence=sentence,
        )

    def beside(self, relative: str) -> Path:
        """A path in this file, relative to this file."""
        return self.path.parent / relative

    def _shown(self, location: Sequence[str | int]) -> str:
        if self.secrets in location:
            return "<secret>"
        value = self.value
        for key in location:
            value = value.get(key) if isinstance(value, dict) else None
        if isinstance(value, dict):
            value = {key: "<secret>" if key == self.secrets else inner for key, inner in value.items()}
        text = json.dumps(value, ensure_ascii=False, default=str)
        return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"


def _refuse_aliases(path: Path, text: str) -> None:
    for event in yaml.parse(text, yaml.SafeLoader):
        if isinstance(event, yaml.AliasEvent):
            line = event.start_mark.line + 1 if event.start_mark else 1
            problem = Problem(
                file=str(path), line=line, key_path="(file)", value=f'"*{event.anchor}"', sentence="is an alias."
            )
            raise ConfigurationError((problem,))


def _ancestors(location: Location) -> Iterator[Location]:
    for length in range(len(location), -1, -1):
        yield location[:length]


def _places(node: yaml.Node | None, above: Location) -> Iterator[tuple[Location, int]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield (*above, key.value), key.start_mark.line + 1
            yield from _places(value, (*above, key.value))


def _repeated(node: yaml.Node | None, above: Location) -> Iterator[Location]:
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            if key.value in seen:
                yield (*above, key.value)
            seen.add(key.value)
            yield from _repeated(value, (*above, key.value))


def _unreadable(path: Path, error: OSError | UnicodeDecodeError | yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None)
    reason = getattr(error, "problem", None) or getattr(error, "strerror", None) or type(error).__name__
    line = mark.line + 1 if mark else 1
    return Problem(file=str(path), line=line, key_path="(file)", value="-", sentence=f"cannot be read: {reason}.")
