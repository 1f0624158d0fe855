"""The configuration as it is in force, for ``GET /config``: every default filled in, every secret hidden."""

from __future__ import annotations

from functools import cache
from typing import Any
from urllib.parse import urlsplit

import yaml
from pydantic import TypeAdapter

from monitor.domain.catalogue import Configuration

# Fields that `repr` leaves out too, and what is said to a port: it may hold a secret from the environment.
_SECRET = frozenset({"headers", "proxy_url", "send"})
_HIDDEN = "<secret>"


def effective(configuration: Configuration) -> str:
    """YAML with the names of the program's own facts."""
    facts = _adapter().dump_python(configuration, mode="json", fallback=lambda _: None)  # a rule's function
    del facts["gazetteer"]  # hundreds of names, and no setting
    for feed in facts["feeds"]:  # many a calendar is shared by an address that nobody could guess
        feed["url"] = _address(feed["url"])
    return yaml.safe_dump(_masked(facts), allow_unicode=True, sort_keys=False, width=120)


@cache  # when first asked for: a start does without
def _adapter() -> TypeAdapter[Configuration]:
    return TypeAdapter(Configuration)


def _address(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/{_HIDDEN}"


def _masked(value: Any) -> Any:  # noqa: ANN401 - whatever JSON can hold
    if isinstance(value, dict):
        shown = {key: inner for key, inner in value.items() if key != "find"}
        return {key: _HIDDEN if key in _SECRET and inner else _masked(inner) for key, inner in shown.items()}
    if isinstance(value, list):
        return [_masked(inner) for inner in value]
    return value
