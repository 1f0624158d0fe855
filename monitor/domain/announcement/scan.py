"""Everything that the scanners found in one text, gathered once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from monitor.domain.announcement.clock import find_clocks, find_lengths, find_zones
from monitor.domain.announcement.cues import find_cues
from monitor.domain.announcement.dates import Reference, find_dates, settle
from monitor.domain.announcement.folding import Folded, Span, fold
from monitor.domain.announcement.mention import ClockMention, Cue, Day, LengthMention, Matter, NameMention, ZoneMention
from monitor.domain.announcement.names import Directory, Subject, country_of, find_names, main_platform
from monitor.domain.announcement.passages import passages
from monitor.domain.announcement.sentences import Sentence, sentences

_MOST = 400  # dates, and clock times, that are held against each other; an announcement has some dozens
_LEADING = (Matter.DOWN, Matter.DEGRADED, Matter.FAULT, Matter.WORK, Matter.FINISHED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """One text with its mentions. ``is_whole`` is false where a long text was read in part."""

    folded: Folded
    is_whole: bool
    sentences: tuple[Sentence, ...]
    cues: tuple[Cue, ...]
    days: tuple[Day, ...]
    clocks: tuple[ClockMention, ...]
    lengths: tuple[LengthMention, ...]
    zones: tuple[ZoneMention, ...]
    names: tuple[NameMention, ...]
    country: str | None
    published: date | None


def scan(text: str, *, published: date | None, directory: Directory, without: frozenset[str]) -> Scan:
    """Look for everything; dates are settled by the day of publication and the platform's country."""
    selection = passages(fold(text))
    folded = selection.folded
    parts = sentences(folded)
    cues = find_cues(folded, without)
    names = find_names(folded, directory, without)
    leading = leading_cue(cues)
    subject = subject_of(folded, parts, names, leading, directory)
    country = country_of(folded, subject, directory)
    return Scan(
        folded=folded,
        is_whole=selection.is_whole,
        sentences=parts,
        cues=cues,
        days=settle(find_dates(folded, without)[:_MOST], Reference(published, country), folded),
        clocks=find_clocks(folded, without)[:_MOST],
        lengths=find_lengths(folded, without),
        zones=find_zones(folded, without),
        names=names,
        country=country,
        published=published,
    )


def leading_cue(cues: tuple[Cue, ...]) -> Span | None:
    """The first of the words that say most clearly that something does not work."""
    for matter in _LEADING:
        found = next((cue.span for cue in cues if cue.matter is matter), None)
        if found is not None:
            return found
    return None


def subject_of(
    folded: Folded, parts: tuple[Sentence, ...], names: tuple[NameMention, ...], cue: Span | None, directory: Directory
) -> Subject:
    """Whom the text is about, seen from its leading words or from its beginning."""
    return main_platform(folded, parts, names, cue or Span(0, min(1, len(folded.text))), directory)
