"""Which of our two formats a scraper prefers, by the q-values of its ``Accept`` header.

OpenMetrics must be named: a browser's ``*/*`` gets the plain text. Nothing acceptable is plain text too, never 406.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

OPENMETRICS_CONTENT_TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8"
TEXT_CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Range:
    media: str
    parameters: Mapping[str, str]

    @property
    def quality(self) -> float:
        """A malformed q is no wish at all."""
        try:
            return float(self.parameters.get("q", "1"))
        except ValueError:
            return 0

    def is_version(self, version: str) -> bool:
        return self.parameters.get("version", version) == version


def wants_openmetrics(accept: str) -> bool:
    """Whether OpenMetrics 1.0 is named and liked at least as well as the text format."""
    ranges = list(_ranges(accept))
    openmetrics = max(
        (one.quality for one in ranges if one.media == "application/openmetrics-text" and one.is_version("1.0.0")),
        default=0.0,
    )
    return openmetrics > 0 and openmetrics >= _quality_of_text(ranges)


def _quality_of_text(ranges: list[_Range]) -> float:
    # RFC 9110 section 12.5.1: the most specific range that matches decides.
    for media in ("text/plain", "text/*", "*/*"):
        matching = [one.quality for one in ranges if one.media == media and one.is_version("0.0.4")]
        if matching:
            return max(matching)
    return 0


def _ranges(accept: str) -> Iterator[_Range]:
    for part in accept.lower().split(","):
        media, *parameters = (piece.strip() for piece in part.split(";"))
        pairs = (parameter.partition("=") for parameter in parameters)
        yield _Range(media=media, parameters={name.strip(): value.strip().strip('"') for name, _, value in pairs})
