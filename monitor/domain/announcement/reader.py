"""From a text to drafts: the scanners' findings, joined to windows and told with the words they were read from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from monitor.domain.announcement.aside import CONTEXTS, SetAside, set_aside
from monitor.domain.announcement.choice import Choice, as_kind, choose, edge, with_length
from monitor.domain.announcement.cues import Judgement, Times, judge
from monitor.domain.announcement.draft import Affected, Draft, Kind, Wall
from monitor.domain.announcement.folding import Span
from monitor.domain.announcement.intervals import Interval, intervals
from monitor.domain.announcement.mention import Matter
from monitor.domain.announcement.names import AffectedMention, Directory, Subject, affected, home_zone
from monitor.domain.announcement.points import Point, points
from monitor.domain.announcement.scan import Scan, scan, subject_of
from monitor.domain.announcement.series import spread
from monitor.domain.announcement.zoning import Zone, zone_of
from monitor.domain.window import Impact

_MOST_DRAFTS = 40
_DOUBTED = 0.7  # what a doubt leaves of the confidence in a time


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """One text, as far as it was understood."""

    scan: Scan
    choice: Choice
    aside: tuple[SetAside, ...]
    judgement: Judgement
    subject: Subject
    zone: Zone
    directory: Directory
    affected: tuple[AffectedMention, ...]
    spared: tuple[AffectedMention, ...]


def read(
    text: str,
    *,
    published: date | None,
    directory: Directory,
    timezone: str,
    without: frozenset[str] = frozenset(),
) -> tuple[Draft, ...]:
    """The windows that ``text`` announces, none where it announces no downtime; one draft for each window.

    ``published`` is the day of publication, by which relative days and missing years are settled; ``timezone`` (IANA)
    is taken where neither text nor platform tell one; ``without`` switches rules off by name.
    """
    found = scan(text, published=published, directory=directory, without=without)
    kept, aside = set_aside(
        found.folded, found.sentences, points(found.folded, found.sentences, found.days, found.clocks, without),
        found.cues, without,
    )  # fmt: skip
    choice = choose(
        spread(found.folded, intervals(kept, [one.point for one in aside if one.rule in CONTEXTS])),
        found.sentences,
        found.cues,
    )
    judgement = judge(found.folded, found.sentences, found.cues, _times(found, choice, kept))
    if judgement is None:
        return ()
    subject = subject_of(found.folded, found.sentences, found.names, judgement.cue, directory)
    known = directory.timezone(subject.platform or "") or home_zone(found.folded, found.country)
    hit, spared = affected(
        found.folded, found.sentences, found.cues, found.names, platform=subject.platform, directory=directory
    )
    reading = _Reading(
        scan=found, choice=choice, aside=aside, judgement=judgement, subject=subject,
        zone=zone_of(found.zones, known or timezone, is_known=known is not None),
        directory=directory, affected=hit, spared=spared,
    )  # fmt: skip
    return tuple(_drafts(reading))


def _times(found: Scan, choice: Choice, kept: Sequence[Point]) -> Times:
    first = choice.windows[0] if choice.windows else Interval()
    return Times(
        published=found.published,
        starts=_moment(first.starts),
        ends=_moment(first.ends),
        has_time=bool(kept),
        mentions=tuple(point.span for point in kept),
        days=found.days,
        clocks=found.clocks,
        named=tuple(one.span for one in found.names),
    )


def _moment(wall: Wall | None) -> date | datetime | None:
    if wall is None:
        return None
    return datetime.combine(wall.day, wall.clock) if wall.clock is not None else wall.day


def _drafts(reading: _Reading) -> Iterator[Draft]:
    first, former_starts, former_ends = as_kind(reading.judgement.kind, reading.choice.windows, reading.choice.left)
    draft = replace(_draft(reading, first), former_starts=former_starts, former_ends=former_ends)
    yield draft
    if reading.judgement.kind in {Kind.POSTPONED, Kind.CANCELLED, Kind.EXTENDED}:
        return
    for window in [*reading.choice.windows[1:], *_stages(reading, first)][:_MOST_DRAFTS]:
        yield _draft(reading, window)


def _finished_sentences(found: Scan) -> frozenset[int]:
    """The sentences that say service is back, and nothing of how it went away."""
    matters = [{cue.matter for cue in found.cues if cue.span.overlaps(one.span)} for one in found.sentences]
    return frozenset(at for at, said in enumerate(matters) if Matter.FINISHED in said and Matter.DOWN not in said)


def _stages(reading: _Reading, first: Interval) -> Iterator[Interval]:
    """Where service comes back in steps, a window for each later one."""
    if not first.is_return or first.starts is None:
        return
    for one in reading.choice.left:
        if one.is_return and one.starts is None and one.ends is not None and one.ends != first.ends:
            yield replace(first, end=one.end, ends=one.ends, doubts=(*one.doubts, "service comes back in steps"))


# ---- one draft


def _draft(reading: _Reading, window: Interval) -> Draft:
    found, judgement, subject = reading.scan, reading.judgement, reading.subject
    window, duration = with_length(window, found.lengths, found.sentences)
    spans = _spans(reading, window)
    return Draft(
        kind=judgement.kind,
        platform=subject.platform,
        platform_name=subject.name,
        platforms=tuple(dict.fromkeys([*([subject.platform] if subject.platform else []), *subject.others])),
        services=tuple(Affected(id=one.id, as_written=one.as_written) for one in reading.affected),
        excluded=tuple(Affected(id=one.id, as_written=one.as_written) for one in reading.spared),
        starts=window.starts,
        ends=window.ends,
        duration=duration,
        timezone=reading.zone.name,
        impact=judgement.impact,
        recovery=_text(reading, judgement.recovery),
        confidence=_confidence(reading, window),
        warnings=_warnings(reading, window),
        evidence={name: found.folded.evidence(span) for name, span in spans.items()},
        rules=_rules(reading, window),
    )


def _text(reading: _Reading, span: Span | None) -> str | None:
    if span is None or span.start >= span.end:
        return None
    return reading.scan.folded.evidence(span).text.strip()


def _spans(reading: _Reading, window: Interval) -> dict[str, Span]:
    """The stretch that each field was read from."""
    spans: dict[str, Span | None] = {
        "kind": reading.judgement.cue,
        "impact": _limited(reading) or reading.judgement.cue,
        "platform": reading.subject.span,
        "starts": window.start.span if window.start is not None else None,
        "ends": window.end.span if window.end is not None else None,
        "recovery": reading.judgement.recovery,
        "timezone": reading.zone.span,
        "services": _around(reading.affected),
        "excluded": _around(reading.spared),
    }
    return {name: span for name, span in spans.items() if span is not None and span.start < span.end}


def _limited(reading: _Reading) -> Span | None:
    """The words that speak of less than a stop."""
    return next((cue.span for cue in reading.scan.cues if cue.matter is Matter.DEGRADED), None)


def _around(mentions: Sequence[AffectedMention]) -> Span | None:
    if not mentions:
        return None
    return Span(min(one.span.start for one in mentions), max(one.span.end for one in mentions))


def _confidence(reading: _Reading, window: Interval) -> dict[str, float]:
    figures = {
        "kind": reading.judgement.confidence,
        "platform": reading.subject.confidence,
        "timezone": reading.zone.confidence,
    }
    for name, wall in (("starts", window.starts), ("ends", window.ends)):
        if wall is not None:
            doubted = any(text.startswith((name, "duration")) for text in window.doubts)
            figures[name] = window.confidence * (_DOUBTED if doubted else 1.0)
    return {name: round(figure, 2) for name, figure in figures.items()}


def _warnings(reading: _Reading, window: Interval) -> tuple[str, ...]:
    lines = [*reading.judgement.warnings, *window.doubts, *reading.zone.doubts, *_order(window)]
    lines += [doubt for day in reading.scan.days if day.day is None for doubt in day.doubts]
    limited = _limited(reading)
    if limited is not None and reading.judgement.impact is Impact.OUTAGE:
        words = reading.scan.folded.evidence(limited).text
        lines.append(f'impact: the text also speaks of limited service: "{words}"')
    if not reading.scan.is_whole:
        lines.append("the text is long: only its beginning and the lines that speak of downtime or times were read")
    if len(reading.choice.windows) > 1:
        lines.append(f"several windows: {len(reading.choice.windows)} are in the text, each is a draft of its own")
    lines += [_left(reading, one.point.span, one.rule) for one in reading.aside]
    lines += [
        _left(reading, point.span, "another time")
        for one in reading.choice.left
        for point in (one.start, one.end)
        if point is not None
    ]
    return tuple(dict.fromkeys(lines))


def _left(reading: _Reading, span: Span, why: str) -> str:
    return f'set aside ({why}): "{reading.scan.folded.evidence(span).text}"'


def _order(window: Interval) -> Iterator[str]:
    begin, end = edge(window.starts, last=False), edge(window.ends, last=True)
    if begin is not None and end is not None and end <= begin:
        yield "ends: it is not after the start"
    if begin is not None and end is not None and end - begin > timedelta(days=14):
        yield "ends: the window is longer than two weeks"


def _rules(reading: _Reading, window: Interval) -> tuple[str, ...]:
    names = [*reading.judgement.rules]
    for point in (window.start, window.end):
        if point is not None and point.day is not None:
            names.append(point.day.mention.rule)
        if point is not None and point.clock is not None:
            names.append(point.clock.rule)
    return tuple(dict.fromkeys([*names, *reading.zone.rules]))
