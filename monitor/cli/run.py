"""``marsad run``: the monitor, until SIGTERM."""

from __future__ import annotations

import asyncio
import gc
import sys
from typing import Annotated

import typer

from monitor import app
from monitor.adapters.log import LogFormat, LogLevel
from monitor.adapters.loop import new_loop
from monitor.adapters.server import ListenError
from monitor.cli.options import (
    DEFAULT_CONFIG,
    REFUSED,
    ConfigFile,
    ListenAddress,
    StorageUrl,
    WebConfigFile,
    refuse,
)
from monitor.domain.errors import ConfigurationError, LedgerError

Level = Annotated[LogLevel, typer.Option("--log.level")]
Format = Annotated[LogFormat, typer.Option("--log.format")]

# How long the event loop waits for a thread that makes the text of a scrape or writes the ledger, several times on the
# way to a probe's start. With Python's 5 ms, probes that fell due during a scrape of 100,000 series were 20 ms late.
_TURN_SECONDS = 0.0005
_COLLECT_AFTER = (5_000, 5, 1_000)  # small steps of a few ms each; the whole hardly ever


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
    sys.setswitchinterval(_TURN_SECONDS)
    gc.disable()  # loading makes many objects and no garbage; looking for some took a quarter of the start
    try:
        with asyncio.Runner(loop_factory=new_loop) as runner:
            runner.run(app.run(options, started=_collect_seldom))
    except ConfigurationError as refusal:
        raise refuse(refusal) from None
    except (ListenError, LedgerError) as refusal:
        typer.echo(f"marsad: {refusal}", err=True)
        raise typer.Exit(REFUSED) from None
    finally:
        gc.enable()


def _collect_seldom(_running: app.Running) -> None:
    """Leave what a configuration is made of out of every later collection.

    With 10,000 checks each full collection stopped probing for half a second, again and again; counting references
    frees nearly everything by itself, so that little is lost by looking for cycles less often.
    """
    gc.freeze()  # without collecting first: what is no longer used by now is small, and looking for it takes 0.2 s
    gc.set_threshold(*_COLLECT_AFTER)
    gc.enable()
