"""HTML as plain text: a line for each block, a blank one between paragraphs, nothing of what is not shown."""

from __future__ import annotations

import html
import re

import lxml.html  # type: ignore[import-untyped]  # its stubs are a package of their own, and lag behind
from lxml import etree

_UNSEEN = frozenset({"head", "noscript", "script", "style", "svg", "template", "select", "textarea", "button"})
_PARAGRAPHS = frozenset(
    {"article", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "p", "pre", "section", "ul"}
)
_LINES = frozenset(
    {
        "address",
        "aside",
        "br",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
    }
    | {"form", "header", "hr", "li", "main", "nav", "summary", "table", "tbody", "td", "th", "thead", "tr"}
)
# Marks that become line ends; of several side by side, with blanks between them, the strongest counts.
_NEXT_LINE, _NEXT_PARAGRAPH = "\x01", "\x02"
_GAP = re.compile(r"[\s\x01\x02]+")
_TAG = re.compile(r"<[a-zA-Z/!]")


def plain(text: str) -> str:
    """A text that may be HTML; many feeds escape what they have escaped already."""
    if not _TAG.search(text):
        return html.unescape(text)
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:  # of nothing but comments
        return ""
    return text_of(root)


def text_of(root: etree._Element) -> str:
    """What a reader of the element sees."""
    parts: list[str] = []
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, node in walk:
        edge = _edge(node.tag)
        if event == "start":
            parts += (edge, node.text or "")
            if node.tag in _UNSEEN:
                parts.pop()
                walk.skip_subtree()
        else:
            parts += (edge, (node.tail or "") if node is not root else "")
    return _GAP.sub(_gap, "".join(parts))


def _edge(tag: object) -> str:
    return _NEXT_PARAGRAPH if tag in _PARAGRAPHS else _NEXT_LINE if tag in _LINES else ""


def _gap(match: re.Match[str]) -> str:
    gap = match[0]
    return "\n\n" if _NEXT_PARAGRAPH in gap else "\n" if _NEXT_LINE in gap else " "
