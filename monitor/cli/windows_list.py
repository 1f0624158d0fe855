"""``marsad windows list``, read properly: where a glance did not do, and for everything there ever was."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from monitor.cli.gathered import gathered
from monitor.cli.options import Json
from monitor.cli.places import Places
from monitor.cli.windows_desk import reading, refusals, refused
from monitor.cli.windows_quick import AHEAD, NOTHING, Wanted, recent, rendered
from monitor.domain.catalogue import Catalogue

_LOOKED_BACK = timedelta(days=8)  # for what began before and still runs, or is overrun
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)

All = Annotated[bool, typer.Option("--all", help="Every window there ever was, and the next 30 days.")]
OnPlatform = Annotated[str | None, typer.Option("--platform", help="Of this platform alone.")]
OnService = Annotated[str | None, typer.Option("--service", help="Those that cover this service (platform/service).")]


@gathered
def list_windows(
    places: Places,
    everything: All = False,
    platform: OnPlatform = None,
    service: OnService = None,
    as_json: Json = False,
) -> None:
    """List the windows of the next 30 days, and what runs or ran in the last day."""
    with refusals():
        desk = reading(places)
        now = desk.clock.now()
        found = desk.shelf.fulfilments(_LONG_AGO if everything else now - _LOOKED_BACK, now + AHEAD)
        book = desk.shelf.book()
        _refuse_strangers(desk.configuration.catalogue, platform, service)
    shown = rendered(
        (found if everything else recent(found, now), book),
        Wanted(platform=platform, service=service, as_json=as_json),
    )
    typer.echo(shown or NOTHING, err=not shown)


def _refuse_strangers(catalogue: Catalogue, platform: str | None, service: str | None) -> None:
    """A name that is mistyped must not look like a platform with no maintenance ahead."""
    for name, known in ((platform, catalogue.by_platform), (service, catalogue.services)):
        if name is not None and name not in known:
            raise refused(f"{name}: nothing is called so; known are: {', '.join(known)}")
