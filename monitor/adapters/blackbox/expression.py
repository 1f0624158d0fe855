"""Patterns of modules. RE2's own language, as Go's is, so that a module means here what it means there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from monitor.adapters.patterns import compiled_pattern

_REFERENCE = re.compile(r"\$(?:\$|\{(\w+)\}|(\w+))", re.ASCII)


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled pattern and how it was written."""

    source: str
    _compiled: Any = field(repr=False, compare=False)

    def found_in(self, content: bytes) -> bool:
        """Whether it matches anywhere in ``content``, read as UTF-8."""
        return self._search(content) is not None

    def expand(self, content: bytes, template: str) -> str | None:
        """``template`` with the groups of the match filled in as Go does it; ``None`` without a match."""
        found = self._search(content)
        if found is None:
            return None
        groups: Mapping[str, str] = {
            **{str(number): text or "" for number, text in enumerate((found.group(0), *found.groups()))},
            **{name: text or "" for name, text in found.groupdict().items()},
        }
        return _REFERENCE.sub(
            lambda reference: "$" if reference[0] == "$$" else groups.get(reference[1] or reference[2], ""), template
        )

    def _search(self, content: bytes) -> Any:  # noqa: ANN401 - re2 has no types
        return self._compiled.search(content.decode("utf-8", "replace"))


def expression(source: str) -> Expression:
    """The pattern that ``source`` writes.

    Raises:
        ValueError: it is none that RE2 takes.

    """
    return Expression(source, compiled_pattern(source))
