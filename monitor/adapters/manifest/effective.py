"""The configuration as it is in force, for ``GET /config``: every default filled in, every secret hidden."""

from __future__ import annotations

from typing import Any

import yaml
from pydantic import TypeAdapter

from monitor.domain.catalogue import Configuration

_ADAPTER = TypeAdapter(Configuration)
# Fields that `repr` leaves out too, and what is said to a port: it may hold a secret from the environment.
_SECRET = frozenset({"headers", "proxy_url", "send"})
_HIDDEN = "<secret>"


def effective(configuration: Configuration) -> str:
    """YAML with the names of the program's own facts."""
    facts = _ADAPTER.dump_python(configuration, mode="json", fallback=lambda _: None)  # a rule's function
    return yaml.safe_dump(_masked(facts), allow_unicode=True, sort_keys=False, width=120)


def _masked(value: Any) -> Any:  # noqa: ANN401 - whatever JSON can hold
    if isinstance(value, dict):
        shown = {key: inner for key, inner in value.items() if key != "find"}
        return {key: _HIDDEN if key in _SECRET and inner else _masked(inner) for key, inner in shown.items()}
    if isinstance(value, list):
        return [_masked(inner) for inner in value]
    return value
