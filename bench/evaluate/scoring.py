"""One text: the drafts that were read of it against its label, field by field.

The first draft is compared; where the label has single windows, they are looked for among all drafts. The fields of a
look-alike are not judged, that a draft was made of it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bench.evaluate.labels import Label, Moments, Sample
from bench.evaluate.matching import Likeness, same_platform, same_service, same_zone
from monitor.domain.announcement.draft import Draft, Wall
from monitor.domain.announcement.names import Directory


class Field(StrEnum):
    """What is counted."""

    ANNOUNCEMENT = "announcement"  # wrong: a look-alike that was taken for one; missed: the other way round
    KIND = "kind"
    PLATFORM = "platform"
    START = "start"
    END = "end"
    PART = "part of the day"
    WINDOWS = "windows"
    TIMEZONE = "timezone"
    SERVICES = "services"
    IMPACT = "impact"


class Outcome(StrEnum):
    """How a value did. Where the label has none and none was read, nothing is counted."""

    RIGHT = "right"
    WRONG = "wrong"  # read, and something else is right
    MISSED = "missed"  # not read
    SPURIOUS = "spurious"  # read, and the text does not say it
    UNCLEAR = "unclear"  # cannot be compared


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One value that was to be read, or was read."""

    field: Field
    outcome: Outcome
    wanted: str = ""
    got: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A text with its marks. ``silent`` are those of times that are wrong though the draft warns of nothing."""

    sample: Sample
    drafts: tuple[Draft, ...]
    marks: tuple[Mark, ...]

    @property
    def rules(self) -> frozenset[str]:
        """All rules that the drafts rest on."""
        return frozenset(rule for draft in self.drafts for rule in draft.rules)

    @property
    def silent(self) -> tuple[Mark, ...]:
        """Wrong starts and ends that a person is not warned of."""
        if not self.drafts or self.drafts[0].warnings:
            return ()
        wrong = {Outcome.WRONG, Outcome.SPURIOUS}
        return tuple(one for one in self.marks if one.field in {Field.START, Field.END} and one.outcome in wrong)


def score(sample: Sample, drafts: Sequence[Draft], directory: Directory) -> Scored:
    """The marks of one text."""
    marks = _announced(sample.label, drafts, directory) if sample.label.kinds else _look_alike(drafts)
    return Scored(sample=sample, drafts=tuple(drafts), marks=tuple(marks))


def _look_alike(drafts: Sequence[Draft]) -> Iterator[Mark]:
    if drafts:
        yield Mark(field=Field.ANNOUNCEMENT, outcome=Outcome.SPURIOUS, got=str(drafts[0].kind))


def _announced(label: Label, drafts: Sequence[Draft], directory: Directory) -> Iterator[Mark]:
    draft = drafts[0] if drafts else None
    found = Outcome.RIGHT if draft else Outcome.MISSED
    yield Mark(field=Field.ANNOUNCEMENT, outcome=found, wanted=label.kinds[0])
    yield from _value(Field.KIND, label.kinds, draft.kind if draft else "")
    yield from _platform(label, draft, directory)
    yield from _value(Field.START, label.starts, _iso(draft.starts if draft else None))
    yield from _value(Field.END, label.ends, _iso(draft.ends if draft else None))
    for part, wall in ((label.start_part, draft and draft.starts), (label.end_part, draft and draft.ends)):
        yield from _value(Field.PART, (part,) if part else (), (wall and wall.part) or "")
    yield from _windows(label.windows, drafts)
    yield from _zone(label, draft)
    if draft and label.impact:
        yield from _value(Field.IMPACT, (label.impact,), draft.impact)
    yield from _services(label.services, [one.as_written for draft in drafts for one in draft.services])


def _value(field: Field, wanted: Moments, got: str) -> Iterator[Mark]:
    outcome = _outcome(is_wanted=bool(wanted), is_read=bool(got), is_right=got in wanted)
    if outcome is not None:
        yield Mark(field=field, outcome=outcome, wanted=" or ".join(wanted), got=str(got))


def _outcome(*, is_wanted: bool, is_read: bool, is_right: bool) -> Outcome | None:
    if not is_wanted:
        return Outcome.SPURIOUS if is_read else None
    if not is_read:
        return Outcome.MISSED
    return Outcome.RIGHT if is_right else Outcome.WRONG


def _platform(label: Label, draft: Draft | None, directory: Directory) -> Iterator[Mark]:
    if draft is None or not (draft.platform or draft.platform_name):
        outcome, got = Outcome.MISSED, ""
    else:
        likeness = same_platform(draft, label, directory)
        by_likeness = {Likeness.SAME: Outcome.RIGHT, Likeness.OTHER: Outcome.WRONG, Likeness.UNCLEAR: Outcome.UNCLEAR}
        outcome, got = by_likeness[likeness], f"{draft.platform or '-'} ({draft.platform_name})"
    yield Mark(field=Field.PLATFORM, outcome=outcome, wanted=label.platforms[0], got=got)


def _windows(wanted: Iterable[tuple[Moments, Moments]], drafts: Sequence[Draft]) -> Iterator[Mark]:
    """Each window that the label has; what else was read is not held against it, the label may have left some out."""
    read = [(_iso(draft.starts), _iso(draft.ends)) for draft in drafts]
    for starts, ends in wanted:
        is_found = any(start in (starts or ("",)) and end in (ends or ("",)) for start, end in read)
        yield Mark(
            field=Field.WINDOWS,
            outcome=Outcome.RIGHT if is_found else Outcome.MISSED,
            wanted=f"{'/'.join(starts)} - {'/'.join(ends)}",
            got="" if is_found else ", ".join(f"{start} - {end}" for start, end in read),
        )


def _zone(label: Label, draft: Draft | None) -> Iterator[Mark]:
    got = draft.timezone if draft else ""
    moment = next(iter(label.starts + label.ends), None)
    is_right = bool(got) and any(same_zone(got, zone, moment) for zone in label.timezones)
    outcome = _outcome(is_wanted=bool(label.timezones), is_read=bool(got), is_right=is_right)
    if outcome is not None:
        yield Mark(field=Field.TIMEZONE, outcome=outcome, wanted=" or ".join(label.timezones), got=got)


def _services(wanted: Sequence[str], got: Iterable[str]) -> Iterator[Mark]:
    read = list(dict.fromkeys(got))
    for service in wanted:
        is_found = any(same_service(one, service) for one in read)
        yield Mark(field=Field.SERVICES, outcome=Outcome.RIGHT if is_found else Outcome.MISSED, wanted=service)
    for one in read:
        if not any(same_service(one, service) for service in wanted):
            yield Mark(field=Field.SERVICES, outcome=Outcome.SPURIOUS, got=one)


def _iso(wall: Wall | None) -> str:
    return wall.iso if wall else ""
