"""What every verb of ``marsad windows`` and ``marsad incidents`` begins and ends with."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import typer

from monitor.adapters import manifest
from monitor.adapters.clock import SystemClock
from monitor.app import Options
from monitor.app.doors import Doors
from monitor.app.shelf import Shelf
from monitor.cli.options import REFUSED, environ
from monitor.cli.places import Places
from monitor.domain.catalogue import Configuration
from monitor.domain.errors import ConfigurationError, MarsadError, Problem
from monitor.domain.printable import printable

ORIGIN = "command"
_OF_FLAGS = "command line"


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A configuration, with what is read of it and the ways to change it."""

    configuration: Configuration
    shelf: Shelf
    doors: Doors
    clock: SystemClock


def opened(places: Places, *, being_written: bool = False) -> Desk:
    """The desk of these files; ``being_written`` as ``manifest.load`` has it.

    Raises:
        ConfigurationError: the files are wrong.
    """
    configuration = manifest.load(places.config_file, environ(), being_written=being_written)
    clock = SystemClock()
    options = Options(
        config_file=places.config_file,
        listen=places.listen,
        web_config_file=places.web_config_file,
        storage_url=places.storage_url,
    )
    url = places.storage_url or configuration.settings.storage_url
    return Desk(
        configuration=configuration,
        shelf=Shelf(configuration, url, clock.now),
        doors=Doors(options, configuration, environ(), clock.now),
        clock=clock,
    )


def reading(places: Places) -> Desk:
    """The same for a verb that reads; says on stderr where there is no ledger yet.

    Raises:
        ConfigurationError: the files are wrong.
    """
    desk = opened(places)
    if not desk.shelf.has_ledger:
        typer.echo("marsad: there is no ledger yet; this is what the files say", err=True)
    return desk


def holder() -> str:
    """Who has the ledger while a command writes, for whoever is refused it meanwhile."""
    return f"marsad windows, {socket.gethostname()}:{os.getpid()}"


@contextmanager
def refusals() -> Iterator[None]:
    """Whatever of ours goes wrong is said on stderr, a line each; exit 2."""
    try:
        yield
    except ConfigurationError as refusal:
        for problem in refusal.problems:
            typer.echo(_line(problem), err=True)
        raise typer.Exit(REFUSED) from None
    except MarsadError as refusal:
        raise refused(str(refusal)) from None


def refused(sentence: str) -> typer.Exit:
    """Say on stderr why not; exit 2."""
    typer.echo(f"marsad: {printable(sentence)}", err=True)
    return typer.Exit(REFUSED)


def _line(problem: Problem) -> str:
    """A problem of a file as every verb says it; of a flag without the file and line that it has not."""
    if problem.file != _OF_FLAGS:
        return str(problem)
    return printable(f"marsad: {problem.key_path}: {problem.value}: {problem.sentence}")
