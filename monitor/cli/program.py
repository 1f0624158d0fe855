"""``marsad``: all verbs, and ``--version``."""

from __future__ import annotations

from typing import Annotated

import typer

from monitor.app import built
from monitor.cli.check import check
from monitor.cli.demo import demo
from monitor.cli.explain import explain
from monitor.cli.incidents import incidents
from monitor.cli.probe import probe
from monitor.cli.replay import replay
from monitor.cli.report import report
from monitor.cli.run import run
from monitor.cli.schema import schema
from monitor.cli.windows import windows

_program = typer.Typer(
    name="marsad",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Marsad: is this the announced maintenance, or should somebody wake up?",
)
for _verb in (run, check, probe, replay, explain, report, demo, schema):
    _program.command()(_verb)
_program.add_typer(windows, name="windows")
_program.add_typer(incidents, name="incidents")


def _show_version(wanted: bool) -> None:
    if wanted:
        build = built()
        typer.echo(
            f"marsad {build.version} (revision {build.revision}, Python {build.pythonversion}, tzdata {build.tzdata})"
        )
        raise typer.Exit


@_program.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Say which program this is.")
    ] = False,
) -> None:
    """Marsad: is this the announced maintenance, or should somebody wake up?"""


def main() -> None:
    """The entry point of the distribution."""
    _program()
