"""``marsad schema``: the JSON Schema of each kind of file."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from monitor.adapters import manifest
from monitor.adapters.manifest import Kind

Which = Annotated[Kind, typer.Argument(help="The kind of file.")]


def schema(kind: Which = "marsad") -> None:
    """Print a JSON Schema."""
    typer.echo(json.dumps(manifest.schema(kind), indent=2, ensure_ascii=False))
