"""Text from a page as evidence: short, on one line, without anybody's number and without what steers a terminal."""

from __future__ import annotations

import re
import unicodedata

EXCERPT_LENGTH = 200

# National and residence numbers have ten digits, telephone numbers twelve: no page text may carry one into the ledger.
_IDENTIFIER = re.compile(r"\d{10,}")
# Control, format (bidi among them), surrogate, line and paragraph separator: none may reach a terminal or a page raw.
_UNSHOWABLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def excerpt(text: str) -> str:
    """The beginning of ``text`` as evidence: one line, long digit runs masked, nothing that steers a terminal."""
    line = " ".join(text.split(maxsplit=EXCERPT_LENGTH))[: 2 * EXCERPT_LENGTH]  # so many words fill it
    # Masked before the last cut, since a cut through a number would leave nine digits of it readable.
    masked = _IDENTIFIER.sub(lambda run: "#" * len(run[0]), line)
    return "".join(map(_shown, masked))[:EXCERPT_LENGTH]


def _shown(char: str) -> str:
    if unicodedata.category(char) not in _UNSHOWABLE:
        return char
    return f"\\u{ord(char):04x}"
