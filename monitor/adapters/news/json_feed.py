"""News as JSON: JSON Feed (https://www.jsonfeed.org/version/1.1/), or objects whose parts the configuration names."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import jmespath
from jmespath.exceptions import JMESPathError

from monitor.adapters.news import parts
from monitor.adapters.news.markup import plain
from monitor.adapters.news.parts import NotNewsError, Paper
from monitor.domain.entry import Entry, EntryPaths

_VERSION = "https://jsonfeed.org/version/"
_MOST_OBJECTS = 5000


def entries(paper: Paper) -> list[Entry]:
    """Every entry of the file, in its order; what is no object is none.

    Raises:
        NotNewsError: it is no JSON, or has no list of entries.

    """
    try:
        root = json.loads(paper.body)
    except (ValueError, RecursionError) as error:  # an UnicodeDecodeError is one of the former
        raise NotNewsError("not JSON, or cut off") from error
    paths = paper.feed.paths
    listed = _items(root) if paths is None else _found(paths.entries, root)
    if not isinstance(listed, list):
        raise NotNewsError("it has no list of entries")
    if len(listed) > _MOST_OBJECTS:
        raise NotNewsError(f"{len(listed)} entries; at most {_MOST_OBJECTS} are looked through")
    objects = [one for one in listed if isinstance(one, Mapping)]
    return [_item(paper, one) if paths is None else _mapped(paper, one, paths) for one in objects]


def _items(root: Any) -> Any:  # noqa: ANN401 - JSON
    version = root.get("version") if isinstance(root, Mapping) else None
    if not isinstance(version, str) or not version.startswith(_VERSION):
        raise NotNewsError("no JSON Feed; of another format `paths` says where its entries are")
    return root.get("items")


def _item(paper: Paper, one: Mapping[str, Any]) -> Entry:
    text = _text(one.get("content_text")) or plain(_text(one.get("content_html"))) or _text(one.get("summary"))
    return parts.entry(
        title=_text(one.get("title")),
        text=text,
        url=parts.link(paper, one.get("url") or one.get("external_url")),
        identity=_text(one.get("id")),
        published=parts.instant(paper, one.get("date_published") or one.get("date_modified")),
    )


def _mapped(paper: Paper, one: Mapping[str, Any], paths: EntryPaths) -> Entry:
    return parts.entry(
        title=plain(_text(_found(paths.title, one))),
        text=plain(_text(_found(paths.text, one))),
        url=parts.link(paper, _found(paths.link, one)),
        identity=_text(_found(paths.id, one)),
        published=parts.instant(paper, _found(paths.published, one)),
    )


def _found(path: str, where: Any) -> Any:  # noqa: ANN401 - JSON
    try:
        return jmespath.search(path, where)
    except (JMESPathError, TypeError, ValueError, AttributeError):
        return None  # a function met a value that it does not take


def _text(value: object) -> str:
    """A text, a number, or several of them as lines; empty for anything else."""
    if isinstance(value, list):
        return "\n".join(filter(None, map(_text, value[:100]))) if all(not isinstance(v, list) for v in value) else ""
    if isinstance(value, (str, int, float)) and not isinstance(value, bool):
        return str(value)
    return ""
