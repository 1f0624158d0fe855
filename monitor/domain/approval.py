"""A person's decision on what an announcement proposes: the one way from a proposal into the book.

A confirmation enters through ``domain.change`` as any other change does; where the book refuses any part of it,
nothing of it is done and the proposal waits on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from monitor.domain.announcement.draft import Draft, Kind
from monitor.domain.book import Author, Book, Revision, Rules
from monitor.domain.change import Change, Verb, enter
from monitor.domain.drafting import Outline, end_of, provenance, start_of, windows_of
from monitor.domain.errors import DraftDecidedError, DraftUnknownError, WindowRefusedError, WindowUnknownError
from monitor.domain.proposal import Decision, Proposal, Source
from monitor.domain.recurrence import Edge, resolve, span, zone_of
from monitor.domain.spoken import announced_already
from monitor.domain.window import WindowSpec

ORIGIN = "draft"
"""The door that windows made of announcements come through."""

_LONGEST_WHY = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """Who confirms, why, and which fields of the window he gives otherwise than the announcement, or beyond it."""

    by: str
    why: str = ""
    changes: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a confirmation does: the book with it, what it added, the proposal as decided, and what to look at."""

    book: Book
    revisions: tuple[Revision, ...]
    proposal: Proposal
    warnings: tuple[str, ...] = ()


def waiting(known: Mapping[str, Proposal], draft_id: str) -> Proposal:
    """The proposal that is to be decided.

    Raises:
        DraftDecidedError: somebody decided it before.
        DraftUnknownError: no proposal has this id.
    """
    found = known.get(draft_id)
    if found is None:
        raise DraftUnknownError(draft_id)
    if not found.is_waiting:
        raise DraftDecidedError(draft_id, found.decision.value, found.decided_by)
    return found


def confirmed(
    proposal: Proposal, book: Book, approval: Approval, at: datetime, *, rules: Rules, timezone: str
) -> Outcome:
    """What the proposal asks for, done; ``timezone`` is the monitor's.

    Raises:
        WindowRefusedError: the book does not take it; ``DraftIncompleteError`` where something is missing.
    """
    author = Author(by=approval.by, why=_why(proposal, approval.why), origin=ORIGIN)
    asked, warnings = _asked(proposal, book, approval, rules, timezone)
    revisions, touched = [], []
    for change in asked:
        book, revision = enter(book, replace(change, author=author), at, rules)
        revisions += [revision] if revision is not None else []
        touched.append(revision.window_id if revision is not None else change.window_id)
    decided = _decided(proposal, Decision.CONFIRMED, approval, at)
    return Outcome(
        book=book,
        revisions=tuple(revisions),
        proposal=replace(decided, window_ids=tuple(touched)),
        warnings=warnings,
    )


def rejected(proposal: Proposal, approval: Approval, at: datetime) -> Proposal:
    """The proposal put away; nothing is declared."""
    return _decided(proposal, Decision.REJECTED, approval, at)


def outlines(
    proposal: Proposal, book: Book, rules: Rules, timezone: str, *, taken: Collection[str] | None = None
) -> tuple[tuple[str, Outline], ...]:
    """What a confirmation would write, by window: of a declaration all of it, of a revision the fields it changes."""
    if proposal.verb is Verb.DECLARE:
        known = book.chains if taken is None else taken
        made = windows_of(proposal.draft, rules, timezone, source=proposal.sources[0], taken=known)
        standing = announced_already(book, proposal.draft)  # also one that was declared since the text came
        beside = (f"{standing.window_id} stands at that time, {standing.told}.",) if standing else ()
        return tuple((one.fields["id"], replace(one, warnings=(*one.warnings, *beside))) for one in made)
    if proposal.verb is not Verb.REVISE:
        return tuple((window_id, Outline(fields={})) for window_id in proposal.revises)
    found = []
    for window_id in proposal.revises:
        present = book.current(window_id)
        if present is None:
            raise WindowUnknownError(window_id)
        found.append((window_id, _long(moved(proposal.draft, present, proposal.sources[0]), present, rules)))
    return tuple(found)


def pretended(proposal: Proposal, book: Book, rules: Rules, timezone: str) -> tuple[str, Book]:
    """The window that keys of a confirmation speak of, and a book in which it stands as far as it is known."""
    if proposal.verb is not Verb.DECLARE:
        return (proposal.revises or (proposal.id,))[0], book
    window_id, outline = outlines(proposal, book, rules, timezone)[0]
    somewhen = proposal.received_at.replace(tzinfo=None)
    spec = WindowSpec(**{"platform": "", "starts": somewhen, **outline.fields})
    revision = Revision(
        window_id=window_id,
        number=1,
        known_at=proposal.received_at,
        declared_at=proposal.received_at,
        spec=spec,
        by="",
        why="",
        origin=ORIGIN,
    )
    return window_id, Book(chains={window_id: (revision,)})


