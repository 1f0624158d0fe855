"""Whom a text is about: of the listed platforms the one that its words of downtime belong to, else a name as written.

Who announces and who is down are told apart by what stands before a name; places are weighed, none decides alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from monitor.domain.announcement.folding import Folded, Span
from monitor.domain.announcement.mention import NameMention
from monitor.domain.announcement.names.countries import countries_in
from monitor.domain.announcement.names.directory import Directory
from monitor.domain.announcement.names.guess import first_words, guess, headline_name
from monitor.domain.announcement.names.roles import is_aside, is_example, is_joined, is_source, is_way
from monitor.domain.announcement.sentences import Sentence

_HEADLINE, _BESIDE, _AGAIN, _MONITORED = 4, 3, 1, 2
_SOURCE, _ASIDE, _OPERATOR, _EXAMPLE = -1, -5, -4, -3
_FIRST, _SERVICE = 2, 1
_ENOUGH = 3  # repetitions that count
_SURE, _LIKELY, _GUESSED = 0.95, 0.8, 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The platform that an announcement is about; ``others`` are listed ones that it speaks of in the same breath.

    ``platform`` is ``None`` where no list has it; ``name`` is the text's own word for it.
    """

    platform: str | None
    name: str
    span: Span
    others: tuple[str, ...] = ()
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class _Place:
    """What the scoring of a mention needs to know of the text."""

    folded: Folded
    headline: Span
    sentence: Span  # of the cue


def main_platform(
    folded: Folded,
    sentences: Sequence[Sentence],
    names: Sequence[NameMention],
    cue: Span,
    directory: Directory,
) -> Subject:
    """The subject of the downtime that ``cue`` tells of; a listed platform where one fits, else a guess."""
    whole = Span(0, len(folded.text))
    place = _Place(
        folded,
        sentences[0].span if sentences else whole,
        next((one.span for one in sentences if one.span.overlaps(cue)), whole),
    )
    points = _points(place, names, directory)
    best = max(points, key=lambda platform: points[platform], default=None)
    if best is None or (points[best] < 0 and not _is_the_way(place, names, best)):
        written = guess(folded, place.headline, place.sentence, cue)
        listed = _listed(names, written)
        if listed is None and (written is not None or best is None):
            span = written or first_words(folded, place.headline) or place.headline
            return _unlisted(folded, span, is_known=written is not None)
        best = listed or best
    assert best is not None
    instead = _reported(place, names, best)
    if instead is not None:
        return _unlisted(folded, instead, is_known=True)
    span = _telling(place, names, best)
    return Subject(
        platform=best,
        name=folded.evidence(span).text,
        span=span,
        others=_others(place, names, best, directory),
        confidence=_SURE if points[best] >= _HEADLINE else _LIKELY,
    )


def _is_the_way(place: _Place, names: Sequence[NameMention], best: str) -> bool:
    """Whether services "through X" stop, and nobody else is named whose they would be."""
    own = [one.span for one in names if one.platform == best]
    if not any(span.overlaps(place.sentence) and is_way(place.folded, span) for span in own):
        return False
    return headline_name(place.folded, Span(0, min(one.start for one in own))) is None


def _reported(place: _Place, names: Sequence[NameMention], best: str) -> Span | None:
    """The organisation of the headline, where the listed platform only tells of it: a regulator of a network."""
    own = [one.span for one in names if one.platform == best]
    if any(span.overlaps(place.headline) or not is_source(place.folded, span) for span in own):
        return None
    found = headline_name(place.folded, place.headline)
    return None if found is None or _listed(names, found) else found


def _listed(names: Sequence[NameMention], written: Span | None) -> str | None:
    """The listed platform that a guess has come upon."""
    return next((one.platform for one in names if written is not None and one.span.overlaps(written)), None)


def _unlisted(folded: Folded, span: Span, *, is_known: bool) -> Subject:
    name = folded.evidence(span).text.strip() if span.start < span.end else ""
    return Subject(platform=None, name=name, span=span, confidence=_GUESSED if is_known else 0.0)


def country_of(folded: Folded, subject: Subject, directory: Directory) -> str | None:
    """The country of the subject (two letters); of an unlisted one what the words of the text tell."""
    if subject.platform is not None:
        return directory.country(subject.platform)
    told = countries_in(folded)
    return told[0] if told else None


def _points(place: _Place, names: Sequence[NameMention], directory: Directory) -> dict[str, int]:
    """What speaks for each listed platform, in the order of the text."""
    points: dict[str, int] = {}
    counted: dict[str, int] = {}
    own = {mention.platform for mention in names if mention.service is None}
    for mention in names:
        if mention.service is not None and mention.platform in own:
            continue
        counted[mention.platform] = counted.get(mention.platform, 0) + 1
        if counted[mention.platform] <= _ENOUGH:
            worth = _worth(place, mention)
            points[mention.platform] = max(points.get(mention.platform, worth), worth)
    for platform in points:
        points[platform] += _AGAIN * (min(counted[platform], _ENOUGH) - 1)
        points[platform] += _MONITORED if directory.is_monitored(platform) else 0
    speaks = (
        one
        for one in names
        if one.service is None and not is_source(place.folded, one.span) and not is_example(place.folded, one.span)
    )
    first = next((one.platform for one in speaks), None)
    if first is not None and points[first] >= 0:
        points[first] += _FIRST
    examples = _only_examples(place, names)
    for operator in {directory.within(one) for one in points if points[one] >= 0 and one not in examples}:
        if operator in points:
            points[operator] += _OPERATOR
    return points


def _only_examples(place: _Place, names: Sequence[NameMention]) -> set[str]:
    """Platforms that are given as one of several and not named otherwise."""
    given = [(one.platform, is_example(place.folded, one.span)) for one in names if one.service is None]
    return {one for one, is_given in given if is_given} - {one for one, is_given in given if not is_given}


def _worth(place: _Place, mention: NameMention) -> int:
    if mention.service is not None:
        return _SERVICE
    if is_aside(place.folded, mention.span):
        return _ASIDE
    worth = _EXAMPLE if is_example(place.folded, mention.span) else 0
    if mention.span.overlaps(place.headline):
        worth += _HEADLINE
    if mention.span.overlaps(place.sentence):
        worth += _BESIDE
    return max(worth, 0) + (_SOURCE if is_source(place.folded, mention.span) else 0)


def _telling(place: _Place, names: Sequence[NameMention], platform: str) -> Span:
    """The mention to show: in the sentence of the cue, else the first."""
    own = [one.span for one in names if one.platform == platform and one.service is None]
    own = own or [one.span for one in names if one.platform == platform]
    return next((span for span in own if span.overlaps(place.sentence)), own[0])


def _others(place: _Place, names: Sequence[NameMention], main: str, directory: Directory) -> tuple[str, ...]:
    """Platforms that stand in one list with another name, or begin a line of their own."""
    found: dict[str, None] = {}
    before = Span(0, 0)
    for mention in names:
        is_other = mention.service is None and main not in {mention.platform, directory.within(mention.platform)}
        if is_other and mention.platform != directory.within(main) and is_joined(place.folded, before, mention.span):
            found[mention.platform] = None
        before = mention.span
    return tuple(found)
