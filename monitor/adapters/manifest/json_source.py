"""Reads a JSON text into the same kind of tree as a YAML file gives, so that one set of rules holds for both.

Knows no lines but the first: a body of a request is one line as a rule. Texts stay what they are: nothing is put in
for ``${NAME}``, for whoever sends a body is not the one who set the environment.
"""

from __future__ import annotations

import json
from typing import NoReturn

from monitor.adapters.manifest.findings import Findings
from monitor.adapters.manifest.source import DEEPEST
from monitor.adapters.manifest.tree import Document, Mapping, Path, Sequence

_LINE = 1


class _Pairs(list[tuple[str, object]]):
    """An object as it was written, a repeated key included."""


def parse_json(text: str, file: str, findings: Findings) -> Document | None:
    """The tree of ``text``, or ``None`` where it is no JSON; nothing is noted then, for it may be YAML."""
    try:
        value = json.loads(text, object_pairs_hook=_Pairs, parse_constant=_refuse)
    except (ValueError, RecursionError):  # the first also for a number of thousands of digits
        return None
    document = Document(file, None)
    return Document(file, _tree(value, (), document, findings), _LINE, document.spoiled)


def _refuse(name: str) -> NoReturn:
    raise ValueError(name)


def _tree(value: object, path: Path, document: Document, findings: Findings) -> object:
    if len(path) > DEEPEST:
        findings.at(document.file, _LINE, (), None, f"nested deeper than {DEEPEST} levels.")
        document.spoiled.add(())
        return None
    if isinstance(value, _Pairs):
        return _mapping(value, path, document, findings)
    if isinstance(value, list):
        items = Sequence(_LINE)
        items += (_tree(item, (*path, index), document, findings) for index, item in enumerate(value))
        items.lines += [_LINE] * len(items)
        return items
    return value


def _mapping(pairs: _Pairs, path: Path, document: Document, findings: Findings) -> Mapping:
    keys = Mapping(_LINE)
    for key, value in pairs:
        if key in keys:
            findings.at(document.file, _LINE, (*path, key), key, "duplicate key.")
            continue
        keys[key] = _tree(value, (*path, key), document, findings)
        keys.lines += [_LINE, _LINE]
    return keys
