"""A YAML file as plain values that remember where they stand.

Mappings and sequences are a dict and a list with line numbers beside them, so that pydantic reads them as they are.
Knows nothing of what the keys mean.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

Path = tuple[str | int, ...]
"""Where a value stands: ``("services", 1, "checks", 0, "http", "url")``."""


class Mapping(dict[str, object]):
    """A mapping that knows the line of itself, of each key and of each value.

    ``lines`` are those of the first key, of its value, of the second key ...: looked up only where something is wrong.
    """

    __slots__ = ("line", "lines")

    def __init__(self, line: int) -> None:
        self.line = line
        self.lines: list[int] = []

    def lines_of(self, key: str) -> tuple[int, int]:
        """The lines of a key and of its value."""
        place = 2 * list(self).index(key)
        return self.lines[place], self.lines[place + 1]


class Sequence(list[object]):
    """A sequence that knows the line of itself and of each item."""

    __slots__ = ("line", "lines")

    def __init__(self, line: int) -> None:
        self.line = line
        self.lines: list[int] = []


class Substituted(str):
    """A text in which ``${NAME}`` was replaced; ``raw`` is what the file says and all that is ever shown."""

    __slots__ = ("raw",)
    raw: str

    @classmethod
    def of(cls, value: str, raw: str) -> Substituted:
        """``value`` as the program uses it, ``raw`` as the author wrote it."""
        text = cls(value)
        text.raw = raw
        return text


@dataclass(frozen=True, slots=True)
class Document:
    """One file; ``spoiled`` are the places about which a complaint has been made while reading it."""

    file: str
    root: object
    line: int = 1
    spoiled: set[Path] = field(default_factory=set)

    def is_spoiled(self, path: Path) -> bool:
        """Whether something at or above ``path`` was already complained about, so that more would be noise."""
        return bool(self.spoiled) and any(path[:length] in self.spoiled for length in range(len(path) + 1))


def find(document: Document, path: Path) -> tuple[object, int, int]:
    """The value at ``path`` with the line of its key and its own; for a missing one ``None`` and its mapping's line."""
    value, key_line, line = document.root, document.line, document.line
    for step in path:
        if isinstance(value, Mapping) and step in value:
            name = str(step)
            key_line, line = value.lines_of(name)
            value = value[name]
        elif isinstance(value, Sequence) and isinstance(step, int) and step < len(value):
            key_line = line = value.lines[step]
            value = value[step]
        else:
            return None, line, line
    return value, key_line, line


def mappings(value: object) -> Iterator[tuple[int, Mapping]]:
    """The items of ``value`` that are mappings, with their index; nothing where it is no sequence."""
    if isinstance(value, Sequence):
        for index, item in enumerate(value):
            if isinstance(item, Mapping):
                yield index, item


def texts(value: object) -> Iterator[tuple[int, str]]:
    """The items of ``value`` that are texts, with their index; nothing where it is no sequence."""
    if isinstance(value, Sequence):
        for index, item in enumerate(value):
            if isinstance(item, str):
                yield index, item
