"""Encoding and language by the q-values of a request (RFC 9110 section 12.5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

_Name = TypeVar("_Name", bound=str)


def accepts_gzip(accept_encoding: str) -> bool:
    """Whether gzip is wanted, and not less than the plain body."""
    wishes = _wishes(accept_encoding)
    gzip = wishes.get("gzip", wishes.get("x-gzip", wishes.get("*", 0)))
    return gzip > 0 and gzip >= wishes.get("identity", 0)


def choose_language(accept_language: str, offered: Sequence[_Name]) -> _Name:
    """The offered language that is liked best; the first one where none is."""
    primary: dict[str, float] = {}
    for tag, quality in _wishes(accept_language).items():
        language = tag.partition("-")[0]
        primary[language] = max(quality, primary.get(language, 0))
    return max(offered, key=lambda language: primary.get(language, 0))


def _wishes(header: str) -> Mapping[str, float]:
    wishes: dict[str, float] = {}
    for part in header.lower().split(","):
        token, *parameters = (piece.strip() for piece in part.split(";"))
        wishes[token] = _quality(parameters)
    return wishes


def _quality(parameters: Sequence[str]) -> float:
    text = next((parameter[2:] for parameter in parameters if parameter.startswith("q=")), "1")
    try:
        return float(text)
    except ValueError:
        return 0  # a malformed q is no wish at all
