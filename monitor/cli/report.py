"""``marsad report``: the availability report of a span, as a table for people or as a file that is filed."""

from __future__ import annotations

import json
from pathlib import Path

import typer

from monitor.adapters import manifest
from monitor.adapters.clock import SystemClock
from monitor.adapters.ledger import LedgerArchive
from monitor.adapters.paper import draw
from monitor.adapters.server import ReportWish
from monitor.adapters.sheets import comma_separated, document
from monitor.app.reports import reported
from monitor.cli.gathered import gathered
from monitor.cli.options import DEFAULT_CONFIG, ConfigFile, StorageUrl, environ, refuse
from monitor.cli.report_flags import Format, ServiceFlags, Shape, SpanFlags, refused
from monitor.cli.report_text import ReportText
from monitor.domain.catalogue import Catalogue
from monitor.domain.errors import ConfigurationError, LedgerError
from monitor.domain.report import Report
from monitor.domain.report.filing import filing
from monitor.domain.report.tables import table

_MARK = "\ufeff"  # without it a spreadsheet takes the Arabic of a filed sheet for Latin


@gathered
def report(
    span: SpanFlags,
    chosen: ServiceFlags,
    shape: Shape,
    config_file: ConfigFile = DEFAULT_CONFIG,
    storage_url: StorageUrl = None,
) -> None:
    """Report availability, net and gross, with incidents and maintenance; works while the monitor runs."""
    try:
        configuration = manifest.load(config_file, environ())
        settings, now = configuration.settings, SystemClock().now()
        zone = span.zone(settings.timezone)
        since, until = span.span(zone, now)
        services = chosen.chosen(configuration.catalogue)
        wish = ReportWish(since=since, until=until, timezone=zone, services=services)
        made = reported(configuration, LedgerArchive(storage_url or settings.storage_url), wish, now)
    except ConfigurationError as refusal:
        raise refuse(refusal) from None
    except LedgerError as refusal:
        raise refused(str(refusal)) from None
    _put(_written(made, configuration.catalogue, shape), shape.out)


def _written(made: Report, catalogue: Catalogue, shape: Shape) -> str:
    if shape.as_format is Format.JSON:
        return json.dumps(document(made, catalogue), ensure_ascii=False, indent=1) + "\n"
    if shape.as_format is Format.CSV:
        return comma_separated(table(made, catalogue, shape.as_table.value))
    if shape.as_format is Format.DGA:
        return _MARK + comma_separated(filing(made, catalogue))
    if shape.as_format is Format.HTML:
        return draw(made, catalogue, shape.language.value)
    return f"{ReportText(made, catalogue, shape.language.value)}\n"


def _put(text: str, out: Path | None) -> None:
    if out is None:
        typer.echo(text, nl=False)
        return
    try:
        out.write_text(text, encoding="utf-8", newline="")
    except OSError as fault:
        raise refused(f"--out: {out}: {fault.strerror or fault}") from None
