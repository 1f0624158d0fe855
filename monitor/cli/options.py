"""Flags in the Prometheus manner, the same for every verb."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli import output
from monitor.domain.errors import ConfigurationError, Problem

FAILED = 1
REFUSED = 2
UNSEEN = 3

ConfigFile = Annotated[Path, typer.Option("--config.file", help="The configuration.")]
ListenAddress = Annotated[
    list[str] | None, typer.Option("--web.listen-address", help="host:port or :port; may be repeated.")
]
WebConfigFile = Annotated[
    Path | None, typer.Option("--web.config.file", help="TLS and users, in the exporter-toolkit's format.")
]
StorageUrl = Annotated[str | None, typer.Option("--storage.url", help="The ledger, e.g. sqlite:///var/marsad.db.")]
Json = Annotated[bool, typer.Option("--json", help="Machine-readable output.")]

DEFAULT_CONFIG = Path("config/marsad.yaml")
document = output.document


def environ() -> dict[str, str]:
    """What ``${NAME}`` in a configuration may stand for."""
    return dict(os.environ)


def tell(problems: Iterable[Problem]) -> None:
    """One line per problem on stdout."""
    for problem in problems:
        typer.echo(str(problem))


def refuse(refusal: ConfigurationError) -> typer.Exit:
    """Say on stderr what is wrong with the configuration; exit 2."""
    for problem in refusal.problems:
        typer.echo(str(problem), err=True)
    return typer.Exit(REFUSED)
