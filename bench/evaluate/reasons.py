"""What each rule of the reader is for, in its own words: a rule that one text alone needs has to be good for others."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable, Iterator
from importlib import import_module

import monitor.domain.announcement as package
from monitor.domain.announcement.pattern import Pattern


def reasons() -> dict[str, str]:
    """By the rule's name; rows of the decision table (``kind.*``) stand in the docstring of ``cues.kinds``."""
    return {one.name: " ".join(one.why.split()) for one in _patterns()}


def _patterns() -> Iterator[Pattern]:
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        for value in vars(import_module(found.name)).values():
            yield from _in(value)


def _in(value: object) -> Iterator[Pattern]:
    if isinstance(value, Pattern):
        yield value
    elif isinstance(value, tuple | list | dict):
        members: Iterable[object] = value.values() if isinstance(value, dict) else value
        yield from (one for one in members if isinstance(one, Pattern))
