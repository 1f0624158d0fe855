"""What a person would read of an answer, and what only a program would: the text that the rules are tried on.

One pass over the first 64 KiB, without building a tree: the page may be cut, broken or hostile. Scripts, styles,
templates, comments, `noscript` and elements that say of themselves that they are hidden are not visible.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import cached_property

from monitor.domain.classification.spelling import folded

LOOKED_AT = 65_536  # characters
SHORT = 2_000  # characters of visible text; what failed and says no more than this is no article
BRIEF = 600  # as long as a notice; a form, a list or an answer to a question is longer

# Possessive, and never past the next "<": what does not match has cost no more than its own length.
_TAG = re.compile(r"<!--|<(/?|!)([a-z][a-z0-9-]*+)([^<>]*+)>", re.IGNORECASE)
_UNSEEN = frozenset({"script", "style", "noscript", "template", "title"})
_APART = frozenset({"dd", "dt", "li", "option", "td", "th"})  # neighbours that belong to different sentences
_COMMON = frozenset(
    {"a", "b", "div", "h1", "h2", "h3", "p", "section", "span", "strong", "ul"}
)  # nothing but themselves
_WHOLE = frozenset({"html", "body"})  # hidden by many a page until its script has run
_EMPTY = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})
_HIDDEN = re.compile(r"\shidden(?=[\s=/]|$)|display\s{0,4}:\s{0,4}none", re.IGNORECASE)
_TITLE = re.compile(r"<title\b[^<>]*+>([^<]*+)", re.IGNORECASE)
# html.unescape() gives int() what it finds, which refuses thousands of digits; no character has a number this long.
_NO_CHARACTER = re.compile(r"&#(?:x[0-9a-f]{8,}|[0-9]{8,});?", re.IGNORECASE)


class PageText:
    """An answer's text in the forms that rules look at, each made when the first rule asks for it."""

    def __init__(self, text: str) -> None:
        self.source = text[:LOOKED_AT]

    @cached_property
    def raw(self) -> str:
        """As it came, in small letters."""
        return self.source.lower()

    @cached_property
    def title(self) -> str:
        """The first title, folded."""
        found = _TITLE.search(self.source)
        return _readable(found[1]) if found else ""

    @cached_property
    def body(self) -> str:
        """The visible text without the title, folded."""
        return _readable(" ".join(_visible(self.source)))

    @property
    def is_short(self) -> bool:
        """Whether the page says little."""
        return len(self.body) < SHORT

    @cached_property
    def is_brief(self) -> bool:
        """Whether it says no more than one thing; a long page is not read to its end for this."""
        read = 0
        for piece in _visible(self.source):
            read += len(_unescaped(piece).strip())
            if read > 2 * BRIEF:  # vowel signs, which folding drops, can double a text
                return False
        return len(self.body) < BRIEF

    @property
    def is_data(self) -> bool:
        """Whether it is a JSON document, whose words are values and not statements."""
        return self.source.lstrip("\ufeff \t\r\n")[:1] in {"{", "["}

    @cached_property
    def visible(self) -> str:
        """Title and visible text, with a full stop between them."""
        return f"{self.title} . {self.body}"

    def without(self, spans: re.Pattern[str]) -> PageText:
        """The same page as it reads without ``spans``."""
        return _Remainder(self, spans)


class _Remainder(PageText):
    def __init__(self, whole: PageText, spans: re.Pattern[str]) -> None:
        super().__init__(whole.source)
        self._whole, self._spans = whole, spans

    @cached_property
    def title(self) -> str:
        return self._spans.sub(" ", self._whole.title)

    @cached_property
    def body(self) -> str:
        return self._spans.sub(" ", self._whole.body)


def _readable(text: str) -> str:
    return folded(_unescaped(text), LOOKED_AT)


def _unescaped(text: str) -> str:
    return html.unescape(_NO_CHARACTER.sub(" ", text)) if "&" in text else text


def _visible(page: str) -> Iterator[str]:
    """The pieces of text between tags; what is unseen and never ends is unseen to the end, as in a browser."""
    at = 0
    for tag in _TAG.finditer(page):
        begin = tag.start()
        if begin < at:  # inside something that is hidden
            continue
        yield page[at:begin]
        name = tag[2]
        if name in _COMMON and not tag[3]:
            at = tag.end()
            continue
        if name and name.lower() in _APART:
            yield "|"
        at = _after(page, tag)
    yield page[at:]


def _after(page: str, tag: re.Match[str]) -> int:
    """Where reading goes on after ``tag``: behind it, or behind all that it hides."""
    if tag[0] == "<!--":
        end = page.find("-->", tag.end())
        return len(page) if end < 0 else end + len("-->")
    name = tag[2].lower()
    if tag[1] or name in _EMPTY:
        return tag.end()
    if name in _UNSEEN:
        closing = re.compile(rf"</{name}\b[^<>]*+>?", re.IGNORECASE).search(page, tag.end())
        return closing.end() if closing else len(page)
    return _end_of_element(page, tag) if name not in _WHOLE and _HIDDEN.search(tag[3]) else tag.end()


def _end_of_element(page: str, opening: re.Match[str]) -> int:
    name, depth, at = opening[2].lower(), 1, opening.end()
    while depth and (tag := _TAG.search(page, at)):
        at = tag.end()
        if tag[2] and tag[2].lower() == name and not tag[3].endswith("/"):
            depth += -1 if tag[1] else 1
    return len(page) if depth else at
