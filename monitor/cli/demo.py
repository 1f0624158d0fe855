"""``marsad demo``: the real program on loopback, against simulated platforms, in a minute and a half."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from rich.console import Console

from monitor import app
from monitor.adapters import simulation
from monitor.adapters.clock import SystemClock
from monitor.adapters.ledger import SqlLedger
from monitor.adapters.log import LogLevel
from monitor.adapters.server import ListenError
from monitor.adapters.simulation import SimulatedNetwork, SimulatedPlatform, SimulationError
from monitor.cli import demo_plot
from monitor.cli.demo_audit import Audit, Sighting, audit
from monitor.cli.demo_plot import CAST, Plot
from monitor.cli.demo_view import (
    PLAIN_WIDTH,
    PlainScreen,
    Scene,
    Screen,
    TerminalScreen,
    conclusion,
    introduction,
    summary,
)
from monitor.cli.demo_witness import Witness
from monitor.cli.options import FAILED, REFUSED, ListenAddress, refuse
from monitor.domain.errors import ConfigurationError, LedgerError
from monitor.domain.history import TimelineEntry

_LEAD = timedelta(seconds=2)  # for the program to start before anything happens
_LOOK_SECONDS = 0.2
_LOOKS_A_READING = 5  # the ledger is read at every fifth look
_ANYWHERE = ("127.0.0.1:0",)
_RETENTION = timedelta(days=400)

Keep = Annotated[
    Path | None, typer.Option("--keep", help="Keep the generated configuration and the ledger in this new folder.")
]
Seconds = Annotated[float, typer.Option("--seconds", min=25.0, help="How long it takes.")]


def demo(listen_address: ListenAddress = None, keep: Keep = None, seconds: Seconds = demo_plot.SECONDS) -> None:
    """Show an early start, planned downtime, an overrun, an outage, a block page and a blind spell, all simulated."""
    console = Console(highlight=False)
    if not _is_live(console):
        console = Console(highlight=False, width=PLAIN_WIDTH)
    try:
        with _folder(keep) as folder:
            audited = asyncio.run(_Demonstration(console, folder, seconds).run(listen_address or _ANYWHERE))
    except ConfigurationError as refusal:
        raise refuse(refusal) from None
    except (ListenError, LedgerError, SimulationError) as refusal:
        typer.echo(f"marsad: {refusal}", err=True)
        raise typer.Exit(REFUSED) from None
    if audited.disagreements:
        raise typer.Exit(FAILED)


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    if keep is None:
        with TemporaryDirectory(prefix="marsad-demo-") as name:
            yield Path(name)
        return
    try:
        keep.mkdir(parents=True)
    except OSError as error:
        raise SimulationError(f"--keep: {keep}: {error.strerror}") from error
    yield keep.resolve()


class _Demonstration:
    """One performance."""

    def __init__(self, console: Console, folder: Path, seconds: float) -> None:
        self._console = console
        self._folder = folder
        self._seconds = seconds
        self._clock = SystemClock()
        self._witness = Witness()
        self._stopping = asyncio.Event()
        self._ledger_url = f"sqlite:///{folder / 'marsad.db'}"

    async def run(self, listen: Sequence[str]) -> Audit:
        """From the certificates to the audit.

        Raises:
            SimulationError: the simulation cannot be set up.
            ListenError: an address cannot be listened on.
            LedgerError: the ledger cannot be read back.

        """
        ca_file = self._folder / "ca.pem"
        tls = simulation.issue((cast.host for cast in CAST), ca_file)
        slow = demo_plot.SLOW_SECONDS
        platforms = [SimulatedPlatform(cast.host, cast.ar, tls, slow_seconds=slow) for cast in CAST]
        async with SimulatedNetwork(platforms) as network:
            plot = demo_plot.plot(self._clock.now() + _LEAD, self._seconds)
            options = app.Options(
                config_file=demo_plot.write(self._folder, plot, network, ca_file),
                listen=tuple(listen),
                log_level=LogLevel.ERROR,
            )
            running = await self._monitor(options, plot, network)
        return await self._conclude(running, plot)

    async def _monitor(self, options: app.Options, plot: Plot, network: SimulatedNetwork) -> app.Running:
        """Run the monitor; what is shown, and what happens to the platforms, goes on beside it."""
        shows: list[tuple[app.Running, asyncio.Task[None]]] = []

        def begin(running: app.Running) -> None:
            self._witness.begin(running.view())
            for line in introduction(plot, *running.addresses[0]):
                self._console.print(line, markup=False, soft_wrap=True)
            shows.append((running, asyncio.create_task(self._show(running, plot, network))))

        await app.run(options, stopping=self._stopping, started=begin)
        running, show = shows[0]
        await show
        return running

    async def _show(self, running: app.Running, plot: Plot, network: SimulatedNetwork) -> None:
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._play(plot, network))
                tasks.create_task(self._watch(running, plot))
                await self._wait(plot, plot.seconds)
                self._stopping.set()
        finally:
            self._stopping.set()

    async def _play(self, plot: Plot, network: SimulatedNetwork) -> None:
        def tell(step: simulation.Step) -> None:
            self._witness.hear(step.offset, step.told)

        await simulation.play(plot.steps, network, lambda offset: self._wait(plot, offset), tell)

    async def _wait(self, plot: Plot, offset: float) -> bool:
        """Wait until ``offset`` from the beginning; whether all is over before."""
        remaining = offset - plot.offset(self._clock.now())
        return await self._clock.wait(self._stopping, max(remaining, 0.0))

    async def _watch(self, running: app.Running, plot: Plot) -> None:
        screen = self._screen(plot)
        looks, histories = 0, {}
        try:
            while not self._stopping.is_set():
                if looks % _LOOKS_A_READING == 0:
                    with suppress(LedgerError):  # the monitor itself says so; the last reading stays on the screen
                        histories = await asyncio.to_thread(self._histories, running, plot)
                looks += 1
                screen.show(self._look(running, plot, histories))
                await self._clock.wait(self._stopping, _LOOK_SECONDS)
            screen.show(self._look(running, plot, histories))
        finally:
            screen.close()

    def _screen(self, plot: Plot) -> Screen:
        if _is_live(self._console):
            return TerminalScreen(self._console, self._witness, plot)
        return PlainScreen(self._console, self._witness)

    def _look(self, running: app.Running, plot: Plot, histories: dict[str, tuple[TimelineEntry, ...]]) -> Scene:
        fleet, now = running.view(), self._clock.now()
        since = {view.service.id: max(plot.offset(view.state_since), 0.0) for view in fleet.services}
        self._witness.look(fleet, max(plot.offset(now), 0.0), since)
        return Scene(at=now, fleet=fleet, histories=histories)

    def _histories(self, running: app.Running, plot: Plot) -> dict[str, tuple[TimelineEntry, ...]]:
        reader = SqlLedger(self._ledger_url, self._clock.now, holder="marsad demo", retention=_RETENTION)
        names = [view.service.id for view in running.view().services]
        since = plot.begins - _LEAD
        return {name: reader.transitions(name, since, self._clock.now()) for name in names}

    async def _conclude(self, running: app.Running, plot: Plot) -> Audit:
        ended = self._look(running, plot, {}).fleet  # the stop itself may have decided something
        seen = Sighting(first=self._witness.first, last=ended.services, pages=self._witness.pages)
        audited = await audit(self._ledger_url, self._clock.now, seen)
        self._console.print(summary(audited, self._console.width))
        for sentence in conclusion(audited):
            self._console.print(sentence, markup=False, soft_wrap=True)
        return audited


def _is_live(console: Console) -> bool:
    """Whether a picture can be drawn again in place."""
    return console.is_terminal and not console.is_dumb_terminal
