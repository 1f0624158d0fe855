"""Drafts as a file for ``config/windows``: what can be declared as it stands, the rest as comments.

Behind each key stand the words that it was read from.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from monitor.adapters import manifest
from monitor.domain.announcement.draft import Draft
from monitor.domain.book import Rules
from monitor.domain.drafting import Outline, windows_of
from monitor.domain.printable import printable
from monitor.domain.proposal import Source
from monitor.domain.window import Impact, WindowSpec

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./-]{0,200}|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:+Z-]{5,25}|[0-9]{1,6}(?:d|h|m|s)")
_NO_WORDS = frozenset({"true", "false", "null"})
_LONGEST = 100  # characters of a comment
_TITLE = 200  # characters of the text that the window keeps
_SAME = ("platform", "starts", "ends")
_EVIDENCE = {"duration": "ends", "exclude": "excluded", "services": "services", "id": "kind"}


def file_of(
    drafts: Sequence[Draft], source: Source, *, rules: Rules, timezone: str, known: Sequence[WindowSpec] = ()
) -> str:
    """The whole file; ``windows: []`` where no draft is complete enough to be declared.

    ``known`` are the windows of the files already: their ids are taken.
    """
    kept = replace(source, text=_title(source.text))
    blocks: list[list[str]] = []
    taken = {spec.id for spec in known}
    incomplete: list[list[str]] = []
    for draft in drafts:
        for outline in windows_of(draft, rules, timezone, source=kept, taken=taken):
            lines = [*_repeated(outline, known), *_block(draft, outline)]
            if outline.gaps:
                incomplete.append(lines)
            else:
                taken.add(outline.fields["id"])
                blocks.append(lines)
    head = "windows:" if blocks else "windows: []"
    return "\n".join([_HEAD, head, *(line for lines in [*blocks, *incomplete] for line in lines)]) + "\n"


_HEAD = "# Read out of an announcement by `marsad announce`. Compare it with the text before you keep it."


def _repeated(outline: Outline, known: Sequence[WindowSpec]) -> list[str]:
    """A warning where the files have a window of the same platform and time."""
    same = [spec.id for spec in known if all(outline.fields.get(key) == getattr(spec, key) for key in _SAME)]
    return [f"  # warning: window {printable(name)} of your files has the same platform and time" for name in same]


def _title(text: str) -> str:
    """The first line of the text that has a word in it."""
    line = next((one.strip() for one in text.splitlines() if any(map(str.isalnum, one))), "")
    return line[:_TITLE]


def _block(draft: Draft, outline: Outline) -> Iterator[str]:
    """One window, every line of it a comment where something is missing."""
    notes = [f"kind: {draft.kind.value}", *(f"recovery: {draft.recovery}" for _ in range(draft.recovery is not None))]
    missing = [f"missing: {key} {why}" for key, why in outline.gaps]
    yield from (f"  # {_cut(line)}" for line in [*notes, *missing, *(f"warning: {one}" for one in outline.warnings)])
    keys = _keys(draft, outline)
    front = "  # - " if outline.gaps else "  - "
    for key, value in keys.items():
        words = draft.evidence.get(_EVIDENCE.get(key, key))
        comment = f"  # {_cut(words.text)}" if words is not None and words.text else ""
        yield f"{front}{key}: {_value(value)}{comment}"
        front = "  #   " if outline.gaps else "    "


def _keys(draft: Draft, outline: Outline) -> Mapping[str, object]:
    if not outline.gaps:
        return {key: _short(key, value) for key, value in manifest.written(outline.spec()).items()}
    walls = {"starts": draft.starts, "ends": draft.ends}
    known = {key: wall.iso for key, wall in walls.items() if wall is not None}
    name = {"platform": draft.platform or draft.platform_name, "timezone": draft.timezone}
    impact = {} if draft.impact is Impact.OUTAGE else {"impact": draft.impact.value}
    return {"id": outline.fields["id"], **name, **known, **impact}


def _short(key: str, value: object) -> object:
    """A local time without the seconds that no announcement has."""
    is_local = key in {"starts", "ends"} and isinstance(value, str) and value.endswith(":00") and "+" not in value
    return value[:-3] if is_local and isinstance(value, str) and value.count(":") > 1 else value


def _value(value: object) -> str:
    """A value in flow style, plain where no reader of YAML could take it for something else."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_value(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    if isinstance(value, str):
        is_plain = _PLAIN.fullmatch(value) and value.lower() not in _NO_WORDS
        return value if is_plain else _quoted(value)
    return json.dumps(value)


def _quoted(text: str) -> str:
    """A double-quoted scalar, which YAML and JSON write alike; what a terminal would act upon is an escape."""
    return "".join(
        char if printable(char) == char else json.dumps(char)[1:-1] for char in json.dumps(text, ensure_ascii=False)
    )


def _cut(text: str) -> str:
    line = printable(" ".join(text.split()))
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
