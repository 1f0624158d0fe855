"""Measured figures as a table: on the terminal, as JSON in bench/results, and between marks in docs/performance.md."""

from __future__ import annotations

import json
import os
import platform
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from pathlib import Path

_RESULTS = Path(__file__).parent / "results"
_PAGE = Path(__file__).parent.parent / "docs" / "performance.md"
_LIBRARIES = ("httpx", "httpcore", "anyio", "uvicorn", "prometheus-client", "pydantic", "sqlalchemy")


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
    """One measured figure; without a limit it is told, not held."""

    name: str
    value: float
    unit: str
    note: str = ""
    wanted: str = ""
    holds: bool | None = None

    def held_against(self, limit: Limit | None) -> Figure:
        """The same figure with the limit it is held against."""
        return self if limit is None else replace(self, wanted=limit.text, holds=limit.holds(self.value))

    @property
    def text(self) -> str:
        """The value with its unit, three digits or whole numbers."""
        digits = f"{self.value:,.0f}" if self.value >= 100 or not self.unit else f"{self.value:.3g}"
        return f"{digits} {self.unit}".strip()

    @property
    def cells(self) -> tuple[str, str, str, str, str]:
        """Its row of the table."""
        return (self.name, self.text, self.wanted, {True: "yes", False: "NO", None: ""}[self.holds], self.note)


_HEADS = ("figure", "measured", "hold", "holds", "")


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
        rows = [_HEADS, *(figure.cells for figure in self.figures)]
        widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADS))]
        table = "\n".join(
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
        )
        return f"{self.title}\n\n{table}\n\n{self._measured_on()}"

    def markdown(self) -> str:
        """The table for the documentation."""
        rows = [_HEADS, ("---",) * len(_HEADS), *(figure.cells for figure in self.figures)]
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


def machine() -> dict[str, str]:
    """What the figures depend on: machine, versions, and how busy it was."""
    model = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.MULTILINE)
    return {
        "cores": str(os.cpu_count()),
        "processor": model[1] if model else platform.machine(),
        "kernel": platform.release(),
        "Python": platform.python_version(),
        **{library: version(library) for library in _LIBRARIES},
        "load average": f"{os.getloadavg()[0]:.2f}",
    }
