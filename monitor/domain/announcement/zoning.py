"""The zone that a text's times are in: the one it names, else the platform's or the country's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from monitor.domain.announcement.folding import Span
from monitor.domain.announcement.mention import ZoneMention


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """An IANA name, and where it was read; ``span`` is ``None`` where the text has none."""

    name: str
    span: Span | None = None
    confidence: float = 0.9
    rules: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


def zone_of(mentions: Sequence[ZoneMention], fallback: str, *, is_known: bool = True) -> Zone:
    """The zone; ``fallback`` is the platform's, or the monitor's where ``is_known`` is false.

    An abbreviation stands for civil time: "EST" printed in May is habit, not an hour's difference.
    """
    named = [one for one in mentions if one.zone]
    if not named and not is_known:
        return Zone(name=fallback, confidence=0.3, doubts=(f"timezone: nothing tells it; {fallback} is the monitor's",))
    if not named:
        return Zone(name=fallback, confidence=0.9)
    first = named[0]
    others = sorted({one.written for one in named if one.zone != first.zone})
    doubts = [f"timezone: the text names {first.written} and {', '.join(others)}"] if others else []
    if is_known and first.zone != fallback:
        doubts.append(f"timezone: {first.written} is not the platform's own zone ({fallback})")
    return Zone(name=first.zone, span=first.span, confidence=0.95, rules=(first.rule,), doubts=tuple(doubts))
