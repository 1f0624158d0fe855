"""The configuration as it is in force, for ``GET /config``: every default filled in, every secret hidden."""

from __future__ import annotations

from typing import Any

import yaml
from pydantic import TypeAdapter

from monitor.domain.catalogue import Configuration

_ADAPTER = TypeAdapter(Configuration)
_SECRET = frozenset({"headers", "proxy_url"})  # the fields that `repr` leaves out too
_HIDDEN = "<secret>"


def effective(configuration: Configuration) -> str:
    """YAML with the names of the program's own facts."""
    facts = _ADAPTER.dump_python(configuration, mode="json")
    return yaml.safe_dump(_masked(facts), allow_unicode=True, sort_keys=False, width=120)


def _masked(value: Any) -> Any:  # noqa: ANN401 - whatever JSON can hold
    if isinstance(value, dict):
        return {key: _HIDDEN if key in _SECRET and inner else _masked(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_masked(inner) for inner in value]
    return value
