"""What a source of windows says as a whole: our files, or one feed. What it changed since it was last read is entered.

A source is told by the ``origin`` of its author: it never touches a window that came through another door.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from monitor.domain.book import Author, Book, Revision, Rules, cancel, declare, is_over, revise
from monitor.domain.errors import WindowRefusedError
from monitor.domain.window import Status, WindowSpec

FILES = Author(by="configuration", why="the files say so", origin="file")
"""Who speaks where our own files do."""


def sync(
    book: Book, specs: Iterable[WindowSpec], at: datetime, author: Author, rules: Rules
) -> tuple[Book, tuple[Revision, ...], tuple[WindowRefusedError, ...]]:
    """Bring what the source says into the book: new, changed and withdrawn windows.

    Only a change of the *source* is a change: a window ended or cancelled by hand is not revived by the next reload.
    """
    added: list[Revision] = []
    refused: list[WindowRefusedError] = []
    wanted = {spec.id: spec for spec in specs}
    for window_id in [*wanted, *(known for known in book.chains if known not in wanted)]:
        try:
            book, revision = _sync_one(book, window_id, wanted.get(window_id), at, author, rules)
        except WindowRefusedError as refusal:
            refused.append(refusal)
        else:
            added += [revision] if revision else []
    return book, tuple(added), tuple(refused)


def _sync_one(
    book: Book, window_id: str, spec: WindowSpec | None, at: datetime, author: Author, rules: Rules
) -> tuple[Book, Revision | None]:
    chain = book.chains.get(window_id, ())
    from_source = [revision.spec for revision in chain if revision.origin == author.origin]
    if spec is not None:
        if from_source and _says_the_same(from_source[-1], spec, others_spoke=chain[-1].origin != author.origin):
            return book, None
        if not chain:
            return declare(book, spec, at, author, rules)
        return revise(book, window_id, {name: getattr(spec, name) for name in WindowSpec.__slots__}, at, author, rules)
    left_the_source = from_source and chain[-1].spec.status is Status.SCHEDULED and not is_over(chain[-1].spec, at)
    return cancel(book, window_id, at, author, rules) if left_the_source else (book, None)


def _says_the_same(former: WindowSpec, spec: WindowSpec, *, others_spoke: bool) -> bool:
    """Whether the source changed nothing; a new text alone takes nobody's revision back."""
    return former.announces_the_same(spec) if others_spoke else former == spec
