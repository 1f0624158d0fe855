"""Horizontal bars as SVG, drawn with plain strings: the plot of docs/performance.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path

_WIDTH, _LEFT, _RIGHT = 720, 176, 76
_BAR, _GAP, _GROUP = 18, 4, 34
_TOP = 44
_COLOURS = ("#0f766e", "#a8a29e", "#5eead4")


def draw(path: Path, title: str, groups: Mapping[str, Mapping[str, float]], unit: str) -> None:
    """Write the plot: groups of bars one below the other, each bar with its name and its value."""
    path.write_text("\n".join(_lines(title, groups, unit)) + "\n", encoding="utf-8")


def _lines(title: str, groups: Mapping[str, Mapping[str, float]], unit: str) -> Iterator[str]:
    most = max((value for bars in groups.values() for value in bars.values()), default=1.0)
    height = _TOP + sum(_GROUP + len(bars) * (_BAR + _GAP) for bars in groups.values())
    names = list(dict.fromkeys(name for bars in groups.values() for name in bars))
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}" '
        f'font-family="system-ui, sans-serif" font-size="13" role="img" aria-label="{escape(title)}">'
    )
    yield f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>'
    yield f'<text x="12" y="26" font-size="15" font-weight="600" fill="#1c1917">{escape(title)}</text>'
    y = _TOP
    for group, bars in groups.items():
        y += 14
        yield f'<text x="12" y="{y}" font-weight="600" fill="#1c1917">{escape(group)}</text>'
        y += 8
        for name, value in bars.items():
            yield from _bar(y, name, value, value / most, _COLOURS[names.index(name) % len(_COLOURS)], unit)
            y += _BAR + _GAP
        y += _GROUP - 22
    yield "</svg>"


def _bar(y: int, name: str, value: float, share: float, colour: str, unit: str) -> Iterator[str]:
    length = max(round((_WIDTH - _LEFT - _RIGHT) * share), 1)
    baseline = y + _BAR - 5
    yield f'<text x="{_LEFT - 8}" y="{baseline}" text-anchor="end" fill="#44403c">{escape(name)}</text>'
    yield f'<rect x="{_LEFT}" y="{y}" width="{length}" height="{_BAR}" rx="2" fill="{colour}"/>'
    yield f'<text x="{_LEFT + length + 6}" y="{baseline}" fill="#1c1917">{value:.2f} {escape(unit)}</text>'
