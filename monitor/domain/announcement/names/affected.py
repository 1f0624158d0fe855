"""What a text says is affected, and what it says goes on working: services by id, other things as written.

Sentences that tell of downtime are read, and lists that hang on them; the clauses of "stays available" are kept apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from monitor.domain.announcement.folding import Folded, Span
from monitor.domain.announcement.mention import Cue, Matter, NameMention
from monitor.domain.announcement.names.arabic import arabic_systems
from monitor.domain.announcement.names.around import around
from monitor.domain.announcement.names.cover import Cover
from monitor.domain.announcement.names.directory import Directory
from monitor.domain.announcement.names.lists import bullets, is_list, items
from monitor.domain.announcement.names.roles import APP_AFTER, APP_BEFORE, is_aside, is_speaker
from monitor.domain.announcement.names.things import ALONE, things
from monitor.domain.announcement.names.words import key
from monitor.domain.announcement.sentences import Sentence, clauses

_TELLING = frozenset({Matter.DOWN, Matter.DEGRADED, Matter.WORK, Matter.FAULT, Matter.FINISHED})
_STRONG = frozenset({Matter.DOWN, Matter.DEGRADED, Matter.FAULT, Matter.FINISHED})
_FAR = 24  # characters before a name
_MOST = 40  # of each; a text that names more is a table, which nobody confirms by reading


@dataclass(frozen=True, slots=True, kw_only=True)
class AffectedMention:
    """Something that is said to be affected or spared; ``id`` is the service's name within its platform."""

    span: Span
    id: str | None
    as_written: str


def affected(
    folded: Folded,
    sentences: Sequence[Sentence],
    cues: Sequence[Cue],
    names: Sequence[NameMention],
    *,
    platform: str | None,
    directory: Directory,
) -> tuple[tuple[AffectedMention, ...], tuple[AffectedMention, ...]]:
    """What is affected and what is spared, each in the order of the text and each once."""
    spared = list(_spared(folded, sentences, cues))
    listed = list(bullets(folded))
    told = [*_told(folded, sentences, cues), *listed, *(one.span for one in names if one.service is not None)]
    found = [
        *_services(folded, names, platform, directory),
        *_written(folded, told + spared, [*around(folded, sentences, cues)], [one.span for one in names]),
        *_others(folded, names, platform, spared),
        *_used(folded, names, platform, directory),
    ]
    found += [AffectedMention(span=one, id=None, as_written=folded.evidence(one).text) for one in listed]
    kept = _longest(folded, found)
    telling, sparing = Cover.of(folded, told), Cover.of(folded, spared)
    hit = [one for one in kept if one.span not in sparing and (one.id is not None or one.span in telling)]
    named = {_plain(folded, one) for one in hit} | ALONE
    gone = [one for one in kept if one.span in sparing and _plain(folded, one) not in named]
    return tuple(_once(folded, hit))[:_MOST], tuple(_once(folded, gone))[:_MOST]


def _plain(folded: Folded, one: AffectedMention) -> str:
    return folded.text[one.span.start : one.span.end].partition(" (")[0]


def _told(folded: Folded, sentences: Sequence[Sentence], cues: Sequence[Cue]) -> Iterator[Span]:
    """Sentences that tell of downtime, or that begin with what they are a list of."""
    telling = Cover.of(folded, (cue.span for cue in cues if cue.matter in _TELLING))
    for sentence in sentences:
        if sentence.span in telling or is_list(folded, sentence.span):
            yield sentence.span


def _spared(folded: Folded, sentences: Sequence[Sentence], cues: Sequence[Cue]) -> Iterator[Span]:
    """What words of sparing govern: their whole sentence, or where it tells of downtime too their clauses alone."""
    sparing = Cover.of(folded, (cue.span for cue in cues if cue.matter is Matter.SPARED))
    strong = Cover.of(folded, (cue.span for cue in cues if cue.matter in _STRONG and cue.span not in sparing))
    for sentence in sentences:
        if sentence.span not in sparing:
            continue
        if sentence.span not in strong:
            yield sentence.span
            continue
        is_open = False
        for clause in clauses(folded, sentence):
            is_open = clause in sparing or (is_open and clause not in strong)
            if is_open:
                yield clause


def _services(
    folded: Folded, names: Sequence[NameMention], platform: str | None, directory: Directory
) -> Iterator[AffectedMention]:
    """Services of the subject, and parts of it that have a name of their own ("Patent Center" of the USPTO)."""
    for name in names:
        written = folded.evidence(name.span).text
        if name.platform != platform or is_speaker(folded, name.span):
            continue
        if name.service is not None:
            yield AffectedMention(span=name.span, id=name.service, as_written=written)
        elif directory.is_part(platform, written):
            yield AffectedMention(span=name.span, id=None, as_written=written)


def _others(
    folded: Folded, names: Sequence[NameMention], platform: str | None, spared: Sequence[Span]
) -> Iterator[AffectedMention]:
    """Other platforms that are said to go on working."""
    sparing = Cover.of(folded, spared)
    for name in names:
        if name.platform != platform and name.span in sparing:
            yield AffectedMention(span=name.span, id=None, as_written=folded.evidence(name.span).text)


def _used(
    folded: Folded, names: Sequence[NameMention], platform: str | None, directory: Directory
) -> Iterator[AffectedMention]:
    """Apps by the name of their platform, and platforms of others that are had through this one ("UPI" of a bank)."""
    operators = {platform, directory.within(platform or "")}
    for name in names:
        if name.service is not None or is_aside(folded, name.span) or is_speaker(folded, name.span):
            continue
        before, after = APP_BEFORE.regex.search(folded.text, max(0, name.span.start - _FAR), name.span.start), None
        if before is None:
            after = APP_AFTER.regex.match(folded.text, name.span.end)
        if before or after or (platform is not None and name.platform not in operators):
            start = before.start("it") if before else name.span.start
            span = Span(start, after.end() if after else name.span.end)
            yield AffectedMention(span=span, id=None, as_written=folded.evidence(span).text)


def _written(
    folded: Folded, told: Sequence[Span], beside: Sequence[Span], named: Sequence[Span]
) -> Iterator[AffectedMention]:
    taken = Cover.of(folded, named)
    systems = [span for span in arabic_systems(folded) if span not in taken]
    better = [*things(folded), *systems, *items(folded, told)]
    for span in better:
        taken.add(span)
    for span in (*better, *(one for one in beside if one not in taken)):
        yield AffectedMention(span=span, id=None, as_written=folded.evidence(span).text)


def _longest(folded: Folded, found: Iterable[AffectedMention]) -> list[AffectedMention]:
    """Of those that overlap the one with an id, else the longer one; in the order of the text."""
    kept: list[AffectedMention] = []
    taken = Cover.of(folded, ())
    for one in sorted(found, key=lambda one: (one.id is None, one.span.start - one.span.end, one.span)):
        if one.span not in taken:
            kept.append(one)
            taken.add(one.span)
    return sorted(kept, key=lambda one: one.span)


def _once(folded: Folded, mentions: Sequence[AffectedMention]) -> Iterator[AffectedMention]:
    """Each once; what says no more than "services" only where nothing else is said."""
    seen: set[str] = set()
    telling = [one for one in mentions if folded.text[one.span.start : one.span.end] not in ALONE]
    for one in telling or mentions[:1]:
        text = " ".join(map(key, folded.text[one.span.start : one.span.end].split()))
        if text not in seen:
            seen.add(text)
            yield one
