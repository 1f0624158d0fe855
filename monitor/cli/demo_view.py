"""How the demonstration looks: a live picture on a terminal, else a plain line for everything that happens.

Colour never stands alone: each state has its letter in the timelines and its word beside them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import zip_longest
from typing import Protocol

from rich import box
from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.table import Table
from rich.text import Text

from monitor.cli.demo_audit import Account, Audit
from monitor.cli.demo_plot import CAST, INTERVAL, RECHECK, Plot
from monitor.cli.demo_witness import Line, Topic, Witness, worded
from monitor.domain.availability import gross, net
from monitor.domain.history import TimelineEntry
from monitor.domain.verdict import State
from monitor.engine.view import FleetView, ServiceView

PLAIN_WIDTH = 120  # of the summary where there is no terminal; a narrower one abbreviates

_NAME_WIDTH, _STATE_WIDTH, _GAPS = 27, 25, 4
_LINES_SHOWN = 8
_LEFT_TO_RIGHT = "\u200e"  # behind Arabic, so that numbers after it stay where they are


@dataclass(frozen=True, slots=True)
class _Look:
    letter: str
    style: str


# The worst first: the order in which states compete for one cell of a timeline.
_LOOKS = {
    State.OVERRUN: _Look("O", "bold white on magenta"),
    State.UNPLANNED_OUTAGE: _Look("U", "bold white on red"),
    State.PLANNED_DOWNTIME: _Look("P", "bold white on blue"),
    State.UNKNOWN: _Look("?", "black on bright_black"),
    State.BLOCKED: _Look("B", "black on yellow"),
    State.DEGRADED: _Look("d", "black on cyan"),
    State.UP: _Look("-", "green"),
}
_TOPIC_STYLES = {Topic.WORLD: "dim", Topic.STATE: "", Topic.PAGE: "bold"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What there is to see at one instant; ``histories`` come from the ledger."""

    at: datetime
    fleet: FleetView
    histories: Mapping[str, tuple[TimelineEntry, ...]]


def introduction(plot: Plot, host: str, port: int) -> tuple[str, ...]:
    """What people must know before it begins: what is simulated, what is scaled, and where else to look."""
    window = (plot.ends - plot.starts).total_seconds()
    grace, interval, recheck = (f"{span.total_seconds():.3g} s" for span in (plot.grace, INTERVAL, RECHECK))
    return (
        f"Marsad مرصد{_LEFT_TO_RIGHT}, a demonstration: the real monitor, and platforms simulated on this machine.",
        "What happens to them says nothing about the real Absher, Nafath and Qiwa.",
        f"Page: http://{host}:{port}/   Metrics: http://{host}:{port}/metrics",
        f"Scaled: interval {interval} (usually 5 min), re-check {recheck} (10 s), grace {grace} (5 min),",
        f"        announced window {window:.0f} s (12 h).",
        f"own_hosts: {', '.join(cast.host for cast in CAST)} (simulated), so the limit of one request",
        "        a minute does not apply to them.",
    )


def conclusion(audit: Audit) -> tuple[str, ...]:
    """Whether the summary may be believed."""
    if audit.disagreements:
        return ("The ledger does not agree with what was seen:", *audit.disagreements)
    return (f"The ledger agrees with what was seen: {audit.transitions} transitions read back.",)


class Screen(Protocol):
    """Where it is shown."""

    def show(self, scene: Scene) -> None:
        """Bring everything up to date."""

    def close(self) -> None:
        """Leave what is shown as it is."""


class PlainScreen:
    """One line for everything that happens."""

    def __init__(self, console: Console, witness: Witness) -> None:
        self._console = console
        self._witness = witness
        self._shown = 0

    def show(self, scene: Scene) -> None:
        """Print what is new."""
        del scene
        lines = self._witness.lines
        for line in lines[self._shown :]:
            self._console.print(_told(line), soft_wrap=True)
        self._shown = len(lines)

    def close(self) -> None:
        """Nothing is open."""


