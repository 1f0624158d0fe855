"""Rendered blocks: the text of one object's samples in one family, replaced when the object changes, joined at scrape.

Decision 8: formatting every sample at every scrape would hold the interpreter for seconds and distort the very
durations this program measures. Knows nothing of services; the order of families is the catalogue's.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Mapping

from monitor.adapters.exposition.metric import Metric


def escape(value: str) -> str:
    """A label value as both formats want it."""
    return value.replace("\\", r"\\").replace("\n", r"\n").replace('"', r"\"")


def labels(**values: str) -> str:
    """The inside of the braces."""
    return ",".join(f'{name}="{escape(value)}"' for name, value in values.items())


def number(value: float) -> str:
    """The shortest text that reads back as the same float: a counter that grows never falls by rounding."""
    return repr(float(value))


def sample(metric: Metric, label_text: str, value: str) -> str:
    """One line."""
    return f"{metric.name}{{{label_text}}} {value}\n" if label_text else f"{metric.name} {value}\n"


def pattern(lines: str) -> str:
    """``lines`` of samples without their values, to be completed with ``%`` and as many floats."""
    return lines.replace("%", "%%").replace("\n", "%r\n")


def encode(text: str) -> bytes:
    """UTF-8; a lone surrogate, which a YAML escape can spell, must not break every scrape."""
    return text.encode("utf-8", "replace")


class Family:
    """All blocks of one metric, each under the key of the object it describes."""

    def __init__(self, metric: Metric) -> None:
        text = metric.help.replace("\\", r"\\").replace("\n", r"\n")
        unit = f"# UNIT {metric.family} {metric.unit}\n" if metric.unit else ""
        openmetrics_text = text.replace('"', r"\"")
        self.head = encode(f"# HELP {metric.name} {text}\n# TYPE {metric.name} {metric.type}\n")
        self.openmetrics_head = encode(
            f"# HELP {metric.family} {openmetrics_text}\n# TYPE {metric.family} {metric.type}\n{unit}"
        )
        self.blocks: dict[str, bytes] = {}


class Board:
    """The families that are kept as blocks. Replacing an object's blocks is one step for a scrape in another thread."""

    def __init__(self, metrics: Iterable[Metric]) -> None:
        self._families = {metric.name: Family(metric) for metric in metrics}
        self._lock = threading.Lock()

    def replace(self, key: str, blocks: Mapping[Metric, str]) -> None:
        """Put the blocks of one object; an empty text takes its series away."""
        encoded = [(self._families[metric.name].blocks, encode(text)) for metric, text in blocks.items()]
        with self._lock:
            for kept, block in encoded:
                if block:
                    kept[key] = block
                else:
                    kept.pop(key, None)

    def retain(self, metrics: Iterable[Metric], keys: Collection[str]) -> None:
        """Take away the blocks of ``metrics`` whose object is not in ``keys``."""
        with self._lock:
            for metric in metrics:
                kept = self._families[metric.name].blocks
                for key in [key for key in kept if key not in keys]:
                    del kept[key]

    def collect(self, *, openmetrics: bool) -> list[bytes]:
        """The pieces of the body as they stand at one instant; a family without a series is left out."""
        pieces: list[bytes] = []
        with self._lock:
            for family in self._families.values():
                if family.blocks:
                    pieces.append(family.openmetrics_head if openmetrics else family.head)
                    pieces.extend(family.blocks.values())
        return pieces
