"""The book of windows: every revision ever known, append-only. One door for files, commands, API and scenarios.

Every operation returns a new book and the revision it added, or raises and leaves the book as it was. Nothing here
knows whether a window covers an instant; that is ``plan``'s question.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from monitor.domain.catalogue import Catalogue
from monitor.domain.errors import WindowChangedError, WindowRefusedError, WindowTakenError, WindowUnknownError
from monitor.domain.recurrence import local_start_of, occurrences, rule_of, span, zone_of
from monitor.domain.window import Status, WindowSpec

_CHECKED_AHEAD = timedelta(days=800)  # two years of clock changes and a leap day, for the length of each occurrence


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One change of one window, at the instant this ledger learned it. History is never rewritten.

    ``window_id`` is the window's id, or ``id@<local start>`` for one occurrence of a recurring window.
    """

    window_id: str
    number: int  # from 1, per window_id
    known_at: datetime
    declared_at: datetime
    spec: WindowSpec
    by: str
    why: str
    origin: str  # which door it came through: file, command, api, draft, feed:NAME, scenario


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who changes the book, why, and through which door."""

    by: str
    why: str
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a window is held against: the catalogue it names services of, and ``limits.longest_window``."""

    catalogue: Catalogue
    longest_window: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """All revisions by window id, in the order of first declaration."""

    chains: Mapping[str, tuple[Revision, ...]] = field(default_factory=dict)

    def current(self, window_id: str) -> WindowSpec | None:
        """The window as last revised; of an occurrence never revised alone, as its series has it."""
        if chain := self.chains.get(window_id):
            return chain[-1].spec
        series = self.chains.get(window_id.partition("@")[0])
        return _occurrence_spec(series[-1].spec, window_id) if series and "@" in window_id else None

    def version(self, window_id: str) -> str | None:
        """What each revision of a window, or of an occurrence or its series, changes; ``None``: no such window."""
        if chain := self.chains.get(window_id):
            return str(chain[-1].number)
        if self.current(window_id) is None:
            return None
        return f"{self.chains[window_id.partition('@')[0]][-1].number}@"

    def with_revision(self, revision: Revision) -> Book:
        """The book with one more revision, behind those of its window."""
        chain = (*self.chains.get(revision.window_id, ()), revision)
        return Book(chains={**self.chains, revision.window_id: chain})


def expect(book: Book, window_id: str, version: str | None) -> None:
    """Hold the version that an author looked at against the present one; ``None`` asks for nothing.

    Raises:
        WindowChangedError: the window was changed meanwhile.
        WindowUnknownError: no such window.
    """
    if version is None:
        return
    present = book.version(window_id)
    if present is None:
        raise WindowUnknownError(window_id)
    if present != version:
        raise WindowChangedError(window_id, version, present)


def read(revisions: Iterable[Revision]) -> Book:
    """The book that a ledger holds, from its revisions in the order of their writing."""
    chains: dict[str, tuple[Revision, ...]] = {}
    for revision in revisions:
        chains[revision.window_id] = (*chains.get(revision.window_id, ()), revision)
    return Book(chains=chains)


def declare(book: Book, spec: WindowSpec, at: datetime, author: Author, rules: Rules) -> tuple[Book, Revision | None]:
    """Enter a new window; entering the same one again changes nothing.

    Raises:
        WindowRefusedError: the id is taken by another window, or W13 or W14 refuses it.
    """
    if spec.id in book.chains:
        if any(revision.spec == spec for revision in book.chains[spec.id]):
            return book, None
        raise WindowTakenError(spec.id)
    return _append(book, spec, at, author, rules)


def revise(
    book: Book, window_id: str, changes: Mapping[str, object], at: datetime, author: Author, rules: Rules
) -> tuple[Book, Revision | None]:
    """Change some fields of a window or of one occurrence; the former stands where the change is refused.

    Raises:
        WindowRefusedError: no such window, it was cancelled (W8), or W13 or W14 refuses the change.
    """
    present = book.current(window_id)
    if present is None:
        raise WindowUnknownError(window_id)
    changed = replace(present, **changes)  # type: ignore[arg-type] # the doors hand over fields of WindowSpec
    if present.withdrawn and not _only_voids(present, changed):
        raise WindowRefusedError(window_id, "status", present.status, f"a {present.status} window cannot be revised")
    return (book, None) if changed == present else _append(book, changed, at, author, rules)


def cancel(book: Book, window_id: str, at: datetime, author: Author, rules: Rules) -> tuple[Book, Revision | None]:
    """Withdraw a window: before its start a tombstone (W8), while it runs its end (W9).

    Raises:
        WindowRefusedError: no such window, or it is over.
    """
    _refuse_if_over(book, window_id, at)
    return revise(book, window_id, {"status": Status.CANCELLED}, at, author, rules)


def void(book: Book, window_id: str, at: datetime, author: Author, rules: Rules) -> tuple[Book, Revision | None]:
    """Withdraw a declaration that was a mistake, at any time, also when it is over or was cancelled.

    It covers nothing from now on; what was classified by it stays classified, and reports say that it was void.

    Raises:
        WindowUnknownError: no such window.
    """
    return revise(book, window_id, {"status": Status.VOID}, at, author, rules)


