"""``marsad check``: everything that is wrong with a configuration, at once."""

from __future__ import annotations

import typer

from monitor.app import loaded
from monitor.cli.options import DEFAULT_CONFIG, REFUSED, ConfigFile, environ, tell
from monitor.domain.errors import ConfigurationError


def check(config_file: ConfigFile = DEFAULT_CONFIG) -> None:
    """Load everything and print every problem, a line each."""
    try:
        configuration, _ = loaded(config_file, environ())
    except ConfigurationError as refusal:
        tell(refusal.problems)
        raise typer.Exit(REFUSED) from None
    tell(configuration.warnings)
    catalogue = configuration.catalogue
    counts = {
        "platforms": len(catalogue.platforms),
        "services": len(catalogue.services),
        "checks": len(catalogue.checks),
        "windows": len(configuration.windows),
    }
    typer.echo("ok: " + ", ".join(f"{number} {name}" for name, number in counts.items()))
