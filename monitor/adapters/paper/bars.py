"""A service's days as a row of cells, each in the colour and with the sign of the worst state of its day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from monitor.adapters.paper.reader import Reader
from monitor.adapters.paper.texts import SIGNS
from monitor.domain.calendars import gregorian, hijri, month
from monitor.domain.report import DayOfService
from monitor.domain.report.words import length
from monitor.domain.verdict import State

# From worst to best; what was lost stands before what nobody saw.
SEVERITY = (
    State.UNPLANNED_OUTAGE,
    State.OVERRUN,
    State.PLANNED_DOWNTIME,
    State.BLOCKED,
    State.UNKNOWN,
    State.DEGRADED,
    State.UP,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One day: what is in the cell, and the whole of it in words."""

    state: State
    sign: str
    number: str  # the day of the month
    story: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """The days of one month that the report speaks of."""

    name: str
    cells: list[Cell]


class Days:
    """Draws days for one reader. A day of a report is written once, however many services share it."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._names: dict[date, str] = {}

    def months(self, days: Iterable[DayOfService]) -> list[Month]:
        """The cells of one service in the order of its days, a row for each month."""
        found = groupby(days, key=lambda one: month(one.day, self._reader.language))
        return [Month(name=name, cells=[self._cell(one) for one in ones]) for name, ones in found]

    def _cell(self, one: DayOfService) -> Cell:
        state = worst(one.seconds)
        return Cell(state=state, sign=SIGNS[state], number=str(one.day.day), story=self._story(one))

    def _story(self, one: DayOfService) -> str:
        spent = (
            f"{self._reader.say(state.value)} {length(one.seconds[state])} ({one.seconds[state]:g} s)"
            for state in SEVERITY
            if one.seconds[state]
        )
        return f"{self._name(one.day)}: {', '.join(spent)}"

    def _name(self, day: date) -> str:
        if day not in self._names:
            language = self._reader.language
            self._names[day] = f"{gregorian(day, language)} ({hijri(day, language)})"
        return self._names[day]


def worst(seconds: Mapping[State, float]) -> State:
    """The worst state that any second was in."""
    return next((state for state in SEVERITY if seconds[state]), State.UNKNOWN)
