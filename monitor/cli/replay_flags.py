"""The flags of ``marsad replay``: of scenarios, and of the ledger's own history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from monitor.cli.options import DEFAULT_CONFIG, REFUSED, ConfigFile, StorageUrl
from monitor.cli.report_flags import Tongue
from monitor.domain.printable import printable
from monitor.domain.recurrence import Edge, resolve

Scenarios = Annotated[list[Path] | None, typer.Argument(metavar="SCENARIO", help="Scenario files.")]
_FromLedger = Annotated[
    bool,
    typer.Option("--from-ledger", help="Judge the ledger's history once more, by the windows and settings of now."),
]
_Since = Annotated[str | None, typer.Option("--since", help="RFC 3339, or wall time in the monitor's zone.")]
_Until = Annotated[str | None, typer.Option("--until", help="The same; the ledger's last heartbeat by default.")]
_Services = Annotated[list[str] | None, typer.Option("--service", help="platform/service; may be repeated.")]
_Windows = Annotated[
    list[Path] | None, typer.Option("--windows", help="Windows as in config/windows, judged by beside the ledger's.")
]
_Against = Annotated[
    list[Path] | None,
    typer.Option("--against", help="Alert rules of Prometheus to try on the scenarios; may be repeated."),
]
_Html = Annotated[Path | None, typer.Option("--html", help="Draw the scenarios as one HTML page into this file.")]
_Language = Annotated[Tongue, typer.Option("--language", help="Of that page.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioFlags:
    """What is made of the scenarios beside their expectations."""

    against: _Against = None
    html: _Html = None
    language: _Language = Tongue.ENGLISH


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerFlags:
    """Which part of which history is judged once more."""

    from_ledger: _FromLedger = False
    since: _Since = None
    until: _Until = None
    service: _Services = None
    windows: _Windows = None
    config_file: ConfigFile = DEFAULT_CONFIG
    storage_url: StorageUrl = None


def instant(flag: str, text: str, timezone: str) -> datetime:
    """A flag's instant; a wall time that happens twice is the first of the two.

    Raises:
        typer.Exit: it is none.
    """
    try:
        return resolve(datetime.fromisoformat(text), ZoneInfo(timezone), edge=Edge.START)[0]
    except (ValueError, OverflowError):
        raise refused(f"{flag}: {text}: neither RFC 3339 nor a wall time like 2026-03-10T13:05") from None


def refused(sentence: str) -> typer.Exit:
    """Say on stderr why not; exit 2."""
    typer.echo(f"marsad: {printable(sentence)}", err=True)
    return typer.Exit(REFUSED)
