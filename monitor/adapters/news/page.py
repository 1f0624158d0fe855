"""A web page as one entry: its main text, as readability finds it, without menus, footers and what is hidden."""

from __future__ import annotations

from datetime import datetime

import lxml.html  # type: ignore[import-untyped]  # its stubs are a package of their own, and lag behind
from lxml import etree
from readability import Document  # type: ignore[import-untyped]  # no stubs
from readability.encoding import get_encoding  # type: ignore[import-untyped]  # the same
from readability.readability import Unparseable  # type: ignore[import-untyped]  # the same

from monitor.adapters.news import parts
from monitor.adapters.news.markup import text_of
from monitor.adapters.news.parts import NotNewsError, Paper
from monitor.domain.entry import Entry

_FEWEST_CHARACTERS = 25
_DATES = ("article:modified_time", "article:published_time")


def entry(paper: Paper) -> Entry:
    """The page.

    Raises:
        NotNewsError: nothing on it can be read.

    """
    source = _decoded(paper)
    root = _tree(source)
    text = parts.bounded(_main_text(source))
    if len(text) < _FEWEST_CHARACTERS:
        text = parts.bounded(text_of(root))
    if not text:
        raise NotNewsError("a page without a text")
    title = root.findtext(".//title") or ""
    return parts.entry(title=title, text=text, url=_address(paper), published=_published(paper, root))


def _tree(source: str) -> lxml.html.HtmlElement:
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return lxml.html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError as error:
        raise NotNewsError("no HTML") from error


def _main_text(source: str) -> str:
    try:
        main = Document(source).summary(html_partial=True)
        return text_of(_tree(main))
    except (Unparseable, NotNewsError):
        return ""


def _decoded(paper: Paper) -> str:
    """As its server says, else UTF-8, else as the page says or looks."""
    for name in (paper.charset, "utf-8"):
        try:
            if name is not None:
                return paper.body.decode(name)
        except (LookupError, ValueError):
            continue
    return paper.body.decode(get_encoding(paper.body) or "utf-8", "replace")


def _published(paper: Paper, root: lxml.html.HtmlElement) -> datetime | None:
    """When its text was last touched, where the page says so."""
    said = {meta.get("property"): meta.get("content") for meta in root.iter("meta")}
    return next((found for name in _DATES if (found := parts.instant(paper, said.get(name)))), None)


def _address(paper: Paper) -> str:
    # A page is there to be looked at; what follows its path may be a token.
    return parts.link(paper, paper.feed.url.partition("?")[0].partition("#")[0])
