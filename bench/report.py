"""Measured figures as a table: on the terminal, as JSON in bench/results, and between marks in docs/performance.md."""

from __future__ import annotations

import json
import os
import platform
import re
import signal
import ssl
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from itertools import compress
from pathlib import Path

_RESULTS = Path(__file__).parent / "results"
DOCS = Path(__file__).parent.parent / "docs"
_PAGE = DOCS / "performance.md"
_LIBRARIES = (
    *("httpx", "httptools", "uvloop", "httpcore", "anyio", "uvicorn"),
    *("prometheus-client", "pydantic", "sqlalchemy"),
)


@dataclass(frozen=True, slots=True)
class Limit:
    """The most a figure may be, and how the table says it; ``strict`` where it must stay under."""

    most: float
    text: str
    strict: bool = False

    def holds(self, value: float) -> bool:
        """Whether ``value`` keeps to it."""
        return value < self.most if self.strict else value <= self.most


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure; without a limit it is told, not held, and with a peer's figure their ratio is held.

    Without a value it is one that was not measured: the note says why.
    """

    name: str
    value: float | None
    unit: str
    note: str = ""
    peer: float | None = None
    wanted: str = ""
    holds: bool | None = None

    @property
    def ratio(self) -> float | None:
        """Ours to the peer's, where there is a peer."""
        return None if self.value is None or not self.peer else self.value / self.peer

    def held_against(self, limit: Limit | None) -> Figure:
        """The same figure with the limit it is held against."""
        held = self.value if self.peer is None else self.ratio
        if limit is None:
            return self
        return replace(self, wanted=limit.text, holds=None if held is None else limit.holds(held))

    @property
    def cells(self) -> tuple[str, ...]:
        """Its row of the table."""
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        held = {True: "yes", False: "NO", None: ""}[self.holds]
        return (self.name, self._told(self.value), self._told(self.peer), ratio, self.wanted, held, self.note)

    def _told(self, value: float | None) -> str:
        """A value with its unit, three digits or whole numbers."""
        if value is None:
            return ""
        digits = f"{value:,.0f}" if value >= 100 or not self.unit else f"{value:.3g}"
        return f"{digits} {self.unit}".strip()


_HEADS = ("figure", "measured", "peer", "ratio", "hold", "holds", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All figures of one benchmark."""

    name: str
    title: str
    figures: tuple[Figure, ...]
    machine: Mapping[str, str]

    @property
    def holds(self) -> bool:
        """Whether every limit is kept."""
        return all(figure.holds is not False for figure in self.figures)

    def text(self) -> str:
        """The table for a terminal."""
        rows = self._rows()
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        table = "\n".join(
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
        )
        return f"{self.title}\n\n{table}\n\n{self._measured_on()}"

    def markdown(self) -> str:
        """The table for the documentation."""
        heads, *rows = self._rows()
        rows = [heads, ["---"] * len(heads), *rows]
        table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
        return f"**{self.title}**\n\n{table}\n\n{self._measured_on()}\n"

    def keep(self, *, write: bool) -> None:
        """Write ``bench/results/<name>.json``, and with ``write`` the section of the page between its marks."""
        _RESULTS.mkdir(exist_ok=True)
        facts = {"title": self.title, "machine": dict(self.machine), "figures": [asdict(f) for f in self.figures]}
        text = json.dumps(facts, indent=2, ensure_ascii=False)
        (_RESULTS / f"{self.name}.json").write_text(f"{text}\n", encoding="utf-8")
        if write:
            self._put_into_page()

    def _rows(self) -> list[list[str]]:
        """Heads and cells, without the columns that nobody fills."""
        rows = [figure.cells for figure in self.figures]
        filled = [number < 2 or any(row[number] for row in rows) for number in range(len(_HEADS))]
        return [list(compress(row, filled)) for row in (_HEADS, *rows)]

    def _put_into_page(self) -> None:
        begin, end = f"<!-- bench {self.name}: begin -->", f"<!-- bench {self.name}: end -->"
        page = _PAGE.read_text(encoding="utf-8")
        marked = re.compile(f"{re.escape(begin)}\n.*?{re.escape(end)}", re.DOTALL)
        section = f"{begin}\n{self.markdown()}{end}"
        if not marked.search(page):
            raise LookupError(f"docs/performance.md has no section between {begin} and {end}")
        _PAGE.write_text(marked.sub(lambda _: section, page), encoding="utf-8")

    def _measured_on(self) -> str:
        return "Measured on " + "; ".join(f"{name} {value}" for name, value in self.machine.items()) + "."


def kept(name: str) -> tuple[Figure, ...]:
    """The figures of the last run of a part that was kept; none where there was no such run."""
    path = _RESULTS / f"{name}.json"
    if not path.exists():
        return ()
    return tuple(Figure(**facts) for facts in json.loads(path.read_text(encoding="utf-8"))["figures"])


def machine() -> dict[str, str]:
    """What the figures depend on: machine, versions, and how busy it was."""
    model = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.MULTILINE)
    return {
        "cores": str(os.cpu_count()),
        "processor": model[1] if model else platform.machine(),
        "kernel": platform.release(),
        "Python": platform.python_version(),
        "OpenSSL": ssl.OPENSSL_VERSION.split()[1],
        **{library: _version(library) for library in _LIBRARIES},
        "load average": f"{os.getloadavg()[0]:.2f}",
    }


@contextmanager
def stoppable() -> Iterator[None]:
    """Lets SIGTERM end a benchmark as Ctrl-C does, so that what it has started ends too."""
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def peers() -> dict[str, str]:
    """The versions of the programs that are no part of Marsad."""
    return {
        "blackbox_exporter": _said(["prometheus-blackbox-exporter", "--version"], r"version ([\d.]+)"),
        "its Go": _said(["prometheus-blackbox-exporter", "--version"], r"go version:\s+go([\d.]+)"),
        "nginx": _said(["nginx", "-v"], r"nginx/([\d.]+)"),
        "its OpenSSL": _said(["nginx", "-V"], r"built with OpenSSL (\S+)"),
    }


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "absent"


def _said(command: list[str], pattern: str) -> str:
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    match = re.search(pattern, ended.stdout + ended.stderr)
    return match[1] if match else "unknown"
