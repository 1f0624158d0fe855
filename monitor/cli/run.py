"""``marsad run``: the monitor, until SIGTERM."""

from __future__ import annotations

import asyncio

import typer

from monitor import app
from monitor.adapters.log import LogFormat, LogLevel
from monitor.adapters.server import ListenError
from monitor.cli.options import (
    DEFAULT_CONFIG,
    REFUSED,
    ConfigFile,
    Format,
    Level,
    ListenAddress,
    StorageUrl,
    WebConfigFile,
    refuse,
)
from monitor.domain.errors import ConfigurationError, LedgerError


def run(
    config_file: ConfigFile = DEFAULT_CONFIG,
    listen_address: ListenAddress = None,
    web_config_file: WebConfigFile = None,
    log_level: Level = LogLevel.INFO,
    log_format: Format = LogFormat.LOGFMT,
    storage_url: StorageUrl = None,
) -> None:
    """Probe on schedule, judge, keep the ledger, serve /metrics and the page, until SIGTERM."""
    options = app.Options(
        config_file=config_file,
        listen=tuple(listen_address or ()),
        web_config_file=web_config_file,
        storage_url=storage_url,
        log_level=log_level,
        log_format=log_format,
    )
    try:
        asyncio.run(app.run(options))
    except ConfigurationError as refusal:
        raise refuse(refusal) from None
    except (ListenError, LedgerError) as refusal:
        typer.echo(f"marsad: {refusal}", err=True)
        raise typer.Exit(REFUSED) from None
