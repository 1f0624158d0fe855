"""A text with what was read marked in it, and what was made of each mark."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import typer

from monitor.domain.announcement.draft import Draft
from monitor.domain.printable import printable, printable_lines

_COLOURS = {
    "kind": "red",
    "platform": "magenta",
    "services": "cyan",
    "excluded": "blue",
    "starts": "green",
    "ends": "yellow",
    "timezone": "bright_black",
    "recovery": "bright_blue",
}


def explained(text: str, drafts: Sequence[Draft]) -> str:
    """The text, each field's words in brackets with its name (and in colour on a terminal), then every draft in words.

    Where two fields were read from the same words, both names stand at their beginning.
    """
    lines = [_marked(text, drafts).rstrip()]
    for number, draft in enumerate(drafts, 1):
        lines += ["", f"draft {number}: {draft.kind.value}", *(f"  {line}" for line in _fields(draft))]
    return "\n".join(lines)


def _marked(text: str, drafts: Sequence[Draft]) -> str:
    marks = {(one.start, one.end, name) for draft in drafts for name, one in draft.evidence.items()}
    edges = sorted({0, len(text), *(edge for start, end, _ in marks for edge in (start, end))})
    pieces = []
    for start, end in pairwise(edges):
        names = sorted({name for begin, until, name in marks if begin <= start and end <= until})
        opening = [name for name in names if any(begin == start and one == name for begin, _, one in marks)]
        closing = [name for name in names if any(until == end and one == name for _, until, one in marks)]
        piece = printable_lines(text[start:end])
        colour = _COLOURS.get(names[0]) if names else None
        shown = typer.style(piece, fg=colour) if colour else piece
        pieces.append("".join(f"[{name}: " for name in opening) + shown + "]" * len(closing))
    return "".join(pieces)


def _fields(draft: Draft) -> Iterator[str]:
    values = {
        "platform": f"{draft.platform or 'not listed'} ({draft.platform_name})",
        "services": ", ".join(one.as_written for one in draft.services),
        "excluded": ", ".join(one.as_written for one in draft.excluded),
        "starts": draft.starts.iso if draft.starts else "not said",
        "ends": draft.ends.iso if draft.ends else "not said",
        "duration": str(draft.duration) if draft.duration else "",
        "timezone": draft.timezone,
        "impact": draft.impact.value,
        "recovery": draft.recovery or "",
    }
    for name, value in values.items():
        if value:
            sure = f"  ({draft.confidence[name]:.2f})" if name in draft.confidence else ""
            yield printable(f"{name}: {value}{sure}")
    yield f"rules: {', '.join(draft.rules)}"
    yield from (printable(f"warning: {line}") for line in draft.warnings)
