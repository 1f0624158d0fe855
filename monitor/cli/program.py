"""``marsad``: all verbs, and ``--version``. A verb's module is loaded when the verb is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Annotated

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command, get_group

from monitor.app import built

_VERBS: Mapping[str, str] = {  # in the order of the help; each stands in the module that is named for it
    "run": "monitor.cli.run",
    "check": "monitor.cli.check",
    "probe": "monitor.cli.probe",
    "replay": "monitor.cli.replay",
    "explain": "monitor.cli.explain",
    "windows": "monitor.cli.windows",
    "incidents": "monitor.cli.incidents",
    "announce": "monitor.cli.announce",
    "report": "monitor.cli.report",
    "demo": "monitor.cli.demo",
    "schema": "monitor.cli.schema",
}


class _Verbs(TyperGroup):
    """Spares each verb the imports of the others, which are a tenth of a start."""

    def list_commands(self, ctx: object) -> list[str]:  # noqa: ARG002 - interface
        return list(_VERBS)

    def get_command(self, ctx: object, cmd_name: str) -> TyperCommand | TyperGroup | None:  # noqa: ARG002 - interface
        module = _VERBS.get(cmd_name)
        if module is None:
            return None
        verb = getattr(import_module(module), cmd_name)
        command = get_group(verb) if isinstance(verb, typer.Typer) else _alone(cmd_name, verb)
        command.name = cmd_name
        return command


def _alone(name: str, verb: Callable[..., None]) -> TyperCommand:
    program = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    program.command(name)(verb)
    command = get_command(program)
    assert isinstance(command, TyperCommand)
    return command


_program = typer.Typer(
    name="marsad",
    cls=_Verbs,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Marsad: is this the announced maintenance, or should somebody wake up?",
)


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