def end(book: Book, window_id: str, at: datetime, author: Author, rules: Rules) -> tuple[Book, Revision | None]:
    """End a running window now (W6); up to the start this is a cancellation (W8).

    Of a recurring window the running occurrence is ended.

    Raises:
        WindowRefusedError: no such window, it is over, or it recurs and no occurrence runs.
    """
    present = book.current(window_id)
    if present is not None and present.rule is not None:
        running = next(occurrences(present, at, at + timedelta(microseconds=1)), None)
        if running is None:
            raise WindowRefusedError(window_id, "id", window_id, "no occurrence is running; name one as id@start")
        return end(book, running.id, at, author, rules)
    _refuse_if_over(book, window_id, at)
    if present is not None and at <= span(present, present.starts)[0]:  # at the start itself nothing of it is over
        return cancel(book, window_id, at, author, rules)
    return revise(book, window_id, {"ends": at, "duration": None}, at, author, rules)


def _append(book: Book, spec: WindowSpec, at: datetime, author: Author, rules: Rules) -> tuple[Book, Revision]:
    refuse(spec, rules)
    chain = book.chains.get(spec.id, ())
    revision = Revision(
        window_id=spec.id,
        number=chain[-1].number + 1 if chain else 1,
        known_at=at,
        declared_at=_declared_at(spec, chain[-1] if chain else None, at),
        spec=spec,
        by=author.by,
        why=author.why,
        origin=author.origin,
    )
    return book.with_revision(revision), revision


def _declared_at(spec: WindowSpec, former: Revision | None, at: datetime) -> datetime:
    """When what a revision says was announced: an edit is its own announcement, but other words for it are none."""
    if spec.declared_at is not None and (former is None or former.spec.declared_at != spec.declared_at):
        return spec.declared_at
    return former.declared_at if former is not None and former.spec.announces_the_same(spec) else at


def refuse(spec: WindowSpec, rules: Rules) -> None:
    """Hold a window against W13 and W14.

    Raises:
        WindowRefusedError: it has no end, ends before it starts, is too long, or names nothing that exists.
    """
    if spec.withdrawn:
        return
    _refuse_scope(spec, rules.catalogue)
    _refuse_span(spec)
    _refuse_length(spec, rules.longest_window)


def _refuse_scope(spec: WindowSpec, catalogue: Catalogue) -> None:
    platform = catalogue.by_platform.get(spec.platform)
    if platform is None:
        raise WindowRefusedError(spec.id, "platform", spec.platform, "no such platform")
    known = {service.name_part for service in platform.services}
    for key, names in (("services", spec.scope.services), ("exclude", spec.scope.exclude)):
        for name in sorted(names - known):
            raise WindowRefusedError(spec.id, key, name, f"{spec.platform} has no such service")
    covered = {s.name_part for s in platform.services if spec.scope.covers(s.name_part, s.labels)}
    if not covered:
        raise WindowRefusedError(spec.id, "services", "", "the window covers no service")
    for name, _ in spec.impacts:
        if name not in covered:
            raise WindowRefusedError(spec.id, "service_impact", name, "the window does not cover this service")


def _only_voids(present: WindowSpec, changed: WindowSpec) -> bool:
    return changed.status is Status.VOID and changed == replace(present, status=Status.VOID)


def _refuse_span(spec: WindowSpec) -> None:
    if (spec.ends is None) == (spec.duration is None):
        raise WindowRefusedError(spec.id, "ends", "", "a window needs either an end or a duration")
    if spec.rule is not None:
        if "@" in spec.id:
            raise WindowRefusedError(
                spec.id, "rrule", spec.rule.rrule, "an occurrence does not repeat; revise its series"
            )
        try:
            rule_of(spec)
        except ValueError as cause:
            raise WindowRefusedError(spec.id, "rrule", spec.rule.rrule, str(cause)) from cause


def _refuse_length(spec: WindowSpec, longest: timedelta) -> None:
    starts, ends = span(spec, _first_local(spec))
    if ends <= starts:
        raise WindowRefusedError(spec.id, "ends", str(spec.ends or spec.duration), "the window ends before it starts")
    if spec.long:
        return
    spans = [(starts, ends)] if spec.rule is None else _spans(spec, starts)
    if any(later - earlier > longest for earlier, later in spans):
        sentence = f"longer than limits.longest_window ({_hours(longest)}); say `long: true` if that is meant"
        raise WindowRefusedError(spec.id, "ends", str(spec.ends or spec.duration), sentence)


def _hours(length: timedelta) -> str:
    return f"{length / timedelta(hours=1):g} h"


def _spans(spec: WindowSpec, starts: datetime) -> list[tuple[datetime, datetime]]:
    try:
        return [(found.starts, found.ends) for found in occurrences(spec, starts, starts + _CHECKED_AHEAD)]
    except ValueError as cause:  # dateutil finds some impossible values only while it counts
        raise WindowRefusedError(spec.id, "rrule", spec.rule.rrule if spec.rule else "", str(cause)) from cause


def _first_local(spec: WindowSpec) -> datetime:
    return spec.starts if spec.rule is None else spec.starts.replace(tzinfo=None)


def _occurrence_spec(series: WindowSpec, occurrence: str) -> WindowSpec | None:
    local = local_start_of(series, occurrence)
    if local is None:
        return None
    starts, ends = span(series, local)
    keeps_end = series.ends is not None
    return replace(
        series,
        id=occurrence,
        starts=starts.astimezone(zone_of(series)).replace(tzinfo=None) if series.starts.tzinfo is None else starts,
        ends=ends if keeps_end else None,
        duration=None if keeps_end else series.duration,
        rule=None,
    )


def is_over(spec: WindowSpec, at: datetime) -> bool:
    """Whether a window that does not repeat has ended at ``at``."""
    return spec.rule is None and at >= span(spec, spec.starts)[1]


def _refuse_if_over(book: Book, window_id: str, at: datetime) -> None:
    present = book.current(window_id)
    if present is not None and is_over(present, at):
        raise WindowRefusedError(window_id, "ends", str(present.ends or present.duration), "the window is over")
