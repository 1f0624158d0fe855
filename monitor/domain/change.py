"""One change of the book of windows, whoever asks for it: files apart, this is the one door into the book.

Command line, API, feeds and scenarios make a ``Change``; ``enter`` is what becomes of it. Nothing here knows how a
change was written down or who may ask for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from monitor.domain.book import Author, Book, Revision, Rules, cancel, declare, end, expect, revise, void
from monitor.domain.errors import WindowRefusedError
from monitor.domain.window import WindowSpec


class Verb(StrEnum):
    """What happens to a window."""

    DECLARE = "declare"
    REVISE = "revise"
    END = "end"
    CANCEL = "cancel"
    VOID = "void"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What somebody wants done to one window, or to one occurrence (``id@<local start>``).

    ``spec`` is set for ``declare``; ``changes`` are fields of ``WindowSpec`` for ``revise``. ``version`` is what the
    author saw of the window (``Book.version``); ``None`` takes it as it is.
    """

    verb: Verb
    window_id: str
    author: Author
    spec: WindowSpec | None = None
    changes: Mapping[str, object] = field(default_factory=dict)
    version: str | None = None


_ENDINGS = {Verb.END: end, Verb.CANCEL: cancel, Verb.VOID: void}


def enter(book: Book, change: Change, at: datetime, rules: Rules) -> tuple[Book, Revision | None]:
    """The book with the change in it, and the revision that it added; ``None`` where it says what is there already.

    Raises:
        WindowRefusedError: the book does not take it, and stays as it was; unknown, taken and changed windows are
            kinds of it.
    """
    expect(book, change.window_id, change.version)
    if change.verb is Verb.DECLARE:
        if change.spec is None:
            raise WindowRefusedError(change.window_id, "spec", "", "a declaration needs a window")
        return declare(book, change.spec, at, change.author, rules)
    if change.verb is Verb.REVISE:
        return revise(book, change.window_id, change.changes, at, change.author, rules)
    return _ENDINGS[change.verb](book, change.window_id, at, change.author, rules)
