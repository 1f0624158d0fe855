"""From the five dashboards to the files that Grafana provisions; the same input gives the same bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from dashboards import maintenance, monitor, overview, service, slo
from dashboards.defaults import Json

FOLDER = Path(__file__).parent / "json"


def all_dashboards() -> tuple[Json, ...]:
    """Every dashboard, in the order in which an operator meets them."""
    return tuple(module.dashboard() for module in (overview, service, maintenance, slo, monitor))


def files() -> Mapping[str, str]:
    """File name and text; the name is the dashboard's uid."""
    return {f"{one['uid']}.json": _text(one) for one in all_dashboards()}


def renew(folder: Path = FOLDER) -> tuple[Path, ...]:
    """Write what is stale, take away what is no longer generated, and name both."""
    wanted = files()
    stale = [path for path in sorted(folder.glob("*.json")) if path.name not in wanted]
    for path in stale:
        path.unlink()
    for name, text in wanted.items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            stale.append(path)
    return tuple(stale)


def _text(dashboard: Json) -> str:
    # Sorted keys: a diff then shows what changed and nothing else.
    return json.dumps(dashboard, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
