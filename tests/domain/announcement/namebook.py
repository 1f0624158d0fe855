"""The directory that tests of names look into: what is shipped, read once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from monitor.adapters.manifest import load
from monitor.domain.announcement.cues import find_cues
from monitor.domain.announcement.folding import Folded, Span, fold
from monitor.domain.announcement.mention import Matter
from monitor.domain.announcement.names import (
    AffectedMention,
    Directory,
    Subject,
    affected,
    directory,
    find_names,
    main_platform,
)
from monitor.domain.announcement.sentences import sentences

SHIPPED = Path(__file__).parents[3] / "config" / "marsad.yaml"
_LEADING = (Matter.DOWN, Matter.DEGRADED, Matter.FAULT, Matter.WORK, Matter.FINISHED)


@cache
def shipped() -> Directory:
    configuration = load(SHIPPED, {})
    return directory(configuration.catalogue, configuration.gazetteer)


def named(text: str, without: frozenset[str] = frozenset()) -> list[tuple[str, str | None, str]]:
    """Platform, service and words of everything that is named."""
    folded = fold(text)
    found = find_names(folded, shipped(), without)
    return [(one.platform, one.service, folded.evidence(one.span).text) for one in found]


def platforms(text: str) -> set[str]:
    return {platform for platform, _, _ in named(text)}


def subject(text: str) -> Subject:
    folded = fold(text)
    return main_platform(folded, sentences(folded), find_names(folded, shipped()), _cue(folded), shipped())


def affected_in(text: str) -> tuple[tuple[AffectedMention, ...], tuple[AffectedMention, ...]]:
    folded = fold(text)
    return affected(
        folded,
        sentences(folded),
        find_cues(folded),
        find_names(folded, shipped()),
        platform=subject(text).platform,
        directory=shipped(),
    )


def _cue(folded: Folded) -> Span:
    cues = find_cues(folded)
    return next((one.span for matter in _LEADING for one in cues if one.matter is matter), Span(0, 1))
