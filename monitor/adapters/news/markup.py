"""HTML as plain text: a line for each block, nothing of what is not shown."""

from __future__ import annotations

import html
import re

import lxml.html  # type: ignore[import-untyped]  # its stubs are a package of their own, and lag behind
from lxml import etree

_UNSEEN = frozenset({"head", "noscript", "script", "style", "svg", "template", "select", "textarea", "button"})
_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote br center dd details div dl dt fieldset figcaption figure footer form h1 h2"
        " h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td th thead tr ul",
    )
)
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
        edge = "\n" if node.tag in _BLOCKS else ""
        if event == "start":
            parts += (edge, node.text or "")
            if node.tag in _UNSEEN:
                parts.pop()
                walk.skip_subtree()
        else:
            parts += (edge, (node.tail or "") if node is not root else "")
    return "".join(parts)
