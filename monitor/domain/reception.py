"""What becomes of one more announcement: a new proposal, another source of a known one, or nothing.

Work that is drawn out, moved, called off or done proposes a change of the window that it speaks of, or amends the
proposal that waits for one. Nothing here enters the book.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from monitor.domain.announcement.draft import Draft, Kind
from monitor.domain.book import Book
from monitor.domain.change import Verb
from monitor.domain.drafting import is_sensible
from monitor.domain.likeness import contradicts, joined, nearest, outlet, share_platform
from monitor.domain.proposal import LONGEST_TEXT, Decision, Proposal, Source
from monitor.domain.spoken import announced_already, spoken_of

_PLANS = frozenset({Kind.SCHEDULED, Kind.ONGOING})


def received(known: Collection[Proposal], book: Book, draft: Draft, source: Source, *, at: datetime) -> Proposal | None:
    """The proposal that ``draft`` makes or joins, as it stands then; ``None`` where it asks for nothing.

    It is the known one itself where ``source`` adds nothing to it.
    """
    if not is_sensible(draft):
        return None
    source = shortened(source)
    near = nearest(known, draft, source)
    if near is not None and not _is_news(near, draft):
        return _amended(near, draft, source) if _is_newer(near, draft, source) else joined(near, draft, source)
    found = _planned(book, draft, source, near) if draft.kind in _PLANS else _changed(known, book, draft, source, at)
    return found or _heard(known, draft, source)


def _heard(known: Collection[Proposal], draft: Draft, source: Source) -> Proposal | None:
    """The proposal that this very text amended before, and that reads otherwise since."""
    return next(
        (
            one
            for one in known
            if share_platform(one.draft, draft) and any(source.says_the_same(said) for said in one.sources)
        ),
        None,
    )


def shortened(source: Source) -> Source:
    """The source with as much of its text as is kept."""
    # neither a null character nor a half of one is a text that every ledger takes
    content = source.text.replace("\0", " ").encode("utf-8", "replace")[:LONGEST_TEXT]
    text = content.decode("utf-8", "ignore")
    return source if text == source.text else replace(source, text=text)


def _is_news(near: Proposal, draft: Draft) -> bool:
    """Whether it says otherwise of something that was decided already: a person looks once more, at a new proposal.

    What was rejected stays so, and of a plan that was confirmed only other hours are news.
    """
    return near.decision is Decision.CONFIRMED and contradicts(near.draft, draft)


def _is_newer(near: Proposal, draft: Draft, source: Source) -> bool:
    """Whether it is the operator's next word on work that is drawn out or moved, and no other outlet's on the same."""
    if draft.kind not in {Kind.EXTENDED, Kind.POSTPONED} or not near.is_waiting or not contradicts(near.draft, draft):
        return False
    published = [one.published for one in near.sources if isinstance(one.published, datetime)]
    return isinstance(source.published, datetime) and bool(published) and source.published > max(published)


def _planned(book: Book, draft: Draft, source: Source, near: Proposal | None) -> Proposal | None:
    if draft.kind is Kind.ONGOING and (draft.starts is None or (draft.ends is None and draft.duration is None)):
        return None
    standing = announced_already(book, draft)
    if standing is not None and standing.is_same:
        return None
    conflicts = [f"{standing.window_id} is declared already, {standing.told}."] if standing else []
    if near is not None and near.window_ids and not standing:
        conflicts.append(f"other times were confirmed as {', '.join(near.window_ids)}.")
    return _new(draft, source, conflicts=tuple(conflicts))


def _changed(known: Collection[Proposal], book: Book, draft: Draft, source: Source, at: datetime) -> Proposal | None:
    windows = spoken_of(book, draft, at)
    if windows:
        return _new(draft, source, verb=_verb(draft), revises=windows)
    if draft.kind is Kind.FINISHED:
        return None
    waiting = nearest([one for one in known if one.is_waiting], as_planned(draft), source)
    if waiting is not None and not waiting.revises:
        return _amended(waiting, draft, source)
    is_whole = draft.starts is not None and (draft.ends is not None or draft.duration is not None)
    return _new(draft, source) if draft.kind is not Kind.CANCELLED and is_whole else None


def as_planned(draft: Draft) -> Draft:
    """The plan that a change speaks of, as far as it names it."""
    starts = draft.former_starts or (draft.starts if draft.kind is not Kind.POSTPONED else None)
    ends = draft.former_ends or (draft.ends if draft.kind is Kind.CANCELLED or starts is None else None)
    return replace(draft, kind=Kind.SCHEDULED, starts=starts, ends=ends, duration=None)


def _amended(waiting: Proposal, draft: Draft, source: Source) -> Proposal:
    """A plan that nobody confirmed yet, as the newer text has it; what it said before stays to be seen."""
    if any(source.says_the_same(one) for one in waiting.sources):
        return waiting
    plan, is_off = waiting.draft, _verb(draft) is Verb.CANCEL
    amended = plan if is_off else _moved(plan, draft)
    told = f"{draft.kind.value} according to {outlet(source)}; it was {_span(plan)} before."
    is_new = amended != plan or (is_off and waiting.verb is not Verb.CANCEL)
    return replace(
        waiting,
        draft=amended,
        verb=Verb.CANCEL if is_off else waiting.verb if waiting.revises else Verb.DECLARE,
        sources=(*waiting.sources, source),
        conflicts=tuple(dict.fromkeys((*waiting.conflicts, *((told,) if is_new else ())))),
    )


def _moved(plan: Draft, draft: Draft) -> Draft:
    """The plan at its new time; one that is only drawn out keeps its start."""
    starts, ends, duration = plan.starts, draft.ends or plan.ends, plan.duration
    if draft.kind is Kind.POSTPONED:
        starts, ends, duration = draft.starts, draft.ends, draft.duration or plan.duration
    if (starts, ends, duration) == (plan.starts, plan.ends, plan.duration):
        return plan
    return replace(
        plan,
        starts=starts,
        ends=ends,
        duration=duration,
        former_starts=plan.former_starts or plan.starts,
        former_ends=plan.former_ends or plan.ends,
    )


def _verb(draft: Draft) -> Verb:
    if draft.kind is Kind.FINISHED:
        return Verb.END
    if draft.kind is Kind.CANCELLED or (draft.kind is Kind.POSTPONED and draft.starts is None):
        return Verb.CANCEL
    return Verb.REVISE


def _new(
    draft: Draft,
    source: Source,
    *,
    verb: Verb = Verb.DECLARE,
    revises: tuple[str, ...] = (),
    conflicts: tuple[str, ...] = (),
) -> Proposal:
    return Proposal(
        id=_id(draft, source), draft=draft, sources=(source,), verb=verb, revises=revises, conflicts=conflicts
    )


def _id(draft: Draft, source: Source) -> str:
    """Readable, and the same for the same reading of the same text wherever it is made."""
    name = re.sub(r"[^a-z0-9-]+", "-", (draft.platform or "unlisted").lower()).strip("-")[:60] or "unlisted"
    wall = draft.starts or draft.former_starts or draft.ends
    facts = (source.url, source.text, draft.kind.value, draft.starts, draft.ends, [one.id for one in draft.services])
    digest = hashlib.sha256(repr(facts).encode("utf-8", "replace")).hexdigest()
    return f"draft-{name}-{wall.day if wall else 'undated'}-{digest[:8]}"


def _span(draft: Draft) -> str:
    starts = draft.starts.iso if draft.starts else "an open start"
    ends = draft.ends.iso if draft.ends else str(draft.duration) if draft.duration else "an open end"
    return f"{starts} to {ends}"
