"""Rendered blocks: the text of one object's samples in one family, replaced when the object changes, joined at scrape.

Decision 8: formatting every sample at every scrape would hold the interpreter for seconds and distort the very
durations this program measures. Knows nothing of services; the order of families is the catalogue's.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Collection, Iterable, Mapping

from monitor.adapters.exposition.metric import Metric
from monitor.adapters.exposition.packing import Part, part

_SPECIAL = re.compile(r'[\\\n"]')


def escape(value: str) -> str:
    """A label value as both formats want it."""
    if _SPECIAL.search(value) is None:
        return value
    return value.replace("\\", r"\\").replace("\n", r"\n").replace('"', r"\"")


def labels(**values: str) -> str:
    """The inside of the braces."""
    return ",".join([f'{name}="{escape(value)}"' for name, value in values.items()])


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
        self.version = 0  # grows with every change of the blocks
        self.packed: tuple[int, Part] = (-1, part(b""))  # of which version
        self.packed_heads = {False: part(self.head), True: part(self.openmetrics_head)}

    def put(self, key: str, block: bytes) -> None:
        """Put one block; an empty one is none."""
        blocks = self.blocks
        if blocks.get(key, b"") != block:
            self.version += 1
            if block:
                blocks[key] = block
            else:
                del blocks[key]


class Board:
    """The families that are kept as blocks. Replacing an object's blocks is one step for a scrape in another thread."""

    def __init__(self, metrics: Iterable[Metric]) -> None:
        self._families = {metric: Family(metric) for metric in metrics}
        self._lock = threading.Lock()

    def replace(self, key: str, blocks: Mapping[Metric, str]) -> None:
        """Put the blocks of one object; an empty text takes its series away."""
        families = self._families
        with self._lock:
            for metric, text in blocks.items():
                # As ``encode`` has it, but this is done a hundred thousand times before the first scrape.
                families[metric].put(key, text.encode("utf-8", "replace"))

    def retain(self, metrics: Iterable[Metric], keys: Collection[str]) -> None:
        """Take away the blocks of ``metrics`` whose object is not in ``keys``."""
        with self._lock:
            for metric in metrics:
                family = self._families[metric]
                for key in [key for key in family.blocks if key not in keys]:
                    family.put(key, b"")

    def collect(self, *, openmetrics: bool) -> list[bytes]:
        """The pieces of the body as they stand at one instant; a family without a series is left out."""
        pieces: list[bytes] = []
        with self._lock:
            for family in self._families.values():
                if family.blocks:
                    pieces.append(family.openmetrics_head if openmetrics else family.head)
                    pieces.extend(family.blocks.values())
        return pieces

    def pack(self, *, openmetrics: bool) -> list[Part]:
        """The same as ``collect`` in compressed parts, of which those that did not change are kept from before."""
        with self._lock:
            seen = [(family, self._snapshot(family)) for family in self._families.values() if family.blocks]
        parts: list[Part] = []
        for family, (version, known) in seen:
            packed = known if isinstance(known, Part) else part(b"".join(known))
            if packed is not known:
                family.packed = (version, packed)  # a scrape at the same time may put an older one: then it is not used
            parts += (family.packed_heads[openmetrics], packed)
        return parts

    def _snapshot(self, family: Family) -> tuple[int, Part | list[bytes]]:
        version, packed = family.packed
        return family.version, packed if version == family.version else list(family.blocks.values())
