"""The gauges of one probe and their text, in the order and notation of blackbox_exporter."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

# Outside of these powers of ten Go's shortest form has an exponent.
_SMALLEST_EXPONENT, _LARGEST_EXPONENT = -4, 6

TEXT = "text/plain; version=0.0.4; charset=utf-8"
OPENMETRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Family:
    """A metric: name, meaning, names of its labels."""

    name: str
    help: str
    labels: tuple[str, ...] = ()


class Gauges:
    """What one probe has to say so far; a family shows once it is registered."""

    def __init__(self) -> None:
        self._values: dict[Family, dict[tuple[str, ...], float]] = {}

    def register(self, *families: Family) -> None:
        """Show each family; one without labels begins at 0."""
        for family in families:
            self._values.setdefault(family, {} if family.labels else {(): 0.0})

    def set(self, family: Family, value: float, *labels: str) -> None:
        """Give one series its value, and show it."""
        self._values.setdefault(family, {})[labels] = value

    def add(self, family: Family, value: float, *labels: str) -> None:
        """Add to one series, which begins at 0."""
        series = self._values.setdefault(family, {})
        series[labels] = series.get(labels, 0.0) + value

    def value(self, family: Family, *labels: str) -> float:
        """What one series says so far; 0 for one that says nothing."""
        return self._values.get(family, {}).get(labels, 0.0)

    def render(self, *, openmetrics: bool = False) -> str:
        """The whole text, families and series sorted."""
        lines = (line for family in sorted(self._values, key=lambda one: one.name) for line in self._lines(family))
        return "".join(f"{line}\n" for line in lines) + ("# EOF\n" if openmetrics else "")

    def _lines(self, family: Family) -> Iterator[str]:
        series = self._values[family]
        if not series:  # registered, and nothing came of it
            return
        yield f"# HELP {family.name} {family.help}"
        yield f"# TYPE {family.name} gauge"
        rows = sorted((_labels(family.labels, labels), value) for labels, value in series.items())
        yield from (f"{family.name}{labels} {go_float(value)}" for labels, value in rows)


def go_float(value: float) -> str:
    """A number as Go writes it: ``1``, ``0.25``, ``3.668918509e+09``."""
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else f"{'+' if value > 0 else '-'}Inf"
    if value == 0:
        return "0"
    sign, digits, exponent = _decimal(value)
    leading = len(digits) + exponent - 1  # the power of ten of the first digit
    if not _SMALLEST_EXPONENT <= leading < _LARGEST_EXPONENT:
        rest = f".{digits[1:]}" if len(digits) > 1 else ""
        return f"{sign}{digits[0]}{rest}e{'-' if leading < 0 else '+'}{abs(leading):02d}"
    return sign + _plain(digits, exponent)


def _decimal(value: float) -> tuple[str, str, int]:
    mantissa, _, exponent = f"{value!r}".lower().partition("e")
    sign = "-" if mantissa.startswith("-") else ""
    whole, _, fraction = mantissa.lstrip("-").partition(".")
    digits = (whole + fraction).lstrip("0")
    power = int(exponent or 0) - len(fraction)
    stripped = digits.rstrip("0")
    return sign, stripped, power + len(digits) - len(stripped)


def _plain(digits: str, exponent: int) -> str:
    if exponent >= 0:
        return digits + "0" * exponent
    whole = digits[:exponent] or "0"
    return f"{whole}.{digits[exponent:].rjust(-exponent, '0')}"


def _labels(names: Sequence[str], values: Sequence[str]) -> str:
    if not names:
        return ""
    pairs: Mapping[str, str] = dict(zip(names, values, strict=True))
    return "{" + ",".join(f'{name}="{_escaped(pairs[name])}"' for name in sorted(pairs)) + "}"


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace("\n", r"\n").replace('"', r"\"").encode("utf-8", "replace").decode()