def moved(draft: Draft, present: WindowSpec, source: Source) -> Outline:
    """The new edges that a change of announced work gives a window; one that names only a start keeps its length."""
    starts, start_warnings = start_of(draft.starts if draft.kind is Kind.POSTPONED else None)
    ends, end_warnings = end_of(draft)
    zone = draft.timezone or present.timezone
    begun, over = span(present, present.starts)
    fields: dict[str, object] = {}
    if starts is not None:
        fields["starts"] = starts = _instant(starts, zone, present, Edge.START)
        if ends is None:
            fields |= {"ends": None, "duration": draft.duration or over - begun}
    elif ends is None and draft.duration is not None and draft.kind is Kind.EXTENDED:
        fields |= {"ends": over + draft.duration, "duration": None}
        end_warnings = (f"ends: {draft.duration} is taken as what is added to the end.",)
    if ends is not None:
        fields |= {"ends": _instant(ends, zone, present, Edge.END), "duration": None}
    gaps = () if "ends" in fields else (("ends", "is not said"),)
    fields |= provenance(source, zone)
    shorter = _shortens(draft, fields, present, over)
    return Outline(fields=fields, gaps=gaps, warnings=(*draft.warnings, *start_warnings, *end_warnings, *shorter))


def _asked(
    proposal: Proposal, book: Book, approval: Approval, rules: Rules, timezone: str
) -> tuple[tuple[Change, ...], tuple[str, ...]]:
    nobody = Author(by="", why="", origin=ORIGIN)
    warnings: list[str] = []
    changes = []
    if proposal.verb not in {Verb.DECLARE, Verb.REVISE} and approval.changes:
        key = next(iter(approval.changes))
        raise WindowRefusedError(
            proposal.id, key, "", f"a draft that says to {proposal.verb.value} a window takes no keys"
        )
    taken = set(book.chains)
    for window_id, outline in outlines(proposal, book, rules, timezone, taken=taken):
        warnings += [warning for warning in outline.warnings if warning not in warnings]
        spec = fields = None
        if proposal.verb is Verb.DECLARE:
            spec = outline.spec(approval.changes, proposal.id)
        elif proposal.verb is Verb.REVISE:
            fields = outline.revision(approval.changes, proposal.id)
        changes.append(Change(verb=proposal.verb, window_id=window_id, author=nobody, spec=spec, changes=fields or {}))
    return tuple(changes), tuple(warnings)


def _long(outline: Outline, present: WindowSpec, rules: Rules) -> Outline:
    if outline.gaps or present.long:
        return outline
    spec = replace(present, **outline.fields)
    starts, ends = span(spec, spec.starts)
    if ends - starts <= rules.longest_window:
        return outline
    warning = "long: it becomes longer than limits.longest_window; is that meant?"
    return replace(outline, fields={**outline.fields, "long": True}, warnings=(*outline.warnings, warning))


def _decided(proposal: Proposal, decision: Decision, approval: Approval, at: datetime) -> Proposal:
    return replace(proposal, decision=decision, decided_by=approval.by, decided_at=at, why=approval.why)


def _why(proposal: Proposal, said: str) -> str:
    """What the person says, and what the window rests on."""
    named = dict.fromkeys(one.url or one.origin for one in proposal.sources)
    return "; ".join(filter(None, (said, f"announced: {', '.join(named)}")))[:_LONGEST_WHY]


def _instant(local: datetime, zone: str, present: WindowSpec, edge: Edge) -> datetime:
    """An edge in the text's zone as the window has its own: local where both zones are the same."""
    if zone == present.timezone and present.starts.tzinfo is None:
        return local
    return resolve(local, ZoneInfo(zone), edge=edge)[0]


def _shortens(draft: Draft, fields: Mapping[str, object], present: WindowSpec, over: datetime) -> Iterator[str]:
    ends = fields.get("ends")
    if draft.kind is Kind.EXTENDED and isinstance(ends, datetime):
        new = resolve(ends, zone_of(present), edge=Edge.END)[0]
        if new <= over:
            yield "ends: it is said to be extended, and ends no later than it did."
