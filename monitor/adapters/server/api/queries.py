"""Reads the parameters of a query, strictly: each at most once, none that is not known, no value that is half right."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TypeVar

from starlette.requests import Request

from monitor.adapters.server.api.problems import ProblemError, bad_request

_Choice = TypeVar("_Choice", bound=StrEnum)
_Moment = TypeVar("_Moment", bound=date)
PLATFORM = r"^[a-z0-9-]{1,100}$"
SERVICE = r"^[a-z0-9-]{1,100}/[a-z0-9-]{1,100}$"
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:[Zz]|[+-]\d\d:\d\d)", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_YEARS = range(1970, 2200)


class Query:
    """The parameters of one request, of which only ``known`` ones may be there."""

    def __init__(self, request: Request, known: Sequence[str] = ()) -> None:
        self._given: dict[str, str] = {}
        for name, value in request.query_params.multi_items():
            if name not in known:
                raise bad_request(f"there is no parameter {name}; those of this path are: {', '.join(known) or 'none'}")
            if name in self._given:
                raise bad_request(f"{name} is given twice")
            self._given[name] = value

    def text(self, name: str, pattern: str) -> str | None:
        """A text that matches ``pattern``.

        Raises:
            ProblemError: it does not.
        """
        value = self._given.get(name)
        if value is not None and (re.match(pattern, value) is None or value.endswith("\n")):
            raise self._wrong(name, f"must match {pattern}")
        return value

    def any_text(self, name: str) -> str | None:
        """Whatever stands there."""
        return self._given.get(name)

    def instant(self, name: str) -> datetime | None:
        """An RFC 3339 instant.

        Raises:
            ProblemError: it is none, or lies outside the years 1970 to 2199.
        """
        value = self._given.get(name)
        if value is None:
            return None
        try:
            return _instant(value)
        except ValueError as error:
            raise self._wrong(name, str(error)) from None

    def day_or_instant(self, name: str) -> date | datetime | None:
        """A day alone, or an instant.

        Raises:
            ProblemError: it is neither.
        """
        value = self._given.get(name)
        if value is None or _DAY.fullmatch(value) is None:
            return self.instant(name)
        try:
            return _day(value)
        except ValueError as error:
            raise self._wrong(name, str(error)) from None

    def number(self, name: str, low: int, high: int, default: int) -> int:
        """A whole number.

        Raises:
            ProblemError: it is none, or out of bounds.
        """
        value = self._given.get(name)
        if value is None:
            return default
        if re.fullmatch(r"[0-9]{1,6}", value) is None or not low <= int(value) <= high:
            raise self._wrong(name, f"must be a whole number from {low} to {high}")
        return int(value)

    def choice(self, name: str, kind: type[_Choice]) -> _Choice | None:
        """One of a closed set.

        Raises:
            ProblemError: it is none of them.
        """
        value = self._given.get(name)
        if value is None:
            return None
        if value not in [member.value for member in kind]:
            raise self._wrong(name, f"must be one of {', '.join(kind)}")
        return kind(value)

    def flag(self, name: str) -> bool:
        """``true`` or ``false``; false where it is not given.

        Raises:
            ProblemError: it is neither.
        """
        value = self._given.get(name, "false")
        if value not in {"true", "false"}:
            raise self._wrong(name, "must be true or false")
        return value == "true"

    def _wrong(self, name: str, sentence: str) -> ProblemError:
        problem = bad_request(f"{name} {sentence}")
        problem.more["parameter"] = name
        return problem


def moment(text: str) -> date | datetime:
    """A day alone, or an RFC 3339 instant.

    Raises:
        ValueError: it is neither, or lies outside the years 1970 to 2199.
    """
    return _instant(text) if _DAY.fullmatch(text) is None else _day(text)


def _instant(text: str) -> datetime:
    if _INSTANT.fullmatch(text) is None:
        raise ValueError("must be an instant such as 2025-12-05T00:00:00Z; a + is written %2B in a query")
    try:
        found = datetime.fromisoformat(text.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError("is not a time that the calendar and the clock have") from None
    return _sensible(found)


def _day(text: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise ValueError("is not a day that the calendar has") from None
    return _sensible(found)


def _sensible(found: _Moment) -> _Moment:
    if found.year not in _YEARS:
        raise ValueError("must lie between the years 1970 and 2199")
    return found
