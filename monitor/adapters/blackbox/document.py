"""A YAML file as blackbox_exporter's own reader takes it: every scalar a text, anchors and merges welcome.

Keeps the line of every key and entry, so that a problem names its place. What a text means (a number, a switch, a
pattern) is the sections' business.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from monitor.domain.errors import ConfigurationError, Problem

Place = tuple[str | int, ...]
Tree = str | list["Tree"] | dict[str, "Tree"] | None

_NULL = "tag:yaml.org,2002:null"
_DEEPEST = 20  # far beyond any module; an anchor inside itself has no end
_MOST_NODES = 100_000  # anchors of anchors multiply


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The tree of one file and where each part of it stands."""

    file: str
    root: Tree
    lines: Mapping[Place, int]

    def line(self, place: Sequence[str | int]) -> int:
        """The line of ``place``, or of the nearest part around it that is written down."""
        return next(self.lines[key] for key in _ancestors(tuple(place)) if key in self.lines)

    def find(self, place: Sequence[str | int]) -> Tree:
        """What stands at ``place``; ``None`` where nothing does."""
        value: Tree = self.root
        for step in place:
            if isinstance(value, dict) and isinstance(step, str):
                value = value.get(step)
            elif isinstance(value, list) and isinstance(step, int) and step < len(value):
                value = value[step]
            else:
                return None
        return value


def read(path: Path) -> Document:
    """The document in ``path``; an empty file is an empty mapping.

    Raises:
        ConfigurationError: it cannot be read, is no YAML, or says a key twice.

    """
    try:
        loader = yaml.SafeLoader(path.read_text(encoding="utf-8"))
        node = loader.get_single_node()
        growth = _Growth(str(path), loader.flatten_mapping)
        root: Tree = {} if node is None else growth.tree(node, ())
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ConfigurationError((_unreadable(str(path), error),)) from error
    if growth.problems:
        raise ConfigurationError(tuple(sorted(growth.problems)))
    return Document(file=str(path), root=root, lines={(): 1, **growth.lines})


class _Growth:
    """One walk over the nodes of a file."""

    def __init__(self, file: str, flatten: Callable[[yaml.MappingNode], object]) -> None:
        self._file = file
        self._flatten = flatten
        self._nodes = 0
        self.lines: dict[Place, int] = {}
        self.problems: list[Problem] = []

    def tree(self, node: yaml.Node, place: Place) -> Tree:
        self._nodes += 1
        if len(place) > _DEEPEST or self._nodes > _MOST_NODES:
            raise yaml.MarkedYAMLError(problem="too deep or too large", problem_mark=node.start_mark)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, place)
        if isinstance(node, yaml.SequenceNode):
            return [self._entry(item, (*place, index)) for index, item in enumerate(node.value)]
        return None if node.tag == _NULL else str(node.value)

    def _mapping(self, node: yaml.MappingNode, place: Place) -> Tree:
        self._note_repeated(node, place)
        self._flatten(node)
        found: dict[str, Tree] = {}
        for key, value in node.value:
            inner = (*place, str(key.value))
            self.lines[inner] = key.start_mark.line + 1
            found[str(key.value)] = self.tree(value, inner)
        return found

    def _entry(self, node: yaml.Node, place: Place) -> Tree:
        self.lines[place] = node.start_mark.line + 1
        return self.tree(node, place)

    def _note_repeated(self, node: yaml.MappingNode, place: Place) -> None:
        # Before the merge: a key that is merged and then written is written once.
        seen = set()
        for key, _ in node.value:
            if key.value in seen:
                self.problems.append(
                    Problem(
                        file=self._file,
                        line=key.start_mark.line + 1,
                        key_path=".".join(map(str, (*place, key.value))),
                        value="-",
                        sentence="is said twice.",
                    )
                )
            seen.add(key.value)


def _ancestors(place: Place) -> Iterator[Place]:
    for length in range(len(place), -1, -1):
        yield place[:length]


def _unreadable(file: str, error: OSError | UnicodeDecodeError | yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None)
    reason = getattr(error, "problem", None) or getattr(error, "strerror", None) or type(error).__name__
    line = mark.line + 1 if mark else 1
    return Problem(file=file, line=line, key_path="(file)", value="-", sentence=f"cannot be read: {reason}.")