class TerminalScreen:
    """A picture that is drawn again and again below the header."""

    def __init__(self, console: Console, witness: Witness, plot: Plot) -> None:
        self._console = console
        self._witness = witness
        self._plot = plot
        self._live = Live(console=console, auto_refresh=False)
        self._live.start()

    def show(self, scene: Scene) -> None:
        """Draw it."""
        self._live.update(self._picture(scene), refresh=True)

    def close(self) -> None:
        """Give the terminal back."""
        self._live.stop()

    def _picture(self, scene: Scene) -> RenderableType:
        offset = self._plot.offset(scene.at)
        pages = (f"{page.kind} {page.service_id} at {page.sent:.0f} s" for page in self._witness.pages)
        news = (_told(line) for line in self._witness.lines[-_LINES_SHOWN:])
        return Group(
            Text(f"{max(offset, 0.0):5.1f} s of {self._plot.seconds:.0f}", style="bold"),
            self._timelines(scene),
            _legend(),
            Text("Pages sent: " + (", ".join(pages) or "none yet"), style="bold"),
            *news,
        )

    def _timelines(self, scene: Scene) -> Table:
        width = max(self._console.width - _NAME_WIDTH - _STATE_WIDTH - _GAPS, 16)
        table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
        table.add_column(width=_NAME_WIDTH, no_wrap=True, overflow="ellipsis")
        table.add_column(width=width, no_wrap=True)
        table.add_column(width=_STATE_WIDTH, no_wrap=True)
        for view in scene.fleet.services:
            history = _with_present(scene.histories.get(view.service.id, ()), view)
            timeline = timeline_of(history, self._plot, scene.at, width)
            table.add_row(_names(view), Group(timeline, self._ruler(view, width)), self._standing(view))
        return table

    def _standing(self, view: ServiceView) -> Text:
        since = max(self._plot.offset(view.state_since), 0.0)
        page = f", page: {view.incident_open}" if view.incident_open else ""
        style = _LOOKS[view.state].style
        return Text.assemble((f" {worded(view.state)} ", style), "\n", f"since {since:.1f} s{page}")

    def _ruler(self, view: ServiceView, width: int) -> Text:
        """Where the announced window lies."""
        if view.platform.id != "absher":
            return Text("")
        start, stop = (
            round(self._plot.offset(edge) / self._plot.seconds * width) for edge in (self._plot.starts, self._plot.ends)
        )
        said = " announced " if stop - start > len(" announced ") else ""
        return Text(" " * start + said.center(max(stop - start, 1), "="), style="blue")


def timeline_of(history: Sequence[TimelineEntry], plot: Plot, now: datetime, width: int) -> Text:
    """A cell for each stretch until ``now``; the worst state of a stretch stands for it, however short it was."""
    text = Text()
    for cell in range(width):
        start, stop = (plot.begins + timedelta(seconds=plot.seconds * edge / width) for edge in (cell, cell + 1))
        if start >= now:
            break
        present = set(_states_in(history, start, min(stop, now)))
        look = next((look for state, look in _LOOKS.items() if state in present), None)
        text.append(look.letter if look else " ", style=look.style if look else "")
    return text


def _states_in(history: Sequence[TimelineEntry], start: datetime, stop: datetime) -> Iterator[State]:
    for entry, following in zip_longest(history, history[1:]):
        if entry.at < stop and (following is None or following.at > start):
            yield entry.state


def _with_present(history: tuple[TimelineEntry, ...], view: ServiceView) -> tuple[TimelineEntry, ...]:
    """The ledger was read a moment ago; the present state is newer."""
    past = tuple(entry for entry in history if entry.at < view.state_since)
    return (*past, TimelineEntry(at=view.state_since, state=view.state))


def _legend() -> Text:
    legend = Text()
    for state in State:
        look = _LOOKS[state]
        legend.append(f" {look.letter} ", style=look.style).append(f" {worded(state)}  ")
    return legend.append("* inferred")


def _told(line: Line) -> Text:
    style = _LOOKS[line.state].style if line.state else _TOPIC_STYLES[line.topic]
    told = Text(f"{line.offset:6.1f} s  ", no_wrap=True, overflow="ellipsis")
    return told.append(f"{line.topic.value:5}", style=style).append(f"  {line.text}")


def _names(view: ServiceView) -> Text:
    english, arabic = (
        f"{view.platform.name.en}: {view.service.name.en}",
        f"{view.platform.name.ar}: {view.service.name.ar}",
    )
    mark = " *" if view.source else ""
    return Text.assemble(english + mark, "\n", (arabic + _LEFT_TO_RIGHT, "dim"))


def summary(audit: Audit, width: int) -> Table:
    """What each service came to, in seconds and percent."""
    wide = width >= PLAIN_WIDTH
    table = Table(
        box=box.SIMPLE_HEAD,
        title="Seconds in each state, availability, incidents and pages",
        caption="* inferred from the portal: follows its verdicts, never pages",
        title_justify="left",
        caption_justify="left",
        pad_edge=False,
        padding=0,
    )
    table.add_column("service", overflow="fold")
    for name in _headings(wide=wide):
        table.add_column(name, justify="right", no_wrap=True)
    for account in audit.accounts:
        table.add_row(_title(account.view, wide=wide), *_figures(account))
    return table


def _headings(*, wide: bool) -> tuple[str, ...]:
    states = tuple(state.value.partition("_")[0] for state in State)
    if wide:
        return (*states, "net %", "gross %", "incidents", "pages")
    return (*(state[:4] for state in states), "net %", "gross", "inc", "pages")


def _title(view: ServiceView, *, wide: bool) -> Text:
    mark = " *" if view.source else ""
    name = view.service.id if wide else view.service.id.replace("/", "/\n")
    names = f"\n{view.service.name.en}\n{view.service.name.ar}{_LEFT_TO_RIGHT}" if wide else ""
    return Text.assemble(name + mark, (names, "dim"))


def _figures(account: Account) -> Iterator[Text]:
    seconds = account.seconds
    for state in State:
        yield Text(f"{seconds[state]:.1f}", style="" if seconds[state] else "dim")
    for figure in (net(seconds), gross(seconds)):
        yield Text("none" if figure is None else f"{figure:.2f}")
    yield Text(str(account.incidents))
    yield Text(str(account.pages))
